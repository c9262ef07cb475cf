"""From frames to charts: which observations of a pair become which line, map or row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, cast

import polars as pl

from layouts.figures.chart import (
    AreaMap,
    AreaValue,
    DumbbellChart,
    DumbbellRow,
    Panel,
    Point,
    SmallChart,
    TimeChart,
    Trace,
    gap_breaks,
    round_breaks,
)
from layouts.figures.paper_map import read_outlines
from layouts.sentences import period

Row = Mapping[str, Any]
Side = Literal["citizen", "official"]

OUTLINES = Path(__file__).resolve().parents[2] / "data" / "catalogue" / "outlines"
ONE_AXIS = ("overlay", "overlay with caution")
WEAK_STATUSES = ("provisional", "partial period", "low reliability", "censored")
WEAK_NATURES = {"M": "modelled", "E": "estimated"}
# More lines than this in one panel cannot be told apart; the table still holds them all.
MOST_LINES = 3
SHARE_MARGIN, RELATIVE_MARGIN = 5.0, 0.10
LEAST_AREAS = 3


def outlines_of(country: str) -> Path:
    """Return the file with the outlines of a country's current first-level areas."""
    return OUTLINES / f"{country.lower()}.geojson"


def drawable(rows: pl.DataFrame, *, area: str, sex: str, urbanisation: str) -> pl.DataFrame:
    """Return the rows about one place and group; where a side never asked for the whole
    population, what it did ask (by sex, or one kind of place) stands for the default view."""
    here = rows.filter(pl.col("area") == area)
    found = here.filter((pl.col("sex") == sex) & (pl.col("urbanisation") == urbanisation))
    if found.is_empty() and sex == "total":
        found = here.filter(pl.col("urbanisation") == urbanisation)
    if found.is_empty() and urbanisation == "total":
        found = here.filter(pl.col("sex") == sex)
    if found.is_empty() and (sex, urbanisation) == ("total", "total"):
        found = here
    return found


def traces(
    rows: pl.DataFrame, *, side: str, label: str, words: Mapping[str, str]
) -> tuple[Trace, ...]:
    """Return the lines of one side: one for each breakdown that differs, longest first.

    ``words`` maps an observation's row to its word of agreement, where one is said.
    """
    differing = [
        name
        for name in ("series", "sex", "urbanisation", "age", "other")
        if rows.n_unique(name) > 1
    ]
    groups = rows.partition_by(differing, maintain_order=True) if differing else [rows]
    found = []
    for group in sorted(groups, key=lambda one: -one.height):
        points = _points(group, words=words)
        if any(point.value is not None for point in points):
            apart = [str(group[name][0]) for name in differing if name != "series"]
            named = ", ".join([label, *(_said(word) for word in apart if word and word != "total")])
            found.append(Trace(side=cast(Side, side), name=named, points=points))
    return tuple(found[:MOST_LINES])


def _said(word: str) -> str:
    return word.replace("category=", "").replace("=", " ")


def _points(rows: pl.DataFrame, *, words: Mapping[str, str]) -> tuple[Point, ...]:
    points: dict[float, Point] = {}
    for row in rows.sort("year_start", "year_end", "row").iter_rows(named=True):
        x = _moment(row)
        hidden = row["status"] == "suppressed"
        if x in points or (row["value"] is None and not hidden):
            continue
        whole = row["lower"] is not None and row["upper"] is not None
        points[x] = Point(
            x=x,
            value=None if hidden else row["value"],
            lower=row["lower"] if whole and not hidden else None,
            upper=row["upper"] if whole and not hidden else None,
            agreement=words.get(row["row"], ""),
            weak=weakness(row),
            when=period(row) if "/" in row["period"] else "",
            note=f"n = {row['sample_size']:,}" if row["sample_size"] else "",
            state="suppressed" if hidden else "normal",
        )
    return tuple(points[x] for x in sorted(points))


def _moment(row: Row) -> float:
    """Return where a period stands on the axis: its middle, years as whole numbers."""
    first, _, last = row["period"].partition("/")

    def place(text: str) -> float:
        year, _, month = text.partition("-")
        return int(year) + ((int(month) - 0.5) / 12 if month else 0.0)

    return (place(first) + place(last)) / 2 if last else place(first)


def weakness(row: Row) -> str:
    """Return why a value is drawn lighter: its status, or that an official one is modelled."""
    if row["status"] in WEAK_STATUSES:
        return str(row["status"])
    return WEAK_NATURES.get(row["nature"] or "", "") if row["side"] == "official" else ""


