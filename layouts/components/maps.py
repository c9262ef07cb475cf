"""The maps of a comparison, their addresses, and the same maps again from an address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from data.languages import PREFIXED
from data.selection import TOTAL, Selection
from layouts.components import areas, drawings
from layouts.components.parts import MapPart
from layouts.figures.chart import AreaMap
from layouts.figures.paper_map import legend, read_outlines
from layouts.language import words

Row = Mapping[str, Any]


def drawing_href(*, release: str, name: str) -> str:
    """Return the address of a drawing: it holds the release, so it may be kept for ever."""
    return f"/drawing/{release}/{name}.svg"


def drawing_name(*, side: str, pair: str, selection: Selection) -> str:
    """Return the name of a map's drawing: ``map_gap_<pair>``, and the group if one is chosen."""
    groups = [word for word in (selection.sex, selection.urbanisation) if word != TOTAL]
    spoken = [selection.language] if selection.language in PREFIXED else []
    return "_".join(["map", side, pair, *groups, *spoken])


def area_maps(
    *, pair: Row, sides: Mapping[str, pl.DataFrame], labels: Mapping[str, str],
    compared: pl.DataFrame, names: Mapping[str, str],
) -> dict[str, AreaMap]:  # fmt: skip
    """Return the maps there are: citizens, officials, and the gap where it was computed.

    A pair that is context only never shows the official map beside the citizens' one.
    """
    if pair["verdict"] == "context only":
        sides = {side: rows for side, rows in sides.items() if side == "citizen"}
    units = {side: str(rows["unit"][0]) for side, rows in sides.items()}
    outlines = read_outlines(areas.outlines_of(pair["country"]))
    places = {area: words(names.get(area, area)) for area in outlines.paths}
    title = words(pair["title"])
    maps = areas.side_maps(
        pair=pair["pair"], title=title, sides=sides, labels=labels, units=units,
        areas=places,
    )  # fmt: skip
    if pair["verdict"] in drawings.ONE_AXIS and compared.height:
        gap = areas.gap_map(pair=pair, compared=compared, title=title, areas=places)
        if gap is not None:
            maps["gap"] = gap
    return maps


def map_parts(
    *, pair: Row, sides: Mapping[str, pl.DataFrame], labels: Mapping[str, str],
    compared: pl.DataFrame, names: Mapping[str, str], release: str, selection: Selection,
) -> tuple[MapPart, ...]:  # fmt: skip
    """Return the maps of a page, each with its address, size and legend."""
    outlines = areas.outlines_of(pair["country"])
    maps = area_maps(pair=pair, sides=sides, labels=labels, compared=compared, names=names)
    shape = read_outlines(outlines)
    return tuple(
        MapPart(
            chart=chart,
            href=drawing_href(
                release=release,
                name=drawing_name(side=side, pair=pair["pair"], selection=selection),
            ),
            width=shape.width,
            height=shape.height,
            legend=legend(chart, outlines=outlines),
        )
        for side, chart in maps.items()
    )
