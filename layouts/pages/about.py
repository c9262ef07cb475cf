"""The page about the dashboard: what it is, for whom, on what terms."""

from __future__ import annotations

from layouts.components.rooms.parts import AboutView
from layouts.shell import render


def html(view: AboutView) -> str:
    """Return the page as HTML."""
    return render("about.html", address=view.address, view=view)
