"""The page of a theme, which printed is a one-page brief."""

from __future__ import annotations

from layouts.components.rooms.theme import ThemeView
from layouts.shell import render


def html(view: ThemeView) -> str:
    """Return the page as HTML."""
    return render("theme.html", address=view.address, view=view)
