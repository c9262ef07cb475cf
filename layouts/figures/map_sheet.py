"""Draw a map of areas on a sheet, with its legend: the file to keep of what a page shows inline.

The same classes, hatches, insets and words as ``paper_map``, which writes the page's SVG itself
because there every area answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path as File

import numpy as np
from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path
from matplotlib.path import Path

from layouts.figures.canvas import Sheet
from layouts.figures.chart import AreaMap, ChartError
from layouts.figures.measure import width as width_of
from layouts.figures.outlines import Framed, Outlines, read_outlines
from layouts.figures.paper_map import LegendEntry, legend
from layouts.figures.spoken import inset_name
from layouts.theme import LIGHT, THEME, Scheme

WIDE, NARROW = 660.0, 340.0
TALLEST = 460.0
ROW = 20.0
SWATCH = 14.0
KEY = 235.0  # what the legend takes beside a wide map
HATCH = {"missing": "////", "suppressed": "xxxx"}


class _Pen(BasePen):  # type: ignore[misc]
    """Writes an SVG path down as Matplotlib's movements, moved and enlarged."""

    def __init__(self, *, left: float, top: float, scale: float) -> None:
        super().__init__(None)
        self.left, self.top, self.scale = left, top, scale
        self.points: list[tuple[float, float]] = []
        self.codes: list[int] = []

    def _add(self, point: tuple[float, float], code: np.uint8) -> None:
        self.points.append((self.left + point[0] * self.scale, self.top + point[1] * self.scale))
        self.codes.append(int(code))

    def _moveTo(self, point: tuple[float, float]) -> None:
        self._add(point, Path.MOVETO)

    def _lineTo(self, point: tuple[float, float]) -> None:
        self._add(point, Path.LINETO)

    def _closePath(self) -> None:
        self.points.append(self.points[-1])
        self.codes.append(int(Path.CLOSEPOLY))


def map_sheet(
    chart: AreaMap, *, outlines: File, wide: bool = True, scheme: Scheme = LIGHT
) -> Sheet:
    """Return a map drawn on a sheet of its own, its legend beside it or (narrow) below.

    Raises ``ChartError`` for an area that the outlines do not have.
    """
    shapes = read_outlines(outlines)
    unknown = sorted({one.area for one in chart.areas} - set(shapes.paths))
    if unknown:
        raise ChartError(
            part=f"map {chart.key!r}, areas",
            found=unknown,
            allowed=sorted(shapes.paths),
            reason=f"not among the outlines of {outlines.name}",
        )
    entries = [one for one in legend(chart, outlines=outlines) if one.areas or not one.hatch]
    room = WIDE - KEY if wide else NARROW
    scale = min(room / shapes.width, TALLEST / shapes.height)
    drawn = shapes.height * scale
    head = 26.0
    keys = ROW * len(entries)
    height = head + (max(drawn, keys) if wide else drawn + 12 + keys) + 8
    sheet = Sheet(width=WIDE if wide else NARROW, height=height, scheme=scheme)
    sheet.text(
        chart.title, x=0, y=14, size=THEME.label, bold=True,
        token={"citizen": "citizen_text", "official": "official"}.get(chart.side, "ink"),
    )  # fmt: skip
    _areas(sheet, chart, shapes, scale=scale, top=head)
    _keys(
        sheet,
        entries,
        chart=chart,
        left=room + 20 if wide else 0.0,
        top=head + (max(0.0, drawn - keys) / 2 if wide else drawn + 12),
    )
    return sheet


def _fills(chart: AreaMap, shapes: Outlines, scheme: Scheme) -> Mapping[str, tuple[str, str]]:
    """Return each area's colour and state ("" for one with a figure)."""
    ramps = THEME.ramps_of(scheme)
    ramp = ramps.of(chart.side)
    values = {one.area: one for one in chart.areas}
    found = {}
    for area in shapes.paths:
        one = values.get(area)
        if one is not None and one.value is not None:
            found[area] = (ramp[chart.class_of(one.value)], "")
        else:
            state = one.state if one is not None else "missing"
            found[area] = (getattr(ramps, state), state)
    return found


def _areas(sheet: Sheet, chart: AreaMap, shapes: Outlines, *, scale: float, top: float) -> None:
    fills = _fills(chart, shapes, sheet.scheme)
    _shapes(sheet, shapes.paths, fills, scale=scale, top=top, edge="page")
    for one in shapes.insets:
        _inset(sheet, one, fills, scale=scale, top=top)


def _shapes(
    sheet: Sheet,
    paths: Mapping[str, str],
    fills: Mapping[str, tuple[str, str]],
    *,
    scale: float,
    top: float,
    edge: str,
) -> None:
    """Draw the areas of one colour as one path."""
    ramps = THEME.ramps_of(sheet.scheme)
    for look in dict.fromkeys(fills[area] for area in paths):
        pen = _Pen(left=0, top=top, scale=scale)
        for area, d in paths.items():
            if fills[area] == look:
                parse_path(d, pen)
        colour, state = look
        sheet.shape(
            Path(pen.points, pen.codes),
            colour=colour,
            edge=sheet.colour(edge),
            hatch=HATCH.get(state, ""),
            stroke=getattr(ramps, f"{state}_hatch") if state else "",
        )


def _inset(
    sheet: Sheet, one: Framed, fills: Mapping[str, tuple[str, str]], *, scale: float, top: float
) -> None:
    (x0, y0), (x1, y1) = (
        (point[0] * scale, top + point[1] * scale) for point in (one.leader[0], one.leader[1])
    )
    left, upper = one.left * scale, top + one.top * scale
    right, lower = left + one.width * scale, upper + one.height * scale
    sheet.lines([[(x0, y0), (x1, y1)]], token="mute", width=1)
    sheet.boxes([(left, upper, right, lower)])
    frame = [(left, upper), (right, upper), (right, lower), (left, lower), (left, upper)]
    sheet.lines([frame], token="mute", width=1)
    name = inset_name(one.name)
    size = min(THEME.small, THEME.small * (right - left - 4) / width_of(name, size=THEME.small))
    sheet.text(
        name, x=(left + right) / 2, y=top + one.baseline * scale, token="ink",
        size=size, align="middle",
    )  # fmt: skip
    _shapes(sheet, one.paths, fills, scale=scale, top=top, edge="axis")


def _keys(
    sheet: Sheet, entries: list[LegendEntry], *, chart: AreaMap, left: float, top: float
) -> None:
    ramps = THEME.ramps_of(sheet.scheme)
    colours = iter(ramps.of(chart.side))
    for n, entry in enumerate(entries):
        y = top + n * ROW
        corners = [(left, y), (left + SWATCH, y), (left + SWATCH, y + SWATCH), (left, y + SWATCH)]
        sheet.shape(
            Path([*corners, corners[0]], closed=True),
            colour=getattr(ramps, entry.hatch) if entry.hatch else next(colours),
            edge=sheet.colour("axis"),
            hatch=HATCH.get(entry.hatch, ""),
            stroke=getattr(ramps, f"{entry.hatch}_hatch") if entry.hatch else "",
        )
        sheet.text(entry.words, x=left + SWATCH + 7, y=y + 11.5, token="mute", size=THEME.small)
