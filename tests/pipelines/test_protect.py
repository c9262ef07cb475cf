"""Disclosure control on hand-made rows, and attacks on what it publishes.

The attacker of the property tests knows every true sum (areas, sexes) and solves it exactly, with
fractions: nothing of the code under test is used to judge it.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.catalogue import CATALOGUE
from data.contracts import OBSERVATIONS, PUBLISHED, check
from data.errors import CatalogueError, ContractError
from pipelines.policy import DisclosurePolicy
from pipelines.protect import check_columns, protect
from tests.pipelines.observations import observations

POLICY = DisclosurePolicy.read(CATALOGUE / "disclosure.toml")
COUNTIES = [f"KE-0{number}" for number in range(1, 7)]
DISTRICTS = [f"KEN-district-{number}" for number in range(1, 5)]
AREAS = pl.DataFrame(
    [("KEN", "country", None)]
    + [(county, "county", "KEN") for county in COUNTIES]
    # Two districts each in the first two counties.
    + [(district, "district", COUNTIES[at // 2]) for at, district in enumerate(DISTRICTS)],
    schema=["area", "level", "parent"],
    orient="row",
)
Row = dict[str, Any]
FEMICIDES: Row = {"indicator": "5.2", "unit": "count", "unit_published": "count"}


def protected(*rows: Row, policy: DisclosurePolicy = POLICY) -> pl.DataFrame:
    before = observations(*rows)
    after = protect(observations=before, areas=AREAS, policy=policy)
    assert after["row"].equals(before["row"])
    assert protect(observations=after, areas=AREAS, policy=policy).equals(after), "twice is once"
    return check(after, table=OBSERVATIONS)


def counts(table: dict[str, float], **more: Any) -> list[Row]:
    return [FEMICIDES | {"area": area, "value": value} | more for area, value in table.items()]


def left(*rows: Row, policy: DisclosurePolicy = POLICY) -> list[float | None]:
    return protected(*rows, policy=policy)["value"].to_list()


# --- estimates ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "status"),
    [
        (1, "suppressed"),
        (24, "suppressed"),
        (25, "low reliability"),
        (49, "low reliability"),
        (50, "normal"),
        (None, "normal"),
    ],
)
@pytest.mark.parametrize("side", ["citizen", "official"])
def test_estimates_need_respondents(size: int | None, status: str, side: str) -> None:
    row = {"value": 40.0, "lower": 30, "upper": 50, "sample_size": size, "side": side}
    after = protected(row).row(0, named=True)
    assert after["status"] == status
    kept = [after[name] for name in ("value", "value_published", "lower", "upper", "sample_size")]
    assert kept == ([None] * 5 if status == "suppressed" else [40, 40, 30, 50, size])
    if status == "suppressed":
        assert (after["interval_basis"], after["note"]) == ("none", "fewer than 25 respondents")


def test_a_note_may_not_give_the_number_back() -> None:
    assert protected({"value": 4, "sample_size": 5, "note": "4 percent of 5"})[
        "note"
    ].to_list() == ["fewer than 25 respondents"]


def test_sample_sizes_that_count_no_people_mean_nothing_here() -> None:
    rows = [{"value": 40, "sample_size": 4, "dataset": name} for name in ("renabap-2023", "x")]
    assert left(*rows) == [40, None]


@pytest.mark.parametrize(
    ("before", "after", "note"),
    [
        ("provisional", "low reliability", "n; provisional; fewer than 50 respondents"),
        ("partial period", "partial period", "n; fewer than 50 respondents"),
        ("censored", "censored", "n; fewer than 50 respondents"),
    ],
)
def test_low_reliability_never_makes_a_value_comparable(before: str, after: str, note: str) -> None:
    row = protected({"value": 40, "sample_size": 30, "status": before, "note": "n"})
    assert row.select("status", "note").row(0) == (after, note)


# --- counts, one total --------------------------------------------------------------------------


def test_the_smallest_other_count_goes_with_a_single_small_one() -> None:
    rows = counts({"KEN": 75, "KE-01": 3, "KE-02": 30, "KE-03": 22, "KE-04": 20})
    assert left(*rows) == [75, None, 30, 22, None]


def test_two_small_counts_need_a_third_when_their_sum_is_small() -> None:
    # 3 + 4 = 7 < 10, so 12 goes too; 4 + 7 = 11 is enough.
    assert left(*counts({"KEN": 49, "KE-01": 3, "KE-02": 4, "KE-03": 12, "KE-04": 30})) == [
        49, None, None, None, 30,
    ]  # fmt: skip
    assert left(*counts({"KEN": 53, "KE-01": 4, "KE-02": 7, "KE-03": 12, "KE-04": 30})) == [
        53, None, None, 12, 30,
    ]  # fmt: skip


def test_noughts_are_small_too() -> None:
    # 0 + 0 + 0 would say so itself: the total less the rest is 0.
    assert left(*counts({"KEN": 45, "KE-01": 0, "KE-02": 0, "KE-03": 15, "KE-04": 30})) == [
        45, None, None, None, 30,
    ]  # fmt: skip


def test_reasons_are_said() -> None:
    notes = protected(*counts({"KEN": 75, "KE-01": 3, "KE-02": 30, "KE-03": 42}))["note"]
    assert notes.to_list() == [
        "",
        "a count below 10 on a sensitive topic",
        "withheld so that no total gives a small count back",
        "",
    ]


def test_a_total_of_one_part_goes_with_it() -> None:
    assert left(*counts({"KEN": 3, "KE-01": 3})) == [None, None]
    # Where the parts do not add up, the rest of the country hides it.
    assert left(*counts({"KEN": 30, "KE-01": 3})) == [30, None]


def test_national_counts_stay_however_small() -> None:
    assert left(*counts({"KEN": 3})) == [3]


@pytest.mark.parametrize(
    ("indicator", "hidden"),
    [("5.2", True), ("5.2.1", True), ("16.1", True), ("16.10.1", True), ("3.3.1", True),
     ("3.3.2", False), ("16.11", False), ("1.2.1", False), ("5.20", False)],
)  # fmt: skip
def test_a_code_covers_what_is_below_it(indicator: str, *, hidden: bool) -> None:
    rows = counts({"KE-01": 3, "KE-02": 50}, indicator=indicator)
    assert (left(*rows)[0] is None) is hidden


def test_other_units_are_no_counts() -> None:
    assert left(FEMICIDES | {"area": "KE-01", "value": 3, "unit": "percent"}) == [3]


def test_a_side_the_policy_leaves_out_is_left_alone() -> None:
    policy = replace(POLICY, count_sides=("citizen",))
    for side, value in (("citizen", None), ("official", 3)):
        assert left(*counts({"KE-01": 3}, side=side), policy=policy) == [value]


def test_a_series_is_as_sensitive_under_its_other_code() -> None:
    rows = counts({"KE-01": 3}) + counts({"KE-01": 3}, indicator="11.7.2")
    assert left(*rows) == [None, None]


# --- counts, several totals ---------------------------------------------------------------------


def test_women_and_men_do_not_give_each_other_back() -> None:
    rows = [
        *counts({"KE-01": 23}),
        *counts({"KE-01": 3}, sex="female"),
        *counts({"KE-01": 20}, sex="male"),
    ]
    assert left(*rows) == [23, None, None]


def test_town_and_country_do_not_give_each_other_back() -> None:
    rows = [
        *counts({"KE-01": 23}),
        *counts({"KE-01": 3}, urbanisation="urban"),
        *counts({"KE-01": 20}, urbanisation="rural"),
    ]
    assert left(*rows) == [23, None, None]


def test_overlapping_age_bands_go_together() -> None:
    # 15+ less 18+ would give 15-17.
    rows = counts({"KE-01": 60})
    for age, value in (("15-17", 3), ("15+", 43), ("18+", 40)):
        rows += counts({"KE-01": value}, age=age)
    assert left(*rows) == [60, None, None, None]


def test_a_multi_year_total_gives_no_year_back() -> None:
    rows = [
        *counts({"KE-01": 3}, year=2021),
        *counts({"KE-01": 14}, year=2022),
        *counts({"KE-01": 17}, year_start=2021, year_end=2022),
    ]
    assert left(*rows) == [None, None, 17]


def test_months_of_a_year_count_as_parts() -> None:
    rows = [
        *counts({"KE-01": 29}, year=2021),
        *counts({"KE-01": 4}, year=2021, period="2021-01"),
        *counts({"KE-01": 25}, year=2021, period="2021-02/2021-12"),
    ]
    assert left(*rows)[:2] == [29, None]


def test_an_older_release_does_not_tell_what_the_newer_withholds() -> None:
    rows = [
        *counts({"KEN": 42, "KE-01": 12, "KE-02": 30}, vintage="2020", current=False),
        *counts({"KEN": 39, "KE-01": 9, "KE-02": 30}, vintage="2021"),
    ]
    assert left(*rows) == [42, None, None, 39, None, None]


def test_a_middle_level_that_is_missing_does_not_open_the_upper_one() -> None:
    # No county rows: the country's nearest parts are its districts.
    rows = counts({"KEN": 64, DISTRICTS[0]: 4, DISTRICTS[1]: 40, DISTRICTS[2]: 20})
    assert left(*rows) == [64, None, 40, None]


def test_a_county_beside_another_s_districts_is_one_sum() -> None:
    # 100 = 60 (county 1) + 4 + 36 (districts of county 2): county 1 is known, so the pair must go.
    rows = counts({"KEN": 100, "KE-01": 60, DISTRICTS[2]: 4, DISTRICTS[3]: 36})
    assert left(*rows) == [100, 60, None, None]


def test_what_the_publisher_withheld_is_protected_too() -> None:
    gone = FEMICIDES | {"area": "KE-01", "value": 5.0, "status": "suppressed", "note": "by them"}
    after = protected(*counts({"KEN": 75, "KE-02": 30, "KE-03": 40}), gone)
    assert after["value"].to_list() == [75, None, 40, None]
    assert after["note"][3] == "by them"


def test_datasets_and_series_are_no_totals_of_each_other() -> None:
    rows = counts({"KE-01": 3}) + counts({"KE-01": 30}, series="t")
    assert left(*rows) == [None, 30]


def test_rates_go_with_the_count_they_come_from() -> None:
    rate = {"indicator": "5.2", "series": "rate", "unit": "per 100,000 women", "value": 1.5}
    rows = [
        *counts({"KEN": 75, "KE-01": 3, "KE-02": 30, "KE-03": 42}),
        *(rate | {"area": area} for area in ("KEN", "KE-01", "KE-02", "KE-03")),
    ]
    assert left(*rows) == [75, None, None, 42, 1.5, None, None, 1.5]


def test_an_area_without_a_level_is_named() -> None:
    with pytest.raises(ContractError, match="KE-99"):
        protected(*counts({"KE-99": 30}))


# --- attacks ------------------------------------------------------------------------------------

Key = tuple[str, str, str]  # area, sex, period
SPAN = "2020/2022"
PARENTS = dict(AREAS.select("area", "parent").iter_rows())


@st.composite
def tables(draw: st.DrawFn) -> dict[Key, int]:
    """A true table of counts by area, sex and year, every total the sum of its parts; with holes.

    Sometimes with districts in the first two counties, by sex, over three years and their total.
    """
    small = st.one_of(st.integers(0, 12), st.integers(0, 60))
    counties = draw(st.lists(st.sampled_from(COUNTIES), min_size=1, max_size=6, unique=True))
    sexes = draw(st.sampled_from([["total"], ["female", "male"]]))
    years = draw(st.sampled_from([["2020"], ["2020", "2021", "2022"]]))
    districts = draw(st.booleans())
    table: dict[Key, int] = {}
    for county, sex, year in product(sorted(counties), sexes, years):
        below = [d for d in DISTRICTS if districts and PARENTS[d] == county]
        for area in below or [county]:
            table[area, sex, year] = draw(small)
        table[county, sex, year] = sum(table[area, sex, year] for area in below or [county])
    for sex, year in product(sexes, years):
        table["KEN", sex, year] = sum(table[county, sex, year] for county in counties)
    for area, year in {(area, year) for area, _, year in table}:
        table[area, "total", year] = sum(table[area, sex, year] for sex in sexes)
    if len(years) > 1:
        for area, sex in {(area, sex) for area, sex, _ in table}:
            table[area, sex, SPAN] = sum(table[area, sex, year] for year in years)
    holes = draw(st.sets(st.sampled_from(sorted(table)), max_size=len(table) // 4))
    return {key: table[key] for key in sorted(table.keys() - holes)} or table


def sums(table: dict[Key, int]) -> list[tuple[Key, list[Key]]]:
    """Every sum that holds among the figures there are, as (total, parts)."""
    found: list[tuple[Key, list[Key]]] = []
    for area, sex, period in table:
        split = [
            [(one, sex, period) for one in PARENTS if PARENTS[one] == area],
            [(area, one, period) for one in ("female", "male") if sex == "total"],
            [(area, sex, year) for year in ("2020", "2021", "2022") if period == SPAN],
        ]
        for parts in split:
            there = [part for part in parts if part in table]
            if there and sum(table[part] for part in there) == table[area, sex, period]:
                found.append(((area, sex, period), there))
    return found


def released(table: dict[Key, int], policy: DisclosurePolicy = POLICY) -> dict[Key, float | None]:
    after = protect(observations=as_rows(table), areas=AREAS, policy=policy)
    return dict(zip(table, after["value"].to_list(), strict=True))


def as_rows(table: dict[Key, int]) -> pl.DataFrame:
    return observations(
        *(
            FEMICIDES
            | {"area": area, "sex": sex, "value": value, "period": period}
            | {"year_start": int(period[:4]), "year_end": int(period[-4:])}
            for (area, sex, period), value in table.items()
        )
    )


def recovered(table: dict[Key, int], seen: dict[Key, float | None]) -> dict[Key, Fraction]:
    """Solve all true sums for what is not published, exactly (Gauss-Jordan over fractions)."""
    hidden = [key for key in table if seen[key] is None]
    rows = []
    for total, parts in sums(table):
        row, right = [Fraction(0)] * len(hidden), Fraction(0)
        for key, sign in [(total, -1), *((part, 1) for part in parts)]:
            value = seen[key]
            if value is None:
                row[hidden.index(key)] += sign
            else:
                right -= sign * Fraction(value)
        rows.append([*row, right])
    pivots = 0
    for column in range(len(hidden)):
        at = next((n for n in range(pivots, len(rows)) if rows[n][column]), None)
        if at is None:
            continue
        rows[pivots], rows[at] = rows[at], rows[pivots]
        rows[pivots] = [cell / rows[pivots][column] for cell in rows[pivots]]
        for number, row in enumerate(rows):
            if number != pivots and row[column]:
                factor = row[column]
                rows[number] = [a - factor * b for a, b in zip(row, rows[pivots], strict=True)]
        pivots += 1
    return {
        hidden[columns[0]]: row[-1]
        for row in rows
        if len(columns := [n for n, cell in enumerate(row[:-1]) if cell]) == 1
    }


@settings(max_examples=150, deadline=None)
@given(tables())
def test_no_hidden_count_can_be_solved_for(table: dict[Key, int]) -> None:
    seen = released(table)
    # Where a nought is missing among the parts, the sums alone can force a value: no figure does.
    forced = recovered(table, dict.fromkeys(table))
    assert recovered(table, seen).keys() <= forced.keys()
    for (area, _, _), value in seen.items():
        assert area == "KEN" or value is None or value >= 10


@settings(max_examples=150, deadline=None)
@given(tables())
def test_a_published_total_less_its_published_parts_is_never_small(table: dict[Key, int]) -> None:
    seen = released(table)
    for total, parts in sums(table):
        hidden = [part for part in parts if seen[part] is None]
        if hidden and seen[total] is not None:
            assert len(hidden) >= 2
            assert sum(table[part] for part in hidden) >= 10


@settings(max_examples=60, deadline=None)
@given(tables(), st.integers(0, 40), st.integers(0, 40))
def test_a_higher_threshold_publishes_nothing_more(
    table: dict[Key, int], one: int, two: int
) -> None:
    # Over one year: across years the last step (whole solutions) has no fixed order to rely on.
    table = {key: value for key, value in table.items() if key[2] == "2020"} or table
    low, high = (replace(POLICY, count_threshold=at) for at in sorted((one, two)))
    kept = released(table, high)
    assert all(kept[key] is None for key, value in released(table, low).items() if value is None)


@settings(max_examples=30, deadline=None)
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(table: dict[Key, int], random: Any) -> None:
    keys = list(table)
    random.shuffle(keys)
    assert released({key: table[key] for key in keys}) == released(table)


@settings(max_examples=60, deadline=None)
@given(tables())
def test_twice_is_once(table: dict[Key, int]) -> None:
    once = protect(observations=as_rows(table), areas=AREAS, policy=POLICY)
    assert protect(observations=once, areas=AREAS, policy=POLICY).equals(once)


@given(st.integers(1, 60), st.integers(0, 60), st.integers(0, 60))
def test_a_higher_estimate_threshold_publishes_nothing_more(size: int, one: int, two: int) -> None:
    low, high = sorted((one, two))
    rows = observations({"value": 40, "sample_size": size})
    kept = [
        protect(observations=rows, areas=AREAS, policy=replace(POLICY, estimate_threshold=at))[
            "value"
        ][0]
        for at in (low, high)
    ]
    assert not (kept[0] is None and kept[1] is not None)


# --- columns and policy -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "column",
    ["name", "Respondent name", "respondentName", "first_name", "apellido", "phone", "PHONE NO",
     "contact_phone", "email", "E-mail", "e-mail address", "national_id", "ID Number", "dni",
     "lat", "gps_longitude", "_geolocation", "geo_point", "coordinates", "home address"],
)  # fmt: skip
def test_columns_about_a_person_stop_the_build(column: str) -> None:
    with pytest.raises(ContractError, match=r"raw\.csv") as caught:
        check_columns(columns=["value", column], file="raw.csv", policy=POLICY)
    assert column in str(caught.value)


def test_every_such_column_is_named() -> None:
    with pytest.raises(ContractError, match=r"phone \(looks like a phone\), lat \(looks like"):
        check_columns(columns=["phone", "value", "lat"], file="raw.csv", policy=POLICY)


@pytest.mark.parametrize(
    "columns",
    [
        PUBLISHED,
        tuple(OBSERVATIONS.columns),
        ("county_name", "area_name", "owns_mobile_phone", "latest", "plate", "idle", "paid"),
    ],
)
def test_ordinary_columns_pass(columns: tuple[str, ...]) -> None:
    check_columns(columns=columns, file="raw.csv", policy=POLICY)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("low_reliability_below = 50", "low_reliability_below = 20", "at least 25"),
        ('sides = ["citizen", "official"]', 'sides = ["both"]', "found 'both'"),
        ("msisdn", "msisdn(", "not a regular expression"),
        ("[columns]", "[fields]", "exactly these tables"),
    ],
)
def test_a_policy_that_cannot_be_used_is_named(
    old: str, new: str, says: str, tmp_path: Path
) -> None:
    path = tmp_path / "disclosure.toml"
    text = (CATALOGUE / "disclosure.toml").read_text(encoding="utf-8")
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"disclosure\.toml") as caught:
        DisclosurePolicy.read(path)
    assert says in str(caught.value)
