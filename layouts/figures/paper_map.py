"""Draw a map as SVG: a file that a page shows with ``<img>``, or a part of the page itself.

As a file its colours are plain, and nothing in it answers. In the page (``inline``) the colours
follow the reader's scheme, every area carries ``data-area`` and a ``<title>`` with its value, so
that a browser says it and a script can link maps with each other and with the rows of areas.
Areas without a figure and areas withheld are hatched, each in its own way. Small areas that many
people live in are drawn a second time in a frame (``outlines``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from layouts.figures.chart import AreaMap, AreaValue
from layouts.figures.measure import width
from layouts.figures.outlines import ACROSS, Framed, Outlines, read_outlines
from layouts.figures.series import ChartError
from layouts.figures.spoken import area_lines, inset_name, state_count
from layouts.language import _
from layouts.numbers import NO_BREAK, decimals, plain, suffix
from layouts.theme import STACK, THEME, property_name

__all__ = ["LegendEntry", "Outlines", "draw_map", "draw_maps", "legend", "read_outlines"]

FINE = 700  # units across of a map in the page: it is shown at some 300 pixels
HATCHES = (
    # name, width of the square, the stroke's width, the stroke
    ("missing", 14, 3.0, "M2 0v14"),
    ("suppressed", 16, 2.5, "M8 0v16M0 8h16"),
)


@dataclass(frozen=True, kw_only=True)
class LegendEntry:
    """One line of a map's legend. ``hatch`` is blank, "missing" or "suppressed".

    ``colour`` is for a map that stands alone, ``paint`` for one in the page: it follows the
    reader's scheme.
    """

    words: str
    colour: str
    hatch: str = ""
    areas: int = 0
    paint: str = ""


@dataclass(frozen=True, kw_only=True)
class _Look:
    """How colours are written and how large strokes are: for a file, or for the page."""

    inline: bool
    key: str
    unit: float

    def colour(self, token: str) -> str:
        plain_one = getattr(THEME.light, token)
        return f"var({property_name(token)},{plain_one})" if self.inline else plain_one

    def state(self, name: str) -> str:
        plain_one = getattr(THEME.ramps, name)
        return f"var(--map{property_name(name)[1:]},{plain_one})" if self.inline else plain_one

    def ramp(self, side: str) -> tuple[str, ...]:
        return ramp_paint(side) if self.inline else THEME.ramps.of(side)

    def hatch(self, state: str) -> str:
        return f"{self.key}-{state}" if self.inline else state


def ramp_paint(side: str) -> tuple[str, ...]:
    """Return the five classes as custom properties, the plain colour behind each."""
    return tuple(
        f"var(--{side}-{position},{colour})"
        for position, colour in enumerate(THEME.ramps.of(side), start=1)
    )


def draw_map(chart: AreaMap, *, outlines: Path, inline: bool = False) -> str:
    """Return a map as SVG text, for a file or (``inline``) for the page.

    Areas of the outlines that the chart leaves out are missing. Raises ``ChartError`` for an area
    that the outlines do not have.
    """
    if inline:
        return draw_maps((chart,), outlines=outlines)[0]
    shapes = read_outlines(outlines)
    look = _Look(inline=False, key=chart.key, unit=1.0)
    fills = _fills(chart, shapes, look, file=outlines.name)
    drawn = "".join(f'<path fill="{fills[area]}" d="{d}"/>' for area, d in shapes.paths.items())
    framed = "".join(
        _frame(one, look, "".join(f'<path fill="{fills[area]}" d="{d}"/>'
                                  for area, d in one.paths.items()))
        for one in shapes.insets
    )  # fmt: skip
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {_box(shapes, chart)}>'
        f"<title>{escape(chart.title)}</title>"
        f'<defs>{_patterns(look)}<g id="areas">{drawn}</g></defs><g stroke-linejoin="round">'
        # The darker stroke below shows only outside the country: its coast and borders.
        f'<use href="#areas" stroke="{look.colour("axis")}" stroke-width="5"/>'
        f'<use href="#areas" stroke="{look.colour("page")}" stroke-width="2.5"/>{framed}</g></svg>'
    )


def draw_maps(charts: Sequence[AreaMap], *, outlines: Path) -> tuple[str, ...]:
    """Return the maps of one country for one page: the first holds the outlines for all.

    Ids begin with the outlines' name and with each chart's key: call it once a page and country.
    """
    shapes = read_outlines(outlines, across=FINE)
    return tuple(
        _inline(chart, shapes, file=outlines.name, first=n == 0) for n, chart in enumerate(charts)
    )


def _inline(chart: AreaMap, shapes: Outlines, *, file: str, first: bool) -> str:
    look = _Look(inline=True, key=chart.key.replace(".", "-"), unit=FINE / ACROSS)
    fills = _fills(chart, shapes, look, file=file)
    values = {one.area: one for one in chart.areas}
    prefix = f"o-{shapes.name}"
    held = ""
    if first:
        held = "".join(f'<path id="{prefix}-{a}" d="{d}"/>' for a, d in shapes.paths.items())
        held += "".join(
            f'<path id="{prefix}-{area}-i" d="{d}"/>'
            for one in shapes.insets
            for area, d in one.paths.items()
        )

    def use(area: str, end: str = "") -> str:
        title = escape("\n".join(area_lines(_of(area, values), chart)))
        return (
            f'<use href="#{prefix}-{area}{end}" data-area="{area}" fill="{fills[area]}">'
            f"<title>{title}</title></use>"
        )

    drawn = "".join(use(area) for area in shapes.paths)
    framed = "".join(
        _frame(one, look, "".join(use(area, "-i") for area in one.paths)) for one in shapes.insets
    )
    group = f"{look.key}-areas"
    return (
        f'<svg class="map" {_box(shapes, chart)} data-side="{chart.side}">'
        f'<defs>{held}{_patterns(look)}</defs><g stroke-linejoin="round">'
        f'<use href="#{group}" stroke="{look.colour("axis")}" stroke-width="3" '
        'pointer-events="none"/>'
        f'<g stroke="{look.colour("page")}" stroke-width="1.2"><g id="{group}">{drawn}</g></g>'
        f"{framed}</g></svg>"
    )


def _of(area: str, values: dict[str, AreaValue]) -> AreaValue:
    """Return an area's value; one that the chart leaves out is missing, and named by its code."""
    return values.get(area) or AreaValue(area=area, name=area, value=None, state="missing")


