"""How a chart over time fills its rectangle: panels, room for words, notes. Pixels, no drawing."""

from __future__ import annotations

from dataclasses import dataclass

from layouts.figures.chart import DumbbellChart, TimeChart
from layouts.figures.measure import width, wrap
from layouts.figures.place import (
    LINE,
    Frame,
    Label,
    Line,
    Rect,
    agreement_labels,
    block,
    end_labels,
    end_lines,
    last_words,
    obstacles,
    suppressed_labels,
    title_lines,
)
from layouts.figures.scales import Axis, value_axis, year_axis
from layouts.figures.series import Panel, Trace
from layouts.language import _, digits
from layouts.numbers import caption, suffix, tick
from layouts.theme import THEME, words_token

WIDE, NARROW = 660.0, 340.0
ROW_WIDE, ROW_NARROW = 19.0, 21.0  # one area of a dumbbell chart
BETWEEN = 28.0  # between two panels
SMALL_LINE = 16.0
YEAR_ROOM = 46.0  # pixels that one labelled year needs
KEYED_BELOW = 500.0  # a narrower panel names its series above the plot
MARK_ROOM = 18.0  # before a keyed name, for its marker


@dataclass(frozen=True, kw_only=True)
class KeyRow:
    """One line above a panel: ``mark`` is the trace whose marker stands before it, if any."""

    line: Line
    x: float
    baseline: float
    mark: Trace | None = None


