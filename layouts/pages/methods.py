"""The page of every formula and constant."""

from __future__ import annotations

from layouts.components.rooms.parts import MethodsView
from layouts.shell import render


def html(view: MethodsView) -> str:
    """Return the page as HTML."""
    return render("methods.html", address=view.address, view=view)
