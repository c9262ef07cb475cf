"""The directory with a keyboard and a clipboard: found as one types, proposed, copied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytestmark = pytest.mark.browser

TEXT = "navigator.clipboard.readText()"


@pytest.fixture
def page(chromium: Any, site: str) -> Iterator[Any]:
    context = chromium.new_context(
        base_url=site, viewport={"width": 390, "height": 800},
        permissions=["clipboard-read", "clipboard-write"],
    )  # fmt: skip
    yield context.new_page()
    context.close()


def test_list_and_maps_follow_what_is_typed(page: Any) -> None:
    page.goto("/initiatives")
    before = page.locator(".lead[role=status]").inner_text()
    page.locator("#words").press_sequentially("kibera", delay=20)
    page.wait_for_function(f"document.querySelector('.lead[role=status]').innerText !== {before!r}")
    assert page.url.endswith("/initiatives?q=kibera")
    listed = page.locator(".entries > li").evaluate_all("all => all.map(one => one.id)")
    assert "map-kibera" in listed
    assert page.locator(".spot-map").evaluate_all("all => all.length") == 1
    shown = page.locator(".spot-map circle").count()
    assert 1 <= shown <= len(listed)
    page.locator("#by-kind").select_option(index=1)
    page.wait_for_url("**/initiatives?q=kibera&kind=*")
    page.reload()
    assert page.locator("#words").input_value() == "kibera"


def test_a_place_on_a_map_is_opened_by_keyboard(page: Any) -> None:
    page.goto("/initiatives?in=tanzania")
    single = page.locator('.spot-map svg a:not([href^="#"])').first
    name = single.get_attribute("aria-label")
    single.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/initiatives/*")
    assert page.locator("h1").inner_text() in name


def test_an_entry_is_corrected_and_copied(page: Any) -> None:
    page.goto("/initiatives/map-kibera")
    page.get_by_role("link", name="Correct this entry").click()
    page.locator("#field-latitude").fill("north")
    page.keyboard.press("Enter")
    page.wait_for_selector("#wrong-latitude")
    assert page.locator("[role=alert]").inner_text() == "1 field cannot be used yet."
    page.locator("#field-latitude").fill("")
    page.locator("#field-longitude").fill("")
    page.locator("#field-place").fill("")
    page.locator(".proposal-form button").click()
    page.locator('[data-copy="to-send"]').click()
    page.wait_for_function(f"{TEXT}.then(text => text.includes('place: Kibera'))")
    assert page.evaluate(TEXT) == page.locator("#to-send").input_value()


def test_the_campaigns_sentence_is_copied(page: Any) -> None:
    page.goto("/learn/campaign?pair=ken-7.1.1-afrobarometer-grid-census-mains&claim=both")
    page.locator('[data-copy="kit-sentence"]').click()
    page.wait_for_function(f"{TEXT}.then(text => text.length > 40)")
    assert page.evaluate(TEXT) == page.locator("#kit-sentence").input_value()
