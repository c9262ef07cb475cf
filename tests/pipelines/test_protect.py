"""Disclosure control on hand-made rows: estimates, small counts, rates, notes, the policy file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.catalogue import CATALOGUE
from data.errors import CatalogueError, ContractError
from pipelines.policy import DisclosurePolicy
from pipelines.protect import protect
from tests.pipelines.attack import AREAS, FEMICIDES, POLICY, Row, counts, left, protected_rows
from tests.pipelines.observations import observations

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
    after = protected_rows(row).row(0, named=True)
    assert after["status"] == status
    kept = [after[name] for name in ("value", "value_published", "lower", "upper", "sample_size")]
    assert kept == ([None] * 5 if status == "suppressed" else [40, 40, 30, 50, size])
    if status == "suppressed":
        assert (after["interval_basis"], after["note"]) == ("none", "fewer than 25 respondents")


def test_a_note_may_not_give_the_number_back() -> None:
    assert protected_rows({"value": 4, "sample_size": 5, "note": "4 percent of 5"})[
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
    row = protected_rows({"value": 40, "sample_size": 30, "status": before, "note": "n"})
    assert row.select("status", "note").row(0) == (after, note)


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


# --- counts ---


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


@pytest.mark.parametrize("value", [9, 10, 19, 20])
def test_each_topic_has_its_own_threshold(value: int) -> None:
    assert (POLICY.thresholds["5.2"], POLICY.thresholds["16.10"]) == (10, 20)
    for indicator, threshold in (("5.2.1", 10), ("16.10.1", 20), ("16.10", 20), ("16.1", 10)):
        found = protected_rows(*counts({"KE-01": value}, indicator=indicator)).row(0, named=True)
        assert found["value"] == (value if value >= threshold else None)
        if value < threshold:
            assert found["note"] == f"a count below {threshold} on a sensitive topic"


def test_a_series_of_two_topics_follows_the_stricter_one() -> None:
    rows = counts({"KE-01": 15}) + counts({"KE-01": 15}, indicator="16.10.1")
    assert left(*rows) == [None, None]


def test_what_protects_reaches_the_threshold_of_the_topic() -> None:
    table = {"KEN": 75, "KE-01": 3, "KE-02": 14, "KE-03": 26, "KE-04": 32}
    assert left(*counts(table)) == [75, None, None, 26, 32]
    assert left(*counts(table, indicator="16.10.1")) == [75, None, None, None, 32]


def test_the_defaults_are_not_loosened() -> None:
    assert (POLICY.estimate_threshold, POLICY.low_reliability_threshold) == (25, 50)
    assert min(POLICY.thresholds.values()) == 10


def test_other_units_are_no_counts() -> None:
    assert left(FEMICIDES | {"area": "KE-01", "value": 3, "unit": "percent"}) == [3]


def test_a_side_the_policy_leaves_out_is_left_alone() -> None:
    policy = replace(POLICY, count_sides=("citizen",))
    for side, value in (("citizen", None), ("official", 3)):
        assert left(*counts({"KE-01": 3}, side=side), policy=policy) == [value]


def test_a_series_is_as_sensitive_under_its_other_code() -> None:
    rows = counts({"KE-01": 3}) + counts({"KE-01": 3}, indicator="11.7.2")
    assert left(*rows) == [None, None]


def test_rates_go_with_the_count_they_come_from() -> None:
    rate = {"indicator": "5.2", "series": "rate", "unit": "per 100,000 women", "value": 1.5}
    rows = [
        *counts({"KEN": 75, "KE-01": 3, "KE-02": 30, "KE-03": 42}),
        *(rate | {"area": area} for area in ("KEN", "KE-01", "KE-02", "KE-03")),
    ]
    assert left(*rows) == [75, None, None, 42, 1.5, None, None, 1.5]


@pytest.mark.parametrize(
    ("more", "kept"),
    [
        ({}, False),
        ({"area": "KEN"}, True),
        ({"unit": "percent"}, True),
        ({"indicator": "1.2.1"}, True),
        ({"series": "read"}, True),
    ],
)
def test_a_rate_without_its_count_gives_it_back(more: Row, *, kept: bool) -> None:
    rate = {"indicator": "5.2", "unit": "per 100,000 women", "area": "KE-01", "value": 1.5}
    policy = replace(POLICY, rates_of_large_counts=("made-up/read",))
    assert left(rate | more, policy=policy) == [1.5 if kept else None]


@pytest.mark.parametrize(
    ("note", "printed"),
    [
        ("3 by the state, 60 by others", "a note with counts is left out"),
        ("highest counties only", "highest counties only"),
        ("10 men, 10 women", "10 men, 10 women"),  # read: both reach the threshold
    ],
)
def test_a_note_beside_counts_by_place_gives_none_back(note: str, printed: str) -> None:
    rows = [*counts({"KEN": 90}, note=note), *counts({"KE-01": 63}, note=note)]
    assert protected_rows(*rows)["note"].to_list() == [printed, printed]
    # Beside national counts alone, and on other topics, notes stay.
    assert protected_rows(rows[0])["note"].to_list() == [note]
    assert protected_rows(*(row | {"indicator": "1.2.1"} for row in rows))["note"][1] == note


def test_an_area_without_a_level_is_named() -> None:
    with pytest.raises(ContractError, match="KE-99"):
        protected_rows(*counts({"KE-99": 30}))


# --- the policy file ---


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("low_reliability_below]\nvalue = 50", "low_reliability_below]\nvalue = 20", "at least 25"),
        ('value = ["citizen", "official"]', 'value = ["both"]', "found 'both'"),
        ("msisdn", "msisdn(", "not a regular expression"),
        ("[columns.name]", "[fields.name]", "exactly these tables"),
        ('"16.10"]\nvalue = 20', '"16.10"]\nvalue = 9', "at least 10"),
        ('"missing-voices/police-killings"\n', '"police-killings"\n', "dataset/series"),
        (
            '"missing-voices/police-killings"\n',
            '"silencing-women/women-killed-top-counties"\n',
            "itself the same as another",
        ),
        ('["insec-yearbook/people-murdered-non-state-actors"]', '["x"]', "dataset/series"),
    ],
)
def test_a_policy_that_cannot_be_used_is_named(
    old: str, new: str, says: str, tmp_path: Path
) -> None:
    path = tmp_path / "disclosure.toml"
    text = (CATALOGUE / "disclosure.toml").read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"disclosure\.toml") as caught:
        DisclosurePolicy.read(path)
    assert says in str(caught.value)
