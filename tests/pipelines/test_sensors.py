"""Sensors: what is no measurement, which days count, and when a year has a mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.catalogue import CATALOGUE
from data.errors import CatalogueError, ContractError
from pipelines.sensor_policy import SensorPolicy
from pipelines.sensors import (
    ANNUAL,
    APART,
    EXCLUDED,
    FIGURES,
    MONTHLY,
    OUT_OF_RANGE,
    PARTIAL,
    SHORT_DAY,
    SHORT_MONTH,
    STUCK,
    across_sites,
    annual_or_monthly,
    daily_means,
    measured,
    summarise,
    without_faulty_sites,
)

POLICY = SensorPolicy.read(CATALOGUE / "sensors.toml")
START = datetime(2018, 1, 1, tzinfo=UTC)


def hourly(site: str, values: list[float | None], *, start: datetime = START) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "site": site,
            "sensor": site,
            "timestamp": [start + timedelta(hours=n) for n in range(len(values))],
            "pm2_5": values,
        },
        schema_overrides={"pm2_5": pl.Float64},
    )


def days_of(site: str, values: list[float], *, start: datetime = START) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "site": site,
            "day": [(start + timedelta(days=n)).date() for n in range(len(values))],
            "value": values,
            "hours": 24,
        }
    )


def counted(excluded: pl.DataFrame) -> dict[tuple[str, str], int]:
    return {(row["site"], row["reason"]): row["count"] for row in excluded.iter_rows(named=True)}


def test_range_and_stuck_runs_go_with_their_counts() -> None:
    """Nought, 999.9 and nothing go; twelve equal hours go whole; eleven stay."""
    stuck, nearly = [7.7] * 12, [8.8] * 11
    values = [10.0, 0.0, 999.9, None, *stuck, 11.0, *nearly, 12.0]
    kept, gone = measured(readings=hourly("a", values), policy=POLICY)
    assert kept["pm2_5"].to_list() == [10.0, 11.0, *nearly, 12.0]
    assert counted(gone) == {("a", OUT_OF_RANGE): 3, ("a", STUCK): 12}


def test_two_equal_readings_with_silence_between_are_no_run() -> None:
    readings = hourly("a", [5.0, 5.0]).with_columns(
        timestamp=pl.Series([START, START + timedelta(hours=9)])
    )
    kept, gone = measured(readings=readings, policy=POLICY)
    assert (kept.height, gone.height) == (2, 0)


def test_a_run_belongs_to_one_instrument() -> None:
    """Two instruments at a site that agree for six readings each are no run of twelve."""
    both = pl.concat(
        [hourly("a", [5.0] * 6), hourly("a", [5.0] * 6).with_columns(sensor=pl.lit("b"))]
    )
    kept, _ = measured(readings=both, policy=POLICY)
    assert kept.height == 12


def test_a_day_is_the_mean_of_its_hours_not_of_its_readings() -> None:
    """Seventeen hours of 10 and one of a hundred readings of 28: (170 + 28)/18 = 11."""
    busy = pl.DataFrame(
        {
            "site": "a",
            "sensor": "a",
            "timestamp": [START + timedelta(hours=20, seconds=n) for n in range(100)],
            "pm2_5": 28.0,
        }
    )
    days, short = daily_means(readings=pl.concat([hourly("a", [10.0] * 17), busy]), policy=POLICY)
    assert days["value"].to_list() == [pytest.approx(11.0)]
    assert days["hours"].to_list() == [18]
    assert short.is_empty()
    days, short = daily_means(readings=hourly("a", [10.0] * 17), policy=POLICY)
    assert days.is_empty()
    assert counted(short) == {("a", SHORT_DAY): 1}


def test_days_are_those_of_the_place() -> None:
    """24 hours from midnight UTC are two days in Nairobi, of 21 and 3 hours."""
    readings = hourly("a", [float(n + 1) for n in range(24)])
    policy = replace(POLICY, days_of_month=1)
    there = summarise(readings=readings, policy=policy, timezone="Africa/Nairobi")
    assert there.figures["value"].to_list() == [pytest.approx(11.0)]
    assert counted(there.excluded) == {("a", SHORT_DAY): 1}
    here = summarise(readings=readings, policy=policy, timezone="UTC")
    assert here.figures["value"].to_list() == [pytest.approx(12.5)]


def test_a_site_apart_from_the_others_goes_for_the_month() -> None:
    """Others at 10 and 12: 66 is six times their median of 11, 67 is more."""
    near = pl.concat([days_of("a", [10.0] * 10), days_of("b", [12.0] * 10)])
    just = pl.concat([near, days_of("c", [66.0] * 10)])
    kept, gone = without_faulty_sites(days=just, policy=POLICY)
    assert (kept.height, gone.height) == (30, 0)
    far = pl.concat([near, days_of("c", [67.0] * 6 + [11.0] * 4)])
    kept, gone = without_faulty_sites(days=far, policy=POLICY)
    assert counted(gone) == {("c", APART): 10}
    assert set(kept["site"]) == {"a", "b"}
    half = pl.concat([near, days_of("c", [67.0] * 5 + [11.0] * 5)])
    assert without_faulty_sites(days=half, policy=POLICY)[1].is_empty()


def test_two_sites_cannot_say_which_is_wrong() -> None:
    two = pl.concat([days_of("a", [10.0] * 10), days_of("b", [500.0] * 10)])
    assert without_faulty_sites(days=two, policy=POLICY)[1].is_empty()


@pytest.mark.parametrize(("days", "measures"), [(274, {ANNUAL}), (273, {MONTHLY})])
def test_a_year_has_a_mean_from_three_quarters_of_its_days(days: int, measures: set) -> None:
    """0.75 · 365 = 273.75."""
    figures, _ = annual_or_monthly(days=days_of("a", [10.0, 20.0] * 137)[:days], policy=POLICY)
    assert set(figures["measure"]) == measures
    if measures == {ANNUAL}:
        assert figures.row(0, named=True) == {
            "site": "a", "period": "2018", "measure": ANNUAL, "value": 15.0, "days": 274,
            "days_possible": 365, "status": "normal",
        }  # fmt: skip
    else:
        assert set(figures["status"]) == {PARTIAL}
        assert (
            figures["period"].to_list()
            == [f"2018-{month:02}" for month in range(1, 10)] + ["2018-10"][: figures.height - 9]
        )


def test_a_leap_year_needs_one_day_more() -> None:
    start = datetime(2020, 1, 1, tzinfo=UTC)
    figures, _ = annual_or_monthly(days=days_of("a", [1.0] * 274, start=start), policy=POLICY)
    assert set(figures["measure"]) == {MONTHLY}
    figures, _ = annual_or_monthly(days=days_of("a", [1.0] * 275, start=start), policy=POLICY)
    assert figures["days_possible"].to_list() == [366]


def test_a_month_has_the_median_of_its_days_or_nothing() -> None:
    ten, nine = days_of("a", [1.0] * 5 + [3.0] * 5), days_of("b", [1.0] * 9)
    figures, thin = annual_or_monthly(days=pl.concat([ten, nine]), policy=POLICY)
    assert figures["value"].to_list() == [2.0]
    assert counted(thin) == {("b", SHORT_MONTH): 9}


def test_a_place_as_a_whole() -> None:
    days = pl.concat(
        [
            days_of(site, [float(value)] * 10)
            for site, value in zip("abc", (1.0, 2.0, 6.0), strict=True)
        ]
    )
    figures, _ = annual_or_monthly(days=days, policy=POLICY)
    assert across_sites(figures).row(0, named=True) == {
        "period": "2018-01", "measure": MONTHLY, "status": PARTIAL, "median": 2.0, "mean": 3.0,
        "sites": 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d.drop("pm2_5"), "column pm2_5"),
        (lambda d: d.with_columns(pl.col("timestamp").dt.replace_time_zone(None)), "time zone"),
        (lambda d: d.with_columns(pl.col("pm2_5").cast(pl.String)), "µg/m³"),
    ],
)
def test_readings_of_another_kind_are_refused(change, said: str) -> None:
    with pytest.raises(ContractError, match=said):
        summarise(readings=change(hourly("a", [1.0])), policy=POLICY, timezone="UTC")


def test_an_unknown_time_zone_is_refused() -> None:
    with pytest.raises(ContractError, match="no such time zone"):
        summarise(readings=hourly("a", [1.0]), policy=POLICY, timezone="Africa/Nowhere")


@pytest.mark.parametrize(
    ("old", "new", "entry"),
    [
        ("value = 18", "value = 25", r"\[period.hours_of_day\]"),
        ("value = 0.75", "value = 1.5", r"\[period.share_of_year\]"),
        ("value = 999.0", "value = -2.0", r"\[reading.below\]"),
    ],
)
def test_a_policy_that_cannot_be(tmp_path: Path, old: str, new: str, entry: str) -> None:
    path = tmp_path / "sensors.toml"
    path.write_text((CATALOGUE / "sensors.toml").read_text().replace(old, new))
    with pytest.raises(CatalogueError, match=entry):
        SensorPolicy.read(path)


values = st.lists(
    st.one_of(st.none(), st.floats(-5, 1200, allow_nan=False), st.just(7.5)),
    min_size=1,
    max_size=120,
)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from("abcd"), values, min_size=1), st.randoms())
def test_every_reading_is_kept_or_counted_in_whatever_order_they_come(
    sites: dict[str, list[float | None]], chance
) -> None:
    readings = pl.concat([hourly(site, of) for site, of in sites.items()])
    kept, gone = measured(readings=readings, policy=POLICY)
    assert kept.height + gone["count"].sum() == readings.height
    assert kept["pm2_5"].null_count() == 0
    policy = replace(POLICY, days_of_month=1)
    mixed = readings.with_row_index().sample(
        fraction=1, shuffle=True, seed=chance.randint(0, 9)
    ).drop("index")  # fmt: skip
    one = summarise(readings=readings, policy=policy, timezone="UTC")
    other = summarise(readings=mixed, policy=policy, timezone="UTC")
    assert one.figures.equals(other.figures)
    assert one.excluded.equals(other.excluded)
    assert dict(one.figures.schema) == FIGURES
    assert dict(one.excluded.schema) == EXCLUDED
    possible = one.figures.filter(
        ~pl.col("value").is_between(POLICY.above, POLICY.below, closed="none")
    )
    assert possible.is_empty()
