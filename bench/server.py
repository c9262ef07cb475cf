"""How fast the server answers: in the process, through gunicorn, and on callbacks."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module

from bench.table import Measure, timed

PAGES = ("/", "/kenya", "/kenya/goal-7", "/kenya/goal-7/7.1.1")
# Pages whose interactive chart is waited for; the others hold drawings only.
CHARTED = (*PAGES[-1:], "/argentina/goal-2/2.1.2")
# Pages whose first drawing is waited for.
DRAWN = (PAGES[0], *CHARTED)
START_SECONDS = 30.0
_HEADERS = {"Accept-Encoding": "gzip, deflate, br", "User-Agent": "bench"}


class ServerError(RuntimeError):
    """The server did not start, or answered something else than 200."""


@contextmanager
def gunicorn() -> Iterator[int]:
    """Start the real server on a free port of this machine; give the port, stop it at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "app:server"]
    environment = os.environ | {"HOST": "127.0.0.1", "PORT": str(port)}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _await(port=port, process=process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _await(*, port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            get(port=port, path="/healthz")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise ServerError(f"gunicorn did not answer on port {port} (exit code {process.poll()})")


def get(*, port: int, path: str) -> bytes:
    """Return the body as sent, compressed; raise ServerError unless the status is 200."""
    return _ask(port=port, method="GET", path=path)


def post(*, port: int, path: str, body: str) -> bytes:
    """Return the answer to a callback."""
    return _ask(port=port, method="POST", path=path, body=body)


def _ask(*, port: int, method: str, path: str, body: str | None = None) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        kind = {"Content-Type": "application/json"} if body else {}
        connection.request(method, path, body=body, headers=_HEADERS | kind)
        response = connection.getresponse()
        content = response.read()
    finally:
        connection.close()
    if response.status not in {200, 204}:
        raise ServerError(f"{method} {path}: {response.status}")
    return content


def in_process(*, times: int) -> list[Measure]:
    """Measure warm pages through the test client: the server's work, without the network."""
    client = import_module("app").server.test_client()
    measures = []
    for page in PAGES:
        answer = client.get(page, headers=_HEADERS)
        if answer.status_code != 200:
            raise ServerError(f"GET {page}: {answer.status_code}")
        runs = timed(_getter(client=client, page=page), times=times)
        measures.append(Measure(what=f"page in the process, {page}", runs=runs, unit="ms", most=20))
        size = (len(answer.data) / 1000,)
        name = f"page compressed, {page}"
        measures.append(Measure(what=name, runs=size, unit="kB", most=60))
    return measures


def _getter(*, client: object, page: str) -> Callable[[], object]:
    return lambda: client.get(page, headers=_HEADERS)  # type: ignore[attr-defined]


def through_gunicorn(*, port: int, times: int) -> list[Measure]:
    """Measure warm pages over HTTP on this machine, a new connection each time."""
    measures = []
    for page in PAGES:
        for _ in range(6):  # both workers are warm after a few
            get(port=port, path=page)
        runs = timed(lambda page=page: get(port=port, path=page), times=times)  # type: ignore[misc]
        measures.append(Measure(what=f"page over HTTP, {page}", runs=runs, unit="ms"))
    return measures


def callbacks(*, port: int, bodies: Sequence[str], times: int) -> list[Measure]:
    """Measure the callbacks that a browser really sent (``browser.callback_bodies``)."""
    path = "/_dash-update-component"
    measures = []
    for number, body in enumerate(bodies, start=1):
        for _ in range(6):
            post(port=port, path=path, body=body)
        runs = timed(lambda body=body: post(port=port, path=path, body=body), times=times)  # type: ignore[misc]
        measures.append(Measure(what=f"callback {number} over HTTP", runs=runs, unit="ms", most=30))
    return measures
