"""What a page offers to take away, taken with a real browser: copied, downloaded, shared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

pytestmark = pytest.mark.browser

GRID = "/kenya/goal-7/7.1.1"
COPIED = "document.querySelector('[data-copied]').textContent !== ''"


@pytest.fixture
def page(chromium: Any, site: str) -> Iterator[Any]:
    context = chromium.new_context(base_url=site, permissions=["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


def opened(page: Any, summary: str) -> None:
    page.locator("#take summary", has_text=summary).click()


def test_words_are_copied_with_one_click(page: Any) -> None:
    page.goto(GRID)
    page.locator("[data-copy-from]").click()
    page.wait_for_function(COPIED)
    assert "Afrobarometer" in page.evaluate("navigator.clipboard.readText()")
    page.locator("[data-copy-link]").click()
    page.wait_for_function("navigator.clipboard.readText().then(text => text.endsWith('/7.1.1'))")
    opened(page, "Show it in another page")
    page.locator('[data-copy="take-live"]').click()
    page.wait_for_function("navigator.clipboard.readText().then(text => text.includes('<iframe'))")
    opened(page, "Every drawing, in every shape")
    page.locator('[data-copy="take-alt"]').click()
    page.wait_for_function("navigator.clipboard.readText().then(text => text.includes('54.3'))")


def test_a_picture_is_copied_as_a_picture(page: Any) -> None:
    page.goto(GRID)
    page.locator("[data-copy-picture]").click()
    page.wait_for_function(COPIED, timeout=20_000)
    kinds = page.evaluate("navigator.clipboard.read().then(found => found.flatMap(i => i.types))")
    assert kinds == ["image/png"]


def test_files_are_downloaded_by_clicking(page: Any, tmp_path: Path) -> None:
    page.goto(GRID)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="XLSX").click()
    assert waiting.value.suggested_filename == "datashift-kenya-goal-7-7.1.1.xlsx"
    opened(page, "Every drawing, in every shape")
    with page.expect_download() as waiting:
        page.locator(".shapes dd").first.get_by_role("link", name="square").click()
    waiting.value.save_as(tmp_path / "picture.png")
    assert Image.open(tmp_path / "picture.png").size == (1080, 1080)


def test_a_report_is_written_with_progress_and_downloaded(page: Any, tmp_path: Path) -> None:
    page.goto("/report/kenya/goal-6")
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("link", name="PDF").click()
    assert waiting.value.suggested_filename == "shadow-report-kenya-goal-6.pdf"
    waiting.value.save_as(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    page.wait_for_function("document.querySelector('[data-report-progress]').hidden")
    assert "ready" in page.locator("[data-report-said]").text_content()
    assert page.locator("progress").get_attribute("max") != "1"


def test_a_report_that_fails_says_so(page: Any) -> None:
    page.goto("/report/kenya/goal-6")
    page.route("**/*.pdf?progress=1", lambda route: route.abort())
    page.get_by_role("link", name="PDF").click()
    page.get_by_text("could not be written").wait_for()


def test_a_report_of_an_error_is_ready_to_send(page: Any) -> None:
    page.goto(GRID)
    opened(page, "Report an error")
    text = page.locator("#take-wrong").input_value()
    assert GRID in text and "54.3" in text and "Release" in text


def test_where_nothing_can_be_copied_no_button_stands(chromium: Any, site: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + GRID)
    assert page.locator("#take button:not([popovertarget]):visible").count() == 0
    page.locator("#take summary", has_text="Every drawing").click()
    assert page.locator(".shapes a:visible").count() > 20
    context.close()