@dataclass(frozen=True, kw_only=True)
class PanelLayout:
    """One panel, placed. ``shared_years`` is the axis' range."""

    panel: Panel
    frame: Frame
    heads: tuple[KeyRow, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A whole chart, placed; ``notes`` are (text, baseline, bold)."""

    width: float
    height: float
    panels: tuple[PanelLayout, ...]
    notes: tuple[tuple[str, float, bool], ...]


def tick_words(axis: Axis, unit: str) -> tuple[str, ...]:
    """Return the axis' numbers; the top one carries the sign of a share."""
    words = [tick(value, axis.step) for value in axis.ticks]
    if unit == "percent":
        words[-1] += suffix(unit)
    return tuple(words)


def year_words(axis: Axis) -> tuple[str, ...]:
    """Return the axis' years, in the digits of the language being spoken."""
    return tuple(digits(f"{year:.0f}") for year in axis.ticks)


def panel_values(panel: Panel) -> list[float]:
    """Return every value and interval end of a panel."""
    return [
        value
        for trace in panel.traces
        for point in trace.points
        for value in (point.value, point.lower, point.upper)
        if value is not None
    ]


def arrange(chart: TimeChart, *, wide: bool, stretch: bool = False) -> Layout:
    """Return the layout of a chart at its wide (660 px) or narrow (340 px) size.

    Wide single panels carry their labels at the lines' ends; narrow ones, and the halves of a
    side by side, in rows above the plot. ``stretch`` leaves the full width of the labels
    free at the right, for a drawing whose plot may become narrower than laid out here.
    """
    total = WIDE if wide else NARROW
    beside = wide and len(chart.panels) == 2
    each = (total - BETWEEN) / 2 if beside else total
    moments = [p.x for panel in chart.panels for trace in panel.traces for p in trace.points]
    tall = 250.0 if wide and not beside else 200.0
    titles = [len(_title(panel, within=each)) if panel.title else 0 for panel in chart.panels]
    rows = max(titles) if beside else 0
    boxes = _boxes(len(chart.panels), each=each, tall=tall, beside=beside)
    heads = [_heads(panel, box=boxes[0], title_rows=rows)[1] for panel in chart.panels]
    panels: list[PanelLayout] = []
    bottom = 0.0
    for panel, box, head in zip(chart.panels, boxes, heads, strict=True):
        placed, bottom = _panel(
            panel,
            moments=moments,
            box=box if beside or not panels else box.lowered(bottom + 14),
            head=max(heads) if beside else head,
            title_rows=rows,
            stretch=stretch,
        )
        panels.append(placed)
    notes, height = _notes(chart, top=bottom, within=total)
    return Layout(width=total, height=height, panels=tuple(panels), notes=notes)


def _boxes(count: int, *, each: float, tall: float, beside: bool) -> list[Rect]:
    """Return each panel's place across; below each other, all begin at the top for now."""
    lefts = [n * (each + BETWEEN) if beside else 0.0 for n in range(count)]
    return [Rect(left=left, right=left + each, top=0.0, bottom=tall) for left in lefts]


def _title(panel: Panel, *, within: float) -> tuple[str, ...]:
    return wrap(panel.title, size=THEME.small, within=within)


def _heads(panel: Panel, *, box: Rect, title_rows: int) -> tuple[tuple[KeyRow, ...], float]:
    """Return the rows above a plot (title, names, unit) and their height.

    ``title_rows`` is how many lines the longest title of panels side by side takes.
    """
    rows: list[KeyRow] = []
    y, within = box.top, box.right - box.left
    keyed = within < KEYED_BELOW
    if panel.title:
        texts = _title(panel, within=within)
        y += SMALL_LINE * max(0, title_rows - len(texts))
        for text in texts:
            y += SMALL_LINE
            rows.append(KeyRow(line=_quiet(text), x=box.left, baseline=y))
        y += 3
    for trace in panel.traces if keyed else ():
        for n, line in enumerate(_key_lines(trace, panel.unit, within - MARK_ROOM)):
            y += LINE
            mark = trace if n == 0 else None
            rows.append(KeyRow(line=line, x=box.left + MARK_ROOM, baseline=y, mark=mark))
        y += 2
    if caption(panel.unit):
        y += SMALL_LINE + 2
        rows.append(KeyRow(line=_quiet(caption(panel.unit)), x=box.left, baseline=y))
    return tuple(rows), y - box.top + (6 if rows else 0)


def _quiet(text: str) -> Line:
    return Line(text=text, token="mute", bold=False, size=THEME.small)


def _key_lines(trace: Trace, unit: str, within: float) -> tuple[Line, ...]:
    token = words_token(trace.side)
    words = last_words(trace, unit)
    together = f"{trace.title}: {words}"
    fits = width(together, size=THEME.label, bold=True) <= within
    lines = [
        Line(text=text, token=token)
        for text in ((together,) if fits else (*title_lines(trace, within=within), words))
    ]
    if trace.weak_words:
        lines += [_quiet(text) for text in wrap(trace.weak_words, size=THEME.small, within=within)]
    return tuple(lines)


def _panel(
    panel: Panel,
    *,
    moments: list[float],
    box: Rect,
    head: float,
    title_rows: int,
    stretch: bool,
) -> tuple[PanelLayout, float]:
    """Place one panel; return it and its bottom edge. The box' height is the plot's with air."""
    keyed = box.right - box.left < KEYED_BELOW
    heads, _ = _heads(panel, box=box, title_rows=title_rows)
    values = value_axis(panel_values(panel), unit=panel.unit)
    numbers = tick_words(values, panel.unit)
    left = box.left + max(width(text, size=THEME.tick) for text in numbers) + 9
    most = max(2, int((box.right - left) * (1.0 if keyed else 0.75) // YEAR_ROOM))
    years = year_axis(moments, most=most)
    right = (
        box.right - 8
        if keyed
        else _right(panel, years=years, left=left, end=box.right, stretch=stretch)
    )
    top = box.top + head + (22 if panel.says_agreement else 12)
    bottom = top + box.bottom - box.top - 20
    frame = Frame(left=left, top=top, right=right, bottom=bottom, years=years, values=values)
    taken = obstacles(panel, frame)
    inside = Rect(left=box.left, right=box.right, top=box.top + head, bottom=bottom - 2)
    labels = agreement_labels(panel, frame, taken, inside)
    labels += suppressed_labels(panel, frame, taken, inside)
    if not keyed:
        labels += end_labels(panel, frame, taken, inside)
    return PanelLayout(panel=panel, frame=frame, heads=heads, labels=labels), bottom + 26


def _right(panel: Panel, *, years: Axis, left: float, end: float, stretch: bool) -> float:
    """Return the plot's right edge that leaves room for every label beside its last point."""
    edges = [end - 8]
    for trace in panel.traces:
        share = 1.0 if stretch else (trace.last.x - years.low) / (years.high - years.low)
        wide, _ = block(end_lines(trace, panel.unit))
        edges.append(left + (end - 14 - wide - left) / share)
    return max(min(edges), left + (end - left) * 0.5)


def _notes(
    chart: TimeChart, *, top: float, within: float
) -> tuple[tuple[tuple[str, float, bool], ...], float]:
    rows: list[tuple[str, float, bool]] = []
    y = top + (8 if chart.notes else 0)
    if chart.notes and chart.verdict == "overlay with caution":
        y += SMALL_LINE
        rows.append((_("Compared with caution:"), y, True))
    for note in chart.notes:
        for text in wrap(note, size=THEME.small, within=within):
            y += SMALL_LINE
            rows.append((text, y, False))
    return tuple(rows), y + 6


def dumbbell_axis(chart: DumbbellChart) -> Axis:
    """Return the axis that holds every value and interval end of both sides."""
    values = [
        value
        for row in chart.rows
        for value in (row.citizen, row.official, row.lower, row.upper)
        if value is not None
    ]
    return value_axis(values, unit=chart.unit)
