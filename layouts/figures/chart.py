"""Charts described once: what is drawn, without how. ``screen`` and ``paper`` draw them.

A page builds one frozen description and hands it to both drawers::

    chart = TimeChart(
        key="arg-2-1-2",                      # unique on the page: prefix of the drawing's ids
        title="Argentina: food insecurity",   # short name, read by screen readers
        alt="In 2017, 30.4 % of adults ...",  # the headline sentence
        verdict="overlay with caution",       # overlay | overlay with caution | side by side | ...
        notes=("One question against an eight-question scale.",),
        panels=(
            Panel(unit="percent", traces=(
                Trace(side="citizen", name="Latinobarómetro", points=(
                    Point(x=2016, value=31.9, lower=29.1, upper=34.6, agreement="differs"),)),
                Trace(side="official", name="FAO", points=(
                    Point(x=2016, value=25.9, weak="modelled"),)),
            )),
        ),
    )
    paper.draw(chart, wide=True)              # SVG text
    screen.figure(chart, wide=True)           # plain Plotly dict

* overlay, overlay with caution: one panel; side by side: two panels, one side each, no words of
  agreement; context only: one panel with the citizens' side alone.
* ``x`` is a year as a float: 2018 is the year, 2018.29 is April 2018. ``when`` replaces the
  printed moment where that is not enough ("2017/2022").
* ``weak`` is the word for a value drawn lighter: "modelled", "provisional", "partial period", ...
* a suppressed value is ``Point(x=2019, value=None, state="suppressed")``: never a zero.
* citizens' points are joined only when ``connected``; official ones always, except across
  ``breaks`` (the first year after the break) and across years missing from a yearly series.

Maps: ``AreaMap`` for one side or the gap, ``breaks`` from ``round_breaks`` over *both* sides'
values (or ``gap_breaks``) so that two maps share one scale; ``legend(chart)`` gives the words,
colours and hatches for the HTML legend. ``DumbbellChart`` sorts its rows by gap itself.
``SmallChart`` is the sparkline of a card.

The gap over time::

    GapChart(
        key="gap-arg-2-1-2", title="Gap: citizens minus official", alt="…",
        unit="percent",                       # of both values: gaps of shares are points
        margin=5.0,                           # smaller gaps are not worth speaking of: the band
        points=(GapPoint(x=2016, gap=6.0, lower=3.1, upper=8.9, agreement="differs"),),
    )

Texts given to a chart (titles, names, notes, ``when``) are in the reader's language already. Keys
(``agreement``, ``weak``, ``state``, units, the states of bars) stay English; drawing says them in
the language being spoken, as it does numbers and years. A chart is built and drawn inside one
``speaking``.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from layouts.figures.scales import gap_breaks, round_breaks
from layouts.figures.series import (
    AGREEMENTS,
    MUTE_WORDS,
    ChartError,
    Panel,
    Point,
    Trace,
    finite,
    one_of,
    segments,
)

__all__ = [
    "AreaMap",
    "AreaValue",
    "BarChart",
    "BarRow",
    "Chart",
    "ChartError",
    "DumbbellChart",
    "DumbbellRow",
    "GapChart",
    "GapPoint",
    "Panel",
    "Point",
    "SmallChart",
    "SpanChart",
    "SpanRow",
    "TimeChart",
    "Trace",
    "gap_breaks",
    "round_breaks",
    "segments",
]

Verdict = Literal["overlay", "overlay with caution", "side by side", "context only"]
VERDICTS = ("overlay", "overlay with caution", "side by side", "context only")
MAP_SIDES = ("citizen", "official", "gap")
AREA_STATES = ("normal", "missing", "suppressed")


@dataclass(frozen=True, kw_only=True)
class TimeChart:
    """A comparison over time. The verdict decides how many panels there may be."""

    key: str
    title: str
    alt: str
    verdict: Verdict
    panels: tuple[Panel, ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        part = f"chart {self.key!r}"
        one_of(part=f"{part}, verdict", found=self.verdict, allowed=VERDICTS)
        wanted = 2 if self.verdict == "side by side" else 1
        if len(self.panels) != wanted or not all(panel.traces for panel in self.panels):
            raise ChartError(
                part=f"{part}, panels",
                found=len(self.panels),
                allowed=(wanted,),
                reason=f"{self.verdict}: an empty panel does not count",
            )
        if self.verdict == "overlay with caution" and not self.notes:
            raise ChartError(part=f"{part}, notes", found=self.notes, reason="print the reasons")
        if self.verdict in ("side by side", "context only"):
            self._keep_apart(part)

    def _keep_apart(self, part: str) -> None:
        sides = [sorted(panel.sides) for panel in self.panels]
        wanted = [["citizen"], ["official"]] if len(self.panels) == 2 else [["citizen"]]
        if sides != wanted:
            raise ChartError(part=f"{part}, sides", found=sides, allowed=(wanted,))
        if any(panel.says_agreement for panel in self.panels):
            raise ChartError(
                part=f"{part}, agreement",
                found=self.verdict,
                reason="no word of agreement without an overlay",
            )


@dataclass(frozen=True, kw_only=True)
class AreaValue:
    """One area of a map. ``area`` is the outline's id, such as KE-30."""

    area: str
    name: str
    value: float | None
    state: str = "normal"
    note: str = ""

    def __post_init__(self) -> None:
        part = f"area {self.area}"
        one_of(part=f"{part}, state", found=self.state, allowed=AREA_STATES)
        finite(part=part, value=self.value)
        if (self.value is None) != (self.state != "normal"):
            raise ChartError(
                part=part, found=self.value, reason=f"does not fit the state {self.state!r}"
            )


