"""What only a browser can show: real pages, served as they will be, at a phone's and a desk's
width."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.browser

GRID = "/kenya/goal-7/7.1.1"
ADDRESSES = (
    "/", "/kenya", "/argentina/goal-5", GRID, f"{GRID}?urbanisation=rural", "/kenya/goal-4/4.1.1",
    "/kenya/goal-4/4.2.2", "/kenya/goal-7/7.1.2", "/methods", "/datasets", "/coverage",
    "/datasets/sauti-za-wananchi",
)  # fmt: skip
DRAWN = 20_000  # milliseconds


class Visit:
    """A page with everything it asked for and everything it complained about."""

    def __init__(self, context: Any, site: str) -> None:
        self.site = site
        self.page = context.new_page()
        self.hosts: set[str] = set()
        self.complaints: list[str] = []
        self.page.on("request", lambda asked: self.hosts.add(urlsplit(asked.url).netloc))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", lambda asked: self.complaints.append(asked.url))
        self.page.on("console", self._said)

    def _said(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def go(self, address: str) -> Any:
        self.page.goto(self.site + address, wait_until="load")
        return self.page

    def drawn(self) -> None:
        self.page.wait_for_selector("[data-stage].drawn .live .main-svg", timeout=DRAWN)


@pytest.fixture(params=[390, 1280])
def visit(request: Any, chromium: Any, site: str) -> Iterator[Visit]:
    context = chromium.new_context(viewport={"width": request.param, "height": 900})
    yield Visit(context, site)
    context.close()


@pytest.fixture
def without_scripts(chromium: Any, site: str) -> Iterator[Visit]:
    context = chromium.new_context(java_script_enabled=False)
    yield Visit(context, site)
    context.close()


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_fit_and_ask_no_other_host(visit: Visit, address: str) -> None:
    page = visit.go(address)
    if address.count("/") == 3:
        visit.drawn()
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wider <= 0
    assert visit.hosts == {urlsplit(visit.site).netloc}
    assert visit.complaints == []


def test_the_interactive_chart_takes_the_place_of_the_picture(visit: Visit) -> None:
    page = visit.go(GRID)
    assert page.locator(".drawings svg").count() == 2  # wide and narrow, in the HTML itself
    visit.drawn()
    assert page.locator(".drawings svg:visible").count() == 0
    assert page.locator(".live .js-plotly-plot:visible").count() == 1


def test_chart_and_table_stand_without_scripts(without_scripts: Visit) -> None:
    page = without_scripts.go(GRID)
    chart = page.locator(".drawings svg:visible").first
    assert chart.bounding_box()["height"] > 100
    assert page.locator("#table table tbody tr").count() >= 2
    assert page.locator(".maps svg").count() == 3
    page.locator("#area").select_option("KE-30")
    page.get_by_role("button", name="Show").click()
    assert "area=KE-30" in page.url
    assert "Nairobi" in page.locator(".lead").inner_text()


def test_back_forward_and_reload_keep_the_state(visit: Visit) -> None:
    page = visit.go(GRID)
    whole = page.locator(".lead").inner_text()
    visit.go(f"{GRID}?area=KE-30")
    area = page.locator(".lead").inner_text()
    assert area != whole
    page.go_back()
    assert page.locator(".lead").inner_text() == whole
    page.go_forward()
    assert page.locator(".lead").inner_text() == area
    page.reload()
    visit.drawn()
    assert page.locator(".lead").inner_text() == area


def test_everything_is_reached_by_keyboard(visit: Visit) -> None:
    page = visit.go("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(3):
        page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_targets_are_large_enough_for_fingers(chromium: Any, site: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    small = []
    for address in ("/", "/kenya/goal-7", GRID):
        page.goto(site + address)
        small += page.evaluate(
            """() => [...document.querySelectorAll("header a, nav a, button, select, summary")]
            .filter(one => one.offsetParent && !one.classList.contains("skip"))
            .filter(one => !one.closest(".term")) // a word within a line of text (2.5.8, inline)
            .filter(one => one.getBoundingClientRect().height < 43.5)
            .map(one => one.outerHTML.slice(0, 80))"""
        )
    context.close()
    assert small == []


def test_a_problem_page_helps(visit: Visit) -> None:
    page = visit.go("/kenia")
    page.get_by_role("link", name="Kenya", exact=True).first.click()
    assert page.url == f"{visit.site}/kenya"
