"""Progress towards 2030 of every line by four methods, and where two sides' verdicts part."""

from __future__ import annotations

import polars as pl

from data import contracts
from data.contracts.progress import METHODS, NO_VERDICT, PROGRESS, SHADOW
from data.errors import ContractError
from pipelines.comparison.assess import CONTEXT
from pipelines.comparison.compare import NOT_INDEPENDENT
from pipelines.progress.judgement import DECIMALS
from pipelines.progress.methods import ALL
from pipelines.progress.policy import ProgressPolicy

POINTS_SCHEMA = {"line": pl.String, "year": pl.Int64, "value": pl.Float64}

TERMS_SCHEMA = {
    "line": pl.String,
    "kind": pl.String,
    "pair": pl.String,
    "country": pl.String,
    "indicator": pl.String,
    "side": pl.String,
    "dataset": pl.String,
    "series": pl.String,
    "area": pl.String,
    "unit": pl.String,
    "direction": pl.String,
    "target": pl.Float64,
    "no_growth": pl.String,  # why a growth rate says nothing of this line, "" when it does
    "refused": pl.String,  # why there is no verdict by any method, "" when there may be one
    "note": pl.String,  # what to know of this line, ""
}

NO_DIRECTION = "no desired direction is fixed for this series"


def progress(*, points: pl.DataFrame, terms: pl.DataFrame, policy: ProgressPolicy) -> pl.DataFrame:
    """Judge every line of ``terms`` by every method (``contracts.PROGRESS``: line × method).

    ``points`` has ``line, year, value``: one finite value a year, in the line's unit; a line may
    have none. ``terms`` has :data:`TERMS_SCHEMA`, one row for each line, ``target`` null where no
    value of 2030 is fixed.

    The base is the value of the policy's base year (2015); only where a line has none of that
    year, its first value after ``base_after`` (2010). The last value must lie ``years_apart``
    years after it: a line whose base year is 2015 and that ends in 2016 has no verdict, though
    it may have older values, since they do not tell of progress after 2015. Gaps between years
    are no hindrance: no method but ESCAP's looks at what lies between base and last.

    Raises ``ContractError`` when a line has two values of a year or one that is no number, or a
    point belongs to no line.
    """
    _check(points=points, terms=terms)
    measured = terms.join(
        measures(points=points, policy=policy), on="line", how="left", maintain_order="left"
    ).with_columns(
        refused=_refused(policy=policy),
        sense=pl.when(pl.col("direction") == "decrease").then(-1.0).otherwise(1.0),
    )
    to_target = [
        ((pl.col(value) - pl.col("target")) * pl.col("sense")).round(DECIMALS) >= 0
        for value in ("base_value", "last_value")
    ]
    ready = measured.with_columns(
        base_met=to_target[0].fill_null(value=False),
        last_met=to_target[1].fill_null(value=False),
        change=(pl.col("last_value") - pl.col("base_value")).round(DECIMALS),
        way=(pl.col("target") - pl.col("base_value")).round(DECIMALS),
        years=pl.col("last_year") - pl.col("base_year"),
        ahead=policy.target_year - pl.col("base_year"),
    )
    judged = pl.concat(
        [_by_method(ready, position=position, policy=policy) for position in range(len(ALL))]
    )
    order = pl.col("method").cast(pl.Enum(METHODS))
    return contracts.check(judged.sort("line", order), table=PROGRESS)


def measures(*, points: pl.DataFrame, policy: ProgressPolicy) -> pl.DataFrame:
    """Return what the methods need of each line with a value after ``base_after``, one row each.

    ``line, base_year, base_value, last_year, last_value, points`` (number from the base year on),
    ``trend`` (what a straight line, weighted towards recent years, expects of 2030).
    """
    ordered = points.sort("line", "year")
    year, base = pl.col("year"), pl.col("base_year")
    has_base = (year == policy.base_year).any()
    first_after = year.filter(year > policy.base_after).min()
    bases = ordered.group_by("line", maintain_order=True).agg(
        base_year=pl.when(has_base).then(policy.base_year).otherwise(first_after).cast(pl.Int64)
    )
    ends = (
        ordered.join(bases.drop_nulls(), on="line", maintain_order="left")
        .filter(year >= base)
        .group_by("line", maintain_order=True)
        .agg(
            base.first(),
            base_value=pl.col("value").first(),
            last_year=year.last(),
            last_value=pl.col("value").last(),
            points=pl.len().cast(pl.Int64),
        )
    )
    return ends.join(_trends(ordered, policy=policy), on="line", how="left", maintain_order="left")


def _trends(points: pl.DataFrame, *, policy: ProgressPolicy) -> pl.DataFrame:
    """Weighted least squares by line: slope = Σw(t−t̄)(v−v̄) ÷ Σw(t−t̄)², t̄ and v̄ weighted means.

    Null for a line with a single year. ``line, trend``.
    """
    known = points.filter(pl.col("year") >= policy.escap_first_year).with_columns(
        weight=(pl.col("year") - policy.escap_first_year + 1).cast(pl.Float64),
        # Counted from the target year: large years would cost decimals in the squares.
        time=(pl.col("year") - policy.target_year).cast(pl.Float64),
    )
    weight, time, value = pl.col("weight"), pl.col("time"), pl.col("value")
    sums = known.group_by("line", maintain_order=True).agg(
        total=weight.sum(),
        t=(weight * time).sum() / weight.sum(),
        v=(weight * value).sum() / weight.sum(),
        tt=(weight * time * time).sum() / weight.sum(),
        tv=(weight * time * value).sum() / weight.sum(),
        years=pl.len(),
    )
    slope = (pl.col("tv") - pl.col("t") * pl.col("v")) / (pl.col("tt") - pl.col("t") ** 2)
    at_target = pl.col("v") - slope * pl.col("t")
    return sums.select("line", trend=pl.when(pl.col("years") > 1).then(at_target))


