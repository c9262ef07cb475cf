"""Draw a chart as SVG for the page, or as a picture, with Matplotlib.

``draw(chart, wide=True)`` is the SVG that stands in the page before (or without) JavaScript;
``picture(chart, kind="png")`` the same drawing as a file to keep. Maps are in ``paper_map``.
"""

from __future__ import annotations

from contextlib import closing
from functools import lru_cache

from layouts.figures.canvas import Sheet
from layouts.figures.chart import (
    BarChart,
    DumbbellChart,
    GapChart,
    SmallChart,
    SpanChart,
    TimeChart,
)
from layouts.figures.layout import KeyRow, PanelLayout, arrange, tick_words, year_words
from layouts.figures.multiples import MultiplesChart, multiples_sheet
from layouts.figures.paper_bars import bar_sheet, span_sheet
from layouts.figures.paper_gap import gap_sheet
from layouts.figures.paper_small import dumbbell_sheet, small_sheet
from layouts.figures.place import LINE, Frame, Label, block
from layouts.figures.series import Point, Trace, segments
from layouts.figures.svg import tidy
from layouts.language import current
from layouts.theme import LIGHT, THEME, Scheme

MARK = {"citizen": ("D", 8.5), "official": ("o", 6.5)}
INTERVAL = {"citizen": 8.0, "official": 4.0}
# About 6 kB each. A card's drawing stands on several pages, that by area on one for every area.
MOST_DRAWINGS = 256


PaperChart = (
    TimeChart | GapChart | DumbbellChart | SmallChart | BarChart | SpanChart | MultiplesChart
)


def draw(chart: PaperChart, *, wide: bool = True, live: bool = True) -> str:
    """Return a chart as SVG text.

    ``wide`` is the 660 px drawing, otherwise the one for phones. ``live`` lets the colours
    follow the page's light or dark scheme; files that stand alone need ``live=False``.
    """
    return _drawn(chart, wide, live, current().code)


@lru_cache(maxsize=MOST_DRAWINGS)
def _drawn(chart: PaperChart, wide: bool, live: bool, _language: str) -> str:
    """Draw once for all pages that hold the chart; the language is that being spoken."""
    sheet = sheet_of(chart, wide=wide)
    return tidy(
        sheet.save("svg"),
        key=f"{chart.key}-{'w' if wide else 'n'}",
        title=chart.title,
        alt=chart.alt,
        scheme=LIGHT,
        live=live,
        answers=sheet.answers if live else (),
    )


def picture(chart: PaperChart, *, kind: str, wide: bool = True) -> bytes:
    """Return a chart as a "png" (twice the pixels) or "pdf" file."""
    with closing(sheet_of(chart, wide=wide)) as sheet:
        return sheet.save(kind, scale=2)


def sheet_of(chart: PaperChart, *, wide: bool, scheme: Scheme = LIGHT) -> Sheet:
    """Return a chart drawn on a sheet of its own, to be saved or laid on a larger one."""
    if isinstance(chart, DumbbellChart):
        return dumbbell_sheet(chart, wide=wide, scheme=scheme)
    if isinstance(chart, GapChart):
        return gap_sheet(chart, wide=wide, scheme=scheme)
    if isinstance(chart, MultiplesChart):
        return multiples_sheet(chart, wide=wide, scheme=scheme)
    if isinstance(chart, SpanChart):
        return span_sheet(chart, wide=wide, scheme=scheme)
    if isinstance(chart, BarChart):
        return bar_sheet(chart, wide=wide, scheme=scheme)
    if isinstance(chart, SmallChart):
        return small_sheet(chart, scheme=scheme)
    layout = arrange(chart, wide=wide)
    sheet = Sheet(width=layout.width, height=layout.height, scheme=scheme)
    for panel in layout.panels:
        _axes(sheet, panel)
        sheet.boxes([label_box(label, panel.frame) for label in panel.labels])
        for trace in sorted(panel.panel.traces, key=lambda one: one.side, reverse=True):
            draw_trace(sheet, trace, panel.frame)
        for row in panel.heads:
            _key_row(sheet, row)
        for label in panel.labels:
            _label(sheet, label, panel.frame)
    for text, baseline, bold in layout.notes:
        sheet.text(text, x=0, y=baseline, token="mute", size=THEME.small, bold=bold)
    return sheet


