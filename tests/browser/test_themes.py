"""A theme on paper: one page of A4, with the questions; on a screen, every cell can be touched."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader

from data.languages import LANGUAGES, with_prefix
from data.themes import themes

pytestmark = pytest.mark.browser
A4 = (595, 842)  # points
LEAST = 24  # pixels, WCAG 2.2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_theme_is_printed_as_a_brief_of_one_page(chromium: Any, site: str, language: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    for theme in themes().values():
        page.goto(site + with_prefix(f"/theme/{theme.id}", language=language), wait_until="load")
        printed = page.pdf(format="A4", prefer_css_page_size=True)
        found = PdfReader(io.BytesIO(printed)).pages
        assert len(found) == 1, (theme.id, language)
        assert [round(float(side)) for side in found[0].mediabox[2:]] == pytest.approx(A4, abs=1)
        words = " ".join(found[0].extract_text().split())
        assert f"/theme/{theme.id}" in words
        if language == "en":
            assert all(prompt in words for prompt in theme.prompts)
            assert "Take it away" not in words
    context.close()


def test_cells_and_links_of_a_theme_can_be_touched(chromium: Any, site: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{site}/theme/inequality?in=kenya", wait_until="load")
    small = page.evaluate(
        """least => [...document.querySelectorAll('.theme .matrix a, .theme .splits a')]
          .filter(one => one.getClientRects().length)
          .map(one => one.getBoundingClientRect())
          .filter(box => box.height < least || box.width < least).length""",
        LEAST,
    )
    context.close()
    assert small == 0
