"""What a reader must know of a gap, in words."""

from __future__ import annotations

import polars as pl

from pipelines.comparison.interval import ASSUMED, SHARE
from pipelines.comparison.match import INTERPOLATED, NEAREST
from pipelines.policy import ComparisonPolicy


def notes(*, policy: ComparisonPolicy) -> pl.Expr:
    """What a reader must know of this gap, joined by "; "."""
    exact = pl.col("official_lower").is_null() | pl.col("official_upper").is_null()
    assumed = f"{ASSUMED} of {policy.design_effect:g}"
    between = pl.format("official value interpolated between {} and {}", "first_year", "last_year")
    said: list[pl.Expr] = [
        pl.when(pl.col("matched") == INTERPOLATED).then(between),
        pl.when(pl.col("matched") == NEAREST).then(_near(policy=policy)),
        pl.when(pl.col("interval_basis") == ASSUMED).then(pl.lit(assumed)),
        pl.when(exact).then(pl.lit("official value taken as exact")),
        *(
            pl.when(pl.col(column) == status).then(pl.lit(f"{side} value: {status}"))
            for side, column in (("citizen", "status"), ("official", "official_status"))
            for status in ("provisional", "low reliability")
        ),
        pl.when(pl.col("independence") == "unknown").then(
            pl.lit("independence of the two unknown")
        ),
    ]
    return pl.concat_str(said, separator="; ", ignore_nulls=True)


def _near(*, policy: ComparisonPolicy) -> pl.Expr:
    """Say how far apart the two are and whose yearly change widens the interval."""
    years = (
        pl.when(pl.col("apart") == 1)
        .then(pl.lit("1 year"))
        .otherwise(pl.format("{} years", "apart"))
    )
    unit = (
        pl.when(pl.col("pair_unit") == SHARE)
        .then(pl.lit("percentage points"))
        .otherwise("pair_unit")
    )
    said = "official value is {} apart, interval widened by {} {} "
    own = pl.format(
        said + "(the official series’ own yearly change, {} to {})",
        years, (pl.col("apart") * pl.col("own_drift")).round(2), unit, "drift_first", "drift_last",
    )  # fmt: skip
    constant = pl.format(said + "(allowance)", years, pl.col("apart") * policy.drift_per_year, unit)
    return pl.when(pl.col("own_drift").is_null()).then(constant).otherwise(own)
