"""Gap and agreement of pairs: how far the citizen value lies from the official one.

Four careful words, by the rules on ``/methods``: "differs", "consistent", "cannot tell",
"uncertainty not stated"; and "shares a source" where agreement would say nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from data.contracts import COMPARISON
from pipelines.comparison.assess import ONE_AXIS
from pipelines.comparison.interval import SHARE, with_intervals
from pipelines.comparison.match import check_unique, match, reasons, takes_part
from pipelines.comparison.notes import notes
from pipelines.comparison.terms import PairTerms, as_frame, breaks, check_terms, check_unit
from pipelines.formula import formula
from pipelines.policy import ComparisonPolicy

DIFFERS = "differs"
CONSISTENT = "consistent"
CANNOT_TELL = "cannot tell"
NOT_STATED = "uncertainty not stated"
SHARES_A_SOURCE = "shares a source"

NOT_INDEPENDENT = ("shared source", "same records")

COMPARISON_SCHEMA = dict(COMPARISON.columns)

DECIMALS = 9
"""Gaps are rounded here, so that 22.8 - 17.8 is 5, and x and 100 - x get the same word."""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """``rows`` has ``COMPARISON_SCHEMA``; ``left_out`` says why a row has no part: ``pair, row,
    reason``."""

    rows: pl.DataFrame
    left_out: pl.DataFrame


def compare(
    *,
    terms: PairTerms,
    citizen: pl.DataFrame,
    official: pl.DataFrame,
    policy: ComparisonPolicy,
) -> Comparison:
    """Compare the two sides of one pair: :func:`compare_all` of that pair alone.

    ``left_out`` has ``row, reason``.
    """
    pair = pl.lit(terms.pair).alias("pair")
    found = compare_all(
        terms=(terms,),
        citizen=citizen.with_columns(pair),
        official=official.with_columns(pair),
        policy=policy,
    )
    return Comparison(rows=found.rows, left_out=found.left_out.drop("pair"))


def compare_all(
    *,
    terms: Sequence[PairTerms],
    citizen: pl.DataFrame,
    official: pl.DataFrame,
    policy: ComparisonPolicy,
) -> Comparison:
    """Match the two sides of every pair and say what each gap allows one to say.

    Both frames hold current harmonised observations, already protected and selected, with the
    ``pair`` they stand in. Only pairs whose verdict allows one axis get rows. Raises
    ``CatalogueError`` when a term is unknown, a row has another unit than its pair, or several
    rows fall on one area, sex, urbanisation and year; ``ContractError`` when an interval does not
    hold its value.
    """
    for one in terms:
        check_terms(one)
    allowed = as_frame(one for one in terms if one.verdict in ONE_AXIS)
    known = breaks(terms)
    sides = []
    for side, observations in (("citizen", citizen), ("official", official)):
        drawn = observations.join(
            allowed.select("pair"), on="pair", how="semi", maintain_order="left"
        )
        check_unit(observations=drawn, terms=allowed, side=side)
        check_unique(observations=drawn, side=side)
        sides.append(drawn)
    kept = with_intervals(observations=sides[0].filter(takes_part()), policy=policy)
    withheld = sides[0].filter(~takes_part())
    matches, unmatched = match(citizen=kept, official=sides[1], breaks=known, policy=policy)
    left_out = [
        reasons(rows=withheld, reason="the citizen value is withheld or incomplete"),
        unmatched,
    ]
    return Comparison(
        rows=gaps(matches=matches, terms=allowed, policy=policy), left_out=pl.concat(left_out)
    )


@formula(
    id="gap",
    section="gap and agreement",
    title="Gap and its interval",
    formula="gap = citizen − official; lower = gap − √((c − c₁)² + (o₂ − o)²) − drift; upper = gap "
    "+ √((c₂ − c)² + (o − o₁)²) + drift",
    words="c₁ and c₂ are the bounds of the citizen figure’s interval, o₁ and o₂ those of the "
    "official one, which is taken as exact where none is published. The distances to the bounds "
    "add as standard errors do and keep their asymmetry. Without a citizen interval the gap has "
    "none.",
    source="R. G. Newcombe, Interval estimation for the difference between independent "
    "proportions, Statistics in Medicine 17(8), 1998 (square-and-add)",
    constants=("comparison.toml · uncertainty.confidence",),
)
def gaps(*, matches: pl.DataFrame, terms: pl.DataFrame, policy: ComparisonPolicy) -> pl.DataFrame:
    """Work out gap, interval, word and direction of matched values (``COMPARISON_SCHEMA``).

    ``terms`` has :data:`pipelines.comparison.terms.TERMS_SCHEMA`, one row for each pair of
    ``matches``.
    """
    half_below, half_above = _half_widths()
    per_year = pl.col("own_drift").fill_null(policy.drift_per_year)
    drift = pl.col("apart") * per_year
    shrunk = policy.equivalence_scale
    return (
        matches.join(terms, on="pair", how="left", maintain_order="left")
        .with_columns(gap=(pl.col("value") - pl.col("official_value")).round(DECIMALS))
        .with_columns(
            gap_lower=(pl.col("gap") - half_below - drift).round(DECIMALS),
            gap_upper=(pl.col("gap") + half_above + drift).round(DECIMALS),
            test_lower=(pl.col("gap") - half_below * shrunk - drift).round(DECIMALS),
            test_upper=(pl.col("gap") + half_above * shrunk + drift).round(DECIMALS),
            margin=_margin(policy=policy),
        )
        .with_columns(agreement=_agreement())
        .select(
            pair="pair",
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
            direction=_direction(),
            notes=notes(policy=policy),
            citizen_row="row",
            official_row="official_row",
            matched="matched",
        )
        .cast(pl.Schema(COMPARISON_SCHEMA))
        .sort("pair", "area", "sex", "urbanisation", "year", "citizen_row")
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


@formula(
    id="margin",
    section="gap and agreement",
    title="The smallest gap worth speaking of",
    formula="the pair’s own margin; else share_margin for shares; else relative_margin × "
    "|official|",
    words="A gap can be certain and yet too small to matter. A pair may state its own margin.",
    source="own rule",
    constants=(
        "comparison.toml · materiality.share_margin",
        "comparison.toml · materiality.relative_margin",
    ),
)
def _margin(*, policy: ComparisonPolicy) -> pl.Expr:
    """The smallest gap worth speaking of, in the indicator's unit."""
    relative = (policy.relative_margin * pl.col("official_value").abs()).round(DECIMALS)
    default = pl.when(pl.col("pair_unit") == SHARE).then(policy.share_margin).otherwise(relative)
    return pl.coalesce("own_margin", default)