def time_chart(
    *,
    key: str,
    title: str,
    alt: str,
    verdict: str,
    citizen: Sequence[Trace],
    official: Sequence[Trace],
    units: tuple[str, str],
    notes: Sequence[str],
) -> TimeChart | None:
    """Return the chart that the verdict allows, or None where nothing can be drawn over time.

    overlay: one axis; side by side: two panels; context only: the citizens' side alone. A side
    without a value leaves the other one, honestly alone.
    """
    both = tuple(citizen) + tuple(official)
    if not both:
        return None
    common = {"key": key, "title": title, "alt": alt, "notes": tuple(notes)}
    if verdict == "context only" and citizen:
        panel = Panel(unit=units[0], traces=tuple(citizen), title="Citizens")
        return TimeChart(verdict="context only", panels=(panel,), **common)  # type: ignore[arg-type]
    if verdict == "side by side" and citizen and official:
        panels = (
            Panel(unit=units[0], traces=tuple(citizen), title="Citizens"),
            Panel(unit=units[1], traces=tuple(official), title="Official"),
        )
        return TimeChart(verdict="side by side", panels=panels, **common)  # type: ignore[arg-type]
    # One axis: both sides of an overlay, or the only side there is.
    shown = both if verdict in ONE_AXIS else tuple(citizen) or tuple(official)
    allowed = "overlay with caution" if notes else "overlay"
    panel = Panel(unit=units[0] if citizen else units[1], traces=shown)
    return TimeChart(verdict=allowed, panels=(panel,), **common)  # type: ignore[arg-type]


def small_chart(*, key: str, title: str, alt: str, unit: str, lines: Iterable[Trace]) -> SmallChart | None:
    """Return the sparkline of a card, or None where there is no value."""
    found = tuple(lines)
    if not found:
        return None
    return SmallChart(key=key, title=title, alt=alt, unit=unit, traces=found)


def newest_by_area(rows: pl.DataFrame, *, country: str, sex: str, urbanisation: str) -> pl.DataFrame:
    """Return one row an area of the outlines: the newest period that most areas have."""
    drawn = set(read_outlines(outlines_of(country)).paths)
    below = rows.filter(pl.col("area").is_in(sorted(drawn)))
    below = below.filter((pl.col("sex") == sex) & (pl.col("urbanisation") == urbanisation))
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


def area_values(rows: pl.DataFrame) -> tuple[AreaValue, ...]:
    """Return the values of a map; what is withheld says so and never looks like a zero."""
    values = []
    for row in rows.iter_rows(named=True):
        hidden = row["status"] == "suppressed"
        state = "suppressed" if hidden else "missing" if row["value"] is None else "normal"
        values.append(
            AreaValue(
                area=row["area"],
                name=row["area_name"],
                value=row["value"] if state == "normal" else None,
                state=state,
                note=period(row),
            )
        )
    return tuple(values)


def side_maps(
    *,
    pair: str,
    title: str,
    sides: Mapping[str, pl.DataFrame],
    labels: Mapping[str, str],
    units: Mapping[str, str],
) -> dict[str, AreaMap]:
    """Return a map for each side that measured by area; two of one unit share one scale."""
    values = {side: area_values(rows) for side, rows in sides.items()}
    usable = {
        side: found
        for side, found in values.items()
        if sum(one.value is not None for one in found) >= LEAST_AREAS
    }
    shared = len({units[side] for side in usable}) == 1
    maps = {}
    for side, found in usable.items():
        scale = [one for other in usable.values() for one in other] if shared else found
        when = period(sides[side].row(0, named=True))
        words = "Citizens" if side == "citizen" else "Official"
        maps[side] = AreaMap(
            key=f"map-{side}-{pair}",
            title=f"{words}: {labels[side]}, {when}",
            alt=f"Map. {title}. {words}: {labels[side]}, {when}.",
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


def gap_map(*, pair: Row, compared: pl.DataFrame, title: str) -> AreaMap | None:
    """Return the map of the gap, where enough areas were compared."""
    drawn = set(read_outlines(outlines_of(pair["country"])).paths)
    rows = compared.filter(pl.col("area").is_in(sorted(drawn)))
    if rows.height < LEAST_AREAS:
        return None
    year = rows["year"].max()
    areas = tuple(
        AreaValue(area=row["area"], name=row["area_name"], value=row["gap"], note=row["agreement"])
        for row in rows.iter_rows(named=True)
    )
    margin = margin_of(pair, rows["official"].to_list())
    return AreaMap(
        key=f"map-gap-{pair['pair']}",
        title=f"Gap: citizens minus official, {year}",
        alt=f"Map. {title}. Gap, citizens minus official, {year}.",
        side="gap",
        unit=pair["unit"],
        areas=areas,
        breaks=gap_breaks(rows["gap"].to_list(), margin=margin),
    )


def dumbbell(*, pair: Row, compared: pl.DataFrame, alt: str) -> DumbbellChart | None:
    """Return both sides' values by area, where at least two areas were compared."""
    if compared.height < 2:
        return None
    rows = tuple(
        DumbbellRow(
            area=row["area"],
            name=row["area_name"],
            citizen=row["citizen"],
            official=row["official"],
            lower=row["gap_lower"],
            upper=row["gap_upper"],
            agreement=row["agreement"],
        )
        for row in compared.iter_rows(named=True)
    )
    return DumbbellChart(
        key=f"areas-{pair['pair']}".replace(".", "-"),
        title=f"{pair['title']}: by area",
        alt=alt,
        unit=pair["unit"],
        rows=rows,
        citizen_name=pair["citizen_label"],
        official_name=pair["official_label"],
    )
