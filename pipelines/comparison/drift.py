"""How much an official figure may have moved in the years between it and a citizen figure."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pipelines.formula import formula


def one_off(*, official: pl.DataFrame, place: Sequence[str], span: int) -> pl.DataFrame:
    """Return the rows of one-off sources: no other period of their place within ``span`` years.

    Wants ``year_start, year_end`` and the columns of ``place``. Withheld rows count as periods.
    """
    before = pl.col("year_start") - pl.col("year_end").cum_max().shift(1).over(place)
    after = pl.col("year_start").shift(-1).over(place) - pl.col("year_end")
    alone = (before > span).fill_null(value=True) & (after > span).fill_null(value=True)
    return official.sort(*place, "year_start", "year_end").filter(alone)


@formula(
    id="drift",
    section="gap and agreement",
    title="Drift allowance of a neighbouring year",
    formula="years apart × |v₂ − v₁| ÷ (y₂ − y₁), of the official line’s two known points nearest "
    "to the citizen year; years apart × drift_per_year where the line has only one",
    words="Added to both ends of the gap’s interval when a one-off official source stands for a "
    "neighbouring year. The value itself is never moved. A change across a known break is no "
    "change of the thing measured and is not used. drift_per_year is stated for shares; other "
    "units without a yearly change of their own match no neighbouring year.",
    source="own rule",
    constants=("comparison.toml · matching.drift_per_year",),
)
def with_own_drift(
    near: pl.DataFrame, *, points: pl.DataFrame, line: Sequence[str], breaks: pl.DataFrame
) -> pl.DataFrame:
    """Add the yearly change of the official line around the point that each row uses.

    ``near`` has ``pair, official_row`` and the citizen value's ``year_end``; ``points`` are usable
    official rows with ``row, pair, year_end, value`` and the columns of ``line``; ``breaks`` has
    ``pair, year``, those of the official side. Adds ``own_drift`` (units a year, at least 0),
    ``drift_first, drift_last`` (years), all null where the line has no second point on the same
    side of every known break.
    """
    known = _neighbours(points, line=line, breaks=breaks)
    joined = near.join(known, on=["pair", "official_row"], how="left", maintain_order="left")
    to_earlier = (pl.col("year_end") - pl.col("earlier_year")).abs()
    to_later = (pl.col("later_year") - pl.col("year_end")).abs()
    later = (
        pl.col("later_year").is_not_null()
        & (pl.col("earlier_year").is_null() | (to_later <= to_earlier))
    )  # fmt: skip
    first = pl.when(later).then("point_year").otherwise("earlier_year")
    last = pl.when(later).then("later_year").otherwise("point_year")
    rise = (
        pl.when(later)
        .then(pl.col("later_value") - pl.col("point_value"))
        .otherwise(pl.col("point_value") - pl.col("earlier_value"))
    )
    found = joined.with_columns(drift_first=first, drift_last=last, own_drift=rise.abs())
    second = pl.col("own_drift").is_not_null()
    return found.with_columns(
        own_drift=pl.col("own_drift") / (pl.col("drift_last") - pl.col("drift_first")),
        drift_first=pl.when(second).then("drift_first"),
        drift_last=pl.when(second).then("drift_last"),
    ).drop(
        "point_year", "point_value", "earlier_year", "earlier_value", "later_year", "later_value"
    )


def _neighbours(points: pl.DataFrame, *, line: Sequence[str], breaks: pl.DataFrame) -> pl.DataFrame:
    """Return every point with the points before and after it on its stretch between breaks."""
    stretch = points.sort("year_end").join_asof(
        breaks.select("pair", broken="year").sort("broken"),
        left_on="year_end", right_on="broken", by="pair", check_sortedness=False,
    )  # fmt: skip
    of = [*line, "broken"]
    return stretch.sort("year_end", "row").select(
        "pair",
        official_row="row",
        point_year="year_end",
        point_value="value",
        **{
            f"{name}_{column}": pl.col(source).shift(step).over(of)
            for name, step in (("earlier", 1), ("later", -1))
            for column, source in (("year", "year_end"), ("value", "value"))
        },
    )