def _box(shapes: Outlines, chart: AreaMap) -> str:
    return (
        f'viewBox="0 0 {shapes.width} {shapes.height}" font-family="{STACK}" role="img" '
        f"aria-label={quoteattr(chart.alt)}"
    )


def _fills(chart: AreaMap, shapes: Outlines, look: _Look, *, file: str) -> dict[str, str]:
    """Return each area's colour or hatch. Raises ``ChartError`` for one without an outline."""
    values = {value.area: value for value in chart.areas}
    unknown = sorted(set(values) - set(shapes.paths))
    if unknown:
        raise ChartError(
            part=f"map {chart.key!r}, areas",
            found=unknown,
            allowed=sorted(shapes.paths),
            reason=f"not among the outlines of {file}",
        )
    ramp, fills = look.ramp(chart.side), {}
    for area in shapes.paths:
        one = _of(area, values)
        if one.value is None:
            fills[area] = f"url(#{look.hatch(one.state)})"
        else:
            fills[area] = ramp[chart.class_of(one.value)]
    return fills


def _patterns(look: _Look) -> str:
    """Return the two hatches: missing is thin and slanted, suppressed is crossed and darker."""
    text = ""
    for name, size, stroke, d in HATCHES:
        scale = "" if look.unit == 1 else f" scale({look.unit:g})"
        text += (
            f'<pattern id="{look.hatch(name)}" width="{size}" height="{size}" '
            f'patternUnits="userSpaceOnUse" patternTransform="rotate(45){scale}">'
            f'<path fill="{look.state(name)}" d="M0 0h{size}v{size}H0z"/>'
            f'<path stroke="{look.state(f"{name}_hatch")}" stroke-width="{stroke:g}" d="{d}"/>'
            "</pattern>"
        )
    return text


