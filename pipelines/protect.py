"""Disclosure control, before anything is compared: no person can be found in a figure.

Thresholds and topics come from ``data/catalogue/disclosure.toml``. A withheld value leaves as
*suppressed*, never as a blank or a zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

from data.errors import ContractError
from pipelines.policy import DisclosurePolicy
from pipelines.secondary import Cell, hidden_cells

SUPPRESSED = "suppressed"
LOW_RELIABILITY = "low reliability"
NUMBERS = ("value", "value_published", "lower", "upper", "sample_size")

LINE = ("dataset", "series", "country", "unit", "base")
CELL = ("area", "period", "sex", "age", "urbanisation", "other")
SAME_PEOPLE = ("dataset", "area", "period", "sex", "urbanisation", "topic")
"""A rate and the count it was worked out from agree on these."""


def check_columns(*, columns: Iterable[str], file: str, policy: DisclosurePolicy) -> None:
    """Raise ``ContractError`` naming every column that looks like a person or an exact place."""
    alike = [
        f"{column} (looks like a {kind})"
        for column in columns
        for kind in dict.fromkeys(kind for kind, _ in policy.columns)
        if any(
            re.search(rf"(?:^|_)(?:{pattern})(?:$|_)", _plain(column))
            for of, pattern in policy.columns
            if of == kind
        )
    ]
    if alike:
        raise ContractError(
            table=file,
            column=", ".join(alike),
            found=len(alike),
            reason="such columns never enter the build: remove them from the source",
        )


def _plain(column: str) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", column)
    return re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")


def protect(
    *, observations: pl.DataFrame, areas: pl.DataFrame, policy: DisclosurePolicy
) -> pl.DataFrame:
    """Withhold what the policy says; return the same rows in the same order.

    ``observations`` is the harmonised frame (all vintages, both sides); ``areas`` has ``area,
    level, parent`` (parent blank or null at the top). A suppressed row keeps its place but loses
    value, published value, bounds and sample size; its status is "suppressed" and its note says
    why (a note already there could give the number back). Doing it twice changes nothing. Raises
    ``ContractError`` when an area has no level.
    """
    _check_areas(observations=observations, areas=areas)
    told = _described(observations=observations, areas=areas, policy=policy)
    reasons = pl.concat(
        [
            _small_estimates(told, policy=policy),
            counts := _small_counts(told, areas=areas, policy=policy),
            _derived(told, counts=counts, policy=policy),
        ]
    ).unique("number", keep="first", maintain_order=True)
    marked = told.join(reasons, on="number", how="left", maintain_order="left")
    return _marked(marked, policy=policy).select(observations.columns)


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
    """Add number, level, topic (null if not sensitive), and whether anything is to be judged."""
    code = pl.col("indicator")
    topics = [
        pl.when((code == topic) | code.str.starts_with(f"{topic}.")).then(pl.lit(topic))
        for topic in policy.sensitive
    ]
    topic = pl.coalesce(topics) if topics else pl.lit(None, pl.String)
    return (
        observations.with_row_index("number")
        .join(areas.select("area", "level"), on="area", how="left", maintain_order="left")
        # A series that also stands under another code is as sensitive there.
        .with_columns(topic=topic.drop_nulls().first().over("dataset", "series"))
        .with_columns(gone=pl.col("status") == SUPPRESSED)
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


def _small_counts(
    told: pl.DataFrame, *, areas: pl.DataFrame, policy: DisclosurePolicy
) -> pl.DataFrame:
    """Withhold small counts below national level, and the counts that would give them back."""
    counts = told.filter(
        pl.col("topic").is_not_null()
        & pl.col("unit").is_in(policy.count_units)
        & pl.col("side").is_in(policy.count_sides)
        & (pl.col("gone") | pl.col("value").is_not_null())
    )
    # One cell for all vintages of a figure: an older release must not tell what a newer withholds.
    cells = counts.group_by(*LINE, *CELL, maintain_order=True).agg(
        value=pl.when(~pl.col("gone").any()).then(pl.col("value").min()).first(),
        small=(
            (pl.col("value") < policy.count_threshold)
            & ~pl.col("level").is_in(policy.national_levels)
        ).any(),
        numbers=pl.col("number"),
    )
    places = {_cell(row): row for row in cells.iter_rows(named=True)}
    primary = {cell for cell, row in places.items() if row["small"]}
    hidden = hidden_cells(
        values={cell: row["value"] for cell, row in places.items()},
        primary=primary,
        parents=dict(areas.select("area", pl.col("parent").fill_null("")).iter_rows()),
        levels=dict(areas.select("area", "level").iter_rows()),
        threshold=policy.count_threshold,
    )
    small = f"a count below {policy.count_threshold} on a sensitive topic"
    other = "withheld so that no total gives a small count back"
    found = [
        (number, small if cell in primary else other)
        for cell in sorted(hidden)
        for number in places[cell]["numbers"]
    ]
    return pl.DataFrame(found, schema={"number": pl.UInt32, "why": pl.String}, orient="row")


def _cell(row: dict[str, str]) -> Cell:
    return Cell(
        line=tuple(row[name] or "" for name in LINE), **{name: row[name] or "" for name in CELL}
    )


def _derived(told: pl.DataFrame, *, counts: pl.DataFrame, policy: DisclosurePolicy) -> pl.DataFrame:
    """Withhold rates and shares that stand beside a withheld count of the same people."""
    beside = told.join(counts, on="number", how="semi")
    return (
        told.filter(~pl.col("unit").is_in(policy.count_units) & pl.col("topic").is_not_null())
        .join(beside, on=SAME_PEOPLE, how="semi")
        .select("number", why=pl.lit("worked out from a count that is withheld"))
    )


def _marked(told: pl.DataFrame, *, policy: DisclosurePolicy) -> pl.DataFrame:
    suppressed = pl.col("gone") | pl.col("why").is_not_null()
    few = (
        _is_estimate(policy)
        & (pl.col("sample_size") < policy.low_reliability_threshold)
        & ~suppressed
    ).fill_null(value=False)
    said = f"fewer than {policy.low_reliability_threshold} respondents"
    note = pl.col("note").fill_null("")
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
        .otherwise("note"),
    )
