"""The page of all themes."""

from __future__ import annotations

from layouts.components.rooms.theme import ThemesView
from layouts.shell import render


def html(view: ThemesView) -> str:
    """Return the page as HTML."""
    return render("themes.html", address=view.address, view=view)
