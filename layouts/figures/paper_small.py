"""Two drawings without a time axis of their own: areas side by side, and a card's sparkline."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from layouts.figures.canvas import Sheet
from layouts.figures.chart import DumbbellChart, DumbbellRow, SmallChart
from layouts.figures.layout import (
    NARROW,
    ROW_NARROW,
    ROW_WIDE,
    SMALL_LINE,
    WIDE,
    dumbbell_axis,
    tick_words,
)
from layouts.figures.measure import width, wrap
from layouts.figures.scales import Axis, value_axis
from layouts.figures.series import Trace, segments, side_title
from layouts.figures.spoken import row_lines
from layouts.language import words
from layouts.numbers import caption
from layouts.theme import AGREEMENT_TOKENS, THEME, Scheme

SMALL_WIDTH, SMALL_HEIGHT = 132.0, 40.0


def dumbbell_sheet(chart: DumbbellChart, *, wide: bool, scheme: Scheme) -> Sheet:
    """Draw every area, largest gap first: a diamond, a circle and the line between them."""
    total, step = (WIDE, ROW_WIDE) if wide else (NARROW, ROW_NARROW)
    rows, axis = chart.sorted_rows, dumbbell_axis(chart)
    size = THEME.small
    names = max(width(row.name, size=size) for row in rows)
    left = min(names, total * 0.36) + 12
    said = max((width(words(row.agreement), size=size, bold=True) for row in rows), default=0.0)
    right = total - (said + 14 if said and wide else 24)
    notes = [text for note in chart.notes for text in wrap(note, size=size, within=total)]
    key = [(chart.citizen_name, "citizen"), (chart.official_name, "official")]
    top = _key_height(chart, wide=wide) + 24
    bottom = top + step * len(rows)
    height = bottom + 8 + SMALL_LINE * len(notes)
    sheet = Sheet(width=total, height=height, scheme=scheme)

    def x(value: float) -> float:
        return left + (value - axis.low) / (axis.high - axis.low) * (right - left)

    _key(sheet, key, wide=wide)
    if caption(chart.unit):
        sheet.text(caption(chart.unit), x=0, y=top - 9, token="mute", size=size)
    _columns(sheet, axis, chart.unit, x=x, top=top, bottom=bottom)
    _rows(sheet, rows, x=x, top=top, step=step, left=left, agreement=right + 12 if wide else None)
    for n, one in enumerate(rows):
        lines = "\n".join(row_lines(one, chart))
        sheet.answer(one.area, lines, top=top + step * n, bottom=top + step * (n + 1))
    for n, text in enumerate(notes):
        sheet.text(text, x=0, y=bottom + 20 + SMALL_LINE * n, token="mute", size=size)
    return sheet


def _key_height(chart: DumbbellChart, *, wide: bool) -> float:
    return 20.0 if wide else 38.0


def _key(sheet: Sheet, key: Sequence[tuple[str, str]], *, wide: bool) -> None:
    x, y = 16.0, 14.0
    for name, side in key:
        title = side_title(side, name)
        _mark(sheet, [(x - 9, y - 4.5)], side)
        token = "citizen_text" if side == "citizen" else "official"
        sheet.text(title, x=x, y=y, token=token, size=THEME.label, bold=True)
        if wide:
            x += width(title, size=THEME.label, bold=True) + 40
        else:
            y += 18


def _mark(sheet: Sheet, places: list[tuple[float, float]], side: str) -> None:
    diamond = side == "citizen"
    sheet.marks(
        places,
        shape="D" if diamond else "o",
        token=side,
        fill="citizen" if diamond else "page",
        size=6.5 if diamond else 9,
    )


def _columns(
    sheet: Sheet, axis: Axis, unit: str, *, x: Callable[[float], float], top: float, bottom: float
) -> None:
    for said, value in zip(tick_words(axis, unit), axis.ticks, strict=True):
        sheet.text(said, x=x(value), y=top - 9, token="mute", size=THEME.tick, align="middle")
    for token, kept in (("line", False), ("axis", True)):
        strokes = [
            ((x(value), top - 3), (x(value), bottom))
            for value in axis.ticks
            if (value == 0) == kept
        ]
        sheet.lines(strokes, token=token, width=1)


def _rows(
    sheet: Sheet,
    rows: Sequence[DumbbellRow],
    *,
    x: Callable[[float], float],
    top: float,
    step: float,
    left: float,
    agreement: float | None,
) -> None:
    middle = [top + step * (n + 0.5) for n in range(len(rows))]
    pairs = list(zip(rows, middle, strict=True))
    sheet.lines(
        [
            ((x(row.lower), y), (x(row.upper), y))
            for row, y in pairs
            if row.lower is not None and row.upper is not None
        ],
        token="citizen",
        width=7,
        opacity=0.26,
    )
    sheet.lines([((x(r.citizen), y), (x(r.official), y)) for r, y in pairs], token="axis", width=2)
    _mark(sheet, [(x(row.official), y) for row, y in pairs], "official")
    _mark(sheet, [(x(row.citizen), y) for row, y in pairs], "citizen")
    for row, y in pairs:
        name = _fitting(row.name, within=left - 12)
        sheet.text(name, x=left - 11, y=y + 4, token="ink", size=THEME.small, align="end")
    if agreement is None:
        return
    for row, y in sorted(pairs, key=lambda pair: pair[0].agreement):  # alike words are gathered
        if row.agreement:
            token = AGREEMENT_TOKENS[row.agreement]
            bold = token != "mute"
            said = words(row.agreement)
            sheet.text(said, x=agreement, y=y + 4, token=token, size=THEME.small, bold=bold)


def _fitting(name: str, *, within: float) -> str:
    """Return a name, its end replaced by … where it is too wide for its column."""
    if width(name, size=THEME.small) <= within + 1:
        return name
    cut = name
    while cut and width(cut + "…", size=THEME.small) > within:
        cut = cut[:-1]
    return cut.rstrip() + "…"


def small_sheet(chart: SmallChart, *, scheme: Scheme) -> Sheet:
    """Draw a card's sparkline: no axes, each series' last point marked."""
    sheet = Sheet(width=SMALL_WIDTH, height=SMALL_HEIGHT, scheme=scheme)
    points = [point for trace in chart.traces for point in trace.drawn]
    moments = [point.x for point in points]
    axis = value_axis([p.value for p in points if p.value is not None], unit=chart.unit)
    low, span = min(moments), (max(moments) - min(moments)) or 1.0
    bottom, high = SMALL_HEIGHT - 4.5, SMALL_HEIGHT - 11

    def place(x: float, value: float | None) -> tuple[float, float]:
        share = ((value or 0.0) - axis.low) / (axis.high - axis.low)
        return 6 + (x - low) / span * (SMALL_WIDTH - 12), bottom - share * high

    base = place(low, 0.0)[1]
    sheet.lines([((0, base), (SMALL_WIDTH, base))], token="line", width=1)
    for trace in sorted(chart.traces, key=lambda one: one.side, reverse=True):
        _spark(sheet, trace, place)
    return sheet


def _spark(
    sheet: Sheet, trace: Trace, place: Callable[[float, float | None], tuple[float, float]]
) -> None:
    strokes = [(place(a.x, a.value), place(b.x, b.value)) for a, b in segments(trace)]
    sheet.lines(strokes, token=trace.side, width=1.8)
    joined = bool(strokes)
    shown = [trace.last] if joined else list(trace.drawn)
    diamond = trace.side == "citizen"
    sheet.marks(
        [place(point.x, point.value) for point in shown],
        shape="D" if diamond else "o",
        token=trace.side,
        fill="citizen" if diamond else "page",
        size=6.5 if diamond else 5.5,
    )
