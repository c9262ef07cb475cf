"""The gap list: what the official side lacks, ranked by need and by how far citizens could help.

“Held” always means held in this release, and every sentence is worded so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from data import contracts
from data.catalogue import COUNTRIES
from data.errors import CatalogueError
from pipelines.formula import formula
from pipelines.policy_file import sections

FILE = "coverage.toml"
THE_INDICATOR, ITS_TARGET, NEITHER = (
    "measure the indicator",
    "measure its target",
    "measure neither",
)
LACKS = ("missing", "old", "national_only", "modelled_only")
STATE = ("laws_and_plans", "aid_and_flows", "budgets", "accounts_and_trade")
Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class CoveragePolicy:
    """Constants of the gap list (``data/catalogue/coverage.toml``)."""

    reference_year: int
    old_after_years: int
    missing: float
    old: float
    national_only: float
    modelled_only: float
    measure_the_indicator: float
    measure_its_target: float
    measure_neither: float
    of_the_state_weight: float
    of_the_state: frozenset[str]
    not_applicable: frozenset[tuple[str, str]]
    """Pairs of (country, indicator)."""

    @classmethod
    def read(cls, path: Path) -> CoveragePolicy:
        """Read the policy; raise ``CatalogueError`` naming the entry that cannot be used."""
        of = sections(path, names=("age", "need", "weight", "of_the_state", "not_applicable"))
        need, weight = of["need"], of["weight"]
        policy = cls(
            reference_year=of["age"].whole("reference_year", at_least=2015),
            old_after_years=of["age"].whole("old_after_years", at_least=1),
            missing=need.number("missing", above=0),
            old=need.number("old", above=0),
            national_only=need.number("national_only", above=0),
            modelled_only=need.number("modelled_only", above=0),
            measure_the_indicator=weight.number("measure_the_indicator", above=0),
            measure_its_target=weight.number("measure_its_target", above=0),
            measure_neither=weight.number("measure_neither", above=0),
            of_the_state_weight=weight.number("of_the_state", above=0),
            of_the_state=frozenset(
                code for name in STATE for code in of["of_the_state"].words(name)
            ),
            not_applicable=frozenset(
                _place(entry) for entry in of["not_applicable"].words("pairs")
            ),
        )
        # Else a new figure could make an indicator look worse held than none at all.
        if policy.missing <= policy.old + policy.national_only + policy.modelled_only:
            raise CatalogueError(
                file=path.name, entry="[need]", found=policy.missing,
                reason="missing must be above old, national_only and modelled_only together",
            )  # fmt: skip
        weights = (
            policy.measure_the_indicator, policy.measure_its_target, policy.measure_neither,
            policy.of_the_state_weight,
        )  # fmt: skip
        if list(weights) != sorted(weights, reverse=True):
            raise CatalogueError(
                file=path.name, entry="[weight]", found=weights,
                reason="weights must not rise from measure_the_indicator to of_the_state",
            )  # fmt: skip
        return policy


def _place(entry: str) -> tuple[str, str]:
    country, _, code = entry.partition(" ")
    if country not in COUNTRIES.values() or not code:
        raise CatalogueError(
            file=FILE, entry="[not_applicable.pairs]", found=entry, allowed=COUNTRIES.values(),
            reason="written as country and code, as in 'NPL 14.1.1'",
        )  # fmt: skip
    return country, code


@formula(
    id="gaps",
    section="coverage and gaps",
    title="Where a new dataset would matter most",
    formula="score = need × weight; need = missing, or else the sum of old, national_only and "
    "modelled_only where each applies; old: reference_year − last year > old_after_years",
    words="For each country and every indicator of the global list, what the official figures held "
    "here lack: all of them, a recent one, one below the country, one that was measured. The "
    "weight says how far citizens’ own data could help: most where citizens have measured the "
    "indicator, less where they have measured only its target, less again where neither, least "
    "where the indicator describes the state as a whole; such an indicator lacks no areas. An "
    "indicator that the framework lists under several targets is looked up under all of them. "
    "Equal scores stand in the order of the codes and then of the countries. Missing here is not "
    "missing in the world: before money is spent, ask the statistics office.",
    source="own rule",
    constants=(
        "coverage.toml · age.reference_year",
        "coverage.toml · age.old_after_years",
        "coverage.toml · need.missing",
        "coverage.toml · need.old",
        "coverage.toml · need.national_only",
        "coverage.toml · need.modelled_only",
        "coverage.toml · weight.measure_the_indicator",
        "coverage.toml · weight.measure_its_target",
        "coverage.toml · weight.measure_neither",
        "coverage.toml · weight.of_the_state",
        *(f"coverage.toml · of_the_state.{name}" for name in STATE),
        "coverage.toml · not_applicable.pairs",
    ),
)
def gaps(
    *,
    coverage: pl.DataFrame,
    indicators: pl.DataFrame,
    targets: pl.DataFrame,
    policy: CoveragePolicy,
) -> pl.DataFrame:
    """Return what the official side lacks, the highest score first (contract GAPS).

    ``coverage`` and ``targets`` come from :mod:`pipelines.coverage`; ``indicators`` is the table
    of the framework (indicator, target, goal, global, title). Raises ``CatalogueError`` when the
    policy names a code that the framework does not hold.
    """
    named = policy.of_the_state | {code for _, code in policy.not_applicable}
    _known(named, codes=indicators["indicator"].to_list())
    of_the_state = indicators.filter(pl.col("indicator").is_in(sorted(policy.of_the_state)))
    table = _places(coverage=coverage, indicators=indicators, targets=targets, policy=policy)
    state = pl.col("title").is_in(of_the_state["title"].implode())
    held = pl.col("official_last_year").is_not_null()
    old = policy.reference_year - pl.col("official_last_year") > policy.old_after_years
    table = table.with_columns(
        of_the_state=state,
        missing=~held,
        old=held & old.fill_null(False),
        national_only=held & ~state & (pl.col("areas") == 0).fill_null(False),
        modelled_only=held & pl.col("modelled").fill_null(False),
    )
    table = table.with_columns(
        need=pl.sum_horizontal(
            pl.when(name).then(pl.lit(getattr(policy, name))).otherwise(0.0) for name in LACKS
        ),
        weight=_weight(policy),
    ).filter(pl.col("need") > 0)
    table = table.with_columns(
        score=(pl.col("need") * pl.col("weight")).round(9),
        place=pl.col("indicator").map_elements(_order, return_dtype=pl.List(pl.String)),
    ).sort("score", "place", "country", descending=[True, False, False])
    sentences = [_sentence(row) for row in table.iter_rows(named=True)]
    ranked = table.with_columns(
        rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int64),
        sentence=pl.Series(sentences, dtype=pl.String),
    )
    return contracts.check(ranked.select(list(contracts.GAPS.columns)), table=contracts.GAPS)


def _known(named: Iterable[str], *, codes: list[str]) -> None:
    for code in sorted(named):
        if code not in codes:
            raise CatalogueError(
                file=FILE, entry="[of_the_state] or [not_applicable.pairs]", found=code,
                allowed=codes,
            )  # fmt: skip


def _places(
    *,
    coverage: pl.DataFrame,
    indicators: pl.DataFrame,
    targets: pl.DataFrame,
    policy: CoveragePolicy,
) -> pl.DataFrame:
    """Every country × global indicator that concerns it, with what both sides hold of it.

    The framework lists some indicators under several targets: their rows bear one title, and what
    is held under one code is held under all.
    """
    titles = indicators.select("indicator", "title")
    by_title = coverage.join(titles, on="indicator").group_by("country", "title", "side")
    held = by_title.agg(
        pl.col("last_year").max(),
        pl.col("first_year").min(),
        pl.col("areas").max(),
        pl.col("modelled_only").all(),
    )
    official = held.filter(pl.col("side") == "official").select(
        "country", "title", "areas", official_last_year="last_year", modelled="modelled_only"
    )
    citizen = held.filter(pl.col("side") == "citizen").select(
        "country", "title", last="last_year", first="first_year"
    )
    of_target = targets.select("country", "target", target_last="last_year")
    alike = (
        indicators.filter(pl.col("global") == "yes")
        .group_by("title")
        .agg(pl.col("indicator").alias("codes"))
    )
    countries = pl.DataFrame({"country": list(COUNTRIES.values())})
    left_out = pl.DataFrame(
        sorted(policy.not_applicable),
        schema={"country": pl.String, "indicator": pl.String},
        orient="row",
    )
    return (
        indicators.filter(pl.col("global") == "yes")
        .select("indicator", "target", "title", goal=pl.col("goal").cast(pl.Int64))
        .join(countries, how="cross")
        .join(left_out, on=["country", "indicator"], how="anti")
        .join(official, on=["country", "title"], how="left")
        .join(citizen, on=["country", "title"], how="left")
        .join(of_target, on=["country", "target"], how="left")
        .join(alike, on="title", how="left")
        .with_columns(
            citizens=pl.when(pl.col("last").is_not_null())
            .then(pl.lit(THE_INDICATOR))
            .when(pl.col("target_last").is_not_null())
            .then(pl.lit(ITS_TARGET))
            .otherwise(pl.lit(NEITHER)),
            citizen_last_year=pl.coalesce("last", "target_last"),
        )
    )


def _weight(policy: CoveragePolicy) -> pl.Expr:
    return (
        pl.when(pl.col("citizens") == THE_INDICATOR)
        .then(pl.lit(policy.measure_the_indicator))
        .when("of_the_state")
        .then(pl.lit(policy.of_the_state_weight))
        .when(pl.col("citizens") == ITS_TARGET)
        .then(pl.lit(policy.measure_its_target))
        .otherwise(pl.lit(policy.measure_neither))
    )


def _order(code: str) -> list[str]:
    """Codes in the order of the framework: 2 before 10, numbers before letters."""
    return [part.zfill(3) if part.isdigit() else f"~{part}" for part in code.split(".")]


def _sentence(row: Row) -> str:
    country = {code: word.capitalize() for word, code in COUNTRIES.items()}[row["country"]]
    if row["missing"]:
        said = f"No official figure of {row['indicator']} is held here for {country}"
    else:
        lacks = [
            words
            for name, words in (
                ("old", f"end in {row['official_last_year']}"),
                ("national_only", "name no area below the country"),
                ("modelled_only", "are all estimated or modelled"),
            )
            if row[name]
        ]
        listed = " and ".join([", ".join(lacks[:-1]), lacks[-1]] if len(lacks) > 1 else lacks)
        said = f"The official figures of {row['indicator']} held here for {country} {listed}"
    others = [code for code in row["codes"] if code != row["indicator"]]
    notes = [f"{said}; {_citizens(row)}."]
    if others:
        notes.append(f"The same indicator is also listed as {' and '.join(others)}.")
    if row["of_the_state"]:
        notes.append("It describes the state as a whole.")
    return " ".join(notes)


def _citizens(row: Row) -> str:
    year = row["citizen_last_year"]
    if row["citizens"] == THE_INDICATOR:
        # Some of these are near to the indicator rather than it: pairs and reasons say how near.
        last = "" if row["first"] == year else "last "
        return f"a citizen figure filed under it is held, {last}of {year}"
    if row["citizens"] == ITS_TARGET:
        return f"citizens measured something else of target {row['target']}, last in {year}"
    return f"no citizen figure of it is held{' either' if row['missing'] else ''}"
