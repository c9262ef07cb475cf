"""Makes the Plotly that pages load: ``python -m layouts.plotly_bundle`` (needs Node 20 and npm).

What it makes is kept in ``assets/vendor``, so no site needs Node: 256 kB compressed, where the
smallest stock bundle is 329 kB. It is made again when ``plotly`` in requirements.txt moves, or
when a figure draws another kind of trace (tests say so). The recipe and its pinned packages are in
``layouts/bundle``; the same recipe gives the same bytes.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from layouts.static import ASSETS

RECIPE = Path(__file__).resolve().parent / "bundle"
TARGET = ASSETS / "vendor"
FILES = ("plotly.min.js", "regenerator.min.js", "plotly.LICENSE.txt")
_NAMED = re.compile(r"plotly\.js \((?P<traces>[\w, ]+) - minified\) v(?P<version>[\d.]+)")


class BundleError(RuntimeError):
    """Node is missing, or the recipe failed; what stands in ``assets/vendor`` is unchanged."""


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """What a bundle says of itself: the version of plotly.js, and the traces that it draws."""

    version: str
    traces: frozenset[str]


def read_bundle(file: Path = TARGET / FILES[0]) -> Bundle:
    """Return what the first lines of a bundle say. Raises BundleError."""
    found = _NAMED.search(file.read_text(encoding="utf-8")[:300])
    if found is None:
        raise BundleError(f"{file}: the first lines name no version of plotly.js")
    return Bundle(version=found["version"], traces=frozenset(found["traces"].split(", ")))


def make(*, target: Path = TARGET) -> None:
    """Install what the recipe pins in a folder of its own, build, and put the files in place."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise BundleError("Node and npm are needed to make the bundle; the one in use stays")
    with tempfile.TemporaryDirectory(prefix="plotly-bundle-") as folder:
        work, made = Path(folder) / "bundle", Path(folder) / "made"
        made.mkdir()
        shutil.copytree(RECIPE, work, ignore=shutil.ignore_patterns("node_modules"))
        for command in ([npm, "ci"], [node, "build.mjs", str(made)]):
            done = subprocess.run(command, cwd=work, capture_output=True, text=True)
            if done.returncode:
                raise BundleError(f"{' '.join(command[:2])}: {done.stderr.strip()[-2000:]}")
        for name in FILES:
            shutil.copyfile(made / name, target / name)


def main() -> int:
    """Make the bundle and say which version it is of."""
    try:
        make()
    except BundleError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"assets/vendor: plotly.js {read_bundle().version}; now run: make build\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
