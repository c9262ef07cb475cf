"""The page of four countries by seventeen goals."""

from __future__ import annotations

from layouts.shell import render
from layouts.views import OverviewView


def html(view: OverviewView) -> str:
    """Return the page as HTML."""
    return render("overview.html", address=view.address, view=view)