def _axes(sheet: Sheet, panel: PanelLayout) -> None:
    frame, axis = panel.frame, panel.frame.values
    rows = [(value, round(frame.y(value)) + 0.5) for value in axis.ticks]
    grid = [((frame.left, y), (frame.right, y)) for value, y in rows if value != 0]
    sheet.lines(grid, token="line", width=1)
    sheet.lines(
        [((frame.left, y), (frame.right, y)) for value, y in rows if value == 0],
        token="axis",
        width=1,
    )
    for words, (_, y) in zip(tick_words(axis, panel.panel.unit), rows, strict=True):
        sheet.text(words, x=frame.left - 7, y=y + 4, token="mute", size=THEME.tick, align="end")
    for year, said in zip(frame.years.ticks, year_words(frame.years), strict=True):
        sheet.text(
            said,
            x=frame.x(year),
            y=frame.bottom + 19,
            token="mute",
            size=THEME.tick,
            align="middle",
        )


def draw_trace(sheet: Sheet, trace: Trace, frame: Frame, *, scale: float = 1) -> None:
    """Draw a series: interval bars below, then its line, then its points; lighter ones lighter."""

    def place(point: Point) -> tuple[float, float]:
        return frame.x(point.x), frame.y(point.value if point.value is not None else 0.0)

    sheet.lines(
        [
            ((frame.x(p.x), frame.y(p.lower)), (frame.x(p.x), frame.y(p.upper)))
            for p in trace.drawn
            if p.lower is not None and p.upper is not None
        ],
        token=trace.side,
        width=INTERVAL[trace.side] * scale,
        opacity=0.26,
    )
    shape, size = MARK[trace.side]
    for weak in (True, False):
        token = trace.side + ("_weak" if weak else "")
        strokes = [
            (place(before), place(after))
            for before, after in segments(trace)
            if bool(before.weak or after.weak) == weak
        ]
        sheet.lines(_joined(strokes), token=token, width=2.4 * scale)
    for weak in (True, False):
        token = trace.side + ("_weak" if weak else "")
        sheet.marks(
            [place(point) for point in trace.drawn if bool(point.weak) == weak],
            shape=shape,
            token=token,
            fill=token if shape == "D" else "page",
            size=size * scale,
        )


def _joined(
    strokes: list[tuple[tuple[float, float], tuple[float, float]]],
) -> list[list[tuple[float, float]]]:
    """Join strokes that meet, so that a series is one line."""
    rows: list[list[tuple[float, float]]] = []
    for start, end in strokes:
        if rows and rows[-1][-1] == start:
            rows[-1].append(end)
        else:
            rows.append([start, end])
    return rows


def _key_row(sheet: Sheet, row: KeyRow) -> None:
    if row.mark is not None:
        shape, size = MARK[row.mark.side]
        y = row.baseline - 4.5
        if row.mark.side == "official":
            sheet.lines([((row.x - 17, y), (row.x - 4, y))], token="official", width=2.2)
        fill = row.mark.side if shape == "D" else "page"
        sheet.marks([(row.x - 10.5, y)], shape=shape, token=row.mark.side, fill=fill, size=size)
    line = row.line
    sheet.text(line.text, x=row.x, y=row.baseline, token=line.token, size=line.size, bold=line.bold)


def label_box(label: Label, frame: Frame) -> tuple[float, float, float, float]:
    """Return the rectangle that keeps grid lines out of a label: left, top, right, bottom."""
    wide, high = block(label.lines)
    x, y = frame.x(label.x) + label.dx, frame.y(label.value) + label.dy
    left = x - wide / 2 if label.align == "middle" else x
    return left - 2, y - 12, left + wide + 2, y + high - 13


def _label(sheet: Sheet, label: Label, frame: Frame) -> None:
    x, y = frame.x(label.x) + label.dx, frame.y(label.value) + label.dy
    for n, line in enumerate(label.lines):
        sheet.text(
            line.text,
            x=x,
            y=y + n * LINE,
            token=line.token,
            size=line.size,
            align=label.align,
            bold=line.bold,
        )
    if label.span:
        first, last = (frame.x(moment) for moment in label.span)
        below = y + 5
        token = label.lines[0].token
        sheet.lines([((first - 4, below), (last + 4, below))], token=token, width=1.5)
