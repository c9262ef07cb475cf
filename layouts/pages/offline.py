"""The page that a browser shows when there is no line: in every language, for it is kept once."""

from __future__ import annotations

from dataclasses import dataclass

from layouts.language import SPOKEN, _, speaking
from layouts.shell import render


@dataclass(frozen=True, kw_only=True)
class Part:
    """What is said in one language."""

    language: str
    title: str
    text: str


def html() -> str:
    """Return the page as HTML; the service worker puts the kept pages where the comment is."""
    parts = []
    for code in SPOKEN:
        with speaking(code):
            parts.append(
                Part(
                    language=code,
                    title=_("You are offline"),
                    text=_("This page was not kept before. These pages can be read again:"),
                )
            )
    return render("offline.html", address="", parts=tuple(parts))
