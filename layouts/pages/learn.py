"""The page of all guides."""

from __future__ import annotations

from layouts.components.rooms.learn import LearnView
from layouts.shell import render


def html(view: LearnView) -> str:
    """Return the page as HTML."""
    return render("learn.html", address=view.address, view=view)
