"""The interactive drawings by area: one map, or every area's two values on one axis."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from layouts.figures.chart import AreaMap, AreaValue, DumbbellChart, DumbbellRow
from layouts.figures.layout import ROW_NARROW, ROW_WIDE, dumbbell_axis, tick_words
from layouts.figures.outlines import Framed, Outlines
from layouts.figures.place import Line
from layouts.figures.screen_parts import annotation, base_layout, hover, marker
from layouts.figures.series import ChartError, side_title
from layouts.figures.spoken import area_lines, inset_name, row_lines
from layouts.language import words
from layouts.numbers import caption
from layouts.theme import AGREEMENT_TOKENS, THEME, Scheme, words_token

MAP_HEIGHT = 420
HEAD = 62.0  # pixels above the first row: two names, then the axis' numbers


def map_figure(
    chart: AreaMap, *, outlines: str, scheme: Scheme, shapes: Outlines | None = None
) -> dict[str, Any]:
    """Return a map of five flat classes; missing and suppressed areas are traces of their own.

    Choropleth traces know no hatching: suppressed is drawn darker than missing, and both say in
    words what they are. ``shapes`` places the insets: each is a small map over the large one.
    """
    if not outlines:
        raise ChartError(
            part=f"map {chart.key!r}, outlines", found=outlines, reason="needs their address"
        )
    layout = base_layout(height=MAP_HEIGHT, scheme=scheme, alt=chart.alt)
    layout["geo"] = _geo(fitbounds="locations")
    data = _traces(chart, chart.areas, outlines=outlines, scheme=scheme)
    if shapes is not None and shapes.insets:
        layout["geo"]["domain"] = {"x": [0, shapes.country / shapes.width]}
        layout["shapes"], layout["annotations"] = [], []
        for number, inset in enumerate(shapes.insets, start=2):
            own = [one for one in chart.areas if one.area in inset.paths]
            data += [
                trace | {"geo": f"geo{number}"}
                for trace in _traces(chart, own, outlines=outlines, scheme=scheme)
            ]
            _inset(layout, inset, shapes, number=number, scheme=scheme)
    return {"data": data, "layout": layout}


def _geo(**settings: Any) -> dict[str, Any]:
    clear = {"visible": False, "bgcolor": "rgba(0,0,0,0)"}
    return {**clear, "projection": {"type": "mercator"}, **settings}


def _inset(
    layout: dict[str, Any], inset: Framed, shapes: Outlines, *, number: int, scheme: Scheme
) -> None:
    """Add an inset's map, frame and name, at its place in the drawing as shares of it."""
    x = [inset.left / shapes.width, (inset.left + inset.width) / shapes.width]
    y = [1 - (inset.top + inset.height) / shapes.height, 1 - inset.top / shapes.height]
    below = y[1] - (inset.baseline - inset.top) / shapes.height
    west, south, east, north = inset.bounds
    layout[f"geo{number}"] = _geo(
        domain={"x": x, "y": [y[0], below]},
        lonaxis={"range": [west, east]},
        lataxis={"range": [south, north]},
    )
    frame = {"type": "rect", "xref": "paper", "yref": "paper", "x0": x[0], "x1": x[1]}
    line = {"color": scheme.mute, "width": 1}
    layout["shapes"].append({**frame, "y0": y[0], "y1": y[1], "line": line})
    name = Line(text=inset_name(inset.name), token="ink", bold=False, size=THEME.small)
    layout["annotations"].append(
        annotation([name], scheme=scheme, xref="paper", yref="paper", x=sum(x) / 2, y=y[1],
                   xanchor="center", yanchor="top")
    )  # fmt: skip


def _traces(
    chart: AreaMap, areas: Sequence[AreaValue], *, outlines: str, scheme: Scheme
) -> list[dict[str, Any]]:
    """Return the areas' values as one trace, then those missing and those suppressed."""
    ramps = THEME.ramps_of(scheme)
    groups = (
        ("normal", ramps.of(chart.side)),
        ("missing", (ramps.missing,)),
        ("suppressed", (ramps.missing_hatch,)),
    )
    data = []
    for state, colours in groups:
        if found := [one for one in areas if one.state == state]:
            border = scheme.page
            data.append(
                _trace(found, outlines=outlines, chart=chart, colours=colours, border=border)
            )
    return data


