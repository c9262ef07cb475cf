"""What the tests share: one real release, one app, one server, one browser for the session."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings

HOME = Path(__file__).resolve().parent.parent
WAREHOUSE = HOME / "data" / "warehouse"
START_SECONDS = 60
# A busy machine is not a wrong result: times stand in the benchmarks.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--redraw", action="store_true", help="draw the reference pictures anew")


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse built by the real pipeline: the one `make` has just built, else a new one."""
    return _warehouse(lambda: tmp_path_factory.mktemp("warehouse"))


def _warehouse(fresh: Callable[[], Path]) -> Path:
    from layouts import static

    if not static.read_manifest().files:
        static.build()
    folder = WAREHOUSE
    if not (WAREHOUSE / "current.json").exists():
        folder = fresh()
        command = [sys.executable, "-m", "pipelines", "build", "--quiet", "--warehouse", folder]
        subprocess.run(command, cwd=HOME, check=True)
    os.environ["DATASHIFT_WAREHOUSE"] = str(folder)
    return folder


@pytest.fixture(scope="session")
def release(warehouse: Path) -> Any:
    from data.store import Store

    return Store(folder=warehouse).current()


@pytest.fixture(scope="session")
def app(warehouse: Path) -> Any:
    """The one app of the process: a second Dash would have no callbacks."""
    import app as composed

    return composed.app


@pytest.fixture(scope="session")
def client(app: Any) -> Any:
    return app.server.test_client()


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest, warehouse: Path) -> Iterator[str]:
    """The address of the site as it is served: gunicorn, its real settings and headers."""
    shared = getattr(request.config, "workerinput", {}).get("site")
    if shared:
        yield shared
        return
    with _served() as address:
        yield address


SHARED = ExitStack()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tests that run side by side ask one server: each its own would warm up beside the others."""
    config = node.config
    if not hasattr(config, "shared_site"):
        _warehouse(lambda: Path(SHARED.enter_context(TemporaryDirectory())))
        config.shared_site = SHARED.enter_context(_served())
    node.workerinput["site"] = config.shared_site


def pytest_unconfigure() -> None:
    SHARED.close()


@contextmanager
def _served() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    values = os.environ | {"PORT": str(port), "HOST": "127.0.0.1", "WEB_CONCURRENCY": "1"}
    values |= {"API_RATE": "100000/minute"}  # a tool that tries requests is not to be refused
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "app:server"]
    server = subprocess.Popen(command, cwd=HOME, env=values)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=15)


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"the server did not answer on {address}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real browser: the environment variable CHROMIUM, or the one on the PATH."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        pytest.skip("no Chromium: set CHROMIUM, or install it (make test says how)")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()