@dataclass(frozen=True, kw_only=True)
class AreaMap:
    """One map of one side, or of the gap (citizens minus official). Five classes."""

    key: str
    title: str
    alt: str
    side: Literal["citizen", "official", "gap"]
    unit: str
    areas: tuple[AreaValue, ...]
    breaks: tuple[float, ...]

    def __post_init__(self) -> None:
        part = f"map {self.key!r}"
        one_of(part=f"{part}, side", found=self.side, allowed=MAP_SIDES)
        if len(self.breaks) != 6 or any(b <= a for a, b in pairwise(self.breaks)):
            raise ChartError(
                part=f"{part}, breaks", found=self.breaks, reason="six rising ends of five classes"
            )
        codes = [value.area for value in self.areas]
        if len(set(codes)) != len(codes):
            raise ChartError(part=f"{part}, areas", found=codes, reason="an area comes twice")

    def class_of(self, value: float) -> int:
        """Return the class 0–4; a value on a break belongs to the class above it."""
        return sum(value >= edge for edge in self.breaks[1:-1])


@dataclass(frozen=True, kw_only=True)
class DumbbellRow:
    """Both sides' values in one area."""

    area: str
    name: str
    citizen: float
    official: float
    lower: float | None = None
    upper: float | None = None
    agreement: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        part = f"area {self.area}"
        finite(part=part, citizen=self.citizen, official=self.official)
        words = ("", *AGREEMENTS, *MUTE_WORDS)
        one_of(part=f"{part}, agreement", found=self.agreement, allowed=words)

    @property
    def gap(self) -> float:
        """Citizens minus official, in the chart's unit."""
        return self.citizen - self.official


@dataclass(frozen=True, kw_only=True)
class DumbbellChart:
    """Every area's two values on one axis, the largest gap (citizens above) first."""

    key: str
    title: str
    alt: str
    unit: str
    rows: tuple[DumbbellRow, ...]
    citizen_name: str
    official_name: str
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.rows:
            raise ChartError(part=f"chart {self.key!r}, rows", found=0, reason="needs an area")

    @property
    def sorted_rows(self) -> tuple[DumbbellRow, ...]:
        """Rows by falling gap, then by name."""
        return tuple(sorted(self.rows, key=lambda row: (-row.gap, row.name)))


@dataclass(frozen=True, kw_only=True)
class SmallChart:
    """A sparkline: up to two series on one unit, no axes, the last points marked."""

    key: str
    title: str
    alt: str
    unit: str
    traces: tuple[Trace, ...]

    def __post_init__(self) -> None:
        if not self.traces:
            raise ChartError(part=f"chart {self.key!r}, series", found=0, reason="needs a series")


@dataclass(frozen=True, kw_only=True)
class BarRow:
    """A name and how many pairs are in each state; a state left out has none."""

    name: str
    counts: tuple[tuple[str, int], ...]

    def count(self, state: str) -> int:
        """Return how many pairs are in a state."""
        return dict(self.counts).get(state, 0)

    @property
    def total(self) -> int:
        """Return how many pairs there are in all."""
        return sum(number for _, number in self.counts)


@dataclass(frozen=True, kw_only=True)
class BarChart:
    """How many pairs allow which word, a row a place, goal or indicator."""

    key: str
    title: str
    alt: str
    states: tuple[str, ...]
    rows: tuple[BarRow, ...]

    def __post_init__(self) -> None:
        if not self.rows:
            raise ChartError(part=f"chart {self.key!r}, rows", found=0, reason="needs a row")
        unknown = {state for row in self.rows for state, _ in row.counts} - set(self.states)
        if unknown:
            raise ChartError(part=f"chart {self.key!r}, states", found=sorted(unknown),
                             reason="not among the states of the key")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SpanRow:
    """A measure and, for each side that has it, its first and last year."""

    name: str
    spans: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, kw_only=True)
class SpanChart:
    """Who measured what, and when: a line from the first to the last year of each side."""

    key: str
    title: str
    alt: str
    rows: tuple[SpanRow, ...]

    def __post_init__(self) -> None:
        if not any(row.spans for row in self.rows):
            raise ChartError(part=f"chart {self.key!r}, spans", found=0, reason="needs a span")


@dataclass(frozen=True, kw_only=True)
class GapPoint:
    """How far citizens' value lay from the official one at a moment: citizens minus official."""

    x: float
    gap: float
    lower: float | None = None
    upper: float | None = None
    agreement: str = ""
    when: str = ""
    note: str = ""

    @property
    def point(self) -> Point:
        """The same as a point of a series. Raises ``ChartError`` for what cannot be."""
        return Point(
            x=self.x, value=self.gap, lower=self.lower, upper=self.upper,
            agreement=self.agreement, when=self.when, note=self.note,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class GapChart:
    """The gap over time, around a line of no gap and the band of gaps too small to speak of.

    ``unit`` is that of both values; ``margin`` the band's half width in that unit, 0 for none.
    """

    key: str
    title: str
    alt: str
    unit: str
    points: tuple[GapPoint, ...]
    margin: float = 0.0
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        part = f"chart {self.key!r}"
        finite(part=part, margin=self.margin)
        if self.margin < 0:
            raise ChartError(part=f"{part}, margin", found=self.margin, reason="is a half width")
        _ = self.series  # says what is wrong with the points

    @property
    def series(self) -> Trace:
        """The gaps as one series. Raises ``ChartError`` where there is none, or out of order."""
        points = tuple(one.point for one in self.points)
        return Trace(side="citizen", name=self.title, points=points)


Chart = TimeChart | GapChart | DumbbellChart | SmallChart | BarChart | SpanChart | AreaMap
