"""When a reader sees the chart, and what it costs: Chromium with a slow line and processor.

The line is emulated by Chromium itself (latency and rate of each request), the processor by its
slow-down of the page's thread. Every visit has an empty cache.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
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

    def seconds(self, *, journeys: int, size: int) -> float:
        """Return the least that ``size`` bytes take, asked for in ``journeys`` turns."""
        return journeys * self.latency / 1000 + size * 8 / self.down


SLOW_4G = Line(name="slow 4G", latency=150, down=1.6e6, up=750e3)
SLOW_3G = Line(name="slow 3G", latency=400, down=400e3, up=400e3)
PHONE_SLOWDOWN = 4  # times slower than this machine

# The limits. Bytes and layout shift are the same on every machine, so tests hold them exactly
# (tests/browser/test_budgets.py). Seconds are not: they are printed here beside their limit, and
# tests hold what they are made of: what is asked for before the chart, in how many turns, and
# that nothing waits for what it does not need.
CHART_SECONDS = {SLOW_4G.name: 0.8, SLOW_3G.name: 1.2}
INTERACTIVE_SECONDS = 6.0
CHART_BYTES = 60_000
ALL_BYTES = 700_000
SHIFT = 0.02

LONGEST = 60.0
SETTLED = 1500  # milliseconds after the last thing waited for: late requests and late shifts
PHONE = {"width": 412, "height": 823}
CHART, INTERACTIVE = "main svg", ".js-plotly-plot .main-svg"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-sync"]
ARGUMENTS += ["--disable-background-networking", "--disable-component-update"]
# Writes down, in the page itself, when each selector first matches and how much the page moves:
# no protocol delay in it.
WATCH = """
window.seen = {};
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    window.shift += entry.hadRecentInput ? 0 : entry.value;
  }
}).observe({ type: "layout-shift", buffered: true });
(function look() {
  for (const selector of %s) {
    if (!(selector in window.seen) && document.querySelector(selector)) {
      window.seen[selector] = performance.now();
    }
  }
  setTimeout(look, 16);
})();
"""


@dataclass(kw_only=True)
class Asked:
    """One request: ``size`` is what came, in bytes, compressed as sent, headers included.

    ``parsed``: the document itself, or a script or style that its markup names, so that it may
    share the line with the first chart. Fonts are asked for by the layout that draws the chart
    (and swap in later), all else by scripts.
    """

    url: str
    parsed: bool = False
    size: int = 0


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One visit: selector → milliseconds since its start, what was asked for, how much moved."""

    seen: Mapping[str, float]
    asked: tuple[Asked, ...]
    shift: float

    def size(self) -> int:
        """Return the bytes of all that was asked for."""
        return sum(one.size for one in self.asked)


def chromium() -> str | None:
    """Return the path of a Chromium: the variable CHROMIUM, else one on the PATH; or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def launch(*, playwright: Any) -> Browser:
    """Start Chromium headless, without asking any other host for anything."""
    return playwright.chromium.launch(executable_path=chromium(), headless=True, args=ARGUMENTS)


def measure(*, browser: Browser, url: str, times: int, charted: bool) -> list[Measure]:
    """Measure a page against its limits; ``charted``: it has an interactive chart as well."""
    wanted = (CHART, INTERACTIVE) if charted else (CHART,)
    phone = [
        visit(browser=browser, url=url, line=SLOW_4G, slowdown=PHONE_SLOWDOWN, wanted=wanted)
        for _ in range(times)
    ]
    far = [
        visit(browser=browser, url=url, line=SLOW_3G, slowdown=1, wanted=wanted)
        for _ in range(times)
    ]
    where = url.partition("//")[2].partition("/")[2]
    rows = [
        _seconds("first chart, slow 4G, 4× slower", phone, CHART, CHART_SECONDS[SLOW_4G.name]),
        _seconds("first chart, slow 3G", far, CHART, CHART_SECONDS[SLOW_3G.name]),
        _numbers("bytes to first chart", phone, to_chart, CHART_BYTES),
        _seconds("interactive, slow 4G, 4× slower", phone, INTERACTIVE, INTERACTIVE_SECONDS),
        _seconds("interactive, slow 3G", far, INTERACTIVE, None),
        _numbers("bytes in all", phone, Visit.size, ALL_BYTES),
        Measure(what="layout shift", runs=tuple(one.shift for one in phone), unit="", most=SHIFT),
    ]
    kept = [row for row in rows if charted or "interactive" not in row.what]
    return [
        Measure(what=f"/{where}: {row.what}", runs=row.runs, unit=row.unit, most=row.most,
                note=row.note)
        for row in kept
    ]  # fmt: skip


def to_chart(seen: Visit) -> int:
    """Return the bytes of all that may come before the first chart (``Asked.parsed``).

    Counted by what asks for them, not by the clock: on a slow processor the line has time to bring
    what the chart does not wait for.
    """
    return sum(one.size for one in seen.asked if one.parsed)


def _seconds(what: str, visits: Sequence[Visit], selector: str, most: float | None) -> Measure:
    runs = tuple(one.seen[selector] / 1000 for one in visits if selector in one.seen)
    missing = len(visits) - len(runs)
    note = f"not seen in {missing} of {len(visits)} visits" if missing else ""
    return Measure(what=what, runs=runs, unit="s", most=most, note=note)


def _numbers(
    what: str, visits: Sequence[Visit], count: Callable[[Visit], int], most: int
) -> Measure:
    runs = tuple(count(one) / 1000 for one in visits)
    return Measure(what=what, runs=runs, unit="kB", most=most / 1000)


def visit(*, browser: Browser, url: str, line: Line, slowdown: int, wanted: Sequence[str]) -> Visit:
    """Open ``url`` with an empty cache; wait for each wanted selector, and until all is quiet."""
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    try:
        session = context.new_cdp_session(page)
        asked = _listen(session)
        _slow(session, line=line, slowdown=slowdown)
        page.add_init_script(WATCH % json.dumps(list(wanted)))
        page.goto(url, wait_until="commit", timeout=120_000)
        for selector in wanted:
            _wait(page=page, selector=selector)
        page.wait_for_timeout(SETTLED)
        seen: Mapping[str, float] = page.evaluate("window.seen")
        shift: float = page.evaluate("window.shift")
        return Visit(seen=seen, asked=tuple(asked.values()), shift=shift)
    finally:
        context.close()


def _listen(session: Any) -> dict[str, Asked]:
    """Write down every request of a page and its bytes; return it, filled by and by."""
    asked: dict[str, Asked] = {}

    def sent(event: Mapping[str, Any]) -> None:
        url = event["request"]["url"]
        if not url.startswith(("data:", "blob:")):
            named = event.get("type") == "Document" or (
                event.get("type") in ("Script", "Stylesheet")
                and event["initiator"]["type"] == "parser"
            )
            asked.setdefault(event["requestId"], Asked(url=url, parsed=named))

    def came(event: Mapping[str, Any]) -> None:
        if one := asked.get(event["requestId"]):
            one.size += int(event["encodedDataLength"])

    def finished(event: Mapping[str, Any]) -> None:
        # The whole: with headers, and bytes that the browser did not announce on the way.
        if one := asked.get(event["requestId"]):
            one.size = int(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", sent)
    session.on("Network.dataReceived", came)
    session.on("Network.loadingFinished", finished)
    return asked


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


def _slow(session: Any, *, line: Line, slowdown: int) -> None:
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
