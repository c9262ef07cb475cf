"""Pairs: choose each side's observations, judge them, compare where the verdict allows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from data import contracts
from data.catalogue import COUNTRIES
from data.errors import CatalogueError
from data.pairs import NO_DIRECTION, Pair, Side
from pipelines.comparison.assess import Ceiling, Comparability, assess
from pipelines.comparison.compare import compare_all
from pipelines.comparison.interval import with_intervals
from pipelines.comparison.terms import PairTerms
from pipelines.policy import ComparisonPolicy

SLUGS = {code: slug for slug, code in COUNTRIES.items()}


def all_pairs(
    pairs: Mapping[str, Pair],
    *,
    observations: pl.DataFrame,
    directions: Mapping[str, str],
    policy: ComparisonPolicy,
    ceilings: Mapping[str, Ceiling],
) -> dict[str, pl.DataFrame]:
    """Return the tables pairs, scores, breaks, pair_observations, comparison and left_out.

    ``observations`` are protected and harmonised; only ``current`` ones take part, and
    those of an older vintage that a pair asks for.
    ``directions`` maps indicator and target codes to the desired direction, "" where none;
    ``ceilings`` maps citizen datasets to the most their pairs may be.
    """
    about, terms, citizens, officials, aligned = [], [], [], [], []
    for pair in pairs.values():
        judged = assess(
            scores=pair.scores,
            context_reason=pair.context_reason,
            ceiling=ceilings.get(pair.citizen.dataset),
            policy=policy,
            file=f"pairs/{pair.id}.toml",
        )
        citizen, official = (
            select(observations, side=side, pair=pair, name=name)
            for side, name in ((pair.citizen, "citizen"), (pair.official, "official"))
        )
        # The same interval on the chart, in the data and behind the word of agreement.
        citizen = with_intervals(observations=citizen, policy=policy)
        units = citizen["unit"].unique(maintain_order=True).to_list()
        one = PairTerms.of(
            pair=pair,
            unit=units[0],
            direction=_direction(pair, directions),
            verdict=judged.verdict,
        )
        about.append(_about(pair, judged=judged, terms=one))
        terms.append(one)
        named = pl.lit(pair.id).alias("pair")
        citizens.append(citizen.select(named, pl.all()))
        officials.append(official.select(named, pl.all()))
        aligned.append(_aligned(official, pair=pair).select(named, pl.all()))
    result = compare_all(
        terms=terms, citizen=_joined(citizens), official=_joined(aligned), policy=policy
    )
    about_pairs = pl.DataFrame(about, schema=dict(contracts.PAIRS.columns))
    made = (
        (contracts.PAIRS, about_pairs),
        (contracts.SCORES, _scores(pairs)),
        (contracts.BREAKS, _breaks(pairs)),
        (contracts.PAIR_OBSERVATIONS, _joined([*citizens, *officials])),
        (contracts.COMPARISON, result.rows),
        (contracts.LEFT_OUT, result.left_out),
    )
    return {
        table.name: contracts.check(frame.sort(table.key), table=table) for table, frame in made
    }


def _joined(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """Join the observations of all pairs, none at all included."""
    empty = pl.DataFrame(schema=dict(contracts.PAIR_OBSERVATIONS.columns))
    return pl.concat([empty, *frames])


def select(observations: pl.DataFrame, *, side: Side, pair: Pair, name: str) -> pl.DataFrame:
    """Return the observations that one side of a pair chooses.

    Raises :class:`CatalogueError` when nothing fits: a pair without figures is a mistake.
    """
    wanted = (
        (pl.col("vintage") == side.vintage if side.vintage else pl.col("current"))
        & (pl.col("dataset") == side.dataset)
        & pl.col("series").is_in(list(side.series))
        & (pl.col("country") == pair.country)
    )
    for column, values in side.where.items():
        wanted &= pl.col(column).is_in(list(values))
    national = pl.col("area") == pl.col("country")
    if side.areas == ("national",):
        wanted &= national
    elif side.areas == ("subnational",):
        wanted &= ~national
    found = observations.filter(wanted)
    if found.is_empty():
        raise CatalogueError(
            file=f"pairs/{pair.id}.toml", entry=f"[{name}]",
            found={"series": side.series, **side.where},
            reason="no current observation of this dataset fits",
        )  # fmt: skip
    return found


def _aligned(official: pl.DataFrame, *, pair: Pair) -> pl.DataFrame:
    """Let a breakdown that each side fixes to one value count as the same people.

    Where a pair sets "female" victims beside a register that states no sex, the writer has
    chosen so and the scores judge the difference: matching must not refuse it.
    """
    for column in ("sex", "urbanisation"):
        ours, theirs = pair.citizen.where.get(column, ()), pair.official.where.get(column, ())
        if len(ours) == len(theirs) == 1 and ours != theirs:
            official = official.with_columns(pl.lit(ours[0]).alias(column))
    return official


def _about(pair: Pair, *, judged: Comparability, terms: PairTerms) -> dict[str, object]:
    return {
        "pair": pair.id,
        "country": pair.country,
        "goal": pair.goal,
        "indicator": pair.indicator,
        "title": pair.title,
        "question": pair.question,
        "citizen_dataset": pair.citizen.dataset,
        "citizen_series": " ".join(pair.citizen.series),
        "citizen_label": pair.citizen.label,
        "official_dataset": pair.official.dataset,
        "official_series": " ".join(pair.official.series),
        "official_label": pair.official.label,
        "unit": terms.unit,
        "direction": terms.direction,
        "margin": terms.margin,
        "independence": pair.independence,
        "independence_reason": pair.independence_reason,
        "total": judged.total,
        "verdict": judged.verdict,
        "verdict_reason": judged.verdict_reason,
        "lowest": "; ".join(f"{score.dimension}: {score.reason}" for score in judged.lowest),
        "context_reason": pair.context_reason,
        "address": f"/{SLUGS[pair.country]}/goal-{pair.goal}/{pair.indicator}?pair={pair.id}",
    }


def _direction(pair: Pair, directions: Mapping[str, str]) -> str:
    """Return what both sides should do, "" where they read opposite ways or none is fixed."""
    wanted = {
        directions[pair.indicator] if side.direction is None else side.direction
        for side in (pair.citizen, pair.official)
    }
    return "" if len(wanted) > 1 else wanted.pop().replace(NO_DIRECTION, "")


def _scores(pairs: Mapping[str, Pair]) -> pl.DataFrame:
    rows = [
        {"pair": pair.id, "position": position, **vars(score)}
        for pair in pairs.values()
        for position, score in enumerate(pair.scores, start=1)
    ]
    return pl.DataFrame(rows, schema=dict(contracts.SCORES.columns))


def _breaks(pairs: Mapping[str, Pair]) -> pl.DataFrame:
    rows = [{"pair": pair.id, **vars(one)} for pair in pairs.values() for one in pair.breaks]
    return pl.DataFrame(rows, schema=dict(contracts.BREAKS.columns))


def directions(*, catalogue: Path) -> dict[str, str]:
    """Return the desired direction of every indicator and target code."""
    found: dict[str, str] = {}
    for name, code in (("targets", "target"), ("indicators", "indicator")):
        table = pl.read_csv(catalogue / "framework" / f"{name}.csv", infer_schema=False)
        found.update(zip(table[code], table["desired_direction"].fill_null(""), strict=True))
    return found
