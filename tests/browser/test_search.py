"""Search as one types, in a real Chromium: by keyboard, by touch, and without a script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH

from layouts.glossary import term
from tests.browser.test_accessibility import ASK, RULES

pytestmark = pytest.mark.browser

FIELD = "#search-again"
LIST = "main .search-panel"
CHOSEN = "main [role=option][aria-selected=true]"


@pytest.fixture(params=["light", "dark"])
def page(request: Any, chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(
        color_scheme=request.param, viewport={"width": 390, "height": 800}, reduced_motion="reduce"
    )
    context.add_init_script(path=AXE_FILE_PATH)
    yield context.new_page()
    context.close()


def typed(page: Any, site: str, words: str, *, path: str = "/search") -> None:
    page.goto(site + path)
    page.locator(FIELD).press_sequentially(words)
    page.wait_for_selector(f"{LIST}:not([hidden])")


def test_nothing_is_asked_before_a_letter_and_then_once(page: Any, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if ".json" in one.url else None)
    page.goto(f"{site}/search")
    page.focus(FIELD)
    page.wait_for_timeout(300)
    assert asked == []
    page.locator(FIELD).press_sequentially("water", delay=20)
    page.wait_for_selector(f"{LIST}:not([hidden])")
    assert asked == [f"{site}/search.json?q=water"]


def test_the_keyboard_chooses_closes_and_opens(page: Any, site: str) -> None:
    typed(page, site, "4.1.1")
    field = page.locator(FIELD)
    assert field.get_attribute("aria-expanded") == "true"
    assert "14" in page.locator("main form [role=status]").inner_text()
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == page.locator(CHOSEN).get_attribute("id")
    page.keyboard.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    assert page.locator(CHOSEN).inner_text() == "All results"
    page.keyboard.press("Escape")
    assert page.locator(LIST).is_hidden()
    assert field.input_value() == "4.1.1"
    page.keyboard.press("ArrowDown")
    page.wait_for_selector(f"{LIST}:not([hidden])")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/indicator/4.1.1")


def test_enter_alone_sends_the_words(page: Any, site: str) -> None:
    typed(page, site, "agua", path="/es/search")
    page.keyboard.press("Enter")
    page.wait_for_url("**/es/search?q=agua")
    assert page.locator("main mark").first.inner_text().lower() == "agua"


def test_a_touch_opens_a_result(page: Any, site: str) -> None:
    typed(page, site, "नेपाल", path="/ne/search")
    page.locator("main [role=option]").first.click()
    page.wait_for_url("**/ne/nepal**")


def test_words_of_a_stranger_stay_words(page: Any, site: str) -> None:
    page.goto(f"{site}/search")
    page.locator(FIELD).press_sequentially("<img src=x onerror=document.title=1>water")
    page.wait_for_function("document.querySelector('main form [role=status]').textContent")
    assert page.locator("main form img").count() == 0
    assert page.title() != "1"


def test_a_slash_leads_to_the_field_but_not_while_writing(page: Any, site: str) -> None:
    for address in ("/search", "/methods", "/kenya/goal-7/7.1.1"):
        page.goto(site + address, wait_until="load")
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.name") == "q", address
        page.keyboard.type("a/b")
        assert page.evaluate("document.activeElement.value") == "a/b"


def test_without_a_line_the_form_still_sends(page: Any, site: str) -> None:
    page.goto(f"{site}/search")
    page.route("**/search.json*", lambda route: route.abort())
    page.locator(FIELD).press_sequentially("water")
    page.wait_for_timeout(400)
    assert page.locator(LIST).is_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=water")


def test_a_long_query_passes_the_server(page: Any, site: str) -> None:
    assert page.goto(f"{site}/search?q={'a' * 5000}").status == 200
    page.locator(FIELD).fill("ब" * 200)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=%E0*")
    assert page.locator("h1").inner_text().endswith("ब" * 200)


def test_without_a_script_the_form_sends(chromium: Any, site: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/search")
    page.fill(FIELD, "watter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=watter")
    assert page.locator("main .hit").count() > 3
    context.close()


@pytest.mark.parametrize(
    "address", ["/search", "/search?q=water", "/ne/search?q=zzzqqq", "/glossary", "/sw/glossary"]
)
def test_axe_finds_nothing(page: Any, site: str, address: str) -> None:
    page.goto(site + address)
    assert page.evaluate(ASK, RULES) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_axe_finds_nothing_in_the_open_list(page: Any, site: str) -> None:
    typed(page, site, "water")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(ASK, RULES) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_word_is_explained_by_keyboard_and_leads_to_the_glossary(page: Any, site: str) -> None:
    page.goto(f"{site}/search")
    page.evaluate(
        "html => document.querySelector('main .lead').insertAdjacentHTML('beforeend', html)",
        str(term("comparability")),
    )
    assert page.locator(".term-note").is_hidden()
    page.locator(".term button").focus()
    page.keyboard.press("Enter")
    assert page.locator(".term-note").is_visible()
    assert page.evaluate(ASK, RULES) == []
    box = page.locator(".term-note").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    page.keyboard.press("Escape")
    assert page.locator(".term-note").is_hidden()
    page.locator(".term button").click()
    page.locator(".term-note a").click()
    page.wait_for_url("**/glossary#comparability")
