"""What the interactive drawings share: base layout, markers, words, hover texts."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from layouts.figures.place import Line
from layouts.theme import THEME, Scheme

CLEAR = "rgba(0,0,0,0)"


def base_layout(*, height: float, scheme: Scheme, alt: str) -> dict[str, Any]:
    """Return a layout with the theme's type, no legend, no margins; ``height`` in pixels."""
    return {
        "height": round(height),
        "autosize": True,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"family": THEME.stack, "size": THEME.label, "color": scheme.ink},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": scheme.page,
            "bordercolor": scheme.axis,
            "font": {"family": THEME.stack, "size": THEME.label, "color": scheme.ink},
            "align": "left",
        },
        "meta": {"alt": alt},
    }


def marker(side: str, colours: Sequence[str], *, scheme: Scheme, size: float = 1) -> dict[str, Any]:
    """Return filled diamonds for citizens, open circles for official values."""
    if side == "citizen":
        return {
            "symbol": "diamond",
            "size": 12 * size,
            "color": list(colours),
            "opacity": 1,
            "line": {"color": scheme.page, "width": 0.8},
        }
    return {
        "symbol": "circle",
        "size": 8 * size,
        "color": scheme.page,
        "opacity": 1,
        "line": {"color": list(colours), "width": 2},
    }


def annotation(
    lines: Sequence[Line], *, scheme: Scheme, before: str = "", **place: Any
) -> dict[str, Any]:
    """Return lines of words as one annotation, each line in its own colour and weight."""
    written = []
    for line in lines:
        text = escape(line.text, quote=False)
        text = f"<b>{text}</b>" if line.bold else text
        colour, size = getattr(scheme, line.token), line.size
        written.append(f'<span style="color:{colour};font-size:{size:g}px">{before}{text}</span>')
    return {
        "text": "<br>".join(written),
        "showarrow": False,
        "align": "left",
        "borderpad": 0,
        "font": {"size": lines[0].size, "color": getattr(scheme, lines[0].token)},
        **place,
    }


def hover(lines: Sequence[str]) -> str:
    """Return what a mark says as Plotly's HTML, the first line bold."""
    first, *rest = (escape(line) for line in lines)
    return "<br>".join([f"<b>{first}</b>", *rest])


def pale(colour: str) -> str:
    """Return an interval's colour: that of its series, a quarter as strong."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.26)"