@formula(
    id="agreement",
    section="gap and agreement",
    title="The word of agreement",
    formula="differs: the interval of the gap excludes 0 and |gap| ≥ margin; consistent: the "
    "interval at equivalence_confidence lies inside (−margin, +margin); cannot tell: neither",
    words="Where the citizen figure has no interval the word is “uncertainty not stated”; where "
    "the two are not independent it is “shares a source”. Both show the values and say nothing of "
    "agreement. A difference is called better or worse by the desired direction.",
    source="D. J. Schuirmann, A comparison of the two one-sided tests procedure and the power "
    "approach for assessing the equivalence of average bioavailability, Journal of "
    "Pharmacokinetics and Biopharmaceutics 15(6), 1987",
    constants=(
        "comparison.toml · uncertainty.confidence",
        "comparison.toml · uncertainty.equivalence_confidence",
    ),
)
def _agreement() -> pl.Expr:
    """The word. Consistent = two one-sided tests (Schuirmann 1987, J. Pharmacokinet. 15(6))."""
    margin = pl.col("margin")
    excludes_zero = (pl.col("gap_lower") > 0) | (pl.col("gap_upper") < 0)
    within = (pl.col("test_lower") > -margin) & (pl.col("test_upper") < margin)
    return (
        pl.when(pl.col("independence").is_in(NOT_INDEPENDENT))
        .then(pl.lit(SHARES_A_SOURCE))
        .when(pl.col("gap_lower").is_null() | pl.col("gap_upper").is_null())
        .then(pl.lit(NOT_STATED))
        .when(excludes_zero & (pl.col("gap").abs() >= margin))
        .then(pl.lit(DIFFERS))
        .when(within)
        .then(pl.lit(CONSISTENT))
        .otherwise(pl.lit(CANNOT_TELL))
    )


def _direction() -> pl.Expr:
    """Better or worse by the pair's desired direction; higher or lower where it has none."""
    above = pl.col("desired").replace_strict(
        {"increase": "better", "decrease": "worse", "": "higher"}, return_dtype=pl.String
    )
    below = pl.col("desired").replace_strict(
        {"increase": "worse", "decrease": "better", "": "lower"}, return_dtype=pl.String
    )
    side = pl.when(pl.col("gap") > 0).then(above).otherwise(below)
    return pl.when(pl.col("agreement") == DIFFERS).then(side).otherwise(pl.lit(""))
