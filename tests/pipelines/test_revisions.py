"""Revisions by hand, and those that the shipped United Nations releases are known to hold."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.catalogue import CATALOGUE, OBSERVATIONS, read_corrections, read_datasets
from pipelines import harmonise, vintages
from pipelines.policy import ComparisonPolicy
from pipelines.revisions import revisions
from pipelines.sources import observations_csv
from pipelines.vocabularies import Vocabularies
from tests.pipelines.observations import observations

POLICY = ComparisonPolicy.read(CATALOGUE / "comparison.toml")
Row = dict[str, Any]
OLD: Row = {"side": "official", "dataset": "un-2020", "vintage": "2020-10-19", "current": False,
            "value": 20.0}  # fmt: skip
NEW: Row = OLD | {"dataset": "un-2023", "vintage": "2023-04-03", "current": True}
NEWER: Row = OLD | {"dataset": "un-2025", "vintage": "2025-07", "current": True}


def revised(*rows: Row) -> pl.DataFrame:
    """Rows of one database; ``line`` and ``family`` are those of the un-sdg unless said."""
    families = [one.get("family", "un-sdg") for one in rows]
    series = [one.get("line", "LINE") for one in rows]
    frame = observations(
        *({key: one[key] for key in one if key not in ("family", "line")} for one in rows)
    )
    lines = pl.DataFrame({"row": frame["row"], "family": families, "line_series": series})
    return revisions(lines=lines, observations=frame, policy=POLICY)


def count(unit: str, new: float, old: float) -> int:
    return revised(NEW | {"value": new, "unit": unit}, OLD | {"value": old, "unit": unit}).height


def test_by_hand() -> None:
    found = revised(
        NEW | {"value": 16.0, "series": "BRIBE", "year": 2016, "indicator": "16.5.1"},
        OLD | {"value": 2.4, "series": "BRIBE_OLD", "year": 2016, "indicator": "16.5.1"},
    ).row(0, named=True)
    assert (found["value"], found["older_value"]) == (16.0, 2.4)
    assert (found["difference"], found["margin"]) == (13.6, 5.0)
    assert (found["dataset"], found["older_dataset"]) == ("un-2023", "un-2020")
    assert (found["series"], found["older_series"]) == ("BRIBE", "BRIBE_OLD")
    assert (found["vintage"], found["older_vintage"]) == ("2023-04-03", "2020-10-19")
    assert (found["period"], found["year"], found["indicator"]) == ("2016", 2016, "16.5.1")
    assert (found["row"], found["older_row"]) == ("un-2023-official:2", "un-2020-official:3")


@pytest.mark.parametrize(
    ("unit", "new", "old", "rows"),
    [
        ("percent", 10.3, 5.3, 0),  # 5.000000000000001 as floats
        ("percent", 25.2, 20.1, 1),
        ("percent", 2.0, 1.0, 0),  # doubled, yet within five points
        ("per 100,000 population", 10.0, 11.0, 0),  # just 10 %
        ("per 100,000 population", 10.0, 11.1, 1),
        ("per 100,000 population", 11.0, 10.0, 0),  # 10 % of the newest, not of the oldest
        ("count", 0.0, 0.0, 0),
        ("count", 0.0, 1.0, 1),
        ("count", 1.0, 0.0, 1),
        ("percent", 0.0, 4.0, 0),
        ("index", -2.0, -2.1, 0),
        ("index", -2.0, 2.0, 1),
    ],
)
def test_margins(unit: str, new: float, old: float, rows: int) -> None:
    assert count(unit, new, old) == rows


def test_a_year_of_one_vintage_alone_is_no_revision() -> None:
    assert revised(NEW | {"value": 90.0, "year": 2016}, OLD | {"year": 2014}).is_empty()


def test_newest_against_each_older_and_never_older_against_older() -> None:
    found = revised(
        NEWER | {"value": 50.0}, NEW | {"value": 40.0, "current": False}, OLD | {"value": 30.0}
    )
    assert found["value"].to_list() == [50.0, 50.0]
    assert found["older_value"].to_list() == [30.0, 40.0]


def test_a_year_the_newest_dropped_is_compared_among_those_that_hold_it() -> None:
    found = revised(
        NEWER | {"value": 20.0, "year": 2018},
        NEW | {"value": 20.3, "year": 2000, "current": False},
        OLD | {"value": 32.9, "year": 2000},
    ).row(0, named=True)
    assert (found["vintage"], found["older_vintage"]) == ("2023-04-03", "2020-10-19")


@pytest.mark.parametrize(
    "apart",
    [
        {"sex": "female"}, {"age": "15-24"}, {"urbanisation": "urban"}, {"other": "a=b"},
        {"area": "KE-30"}, {"country": "TZA"}, {"indicator": "7.1.2"}, {"year": 2019},
        {"line": "OTHER"}, {"family": "wdi"}, {"unit": "count"}, {"base": "people at risk"},
    ],
    ids=lambda one: next(iter(one)),
)  # fmt: skip
def test_only_the_same_figure_is_compared(apart: Row) -> None:
    assert revised(NEW | {"base": "adults"}, OLD | {"base": "adults", "value": 90.0}).height == 1
    assert revised(
        NEW | {"base": "adults"}, OLD | {"base": "adults", "value": 90.0} | apart
    ).is_empty()


@pytest.mark.parametrize("side", ["new", "old"])
def test_what_one_vintage_leaves_unstated_is_the_others(side: str) -> None:
    stated, unstated = {"unit": "percent", "base": "adults"}, {"unit": "not stated", "base": ""}
    new, old = (unstated, stated) if side == "new" else (stated, unstated)
    found = revised(NEW | new, OLD | old | {"value": 26.0}).row(0, named=True)
    # The margin is that of a share, since the line is one.
    assert (found["unit"], found["margin"]) == ("percent", 5.0)


def test_constant_prices_without_their_year_are_not_compared() -> None:
    assert count("kilograms per constant US dollar", 1.0, 2.0) == 0
    assert count("kilograms per constant 2015 US dollar", 1.0, 2.0) == 1


@pytest.mark.parametrize(
    "gone",
    [{"status": "suppressed", "value": None}, {"status": "censored"}, {"status": "partial period"}],
)
def test_what_holds_no_figure_never_comes_back(gone: Row) -> None:
    assert revised(NEW | {"value": 90.0}, OLD).height == 1
    assert revised(NEW | {"value": 90.0} | gone, OLD).is_empty()
    assert revised(NEW | {"value": 90.0}, OLD | gone).is_empty()


def test_the_lines_bring_no_value_of_their_own() -> None:
    """The frame before protection may be given whole: only its names of lines are read."""
    before = observations(NEW | {"value": 90.0}, OLD)
    lines = before.with_columns(family=pl.lit("un-sdg"), line_series=pl.lit("LINE"))
    after = before.with_columns(
        value=pl.when(pl.col("dataset") == "un-2020").then(None).otherwise("value"),
        status=pl.when(pl.col("dataset") == "un-2020")
        .then(pl.lit("suppressed"))
        .otherwise("status"),
    )
    assert revisions(lines=lines, observations=before, policy=POLICY).height == 1
    assert revisions(lines=lines, observations=after, policy=POLICY).is_empty()


def test_citizens_have_no_official_revisions() -> None:
    assert revised(NEW | {"side": "citizen", "value": 90.0}, OLD | {"side": "citizen"}).is_empty()


number = st.floats(-1e6, 1e6, allow_nan=False).map(lambda one: round(one, 3))


@settings(max_examples=60, deadline=None)
@given(new=number, old=number, unit=st.sampled_from(["percent", "count", "µg/m³"]))
def test_a_revision_is_beyond_its_margin_and_its_difference_is_newest_minus_older(
    new: float, old: float, unit: str
) -> None:
    found = revised(NEW | {"value": new, "unit": unit}, OLD | {"value": old, "unit": unit})
    margin = 5.0 if unit == "percent" else abs(new) / 10
    if abs(abs(new - old) - margin) > 1e-6:  # beside the edge, where floats are not the point
        assert found.height == (abs(new - old) > margin)
    for row in found.iter_rows(named=True):
        assert row["difference"] == pytest.approx(new - old)
        assert abs(row["difference"]) > row["margin"] >= 0


# --- the figures the product ships with ---------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> pl.DataFrame:
    """Every release of the United Nations' database and the World Bank's, harmonised."""
    vocabularies, corrections = Vocabularies.read(folder=CATALOGUE), read_corrections()
    lines = vintages.vintages(
        pl.concat(
            harmonise.dataset(
                observations_csv.read(OBSERVATIONS / f"{name}.csv"),
                about=about, vocabularies=vocabularies, corrections=corrections,
            ).kept
            for name, about in read_datasets().items()
            if about.family == "un-sdg" or name == "wdi-2025"
        ),
        policy=POLICY,
    )  # fmt: skip
    return revisions(lines=lines, observations=lines.drop("family", "line_series"), policy=POLICY)


@pytest.mark.parametrize(
    ("country", "series", "period", "value", "older"),
    [
        ("ARG", "IU_COR_BRIB", "2016", 16.0, 2.4),
        ("KEN", "EN_ATM_PM25", "2016", 15.1, 25.9),
        ("ARG", "EN_LND_SLUM", "2000", 20.3, 32.9),
        ("TZA", "IT_USE_II99", "2017", 16.0, 25.0),
        ("ARG", "VC_VOV_PHYL", "2016", 7.8, 2.3),
    ],
)
def test_known_revisions_of_the_united_nations(
    shipped: pl.DataFrame, country: str, series: str, period: str, value: float, older: float
) -> None:
    found = shipped.filter(
        country=country, area=country, series=series, period=period, sex="total"
    ).row(0, named=True)
    assert (round(found["value"], 1), round(found["older_value"], 1)) == (value, older)
    assert found["vintage"] > found["older_vintage"]


def test_two_databases_that_differ_are_no_revision(shipped: pl.DataFrame) -> None:
    """Homicides in Kenya, 2018: 4.93 of the United Nations and 3.13 of the World Bank."""
    assert shipped.filter(country="KEN", indicator="16.1.1", period="2018").is_empty()
    assert not shipped["dataset"].str.starts_with("wdi").any()