def _frame(one: Framed, look: _Look, areas: str) -> str:
    """Return an inset: the line from its place, its frame, its name, its areas enlarged."""
    (x0, y0), (x1, y1) = one.leader
    unit, mute = look.unit, look.colour("mute")
    name = inset_name(one.name)  # another language's may be longer than the room laid out for it
    size = min(one.text, one.text * (one.width - 8 * unit) / width(name, size=one.text))
    return (
        f'<path d="M{x0} {y0}L{x1} {y1}" stroke="{look.colour("page")}" stroke-width="{9 * unit:g}"'
        f' opacity=".7" pointer-events="none"/>'
        f'<path d="M{x0} {y0}L{x1} {y1}" stroke="{mute}" stroke-width="{3.5 * unit:g}" '
        'pointer-events="none"/>'
        f'<path d="M{one.left:g} {one.top:g}h{one.width:g}v{one.height:g}h-{one.width:g}z" '
        f'fill="{look.colour("page")}" stroke="{mute}" stroke-width="{3.5 * unit:g}"/>'
        f'<text x="{one.left + one.width / 2:g}" y="{one.baseline:g}" '
        f'font-size="{size:.0f}" text-anchor="middle" fill="{look.colour("ink")}">'
        f"{escape(name)}</text>"
        f'<g stroke="{look.colour("axis")}" stroke-width="{3 * unit:g}">{areas}</g>'
    )


def legend(chart: AreaMap, *, outlines: Path | None = None) -> tuple[LegendEntry, ...]:
    """Return the legend's lines for HTML: five classes, then the hatches that occur, in words.

    ``outlines`` lets areas without any entry be counted as missing.
    """
    classes = [chart.class_of(one.value) for one in chart.areas if one.value is not None]
    colours = zip(THEME.ramps.of(chart.side), ramp_paint(chart.side), strict=True)
    entries = [
        LegendEntry(
            words=_class_words(chart, n), colour=colour, paint=paint, areas=classes.count(n)
        )
        for n, (colour, paint) in enumerate(colours)
    ]
    states = [one.state for one in chart.areas]
    if outlines is not None:
        known = {one.area for one in chart.areas}
        states += ["missing" for area in read_outlines(outlines).paths if area not in known]
    for state in ("missing", "suppressed"):
        if count := states.count(state):
            colour = getattr(THEME.ramps, state)
            entries.append(
                LegendEntry(
                    words=state_count(state, count), colour=colour, hatch=state, areas=count,
                    paint=f"var(--map-{state},{colour})",
                )
            )  # fmt: skip
    return tuple(entries)


def _class_words(chart: AreaMap, position: int) -> str:
    low, high = chart.breaks[position], chart.breaks[position + 1]
    if chart.side != "gap":
        start, end = _edge(low, chart, unit=False), _edge(high, chart)
        return _("{low} to {high}", low=start, high=end)
    if position == 2:
        return _("within {limit}", limit=_edge(high, chart))
    lower = position < 2
    near, far = sorted((abs(low), abs(high)))
    if position in (0, 4):
        # The outer classes hold every larger gap as well.
        limit = _edge(near, chart)
        if lower:
            return _("citizens lower by {limit} or more", limit=limit)
        return _("citizens higher by {limit} or more", limit=limit)
    ends = {"low": _edge(near, chart, unit=False), "high": _edge(far, chart)}
    if lower:
        return _("citizens lower by {low} to {high}", **ends)
    return _("citizens higher by {low} to {high}", **ends)


def _edge(value: float, chart: AreaMap, *, unit: bool = True) -> str:
    """Return a class' end with the decimals that all ends of the map need."""
    text = plain(value, max(_places(edge) for edge in chart.breaks))
    if not unit:
        return text
    if chart.side == "gap" and chart.unit == "percent":
        return _("{number} points", number=text).replace(" ", NO_BREAK)
    return text + suffix(chart.unit)


def _places(edge: float) -> int:
    return next(
        (n for n in range(6) if math.isclose(round(edge, n), edge, abs_tol=1e-9)),
        decimals(edge, ""),
    )
