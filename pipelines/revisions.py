"""Revisions: official figures that an older vintage of the same line gave differently.

Vintages are never averaged or mixed inside a line (:func:`pipelines.harmonise.vintages`); what the
older ones said stays, and where it was materially different it is listed here.
"""

from __future__ import annotations

import polars as pl

from data import contracts
from pipelines.comparison.interval import SHARE
from pipelines.formula import formula
from pipelines.policy import ComparisonPolicy
from pipelines.vintages import LINE

SAME = (*LINE, "country", "period")
"""What two figures must share to be the same figure of two vintages, beside unit and base."""
UNSTATED = "not stated"
NO_FIGURE = ("suppressed", "censored", "partial period")
"""Statuses without a figure of their own: nothing, a bound, or a part of the period."""
DECIMALS = 9  # 25.1 − 20.1 must not exceed a margin of 5 by the width of a float
CONSTANT_PRICES, BASE_YEAR = r"\bconstant\b", r"\d{4}"


@formula(
    id="revisions",
    section="vintages and revisions",
    title="What counts as a revision",
    formula="|newest − older| > share_margin for shares, else > relative_margin × |newest|",
    words="Two vintages of one database give the same series, place, period and breakdown. The "
    "newest vintage that holds the figure is set against each older one; a period that one vintage "
    "alone holds is no revision. Where unit or base differ nothing is compared; where one vintage "
    "leaves them unstated they are taken to be the other’s, since it is the same series. "
    "Bounds, unfinished periods, suppressed figures and amounts in constant prices without their "
    "base year are left out. A newest value of zero has a margin of zero, unless it is a share. "
    "Why a figure changed is not said, because the databases do not say it: a new survey, a new "
    "method, a new population count or a corrected error.",
    source="own rule; the margins are those of gap and agreement",
    constants=(
        "comparison.toml · materiality.share_margin",
        "comparison.toml · materiality.relative_margin",
    ),
)
def revisions(
    *, lines: pl.DataFrame, observations: pl.DataFrame, policy: ComparisonPolicy
) -> pl.DataFrame:
    """Return one row for each newest and older figure that differ materially (REVISIONS).

    ``lines`` holds row, family and line_series, as :func:`pipelines.harmonise.vintages` returns
    them (other columns are not read); ``observations`` are the protected figures, so that no
    suppressed value can come back. Values, differences and margins are in the figure's unit.
    """
    official = observations.filter(
        pl.col("side") == "official",
        pl.col("value").is_not_null(),
        ~pl.col("status").is_in(list(NO_FIGURE)),
    ).join(lines.select("row", "family", "line_series"), on="row", how="inner")
    # Only what several vintages hold can have been revised: most figures stand in one alone.
    several = official.filter(pl.col("vintage").n_unique().over(SAME) > 1)
    newest = pl.col("vintage") == pl.col("vintage").max().over(SAME)
    columns = ("row", "dataset", "series", "vintage", "value", "unit", "base")
    older = several.filter(~newest).select(
        *SAME, *(pl.col(name).alias(f"older_{name}") for name in columns)
    )
    pairs = several.filter(newest).join(older, on=SAME, how="inner", nulls_equal=True)
    found = (
        pairs.filter(_alike("unit", UNSTATED), _alike("base", ""))
        .with_columns(
            unit=_stated("unit", UNSTATED),
            difference=(pl.col("value") - pl.col("older_value")).round(DECIMALS),
        )
        .filter(
            ~(
                pl.col("unit").str.contains(CONSTANT_PRICES)
                & ~pl.col("unit").str.contains(BASE_YEAR)
            )
        )
        .with_columns(margin=_margin(policy))
        .filter(pl.col("difference").abs() > pl.col("margin"))
        .with_columns(year=pl.col("year_end"))
        .sort("country", "indicator", "series", "area", "year", "row", "older_vintage")
    )
    return contracts.check(
        found.select(list(contracts.REVISIONS.columns)), table=contracts.REVISIONS
    )


def _alike(name: str, unstated: str) -> pl.Expr:
    one, other = pl.col(name), pl.col(f"older_{name}")
    return (one == other) | (one == unstated) | (other == unstated)


def _stated(name: str, unstated: str) -> pl.Expr:
    return pl.when(pl.col(name) == unstated).then(f"older_{name}").otherwise(name)


def _margin(policy: ComparisonPolicy) -> pl.Expr:
    relative = (policy.relative_margin * pl.col("value").abs()).round(DECIMALS)
    return pl.when(pl.col("unit") == SHARE).then(pl.lit(policy.share_margin)).otherwise(relative)
