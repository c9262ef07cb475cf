"""What a pair holds for the place and group that a reader chose, from the pair's own rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from data.selection import TOTAL, Selection
from layouts import sentences as say
from layouts.components.areas import newest_by_area
from layouts.components.drawings import drawable
from layouts.components.pairing import Evidence
from layouts.language import _, words

Row = Mapping[str, Any]
SIDES = ("citizen", "official")


def evidence_of(
    *,
    pair: Row,
    scores: Sequence[Row],
    observed: pl.DataFrame,
    compared: pl.DataFrame,
    selection: Selection,
    names: Mapping[str, str],
) -> Evidence:
    """Return the evidence of a pair for a selection.

    ``observed`` and ``compared`` are all rows of the pair; ``names`` maps areas to their names.
    Where citizens measured one place only, that place stands beside the nation, and says so.
    """
    area = selection.area or pair["country"]
    group = {"sex": selection.sex, "urbanisation": selection.urbanisation}
    only = "" if selection.area else _only_place(observed, country=pair["country"])
    places = {"citizen": only or area, "official": area}
    where = selection.area or only
    below = below_of(compared, country=pair["country"])
    return Evidence(
        pair=pair,
        scores=scores,
        observed=pl.concat(
            [
                drawable(observed.filter(pl.col("side") == side), area=places[side], **group)
                for side in SIDES
            ]
        ),
        compared=drawable(compared, area=area, **group),
        below=dict(below["agreement"].value_counts(sort=True).iter_rows()),
        below_year=below["year"][0] if below.height else 0,
        where=words(names.get(where, where)),
        spread="" if selection.area or only else _spread(observed, pair=pair),
    )


def below_of(
    compared: pl.DataFrame, *, country: str, sex: str = TOTAL, urbanisation: str = TOTAL
) -> pl.DataFrame:
    """Return the comparisons by area of the newest year that has any, one row an area."""
    areas = compared.filter(pl.col("area") != country)
    found = areas.filter((pl.col("sex") == sex) & (pl.col("urbanisation") == urbanisation))
    if found.is_empty() and (sex, urbanisation) == (TOTAL, TOTAL):
        found = areas
    return found.filter(pl.col("year") == pl.col("year").max()).unique(
        "area", keep="first", maintain_order=True
    )


def _only_place(observed: pl.DataFrame, *, country: str) -> str:
    """Return the one place below the country that citizens measured; blank where they measured
    several, or the country."""
    found = observed.filter(pl.col("side") == "citizen")["area"].unique().to_list()
    return str(found[0]) if len(found) == 1 and found[0] != country else ""


def _spread(observed: pl.DataFrame, *, pair: Row) -> str:
    """Return the citizens' lowest and highest area in words, where no national figure exists."""
    rows = observed.filter((pl.col("side") == "citizen") & pl.col("value").is_not_null())
    if rows.filter(pl.col("area") == pair["country"]).height:
        return ""
    here = newest_by_area(rows, country=pair["country"], sex=TOTAL, urbanisation=TOTAL)
    ordered = (here if here.height else _latest(rows)).sort("value", "area")
    if ordered.n_unique("area") < 2:
        return ""
    low, high = ordered.row(0, named=True), ordered.row(-1, named=True)
    return _(
        say.SPREAD,
        label=words(pair["citizen_label"]),
        low=say.amount(low),
        low_area=words(low["area_name"]),
        high=say.amount(high),
        high_area=words(high["area_name"]),
        when=say.among(say.period(high), sex=high["sex"], urbanisation=high["urbanisation"]),
    )


def _latest(rows: pl.DataFrame) -> pl.DataFrame:
    newest = rows.filter(pl.col("year_end") == pl.col("year_end").max())
    return newest.unique("area", keep="first", maintain_order=True)
