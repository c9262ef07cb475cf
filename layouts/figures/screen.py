"""Draw a chart as a plain Plotly figure: same colours, marks and words as the paper drawing.

Figures are dicts, not ``go.Figure``, which is slower to build and to send. Only ``scatter`` and
``choropleth`` traces are used: the site serves a Plotly bundle with those. Widths follow the
page; ``wide`` (for 640 px and more) chooses where the words go, as on paper. Words are
annotations tied to points of the data and shifted in pixels, so they stay when it stretches.
"""

from __future__ import annotations

from html import escape
from typing import Any

from layouts.figures.chart import AreaMap, DumbbellChart, GapChart, TimeChart
from layouts.figures.layout import MARK_ROOM, Layout, PanelLayout, arrange, tick_words, year_words
from layouts.figures.outlines import Outlines
from layouts.figures.paper_gap import arrange_gap, gap_ticks, gap_token, ways
from layouts.figures.place import Label, Line, block
from layouts.figures.screen_areas import dumbbell_figure, map_figure
from layouts.figures.screen_parts import annotation, base_layout, hover, marker, pale
from layouts.figures.series import Point, Trace, segments
from layouts.figures.spoken import gap_lines, point_lines
from layouts.theme import LIGHT, THEME, Scheme

Figure = dict[str, Any]
INTERVAL = {"citizen": 8, "official": 4}


def config() -> dict[str, Any]:
    """Return Plotly's settings for every figure: no bar of buttons, no logo, no wheel zoom."""
    return {
        "displayModeBar": False,
        "displaylogo": False,
        "responsive": True,
        "scrollZoom": False,
        "doubleClick": "reset",
        "showTips": False,
        "locale": "en",
    }


def figure(
    chart: TimeChart | GapChart | DumbbellChart | AreaMap,
    *,
    wide: bool = True,
    scheme: Scheme = LIGHT,
    outlines: str = "",
    shapes: Outlines | None = None,
) -> Figure:
    """Return a chart as a Plotly figure, ready to be sent as JSON.

    ``outlines`` is the address of the country's GeoJSON, needed for maps only; ``shapes`` are the
    same outlines (``paper_map.read_outlines``), which say where the insets stand.
    """
    if isinstance(chart, AreaMap):
        return map_figure(chart, outlines=outlines, shapes=shapes, scheme=scheme)
    if isinstance(chart, DumbbellChart):
        return dumbbell_figure(chart, wide=wide, scheme=scheme)
    if isinstance(chart, GapChart):
        return _gap_figure(chart, wide=wide, scheme=scheme)
    return _time_figure(chart, wide=wide, scheme=scheme)


def _time_figure(chart: TimeChart, *, wide: bool, scheme: Scheme) -> Figure:
    placed = arrange(chart, wide=wide, stretch=True)
    bottom = max(panel.frame.bottom for panel in placed.panels) + 28
    inner = _inner(placed)
    layout = base_layout(height=bottom, scheme=scheme, alt=chart.alt)
    layout["margin"] |= {"l": inner[0], "r": placed.width - inner[1]}
    data: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    for number, panel in enumerate(placed.panels, start=1):
        suffix = "" if number == 1 else str(number)
        layout["xaxis" + suffix] = _years(panel, inner, suffix=suffix, scheme=scheme)
        layout["yaxis" + suffix] = _values(panel, bottom=bottom, suffix=suffix, scheme=scheme)
        traces = sorted(panel.panel.traces, key=lambda one: one.side, reverse=True)
        for trace in traces:
            data += _drawn(trace, panel.panel.unit, suffix=suffix, scheme=scheme)
        notes += _heads(panel, inner, bottom=bottom, scheme=scheme)
        notes += [_words(label, suffix=suffix, scheme=scheme) for label in panel.labels]
    layout["annotations"] = notes
    layout["shapes"] = [
        shape
        for number, panel in enumerate(placed.panels, start=1)
        for shape in _spans(panel, suffix="" if number == 1 else str(number), scheme=scheme)
    ]
    return {"data": data, "layout": layout}