def _refused(*, policy: ProgressPolicy) -> pl.Expr:
    """Why no method says anything of a line; "" where they may."""
    base = pl.col("base_year")
    apart = f"two at least {policy.years_apart} years apart are needed"
    few = (
        pl.when(pl.col("points") == 1)
        .then(pl.format(f"the only value from {{}} on is that year's; {apart}", base))
        .otherwise(pl.format(f"the values from {{}} on end in {{}}; {apart}", base, "last_year"))
    )
    return (
        pl.when(pl.col("refused") != "")
        .then("refused")
        .when(pl.col("direction") == "")
        .then(pl.lit(NO_DIRECTION))
        .when(base.is_null())
        .then(pl.lit(f"there is no value after {policy.base_after}"))
        .when(pl.col("last_year") - base < policy.years_apart)
        .then(few)
        .otherwise(pl.lit(""))
    )


def _by_method(ready: pl.DataFrame, *, position: int, policy: ProgressPolicy) -> pl.DataFrame:
    """Let one method judge every line; those that are refused keep their values and the reason."""
    method = ALL[position]
    judged = method.judge(policy=policy)
    open_to_it = pl.col("refused") == ""
    verdict = pl.when(open_to_it).then(judged.verdict).otherwise(pl.lit(NO_VERDICT))
    base = pl.when(pl.col("base_year") != policy.base_year).then(
        pl.format(
            f"no value of {policy.base_year}: counted from {{}}, the first value after "
            f"{policy.base_after}",
            "base_year",
        )
    )
    said = pl.concat_str(
        pl.when(open_to_it).then(judged.reason).otherwise("refused"),
        pl.when(verdict != NO_VERDICT).then(base),
        pl.when(pl.col("note") != "").then("note"),
        separator="; ",
        ignore_nulls=True,
    )
    applies = verdict != NO_VERDICT
    return ready.with_columns(
        method=pl.lit(method.name),
        verdict=verdict,
        ratio=pl.when(applies).then(judged.ratio),
        projected=pl.when(applies).then(judged.projected).round(DECIMALS),
        reason=said,
    ).select(list(PROGRESS.columns))


def shadow(*, progress: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Set the verdicts of the two sides of every pair beside each other (``contracts.SHADOW``).

    ``progress`` is the table of that name, ``pairs`` the table of pairs. ``said`` is whether a
    page may set the two beside each other: both sides have a verdict, the pair is more than
    background, the two are independent (or nothing is known against it), and both verdicts rest
    on a target or both on growth alone. ``reason`` says why not.
    """
    sides = [
        progress.filter(kind="pair", side=side).select(
            "pair", "method", verdict="verdict", aimed=pl.col("target").is_not_null()
        )
        for side in ("citizen", "official")
    ]
    both = pairs.select("pair", "country", "indicator", "independence", standing="verdict").join(
        sides[0].join(sides[1], on=["pair", "method"], suffix="_official"), on="pair"
    )
    ours, theirs = pl.col("verdict") != NO_VERDICT, pl.col("verdict_official") != NO_VERDICT
    state = (
        pl.when(ours & theirs & (pl.col("verdict") == pl.col("verdict_official")))
        .then(pl.lit("same"))
        .when(ours & theirs)
        .then(pl.lit("differs"))
        .when(ours)
        .then(pl.lit("citizen only"))
        .when(theirs)
        .then(pl.lit("official only"))
        .otherwise(pl.lit("neither"))
    )
    reason = (
        pl.when(~ours & ~theirs)
        .then(pl.lit("neither side has a verdict"))
        .when(~theirs)
        .then(pl.lit("the official side has no verdict"))
        .when(~ours)
        .then(pl.lit("the citizen side has no verdict"))
        .when(pl.col("standing") == CONTEXT)
        .then(pl.lit("the citizen measure is background, not a measure of the same thing"))
        .when(pl.col("independence").is_in(NOT_INDEPENDENT))
        .then(pl.format("the two are not independent: {}", "independence"))
        .when(pl.col("aimed") != pl.col("aimed_official"))
        .then(pl.lit("one side is judged by its way to a target, the other by its growth alone"))
        .otherwise(pl.lit(""))
    )
    table = both.select(
        "pair",
        "country",
        "indicator",
        "method",
        citizen="verdict",
        official="verdict_official",
        state=state,
        said=reason == "",
        reason=reason,
    )
    order = pl.col("method").cast(pl.Enum(METHODS))
    return contracts.check(table.sort("pair", order), table=SHADOW)


def _check(*, points: pl.DataFrame, terms: pl.DataFrame) -> None:
    for frame, name, key in ((points, "points", ["line", "year"]), (terms, "terms", ["line"])):
        twice = frame.filter(pl.struct(key).is_duplicated())
        if twice.height:
            raise ContractError(
                table=f"progress, {name}", column=" + ".join(key), found=twice.row(0, named=True),
                reason="stands twice",
            )  # fmt: skip
    bad = points.filter(~pl.col("value").is_finite().fill_null(value=False))
    stray = points.join(terms, on="line", how="anti")
    for frame, column, reason in (
        (bad, "value", "a number is needed"),
        (stray, "line", "no terms are known of it"),
    ):
        if frame.height:
            raise ContractError(
                table="progress, points", column=column, found=frame.row(0, named=True),
                reason=reason,
            )  # fmt: skip
