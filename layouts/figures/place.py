"""Where words go in a chart over time: beside their points, clear of marks and of each other.

Placement is worked out in pixels for a drawing's size, and kept as a shift from a point of the
data, so that both drawers use it and a chart that stretches keeps its words at their points.
Pixels count from the top left, downwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from layouts.figures.measure import width, wrap
from layouts.figures.scales import Axis
from layouts.figures.series import AGREEMENTS, Panel, Point, Trace, segments
from layouts.language import _, words
from layouts.numbers import number
from layouts.theme import AGREEMENT_TOKENS, THEME, words_token

LINE = 17.0  # height of one line of a label
LABEL_WIDTH = 178.0  # a longer name is broken
BELOW = 15.0  # a word goes below its point only if above is this many pixels further away
CLASH = 1000.0  # one overlap outweighs any distance


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The plot's rectangle in pixels and its two axes."""

    left: float
    top: float
    right: float
    bottom: float
    years: Axis
    values: Axis

    def x(self, moment: float) -> float:
        """Return the pixel of a moment."""
        share = (moment - self.years.low) / (self.years.high - self.years.low)
        return self.left + share * (self.right - self.left)

    def y(self, value: float) -> float:
        """Return the pixel of a value."""
        share = (value - self.values.low) / (self.values.high - self.values.low)
        return self.bottom - share * (self.bottom - self.top)


@dataclass(frozen=True, kw_only=True)
class Rect:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def lowered(self, by: float) -> Rect:
        """Return the rectangle moved down."""
        return replace(self, top=self.top + by, bottom=self.bottom + by)

    def overlap(self, other: Rect) -> float:
        """Return the shared area in square pixels."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, wide) * max(0.0, high)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a label; ``token`` is a colour of the theme."""

    text: str
    token: str
    bold: bool = True
    size: float = THEME.label


@dataclass(frozen=True, kw_only=True)
class Label:
    """Lines of words at a point of the data, shifted by (dx, dy) to the first baseline.

    ``span`` are the first and last moments that one word stands for, when it is several.
    """

    lines: tuple[Line, ...]
    x: float
    value: float
    dx: float
    dy: float
    align: str
    span: tuple[float, float] | None = None


def block(lines: Sequence[Line]) -> tuple[float, float]:
    """Return width and height of a label in pixels."""
    wide = max(width(line.text, size=line.size, bold=line.bold) for line in lines)
    return wide, LINE * len(lines)


def end_lines(trace: Trace, unit: str) -> tuple[Line, ...]:
    """Return a series' direct label: whose it is, its last value and moment, what is lighter."""
    token = words_token(trace.side)
    title = title_lines(trace, within=LABEL_WIDTH)
    lines = [Line(text=text, token=token) for text in (*title, last_words(trace, unit))]
    weak = wrap(trace.weak_words, size=THEME.small, within=LABEL_WIDTH) if trace.weak_words else ()
    lines += [Line(text=text, token="mute", bold=False, size=THEME.small) for text in weak]
    return tuple(lines)


def title_lines(trace: Trace, *, within: float) -> tuple[str, ...]:
    """Return "Citizens (name)" on one line, else "Citizens:" and the name below."""
    if width(trace.title, size=THEME.label, bold=True) <= within:
        return (trace.title,)
    side = _("Citizens:") if trace.side == "citizen" else _("Official:")
    return (side, *wrap(words(trace.name), size=THEME.label, within=within, bold=True))


def last_words(trace: Trace, unit: str) -> str:
    """Return "30.4 % in 2017"."""
    value = trace.last.value
    said = number(value if value is not None else math.nan, unit)
    return _("{value} in {moment}", value=said, moment=trace.last.moment)


def obstacles(panel: Panel, frame: Frame) -> list[Rect]:
    """Return what words must not cover: points, intervals and lines."""
    found = []
    for trace in panel.traces:
        for point in trace.drawn:
            found.append(_around(point, frame))
        for before, after in segments(trace):
            found.extend(_along(before, after, frame))
    return found


def _around(point: Point, frame: Frame) -> Rect:
    values = [v for v in (point.value, point.lower, point.upper) if v is not None]
    x, rows = frame.x(point.x), [frame.y(value) for value in values]
    return Rect(left=x - 7, right=x + 7, top=min(rows) - 6, bottom=max(rows) + 6)


