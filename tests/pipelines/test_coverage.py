"""What is held and what is lacking, on hand-made rows; laws of the ranking on invented ones."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.catalogue import CATALOGUE, COUNTRIES
from data.errors import CatalogueError
from pipelines import tables
from pipelines.coverage import coverage, measured_targets
from pipelines.gaps import CoveragePolicy, gaps
from tests.pipelines.observations import observations

POLICY = CoveragePolicy.read(CATALOGUE / "coverage.toml")
FRAMEWORK = tables.framework(folder=CATALOGUE)["indicators"]
Row = dict[str, Any]
OFFICIAL: Row = {"side": "official", "dataset": "bureau", "value": 50.0, "year": 2020}
CITIZEN: Row = {"side": "citizen", "dataset": "walk", "value": 40.0, "year": 2019, "nature": ""}


def held(*rows: Row, side: str = "official") -> Row:
    found = coverage(observations=observations(*rows)).filter(pl.col("side") == side)
    return found.row(0, named=True)


def ranked(*rows: Row) -> pl.DataFrame:
    frame = observations(*rows)
    return gaps(
        coverage=coverage(observations=frame),
        indicators=FRAMEWORK,
        targets=measured_targets(observations=frame),
        policy=POLICY,
    )


def gap(*rows: Row, indicator: str = "7.1.1", country: str = "KEN") -> Row | None:
    found = ranked(*rows).filter(country=country, indicator=indicator)
    return found.row(0, named=True) if found.height else None


# --- what is held -------------------------------------------------------------------------------


def test_counted_by_hand() -> None:
    found = held(
        OFFICIAL | {"year": 2010},
        OFFICIAL | {"year": 2020},
        OFFICIAL | {"year": 2020, "series": "t"},
        OFFICIAL | {"year": 2021, "dataset": "other", "area": "KE-30", "nature": "E"},
        OFFICIAL | {"year": 2021, "dataset": "other", "area": "KE-31", "nature": ""},
    )
    assert (found["observations"], found["series"], found["datasets"]) == (5, 3, 2)
    assert (found["first_year"], found["last_year"], found["goal"]) == (2010, 2021, 7)
    assert found["points"] == 2  # 2021 is held of counties alone, 2020 twice
    assert found["areas"] == 2
    assert found["natures"] == "C, E"
    assert not found["modelled_only"]


def test_what_is_not_counted() -> None:
    left_out = (
        {"status": "suppressed", "value": None},
        {"status": "partial period"},
        {"current": False},
        {"indicator": "7.1", "relation": "context"},
    )
    rows = [OFFICIAL | {"year": 2000 + at} | one for at, one in enumerate(left_out)]
    assert coverage(observations=observations(*rows)).is_empty()
    counted = ("normal", "provisional", "low reliability", "censored")
    assert held(*(OFFICIAL | {"status": one} for one in counted))["observations"] == 4


def test_a_period_of_years_spans_from_its_first_to_its_last() -> None:
    found = held(OFFICIAL | {"year_start": 2010, "year_end": 2014, "year": 0})
    assert (found["first_year"], found["last_year"], found["points"]) == (2010, 2014, 1)


@pytest.mark.parametrize(
    ("column", "words", "flag"),
    [
        ("sex", ("female", "male"), "by_sex"),
        ("urbanisation", ("urban", "rural"), "by_urbanisation"),
    ],
)
def test_broken_down_needs_both(column: str, words: tuple[str, str], flag: str) -> None:
    both = [OFFICIAL | {column: word} for word in words]
    assert held(*both)[flag]
    # Slums are counted in towns alone: that is no breakdown.
    assert not held(OFFICIAL, both[0])[flag]


@pytest.mark.parametrize(
    ("natures", "expected"),
    [
        (("E", "M"), True),
        (("G",), True),
        (("E", "C"), False),
        (("C", "E"), False),
        (("E", ""), False),
        (("CA",), False),
    ],
)
def test_modelled_only_looks_at_the_whole(natures: tuple[str, ...], expected: bool) -> None:
    # The newest year is last: that it is modelled does not undo an older measurement.
    rows = [OFFICIAL | {"nature": one, "year": 2021 - at} for at, one in enumerate(natures)]
    assert held(*rows)["modelled_only"] is expected


def test_citizens_are_never_modelled_and_natures_may_be_none() -> None:
    found = held(CITIZEN, CITIZEN | {"nature": "M", "year": 2020}, side="citizen")
    assert not found["modelled_only"]
    assert held(CITIZEN, side="citizen")["natures"] == ""


def test_no_rows_no_coverage() -> None:
    assert coverage(observations=observations()).is_empty()


# --- what is lacking ----------------------------------------------------------------------------


def test_missing_by_hand() -> None:
    found = gap(CITIZEN)
    assert found is not None
    assert found["missing"] and not found["old"] and not found["national_only"]
    assert (found["need"], found["weight"], found["score"]) == (5.0, 1.0, 5.0)
    assert found["citizen_last_year"] == 2019
    assert found["sentence"] == (
        "No official figure of 7.1.1 is held here for Kenya; "
        "a citizen figure filed under it is held, of 2019."
    )


def test_old_national_and_modelled_add_up() -> None:
    found = gap(OFFICIAL | {"year": 2019, "nature": "E"})
    assert found is not None
    assert (found["need"], found["weight"], found["score"]) == (1.5 + 1.5 + 1.0, 0.5, 2.0)
    assert found["sentence"] == (
        "The official figures of 7.1.1 held here for Kenya end in 2019, name no area below the "
        "country and are all estimated or modelled; no citizen figure of it is held."
    )


def test_exactly_five_years_are_not_old() -> None:
    county = OFFICIAL | {"area": "KE-30"}
    assert gap(OFFICIAL, county | {"year": 2020}) is None
    found = gap(OFFICIAL | {"year": 2019}, county | {"year": 2019})
    assert found is not None and found["old"] and found["need"] == 1.5


def test_citizens_who_measure_the_target_only() -> None:
    found = gap(CITIZEN | {"indicator": "7.1", "relation": "context"})
    assert found is not None
    assert (found["citizens"], found["weight"]) == ("measure its target", 0.75)
    assert found["sentence"].endswith(
        "citizens measured something else of target 7.1, last in 2019."
    )


def test_an_official_figure_of_the_target_is_not_the_citizens() -> None:
    found = gap(OFFICIAL | {"indicator": "7.1", "relation": "context"})
    assert found is not None
    assert found["missing"] and found["citizens"] == "measure neither"


def test_what_describes_the_state_lacks_no_areas_and_comes_last() -> None:
    assert gap(OFFICIAL | {"indicator": "17.1.1"}, indicator="17.1.1") is None
    found = gap(CITIZEN, indicator="17.1.1")
    assert found is not None
    assert found["weight"] == 0.1 and found["sentence"].endswith("describes the state as a whole.")
    measured = gap(CITIZEN | {"indicator": "17.1.1"}, indicator="17.1.1")
    assert measured is not None and measured["weight"] == 1.0


def test_one_indicator_under_two_targets_is_held_under_both() -> None:
    county = OFFICIAL | {"area": "KE-30"}
    rows = [one | {"indicator": "10.3.1"} for one in (OFFICIAL, county)]
    assert gap(*rows, indicator="16.b.1") is None
    found = gap(CITIZEN | {"indicator": "10.3.1"}, indicator="16.b.1")
    assert found is not None
    assert found["citizens"] == "measure the indicator"
    assert "also listed as 10.3.1." in found["sentence"]


def test_what_one_code_holds_is_not_lacking_under_the_other() -> None:
    here = OFFICIAL | {"indicator": "10.3.1", "nature": "E", "year": 2010}
    there = OFFICIAL | {"indicator": "16.b.1"}
    found = gap(here, there, indicator="10.3.1")
    assert found is not None
    # National only: neither code has a county. Not old and not only modelled: 16.b.1 is neither.
    assert found["national_only"] and not found["old"] and not found["modelled_only"]
    for county in (here, there):
        assert gap(here, there, county | {"area": "KE-30"}, indicator="10.3.1") is None


def test_a_code_of_an_older_framework_counts_for_its_successor() -> None:
    # 17.6.2 became 17.6.1, with the same title; it is not listed itself.
    row = OFFICIAL | {"indicator": "17.6.2"}
    found = gap(row, indicator="17.6.1")
    assert found is not None and not found["missing"]
    assert "also listed" not in found["sentence"]
    assert gap(row, indicator="17.6.2") is None


def test_a_country_without_a_coast_lacks_no_beaches() -> None:
    assert gap(CITIZEN, indicator="14.1.1", country="NPL") is None
    assert gap(CITIZEN, indicator="14.1.1", country="KEN") is not None


def test_every_country_and_global_indicator_once_when_nothing_is_held() -> None:
    found = ranked()
    glob = FRAMEWORK.filter(pl.col("global") == "yes").height
    assert found.height == glob * len(COUNTRIES) - len(POLICY.not_applicable)
    assert found["missing"].all()


def test_ties_stand_in_the_order_of_the_codes() -> None:
    tied = ranked().filter(pl.col("weight") == 0.5, pl.col("country") == "KEN")["indicator"]
    codes = tied.to_list()
    assert codes.index("2.3.1") < codes.index("10.2.1")
    assert codes.index("16.3.1") < codes.index("16.10.1") < codes.index("16.b.1")


# --- laws ---------------------------------------------------------------------------------------

CODES = ["7.1.1", "16.b.1", "10.3.1", "16.1.3", "17.1.1"]
some_official = st.fixed_dictionaries(
    {
        "indicator": st.sampled_from(CODES),
        "country": st.sampled_from(["KEN", "NPL"]),
        "year": st.integers(2000, 2025),
        "nature": st.sampled_from(["C", "E", "M", "G", "", "CA"]),
        "place": st.sampled_from(["", "-1", "-2"]),
        "status": st.sampled_from(["normal", "censored", "partial period"]),
    }
)
some_citizen = st.fixed_dictionaries(
    {
        "indicator": st.sampled_from([*CODES, "7.1", "16.1", "16.b"]),
        "country": st.sampled_from(["KEN", "NPL"]),
        "year": st.integers(2000, 2025),
    }
)


def official(drawn: Row) -> Row:
    place = drawn["country"] + drawn["place"]
    return (
        OFFICIAL | {name: one for name, one in drawn.items() if name != "place"} | {"area": place}
    )


def citizen(drawn: Row) -> Row:
    kind = "indicator" if drawn["indicator"].count(".") == 2 else "context"
    return CITIZEN | drawn | {"area": drawn["country"], "relation": kind}


rows_of = st.tuples(
    st.lists(some_official.map(official), max_size=5),
    st.lists(some_citizen.map(citizen), max_size=3),
).map(lambda both: both[0] + both[1])
laws = settings(max_examples=40, deadline=None)


@laws
@given(rows=rows_of, data=st.data())
def test_the_ranking_is_a_total_order(rows: list[Row], data: st.DataObject) -> None:
    found = ranked(*rows)
    assert found["rank"].to_list() == list(range(1, found.height + 1))
    assert found["score"].is_sorted(descending=True)
    assert found.equals(ranked(*data.draw(st.permutations(rows))))


@laws
@given(rows=rows_of, added=some_official.map(official), part=st.sampled_from(["-1", "-3"]))
def test_an_official_figure_below_the_country_never_raises_a_need(
    rows: list[Row], added: Row, part: str
) -> None:
    before = ranked(*rows)
    after = ranked(*rows, added | {"area": added["country"] + part})
    both = after.join(before, on=["country", "indicator"], how="left", suffix="_before")
    assert both["need_before"].null_count() == 0, "a figure more made a gap"
    assert (both["need"] <= both["need_before"]).all()


@laws
@given(rows=rows_of, added=some_citizen.map(citizen))
def test_a_citizen_figure_never_lowers_a_score(rows: list[Row], added: Row) -> None:
    before, after = ranked(*rows), ranked(*rows, added)
    both = after.join(before, on=["country", "indicator"], suffix="_before")
    assert both.height == before.height == after.height
    assert (both["score"] >= both["score_before"]).all()
    assert (both["need"] == both["need_before"]).all()


@laws
@given(rows=rows_of)
def test_the_score_grows_with_need_and_with_weight(rows: list[Row]) -> None:
    seen = ranked(*rows).select("need", "weight", "score").unique()
    pairs = seen.join(seen, how="cross", suffix="_more").filter(
        pl.col("need") <= pl.col("need_more"), pl.col("weight") <= pl.col("weight_more")
    )
    assert (pairs["score"] <= pairs["score_more"]).all()
    assert ((seen["need"] * seen["weight"] - seen["score"]).abs() < 1e-9).all()


# --- the policy ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("[need.missing]\nvalue = 5.0", "[need.missing]\nvalue = 4.0", "missing must be above"),
        ("of_the_state]\nvalue = 0.1", "of_the_state]\nvalue = 0.6", "must not rise"),
        ('"NPL 14.1.1"', '"Nepal 14.1.1"', "not_applicable.pairs"),
        ("value = 2025", 'value = "2025"', "age.reference_year"),
    ],
)  # fmt: skip
def test_a_policy_that_contradicts_itself_is_named(tmp_path, before, after, named) -> None:
    text = (CATALOGUE / "coverage.toml").read_text()
    assert before in text
    path = tmp_path / "coverage.toml"
    path.write_text(text.replace(before, after))
    with pytest.raises(CatalogueError, match=named):
        CoveragePolicy.read(path)


def test_a_code_nobody_knows_is_named() -> None:
    with pytest.raises(CatalogueError, match=r"1\.5\.3"):
        gaps(
            coverage=coverage(observations=observations()),
            indicators=FRAMEWORK.filter(pl.col("indicator") != "1.5.3"),
            targets=measured_targets(observations=observations()),
            policy=POLICY,
        )
