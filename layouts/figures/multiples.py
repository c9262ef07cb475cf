"""Small multiples: each side of each country in a panel of its own, all on one scale.

Wide, a row a side and a column a country; on a phone a row a country and a column a side. Panels
stay apart, so nothing is said of a gap here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from layouts.figures.canvas import Sheet
from layouts.figures.layout import NARROW, SMALL_LINE, WIDE
from layouts.figures.measure import width, wrap
from layouts.figures.scales import Axis, value_axis
from layouts.figures.series import ChartError, Trace, segments
from layouts.language import _, digits, mark, words
from layouts.numbers import number, tick
from layouts.theme import THEME, Scheme, words_token

SIDES = (("citizen", mark("Citizens")), ("official", mark("Official")))
PLOT = 72.0  # pixels of a panel's plot, from its highest tick to zero
GUTTER = 18.0  # between two panels
TICK = THEME.tick - 1
HEAD, NAMES = 22.0, 2  # the height of a heading; lines for a series' name


@dataclass(frozen=True, kw_only=True)
class MultiplesPanel:
    """One side of one country: its series, or in words why there is none here."""

    trace: Trace | None
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class MultiplesRow:
    """A country and its two panels."""

    name: str
    citizen: MultiplesPanel
    official: MultiplesPanel

    def panel(self, side: str) -> MultiplesPanel:
        """Return the panel of a side."""
        return self.citizen if side == "citizen" else self.official


@dataclass(frozen=True, kw_only=True)
class MultiplesChart:
    """Every country's series of one measure, in one unit."""

    key: str
    title: str
    alt: str
    unit: str
    rows: tuple[MultiplesRow, ...]

    def __post_init__(self) -> None:
        if not self.traces:
            raise ChartError(part=f"chart {self.key!r}, series", found=0, reason="needs a series")

    @property
    def traces(self) -> tuple[Trace, ...]:
        """Every series there is."""
        found = [row.panel(side).trace for row in self.rows for side, _name in SIDES]
        return tuple(trace for trace in found if trace is not None)


@dataclass(frozen=True, kw_only=True)
class _Scale:
    """The axes that all panels share; years from ``first`` to ``last``."""

    axis: Axis
    first: float
    last: float
    unit: str


@dataclass(frozen=True, kw_only=True)
class _Spot:
    """A panel's place: the left end, the top and the width of its plot."""

    left: float
    top: float
    width: float


def multiples_sheet(chart: MultiplesChart, *, wide: bool, scheme: Scheme) -> Sheet:
    """Draw every panel on the same two axes."""
    points = [point for trace in chart.traces for point in trace.drawn]
    ends = [one for p in points for one in (p.value, p.upper) if one is not None]
    scale = _Scale(
        axis=value_axis(ends, unit=chart.unit, most=2),
        first=min(point.x for point in points),
        last=max(point.x for point in points),
        unit=chart.unit,
    )
    total = WIDE if wide else NARROW
    across = len(chart.rows) if wide else len(SIDES)
    down = len(SIDES) if wide else len(chart.rows)
    step = HEAD + PLOT + 18 + SMALL_LINE * (NAMES + 1) + 22
    top = HEAD if wide else HEAD + 4
    sheet = Sheet(width=total, height=top + down * (step + (HEAD if wide else 0)), scheme=scheme)
    left = 10 + max(width(tick(value, scale.axis.step), size=TICK) for value in scale.axis.ticks)
    size = (total - left - GUTTER * (across - 1)) / across
    if not wide:
        for n, (side, name) in enumerate(SIDES):
            _heading(sheet, _(name), x=left + n * (size + GUTTER), y=14, token=words_token(side))
    for row, column, side, said, panel in _panels(chart, wide=wide):
        y = top + row * (step + (HEAD if wide else 0))
        spot = _Spot(
            left=left + column * (size + GUTTER), top=y + (HEAD if wide else 0) + HEAD, width=size
        )
        if wide and column == 0:
            name = dict(SIDES)[side]
            _heading(sheet, _(name), x=0, y=y, token=words_token(side))
        if wide or column == 0:
            _heading(sheet, said, x=spot.left if wide else 0, y=spot.top - 12, token="ink")
        _panel(sheet, panel, spot=spot, scale=scale, ticks=column == 0)
    return sheet


