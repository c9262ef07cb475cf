"""Secondary suppression inside one release: totals by hand, then attacks on whole tables."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.policy import DisclosurePolicy
from pipelines.protect import protect
from tests.pipelines.attack import (
    AREAS,
    DISTRICTS,
    FEMICIDES,
    POLICY,
    Key,
    Seen,
    Table,
    as_rows,
    counts,
    forced,
    guarded,
    left,
    printed,
    protected_rows,
    recovered,
    splits,
    sums,
    tables,
)

# --- one total ----------------------------------------------------------------------------------


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
    notes = protected_rows(*counts({"KEN": 75, "KE-01": 3, "KE-02": 30, "KE-03": 42}))["note"]
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
    after = protected_rows(*counts({"KEN": 75, "KE-02": 30, "KE-03": 40}), gone)
    assert after["value"].to_list() == [75, None, 40, None]
    assert after["note"][3] == "by them"


def test_datasets_and_series_are_no_totals_of_each_other() -> None:
    rows = counts({"KE-01": 3}) + counts({"KE-01": 30}, series="t")
    assert left(*rows) == [None, 30]


# --- what the parts leave over, subsets, series -------------------------------------------------


def test_what_the_parts_leave_over_is_a_count_too() -> None:
    # 57 less 52 would be the five of all other counties: 22 of the 57 are withheld instead of 2.
    assert left(*counts({"KEN": 57, "KE-01": 1, "KE-02": 1, "KE-03": 20, "KE-04": 30})) == [
        57, None, None, None, 30,
    ]  # fmt: skip
    # 23 less 20 would be three men, though no row says so.
    assert left(*counts({"KE-01": 23}), *counts({"KE-01": 20}, sex="female")) == [23, None]
    # 60 less 57 would be three under 15.
    assert left(*counts({"KE-01": 60}), *counts({"KE-01": 57}, age="15+")) == [60, None]
    # 40 less 38 would be a year that has no row.
    span = counts({"KE-01": 40}, year_start=2020, year_end=2021)
    assert left(*counts({"KE-01": 38}), *span) == [None, 40]


def test_what_is_left_over_of_a_national_breakdown_stays() -> None:
    assert left(*counts({"KEN": 23}), *counts({"KEN": 20}, sex="female")) == [23, 20]


def test_a_small_total_goes_where_its_parts_and_the_rest_are_small_together() -> None:
    assert left(*counts({"KEN": 8, "KE-01": 5})) == [None, None]


@pytest.mark.parametrize("declared", [True, False])
def test_series_declared_as_one_measure_share_their_totals(*, declared: bool) -> None:
    lines = {("made-up", "by-county"): ("made-up", "s")} if declared else {}
    rows = [
        *counts({"KEN": 57}),
        *counts({"KE-01": 1, "KE-02": 1, "KE-03": 20, "KE-04": 30}, series="by-county"),
    ]
    found = left(*rows, policy=replace(POLICY, lines=lines))
    assert found == [57, None, None, None if declared else 20, 30]


@pytest.mark.parametrize("declared", [True, False])
def test_parts_in_series_of_their_own_do_not_give_each_other_back(*, declared: bool) -> None:
    sums = {("made-up", "all"): (("made-up", "direct"), ("made-up", "linked"))}
    rows = [
        *counts({"KE-01": 33}, series="all"),
        *counts({"KE-01": 30}, series="direct"),
        *counts({"KE-01": 3}, series="linked"),
    ]
    found = left(*rows, policy=replace(POLICY, sums=sums if declared else {}))
    assert found == [33, None if declared else 30, None]


def test_women_and_men_as_series_are_parts_of_the_total() -> None:
    sums = {("made-up", "all"): (("made-up", "women"), ("made-up", "men"))}
    rows = [
        *counts({"KE-01": 33}, series="all"),
        *counts({"KE-01": 30}, series="women", sex="female"),
        *counts({"KE-01": 3}, series="men", sex="male"),
    ]
    assert left(*rows, policy=replace(POLICY, sums=sums)) == [33, None, None]


def test_a_subset_alone_does_not_tell_the_complement() -> None:
    sums = {("made-up", "all"): (("made-up", "by-partner"),)}
    rows = [*counts({"KE-01": 33}, series="all"), *counts({"KE-01": 30}, series="by-partner")]
    assert left(*rows, policy=replace(POLICY, sums=sums)) == [33, None]


# --- attacks ------------------------------------------------------------------------------------


def released(table: Table, policy: DisclosurePolicy = POLICY) -> Seen:
    return printed(table, guarded(table, policy=policy))


@settings(max_examples=150, deadline=None)
@given(tables())
def test_no_hidden_count_can_be_solved_for(table: Table) -> None:
    seen = released(table)
    # Where a nought is missing among the parts, the sums alone can force a value: no figure does.
    assert recovered([table], [seen]) <= forced([table])
    for (area, _, _), value in seen.items():
        assert area == "KEN" or value is None or value >= 10


def test_the_attacker_finds_what_a_careless_release_leaves() -> None:
    table = {("KEN", "total", "2020"): 33, **{(f"KE-0{n}", "total", "2020"): n for n in (1, 2)}}
    table["KE-03", "total", "2020"] = 30
    only_small = {key: value if value >= 10 else None for key, value in table.items()}
    assert recovered([table], [only_small]) == set()  # 1 and 2: two unknowns
    only_small["KE-02", "total", "2020"] = 2
    assert recovered([table], [only_small]) == {(("KE-01", "total", "2020"), 1)}
    assert recovered([table], [released(table)]) == set()


@settings(max_examples=60, deadline=None)
@given(tables(), st.data())
def test_no_subset_of_a_release_can_be_solved_for(table: Table, data: st.DataObject) -> None:
    seen = released(table)
    areas, sexes, periods = (sorted({key[at] for key in table}) for at in range(3))
    kept = data.draw(
        st.tuples(*(st.sets(st.sampled_from(one), min_size=1) for one in (areas, sexes, periods)))
    )
    part = {key: seen[key] for key in table if all(key[at] in kept[at] for at in range(3))}
    hidden = {(key, table[key]) for key in part if part[key] is None}
    # Whoever downloads a part of it knows the sums of the whole all the same.
    assert recovered([table], [dict.fromkeys(table) | part]) & hidden <= forced([table])


@settings(max_examples=150, deadline=None)
@given(tables())
def test_a_published_total_less_its_published_parts_is_never_small(table: Table) -> None:
    seen = released(table)
    for total, parts in sums(table):
        hidden = [part for part in parts if seen[part] is None]
        if hidden and seen[total] is not None:
            assert len(hidden) >= 2
            assert sum(table[part] for part in hidden) >= 10
    # Nor where parts have no row at all.
    for total, parts in splits(table):
        if (whole := seen[total]) is not None:
            left_over = whole - sum(seen[part] or 0 for part in parts)
            assert not 0 < left_over < 10


@settings(max_examples=60, deadline=None)
@given(tables(), st.integers(0, 40), st.integers(0, 40))
def test_a_higher_threshold_publishes_nothing_more(table: Table, one: int, two: int) -> None:
    # Over one year: across years the last step (whole solutions) has no fixed order to rely on.
    table = {key: value for key, value in table.items() if key[2] == "2020"} or table
    low, high = (
        replace(POLICY, thresholds=dict.fromkeys(POLICY.thresholds, at))
        for at in sorted((one, two))
    )
    kept = released(table, high)
    assert all(kept[key] is None for key, value in released(table, low).items() if value is None)


@settings(max_examples=30, deadline=None)
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(table: Table, random: Any) -> None:
    keys = list(table)
    random.shuffle(keys)
    assert released({key: table[key] for key in keys}) == released(table)


@settings(max_examples=60, deadline=None)
@given(tables())
def test_twice_is_once(table: Table) -> None:
    once = protect(observations=as_rows(table), areas=AREAS, policy=POLICY)
    assert protect(observations=once, areas=AREAS, policy=POLICY).equals(once)


def test_a_large_table_is_quick() -> None:
    areas = pl.DataFrame(
        [("KEN", "country", None), *((f"A{number}", "county", "KEN") for number in range(47))],
        schema=["area", "level", "parent"],
        orient="row",
    )
    leaves = {
        (f"A{number}", sex, str(year)): (number * 7 + year * 3 + len(sex)) % 40
        for number in range(47)
        for sex in ("female", "male")
        for year in range(2015, 2025)
    }
    table: dict[Key, int] = dict(leaves)
    for (area, sex, year), value in leaves.items():
        for key in ((area, "total", year), ("KEN", sex, year), ("KEN", "total", year)):
            table[key] = table.get(key, 0) + value
    start = time.perf_counter()
    protect(observations=as_rows(table), areas=areas, policy=POLICY)
    assert time.perf_counter() - start < 10  # 1,440 counts of one measure: about 1.5 s