def _gap_figure(chart: GapChart, *, wide: bool, scheme: Scheme) -> Figure:
    placed = arrange_gap(chart, wide=wide)
    frame = placed.frame
    panel = PanelLayout(panel=placed.panel, frame=frame, heads=(), labels=placed.labels)
    bottom = frame.bottom + 40
    layout = base_layout(height=bottom, scheme=scheme, alt=chart.alt)
    layout["margin"] |= {"l": frame.left, "r": placed.width - frame.right}
    inner = (frame.left, frame.right)
    layout["xaxis"] = _years(panel, inner, suffix="", scheme=scheme) | {"ticklabelstandoff": 18}
    layout["yaxis"] = _values(panel, bottom=bottom, suffix="", scheme=scheme) | {
        "ticktext": list(gap_ticks(frame.values, chart.unit)),
        "zerolinecolor": scheme.mute,
    }
    layout["annotations"] = [_words(label, suffix="", scheme=scheme) for label in placed.labels]
    for said, y, up in zip(ways(), (frame.values.high, frame.values.low), (10, -10), strict=True):
        line = Line(text=said, token="mute", bold=False, size=THEME.small)
        layout["annotations"].append(
            annotation([line], scheme=scheme, xref="paper", yref="y", x=1, y=y, xanchor="right",
                       yanchor="middle", yshift=up)
        )  # fmt: skip
    layout["shapes"] = _spans(panel, suffix="", scheme=scheme)
    if chart.margin:
        layout["shapes"].append(
            {
                **{"type": "rect", "layer": "below", "line": {"width": 0}},
                **{"xref": "paper", "x0": 0, "x1": 1, "fillcolor": pale(scheme.axis)},
                **{"yref": "y", "y0": -chart.margin, "y1": chart.margin},
            }
        )
    return {"data": _gap_traces(chart, scheme), "layout": layout}


def _gap_traces(chart: GapChart, scheme: Scheme) -> list[dict[str, Any]]:
    """Return a trace for each word of agreement: squares with their intervals, in its colour."""
    data = []
    for key in dict.fromkeys(one.agreement for one in chart.points):
        group = [one for one in chart.points if one.agreement == key]
        colour = getattr(scheme, gap_token(key))
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [one.x for one in group],
                "y": [one.gap for one in group],
                "marker": {"symbol": "square", "size": 9, "color": colour, "opacity": 1},
                "error_y": {
                    "type": "data",
                    "symmetric": False,
                    "array": [_part(one.point, one.upper) for one in group],
                    "arrayminus": [-_part(one.point, one.lower) for one in group],
                    "color": pale(colour),
                    "thickness": INTERVAL["citizen"],
                    "width": 0,
                },
                "text": [hover(gap_lines(one, chart.unit)) for one in group],
                "hoverinfo": "text",
                "cliponaxis": False,
            }
        )
    return data


def _inner(placed: Layout) -> tuple[float, float]:
    """Return where the plots begin and end. Beyond are margins, which keep their pixels."""
    lefts = [panel.frame.left for panel in placed.panels]
    beside = max(lefts) > placed.width / 2
    left = min(lefts) if beside else max(lefts)
    return left, max(panel.frame.right for panel in placed.panels)


def _domain(panel: PanelLayout, inner: tuple[float, float]) -> list[float]:
    """Return the panel's share of the plots' width, 0 to 1."""
    ends = (panel.frame.left, panel.frame.right)
    shares = [(end - inner[0]) / (inner[1] - inner[0]) for end in ends]
    return [min(1.0, max(0.0, share)) for share in shares]