def _panels(
    chart: MultiplesChart, *, wide: bool
) -> Iterator[tuple[int, int, str, str, MultiplesPanel]]:
    """Yield row, column, side, the country's name and the panel."""
    for n, row in enumerate(chart.rows):
        for m, (side, _name) in enumerate(SIDES):
            yield (m, n, side, row.name, row.panel(side)) if wide else (
                n, m, side, row.name, row.panel(side)
            )  # fmt: skip


def _heading(sheet: Sheet, said: str, *, x: float, y: float, token: str) -> None:
    sheet.text(said, x=x, y=y, token=token, size=THEME.label, bold=True)


def _panel(sheet: Sheet, panel: MultiplesPanel, *, spot: _Spot, scale: _Scale, ticks: bool) -> None:
    axis, right = scale.axis, spot.left + spot.width
    bottom = spot.top + PLOT

    def y(value: float) -> float:
        return bottom - (value - axis.low) / (axis.high - axis.low) * PLOT

    for token, kept in (("line", False), ("axis", True)):
        if panel.trace is None and not kept:
            continue
        lines = [round(y(value)) + 0.5 for value in axis.ticks if (value == 0) == kept]
        sheet.lines([((spot.left, line), (right, line)) for line in lines], token=token, width=1)
    if ticks:
        for value in axis.ticks:
            sheet.text(tick(value, axis.step), x=spot.left - 6, y=y(value) + 4, token="mute",
                       size=TICK, align="end")  # fmt: skip
    if panel.trace is None:
        for n, said in enumerate(wrap(panel.words, size=THEME.small, within=spot.width - 8)):
            sheet.text(said, x=spot.left + 4, y=spot.top + PLOT / 2 + SMALL_LINE * n, token="mute",
                       size=THEME.small)  # fmt: skip
        return
    _series(sheet, panel.trace, spot=spot, scale=scale)
    for year, align, x in (
        (scale.first, "start", spot.left),
        (scale.last, "end", right),
    )[: 2 if scale.last > scale.first else 1]:
        sheet.text(digits(int(year)), x=x, y=bottom + 14, token="mute", size=TICK,
                   align=align)  # fmt: skip
    last = panel.trace.last
    found = number(last.value or 0.0, scale.unit)
    said = _("{value} in {when}", value=found, when=last.moment)
    if width(said, size=THEME.small, bold=True) > spot.width:  # "July 2016–July 2017"
        said = _("{value} in {when}", value=found, when=digits(int(last.x)))
    token = words_token(panel.trace.side)
    place = bottom + 16 + SMALL_LINE
    sheet.text(said, x=spot.left, y=place, token=token, size=THEME.small, bold=True)
    names = wrap(words(panel.trace.name), size=THEME.small, within=spot.width)
    for n, name in enumerate(names[:NAMES]):
        cut = f"{name}…" if n == NAMES - 1 and len(names) > NAMES else name
        sheet.text(cut, x=spot.left, y=place + SMALL_LINE * (n + 1), token="mute",
                   size=THEME.small)  # fmt: skip


def _series(sheet: Sheet, trace: Trace, *, spot: _Spot, scale: _Scale) -> None:
    axis, air = scale.axis, 7.0
    years = (scale.last - scale.first) or 1.0

    def place(x: float, value: float | None) -> tuple[float, float]:
        share = ((value or 0.0) - axis.low) / (axis.high - axis.low)
        across = air + (x - scale.first) / years * (spot.width - 2 * air)
        return spot.left + across, spot.top + PLOT * (1 - share)

    sheet.lines(
        [
            (place(p.x, p.lower), place(p.x, p.upper))
            for p in trace.drawn
            if p.lower is not None and p.upper is not None
        ],
        token=trace.side,
        width=5,
        opacity=0.26,
    )
    joined = list(segments(trace))
    strokes = [(place(a.x, a.value), place(b.x, b.value)) for a, b in joined]
    sheet.lines(strokes, token=trace.side, width=1.8)
    diamond = trace.side == "citizen"
    # A line shows its official points; its end is marked, and what no line reaches.
    inside = {point.x for ends in joined for point in ends} - {trace.last.x}
    shown = [point for point in trace.drawn if diamond or point.x not in inside]
    sheet.marks(
        [place(point.x, point.value) for point in shown],
        shape="D" if diamond else "o",
        token=trace.side,
        fill="citizen" if diamond else "page",
        size=6 if diamond else 5,
    )
