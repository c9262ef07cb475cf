"""The page of who measures already."""

from __future__ import annotations

from layouts.components.rooms.parts import InitiativesView
from layouts.shell import render


def html(view: InitiativesView) -> str:
    """Return the page as HTML."""
    return render("initiatives.html", address=view.address, view=view)
