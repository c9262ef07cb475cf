"""Sensors: from readings to a figure that can stand beside an official one, or none.

Order: readings that are no measurement go (range, stuck), then days without enough hours, then a
month of a site that stands apart from all others. What is left is averaged only where the year has
enough days. Everything that goes is counted with its reason. Pure functions over frames; nothing
here calibrates: an uncalibrated instrument stays what it is, and its pairs say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from data.errors import ContractError
from pipelines.formula import formula
from pipelines.sensor_policy import SensorPolicy

ANNUAL, MONTHLY = "annual mean", "monthly median"
NORMAL, PARTIAL = "normal", "partial period"
OUT_OF_RANGE = "outside the range the instrument can measure"
STUCK = "the same value repeated for hours"
SHORT_DAY = "too few hours in the day"
APART = "too far from the other sites for most of the month"
SHORT_MONTH = "too few days in the month"
EXCLUDED: dict[str, Any] = {
    "site": pl.String,
    "reason": pl.String,
    "what": pl.String,
    "count": pl.Int64,
}
FIGURES: dict[str, Any] = {
    "site": pl.String,
    "period": pl.String,
    "measure": pl.String,
    "value": pl.Float64,
    "days": pl.Int64,
    "days_possible": pl.Int64,
    "status": pl.String,
}


@dataclass(frozen=True, kw_only=True)
class SensorFigures:
    """``figures`` (:data:`FIGURES`) and ``excluded``, what went and why (:data:`EXCLUDED`)."""

    figures: pl.DataFrame
    excluded: pl.DataFrame


def summarise(*, readings: pl.DataFrame, policy: SensorPolicy, timezone: str) -> SensorFigures:
    """Return the figures of a place by site, with everything that was left out and why.

    ``readings``: site, timestamp (with a time zone), pm2_5 in µg/m³, and sensor where a site has
    several instruments. Days are those of ``timezone`` ("Africa/Nairobi"). A site and year with
    enough days has one annual mean; otherwise its months have medians of their daily means, status
    "partial period". Raises ``ContractError`` for a missing column, a wrong type, a timestamp
    without zone, and an unknown time zone.
    """
    checked = _checked(readings, timezone=timezone)
    kept, gone = measured(readings=checked, policy=policy)
    days, short = daily_means(readings=kept, policy=policy)
    near, apart = without_faulty_sites(days=days, policy=policy)
    figures, thin = annual_or_monthly(days=near, policy=policy)
    return SensorFigures(figures=figures, excluded=pl.concat([gone, short, apart, thin]))


def _checked(readings: pl.DataFrame, *, timezone: str) -> pl.DataFrame:
    """Return site, sensor, timestamp (local), pm2_5, each reading once, in order."""
    for name in ("site", "timestamp", "pm2_5"):
        if name not in readings.columns:
            raise ContractError(
                table="readings", column=name, found=", ".join(readings.columns),
                reason="site, timestamp and pm2_5 are needed",
            )  # fmt: skip
    kind = readings.schema["timestamp"]
    if not isinstance(kind, pl.Datetime) or kind.time_zone is None:
        raise ContractError(
            table="readings", column="timestamp", found=str(kind),
            reason="a date and time with its time zone is needed",
        )  # fmt: skip
    if not readings.schema["pm2_5"].is_numeric():
        raise ContractError(
            table="readings", column="pm2_5", found=str(readings.schema["pm2_5"]),
            reason="numbers in µg/m³ are needed",
        )  # fmt: skip
    sensor = pl.col("sensor") if "sensor" in readings.columns else pl.col("site")
    try:
        local = readings.with_columns(pl.col("timestamp").dt.convert_time_zone(timezone))
    except pl.exceptions.PolarsError as error:
        raise ContractError(
            table="readings", column="timestamp", found=timezone, reason="no such time zone"
        ) from error
    return (
        local.select(
            pl.col("site").cast(pl.String),
            sensor.cast(pl.String).alias("sensor"),
            "timestamp",
            pl.col("pm2_5").cast(pl.Float64),
        )
        .drop_nulls(["site", "timestamp"])
        .unique(["site", "sensor", "timestamp"], keep="first", maintain_order=True)
        .sort("site", "sensor", "timestamp")
    )


@formula(
    id="sensor-readings",
    section="sensors",
    title="Readings that are no measurement",
    formula="kept: above < reading < below, and not in a run of one instrument repeating a value "
    "at least stuck_readings times over at least stuck_hours hours",
    words="An empty reading, nought, the top of the instrument’s range and all of a stuck run are "
    "left out before anything is averaged; how many, and why, is counted for each site.",
    source="own rule",
    constants=(
        "sensors.toml · reading.above",
        "sensors.toml · reading.below",
        "sensors.toml · reading.stuck_hours",
        "sensors.toml · reading.stuck_readings",
    ),
)
def measured(*, readings: pl.DataFrame, policy: SensorPolicy) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return (readings that measure something, what went by site and reason)."""
    value = pl.col("pm2_5")
    inside = (value > policy.above) & (value < policy.below) & value.is_finite()
    reading = pl.struct("site", "sensor", "pm2_5").rle_id()
    long = pl.col("timestamp").max() - pl.col("timestamp").min() >= pl.duration(
        hours=policy.stuck_hours
    )
    marked = (
        readings.sort("site", "sensor", "timestamp")
        .with_columns(run=reading)
        .with_columns(
            reason=pl.when(~inside.fill_null(value=False))
            .then(pl.lit(OUT_OF_RANGE))
            .when((long & (pl.len() >= policy.stuck_readings)).over("run"))
            .then(pl.lit(STUCK))
        )
    )
    gone = marked.filter(pl.col("reason").is_not_null())
    kept = marked.filter(pl.col("reason").is_null()).drop("run", "reason")
    return kept, _counted(gone, what="readings")


