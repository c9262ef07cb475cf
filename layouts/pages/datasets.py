"""The page of every dataset."""

from __future__ import annotations

from layouts.components.rooms.parts import DatasetsView
from layouts.shell import render


def html(view: DatasetsView) -> str:
    """Return the page as HTML."""
    return render("datasets.html", address=view.address, view=view)