def _along(before: Point, after: Point, frame: Frame) -> Iterable[Rect]:
    x0, x1 = frame.x(before.x), frame.x(after.x)
    y0, y1 = frame.y(before.value or 0.0), frame.y(after.value or 0.0)
    count = max(1, int(math.hypot(x1 - x0, y1 - y0) // 8))
    for n in range(count + 1):
        x, y = x0 + (x1 - x0) * n / count, y0 + (y1 - y0) * n / count
        yield Rect(left=x - 4, right=x + 4, top=y - 4, bottom=y + 4)


def _cost(rect: Rect, taken: Iterable[Rect], inside: Rect) -> float:
    area = (rect.right - rect.left) * (rect.bottom - rect.top)
    outside = area - rect.overlap(inside) > 1
    shares = [
        rect.overlap(other) / area
        for other in taken
        if other.left < rect.right
        and other.right > rect.left
        and other.top < rect.bottom
        and other.bottom > rect.top
    ]
    return CLASH * (3 * outside + len(shares) + sum(shares))


def _groups(panel: Panel, frame: Frame) -> list[list[Point]]:
    """Group neighbouring points with one word, where words would touch or are only remarks."""
    groups: list[list[Point]] = []
    for trace in panel.traces:
        fresh = True
        for point in trace.drawn:
            if not point.agreement:
                continue
            room = width(words(point.agreement), size=THEME.small, bold=True) + 8
            last = groups[-1][-1] if groups and not fresh else None
            same = last is not None and last.agreement == point.agreement
            near = last is not None and frame.x(point.x) - frame.x(last.x) < room
            if same and (near or point.agreement not in AGREEMENTS):
                groups[-1].append(point)
            else:
                groups.append([point])
            fresh = False
    return groups


def agreement_labels(
    panel: Panel, frame: Frame, taken: list[Rect], inside: Rect
) -> tuple[Label, ...]:
    """Place the words of agreement above their points, else below; ``taken`` grows."""
    return tuple(_agreement(group, frame, taken, inside) for group in _groups(panel, frame))


def _agreement(group: Sequence[Point], frame: Frame, taken: list[Rect], inside: Rect) -> Label:
    """Place one word for one or several neighbouring points, as near as it is clear."""
    key, anchor = group[0].agreement, group[-1]
    strong = key in AGREEMENTS
    line = Line(text=words(key), token=AGREEMENT_TOKENS[key], bold=strong, size=THEME.small)
    rects = [_around(point, frame) for point in group]
    first, last = frame.x(group[0].x), frame.x(anchor.x)
    underlined = strong and len(group) > 1
    said = width(line.text, size=line.size, bold=strong)
    wide = max(said, last - first + 8) if underlined else said
    middle = min(max((first + last) / 2, inside.left + said / 2), inside.right - said / 2)
    above, below = min(r.top for r in rects) - 3, max(r.bottom for r in rects) + 12
    rows = [(6.0 * n, above - 6.0 * n) for n in range(12)]
    rows += [(BELOW + 6.0 * n, below + 6.0 * n) for n in range(8)]

    def box(row: float) -> Rect:
        return _box(middle, row, wide, low=8 if underlined else 3)

    best = min((far + _cost(box(row), taken, inside), row) for far, row in rows)[1]
    taken.append(box(best))
    value = anchor.value if anchor.value is not None else 0.0
    return Label(
        lines=(line,),
        x=anchor.x,
        value=value,
        dx=middle - last,
        dy=best - frame.y(value),
        align="middle",
        span=(group[0].x, anchor.x) if underlined else None,
    )


def _box(middle: float, baseline: float, wide: float, *, low: float = 3) -> Rect:
    return Rect(
        left=middle - wide / 2 - 2,
        right=middle + wide / 2 + 2,
        top=baseline - 11,
        bottom=baseline + low,
    )


def end_labels(panel: Panel, frame: Frame, taken: list[Rect], inside: Rect) -> tuple[Label, ...]:
    """Place each series' label right of its last point, moved up or down until it is clear."""
    labels = []
    for trace in sorted(panel.traces, key=lambda one: -one.last.x):
        lines = end_lines(trace, panel.unit)
        wide, high = block(lines)
        value = trace.last.value if trace.last.value is not None else 0.0
        x, y = frame.x(trace.last.x), frame.y(value)
        choices = []
        for step in range(-14, 15):
            top = y - high / 2 + step * 7.0
            for order, left in enumerate((x + 13, x - wide - 13)):
                rect = Rect(left=left, right=left + wide, top=top, bottom=top + high)
                cost = _cost(rect, taken, inside) + abs(step) * 7 + order * 60 + (step < 0)
                choices.append((cost, left, top))
        _, left, top = min(choices)
        taken.append(Rect(left=left - 2, right=left + wide + 2, top=top - 2, bottom=top + high + 2))
        labels.append(
            Label(
                lines=lines,
                x=trace.last.x,
                value=value,
                dx=left - x,
                dy=top + 13 - y,
                align="start",
            )
        )
    return tuple(labels)


def suppressed_labels(
    panel: Panel, frame: Frame, taken: list[Rect], inside: Rect
) -> tuple[Label, ...]:
    """Say "suppressed" just above the axis where a value was withheld: never a zero."""
    said = _("suppressed")
    wide = width(said, size=THEME.small)
    labels = []
    for trace in panel.traces:
        token = words_token(trace.side)
        line = Line(text=said, token=token, bold=False, size=THEME.small)
        for point in trace.points:
            if point.value is not None:
                continue
            x = frame.x(point.x)
            middle = min(max(x, inside.left + wide / 2), inside.right - wide / 2)
            rows = [frame.bottom - 6 - 15.0 * n for n in range(4)]
            best = min((_cost(_box(middle, row, wide), taken, inside), -row) for row in rows)
            row = -best[1]
            taken.append(_box(middle, row, wide))
            labels.append(
                Label(
                    lines=(line,),
                    x=point.x,
                    value=frame.values.low,
                    dx=middle - x,
                    dy=row - frame.bottom,
                    align="middle",
                )
            )
    return tuple(labels)
