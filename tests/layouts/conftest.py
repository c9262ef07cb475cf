"""A language that says everything in brackets, so that a word left out of it is seen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from layouts import language
from layouts.figures import paper


class Bracketed:
    """Gettext's three questions, answered in ⟦brackets⟧ in every language but English."""

    def __init__(self, code: str) -> None:
        self.code = code

    def _said(self, text: str) -> str:
        return text if self.code == "en" or text.startswith("⟦") else f"⟦{text}⟧"

    def gettext(self, text: str) -> str:
        return self._said(text)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self._said(one if number == 1 else many)

    def pgettext(self, _context: str, text: str) -> str:
        return self._said(text)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Translate every message into itself, in brackets."""
    monkeypatch.setattr(language, "_translations", Bracketed)
    paper._drawn.cache_clear()  # what is kept was said in another language's words
    yield
    paper._drawn.cache_clear()
