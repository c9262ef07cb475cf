"""The citizen side's 95 % interval: as given, else assumed from the sample size, else none."""

from __future__ import annotations

import polars as pl

from data.errors import ContractError
from pipelines.formula import formula
from pipelines.policy import ComparisonPolicy

SHARE = "percent"
NONE = "none"
ASSUMED = "assumed design effect"
ROUNDING = 1e-9


def is_given() -> pl.Expr:
    """Is there a usable interval? One without width states a certainty no sample can have."""
    given = pl.col("interval_basis").fill_null(NONE) != NONE
    return (given & (pl.col("upper") > pl.col("lower"))).fill_null(value=False)


@formula(
    id="interval",
    section="uncertainty",
    title="Which interval a citizen figure has",
    formula="published, else computed from microdata with the design, else Wilson’s interval on "
    "n ÷ design_effect, else none",
    words="Every interval is at 95 %. One from an assumed design effect is said to be so. Without "
    "a number of respondents there is no interval, and then no word of agreement is said.",
    source="own rule",
    constants=(
        "comparison.toml · uncertainty.confidence",
        "comparison.toml · uncertainty.design_effect",
        "comparison.toml · uncertainty.no_assumed_interval",
    ),
)
def with_intervals(*, observations: pl.DataFrame, policy: ComparisonPolicy) -> pl.DataFrame:
    """Give every observation the interval it can have; nothing else changes.

    Wants ``dataset, value, unit, lower, upper, interval_basis, sample_size``. A published or
    computed interval stays. A share in percent between 0 and 100 with a sample size gets Wilson's
    interval on n / design effect, basis "assumed design effect" (not for the datasets the policy
    excepts). All others end with null bounds and the basis "none". Applying it twice changes
    nothing. Raises ``ContractError`` when an interval does not hold its value.
    """
    _check(observations)
    lower, upper = wilson(
        value=pl.col("value"),
        size=pl.col("sample_size") / policy.design_effect,
        z=policy.z,
    )
    can_assume = (
        (pl.col("unit") == SHARE)
        & pl.col("value").is_between(0, 100)
        & (pl.col("sample_size") > 0)
        & ~pl.col("dataset").is_in(policy.no_assumed_interval)
    ).fill_null(value=False)
    given = is_given()
    return observations.with_columns(
        lower=pl.when(given).then("lower").when(can_assume).then(lower),
        upper=pl.when(given).then("upper").when(can_assume).then(upper),
        interval_basis=pl.when(given)
        .then("interval_basis")
        .when(can_assume)
        .then(pl.lit(ASSUMED))
        .otherwise(pl.lit(NONE)),
    )


@formula(
    id="wilson",
    section="uncertainty",
    title="Wilson’s interval of a share",
    formula="(p + z²/2n ± z·√(p·(1−p)/n + z²/4n²)) ÷ (1 + z²/n)",
    words="p is the share, n the number of respondents divided by the design effect, z is 1.96 at "
    "95 %.",
    source="E. B. Wilson, Probable inference, the law of succession, and statistical inference, "
    "Journal of the American Statistical Association 22(158), 1927",
    constants=(
        "comparison.toml · uncertainty.confidence",
        "comparison.toml · uncertainty.design_effect",
    ),
)
def wilson(*, value: pl.Expr, size: pl.Expr, z: float) -> tuple[pl.Expr, pl.Expr]:
    """Return lower and upper bound, in percent, of a share of ``value`` percent among ``size``.

    Score interval of Wilson (1927), "Probable inference, the law of succession, and statistical
    inference", JASA 22(158): with p the share, n the (effective) size,
    (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n). Null in, null out.
    """
    share = value / 100
    centre = share + z**2 / (2 * size)
    half = z * (share * (1 - share) / size + z**2 / (4 * size**2)).sqrt()
    shrink = 1 + z**2 / size
    # Rounding must not push a bound across the value it surrounds (at 0 and 100 percent).
    lower = pl.min_horizontal(100 * (centre - half) / shrink, value)
    upper = pl.max_horizontal(100 * (centre + half) / shrink, value)
    return lower.clip(0, 100), upper.clip(0, 100)


def _check(observations: pl.DataFrame) -> None:
    outside = observations.filter(
        is_given()
        & (
            (pl.col("value") < pl.col("lower") - ROUNDING)
            | (pl.col("value") > pl.col("upper") + ROUNDING)
        )
    )
    if not outside.is_empty():
        rows = outside.select("row", "value", "lower", "upper").head(5).rows()
        raise ContractError(
            table="observations",
            column="lower, upper",
            found=rows,
            reason="the interval must hold its value",
        )
