"""Set-up: the promises that README and the Makefile make to somebody with a fresh machine."""

from __future__ import annotations

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from layouts.language import SPOKEN

HOME = Path(__file__).resolve().parent.parent
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")


def lines(name: str) -> list[str]:
    """What pip reads of a requirements file: comments and empty lines left out."""
    text = (HOME / name).read_text(encoding="utf-8")
    return [line for raw in text.splitlines() if (line := raw.partition("#")[0].strip())]


def pinned(name: str) -> dict[str, str]:
    return dict(line.split("==") for line in lines(name) if "==" in line)


def make(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=HOME,
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_package_has_one_version(name):
    for line in lines(name):
        if line != "-r requirements.txt":
            assert re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", line), line


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_no_package_host_is_named(name):
    text = (HOME / name).read_text(encoding="utf-8")
    assert "index-url" not in text
    assert "://" not in text


def test_no_package_has_two_versions():
    assert not pinned("requirements.txt").keys() & pinned("requirements-dev.txt").keys()


def test_pinned_versions_are_the_installed_ones():
    """A test run on other versions would prove nothing about the pinned ones."""
    from importlib.metadata import version

    from packaging.version import Version

    wanted = pinned("requirements.txt") | pinned("requirements-dev.txt")
    differ = {
        name: (wanted_version, version(name))
        for name, wanted_version in wanted.items()
        if name != "setuptools" and Version(version(name)) != Version(wanted_version)
    }
    assert not differ


def test_make_alone_lists_every_target():
    listed = make().stdout
    for target in ("run", "build", "test", "lint", "bench", "format", "clean", "help"):
        assert re.search(rf"^{target}\s+\S", listed, flags=re.MULTILINE), target


def test_run_serves_where_host_and_port_say():
    plan = make("--dry-run", "run", HOST="0.0.0.0", PORT="9000").stdout
    assert "http://0.0.0.0:9000" in plan
    assert "gunicorn -c gunicorn.conf.py app:server" in plan


@pytest.mark.parametrize(
    ("host", "port", "bind"),
    [
        (None, None, "127.0.0.1:8050"),
        ("0.0.0.0", "9000", "0.0.0.0:9000"),
        ("::1", "9000", "[::1]:9000"),
    ],
)
def test_server_settings(monkeypatch, host, port, bind):
    for name, value in (("HOST", host), ("PORT", port)):
        monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv(name, value)
    settings = runpy.run_path(str(HOME / "gunicorn.conf.py"))
    assert settings["bind"] == bind
    assert settings["worker_class"] == "gthread"
    assert settings["control_socket_disable"] is True
    assert settings["preload_app"] is False


def told(program: str) -> list[str]:
    """Run a program in a Python of its own and return the names that it prints as JSON."""
    # The threads of OpenBLAS are made anew after a fork: only those of others would be missed.
    settings = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    program += "; sys.stdout.flush(); os._exit(0)"
    done = subprocess.run(
        [sys.executable, "-c", "import json, os, sys; " + program],
        cwd=HOME, env=settings, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def test_what_workers_share_is_used_and_starts_no_thread():
    """A thread of the parent would be missing in the workers, and with it whatever it holds."""
    settings = runpy.run_path(str(HOME / "gunicorn.conf.py"))
    assert set(settings["LOCALES"]) == {language.cldr for language in SPOKEN.values()}
    shared = settings["SHARED"]
    read = f"[__import__(name) for name in {shared!r}]; "
    assert len(told(read + 'print(json.dumps(os.listdir("/proc/self/task")))')) == 1
    held = set(told(read + "print(json.dumps(list(sys.modules)))"))
    assert held.isdisjoint({"polars", "duckdb", "geopandas", "app"})
    # The first drawing and the first PDF import these.
    later = "matplotlib.backends.backend_pdf, matplotlib.backends.backend_svg, fontTools.subset"
    used = set(told(f"import app, {later}; print(json.dumps(list(sys.modules)))"))
    assert set(shared) <= used


def test_gunicorn_accepts_its_settings():
    gunicorn = pytest.importorskip("gunicorn.app.wsgiapp")
    application = gunicorn.WSGIApplication.__new__(gunicorn.WSGIApplication)
    application.usage, application.prog = None, None
    application.load_default_config()
    application.load_config_from_file(str(HOME / "gunicorn.conf.py"))
    assert application.cfg.threads >= 2
    assert application.cfg.control_socket_disable


def test_procfile_builds_before_it_serves():
    processes = dict(
        line.split(": ", 1)
        for line in (HOME / "Procfile").read_text(encoding="utf-8").splitlines()
        if line
    )
    assert processes["release"] == "python -m pipelines build && python -m layouts.static"
    assert processes["web"].endswith("gunicorn -c gunicorn.conf.py app:server")


def test_continuous_integration_runs_make_test():
    script = HOME / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").rstrip().endswith("exec make test")


def test_missing_browser_is_said_and_stops(tmp_path):
    """Without Chromium, and where nothing may be installed, the target says what to install."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("bash", "find", "id", "make"):
        (tools / tool).symlink_to(shutil.which(tool))
    answer = make("browser", PATH=str(tools), CHROMIUM="", PYTHON="python3", MAC_CHROME="/none")
    assert answer.returncode != 0
    assert "sudo apt-get install chromium" in answer.stdout


def test_directions_between_folders_are_checked():
    settings = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))
    linter = settings["tool"]["importlinter"]
    forbidden = {
        source: contract["forbidden_modules"]
        for contract in linter["contracts"]
        if contract["type"] == "forbidden"
        for source in contract["source_modules"]
    }
    assert {"dash", "plotly", "matplotlib", "layouts", "callbacks"} <= set(forbidden["pipelines"])
    assert "data.store" in forbidden["layouts.figures"]
    assert "ignore_imports" not in str(linter), "an exception needs its reason beside it"


def test_what_is_built_is_not_kept_in_git():
    ignored = (HOME / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"/.venv/", "/data/warehouse/"} <= set(ignored)
