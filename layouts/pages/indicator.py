"""The page of one indicator over the four countries."""

from __future__ import annotations

from layouts.components.rooms.parts import IndicatorView
from layouts.shell import render


def html(view: IndicatorView) -> str:
    """Return the page as HTML."""
    return render("indicator.html", address=view.address, view=view)
