"""WCAG 2.2 AA as far as a machine can tell: axe-core on every page, scheme and language."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH

from data.languages import LANGUAGES, with_prefix

pytestmark = pytest.mark.browser

GRID = "/kenya/goal-7/7.1.1"
PAGES = (
    "/", "/kenya", "/kenya/goal-7", GRID, "/argentina/goal-1/1.1.1", "/nepal/goal-16/16.5.1",
    "/learn/campaign?pair=arg-6.1.1-latinobarometro-jmp",
    "/coverage", "/datasets", "/datasets/sauti-za-wananchi", "/methods", "/kenia",
    "/about", "/indicator/6.1.1", "/kenya/goal-12", "/api", "/theme/inequality",
    "/learn/privacy", "/initiatives?in=kenya&goal=4", "/initiatives/propose?entry=usawa-agenda",
)  # fmt: skip
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
ASK = """async (rules) => (await axe.run(document, rules)).violations.flatMap(
  one => one.nodes.slice(0, 3).map(node => `${one.id}: ${node.html.slice(0, 140)}`))"""


@pytest.fixture(scope="module")
def reader(chromium: Any, site: str) -> Iterator[tuple[Any, str]]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.add_init_script(path=AXE_FILE_PATH)
    yield context.new_page(), site
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(reader: tuple[Any, str], address: str, language: str) -> None:
    page, site = reader
    page.emulate_media(color_scheme="light")
    page.goto(site + with_prefix(address, language=language), wait_until="load")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        if address == GRID:
            page.wait_for_selector("[data-stage].drawn .live .main-svg", timeout=20_000)
        assert page.evaluate(ASK, RULES) == [], scheme
    assert page.evaluate("document.documentElement.lang") == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_a_report(reader: tuple[Any, str], language: str) -> None:
    page, site = reader
    page.goto(f"{site}/report{with_prefix('/kenya/goal-7', language=language)}", wait_until="load")
    assert page.evaluate(ASK, RULES) == []
    assert page.evaluate("document.documentElement.lang") == language
    there = page.locator(".languages a").evaluate_all("all => all.map(one => one.pathname)")
    assert all(one.startswith("/report/") for one in there)


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_cut_off_at_320_pixels_or_twice_the_size(
    chromium: Any, site: str, address: str
) -> None:
    """320 px is also 1280 px at 400 % (WCAG 1.4.10)."""
    for size, scale in ((320, 1), (640, 2)):
        context = chromium.new_context(
            viewport={"width": size, "height": 800}, device_scale_factor=scale
        )
        page = context.new_page()
        page.goto(site + address, wait_until="load")
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        context.close()
        assert wider <= 0, (address, size)


@pytest.mark.parametrize("address", PAGES)
def test_headings_follow_each_other(chromium: Any, site: str, address: str) -> None:
    context = chromium.new_context(java_script_enabled=True)
    page = context.new_page()
    page.goto(site + address, wait_until="load")
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(one => Number(one.tagName[1]))"
    )
    context.close()
    assert levels[0] == 1
    assert levels.count(1) == 1
    jumps = [(a, b) for a, b in pairwise(levels) if b - a > 1]
    assert jumps == []
