"""Gap and agreement of one pair: how far the citizen value lies from the official one.

Four careful words, by the rules on ``/methods``: "differs", "consistent", "cannot tell",
"uncertainty not stated"; and "shares a source" where agreement would say nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from data.contracts import COMPARISON
from data.errors import CatalogueError
from data.pairs import INDEPENDENCE, Break, Pair
from pipelines.assess import ONE_AXIS, VERDICTS
from pipelines.interval import ASSUMED, SHARE, with_intervals
from pipelines.match import (
    INTERPOLATED,
    LEFT_OUT_SCHEMA,
    NEAREST,
    check_unique,
    match,
    reasons,
    takes_part,
)
from pipelines.policy import ComparisonPolicy

DIFFERS = "differs"
CONSISTENT = "consistent"
CANNOT_TELL = "cannot tell"
NOT_STATED = "uncertainty not stated"
SHARES_A_SOURCE = "shares a source"

NOT_INDEPENDENT = ("shared source", "same records")
DIRECTIONS = ("increase", "decrease", "")

COMPARISON_SCHEMA = dict(COMPARISON.columns)

DECIMALS = 9
"""Gaps are rounded here, so that 22.8 - 17.8 is 5, and x and 100 - x get the same word."""


@dataclass(frozen=True, kw_only=True)
class PairTerms:
    """What comparing needs to know of a pair; ``unit`` and ``margin`` in the indicator's unit.

    ``direction`` is the indicator's desired one ("increase", "decrease", "" when it has none);
    ``margin`` None means the policy's default.
    """

    pair: str
    unit: str
    direction: str
    independence: str
    verdict: str
    margin: float | None = None
    breaks: tuple[Break, ...] = ()

    @classmethod
    def of(cls, *, pair: Pair, unit: str, direction: str, verdict: str) -> PairTerms:
        """Take from a pair of the catalogue what comparing needs."""
        return cls(
            pair=pair.id,
            unit=unit,
            direction=direction,
            independence=pair.independence,
            verdict=verdict,
            margin=pair.margin,
            breaks=pair.breaks,
        )


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """``rows`` has ``COMPARISON_SCHEMA``; ``left_out`` says why a row has no part (row, reason)."""

    rows: pl.DataFrame
    left_out: pl.DataFrame


def compare(
    *,
    terms: PairTerms,
    citizen: pl.DataFrame,
    official: pl.DataFrame,
    policy: ComparisonPolicy,
) -> Comparison:
    """Match the two sides of a pair and say what each gap allows one to say.

    Both frames hold current harmonised observations, already protected and selected by the pair.
    Only a pair whose verdict allows one axis gets rows. Raises ``CatalogueError`` when a term is
    unknown, a row has another unit than the pair, or several rows fall on one area, sex,
    urbanisation and year; ``ContractError`` when an interval does not hold its value.
    """
    _check_terms(terms)
    if terms.verdict not in ONE_AXIS:
        return Comparison(
            rows=pl.DataFrame(schema=COMPARISON_SCHEMA),
            left_out=pl.DataFrame(schema=LEFT_OUT_SCHEMA),
        )
    for side, observations in (("citizen", citizen), ("official", official)):
        _check_unit(observations=observations, terms=terms, side=side)
        check_unique(observations=observations, pair=terms.pair, side=side)
    kept = with_intervals(observations=citizen.filter(takes_part()), policy=policy)
    withheld = citizen.filter(~takes_part())
    matches, unmatched = match(
        citizen=kept, official=official, pair=terms.pair, breaks=terms.breaks, policy=policy
    )
    left_out = [
        reasons(rows=withheld, reason="the citizen value is withheld or incomplete"),
        unmatched,
    ]
    return Comparison(
        rows=gaps(matches=matches, terms=terms, policy=policy), left_out=pl.concat(left_out)
    )


def gaps(*, matches: pl.DataFrame, terms: PairTerms, policy: ComparisonPolicy) -> pl.DataFrame:
    """Work out gap, interval, word and direction of matched values (``COMPARISON_SCHEMA``)."""
    half_below, half_above = _half_widths()
    drift = pl.col("apart") * policy.drift_per_year
    shrunk = policy.equivalence_scale
    return (
        matches.with_columns(gap=(pl.col("value") - pl.col("official_value")).round(DECIMALS))
        .with_columns(
            gap_lower=(pl.col("gap") - half_below - drift).round(DECIMALS),
            gap_upper=(pl.col("gap") + half_above + drift).round(DECIMALS),
            test_lower=(pl.col("gap") - half_below * shrunk - drift).round(DECIMALS),
            test_upper=(pl.col("gap") + half_above * shrunk + drift).round(DECIMALS),
            margin=_margin(terms=terms, policy=policy),
        )
        .with_columns(agreement=_agreement(terms.independence))
        .select(
            pair=pl.lit(terms.pair),
            area="area",
            sex="sex",
            urbanisation="urbanisation",
            year="year_end",
            citizen="value",
            official="official_value",
            gap="gap",
            gap_lower="gap_lower",
            gap_upper="gap_upper",
            agreement="agreement",
            direction=_direction(terms.direction),
            notes=_notes(terms=terms, policy=policy),
            citizen_row="row",
            official_row="official_row",
            matched="matched",
        )
        .cast(pl.Schema(COMPARISON_SCHEMA))
        .sort("area", "sex", "urbanisation", "year", "citizen_row")
    )


def _half_widths() -> tuple[pl.Expr, pl.Expr]:
    """How far the gap's interval reaches below and above it, in the indicator's unit.

    Each side's distances to its bounds are added in quadrature, as standard errors are, keeping
    their asymmetry (square-and-add: Newcombe 1998, Statistics in Medicine 17(8)). The gap is low
    where the citizen value is low and the official one high. An official value without bounds is
    taken as exact and adds nothing; no citizen bounds, no interval.
    """
    official_below = (pl.col("official_value") - pl.col("official_lower")).fill_null(0)
    official_above = (pl.col("official_upper") - pl.col("official_value")).fill_null(0)
    below = ((pl.col("value") - pl.col("lower")) ** 2 + official_above**2).sqrt()
    above = ((pl.col("upper") - pl.col("value")) ** 2 + official_below**2).sqrt()
    return below, above


def _margin(*, terms: PairTerms, policy: ComparisonPolicy) -> pl.Expr:
    """The smallest gap worth speaking of, in the indicator's unit."""
    if terms.margin is not None:
        return pl.lit(terms.margin)
    if terms.unit == SHARE:
        return pl.lit(policy.share_margin)
    return (policy.relative_margin * pl.col("official_value").abs()).round(DECIMALS)


