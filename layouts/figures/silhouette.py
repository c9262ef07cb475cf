"""A country as one small shape: its areas' outlines drawn coarsely, inner borders cancelled.

Borders that two areas share are the same points on both sides, once in each direction: on a coarse
grid they cancel, and what is left is the country's own outline.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import quoteattr

ACROSS = 160  # units along the longer edge: two to a pixel where it is shown
SMALLEST = 4.0  # square units: smaller rings are islets that nobody would see

Point = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Silhouette:
    """A country's outline as an SVG path on a grid of ``width`` by ``height`` units, and how a
    place in degrees comes onto that grid."""

    path: str
    width: int
    height: int
    west: float
    north: float
    narrower: float
    scale: float

    def place(self, *, latitude: float, longitude: float) -> tuple[float, float]:
        """Return where a place stands, in units from the upper left corner."""
        return (
            (longitude - self.west) * self.narrower * self.scale,
            (self.north - latitude) * self.scale,
        )


@lru_cache(maxsize=16)
def outlined(path: Path) -> Silhouette:
    """Return the outline in a GeoJSON file, ``ACROSS`` units along its longer edge."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    rings = [ring for one in features for ring in _rings(one["geometry"])]
    across = [x for ring in rings for x, *_ in ring]
    up = [y for ring in rings for _, y, *_ in ring]
    west, north = min(across), max(up)
    narrower = math.cos(math.radians((min(up) + north) / 2))
    scale = ACROSS / max((max(across) - west) * narrower, north - min(up))
    placed = [
        [(round((x - west) * narrower * scale), round((north - y) * scale)) for x, y, *_ in ring]
        for ring in rings
    ]
    return Silhouette(
        path="".join(_path(ring) for ring in _outer(placed) if abs(_area(ring)) >= SMALLEST),
        width=max(x for ring in placed for x, _ in ring),
        height=max(y for ring in placed for _, y in ring),
        west=west, north=north, narrower=narrower, scale=scale,
    )  # fmt: skip


def silhouette(path: Path) -> str:
    """Return the outline in a GeoJSON file as inline SVG, ``ACROSS`` units along its longer edge.

    It has no words: whatever names the country stands beside it. Its colours are the page's.
    """
    one = outlined(path)
    box = quoteattr(f"-1 -1 {one.width + 2} {one.height + 2}")
    return (
        f'<svg class="outline" viewBox={box} width="{one.width + 2}" height="{one.height + 2}" '
        f'aria-hidden="true" focusable="false"><path fill-rule="evenodd" d="{one.path}"/></svg>'
    )


def _rings(geometry: dict[str, list[list[list[list[float]]]]]) -> list[list[list[float]]]:
    shapes = geometry["coordinates"]
    polygons = [shapes] if str(geometry["type"]) == "Polygon" else shapes
    return [ring for polygon in polygons for ring in polygon]  # type: ignore[misc]


def _outer(rings: Iterable[Sequence[Point]]) -> list[list[Point]]:
    """Return the rings that are left when edges walked in both directions have cancelled."""
    edges: Counter[tuple[Point, Point]] = Counter()
    for ring in rings:
        for start, end in pairwise([*ring, ring[0]]):
            if edges[(end, start)] > 0:
                edges[(end, start)] -= 1
            elif start != end:
                edges[(start, end)] += 1
    # As many edges lead to a point as away from it, so that every walk ends where it began.
    onward: dict[Point, list[Point]] = {}
    for start, end in edges.elements():
        onward.setdefault(start, []).append(end)
    found = []
    while onward:
        place = next(iter(onward))
        ring = [place]
        while place in onward:
            ends = onward[place]
            after = ends.pop()
            if not ends:
                del onward[place]
            place = after
            ring.append(place)
        found.append(_straight(ring))
    return found


def _straight(ring: list[Point]) -> list[Point]:
    """Leave out the points on a straight way."""
    kept = ring[:1]
    for before, here, after in zip(ring, ring[1:], ring[2:], strict=False):
        turn = (here[0] - before[0]) * (after[1] - here[1]) - (here[1] - before[1]) * (
            after[0] - here[0]
        )
        if turn:
            kept.append(here)
    return kept


def _area(ring: Sequence[Point]) -> float:
    """Return the signed area in square units (shoelace formula)."""
    turned = pairwise([*ring, ring[0]])
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in turned) / 2


def _path(ring: Sequence[Point]) -> str:
    """Return a ring as a path of relative steps; a minus sign separates as a blank does."""
    first = ring[0]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(ring)]
    numbers = [number for step in steps for number in step]
    text = "".join(f"{'' if number < 0 else ' '}{number}" for number in numbers)
    return f"M{first[0]} {first[1]}l{text.strip()}z"
