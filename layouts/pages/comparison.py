"""The main page: citizens' figure beside the official one, with everything it rests on.

The page is HTML with drawings in it. ``island`` is the part that Dash draws again, interactive,
in the place of the drawing over time, when Plotly has come. Maps and rows of areas answer by
themselves (``assets/areas.js``); an area chosen there changes the page without leaving it
(``assets/island.js``).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, cast

from dash import dcc
from dash import html as tags
from markupsafe import Markup, escape

from layouts.components.areas import outlines_of
from layouts.components.pairing import HIGHEST
from layouts.figures import screen
from layouts.figures.paper_map import draw_maps
from layouts.language import _, is_translated, mark, to, words
from layouts.numbers import plain
from layouts.sentences import sentence_of
from layouts.shell import render
from layouts.theme import THEME
from layouts.views import ComparisonView

ENTRY = '<div id="react-entry-point"></div>'
PANELS = {
    "over-time": mark("Over time"),
    "groups": mark("By sex, town and countryside"),
    "by-area": mark("By area"),
    "gap": mark("Gap"),
    "figures": mark("Table"),
}
INDEPENDENCE = {
    "independent": mark("Independent."),
    "shared source": mark("They share a source."),
    "same records": mark("They rest on the same records."),
}


class Ids(StrEnum):
    """The components that callbacks know."""

    ROOM = "comparison-room"
    STAGE = "comparison-stage"
    TIME = "comparison-time"


def html(view: ComparisonView, *, island: Any = None) -> str:
    """Return the page as HTML; ``island`` holds Dash's entry, config, scripts and renderer."""
    live = island is not None and view.chart is not None
    parts = {
        name: Markup(getattr(island, name))
        for name in ("entry", "config", "scripts", "renderer")
        if live
    }
    found = (view.pair or {}).get("independence", "")
    return render(
        "comparison.html",
        address=view.address,
        view=view,
        live=live,
        island=parts,
        panels=panels_of(view),
        pictures=pictures_of(view),
        sentence=_sentence,
        # Not in the template: Jinja works out a filter on a constant once, in one language.
        highest=plain(HIGHEST, 0),
        independence=_(INDEPENDENCE[found]) if found in INDEPENDENCE else _("Not known."),
        methods=Markup('<a href="{}">{}</a>').format(to("/methods#progress"), _("Methods")),
    )


def panels_of(view: ComparisonView) -> dict[str, str]:
    """Return the ways to see a comparison: id and title. A pair has all five; one side alone what
    it can fill; nobody's none."""
    if view.pair is None and view.chart is None and not view.table.rows and not view.filters:
        return {}
    kept = set(PANELS) if view.pair else {"over-time", "figures"}
    return {name: _(title) for name, title in PANELS.items() if name in kept}


def pictures_of(view: ComparisonView) -> tuple[Markup, ...]:
    """Return the maps as parts of the page, drawn on one set of outlines."""
    if not view.maps or view.pair is None:
        return ()
    charts = [part.chart for part in view.maps]
    return tuple(map(Markup, draw_maps(charts, outlines=outlines_of(view.pair["country"]))))


def _sentence(text: str) -> Markup:
    """Return words of the catalogue as a sentence; one not translated says that it is English."""
    if is_translated(text):
        return escape(sentence_of(words(text)))
    return Markup('<span lang="en">{}</span>').format(sentence_of(text))


def layout() -> tags.Div:
    """Return what Dash mounts first: the room there is, and an empty stage."""
    return tags.Div([dcc.Store(id=Ids.ROOM), tags.Div(id=Ids.STAGE)])


def validation_layout() -> tags.Div:
    """Return every component a callback may meet, so that Dash can check the wiring."""
    return tags.Div([layout(), dcc.Graph(id=Ids.TIME)])


def island(view: ComparisonView, *, wide: bool, dark: bool) -> list[Any]:
    """Return the interactive drawing of a view; nothing where no figure is drawn over time."""
    if view.chart is None:
        return []
    scheme = THEME.dark if dark else THEME.light
    figure = screen.figure(view.chart, wide=wide, scheme=scheme)
    notes = [tags.Li(text) for text in view.chart.notes]
    return [
        tags.Div(
            [
                _graph(Ids.TIME, figure),
                tags.Ul(notes, className="notes") if notes else None,
                tags.P(view.caption, className="caption"),
            ],
            # What it draws: the page waits for it before it puts the picture away.
            **cast(Any, {"data-address": view.address}),
        )
    ]


def _graph(name: str, figure: screen.Figure) -> dcc.Graph:
    height = figure["layout"]["height"]
    return dcc.Graph(
        id=name, figure=figure, config=cast(Any, screen.config()), responsive=True,
        style={"height": f"{height}px", "width": "100%"},
    )  # fmt: skip