def _trace(
    areas: Sequence[AreaValue],
    *,
    outlines: str,
    chart: AreaMap,
    colours: Sequence[str],
    border: str,
) -> dict[str, Any]:
    count = len(colours)
    classes = [chart.class_of(one.value) if one.value is not None else 0 for one in areas]
    return {
        "type": "choropleth",
        "geojson": outlines,
        "featureidkey": "id",
        "locations": [one.area for one in areas],
        "z": classes,
        "zmin": -0.5,
        "zmax": count - 0.5,
        "colorscale": _steps(colours),
        "showscale": False,
        "marker": {"line": {"color": border, "width": 0.8}},
        "text": [hover(area_lines(one, chart)) for one in areas],
        "hoverinfo": "text",
    }


def _steps(colours: Sequence[str]) -> list[list[Any]]:
    """Return a colour scale of flat steps: each colour from its class' start to its end."""
    count = len(colours)
    return [
        [edge / count, colour]
        for position, colour in enumerate(colours)
        for edge in (position, position + 1)
    ]


def dumbbell_figure(chart: DumbbellChart, *, wide: bool, scheme: Scheme) -> dict[str, Any]:
    """Return every area's two values on one axis, the largest gap on top."""
    rows, axis = chart.sorted_rows, dumbbell_axis(chart)
    step = ROW_WIDE if wide else ROW_NARROW
    height = HEAD + step * len(rows) + 6
    layout = base_layout(height=height, scheme=scheme, alt=chart.alt)
    layout["margin"] |= {"t": HEAD, "r": 96 if wide else 24, "b": 6}
    layout["xaxis"] = {
        "range": [axis.low, axis.high],
        "tickvals": list(axis.ticks),
        "ticktext": list(tick_words(axis, chart.unit)),
        "tickfont": {"size": THEME.tick, "color": scheme.mute},
        "side": "top",
        "gridcolor": scheme.line,
        "zerolinecolor": scheme.axis,
        "fixedrange": True,
    }
    layout["yaxis"] = {
        "range": [len(rows) - 0.5, -0.5],
        "tickvals": list(range(len(rows))),
        "ticktext": [escape(row.name) for row in rows],
        "tickfont": {"size": THEME.small, "color": scheme.ink},
        "automargin": True,
        "ticklabelstandoff": 8,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }
    layout["annotations"] = _names(chart, scheme) + (_agreements(rows, scheme) if wide else [])
    return {"data": _dumbbells(chart, rows, scheme), "layout": layout}


def _dumbbells(
    chart: DumbbellChart, rows: Sequence[DumbbellRow], scheme: Scheme
) -> list[dict[str, Any]]:
    places = range(len(rows))
    said = [hover(row_lines(row, chart)) for row in rows]
    data: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [x for row in rows for x in (row.citizen, row.official, None)],
            "y": [y for place in places for y in (place, place, None)],
            "line": {"color": scheme.axis, "width": 2},
            "hoverinfo": "skip",
        }
    ]
    for side, size in (("official", 1.25), ("citizen", 0.8)):
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [row.citizen if side == "citizen" else row.official for row in rows],
                "y": list(places),
                "marker": marker(
                    side, [getattr(scheme, side)] * len(rows), scheme=scheme, size=size
                ),
                "text": said,
                "hoverinfo": "text",
                "cliponaxis": False,
            }
        )
    return data


def _names(chart: DumbbellChart, scheme: Scheme) -> list[dict[str, Any]]:
    keys = [
        ("citizen", f"◆ {side_title('citizen', chart.citizen_name)}"),
        ("official", f"○ {side_title('official', chart.official_name)}"),
    ]
    lines = [Line(text=text, token=words_token(side)) for side, text in keys]
    if caption(chart.unit):
        lines.append(Line(text=caption(chart.unit), token="mute", bold=False, size=THEME.small))
    return [
        annotation(
            lines,
            scheme=scheme,
            xref="paper",
            yref="paper",
            x=0,
            y=1,
            xanchor="left",
            yanchor="bottom",
            yshift=22,
        )
    ]


def _agreements(rows: Sequence[DumbbellRow], scheme: Scheme) -> list[dict[str, Any]]:
    return [
        annotation(
            [
                Line(
                    text=words(row.agreement),
                    token=AGREEMENT_TOKENS[row.agreement],
                    bold=AGREEMENT_TOKENS[row.agreement] != "mute",
                    size=THEME.small,
                )
            ],
            scheme=scheme,
            xref="paper",
            yref="y",
            x=1,
            y=place,
            xanchor="left",
            yanchor="middle",
            xshift=14,
        )
        for place, row in enumerate(rows)
        if row.agreement
    ]
