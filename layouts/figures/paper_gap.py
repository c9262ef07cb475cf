"""The gap over time: each year's difference with its interval, around a line of no gap.

Above the line citizens' figure was higher, below it was lower; the ends of the axis say so. The
band holds gaps smaller than the margin. A gap's colour is that of its word of agreement.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby

from layouts.figures.canvas import Sheet
from layouts.figures.chart import GapChart
from layouts.figures.layout import NARROW, SMALL_LINE, WIDE, YEAR_ROOM, year_words
from layouts.figures.measure import width, wrap
from layouts.figures.place import Frame, Label, Rect, agreement_labels, block, obstacles
from layouts.figures.scales import SMALLEST, Axis, round_step, year_axis
from layouts.figures.series import Panel, Point
from layouts.language import _
from layouts.numbers import NO_BREAK, caption, plain, tick
from layouts.theme import AGREEMENT_TOKENS, THEME, Scheme

STEPS = 3  # round steps from no gap to the larger end, at most
PLOT = {True: 230.0, False: 200.0}  # pixels of height, wide and narrow
HEAD = 40.0  # above the plot: the row that says which way is which


@dataclass(frozen=True, kw_only=True)
class GapLayout:
    """A gap chart, placed. ``notes`` are (text, baseline)."""

    width: float
    height: float
    panel: Panel
    frame: Frame
    labels: tuple[Label, ...]
    notes: tuple[tuple[str, float], ...]


def gap_axis(chart: GapChart) -> Axis:
    """Return an axis that holds every gap and interval, the band, and room on both sides of 0."""
    values = [-chart.margin, chart.margin]
    for one in chart.points:
        values += [value for value in (one.gap, one.lower, one.upper) if value is not None]
    low, high = min(values), max(values)
    largest = max(-low, high)
    step = round_step((largest if largest > SMALLEST else 1.0) / STEPS)
    below, above = (max(1, math.ceil(end / step - 1e-9)) for end in (-low, high))
    ticks = tuple(round(n * step, 12) for n in range(-below, above + 1))
    return Axis(low=ticks[0], high=ticks[-1], step=step, ticks=ticks)


def gap_ticks(axis: Axis, unit: str) -> tuple[str, ...]:
    """Return the axis' numbers with their signs; the top one carries the unit."""
    said = [
        ("+" if value > 0 else "") + tick(value, axis.step) if value else plain(0, 0)
        for value in axis.ticks
    ]
    if unit == "percent":
        points = _("{number} points", number=said[-1])
        return (*said[:-1], points.replace(" ", NO_BREAK))
    return tuple(said)


