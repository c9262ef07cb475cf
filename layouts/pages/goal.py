"""The page of one goal of one country."""

from __future__ import annotations

from layouts.shell import render
from layouts.views import GoalView


def html(view: GoalView) -> str:
    """Return the page as HTML."""
    return render("goal.html", address=view.address, view=view)
