"""The interactive drawings by area: one map, or every area's two values on one axis."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from layouts.figures.chart import AreaMap, AreaValue, DumbbellChart, DumbbellRow
from layouts.figures.layout import ROW_NARROW, ROW_WIDE, dumbbell_axis, tick_words
from layouts.figures.paper_map import STATE_WORDS
from layouts.figures.place import Line
from layouts.figures.screen_parts import annotation, base_layout, marker
from layouts.figures.series import ChartError
from layouts.numbers import caption, gap, number
from layouts.theme import AGREEMENT_TOKENS, THEME, Scheme, words_token

MAP_HEIGHT = 420
BORDER = "#FFFFFF"
HEAD = 62.0  # pixels above the first row: two names, then the axis' numbers


def map_figure(chart: AreaMap, *, outlines: str, scheme: Scheme) -> dict[str, Any]:
    """Return a map of five flat classes; missing and suppressed areas are traces of their own.

    Choropleth traces know no hatching: suppressed is drawn darker than missing, and both say in
    words what they are.
    """
    if not outlines:
        raise ChartError(
            part=f"map {chart.key!r}, outlines", found=outlines, reason="needs their address"
        )
    ramp = THEME.ramps.of(chart.side)
    known = [one for one in chart.areas if one.value is not None]
    data = [_trace(known, outlines=outlines, chart=chart, colours=ramp)] if known else []
    for state, colour in (
        ("missing", THEME.ramps.missing),
        ("suppressed", THEME.ramps.missing_hatch),
    ):
        areas = [one for one in chart.areas if one.state == state]
        if areas:
            data.append(_trace(areas, outlines=outlines, chart=chart, colours=(colour,)))
    layout = base_layout(height=MAP_HEIGHT, scheme=scheme, alt=chart.alt)
    layout["geo"] = {
        "visible": False,
        "fitbounds": "locations",
        "projection": {"type": "mercator"},
        "bgcolor": "rgba(0,0,0,0)",
    }
    return {"data": data, "layout": layout}


def _trace(
    areas: Sequence[AreaValue], *, outlines: str, chart: AreaMap, colours: Sequence[str]
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
        "marker": {"line": {"color": BORDER, "width": 0.8}},
        "text": [_area_words(one, chart) for one in areas],
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


def _area_words(one: AreaValue, chart: AreaMap) -> str:
    parts = [f"<b>{escape(one.name)}</b>"]
    if one.value is None:
        parts.append(STATE_WORDS[one.state])
    elif chart.side == "gap":
        parts.append(f"citizens minus official: {gap(one.value, chart.unit)}")
    else:
        parts.append(number(one.value, chart.unit))
    return "<br>".join([*parts, escape(one.note)] if one.note else parts)


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
    words = [_row_words(row, chart) for row in rows]
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
                "text": words,
                "hoverinfo": "text",
                "cliponaxis": False,
            }
        )
    return data


def _row_words(row: DumbbellRow, chart: DumbbellChart) -> str:
    parts = [
        f"<b>{escape(row.name)}</b>",
        f"Citizens ({escape(chart.citizen_name)}): {number(row.citizen, chart.unit)}",
        f"Official ({escape(chart.official_name)}): {number(row.official, chart.unit)}",
        f"gap {gap(row.gap, chart.unit)}",
    ]
    return "<br>".join([*parts, *(escape(text) for text in (row.agreement, row.note) if text)])


def _names(chart: DumbbellChart, scheme: Scheme) -> list[dict[str, Any]]:
    keys = [
        ("citizen", f"◆ Citizens ({chart.citizen_name})"),
        ("official", f"○ Official ({chart.official_name})"),
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
                    text=row.agreement,
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
