"""The page of a guide; its example is a frame that shows a comparison's embed."""

from __future__ import annotations

from layouts import embedding
from layouts.components.rooms.learn import GuideView
from layouts.shell import render

NARROW = 360
FOOT, MORE = 150, 70
"""Pixels for the judgements and the sources below an embed’s drawing, and more where they wrap."""


def html(view: GuideView) -> str:
    """Return the page as HTML."""
    return render(
        "guide.html",
        address=view.address,
        view=view,
        shown=embedding.address_of(view.about),
        wide=embedding.height_of(view.about, width=embedding.WIDTH) + FOOT,
        narrow=embedding.height_of(view.about, width=NARROW) + FOOT + MORE,
    )
