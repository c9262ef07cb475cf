"""A country's areas as SVG paths, with insets where a small area holds many people.

The paths are worked out once for each file of outlines and each size. Projection:
equirectangular, longitudes shortened by the cosine of the country's middle latitude (Snyder 1987,
Map Projections, p. 90).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from layouts.figures.measure import width

ACROSS = 1400  # the longer edge of a country, in whole units
EDGE = 4  # kept free on every side, for the outlines' strokes
PAD = 20  # the air inside an inset's frame
SHOWN = (300, 384)  # pixels across and down that a page has for a map, at most
WORDS = 11.5  # pixels of an inset's name, where the map is shown so
ROW = 1.3  # height of the name's row, by its size

Ring = Sequence[Sequence[float]]
Rings = Mapping[str, list[Ring]]


@dataclass(frozen=True, kw_only=True)
class Inset:
    """Areas drawn a second time, ``times`` as large, framed, in a free corner of the country.

    ``name`` is a key of ``spoken.inset_name``.
    ``corner`` is (across, down), each 0 or 1; the drawing grows by ``widen`` units at its right
    where no corner is large enough.
    """

    name: str
    areas: tuple[str, ...]
    corner: tuple[int, int]
    times: float
    widen: int = 0


INSETS: Mapping[str, tuple[Inset, ...]] = {
    "arg": (Inset(name="Buenos Aires", areas=("AR-C",), corner=(1, 1), times=18),),
    "ken": (
        Inset(name="Nairobi", areas=("KE-30",), corner=(0, 1), times=4),
        Inset(name="Mombasa", areas=("KE-28",), corner=(1, 1), times=5, widen=14),
    ),
    "tza": (
        Inset(
            name="Zanzibar",
            areas=("TZ-06", "TZ-07", "TZ-10", "TZ-11", "TZ-15"),
            corner=(1, 0),
            times=3,
            widen=250,
        ),
    ),
}
"""By the name of the file of outlines."""


@dataclass(frozen=True, kw_only=True)
class Framed:
    """An inset, placed: its frame in drawing units, the areas' paths, the line that leads to it.

    ``bounds`` are west, south, east and north in degrees, with the frame's air; ``text`` is the
    size of its name, whose baseline is ``baseline``.
    """

    name: str
    left: float
    top: float
    width: float
    height: float
    text: float
    baseline: float
    paths: Mapping[str, str]
    leader: tuple[tuple[float, float], tuple[float, float]]
    bounds: tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class Outlines:
    """A country's areas as SVG paths, largest first; sizes in drawing units.

    ``country`` is how much of the width the country takes; insets may need the rest.
    """

    name: str
    width: int
    height: int
    country: int
    paths: Mapping[str, str]
    insets: tuple[Framed, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Place:
    """From degrees to units: where the north-western corner lies, units a degree."""

    west: float
    north: float
    narrower: float
    scale: float
    left: float = EDGE
    top: float = EDGE

    def at(self, point: Sequence[float]) -> tuple[float, float]:
        """Return a point's place, across and down."""
        x = (point[0] - self.west) * self.narrower * self.scale
        return self.left + x, self.top + (self.north - point[1]) * self.scale


def _rings(geometry: Mapping[str, object]) -> list[Ring]:
    shapes = geometry["coordinates"]
    polygons = [shapes] if geometry["type"] == "Polygon" else shapes
    return [ring for polygon in polygons for ring in polygon]  # type: ignore[attr-defined]


def _code(feature: Mapping[str, object]) -> str:
    return str(feature.get("id") or feature["properties"]["code"])  # type: ignore[index]


def _ends(rings: Iterable[Ring]) -> tuple[float, float, float, float]:
    """Return west, south, east, north."""
    points = [point for ring in rings for point in ring]
    across, up = [point[0] for point in points], [point[1] for point in points]
    return min(across), min(up), max(across), max(up)


@lru_cache(maxsize=16)
def read_outlines(path: Path, *, across: int = ACROSS) -> Outlines:
    """Return the outlines of a GeoJSON file, whose features' ids are the areas' codes.

    ``across`` is how finely they are drawn: units along the country's longer edge.
    """
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    rings: Rings = {_code(feature): _rings(feature["geometry"]) for feature in features}
    west, south, east, north = _ends(ring for area in rings.values() for ring in area)
    narrower = math.cos(math.radians((south + north) / 2))
    scale = across / max((east - west) * narrower, north - south)
    place = _Place(west=west, north=north, narrower=narrower, scale=scale)
    country = round((east - west) * narrower * scale) + 2 * EDGE
    height = round((north - south) * scale) + 2 * EDGE
    wanted = [one for one in INSETS.get(path.stem, ()) if set(one.areas) <= set(rings)]
    unit = across / ACROSS
    whole = country + round(max((one.widen for one in wanted), default=0) * unit)
    return Outlines(
        name=path.stem,
        width=whole,
        height=height,
        country=country,
        paths=_paths(rings, place=place),
        insets=tuple(
            _framed(one, rings=rings, place=place, size=(whole, height), unit=unit)
            for one in wanted
        ),
    )


def _framed(
    inset: Inset, *, rings: Rings, place: _Place, size: tuple[int, int], unit: float
) -> Framed:
    """Place an inset in its corner; ``unit`` is the size of one unit of a drawing ``ACROSS``."""
    own = {area: rings[area] for area in inset.areas}
    west, south, east, north = _ends(ring for found in own.values() for ring in found)
    scale = place.scale * inset.times
    drawn = ((east - west) * place.narrower * scale, (north - south) * scale)
    text = WORDS * max(size[0] / SHOWN[0], size[1] / SHOWN[1])
    wide = max(drawn[0], width(inset.name, size=text)) + 2 * PAD * unit
    high = drawn[1] + 2 * PAD * unit + ROW * text
    left = EDGE + inset.corner[0] * (size[0] - 2 * EDGE - wide)
    top = EDGE + inset.corner[1] * (size[1] - 2 * EDGE - high)
    within = _Place(
        west=west, north=north, narrower=place.narrower, scale=scale,
        left=left + (wide - drawn[0]) / 2, top=top + PAD * unit + ROW * text,
    )  # fmt: skip
    x, y = place.at(((west + east) / 2, (south + north) / 2))
    near = (min(max(x, left), left + wide), min(max(y, top), top + high))
    air = PAD * unit / scale
    return Framed(
        name=inset.name, left=round(left), top=round(top), width=round(wide), height=round(high),
        text=round(text), baseline=round(top + PAD * unit * 0.5 + text),
        paths=_paths(own, place=within),
        leader=((round(x), round(y)), (round(near[0]), round(near[1]))),
        bounds=(west - air, south - air, east + air, north + air),
    )  # fmt: skip


def _paths(rings: Rings, *, place: _Place) -> dict[str, str]:
    """Return each area's path, the largest area first: a small one is never covered."""
    placed = {
        area: [[(round(x), round(y)) for x, y in map(place.at, ring)] for ring in found]
        for area, found in rings.items()
    }
    order = sorted(placed, key=lambda area: -sum(_size(ring) for ring in placed[area]))
    return {area: "".join(_path(ring) for ring in placed[area]) for area in order}


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