@formula(
    id="sensor-day",
    section="sensors",
    title="Mean of a day",
    formula="mean over the day’s hours of (mean of the hour’s readings), where at least "
    "hours_of_day hours have one",
    words="Hours count alike, however many readings fell into them; several instruments at a site "
    "are one site. Days are those of the place’s own time zone.",
    source="own rule",
    constants=("sensors.toml · period.hours_of_day",),
)
def daily_means(
    *, readings: pl.DataFrame, policy: SensorPolicy
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return (site, day, value, hours of days with enough of them, days that went by site)."""
    hours = readings.group_by("site", hour=pl.col("timestamp").dt.truncate("1h")).agg(
        pl.col("pm2_5").mean()
    )
    days = (
        hours.group_by("site", day=pl.col("hour").dt.date())
        .agg(value=pl.col("pm2_5").mean(), hours=pl.len().cast(pl.Int64))
        .sort("site", "day")
    )
    enough = pl.col("hours") >= policy.hours_of_day
    short = days.filter(~enough).with_columns(reason=pl.lit(SHORT_DAY))
    return days.filter(enough), _counted(short, what="days")


@formula(
    id="sensor-site",
    section="sensors",
    title="A site that stands apart from all others",
    formula="left out for the month: on more than share_of_days of its comparable days, value > "
    "times_apart · m or value < m ÷ times_apart, m the median of the other sites that day",
    words="A day is comparable where at least other_sites others have a mean. One measuring site "
    "in a town cannot be judged this way and stays.",
    source="own rule",
    constants=(
        "sensors.toml · site.times_apart",
        "sensors.toml · site.other_sites",
        "sensors.toml · site.share_of_days",
    ),
)
def without_faulty_sites(
    *, days: pl.DataFrame, policy: SensorPolicy
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return (days without those of faulty months, days that went by site)."""
    others = (
        days.join(days.select("day", other="site", elsewhere="value"), on="day")
        .filter(pl.col("site") != pl.col("other"))
        .group_by("site", "day")
        .agg(middle=pl.col("elsewhere").median(), others=pl.len())
        .filter(pl.col("others") >= policy.other_sites)
    )
    far = (pl.col("value") > policy.times_apart * pl.col("middle")) | (
        pl.col("value") < pl.col("middle") / policy.times_apart
    )
    faulty = (
        days.join(others, on=["site", "day"])
        .group_by("site", month=_month())
        .agg(share=far.mean())
        .filter(pl.col("share") > policy.share_of_days)
    )
    marked = days.with_columns(month=_month()).join(
        faulty, on=["site", "month"], how="left", maintain_order="left"
    )
    gone = marked.filter(pl.col("share").is_not_null()).with_columns(reason=pl.lit(APART))
    return marked.filter(pl.col("share").is_null()).select(days.columns), _counted(
        gone, what="days"
    )


@formula(
    id="sensor-year",
    section="sensors",
    title="Annual mean, or medians by month",
    formula="annual mean = mean of the daily means, where days with one ≥ share_of_year · days of "
    "the year; else median of the daily means of each month with at least days_of_month of them",
    words="A year with gaps has no mean: rains and dry season would weigh as they happened to be "
    "measured. Its months are given instead, by site, and marked as a partial period.",
    source="own rule",
    constants=(
        "sensors.toml · period.share_of_year",
        "sensors.toml · period.days_of_month",
    ),
)
def annual_or_monthly(
    *, days: pl.DataFrame, policy: SensorPolicy
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return (:data:`FIGURES` by site and period, days that ended in no figure, by site)."""
    year = pl.col("day").dt.year()
    by_year = (
        days.group_by("site", period=year.cast(pl.String))
        .agg(
            value=pl.col("value").mean(),
            days=pl.len().cast(pl.Int64),
            days_possible=pl.when(pl.col("day").first().dt.is_leap_year())
            .then(366)
            .otherwise(365)
            .cast(pl.Int64),
        )
        .filter(pl.col("days") >= policy.share_of_year * pl.col("days_possible"))
        .with_columns(measure=pl.lit(ANNUAL), status=pl.lit(NORMAL))
    )
    left = days.with_columns(period=year.cast(pl.String)).join(
        by_year, on=["site", "period"], how="anti"
    )
    by_month = left.group_by("site", period=_month()).agg(
        value=pl.col("value").median(),
        days=pl.len().cast(pl.Int64),
        days_possible=pl.col("day").first().dt.month_end().dt.day().cast(pl.Int64),
    ).with_columns(measure=pl.lit(MONTHLY), status=pl.lit(PARTIAL))  # fmt: skip
    enough = pl.col("days") >= policy.days_of_month
    thin = by_month.filter(~enough).select(
        "site",
        reason=pl.lit(SHORT_MONTH),
        what=pl.lit("days"),
        count=pl.col("days"),
    )
    thin = thin.group_by("site", "reason", "what").agg(pl.col("count").sum()).sort("site")
    figures = pl.concat([part.select(*FIGURES) for part in (by_year, by_month.filter(enough))])
    return figures.sort("site", "period"), thin.cast(pl.Schema(EXCLUDED))


def across_sites(figures: pl.DataFrame) -> pl.DataFrame:
    """Return period, measure, status, median, mean and number of sites: the place as a whole."""
    return (
        figures.group_by("period", "measure", "status")
        .agg(
            median=pl.col("value").median(),
            mean=pl.col("value").mean(),
            sites=pl.len().cast(pl.Int64),
        )
        .sort("period", "measure")
    )


def _month() -> pl.Expr:
    return pl.col("day").dt.strftime("%Y-%m")


def _counted(gone: pl.DataFrame, *, what: str) -> pl.DataFrame:
    return (
        gone.group_by("site", "reason")
        .agg(pl.lit(what).first().alias("what"), pl.len().alias("count"))
        .select(*EXCLUDED)
        .cast(pl.Schema(EXCLUDED))
        .sort("site", "reason")
    )
