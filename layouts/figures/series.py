"""The parts of a chart over time: points, series, panels, and which points a line may join."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Literal

from layouts.language import _, mark, words
from layouts.numbers import moment

Side = Literal["citizen", "official"]
SIDES = ("citizen", "official")
# Keys, in English everywhere; a drawing says them in the reader's language (``words``).
AGREEMENTS = (mark("differs"), mark("consistent"), mark("cannot tell"))
MUTE_WORDS = (mark("uncertainty not stated"), mark("shares a source"))
WEAK_WORDS = (
    mark("modelled"),
    mark("estimated"),
    mark("provisional"),
    mark("partial period"),
    mark("low reliability"),
    mark("censored"),
)
POINT_STATES = ("normal", "suppressed")
YEARLY = 1.5  # a series whose usual step is below this many years counts as yearly


class ChartError(ValueError):
    """A chart's description contradicts itself or the rules of comparison."""

    def __init__(
        self, *, part: str, found: object, allowed: Iterable[object] = (), reason: str = ""
    ) -> None:
        self.part, self.found, self.allowed = part, found, tuple(str(one) for one in allowed)
        text = f"{part}: found {found!r}"
        if reason:
            text += f"; {reason}"
        if self.allowed:
            text += "; allowed: " + ", ".join(repr(one) for one in self.allowed)
        super().__init__(text)


def one_of(*, part: str, found: object, allowed: tuple[str, ...]) -> None:
    """Raise unless the word is one of those allowed."""
    if found not in allowed:
        raise ChartError(part=part, found=found, allowed=allowed)


def finite(*, part: str, **values: float | None) -> None:
    """Raise when a number is infinite or not a number; None stands for absent."""
    for name, value in values.items():
        if value is not None and not math.isfinite(value):
            raise ChartError(part=f"{part}, {name}", found=value, reason="must be a finite number")


def side_title(side: str, name: str) -> str:
    """Return whose figures these are: "Citizens (Afrobarometer)", "Official (FAO)"."""
    if side == "citizen":
        return _("Citizens ({name})", name=words(name))
    return _("Official ({name})", name=words(name))


@dataclass(frozen=True, kw_only=True)
class Point:
    """One value of a series at one moment, in its panel's unit."""

    x: float
    value: float | None
    lower: float | None = None
    upper: float | None = None
    agreement: str = ""
    weak: str = ""
    when: str = ""
    note: str = ""
    state: str = "normal"

    def __post_init__(self) -> None:
        part = f"point at {self.x}"
        finite(part=part, x=self.x, value=self.value, lower=self.lower, upper=self.upper)
        one_of(part=f"{part}, state", found=self.state, allowed=POINT_STATES)
        allowed = ("", *AGREEMENTS, *MUTE_WORDS)
        one_of(part=f"{part}, agreement", found=self.agreement, allowed=allowed)
        if (self.value is None) != (self.state == "suppressed"):
            raise ChartError(
                part=part, found=self.value, reason=f"does not fit the state {self.state!r}"
            )
        if (self.lower is None) != (self.upper is None):
            raise ChartError(
                part=part, found=(self.lower, self.upper), reason="an interval has two ends"
            )
        if self.lower is not None and self.upper is not None and self.lower > self.upper:
            raise ChartError(
                part=part, found=(self.lower, self.upper), reason="interval is upside down"
            )

    @property
    def moment(self) -> str:
        """The printed moment, such as "2018", "April 2018" or the publisher's own period."""
        return self.when or moment(self.x)


@dataclass(frozen=True, kw_only=True)
class Trace:
    """One series of one side. Points are in order of time."""

    side: Side
    name: str
    points: tuple[Point, ...]
    connected: bool = False
    breaks: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        part = f"series {self.name!r}"
        one_of(part=f"{part}, side", found=self.side, allowed=SIDES)
        if not any(point.value is not None for point in self.points):
            raise ChartError(part=part, found=len(self.points), reason="needs at least one value")
        moments = [point.x for point in self.points]
        if any(after <= before for before, after in pairwise(moments)):
            raise ChartError(part=part, found=moments, reason="points must follow in time")

    @property
    def drawn(self) -> tuple[Point, ...]:
        """The points that have a value."""
        return tuple(point for point in self.points if point.value is not None)

    @property
    def last(self) -> Point:
        """The newest point that has a value."""
        return self.drawn[-1]

    @property
    def title(self) -> str:
        """The direct label: whose series this is."""
        return side_title(self.side, self.name)

    @property
    def weak_words(self) -> str:
        """How its lighter points are said in the label; blank when there are none."""
        found = dict.fromkeys(point.weak for point in self.drawn if point.weak)
        if not found:
            return ""
        text = ", ".join(words(one) for one in found)
        every = all(point.weak for point in self.drawn)
        return text if every else _("lighter: {reasons}", reasons=text)


def segments(trace: Trace) -> tuple[tuple[Point, Point], ...]:
    """Return the neighbouring points that a line may join.

    Nothing is joined across a stated break, across a suppressed value, or across years missing
    from a yearly series; surveys repeated every few years are joined. Citizens' points are
    joined only when the trace says so.
    """
    if trace.side == "citizen" and not trace.connected:
        return ()
    steps = [after.x - before.x for before, after in pairwise(trace.drawn)]
    if not steps:
        return ()
    usual = median(steps)
    longest = YEARLY if usual <= YEARLY else math.inf
    return tuple(
        (before, after)
        for before, after in pairwise(trace.points)
        if before.value is not None
        and after.value is not None
        and after.x - before.x <= longest
        and not any(before.x < year <= after.x for year in trace.breaks)
    )


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One pair of axes: everything in it shares one unit."""

    unit: str
    traces: tuple[Trace, ...]
    title: str = ""

    @property
    def sides(self) -> frozenset[str]:
        """Which sides are drawn in this panel."""
        return frozenset(trace.side for trace in self.traces)

    @property
    def says_agreement(self) -> bool:
        """Whether any point carries a word of agreement."""
        return any(point.agreement for trace in self.traces for point in trace.points)
