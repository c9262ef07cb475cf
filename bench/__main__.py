"""Print every measurement: ``python -m bench [build] [methods] [search] [server] [outlets]
[pictures] [browser]``.

Nothing named: all. ``methods`` compares and judges up to a million made-up pair-years; ``outlets``
asks for embeds and the API as fast as they are answered, and needs ``wrk``.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterable

from bench import browser, build, methods, outlets, pictures, search, server
from bench.table import Measure, table

PARTS = ("build", "methods", "search", "server", "outlets", "pictures", "browser")


def main() -> int:
    """Measure the parts asked for, print one table each."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    parser.add_argument("--times", type=int, default=3, help="builds and visits of each page")
    asked = parser.parse_args()
    unknown = sorted(set(asked.parts) - set(PARTS))
    if unknown:
        parser.error(f"no part {unknown[0]!r}; there are: {', '.join(PARTS)}")
    parts = asked.parts or PARTS
    _say(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, medians\n")
    if "build" in parts:
        _show(build.measure(times=asked.times))
    if "methods" in parts:
        _show(methods.measure(times=asked.times))
    if "search" in parts:
        _show(search.measure(times=asked.times))
    if "server" in parts:
        _show(server.in_process(times=50))
    failed = 0
    if "outlets" in parts:
        try:
            _show(outlets.measure())
        except outlets.ToolMissingError as error:
            _say(f"{error}\n")
            failed = 1
    if "pictures" in parts:
        _show(pictures.measure())
    if "server" in parts or "browser" in parts:
        with server.gunicorn() as port:
            _served(port=port, parts=parts, times=asked.times)
    return failed


def _served(*, port: int, parts: Iterable[str], times: int) -> None:
    """Measure what needs the real server."""
    if "server" in parts:
        _show(server.through_gunicorn(port=port, times=50))
    if browser.chromium() is None:
        _say("No Chromium found: callbacks and first chart are not measured (see `make test`).")
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        window = browser.launch(playwright=playwright)
        root = f"http://127.0.0.1:{port}"
        if "server" in parts:
            bodies = browser.callback_bodies(browser=window, url=root + server.PAGES[-1])
            _show(server.callbacks(port=port, bodies=bodies, times=50))
        for page in server.DRAWN if "browser" in parts else ():
            charted = page in server.CHARTED
            url = root + page
            _show(browser.measure(browser=window, url=url, times=times, charted=charted))
        window.close()


def _show(measures: list[Measure]) -> None:
    _say(table(measures) + "\n" if measures else "nothing to measure here\n")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
