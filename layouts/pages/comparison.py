"""The main page: citizens' figure beside the official one, with everything it rests on.

The page is HTML with drawings in it. ``island`` is the part that Dash draws again, interactive,
in the place of the drawings, when Plotly has come.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, cast

from dash import dcc
from dash import html as tags
from markupsafe import Markup

from layouts.components.areas import outlines_of
from layouts.components.parts import MapPart
from layouts.figures import screen
from layouts.shell import BOUNDARIES, render
from layouts.static import static_url
from layouts.theme import THEME
from layouts.views import ComparisonView

ENTRY = '<div id="react-entry-point"></div>'


class Ids(StrEnum):
    """The components that callbacks know."""

    LOCATION = "comparison-location"
    ROOM = "comparison-room"
    STAGE = "comparison-stage"
    TIME = "comparison-time"
    CITIZEN_MAP = "comparison-map-citizen"
    OFFICIAL_MAP = "comparison-map-official"
    GAP_MAP = "comparison-map-gap"


MAPS = {"citizen": Ids.CITIZEN_MAP, "official": Ids.OFFICIAL_MAP, "gap": Ids.GAP_MAP}


def html(view: ComparisonView, *, island: Any = None) -> str:
    """Return the page as HTML; ``island`` holds Dash's entry, config, scripts and renderer."""
    parts = {
        name: Markup(getattr(island, name))
        for name in ("entry", "config", "scripts", "renderer")
        if island is not None
    }
    return render("comparison.html", address=view.address, view=view, island=parts)


def layout() -> tags.Div:
    """Return what Dash mounts first: the address, the room there is, and an empty stage."""
    return tags.Div(
        [
            dcc.Location(id=Ids.LOCATION, refresh=True),
            dcc.Store(id=Ids.ROOM),
            tags.Div(id=Ids.STAGE),
        ]
    )


def validation_layout() -> tags.Div:
    """Return every component a callback may meet, so that Dash can check the wiring."""
    graphs = [dcc.Graph(id=name) for name in (Ids.TIME, *MAPS.values())]
    return tags.Div([layout(), *graphs])


def island(view: ComparisonView, *, wide: bool, dark: bool) -> list[Any]:
    """Return the interactive drawings of a view: its main chart, then the maps."""
    scheme = THEME.dark if dark else THEME.light
    parts: list[Any] = []
    chart = view.chart or view.areas_chart
    if chart is not None:
        figure = screen.figure(chart, wide=wide, scheme=scheme)
        notes = [tags.Li(text) for text in chart.notes]
        parts.append(
            tags.Section(
                [_graph(Ids.TIME, figure), tags.Ul(notes, className="notes"),
                 tags.P(view.caption, className="caption")],
                className="card chart-card",
            )
        )  # fmt: skip
    if view.maps:
        maps = [_map(part, view=view, scheme=scheme) for part in view.maps]
        parts.append(
            tags.Section(
                [tags.H2("By area"), tags.P("Choose an area on a map to see it over time."),
                 tags.Div(maps, className="maps"), tags.P(BOUNDARIES, className="caption")],
                className="card maps-card",
            )
        )  # fmt: skip
    return parts


def _graph(name: str, figure: screen.Figure) -> dcc.Graph:
    height = figure["layout"]["height"]
    return dcc.Graph(
        id=name, figure=figure, config=cast(Any, screen.config()), responsive=True,
        style={"height": f"{height}px", "width": "100%"},
    )  # fmt: skip


def _map(part: MapPart, *, view: ComparisonView, scheme: Any) -> tags.Figure:
    country = view.pair["country"] if view.pair else ""
    outlines = static_url(f"outlines/{outlines_of(country).name}")
    figure = screen.figure(part.chart, scheme=scheme, outlines=outlines)
    figure["layout"]["height"] = 320
    legend = [
        tags.Li([tags.Span(className=f"swatch {entry.hatch}",
                           style={"background": entry.colour} if not entry.hatch else {}),
                 entry.words])
        for entry in part.legend
        if entry.areas or not entry.hatch
    ]  # fmt: skip
    return tags.Figure(
        [
            tags.Figcaption(part.chart.title, className=part.chart.side),
            _graph(MAPS[part.chart.side], figure),
            tags.Ul(legend, className="legend"),
        ]
    )
