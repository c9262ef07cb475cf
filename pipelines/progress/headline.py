"""Headline lines: for every country and indicator the official series chosen to stand for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from data.catalogue import Dataset
from data.errors import CatalogueError
from data.headline import FILE, Headline
from data.pairs import Pair
from pipelines.progress.lines import SEVERAL_YEARS, Aim, Lines, since_break, usable
from pipelines.progress.policy import ProgressPolicy
from pipelines.progress.verdicts import TERMS_SCHEMA, measures

BREAKDOWN = ["sex", "age", "urbanisation", "other"]
CANDIDATE = ["line", "choice"]


def headline_lines(
    *,
    observations: pl.DataFrame,
    headlines: Sequence[Headline],
    pairs: Mapping[str, Pair],
    aims: Mapping[str, Aim],
    datasets: Mapping[str, Dataset],
    policy: ProgressPolicy,
) -> Lines:
    """Return one line for each country × indicator that has one: "<country> · <indicator>".

    ``observations`` are protected; only ``current`` national ones of the official side take part,
    so that a line is of one vintage. Of the choices of an indicator, in order, and of the codes
    of a choice, in order, the first with two values far enough apart for a verdict is taken;
    else the first with two values; else the country has no line. Breaks that pairs know of in
    their official series hold here too.

    Raises ``CatalogueError`` when a target is stated of a series in another unit, or a choice has
    several values of one year.
    """
    found = _candidates(observations, headlines=headlines, datasets=datasets)
    _check(found, headlines=headlines, aims=aims)
    stretch = since_break(
        found, breaks=_breaks(pairs, found=found, datasets=datasets), by=CANDIDATE
    )
    chosen = _chosen(found=found, stretch=stretch, policy=policy)
    kept = stretch.join(chosen, on=CANDIDATE, how="semi", maintain_order="left")
    about = _about(found.join(chosen, on=CANDIDATE, how="semi"), stretch=kept)
    return Lines(
        points=kept.select("line", year="year_end", value="value"),
        terms=pl.DataFrame(
            [_terms(row, headlines=headlines) for row in about],
            schema=TERMS_SCHEMA,
        ),
    )


def _candidates(
    observations: pl.DataFrame,
    *,
    headlines: Sequence[Headline],
    datasets: Mapping[str, Dataset],
) -> pl.DataFrame:
    """Return the usable national observations of every choice, with ``line, choice, place``.

    ``choice`` counts codes of choices in their order of preference; ``place`` is the index of the
    choice in ``headlines``.
    """
    wanted = pl.DataFrame(
        [
            (one.indicator, one.family, code, one.sex, one.age, one.urbanisation, one.other, place)
            for place, one in enumerate(headlines)
            for code in one.series
        ],
        schema=["indicator", "family", "series", *BREAKDOWN, "place"],
        orient="row",
    ).with_row_index("choice")
    families = {one.id: one.family for one in datasets.values()}
    national = observations.filter(
        "current", pl.col("side") == "official", pl.col("area") == pl.col("country"), usable()
    )
    return national.with_columns(
        family=pl.col("dataset").replace_strict(families, return_dtype=pl.String),
        line=pl.format("{} · {}", "country", "indicator"),
    ).join(wanted, on=["indicator", "family", "series", *BREAKDOWN], maintain_order="left")


def _check(found: pl.DataFrame, *, headlines: Sequence[Headline], aims: Mapping[str, Aim]) -> None:
    twice = found.filter(pl.struct(*CANDIDATE, "year_end").is_duplicated()).sort("row")
    if twice.height:
        line = headlines[twice["place"][0]].line
        raise CatalogueError(
            file=FILE, entry=f"line {line}", found=twice["row"].head(2).to_list(),
            reason="several values of one year fit: make the breakdown specific",
        )  # fmt: skip
    for place, unit in found.select("place", "unit").unique().sort("place", "unit").iter_rows():
        one = headlines[place]
        wanted = aims[one.indicator].unit
        if one.target is not None and unit != wanted:
            raise CatalogueError(
                file=FILE, entry=f"line {one.line}, column target", found=unit, allowed=(wanted,),
                reason="the series is in another unit than the indicator's target",
            )  # fmt: skip


def _breaks(
    pairs: Mapping[str, Pair], *, found: pl.DataFrame, datasets: Mapping[str, Dataset]
) -> pl.DataFrame:
    """Return the known breaks of official series as breaks of the candidates: ``broken``."""
    known = pl.DataFrame(
        [
            (pair.country, datasets[pair.official.dataset].family, code, one.year)
            for pair in pairs.values()
            for one in pair.breaks
            if one.side == "official"
            for code in pair.official.series
        ],
        schema={"country": pl.String, "family": pl.String, "series": pl.String,
                "broken": pl.Int64},
        orient="row",
    )  # fmt: skip
    lines = found.select(*CANDIDATE, "country", "family", "series").unique()
    return lines.join(known.unique(), on=["country", "family", "series"]).select(
        *CANDIDATE, "broken"
    )


def _chosen(*, found: pl.DataFrame, stretch: pl.DataFrame, policy: ProgressPolicy) -> pl.DataFrame:
    """Return the one candidate of each line: ``line, choice``."""
    name = pl.concat_str("line", pl.lit(" "), "choice")
    measured = measures(
        points=stretch.select(line=name, year="year_end", value="value"), policy=policy
    ).filter(pl.col("last_year") - pl.col("base_year") >= policy.years_apart)
    return (
        found.group_by(CANDIDATE)
        .agg(years=pl.col("year_end").n_unique())
        .filter(pl.col("years") >= 2)
        .with_columns(judged=name.is_in(measured["line"].to_list()))
        .sort("line", ~pl.col("judged"), "choice")
        .group_by("line", maintain_order=True)
        .agg(pl.col("choice").first())
    )


def _about(found: pl.DataFrame, *, stretch: pl.DataFrame) -> list[dict[str, object]]:
    """Return what the terms of each line say, from all its values and from those kept."""
    broken = stretch.group_by("line").agg(
        pl.col("broken").first(),
        several_years=(pl.col("year_start") != pl.col("year_end")).any(),
    )
    return (
        found.group_by("line")
        .agg(pl.col("country", "indicator", "dataset", "series", "unit", "place").first())
        .join(broken, on="line", how="left")
        .sort("line")
        .to_dicts()
    )


def _terms(row: Mapping[str, object], *, headlines: Sequence[Headline]) -> dict[str, object]:
    one = headlines[int(str(row["place"]))]
    said = [one.note]
    if row["broken"] is not None:
        said.append(f"only the values from the break of {row['broken']} on")
    if row["several_years"]:
        said.append(SEVERAL_YEARS)
    return {
        "line": row["line"],
        "kind": "headline",
        "pair": "",
        "country": row["country"],
        "indicator": row["indicator"],
        "side": "official",
        "dataset": row["dataset"],
        "series": row["series"],
        "area": row["country"],
        "unit": row["unit"],
        "direction": one.direction,
        "target": one.target,
        "no_growth": one.no_growth,
        "refused": "",
        "note": "; ".join(filter(None, said)),
    }
