"""The page of one dataset."""

from __future__ import annotations

from layouts.components.rooms.parts import DatasetView
from layouts.shell import render


def html(view: DatasetView) -> str:
    """Return the page as HTML."""
    return render("dataset.html", address=view.address, view=view)
