"""Without a line: visited pages stay readable, and say since when they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytestmark = pytest.mark.browser

GRID = "/kenya/goal-7/7.1.1"
KEPT = """async (path) => {
  const cache = await caches.open("pages");
  return (await cache.keys()).some(one => new URL(one.url).pathname === path); }"""
FILES = """async () => (await Promise.all((await caches.keys()).map(async name =>
  (await (await caches.open(name)).keys()).map(one => new URL(one.url).pathname)))).flat()"""


@pytest.fixture
def page(chromium: Any, site: str) -> Iterator[Any]:
    context = chromium.new_context(base_url=site, viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def visit(page: Any, path: str) -> None:
    """Read a page until it is kept for later."""
    page.goto(path)
    for _ in range(150):
        if page.evaluate(KEPT, path):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"{path} was not kept")


def test_a_visited_page_is_read_again_without_a_line(page: Any) -> None:
    visit(page, "/kenya")
    visit(page, GRID)
    sentence = page.locator(".lead").inner_text()
    page.context.set_offline(True)
    page.goto(GRID)
    assert page.locator(".lead").inner_text() == sentence
    assert page.locator(".drawings svg:visible").count() >= 1
    note = page.locator("[data-offline]")
    assert "this page was kept on" in note.inner_text()
    assert note.locator("time").get_attribute("datetime")
    page.goto("/kenya")
    assert page.locator("h1").inner_text() == "Kenya"


def test_a_page_that_was_not_visited_leads_to_those_that_were(page: Any) -> None:
    visit(page, "/es/kenya")
    page.context.set_offline(True)
    page.goto("/nepal")
    assert "You are offline" in page.locator("h1").inner_text()
    link = page.locator(".kept a")
    assert link.count() == 1
    assert "Kenia" in link.inner_text()
    link.click()
    assert page.locator("html").get_attribute("lang") == "es"
    assert page.locator("h1").inner_text() == "Kenia"


def test_what_a_reader_searches_for_and_data_are_not_kept(page: Any) -> None:
    visit(page, "/about")
    page.goto("/search?q=femicide")
    page.goto("/kenya/goal-7/7.1.1.json")
    page.goto("/kenia")
    visit(page, "/methods")
    kept = page.evaluate(FILES)
    assert "/methods" in kept
    assert [path for path in kept if "search" in path and not path.startswith("/static/")] == []
    assert "/kenya/goal-7/7.1.1.json" not in kept
    assert "/kenia" not in kept


def test_a_reader_who_saves_data_keeps_nothing(page: Any) -> None:
    page.add_init_script(
        """Object.defineProperty(navigator, "connection", { value: { saveData: true } })"""
    )
    page.goto("/about")
    page.wait_for_timeout(1000)
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


@pytest.mark.parametrize("address", ["/", GRID, "/datasets/sauti-za-wananchi"])
def test_paper_holds_the_drawing_and_what_was_folded(page: Any, address: str) -> None:
    page.goto(address)
    page.emulate_media(media="print")
    assert page.locator(".site-header nav:visible").count() == 0
    assert page.locator(".find:visible, .live:visible, main form:visible").count() == 0
    assert page.locator(".printed").inner_text().endswith(address)
    for svg in page.locator("main .drawings svg").all()[:1]:
        assert svg.is_visible() or page.locator("main .drawings svg:visible").count() >= 1
    hidden = page.evaluate(
        """() => [...document.querySelectorAll("main details:not([open]) > :not(summary)")]
        .filter(one => one.parentElement.checkVisibility() && !one.matches(".explain"))
        .filter(one => !one.checkVisibility({ contentVisibilityAuto: true })).length"""
    )
    assert hidden == 0


def test_the_systems_own_colours_take_the_place_of_ours(chromium: Any, site: str) -> None:
    context = chromium.new_context(base_url=site, forced_colors="active", color_scheme="dark")
    page = context.new_page()
    page.goto(GRID)
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    styles = page.evaluate(
        """() => ({card: getComputedStyle(document.querySelector(".card")).borderTopStyle,
        drawing: getComputedStyle(document.querySelector(".drawings svg")).forcedColorAdjust})"""
    )
    context.close()
    assert styles == {"card": "solid", "drawing": "none"}


def test_nothing_moves_for_those_who_ask_for_less_motion(chromium: Any, site: str) -> None:
    context = chromium.new_context(base_url=site, reduced_motion="reduce")
    page = context.new_page()
    page.goto(GRID)
    longest = page.evaluate(
        """() => Math.max(...[...document.querySelectorAll("*")].map(one => {
        const style = getComputedStyle(one);
        return Math.max(parseFloat(style.transitionDuration), parseFloat(style.animationDuration))
        }))"""
    )
    context.close()
    assert longest <= 0.001
