"""What is measured where and by whom: how recently, how locally, by whom it was broken down.

“Held” always means held in this release: that a figure is absent here does not say that it is
absent in the world.
"""

from __future__ import annotations

import polars as pl

from data import contracts
from pipelines.formula import formula

NOT_COUNTED = ("suppressed", "partial period")
"""Statuses of rows that hold no figure of a whole period. A censored one (“less than 2.5”) does."""
MODELLED = ("E", "G", "M")
"""Natures given by international agencies: estimated, global monitoring, modelled."""
KEY = ("country", "indicator", "side")


@formula(
    id="coverage",
    section="coverage and gaps",
    title="What is held of an indicator",
    formula="current rows of the indicator itself that carry a value, by indicator, country and "
    "side; points = distinct years with a figure of the whole country; modelled only = every "
    "official value is estimated (E), modelled (M) or from global monitoring (G)",
    words="Figures that only illustrate a target, older vintages, suppressed figures and periods "
    "that are not over are left out. A figure that is known only to lie below or above a bound "
    "counts. “By sex” needs figures of women and of men, “by urbanisation” of towns and of the "
    "countryside. “Modelled only” looks at all values held, not at the newest year: one value "
    "of countries’ own data, or one whose nature is not stated, is enough to say that it is not "
    "only modelled. Held means held here: that a figure is absent here does not say that nobody "
    "has it.",
    source="own rule",
)
def coverage(*, observations: pl.DataFrame) -> pl.DataFrame:
    """Return what is held of every indicator, by country and side (contract COVERAGE).

    ``observations`` follow the contract OBSERVATIONS, after protection. Years are calendar years;
    ``areas`` are those below the country.
    """
    national = pl.col("area") == pl.col("country")
    nature = pl.col("nature").filter(pl.col("nature") != "")
    modelled = pl.col("nature").is_in(list(MODELLED)).fill_null(False)
    counted = observations.filter(_held(), pl.col("relation") == "indicator")
    found = counted.group_by(KEY).agg(
        pl.len().cast(pl.Int64).alias("observations"),
        pl.col("dataset").n_unique().cast(pl.Int64).alias("datasets"),
        pl.col("year_end").filter(national).n_unique().cast(pl.Int64).alias("points"),
        pl.col("year_start").min().alias("first_year"),
        pl.col("year_end").max().alias("last_year"),
        pl.col("area").filter(~national).n_unique().cast(pl.Int64).alias("areas"),
        _both("sex", "female", "male").alias("by_sex"),
        _both("urbanisation", "urban", "rural").alias("by_urbanisation"),
        nature.unique().sort().str.join(", ").alias("natures"),
        (modelled.all() & (pl.col("side").first() == "official")).alias("modelled_only"),
    )
    # Series bear names only within their dataset.
    series = counted.select(*KEY, "dataset", "series").unique().group_by(KEY)
    table = (
        found.join(series.agg(pl.len().cast(pl.Int64).alias("series")), on=KEY, how="left")
        .with_columns(goal=pl.col("indicator").str.split(".").list.first().cast(pl.Int64))
        .sort(KEY)
    )
    return contracts.check(table, table=contracts.COVERAGE)


def measured_targets(*, observations: pl.DataFrame) -> pl.DataFrame:
    """Return the targets that citizens measure without measuring an indicator: context rows.

    Columns country, target and last_year.
    """
    of_target = (pl.col("relation") == "context") & (pl.col("side") == "citizen")
    return (
        observations.filter(_held(), of_target)
        .group_by("country", pl.col("indicator").alias("target"))
        .agg(pl.col("year_end").max().alias("last_year"))
        .sort("country", "target")
    )


def _held() -> pl.Expr:
    return (
        pl.col("current")
        & pl.col("value").is_not_null()
        & ~pl.col("status").is_in(list(NOT_COUNTED))
    )


def _both(column: str, one: str, other: str) -> pl.Expr:
    return (pl.col(column) == one).any() & (pl.col(column) == other).any()
