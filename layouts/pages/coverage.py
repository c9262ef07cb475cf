"""The page of what is measured and what is missing."""

from __future__ import annotations

from layouts.components.rooms.parts import CoverageView
from layouts.shell import render


def html(view: CoverageView) -> str:
    """Return the page as HTML."""
    return render("coverage.html", address=view.address, view=view)
