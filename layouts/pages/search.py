"""The page of a search."""

from __future__ import annotations

from layouts.components.rooms.search import SearchView
from layouts.shell import render


def html(view: SearchView) -> str:
    """Return the page as HTML."""
    return render("search.html", address=view.address, view=view)
