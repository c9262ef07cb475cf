"""The page of every word explained."""

from __future__ import annotations

from layouts.components.rooms.glossary import GlossaryView
from layouts.shell import render


def html(view: GlossaryView) -> str:
    """Return the page as HTML."""
    return render("glossary.html", address=view.address, view=view)