def _agreement(independence: str) -> pl.Expr:
    """The word. Consistent = two one-sided tests (Schuirmann 1987, J. Pharmacokinet. 15(6))."""
    if independence in NOT_INDEPENDENT:
        return pl.lit(SHARES_A_SOURCE)
    margin = pl.col("margin")
    excludes_zero = (pl.col("gap_lower") > 0) | (pl.col("gap_upper") < 0)
    within = (pl.col("test_lower") > -margin) & (pl.col("test_upper") < margin)
    return (
        pl.when(pl.col("gap_lower").is_null() | pl.col("gap_upper").is_null())
        .then(pl.lit(NOT_STATED))
        .when(excludes_zero & (pl.col("gap").abs() >= margin))
        .then(pl.lit(DIFFERS))
        .when(within)
        .then(pl.lit(CONSISTENT))
        .otherwise(pl.lit(CANNOT_TELL))
    )


def _direction(desired: str) -> pl.Expr:
    above, below = {
        "increase": ("better", "worse"),
        "decrease": ("worse", "better"),
        "": ("higher", "lower"),
    }[desired]
    side = pl.when(pl.col("gap") > 0).then(pl.lit(above)).otherwise(pl.lit(below))
    return pl.when(pl.col("agreement") == DIFFERS).then(side).otherwise(pl.lit(""))


def _notes(*, terms: PairTerms, policy: ComparisonPolicy) -> pl.Expr:
    """What a reader must know of this gap, joined by "; "."""
    exact = pl.col("official_lower").is_null() | pl.col("official_upper").is_null()
    assumed = f"{ASSUMED} of {policy.design_effect:g}"
    between = pl.format("official value interpolated between {} and {}", "first_year", "last_year")
    near = pl.format(
        "official value is {} apart, interval widened by {} percentage points",
        pl.when(pl.col("apart") == 1)
        .then(pl.lit("1 year"))
        .otherwise(pl.format("{} years", "apart")),
        pl.col("apart") * policy.drift_per_year,
    )
    said: list[pl.Expr] = [
        pl.when(pl.col("matched") == INTERPOLATED).then(between),
        pl.when(pl.col("matched") == NEAREST).then(near),
        pl.when(pl.col("interval_basis") == ASSUMED).then(pl.lit(assumed)),
        pl.when(exact).then(pl.lit("official value taken as exact")),
        *(
            pl.when(pl.col(column) == status).then(pl.lit(f"{side} value: {status}"))
            for side, column in (("citizen", "status"), ("official", "official_status"))
            for status in ("provisional", "low reliability")
        ),
    ]
    if terms.independence == "unknown":
        said.append(pl.lit("independence of the two unknown"))
    return pl.concat_str(said, separator="; ", ignore_nulls=True)


def _check_terms(terms: PairTerms) -> None:
    for entry, found, allowed in (
        ("independence", terms.independence, INDEPENDENCE),
        ("verdict", terms.verdict, VERDICTS),
        ("direction", terms.direction, DIRECTIONS),
    ):
        if found not in allowed:
            raise CatalogueError(
                file=f"pairs/{terms.pair}.toml", entry=entry, found=found, allowed=allowed
            )
    if terms.margin is not None and not terms.margin > 0:
        raise CatalogueError(
            file=f"pairs/{terms.pair}.toml",
            entry="margin",
            found=terms.margin,
            reason="a number above 0 is needed",
        )


def _check_unit(*, observations: pl.DataFrame, terms: PairTerms, side: str) -> None:
    other = observations.filter(pl.col("unit").ne_missing(terms.unit))
    if not other.is_empty():
        first = other.select("row", "unit").head(5).rows()
        raise CatalogueError(
            file=f"pairs/{terms.pair}.toml",
            entry=f"[{side}] unit",
            found="; ".join(f"{row}: {unit}" for row, unit in first),
            allowed=(terms.unit,),
            reason="an overlay needs one unit on both sides",
        )
