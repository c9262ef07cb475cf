"""Disclosure control, before anything is compared: no person can be found in a figure.

Thresholds and topics come from ``data/catalogue/disclosure.toml``, what earlier public releases
printed from ``data/catalogue/disclosed.csv`` (:mod:`pipelines.disclosed`). A withheld value leaves
as *suppressed*, never as a blank or a zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from data.errors import ContractError
from pipelines.counts import Counts
from pipelines.formula import formula
from pipelines.personal import check_columns, check_contents
from pipelines.policy import DisclosurePolicy

__all__ = ["Protected", "check_columns", "check_contents", "protect", "protected"]

SUPPRESSED = "suppressed"
LOW_RELIABILITY = "low reliability"
NUMBERS = ("value", "value_published", "lower", "upper", "sample_size")
SAME_PEOPLE = ("dataset", "area", "period", "sex", "urbanisation", "topic")
"""A rate and the count it was worked out from agree on these."""
NOTE_LEFT_OUT = "a note with counts is left out"
OWN_WORDS = r"a count below \d+ on a sensitive topic|fewer than \d+ respondents"


@dataclass(frozen=True, kw_only=True)
class Protected:
    """``observations``: the rows as they may be printed.

    ``disclosure``: every sensitive count, printed or withheld, as the ledger takes it when the
    release is made public. ``open`` (row, dataset, reason): withheld counts that earlier public
    releases give away; for the people who build, never for the release itself.
    """

    observations: pl.DataFrame
    disclosure: pl.DataFrame
    open: pl.DataFrame


def protect(
    *, observations: pl.DataFrame, areas: pl.DataFrame, policy: DisclosurePolicy
) -> pl.DataFrame:
    """Return the observations of :func:`protected` when nothing was made public before."""
    return protected(observations=observations, areas=areas, policy=policy).observations


def protected(
    *,
    observations: pl.DataFrame,
    areas: pl.DataFrame,
    policy: DisclosurePolicy,
    ledger: pl.DataFrame | None = None,
) -> Protected:
    """Withhold what the policy says; return the same rows in the same order.

    ``observations`` is the harmonised frame (all vintages, both sides); ``areas`` has ``area,
    level, parent`` (parent blank or null at the top); ``ledger`` is what :func:`disclosed.read`
    returns, none if no release was made public. A suppressed row keeps its place but loses value,
    published value, bounds and sample size; its status is "suppressed" and its note says why (a
    note already there could give the number back). Doing it twice changes nothing. Raises
    ``ContractError`` when an area has no level.
    """
    _check_areas(observations=observations, areas=areas)
    told = _described(observations=observations, areas=areas, policy=policy)
    counts = _counts(told, policy=policy)
    table = Counts(rows=counts, areas=areas, policy=policy, ledger=ledger)
    withheld = table.withheld()
    reasons = pl.concat(
        [
            _small_estimates(told, policy=policy),
            withheld,
            _rates(told, counts=counts, withheld=withheld, policy=policy),
        ]
    ).unique("number", keep="first", maintain_order=True)
    marked = told.join(reasons, on="number", how="left", maintain_order="left")
    return Protected(
        observations=_marked(marked, policy=policy).select(observations.columns),
        disclosure=table.disclosure(),
        open=table.open(),
    )


def _check_areas(*, observations: pl.DataFrame, areas: pl.DataFrame) -> None:
    known = areas.filter(pl.col("level").fill_null("") != "")
    homeless = observations.join(known, on="area", how="anti")
    if not homeless.is_empty():
        raise ContractError(
            table="areas",
            column="level",
            found=sorted(homeless["area"].unique())[:5],
            reason="areas without a level cannot be protected",
        )


def _described(
    *, observations: pl.DataFrame, areas: pl.DataFrame, policy: DisclosurePolicy
) -> pl.DataFrame:
    """Add number, level, topic and its threshold (null if not sensitive), local and gone."""
    code = pl.col("indicator")
    # The strictest topic first: a series under several codes is as sensitive as the worst of them.
    topics = sorted(policy.thresholds, key=lambda topic: (-policy.thresholds[topic], topic))
    found = [
        pl.when((code == topic) | code.str.starts_with(f"{topic}.")).then(number)
        for number, topic in enumerate(topics)
    ]
    rank = pl.coalesce(found) if found else pl.lit(None, pl.Int64)
    return (
        observations.with_row_index("number")
        .join(areas.select("area", "level"), on="area", how="left", maintain_order="left")
        .with_columns(rank=rank.min().over("dataset", "series").cast(pl.Int64))
        .with_columns(
            topic=_of_rank(topics, pl.String),
            threshold=_of_rank([policy.thresholds[topic] for topic in topics], pl.Int64),
            local=~pl.col("level").is_in(policy.national_levels),
            gone=pl.col("status") == SUPPRESSED,
        )
    )


def _of_rank(values: list[Any], kind: Any) -> pl.Expr:
    return pl.col("rank").replace_strict(
        list(range(len(values))), values, default=None, return_dtype=kind
    )


@formula(
    id="small-estimates",
    section="disclosure control",
    title="Estimates from few people",
    formula="n < suppress_below: withheld; n < low_reliability_below: kept, marked low reliability",
    words=(
        "n is the number of people who were asked. Rates and shares are withheld or marked "
        "whatever their topic; datasets whose sample size counts something else are left alone."
    ),
    source="own rule",
    constants=(
        "disclosure.toml · estimates.suppress_below",
        "disclosure.toml · estimates.low_reliability_below",
        "disclosure.toml · estimates.sample_size_is_not_respondents",
    ),
)
def _small_estimates(told: pl.DataFrame, *, policy: DisclosurePolicy) -> pl.DataFrame:
    few = _is_estimate(policy) & (pl.col("sample_size") < policy.estimate_threshold)
    why = f"fewer than {policy.estimate_threshold} respondents"
    return told.filter(few & ~pl.col("gone")).select("number", why=pl.lit(why))


def _is_estimate(policy: DisclosurePolicy) -> pl.Expr:
    return (
        pl.col("side").is_in(policy.estimate_sides)
        & ~pl.col("unit").is_in(policy.count_units)
        & ~pl.col("dataset").is_in(policy.sample_size_is_not_respondents)
    )


def _counts(told: pl.DataFrame, *, policy: DisclosurePolicy) -> pl.DataFrame:
    return told.filter(
        pl.col("topic").is_not_null()
        & pl.col("unit").is_in(policy.count_units)
        & pl.col("side").is_in(policy.count_sides)
        & (pl.col("gone") | pl.col("value").is_not_null())
    )


def _rates(
    told: pl.DataFrame, *, counts: pl.DataFrame, withheld: pl.DataFrame, policy: DisclosurePolicy
) -> pl.DataFrame:
    """Withhold what was worked out from a withheld count, and rates whose count is not printed."""
    others = told.filter(~pl.col("unit").is_in(policy.count_units) & pl.col("topic").is_not_null())
    gone = counts.join(withheld, on="number", how="semi")
    beside = others.join(gone, on=SAME_PEOPLE, how="semi")
    read = pl.concat_str("dataset", "series", separator="/").is_in(policy.rates_of_large_counts)
    alone = others.filter(
        pl.col("unit").is_in(policy.rate_units)
        & pl.col("side").is_in(policy.count_sides)
        & pl.col("local")
        & ~read
    ).join(counts, on=SAME_PEOPLE, how="anti")
    return pl.concat(
        [
            beside.select("number", why=pl.lit("worked out from a count that is withheld")),
            alone.select(
                "number", why=pl.lit("with the population it gives a count that is not printed")
            ),
        ]
    )


def _telling(policy: DisclosurePolicy, *, note: pl.Expr) -> pl.Expr:
    """Whether a note beside counts by place holds a number that nobody has read yet."""
    same = {"/".join(part): "/".join(whole) for part, whole in policy.lines.items()}
    measure = pl.concat_str("dataset", "series", separator="/").replace(same)
    return (
        pl.col("topic").is_not_null()
        & pl.col("unit").is_in([*policy.count_units, *policy.rate_units])
        & pl.col("side").is_in(policy.count_sides)
        & pl.col("local").any().over(measure)
        & note.str.contains(r"\d")
        & ~note.is_in(policy.notes_read)
    ).fill_null(value=False)


def _marked(told: pl.DataFrame, *, policy: DisclosurePolicy) -> pl.DataFrame:
    suppressed = pl.col("gone") | pl.col("why").is_not_null()
    few = (
        _is_estimate(policy)
        & (pl.col("sample_size") < policy.low_reliability_threshold)
        & ~suppressed
    ).fill_null(value=False)
    said = f"fewer than {policy.low_reliability_threshold} respondents"
    note = pl.col("note").fill_null("")
    note = (
        pl.when(_telling(policy, note=note.str.replace_all(OWN_WORDS, "")))
        .then(pl.lit(NOTE_LEFT_OUT))
        .otherwise(note)
    )
    return told.with_columns(
        *(pl.when(~suppressed).then(name).alias(name) for name in NUMBERS),
        interval_basis=pl.when(suppressed).then(pl.lit("none")).otherwise("interval_basis"),
        # Censored and partial values are kept out of comparison by their status: it stays.
        status=pl.when(suppressed)
        .then(pl.lit(SUPPRESSED))
        .when(few & pl.col("status").is_in(["normal", "provisional"]))
        .then(pl.lit(LOW_RELIABILITY))
        .otherwise("status"),
        note=pl.when(~pl.col("gone") & suppressed)
        .then("why")
        .when(few & ~note.str.contains(said, literal=True))
        .then(
            pl.concat_str(
                pl.when(note != "").then(note),
                pl.when(pl.col("status") == "provisional").then(pl.lit("provisional")),
                pl.lit(said),
                separator="; ",
                ignore_nulls=True,
            )
        )
        .otherwise(pl.when(pl.col("note").is_not_null()).then(note)),
    )
