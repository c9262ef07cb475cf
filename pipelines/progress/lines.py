"""Which points are a line: the two sides of every pair, and official headline series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from data.catalogue import rows
from data.pairs import NO_DIRECTION, Pair, Side
from pipelines.progress.verdicts import TERMS_SCHEMA

USABLE = ("normal", "provisional", "low reliability")
"""The statuses of a value that may be a point; censored, suppressed and partial ones never are."""

SIDE = ["pair", "side"]
ONE_LINE = ("dataset", "series", "age", "other", "base", "unit")
"""What must be one for points to be points of one line."""

NONE_USABLE = "every value is censored, suppressed or of a part of its period"
SEVERAL_YEARS = "a period of several years stands at its last year"


@dataclass(frozen=True, kw_only=True)
class Lines:
    """``points`` has POINTS_SCHEMA, ``terms`` TERMS_SCHEMA of ``pipelines.progress.verdicts``."""

    points: pl.DataFrame
    terms: pl.DataFrame


@dataclass(frozen=True, kw_only=True)
class Aim:
    """What is wanted of an indicator or target: direction, and the value of 2030 in its unit."""

    direction: str
    target: float | None
    unit: str


def aims(*, folder: Path) -> dict[str, Aim]:
    """Return what is wanted of every indicator and target code; targets have no value."""
    found = {
        row["target"]: Aim(direction=row["desired_direction"], target=None, unit="")
        for row in rows(folder / "framework" / "targets.csv")
    }
    for row in rows(folder / "framework" / "indicators.csv"):
        value = float(row["target_value"]) if row["target_value"] else None
        found[row["indicator"]] = Aim(
            direction=row["desired_direction"], target=value, unit=row["target_unit"]
        )
    return found


def joined(*lines: Lines) -> Lines:
    """Put several sets of lines into one."""
    return Lines(
        points=pl.concat([one.points for one in lines]),
        terms=pl.concat([one.terms for one in lines]),
    )


def pair_lines(
    *,
    pairs: Mapping[str, Pair],
    observations: pl.DataFrame,
    aims: Mapping[str, Aim],
) -> Lines:
    """Return the line of each side of every pair: "<pair> · citizen", "<pair> · official".

    ``observations`` is the table pair_observations. The line is the one a reader sees first: the
    country, or the only area a side has; all people, or the only sex and kind of place a side
    has; after the last known break of its side. Where that is not one line with one value a
    year, the line has no points and ``refused`` says why.
    """
    shown = observations.with_columns(refused=pl.lit(None, pl.String))
    for column, whole, why in (
        ("area", pl.col("area") == pl.col("country"), "several areas and no value of the country"),
        ("sex", pl.col("sex") == "total", "several sexes and no value of all people"),
        ("urbanisation", pl.col("urbanisation") == "total", "town and countryside apart, no total"),
    ):
        shown = _narrowed(shown, column=column, whole=whole, why=why)
    stretch = since_break(shown.filter(usable()), breaks=_breaks(pairs), by=SIDE)
    one_line = pl.struct(ONE_LINE).n_unique().over(SIDE) == 1
    one_a_year = pl.struct(*SIDE, "year_end").is_unique().all().over(SIDE)
    points = stretch.with_columns(
        refused=pl.coalesce(
            "refused",
            pl.when(~one_line).then(pl.lit("the side joins several series: no one line runs here")),
            pl.when(~one_a_year).then(pl.lit("several values of one year")),
        )
    )
    seen = {(row["pair"], row["side"]): row for row in _summary(points)}
    held = {(row["pair"], row["side"]): row for row in _summary(shown)}
    terms = [
        _pair_terms(
            pair, side=side, name=name, seen=seen.get((pair.id, name)),
            held=held[pair.id, name], aim=aims[pair.indicator],
        )
        for pair in pairs.values()
        for name, side in (("citizen", pair.citizen), ("official", pair.official))
    ]  # fmt: skip
    return Lines(
        points=points.filter(pl.col("refused").is_null()).select(
            line=pl.format("{} · {}", *SIDE), year="year_end", value="value"
        ),
        terms=pl.DataFrame(terms, schema=TERMS_SCHEMA),
    )


def _narrowed(frame: pl.DataFrame, *, column: str, whole: pl.Expr, why: str) -> pl.DataFrame:
    """Keep the whole where a side has it, all rows where they are alike, else note ``why`` not."""
    has_whole = whole.any().over(SIDE)
    apart = ~has_whole & (pl.col(column).n_unique().over(SIDE) > 1)
    return frame.with_columns(
        refused=pl.coalesce("refused", pl.when(apart).then(pl.lit(why)))
    ).filter(~has_whole | whole)


def usable() -> pl.Expr:
    """Is this observation a value that may be a point?"""
    return pl.col("value").is_finite().fill_null(value=False) & pl.col("status").is_in(USABLE)


def _breaks(pairs: Mapping[str, Pair]) -> pl.DataFrame:
    return pl.DataFrame(
        [(pair.id, one.side, one.year) for pair in pairs.values() for one in pair.breaks],
        schema={"pair": pl.String, "side": pl.String, "broken": pl.Int64},
        orient="row",
    )


def since_break(frame: pl.DataFrame, *, breaks: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Keep what starts at or after the last known break that the line has reached.

    Adds ``broken``, the year of that break, null where there is none. A break after the last
    value has not happened to this line yet.
    """
    ends = frame.group_by(by).agg(pl.col("year_end").max().alias("end"))
    last = (
        ends.join(breaks, on=by)
        .filter(pl.col("broken") <= pl.col("end"))
        .group_by(by)
        .agg(pl.col("broken").max())
    )
    return frame.join(last, on=by, how="left", maintain_order="left").filter(
        pl.col("broken").is_null() | (pl.col("year_start") >= pl.col("broken"))
    )


