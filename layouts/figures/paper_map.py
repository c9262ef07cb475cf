"""Draw a map as an SVG file that a page shows with ``<img>``: no words inside, plain colours.

The outlines' paths are worked out once for each file of outlines. Larger areas come first, so
that a small one is never covered. Projection: equirectangular, longitudes shortened by the cosine
of the country's middle latitude (Snyder 1987, Map Projections, p. 90).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from layouts.figures.chart import AreaMap
from layouts.figures.series import ChartError
from layouts.numbers import decimals, plain, suffix
from layouts.theme import THEME

ACROSS = 1400  # the longer edge of the drawing, in whole units
EDGE = 4  # kept free on every side, for the outlines' strokes
STATE_WORDS = {"missing": "no figure", "suppressed": "suppressed to protect people"}

Ring = Sequence[Sequence[float]]


@dataclass(frozen=True, kw_only=True)
class Outlines:
    """A country's areas as SVG paths, largest first; size in drawing units."""

    width: int
    height: int
    paths: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class LegendEntry:
    """One line of a map's legend. ``hatch`` is blank, "missing" or "suppressed"."""

    words: str
    colour: str
    hatch: str = ""
    areas: int = 0


def _rings(geometry: Mapping[str, object]) -> list[Ring]:
    shapes = geometry["coordinates"]
    polygons = [shapes] if geometry["type"] == "Polygon" else shapes
    return [ring for polygon in polygons for ring in polygon]  # type: ignore[attr-defined]


def _code(feature: Mapping[str, object]) -> str:
    return str(feature.get("id") or feature["properties"]["code"])  # type: ignore[index]


@lru_cache(maxsize=16)
def read_outlines(path: Path) -> Outlines:
    """Return the outlines of a GeoJSON file, whose features' ids are the areas' codes."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    rings = {_code(feature): _rings(feature["geometry"]) for feature in features}
    points = [point for area in rings.values() for ring in area for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    narrower = math.cos(math.radians((south + north) / 2))
    scale = ACROSS / max((east - west) * narrower, north - south)

    def place(point: Sequence[float]) -> tuple[int, int]:
        x, y = (point[0] - west) * narrower * scale, (north - point[1]) * scale
        return round(x) + EDGE, round(y) + EDGE

    placed = {area: [[place(p) for p in ring] for ring in found] for area, found in rings.items()}
    order = sorted(placed, key=lambda area: -sum(_size(ring) for ring in placed[area]))
    return Outlines(
        width=round((east - west) * narrower * scale) + 2 * EDGE,
        height=round((north - south) * scale) + 2 * EDGE,
        paths={area: "".join(_path(ring) for ring in placed[area]) for area in order},
    )


def _size(ring: Sequence[tuple[int, int]]) -> float:
    """Return a ring's area in square units (shoelace formula)."""
    turned = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in turned)) / 2


def _path(ring: Iterable[tuple[int, int]]) -> str:
    """Return a ring as a path of whole, relative steps; points that fall together are left out."""
    points = list(ring)
    text, last = f"M{points[0][0]} {points[0][1]}l", points[0]
    steps = []
    for point in points[1:-1]:
        dx, dy = point[0] - last[0], point[1] - last[1]
        if dx or dy:
            steps.append(f"{dx}{'' if dy < 0 else ' '}{dy}")
            last = point
    if not steps:  # an islet smaller than a unit stays visible as a dot
        steps = ["1 0", "0 1"]
    return text + _close(steps) + "z"


def _close(steps: Sequence[str]) -> str:
    """Join steps; a minus sign separates as well as a blank does."""
    return steps[0] + "".join(step if step.startswith("-") else " " + step for step in steps[1:])


