"""The page of one initiative."""

from __future__ import annotations

from layouts.components.rooms.parts import InitiativeView
from layouts.shell import render


def html(view: InitiativeView) -> str:
    """Return the page as HTML."""
    return render("initiative.html", address=view.address, view=view)
