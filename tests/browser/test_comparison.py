"""The comparison page under a reader's hands: tabs, maps that answer, areas, failures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytestmark = pytest.mark.browser

GRID = "/kenya/goal-7/7.1.1"
DRAWN = 20_000  # milliseconds
TABS = ["Over time", "By sex, town and countryside", "By area", "Gap", "Table"]


@pytest.fixture(params=[390, 1280])
def page(request: Any, chromium: Any, site: str) -> Iterator[Any]:
    context = chromium.new_context(
        viewport={"width": request.param, "height": 900}, reduced_motion="reduce", base_url=site
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def plain(chromium: Any, site: str) -> Iterator[Any]:
    context = chromium.new_context(java_script_enabled=False, base_url=site)
    yield context.new_page()
    context.close()


def shown(page: Any) -> list[str]:
    return page.eval_on_selector_all(
        ".panel", "all => all.filter(o => o.offsetParent).map(o => o.id)"
    )


def drawn(page: Any) -> None:
    page.wait_for_selector("[data-stage].drawn .live .main-svg", timeout=DRAWN, state="attached")


def messages(page: Any) -> list[str]:
    return page.eval_on_selector_all(
        ".message", "all => all.filter(one => !one.hidden).map(one => one.dataset.message)"
    )


def choose(page: Any, area: str) -> None:
    page.locator("#area").select_option(area)
    page.get_by_role("button", name="Show", exact=True).click()


def test_the_parts_are_tabs_with_keys_and_an_address(page: Any) -> None:
    page.goto(GRID)
    tabs = page.get_by_role("tab")
    assert tabs.all_inner_texts() == TABS
    assert shown(page) == ["over-time"]
    tabs.first.focus()
    for key, wanted in (("ArrowRight", "groups"), ("End", "figures"), ("ArrowRight", "over-time"),
                        ("ArrowLeft", "figures"), ("Home", "over-time")):  # fmt: skip
        page.keyboard.press(key)
        assert shown(page) == [wanted]
        assert page.evaluate("document.activeElement.getAttribute('aria-controls')") == wanted
        assert page.url.endswith(f"#{wanted}")
    page.goto(f"{GRID}#gap")
    page.reload()
    assert shown(page) == ["gap"]
    assert page.locator('[role=tab][tabindex="0"]').all_inner_texts() == ["Gap"]
    panel = page.get_by_role("tabpanel")
    assert panel.get_attribute("aria-labelledby") == "tab-gap"


def test_without_scripts_every_part_stands_and_the_links_lead_to_it(plain: Any) -> None:
    plain.goto(GRID)
    links = plain.locator(".tabs a")
    assert links.all_inner_texts() == TABS
    for address in links.evaluate_all("all => all.map(one => one.hash)"):
        assert plain.locator(address).is_visible()
    assert plain.locator("[role=tab]").count() == 0
    assert plain.locator(".message:visible").count() == 0


def test_one_part_is_shown_even_if_the_script_never_comes(page: Any) -> None:
    page.route("**/tabs.*.js", lambda route: route.abort())
    page.goto(GRID)
    assert shown(page) == ["over-time"]
    page.get_by_role("link", name="By area", exact=True).first.click()
    assert shown(page) == ["by-area"]


def test_maps_rows_and_table_answer_together(page: Any) -> None:
    page.goto(f"{GRID}#by-area")
    area = page.locator("#by-area .maps svg").nth(1).locator("[data-area=KE-10]").first
    area.scroll_into_view_if_needed()
    area.hover()
    assert page.locator("#by-area .maps use.hot").count() == 3
    assert page.locator("#by-area rect.hot").count() == 1
    assert page.locator("#by-area tr.hot").count() == 1
    note = page.locator(".area-note").inner_text()
    for words in ("Kajiado", "Citizens (Afrobarometer 2021)", "Official (Census 2019)", "gap"):
        assert words in note
    page.mouse.move(1, 1)
    assert page.locator("#by-area .hot").count() == 0


def test_an_area_of_a_map_filters_the_page_in_place(page: Any) -> None:
    page.goto(f"{GRID}#by-area")
    drawn(page)
    page.evaluate("window.same = true")
    area = page.locator("#by-area .maps svg").nth(1).locator("[data-area=KE-10]").first
    area.click()
    page.wait_for_selector(".filters b")
    assert "area=KE-10" in page.url
    assert page.url.endswith("#by-area")
    assert page.locator("[data-tell]").text_content() == "Shown: Kajiado"
    assert "Kajiado" in page.locator(".lead").inner_text()
    assert page.evaluate("window.same")  # never left
    page.locator("#tab-over-time").click()
    drawn(page)
    assert page.locator(".live .js-plotly-plot:visible").count() == 1
    page.locator("#tab-by-area").click()
    page.locator("#by-area .maps svg").nth(1).locator("[data-area=KE-10]").first.click()
    page.wait_for_selector(".filters", state="detached")
    assert page.locator("[data-tell]").text_content() == "Shown: Kenya"


def test_the_form_keeps_the_focus_and_the_way_back(page: Any) -> None:
    page.goto(GRID)
    whole = page.locator(".lead").inner_text()
    choose(page, "KE-30")
    page.wait_for_selector(".filters b")
    assert page.evaluate("document.activeElement.id") == "show-area"
    assert page.locator("#area").input_value() == "KE-30"
    assert page.locator("link[rel=canonical]").get_attribute("href").endswith("area=KE-30")
    page.go_back()
    page.wait_for_selector(".filters", state="detached")
    assert page.locator(".lead").inner_text() == whole
    page.go_forward()
    page.wait_for_selector(".filters b")
    assert "Nairobi" in page.locator(".lead").inner_text()


@pytest.mark.parametrize("how", ["lost", "broken"])
def test_a_failed_chart_says_what_to_do_and_the_picture_stays(page: Any, how: str) -> None:
    def fail(route: Any) -> None:
        if how == "lost":
            route.abort()
        else:
            route.fulfill(status=500, body="")

    page.goto(GRID)
    drawn(page)
    page.route("**/_dash-update-component*", fail)
    choose(page, "KE-30")
    page.wait_for_selector('[data-message="failed"]:not([hidden])')
    assert messages(page) == ["failed"]
    assert page.locator(".drawings svg:visible").count() == 1
    assert "Nairobi" in page.locator(".lead").inner_text()
    page.unroute("**/_dash-update-component*")
    page.locator('[data-message="failed"] button').click()
    drawn(page)
    page.wait_for_selector('[data-message="failed"]', state="hidden")


def test_a_first_chart_that_fails_leaves_the_picture(page: Any) -> None:
    page.route("**/_dash-update-component*", lambda route: route.fulfill(status=500, body=""))
    page.goto(GRID)
    page.wait_for_selector('[data-message="failed"]:not([hidden])', timeout=DRAWN)
    assert page.locator(".drawings svg:visible").count() == 1


def test_a_lost_connection_says_so_and_keeps_the_view(page: Any) -> None:
    page.goto(GRID)
    drawn(page)
    before = page.locator(".lead").inner_text()
    page.context.set_offline(True)
    page.wait_for_selector('[data-message="offline"]:not([hidden])')
    choose(page, "KE-30")
    page.wait_for_timeout(300)
    assert messages(page) == ["offline"]
    assert page.locator(".lead").inner_text() == before
    page.context.set_offline(False)
    page.wait_for_selector(".filters b")  # what was asked for comes by itself
    page.wait_for_selector('[data-message="offline"]', state="hidden")


def test_a_slow_answer_says_that_it_is_on_its_way(page: Any) -> None:
    page.goto(GRID)
    waiting: list[Any] = []
    page.route(f"**{GRID}?area=*", lambda route: waiting.append(route))
    choose(page, "KE-30")
    page.wait_for_selector('[data-message="busy"]:not([hidden])')
    assert page.locator("#figure").get_attribute("aria-busy") == "true"
    waiting[0].continue_()
    page.wait_for_selector(".filters b")
    assert page.locator("#figure").get_attribute("aria-busy") is None
    assert messages(page) == []


def test_a_page_that_is_refused_says_so(page: Any) -> None:
    page.goto(GRID)
    before = page.locator(".lead").inner_text()
    page.route(f"**{GRID}?area=*", lambda route: route.fulfill(status=500, body=""))
    choose(page, "KE-30")
    page.wait_for_selector('[data-message="page"]:not([hidden])')
    assert page.locator(".lead").inner_text() == before
    page.unroute(f"**{GRID}?area=*")
    page.locator('[data-message="page"] button').click()
    page.wait_for_selector(".filters b")
    assert messages(page) == []


def test_nothing_moves_while_the_page_comes(page: Any) -> None:
    page.add_init_script(
        """window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(one => {
        if (!one.hadRecentInput) window.moved += one.value })).observe(
        {type: "layout-shift", buffered: true})"""
    )
    page.goto(GRID)
    drawn(page)
    page.wait_for_timeout(300)
    assert page.evaluate("window.moved") <= 0.02
