"""Work published figures out again from the answers, and say of each whether it comes out."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from data.catalogue import OBSERVATIONS
from pipelines import survey
from pipelines.formula import formula
from pipelines.microdata import read
from pipelines.microdata.frame import together
from pipelines.microdata.model import Microdata, MicrodataError
from pipelines.microdata.recipe import IN_ORDER, Line, Recipe, Round
from pipelines.microdata.terms import Design
from pipelines.policy import ComparisonPolicy, DisclosurePolicy

EQUAL = "equal within rounding"
DIFFERS = "differs"
NOT_FOUND = "not found in the answers"
ALL, BY_SEX, BY_AREA = "all", "sex", "area"
HALF_A_STEP = 0.5 + 1e-6
"""Of the last decimal that is printed; a little more, for numbers that lie on the edge."""

PUBLISHED_KEY = ("series", "period", "breakdown", "group")
DESIGN_EFFECTS = (
    "dataset", "series", "period", "breakdown", "groups", "n", "value", "kish_effect",
    "strata_effect", "design_effect", "half_width_kish", "half_width", "strata", "clusters",
    "lonely_strata", "clusters_basis", "file", "sha256", "worked_out",
)  # fmt: skip
"""Columns of the record of what the design costs; effects are medians over the groups."""


def reproduce(
    *,
    recipe: Recipe,
    folder: Path,
    disclosure: DisclosurePolicy,
    comparison: ComparisonPolicy,
    observations: Path = OBSERVATIONS,
) -> pl.DataFrame:
    """Return one row for each published figure of the recipe's rounds, with what comes out.

    ``value, lower, upper, sample_size`` as published (text decides how many decimals count),
    ``again, again_n`` worked out again, ``kish_lower, kish_upper`` the interval as it was
    published (normal, Kish's effective sample, no clusters), ``design_lower, design_upper`` the one
    with strata and clusters, the effects of the design, don't know and refused, and ``verdict``.
    Raises ``MicrodataError`` when a file is missing, is not the one of the recipe, or cannot be
    estimated from.
    """
    published = _published(observations / f"{recipe.dataset}.csv", recipe=recipe)
    again = pl.concat(
        [
            row
            for part in recipe.rounds
            for row in _round(
                part, folder=folder, disclosure=disclosure, confidence=comparison.confidence
            )
        ]
    )
    joined = published.join(again, on=PUBLISHED_KEY, how="left", maintain_order="left")
    joined = _with_kish(joined, z=comparison.z)
    return joined.with_columns(verdict=_verdict())


def answers(part: Round, *, folder: Path, policy: DisclosurePolicy) -> Microdata:
    """Read a round's file, only the variables that its recipe names; check it is that file."""
    found = read(
        path=folder / part.file, policy=policy, columns=part.columns, encoding=part.encoding
    )
    if found.sha256 != part.sha256:
        raise MicrodataError(
            file=part.file,
            where="checksum",
            found=found.sha256,
            reason=f"the recipe was written for the file with SHA-256 {part.sha256}",
        )
    if part.clusters_in_order is None:
        return found
    number, every = part.clusters_in_order
    within = [name for name in part.design.clusters if name != IN_ORDER]
    frame = found.frame.sort(number, maintain_order=True).with_columns(
        (pl.int_range(pl.len()).over(within) // every).alias(IN_ORDER)
    )
    return Microdata(
        file=found.file, sha256=found.sha256, frame=frame, variables=found.variables,
        dropped=found.dropped,
    )  # fmt: skip


def _round(
    part: Round, *, folder: Path, disclosure: DisclosurePolicy, confidence: float
) -> list[pl.DataFrame]:
    held = answers(part, folder=folder, policy=disclosure)
    return [
        _line(line, part=part, held=held, breakdown=breakdown, confidence=confidence)
        for line in part.lines
        for breakdown in line.by
    ]


def _line(
    line: Line, *, part: Round, held: Microdata, breakdown: str, confidence: float
) -> pl.DataFrame:
    by = {ALL: (), BY_SEX: (part.sex,), BY_AREA: (part.area,)}[breakdown]
    full, unclustered = (
        survey.estimate(
            microdata=held, measure=line.measure, design=design, by=by, confidence=confidence
        )
        for design in (part.design, _without_clusters(part.design))
    )
    words = {BY_SEX: part.sexes, BY_AREA: part.areas}.get(breakdown, {})
    group = pl.col(by[0]).replace(dict(words)) if by else pl.lit("")
    return full.with_columns(strata_effect=unclustered["design_effect"]).select(
        pl.lit(line.series).alias("series"),
        pl.lit(part.period).alias("period"),
        pl.lit(breakdown).alias("breakdown"),
        group.alias("group"),
        pl.col("value").alias("again"),
        pl.col("n").alias("again_n"),
        pl.col("lower").alias("design_lower"),
        pl.col("upper").alias("design_upper"),
        "interval_method", "kish_effect", "strata_effect", "design_effect", "degrees_of_freedom",
        "dont_know_n", "dont_know_share", "refused_n", "refused_share", "missing_n",
        "lonely_strata",
    )  # fmt: skip


def _without_clusters(design: Design) -> Design:
    return Design(weight=design.weight, strata=design.strata, lonely=design.lonely)


def _published(path: Path, *, recipe: Recipe) -> pl.DataFrame:
    """Return the figures of the recipe's rounds, still text; a breakdown it has not is named so."""
    periods = [part.period for part in recipe.rounds]
    empty = {name: pl.col(name).fill_null("") for name in ("area", "sex", "urbanisation", "other")}
    figures = pl.read_csv(path, infer_schema=False).with_columns(**empty)
    plain = (pl.col("urbanisation") == "") & (pl.col("other") == "")
    return figures.filter(pl.col("period").is_in(periods)).select(
        "series",
        "period",
        breakdown=pl.when(~plain | ((pl.col("sex") != "") & (pl.col("area") != "")))
        .then(pl.lit("another"))
        .when(pl.col("sex") != "")
        .then(pl.lit(BY_SEX))
        .when(pl.col("area") != "")
        .then(pl.lit(BY_AREA))
        .otherwise(pl.lit(ALL)),
        group=pl.when(pl.col("sex") != "").then("sex").otherwise("area"),
        value="value",
        lower="lower",
        upper="upper",
        sample_size=pl.col("sample_size").cast(pl.Int64),
    )


@formula(
    id="kish-interval",
    section="uncertainty",
    title="Interval from weights alone",
    formula="p ± z · √(p·(1 − p) · Kish’s effect ÷ n), cut at 0 and 100",
    words="The interval that the older Afrobarometer figures were published with: it knows the "
    "weights, not the clusters, and is therefore too narrow where neighbours answer alike. Used "
    "only to see that those figures come out; beside it stands the one with the whole design.",
    source="L. Kish, Survey Sampling, Wiley, 1965",
    constants=("comparison.toml · uncertainty.confidence",),
)
def _with_kish(figures: pl.DataFrame, *, z: float) -> pl.DataFrame:
    share = pl.col("again") / 100
    half = 100 * z * (share * (1 - share) * pl.col("kish_effect") / pl.col("again_n")).sqrt()
    return figures.with_columns(
        kish_lower=(pl.col("again") - half).clip(0, 100),
        kish_upper=(pl.col("again") + half).clip(0, 100),
    )


def _verdict() -> pl.Expr:
    same = (
        _rounds_to("again", "value")
        & (pl.col("again_n") == pl.col("sample_size"))
        & (pl.col("lower").is_null() | _rounds_to("kish_lower", "lower"))
        & (pl.col("upper").is_null() | _rounds_to("kish_upper", "upper"))
    )
    return (
        pl.when(pl.col("again").is_null())
        .then(pl.lit(NOT_FOUND))
        .when(same.fill_null(value=False))
        .then(pl.lit(EQUAL))
        .otherwise(pl.lit(DIFFERS))
    )


def _rounds_to(exact: str, printed: str) -> pl.Expr:
    """Is the number the printed one, as far as its decimals go?"""
    decimals = pl.col(printed).str.split(".").list.get(1, null_on_oob=True).str.len_chars()
    step = pl.lit(10.0).pow(-decimals.fill_null(0).cast(pl.Float64))
    return (pl.col(exact) - pl.col(printed).cast(pl.Float64)).abs() <= HALF_A_STEP * step


def design_effects(
    *, figures: pl.DataFrame, recipe: Recipe, folder: Path, disclosure: DisclosurePolicy, day: str
) -> pl.DataFrame:
    """Return what the design costs, by series, round and breakdown (:data:`DESIGN_EFFECTS`).

    For a breakdown with several groups numbers are medians over them and ``n`` is their sum.
    """
    rounds = []
    for part in recipe.rounds:
        held = answers(part, folder=folder, policy=disclosure)
        rounds.append(
            {
                "period": part.period,
                "strata": _distinct(held, names=part.design.strata),
                "clusters": _distinct(held, names=(*part.design.strata, *part.design.clusters)),
                "clusters_basis": part.clusters_basis,
                "file": part.file,
                "sha256": part.sha256,
            }
        )  # fmt: skip
    rounded = {
        name: pl.col(name).median().round(3)
        for name in ("kish_effect", "strata_effect", "design_effect")
    }
    return (
        figures.filter(pl.col("again").is_not_null())
        .group_by("series", "period", "breakdown", maintain_order=True)
        .agg(
            groups=pl.len(),
            n=pl.col("again_n").sum(),
            value=pl.col("again").median().round(2),
            **rounded,
            half_width_kish=((pl.col("kish_upper") - pl.col("kish_lower")) / 2).median().round(2),
            half_width=((pl.col("design_upper") - pl.col("design_lower")) / 2).median().round(2),
            lonely_strata=pl.col("lonely_strata").max(),
        )
        .join(pl.DataFrame(rounds), on="period")
        .with_columns(dataset=pl.lit(recipe.dataset), worked_out=pl.lit(day))
        .select(DESIGN_EFFECTS)
        .sort("period", "series", "breakdown")
    )


def _distinct(held: Microdata, *, names: tuple[str, ...]) -> int:
    """Return how many strata or clusters the names make together, spelt as estimates spell them."""
    return int(held.frame.select(together(held.frame, names).n_unique()).item())