def _summary(frame: pl.DataFrame) -> list[dict[str, object]]:
    """Return of each side what its terms say: first of each column, and remarks on its points."""
    broken = "broken" if "broken" in frame.columns else pl.lit(None, pl.Int64).alias("broken")
    return (
        frame.sort("row")
        .with_columns(broken)
        .group_by(SIDE, maintain_order=True)
        .agg(
            pl.col("refused", "area", "unit", "broken").first(),
            pl.col("series").unique(maintain_order=True).str.join(" "),
            several_years=(pl.col("year_start") != pl.col("year_end")).any(),
            weak=(pl.col("status") != "normal").any(),
        )
        .to_dicts()
    )


def _pair_terms(
    pair: Pair,
    *,
    side: Side,
    name: str,
    seen: Mapping[str, object] | None,
    held: Mapping[str, object],
    aim: Aim,
) -> dict[str, object]:
    about = seen or held
    direction = aim.direction if side.direction is None else side.direction
    shares_target = side.direction is None and about["unit"] == aim.unit
    return {
        "line": f"{pair.id} · {name}",
        "kind": "pair",
        "pair": pair.id,
        "country": pair.country,
        "indicator": pair.indicator,
        "side": name,
        "dataset": side.dataset,
        "series": about["series"],
        "area": about["area"] if not about["refused"] else "",
        "unit": about["unit"],
        "direction": "" if direction == NO_DIRECTION else direction,
        "target": aim.target if shares_target else side.target,
        "no_growth": "",
        "refused": about["refused"] or ("" if seen else NONE_USABLE),
        "note": _note(seen) if seen else "",
    }


def _note(about: Mapping[str, object]) -> str:
    said = []
    if about["broken"] is not None:
        said.append(f"only the values from the break of {about['broken']} on")
    if about["several_years"]:
        said.append(SEVERAL_YEARS)
    if about["weak"]:
        said.append("some values are provisional or of low reliability")
    return "; ".join(said)
