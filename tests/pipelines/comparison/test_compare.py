"""Gap, interval, word and matching, on hand-made rows; expected values worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.catalogue import CATALOGUE
from data.contracts import COMPARISON, check
from data.errors import CatalogueError, ContractError
from data.pairs import Break
from pipelines.comparison.compare import Comparison, PairTerms, compare
from pipelines.comparison.interval import with_intervals
from pipelines.policy import ComparisonPolicy, DisclosurePolicy
from tests.pipelines.observations import observations

POLICY = ComparisonPolicy.read(CATALOGUE / "comparison.toml")
Row = dict[str, Any]


def compared(citizen: list[Row] | Row, official: list[Row] | Row, **terms: Any) -> Comparison:
    sides = []
    for side, given_rows in (("citizen", citizen), ("official", official)):
        rows = [given_rows] if isinstance(given_rows, dict) else given_rows
        sides.append(observations(*({"side": side} | row for row in rows)))
    usual: Row = {
        "pair": "made-up",
        "unit": "percent",
        "direction": "increase",
        "independence": "independent",
        "verdict": "overlay",
    }
    return compare(
        terms=PairTerms(**(usual | terms)), citizen=sides[0], official=sides[1], policy=POLICY
    )


def one(citizen: list[Row] | Row, official: list[Row] | Row, **terms: Any) -> Row:
    rows = check(compared(citizen, official, **terms).rows, table=COMPARISON)
    assert rows.height == 1
    return rows.row(0, named=True)


def share(value: float, lower: float | None = None, upper: float | None = None, **more: Any) -> Row:
    return {"value": value, "lower": lower, "upper": upper} | more


# The arithmetic printed on /methods: margin 5, the official value taken as exact.
@pytest.mark.parametrize(
    ("citizen", "official", "gap", "bounds", "word", "direction"),
    [
        ((22.8, 20.3, 25.3), 19.18, 3.62, (1.12, 6.12), "cannot tell", ""),
        ((31.9, 29.1, 34.6), 25.93, 5.97, (3.17, 8.67), "differs", "better"),
        ((30.4, 27.7, 33.2), 32.29, -1.89, (-4.59, 0.91), "consistent", ""),
    ],
)
def test_the_arithmetic_of_the_methods_page(
    citizen: tuple[float, float, float],
    official: float,
    gap: float,
    bounds: tuple[float, float],
    word: str,
    direction: str,
) -> None:
    row = one(share(*citizen), share(official))
    assert row["gap"] == pytest.approx(gap)
    assert (row["gap_lower"], row["gap_upper"]) == pytest.approx(bounds)
    assert (row["agreement"], row["direction"]) == (word, direction)
    assert row["matched"] == "same year"
    assert "official value taken as exact" in row["notes"]


@pytest.mark.parametrize(
    ("desired", "low", "high"),
    [("increase", "worse", "better"), ("decrease", "better", "worse"), ("", "lower", "higher")],
)
def test_direction_follows_the_indicator(desired: str, low: str, high: str) -> None:
    assert one(share(40, 38, 42), share(50), direction=desired)["direction"] == low
    assert one(share(60, 58, 62), share(50), direction=desired)["direction"] == high


def test_both_sides_uncertain_add_in_quadrature() -> None:
    # Half-widths 3 and 4 give 5: 60 - 50 = 10, from 5 to 15.
    row = one(share(60, 57, 63), share(50, 46, 54))
    assert (row["gap_lower"], row["gap_upper"]) == (5, 15)
    assert "exact" not in (row["notes"] or "")


def test_asymmetric_bounds_meet_the_side_they_touch() -> None:
    # Low end: citizen 3 below, official 4 above; high end: citizen 5 above, official 12 below.
    row = one(share(60, 57, 65), share(50, 38, 54))
    assert (row["gap_lower"], row["gap_upper"]) == (5, 23)


def test_a_pair_s_own_margin_counts() -> None:
    assert one(share(53, 52, 54), share(50), margin=2.0)["agreement"] == "differs"
    assert one(share(53, 52, 54), share(50))["agreement"] == "consistent"


def test_other_units_use_ten_percent_of_the_official_value() -> None:
    # Margin 10 % of 200 = 20. Gap 15 (12 to 18): inside. Gap 25 (22 to 28): beyond.
    for value, word in ((215, "consistent"), (225, "differs")):
        citizen = share(value, value - 3, value + 3, unit="count")
        row = one(citizen, share(200, unit="count"), unit="count")
        assert row["agreement"] == word


@pytest.mark.parametrize("state", ["shared source", "same records"])
def test_no_word_of_agreement_where_the_two_share_a_source(state: str) -> None:
    row = one(share(90, 89, 91), share(10), independence=state)
    assert (row["agreement"], row["direction"], row["gap"]) == ("shares a source", "", 80)


def test_unknown_independence_is_said() -> None:
    row = one(share(90, 89, 91), share(10), independence="unknown")
    assert row["agreement"] == "differs"
    assert "independence of the two unknown" in row["notes"]


def test_wilson_with_the_assumed_design_effect() -> None:
    # 20 % of 200, effective n 100, z² = 3.8415: centre (0.2 + 0.019207) / 1.038415 = 0.211098,
    # half 1.959964 √(0.0016 + 0.000096037) / 1.038415 = 0.077731: 13.3367 to 28.8829.
    row = one(share(20, sample_size=200), share(20))
    assert row["gap_lower"] == pytest.approx(13.3367 - 20, abs=2e-4)
    assert row["gap_upper"] == pytest.approx(28.8829 - 20, abs=2e-4)
    assert "assumed design effect of 2" in row["notes"]


def test_an_interval_without_width_is_not_believed() -> None:
    # 0 of 60, effective n 30: upper bound z² / (n + z²) = 3.8415 / 33.8415 = 11.3513 %.
    row = one(share(0, 0, 0, sample_size=60), share(0))
    assert (row["gap_lower"], row["gap_upper"]) == (0, pytest.approx(11.3513, abs=1e-4))
    assert one(share(100, 100, 100), share(90))["agreement"] == "uncertainty not stated"


@pytest.mark.parametrize(
    "citizen",
    [
        share(30),
        share(30, sample_size=500, dataset="renabap-2023"),
        share(30, 29, 31, interval_basis="none"),
    ],
)
def test_no_interval_no_word(citizen: Row) -> None:
    row = one(citizen, share(10))
    assert (row["agreement"], row["gap"], row["gap_lower"]) == ("uncertainty not stated", 20, None)


def test_a_number_that_is_no_share_gets_no_assumed_interval() -> None:
    row = one(share(30, unit="count", sample_size=50), share(10, unit="count"), unit="count")
    assert row["agreement"] == "uncertainty not stated"


def test_intervals_are_given_once() -> None:
    rows = observations(share(20, sample_size=200), share(5, 4, 6), share(5))
    first = with_intervals(observations=rows, policy=POLICY)
    assert first["interval_basis"].to_list() == ["assumed design effect", "published", "none"]
    assert with_intervals(observations=first, policy=POLICY).equals(first)


def test_what_is_no_sample_for_disclosure_is_none_for_wilson() -> None:
    disclosure = DisclosurePolicy.read(CATALOGUE / "disclosure.toml")
    assert set(disclosure.sample_size_is_not_respondents) <= set(POLICY.no_assumed_interval)


# --- matching -----------------------------------------------------------------------------------


def points(*years_and_values: tuple[int, float], **more: Any) -> list[Row]:
    return [share(value, year=year) | more for year, value in years_and_values]


def test_only_the_same_place_and_people_match() -> None:
    official = [
        share(10, area="KE-30"),
        share(11, sex="female"),
        share(12, urbanisation="rural"),
        share(13),
    ]
    assert one(share(50, 49, 51), official)["official"] == 13
    assert compared(share(50, area="KE-01"), official).rows.is_empty()


def test_interpolation_runs_straight_between_points_five_years_apart() -> None:
    # 2015: 40, 2020: 50. In 2017, two fifths of the way: 44.
    row = one(share(60, 58, 62, year=2017), points((2015, 40), (2020, 50)))
    assert (row["official"], row["matched"]) == (pytest.approx(44), "interpolated")
    assert row["official_row"] == "made-up-official:2; made-up-official:3"
    assert "official value interpolated between 2015 and 2020" in row["notes"]


def test_interpolated_bounds_run_straight_too() -> None:
    # Official half-widths 2 and 4, halfway 3; with the citizen's 4: 5.
    official = [share(40, 38, 42, year=2016), share(50, 46, 54, year=2018)]
    row = one(share(60, 56, 64, year=2017), official)
    assert (row["official"], row["gap_lower"], row["gap_upper"]) == (45, 10, 20)


@pytest.mark.parametrize(
    "official",
    [
        points((2014, 40), (2020, 50)),  # six years apart
        points((2018, 40), (2020, 50)),  # both later: nothing is extrapolated
        points((2011, 40), (2016, 50)),  # both earlier
        points((2015, 40), (2019, 50), status="suppressed"),
        [share(40, year=2015, age="15+"), share(50, year=2019, age="15-49")],  # two lines
        [share(40, year_start=2013, year_end=2015), share(50, year=2019)],  # a range is no point
    ],
)
def test_no_match(official: list[Row]) -> None:
    found = compared(share(60, 58, 62, year=2017), official)
    assert found.rows.is_empty()
    assert found.left_out.rows() == [("made-up-citizen:2", "no official value near enough")]


def test_the_same_year_wins_over_the_line_between() -> None:
    row = one(share(60, 58, 62, year=2017), points((2016, 40), (2017, 70), (2018, 50)))
    assert (row["official"], row["matched"]) == (70, "same year")


def test_nothing_is_put_in_the_place_of_a_withheld_value() -> None:
    official = points((2016, 40), (2018, 50))
    official.insert(1, share(70, year=2017, status="suppressed"))
    found = compared(share(60, 58, 62, year=2017), official)
    assert found.rows.is_empty()
    assert found.left_out["reason"].to_list() == ["the official value is withheld"]


@pytest.mark.parametrize(("year", "drift"), [(2020, 1), (2018, 1), (2021, 2), (2017, 2)])
def test_a_one_off_source_may_stand_for_two_years(year: int, drift: int) -> None:
    # 60 (58 to 62) against 50: 8 to 12, wider by a point for each year apart.
    row = one(share(60, 58, 62, year=year), share(50, year=2019))
    assert row["matched"] == "nearest year"
    assert (row["gap_lower"], row["gap_upper"]) == (8 - drift, 12 + drift)
    apart = "1 year apart" if drift == 1 else "2 years apart"
    assert f"official value is {apart}, interval widened by {drift:.1f} percentage" in row["notes"]


def test_the_drift_allowance_also_counts_against_consistent() -> None:
    # Half-width 4 is 3.357 at 90 %; with 2 for the drift 5.357 > 5, without 3.357 < 5.
    assert one(share(50, 46, 54, year=2019), share(50, year=2019))["agreement"] == "consistent"
    assert one(share(50, 46, 54, year=2021), share(50, year=2019))["agreement"] == "cannot tell"


def test_a_one_off_source_reaches_no_farther_and_no_other_unit() -> None:
    assert compared(share(60, year=2022), share(50, year=2019)).rows.is_empty()
    count = {"unit": "count"}
    found = compared(share(60, year=2020) | count, share(50, year=2019) | count, unit="count")
    assert found.rows.is_empty()


def test_a_regular_line_is_no_one_off() -> None:
    # Five years apart the line may be interpolated: it is a series, and ends with its last year.
    assert compared(share(60, year=2020), points((2014, 40), (2019, 50))).rows.is_empty()


def test_a_line_s_own_yearly_change_is_its_drift() -> None:
    # 40 in 2012, 54 in 2019: 2 points a year. 60 (58 to 62) against 54 two years on: 6, 4 to 8,
    # wider by 4. The allowance of the policy would have said 2 to 10.
    row = one(share(60, 58, 62, year=2021), points((2012, 40), (2019, 54)))
    assert (row["matched"], row["official"]) == ("nearest year", 54)  # the value stays where it is
    assert (row["gap_lower"], row["gap_upper"]) == (0, 12)
    assert "by 4.0 percentage points (the official series’ own yearly change" in row["notes"]
    assert "2012 to 2019" in row["notes"]
    assert "(allowance)" in one(share(60, year=2020), share(54, year=2019))["notes"]


def test_the_two_points_nearest_the_citizen_year_give_the_change() -> None:
    # 2000: 10, 2010: 20, 2020: 80. After 2010 the line rises by 6 a year, before it by 1.
    official = points((2000, 10), (2010, 20), (2020, 80))
    after = one(share(60, 58, 62, year=2011), official)
    before = one(share(60, 58, 62, year=2009), official)
    assert (after["gap_lower"], after["gap_upper"]) == (38 - 6, 42 + 6)
    assert (before["gap_lower"], before["gap_upper"]) == (38 - 1, 42 + 1)


def test_a_change_across_a_break_is_no_change() -> None:
    official = points((2012, 40), (2019, 54))
    for side, drift in (("official", 1), ("citizen", 2)):
        known = (Break(side=side, year=2015, reason="r"),)
        row = one(share(60, 58, 62, year=2020), official, breaks=known)
        assert (row["gap_lower"], row["gap_upper"]) == (4 - drift, 8 + drift)


def test_a_withheld_point_gives_no_change() -> None:
    official = [share(40, year=2012, status="suppressed"), share(54, year=2019)]
    assert "(allowance)" in one(share(60, 58, 62, year=2020), official)["notes"]


def test_another_line_gives_no_change() -> None:
    official = [share(40, year=2012, age="15-49"), share(54, year=2019)]
    assert "(allowance)" in one(share(60, 58, 62, year=2020), official)["notes"]


def test_other_units_need_a_change_of_their_own() -> None:
    count = {"unit": "count"}
    citizen = share(600, 580, 620, year=2020) | count
    row = one(citizen, points((2012, 400), (2019, 540), **count), unit="count")
    assert (row["gap_lower"], row["gap_upper"]) == (40 - 20, 80 + 20)  # 20 a year
    assert "widened by 20.0 count (the official" in row["notes"]
    known = (Break(side="official", year=2015, reason="r"),)
    broken = points((2012, 400), (2019, 540), **count)
    assert compared(citizen, broken, unit="count", breaks=known).rows.is_empty()


def test_a_period_of_several_years_is_as_far_as_its_farthest_year() -> None:
    # Asked in 2015, official fieldwork 2015-2016: up to one year apart.
    official = share(50, year_start=2015, year_end=2016)
    row = one(share(60, 58, 62, year=2015), official)
    assert (row["matched"], row["gap_lower"], row["gap_upper"]) == ("nearest year", 7, 13)
    same = one(share(60, 58, 62, year_start=2015, year_end=2016), official)
    assert (same["matched"], same["year"]) == ("same year", 2016)


@pytest.mark.parametrize("side", ["citizen", "official"])
@pytest.mark.parametrize(
    ("year", "ends"), [(2015, False), (2016, True), (2017, True), (2018, True), (2019, False)]
)
def test_a_break_inside_the_window_ends_the_match(side: str, year: int, *, ends: bool) -> None:
    # The window is 2015-2018. A break in 2015 puts all of it on one side, as does one in 2019.
    found = compared(
        share(60, 58, 62, year=2017),
        points((2015, 40), (2018, 46)),
        breaks=(Break(side=side, year=year, reason="r"),),
    )
    assert found.rows.is_empty() is ends
    if ends:
        assert found.left_out["reason"].to_list() == ["a known break lies between"]


def test_a_break_ends_a_nearest_year_too() -> None:
    for year, height in ((2019, 1), (2020, 0), (2021, 1)):
        known = (Break(side="citizen", year=year, reason="r"),)
        found = compared(share(60, year=2020), share(50, year=2019), breaks=known)
        assert found.rows.height == height


@pytest.mark.parametrize("status", ["suppressed", "censored", "partial period"])
def test_incomplete_values_take_no_part(status: str) -> None:
    withheld = compared(share(60, 58, 62, status=status), share(50))
    assert withheld.rows.is_empty()
    assert withheld.left_out["reason"].to_list() == ["the citizen value is withheld or incomplete"]
    assert compared(share(60, 58, 62), share(50, status=status)).rows.is_empty()
    assert compared({"value": None}, share(50)).rows.is_empty()


def test_provisional_and_unreliable_values_take_part_and_say_so() -> None:
    row = one(share(60, 58, 62, status="low reliability"), share(50, status="provisional"))
    assert "citizen value: low reliability" in row["notes"]
    assert "official value: provisional" in row["notes"]


@pytest.mark.parametrize("verdict", ["side by side", "context only"])
def test_only_an_overlay_gets_a_gap(verdict: str) -> None:
    found = compared(share(60), share(50), verdict=verdict)
    assert found.rows.is_empty()
    assert check(found.rows, table=COMPARISON).is_empty()


def test_overlay_with_caution_gets_a_gap() -> None:
    assert one(share(60), share(50), verdict="overlay with caution")["gap"] == 10


# --- named errors -------------------------------------------------------------------------------


@pytest.mark.parametrize(("side", "rows"), [("citizen", (2, 1)), ("official", (1, 2))])
def test_two_rows_on_one_key_are_listed(side: str, rows: tuple[int, int]) -> None:
    ages = [share(50, age="15+"), share(51, age="18+")]
    with pytest.raises(CatalogueError, match="make the pair specific") as caught:
        compared(ages[: rows[0]], ages[: rows[1]])
    for part in ("pairs/made-up.toml", f"[{side}]", f"made-up-{side}:2", f"made-up-{side}:3"):
        assert part in str(caught.value)


def test_two_official_lines_around_one_row_are_listed() -> None:
    official = points((2014, 1), (2018, 2), age="15+") + points((2015, 1), (2019, 2), age="18+")
    with pytest.raises(CatalogueError, match="several official lines"):
        compared(share(60, year=2017), official)


@pytest.mark.parametrize(
    ("terms", "says"),
    [
        ({"independence": "maybe"}, "found 'maybe'"),
        ({"verdict": "yes"}, "found 'yes'"),
        ({"direction": "up"}, "found 'up'"),
        ({"margin": 0.0}, "above 0"),
        ({"unit": "count"}, "one unit on both sides"),
    ],
)
def test_unknown_terms_are_named(terms: Row, says: str) -> None:
    with pytest.raises(CatalogueError, match=says):
        compared(share(60), share(50), **terms)


def test_an_interval_must_hold_its_value() -> None:
    with pytest.raises(ContractError, match="must hold its value"):
        compared(share(60, 61, 62), share(50))


# --- properties ---------------------------------------------------------------------------------

percent = st.integers(0, 10_000).map(lambda number: number / 100)
FLIPPED = {"increase": "decrease", "decrease": "increase", "": ""}


@st.composite
def measured(draw: st.DrawFn) -> Row:
    value = draw(percent)
    kind = draw(st.sampled_from(["interval", "sample", "none"]))
    if kind == "sample":
        return share(value, sample_size=draw(st.integers(1, 5000)))
    if kind == "none":
        return share(value)
    below = draw(st.integers(0, 1500)) / 100
    above = draw(st.integers(0, 1500)) / 100
    return share(value, max(0.0, round(value - below, 2)), min(100.0, round(value + above, 2)))


def complement(row: Row) -> Row:
    turned = {"value": round(100 - row["value"], 2)}
    if row["lower"] is not None:
        turned |= {
            "lower": round(100 - row["upper"], 2),
            "upper": round(100 - row["lower"], 2),
        }
    return row | turned


@settings(max_examples=100, deadline=None)
@given(
    measured(),
    measured(),
    st.sampled_from(["increase", "decrease"]),
    st.sampled_from([2018, 2019, 2020]),
)
def test_restating_both_as_the_rest_changes_no_word(
    citizen: Row, official: Row, desired: str, year: int
) -> None:
    official = official | {"year": year}
    row = one(citizen, official, direction=desired)
    turned = one(complement(citizen), complement(official), direction=FLIPPED[desired])
    assert turned["gap"] == pytest.approx(-row["gap"])
    assert turned["agreement"] == row["agreement"]
    assert turned["direction"] == row["direction"]


@settings(max_examples=100, deadline=None)
@given(
    st.integers(1000, 9000),
    st.integers(0, 10_000),
    *[st.integers(1, 500)] * 2,
    *[st.integers(0, 500)] * 2,
)
def test_less_certainty_never_makes_a_difference(
    value: int, official: int, below: int, above: int, wider: int, higher: int
) -> None:
    def at(low: int, high: int) -> Row:
        return share(value / 100, (value - low) / 100, (value + high) / 100)

    narrow = one(at(below, above), share(official / 100))
    wide = one(at(below + wider, above + higher), share(official / 100))
    if narrow["agreement"] in ("cannot tell", "consistent"):
        assert wide["agreement"] != "differs"
    if narrow["agreement"] in ("cannot tell", "differs"):
        assert wide["agreement"] != "consistent"