def _years(
    panel: PanelLayout, inner: tuple[float, float], *, suffix: str, scheme: Scheme
) -> dict[str, Any]:
    frame = panel.frame
    return {
        "domain": _domain(panel, inner),
        "anchor": "y" + suffix,
        "range": [frame.years.low, frame.years.high],
        "tickvals": list(frame.years.ticks),
        "ticktext": list(year_words(frame.years)),
        "tickfont": {"size": THEME.tick, "color": scheme.mute},
        "ticklabelstandoff": 4,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def _values(panel: PanelLayout, *, bottom: float, suffix: str, scheme: Scheme) -> dict[str, Any]:
    frame, axis = panel.frame, panel.frame.values
    return {
        "domain": [max(0.0, 1 - frame.bottom / bottom), 1 - frame.top / bottom],
        "anchor": "x" + suffix,
        "range": [axis.low, axis.high],
        "tickvals": list(axis.ticks),
        "ticktext": list(tick_words(axis, panel.panel.unit)),
        "tickfont": {"size": THEME.tick, "color": scheme.mute},
        "ticklabelstandoff": 7,
        "gridcolor": scheme.line,
        "zerolinecolor": scheme.axis,
        "zerolinewidth": 1,
        "fixedrange": True,
    }


def _drawn(trace: Trace, unit: str, *, suffix: str, scheme: Scheme) -> list[dict[str, Any]]:
    """Return a series as scatter traces: lines (usual, lighter), then points with intervals."""
    axes = {"xaxis": "x" + suffix, "yaxis": "y" + suffix}
    out = []
    for weak in (True, False):
        colour = getattr(scheme, trace.side + ("_weak" if weak else ""))
        pairs = [(a, b) for a, b in segments(trace) if bool(a.weak or b.weak) == weak]
        if pairs:
            out.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": [x for a, b in pairs for x in (a.x, b.x, None)],
                    "y": [y for a, b in pairs for y in (a.value, b.value, None)],
                    "line": {"color": colour, "width": 2.4},
                    "hoverinfo": "skip",
                    **axes,
                }
            )
    out.append({**_points(trace, unit, scheme), **axes})
    return out


def _points(trace: Trace, unit: str, scheme: Scheme) -> dict[str, Any]:
    points = trace.drawn
    usual, weak = getattr(scheme, trace.side), getattr(scheme, trace.side + "_weak")
    colours = [weak if point.weak else usual for point in points]
    drawn: dict[str, Any] = {
        "type": "scatter",
        "mode": "markers",
        "name": escape(trace.title),
        "x": [point.x for point in points],
        "y": [point.value for point in points],
        "marker": marker(trace.side, colours, scheme=scheme),
        "text": [hover(point_lines(trace.title, point, unit)) for point in points],
        "hoverinfo": "text",
        "cliponaxis": False,
    }
    if any(point.lower is not None for point in points):
        drawn["error_y"] = {
            "type": "data",
            "symmetric": False,
            "array": [_part(point, point.upper) for point in points],
            "arrayminus": [-_part(point, point.lower) for point in points],
            "color": pale(usual),
            "thickness": INTERVAL[trace.side],
            "width": 0,
        }
    return drawn


def _part(point: Point, end: float | None) -> float:
    """Return how far an interval's end is from the value; zero where there is no interval."""
    return 0.0 if end is None or point.value is None else end - point.value


def _heads(
    panel: PanelLayout, inner: tuple[float, float], *, bottom: float, scheme: Scheme
) -> list[dict[str, Any]]:
    """Return the rows above a plot; their marker is a sign in the text."""
    signs = {"citizen": "◆ ", "official": "○ "}
    return [
        annotation(
            [row.line],
            scheme=scheme,
            before=signs[row.mark.side] if row.mark else "",
            xref="paper",
            yref="paper",
            x=_domain(panel, inner)[0],
            xshift=row.x - (MARK_ROOM if row.mark else 0) - panel.frame.left,
            y=1 - (row.baseline + 6) / bottom,
            xanchor="left",
            yanchor="bottom",
        )
        for row in panel.heads
    ]


def _words(label: Label, *, suffix: str, scheme: Scheme) -> dict[str, Any]:
    _, high = block(label.lines)
    middle = label.dy - 13 + high / 2
    return annotation(
        label.lines,
        scheme=scheme,
        xref="x" + suffix,
        yref="y" + suffix,
        x=label.x,
        y=label.value,
        xanchor="center" if label.align == "middle" else "left",
        yanchor="middle",
        xshift=label.dx,
        yshift=-middle,
    )


def _spans(panel: PanelLayout, *, suffix: str, scheme: Scheme) -> list[dict[str, Any]]:
    """Return the hairline below a word that stands for several points."""
    shapes = []
    for label in panel.labels:
        if not label.span:
            continue
        y = -(label.dy + 5)
        shapes.append(
            {
                "type": "line",
                "xref": "x" + suffix,
                "yref": "y" + suffix,
                "ysizemode": "pixel",
                "yanchor": label.value,
                "x0": label.span[0],
                "x1": label.span[1],
                "y0": y,
                "y1": y,
                "line": {"color": getattr(scheme, label.lines[0].token), "width": 1.5},
            }
        )
    return shapes