def _patterns() -> str:
    """Return the two hatches: missing is thin and slanted, suppressed is crossed and darker."""
    ramps = THEME.ramps
    missing = (
        f'<pattern id="missing" width="14" height="14" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><path fill="{ramps.missing}" d="M0 0h14v14H0z"/>'
        f'<path stroke="{ramps.missing_hatch}" stroke-width="3" d="M2 0v14"/></pattern>'
    )
    suppressed = (
        f'<pattern id="suppressed" width="16" height="16" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><path fill="{ramps.suppressed}" d="M0 0h16v16H0z"/>'
        f'<path stroke="{ramps.suppressed_hatch}" stroke-width="2.5" d="M8 0v16M0 8h16"/>'
        "</pattern>"
    )
    return missing + suppressed


def draw_map(chart: AreaMap, *, outlines: Path) -> str:
    """Return a map as SVG text. Areas of the outlines that the chart leaves out are missing."""
    shapes = read_outlines(outlines)
    values = {value.area: value for value in chart.areas}
    unknown = sorted(set(values) - set(shapes.paths))
    if unknown:
        raise ChartError(
            part=f"map {chart.key!r}, areas",
            found=unknown,
            allowed=sorted(shapes.paths),
            reason=f"not among the outlines of {outlines.name}",
        )
    ramp = THEME.ramps.of(chart.side)
    drawn = ""
    for area, path in shapes.paths.items():
        value = values.get(area)
        if value is None or value.value is None:
            fill = f"url(#{value.state if value else 'missing'})"
        else:
            fill = ramp[chart.class_of(value.value)]
        drawn += f'<path fill="{fill}" d="{path}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {shapes.width} {shapes.height}" '
        f'role="img" aria-label={quoteattr(chart.alt)}><title>{escape(chart.title)}</title>'
        f'<defs>{_patterns()}<g id="areas">{drawn}</g></defs><g stroke-linejoin="round">'
        # The darker stroke below shows only outside the country: its coast and borders.
        f'<use href="#areas" stroke="{THEME.light.axis}" stroke-width="5"/>'
        '<use href="#areas" stroke="#FFFFFF" stroke-width="2.5"/></g></svg>'
    )


def _class_words(chart: AreaMap, position: int) -> str:
    low, high = chart.breaks[position], chart.breaks[position + 1]
    places = max(_places(edge) for edge in chart.breaks)
    ends = [plain(edge, places) for edge in (low, high)]
    unit = "\u00a0points" if chart.side == "gap" and chart.unit == "percent" else suffix(chart.unit)
    if chart.side != "gap":
        return f"{ends[0]} to {ends[1]}{unit}"
    who = "lower" if position < 2 else "higher"
    ends = [plain(abs(edge), places) for edge in (low, high)]
    if position == 2:
        return f"within {ends[1]}{unit}"
    if position in (0, 4):
        return f"citizens {who} by {ends[1] if position == 0 else ends[0]}{unit} or more"
    return f"citizens {who} by {min(ends, key=_digits)} to {max(ends, key=_digits)}{unit}"


def _digits(text: str) -> float:
    return float(text.replace(",", ""))


def _places(edge: float) -> int:
    return next(
        (n for n in range(6) if math.isclose(round(edge, n), edge, abs_tol=1e-9)),
        decimals(edge, ""),
    )


def legend(chart: AreaMap, *, outlines: Path | None = None) -> tuple[LegendEntry, ...]:
    """Return the legend's lines for HTML: five classes, then the hatches that occur, in words.

    ``outlines`` lets areas without any entry be counted as missing.
    """
    classes = [chart.class_of(one.value) for one in chart.areas if one.value is not None]
    entries = [
        LegendEntry(words=_class_words(chart, n), colour=colour, areas=classes.count(n))
        for n, colour in enumerate(THEME.ramps.of(chart.side))
    ]
    states = [one.state for one in chart.areas]
    if outlines is not None:
        known = {one.area for one in chart.areas}
        states += ["missing" for area in read_outlines(outlines).paths if area not in known]
    colours = {"missing": THEME.ramps.missing, "suppressed": THEME.ramps.suppressed}
    for state, words in STATE_WORDS.items():
        if count := states.count(state):
            entries.append(
                LegendEntry(words=words, colour=colours[state], hatch=state, areas=count)
            )
    return tuple(entries)
