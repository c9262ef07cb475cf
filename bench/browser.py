"""When a reader sees the chart: Chromium with a slow line and a slow processor.

The line is emulated by Chromium itself (latency and rate of each request), the processor by its
slow-down of the page's thread. Every run has an empty cache.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bench.table import Measure

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@dataclass(frozen=True, kw_only=True)
class Line:
    """A mobile line: latency in milliseconds, rates in bits per second."""

    name: str
    latency: float
    down: float
    up: float


SLOW_4G = Line(name="slow 4G", latency=150, down=1.6e6, up=750e3)
SLOW_3G = Line(name="slow 3G", latency=400, down=400e3, up=400e3)
LONGEST = 60.0
PHONE = {"width": 412, "height": 823}
CHART, INTERACTIVE = "main svg", ".js-plotly-plot .main-svg"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-sync"]
ARGUMENTS += ["--disable-background-networking", "--disable-component-update"]
# Writes down, in the page itself, when each selector first matches: no protocol delay in it.
WATCH = """
window.seen = {};
(function look() {
  for (const selector of %s) {
    if (!(selector in window.seen) && document.querySelector(selector)) {
      window.seen[selector] = performance.now();
    }
  }
  setTimeout(look, 16);
})();
"""


def chromium() -> str | None:
    """Return the path of a Chromium: the variable CHROMIUM, else one on the PATH; or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def launch(*, playwright: Any) -> Browser:
    """Start Chromium headless, without asking any other host for anything."""
    return playwright.chromium.launch(executable_path=chromium(), headless=True, args=ARGUMENTS)


def first_chart(
    *, browser: Browser, url: str, line: Line, slowdown: int, times: int, most: float | None
) -> list[Measure]:
    """Measure, in seconds: the drawing in the page, and the interactive chart over it."""
    seen = [_visit(browser=browser, url=url, line=line, slowdown=slowdown) for _ in range(times)]
    where = f"{line.name}, {slowdown}× slower, {url.partition('//')[2].partition('/')[2] or '/'}"
    return [
        _measure(what=f"first chart, {where}", selector=CHART, seen=seen, most=most),
        _measure(what=f"interactive chart, {where}", selector=INTERACTIVE, seen=seen, most=None),
    ]


def _measure(
    *, what: str, selector: str, seen: list[Mapping[str, float]], most: float | None
) -> Measure:
    runs = tuple(found[selector] / 1000 for found in seen if selector in found)
    missing = len(seen) - len(runs)
    note = f"not seen in {missing} of {len(seen)} visits" if missing else ""
    return Measure(what=what, runs=runs, unit="s", most=most, note=note)


def _visit(*, browser: Browser, url: str, line: Line, slowdown: int) -> Mapping[str, float]:
    """Return selector → milliseconds since the navigation began."""
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    try:
        _slow(page=page, line=line, slowdown=slowdown)
        page.add_init_script(WATCH % json.dumps([CHART, INTERACTIVE]))
        page.goto(url, wait_until="commit", timeout=120_000)
        _wait(page=page, selector=CHART)
        _wait(page=page, selector=INTERACTIVE)
        found: Mapping[str, float] = page.evaluate("window.seen")
        return found
    finally:
        context.close()


def _wait(*, page: Page, selector: str) -> None:
    """Wait up to 60 s; a selector that never comes is left out, not an error.

    The page is asked from here: Playwright's own waiting compiles its condition inside the page,
    which the site's security policy refuses, and the policy is part of what is measured.
    """
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        if page.evaluate(f"{json.dumps(selector)} in (window.seen || {{}})"):
            return
        page.wait_for_timeout(50)


def _slow(*, page: Page, line: Line, slowdown: int) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    conditions = {
        "offline": False,
        "latency": line.latency,
        "downloadThroughput": line.down / 8,
        "uploadThroughput": line.up / 8,
    }
    session.send("Network.emulateNetworkConditions", conditions)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})


def callback_bodies(*, browser: Browser, url: str) -> tuple[str, ...]:
    """Return what a browser sends to the server's callbacks while it opens ``url``."""
    bodies: list[str] = []
    page = browser.new_page()
    page.on(
        "request",
        lambda request: (
            bodies.append(request.post_data or "")
            if "_dash-update-component" in request.url
            else None
        ),
    )
    page.goto(url)
    page.wait_for_timeout(4000)
    page.close()
    return tuple(dict.fromkeys(body for body in bodies if body))
