"""Static files, made once by the build: ``python -m layouts.static``.

Fonts are cut down, assets get the hash of their content into their name, and everything that is
text gets its ``.br`` and ``.gz`` beside it, so that the server never compresses a file and a
browser never asks twice. What has not changed is not made again.

``data/warehouse/static/`` holds ``manifest.json`` (asset → address), ``public/`` (served as it
lies, by ``layouts.serving.wrap``) and ``pictures/`` (fonts for drawing).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path

import brotli

from layouts import icons, suites, webfonts

HOME = Path(__file__).resolve().parent.parent
ASSETS = HOME / "assets"
OUTLINES = HOME / "data" / "catalogue" / "outlines"
TARGET = webfonts.TARGET

PREFIX = "/static"
WORKERS = 2
TEXT = frozenset({".css", ".js", ".json", ".geojson", ".svg", ".txt", ".ttf", ".webmanifest"})
# Files of earlier builds stay for a while: workers started before this build still name them.
KEEP_SECONDS = 30 * 24 * 3600
_CSS_COMMENT = re.compile(r"/\*.*?\*/\n*", re.DOTALL)
# Of our own scripts: comments that begin a line, indentation, empty lines.
_JS_PROSE = re.compile(
    r"^[ \t]*/\*.*?\*/[ \t]*\n|^[ \t]*//[^\n]*\n|^[ \t]+|\n(?=\n)", re.MULTILINE | re.DOTALL
)
_CSS_URL = re.compile(r"""url\(\s*(["']?)(?!data:|/|#|https?:)([^"')]+)\1\s*\)""")


class StaticError(LookupError):
    """An asset is asked for, or referred to, that the build did not make."""

    def __init__(self, *, asked: str, where: str, known: tuple[str, ...]) -> None:
        near = get_close_matches(asked, known, n=5, cutoff=0.3) or list(known[:5])
        super().__init__(
            f"{where}: no static file {asked!r}; closest: {', '.join(near) or 'none'}; "
            "made by: python -m layouts.static"
        )


@dataclass(frozen=True, kw_only=True)
class Output:
    """Bytes to write under an address (a path with a leading slash) in ``public/``."""

    url: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What the last build made.

    ``files`` maps an asset's name (``"interactive.js"``) to its address; ``fonts`` maps the key
    of a cut (``webfonts.Cut.key``) to the file it made, relative to ``data/warehouse/static``.
    """

    files: Mapping[str, str]
    fonts: Mapping[str, str]


def read_manifest(*, target: Path = TARGET) -> Manifest:
    """Return the manifest of the last build; an empty one when there was none."""
    path = target / "manifest.json"
    if not path.exists():
        return Manifest(files={}, fonts={})
    stat = path.stat()
    return _manifest(path=path, changed=(stat.st_mtime_ns, stat.st_size))


@lru_cache(maxsize=4)
def _manifest(*, path: Path, changed: tuple[int, int]) -> Manifest:
    raw = json.loads(path.read_text(encoding="utf-8"))
    return Manifest(files=raw["files"], fonts=raw["fonts"])


def static_url(name: str, *, target: Path = TARGET) -> str:
    """Return the address of an asset, with its content's hash in it: cacheable for ever.

    ``name`` is the path under ``assets/`` ("interactive.js", "vendor/plotly.min.js"), a font
    ("fonts/noto-sans.woff2") or an outline ("outlines/ken.geojson"). Raises StaticError.
    """
    files = read_manifest(target=target).files
    if name not in files:
        raise StaticError(asked=name, where="manifest.json", known=tuple(sorted(files)))
    return files[name]


def static_text(name: str, *, target: Path = TARGET) -> str:
    """Return a built asset's text, its addresses resolved: for CSS put into the page itself."""
    url = static_url(name, target=target)
    return (target / "public" / url.lstrip("/")).read_text(encoding="utf-8")


def build(*, assets: Path = ASSETS, outlines: Path = OUTLINES, target: Path = TARGET) -> Manifest:
    """Make everything that is missing or changed under ``target``; return the new manifest."""
    public = target / "public"
    before = read_manifest(target=target)
    with ProcessPoolExecutor(max_workers=WORKERS) as pool:
        files, outputs = _hashed(chain(_sources(assets=assets, outlines=outlines), icons.icons()))
        outputs += [
            Output(url=suite.url, content=suite.file.read_bytes()) for suite in suites.suites()
        ]
        # Largest first: the one long compression then overlaps with all the short jobs.
        outputs.sort(key=lambda output: len(output.content), reverse=True)
        waiting = [pool.submit(write, output, public) for output in outputs]
        fonts, drawn = _fonts(before=before, target=target, pool=pool)
        files |= {name: output.url for name, output in drawn.items()}
        styles, sheets = _styles(assets=assets, files=files)
        files |= styles
        for output in (*drawn.values(), *sheets):
            write(output, public)
        outputs += [*drawn.values(), *sheets]
        for job in waiting:
            job.result()
    manifest = Manifest(files=dict(sorted(files.items())), fonts=fonts)
    text = json.dumps({"files": manifest.files, "fonts": manifest.fonts}, indent=1)
    _replace(target / "manifest.json", text.encode())
    _prune(public=public, keep={output.url.lstrip("/") for output in outputs})
    return manifest


def _sources(*, assets: Path, outlines: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of every asset that refers to no other."""
    for folder, prefix in ((assets, ""), (outlines, "outlines/")):
        for path in sorted(folder.rglob("*")) if folder.exists() else ():
            hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
            if path.is_file() and not hidden and path.suffix not in {".css", ".md"}:
                name = prefix + path.relative_to(folder).as_posix()
                yield name, lean(name, path.read_bytes())


def lean(name: str, content: bytes) -> bytes:
    """Return a script of ours without what only its readers need; other files as they are.

    A quarter of what a slow line would carry. A script with template literals stays whole: a line
    that begins inside one may be text.
    """
    if not name.endswith(".js") or name.startswith("vendor/") or b"`" in content:
        return content
    return _JS_PROSE.sub("", content.decode("utf-8")).encode("utf-8")


def _hashed(sources: Iterator[tuple[str, bytes]]) -> tuple[dict[str, str], list[Output]]:
    """Return name → address and the outputs, the first 12 hex digits of SHA-256 in each name."""
    files: dict[str, str] = {}
    outputs = []
    for name, content in sources:
        stem, dot, suffix = name.rpartition(".")
        files[name] = f"{PREFIX}/{stem}.{hashlib.sha256(content).hexdigest()[:12]}{dot}{suffix}"
        outputs.append(Output(url=files[name], content=content))
    return files, outputs


def _styles(*, assets: Path, files: Mapping[str, str]) -> tuple[dict[str, str], list[Output]]:
    """Return the style sheets, each ``url(…)`` in them pointed at the hashed file."""

    def resolve(match: re.Match[str], *, sheet: str) -> str:
        name = match[2].strip()
        if name not in files:
            raise StaticError(asked=name, where=sheet, known=tuple(sorted(files)))
        return f'url("{files[name]}")'

    sheets = []
    for path in sorted(assets.rglob("*.css")):
        name = path.relative_to(assets).as_posix()
        text = _CSS_COMMENT.sub("", path.read_text(encoding="utf-8"))
        text = _CSS_URL.sub(partial(resolve, sheet=name), text)
        sheets.append((name, text.encode()))
    return _hashed(iter(sheets))


def _fonts(
    *, before: Manifest, target: Path, pool: Executor
) -> tuple[dict[str, str], dict[str, Output]]:
    """Make the fonts that changed; return key → file, and web font's name → output."""
    keys: dict[str, str] = {}
    web: dict[str, Output] = {}
    wanted = {cut.key(): cut for cut in webfonts.cuts()}
    old = {key: target / before.fonts[key] for key in wanted if key in before.fonts}
    jobs = {
        key: pool.submit(webfonts.make, cut)
        for key, cut in wanted.items()
        if key not in old or not old[key].exists()
    }
    for key, cut in wanted.items():
        content = jobs[key].result() if key in jobs else old[key].read_bytes()
        if cut.web:
            _, (output,) = _hashed(iter([(cut.name, content)]))
            web[cut.name] = output
            keys[key] = f"public{output.url}"
        else:
            keys[key] = f"pictures/{cut.name}"
            if key in jobs:
                _replace(target / keys[key], content)
    return keys, web


def write(output: Output, public: Path) -> None:
    """Write one file and its compressed siblings, unless they stand already.

    The plain file is written last: whoever sees it sees all three, and none of them half.
    """
    path = public / output.url.lstrip("/")
    if path.exists() and path.read_bytes() == output.content:
        return
    if path.suffix in TEXT:
        # 24 bits of window: the largest file is 1.4 MB, and browsers accept up to 24.
        packed = brotli.compress(output.content, quality=11, lgwin=24)
        _replace(path.with_name(path.name + ".br"), packed)
        _replace(path.with_name(path.name + ".gz"), gzip.compress(output.content, 9, mtime=0))
    _replace(path, output.content)


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(content)
    temporary.replace(path)


def _prune(*, public: Path, keep: set[str]) -> None:
    """Remove files that no build of the last 30 days wrote."""
    oldest = time.time() - KEEP_SECONDS
    for path in public.rglob("*"):
        name = re.sub(r"\.(br|gz)$", "", path.relative_to(public).as_posix())
        if path.is_file() and name not in keep and path.stat().st_mtime < oldest:
            path.unlink()


def main() -> int:
    """Build, and say what was made."""
    start = time.perf_counter()
    manifest = build()
    seconds = time.perf_counter() - start
    sys.stdout.write(f"static files: {len(manifest.files)} assets and fonts, {seconds:.1f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