def arrange_gap(chart: GapChart, *, wide: bool) -> GapLayout:
    """Return the layout of a gap chart at its wide (660 px) or narrow (340 px) size."""
    total = WIDE if wide else NARROW
    panel = Panel(unit=chart.unit, traces=(chart.series,))
    axis = gap_axis(chart)
    names = gap_ticks(axis, chart.unit)
    # The top number's unit ("+10 points") reaches into the plot, above its line.
    left = max(width(text.split(NO_BREAK)[0], size=THEME.tick) for text in names) + 9
    top, bottom = HEAD, HEAD + PLOT[wide]
    years = year_axis([one.x for one in chart.points], most=int((total - left) // YEAR_ROOM))
    frame = Frame(left=left, top=top, right=total - 8, bottom=bottom, years=years, values=axis)
    inside = Rect(left=left, right=total, top=top - 16, bottom=bottom + 4)
    taken = [*obstacles(panel, frame), *_edges(frame, names[-1])]
    labels = agreement_labels(panel, frame, taken, inside)
    lines = [line for note in chart.notes for line in wrap(note, size=THEME.small, within=total)]
    y = bottom + 54
    notes = tuple((line, y + SMALL_LINE * n) for n, line in enumerate(lines))
    return GapLayout(
        width=total, height=y - 9 + SMALL_LINE * len(lines), panel=panel, frame=frame,
        labels=labels, notes=notes,
    )  # fmt: skip


def _edges(frame: Frame, highest: str) -> list[Rect]:
    """Return where the words at the plot's edges stand: the highest number, the two ways."""
    above, below = (frame.right - width(said, size=THEME.small) for said in ways())
    return [
        Rect(left=0, right=frame.left + width(highest, size=THEME.tick), top=frame.top - 16,
             bottom=frame.top - 2),
        Rect(left=above, right=frame.right, top=frame.top - 16, bottom=frame.top - 2),
        Rect(left=below, right=frame.right, top=frame.bottom + 3, bottom=frame.bottom + 17),
    ]  # fmt: skip


def ways() -> tuple[str, str]:
    """Return what the two halves of the plot mean: above, below."""
    return _("citizens’ figure higher"), _("citizens’ figure lower")


def gap_sheet(chart: GapChart, *, wide: bool, scheme: Scheme) -> Sheet:
    """Draw the gaps: band, grid, line of no gap, intervals, squares and their words."""
    layout = arrange_gap(chart, wide=wide)
    frame = layout.frame
    sheet = Sheet(width=layout.width, height=layout.height, scheme=scheme)
    _grid(sheet, chart, frame)
    sheet.boxes([_label_box(label, frame) for label in layout.labels])
    _ground(sheet, chart, frame)
    points = sorted((one.point for one in chart.points), key=lambda one: one.agreement)
    for agreement, group in groupby(points, key=lambda one: one.agreement):
        _gaps(sheet, list(group), frame, token=gap_token(agreement))
    for label in layout.labels:
        _word(sheet, label, frame)
    for text, baseline in layout.notes:
        sheet.text(text, x=0, y=baseline, token="mute", size=THEME.small)
    return sheet


def gap_token(agreement: str) -> str:
    """Return the colour of a gap: that of its word, grey where none is said."""
    return AGREEMENT_TOKENS.get(agreement, "mute")


def _grid(sheet: Sheet, chart: GapChart, frame: Frame) -> None:
    rows = [(round(frame.y(value)) + 0.5) for value in frame.values.ticks if value]
    strokes = [((frame.left, y), (frame.right, y)) for y in rows]
    sheet.lines(strokes, token="line", width=1)
    for value, said in zip(frame.values.ticks, gap_ticks(frame.values, chart.unit), strict=True):
        number = said.split(NO_BREAK)[0]
        x, y = frame.left - 7 - width(number, size=THEME.tick), frame.y(value)
        sheet.text(said, x=x, y=y - 5 if number != said else y + 4, token="mute", size=THEME.tick)


def _ground(sheet: Sheet, chart: GapChart, frame: Frame) -> None:
    """Draw the band, the line of no gap and the words at the edges."""
    small, ends = THEME.small, (frame.left, frame.right)
    if chart.margin:
        high = abs(frame.y(chart.margin) - frame.y(-chart.margin))
        sheet.lines([[(x, frame.y(0)) for x in ends]], token="line", width=high, opacity=0.55)
    sheet.lines([[(x, round(frame.y(0)) + 0.5) for x in ends]], token="mute", width=1)
    for said, y in zip(ways(), (frame.top - 5, frame.bottom + 14), strict=True):
        sheet.text(said, x=frame.right, y=y, token="mute", size=small, align="end")
    if caption(chart.unit):
        sheet.text(caption(chart.unit), x=0, y=14, token="mute", size=small)
    for year, said in zip(frame.years.ticks, year_words(frame.years), strict=True):
        x = frame.x(year)
        sheet.text(said, x=x, y=frame.bottom + 33, token="mute", size=THEME.tick, align="middle")


def _gaps(sheet: Sheet, points: list[Point], frame: Frame, *, token: str) -> None:
    strokes = [
        ((frame.x(one.x), frame.y(one.lower)), (frame.x(one.x), frame.y(one.upper)))
        for one in points
        if one.lower is not None and one.upper is not None
    ]
    sheet.lines(strokes, token=token, width=8, opacity=0.3)
    places = [(frame.x(one.x), frame.y(one.value or 0.0)) for one in points]
    sheet.marks(places, shape="s", token=token, fill=token, size=8)


def _label_box(label: Label, frame: Frame) -> tuple[float, float, float, float]:
    wide, high = block(label.lines)
    x, y = frame.x(label.x) + label.dx, frame.y(label.value) + label.dy
    return x - wide / 2 - 2, y - 12, x + wide / 2 + 2, y + high - 13


def _word(sheet: Sheet, label: Label, frame: Frame) -> None:
    x, y = frame.x(label.x) + label.dx, frame.y(label.value) + label.dy
    (line,) = label.lines
    sheet.text(
        line.text, x=x, y=y, token=line.token, size=line.size, align="middle", bold=line.bold
    )
    if label.span:
        ends = [(frame.x(label.span[0]) - 4, y + 5), (frame.x(label.span[1]) + 4, y + 5)]
        sheet.lines([ends], token=line.token, width=1.5)
