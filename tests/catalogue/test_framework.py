"""The framework: complete, official, and every end value traceable to the target's own words."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from data.catalogue import CATALOGUE, OBSERVATIONS, rows

GOALS = rows(CATALOGUE / "framework" / "goals.csv")
TARGETS = rows(CATALOGUE / "framework" / "targets.csv")
INDICATORS = rows(CATALOGUE / "framework" / "indicators.csv")
TARGET = {row["target"]: row for row in TARGETS}
INDICATOR = {row["indicator"]: row for row in INDICATORS}
DIRECTIONS = ("increase", "decrease", "")
# Targets of each goal in the 2030 Agenda.
PER_GOAL = (7, 8, 13, 10, 9, 8, 5, 12, 8, 10, 10, 11, 5, 10, 12, 12, 19)


def quotes(text: str) -> list[str]:
    return re.findall(r'"([^"]+)"', text)


def test_counts_are_those_of_the_agenda():
    assert [row["goal"] for row in GOALS] == [str(goal) for goal in range(1, 18)]
    assert len(TARGETS) == len(TARGET) == 169
    per_goal = Counter(row["goal"] for row in TARGETS)
    assert tuple(per_goal[row["goal"]] for row in GOALS) == PER_GOAL


def test_the_global_list_has_247_entries_and_231_different_indicators():
    listed = [row for row in INDICATORS if row["global"] == "yes"]
    assert len(listed) == 247
    assert len({row["title"] for row in listed}) == 231
    assert len(INDICATOR) == len(INDICATORS)


def test_codes_nest():
    for row in TARGETS:
        assert row["target"].split(".")[0] == row["goal"]
    for row in INDICATORS:
        assert row["indicator"].rpartition(".")[0] == row["target"]
        assert TARGET[row["target"]]["goal"] == row["goal"]


def test_goals_have_a_colour_each():
    assert all(re.fullmatch(r"#[0-9A-F]{6}", row["colour"]) for row in GOALS)
    assert len({row["colour"] for row in GOALS}) == 17


@pytest.mark.parametrize("language", ["", "_es", "_sw", "_ne"])
def test_names_are_present(language):
    for row in [*GOALS, *TARGETS, *(row for row in INDICATORS if row["global"] == "yes")]:
        assert row[f"title{language}"], row
    assert all(row[f"short{language}"] for row in GOALS)


def test_spanish_is_spanish_and_nepali_is_in_its_script():
    for row in [*GOALS, *TARGETS]:
        assert row["title_es"] != row["title"]
        assert re.search("[\u0900-\u097f]", row["title_ne"])


def test_no_cell_has_a_line_break_or_a_stray_quotation_mark():
    for row in [*GOALS, *TARGETS, *INDICATORS]:
        assert not any("\n" in cell or "\u00a0" in cell for cell in row.values())
    assert not any('"' in row["title"] for row in TARGETS)


def test_what_is_not_global_says_why():
    others = {row["indicator"] for row in INDICATORS if row["global"] != "yes"}
    assert others == {"1.a.3", "4.1.4", "8.9.2", "11.5.3", "11.c.1", "13.3.2", "17.6.2"}
    for row in INDICATORS:
        assert row["global"] in ("yes", "no")
        assert bool(row["note"]) == (row["global"] == "no")


def test_directions_are_known_words():
    for row in [*TARGETS, *INDICATORS]:
        assert row["desired_direction"] in DIRECTIONS


@pytest.mark.parametrize("code", sorted(INDICATOR))
def test_every_reason_quotes_its_target_word_for_word(code):
    row = INDICATOR[code]
    assert row["target_reason"].endswith(".")
    words = TARGET[row["target"]]["title"]
    for quote in quotes(row["target_reason"]):
        assert quote in words
    if row["target_value"]:
        float(row["target_value"])
        assert row["target_unit"]
        assert quotes(row["target_reason"])
    else:
        assert not row["target_unit"]


def test_a_number_in_the_unit_of_the_text_stands_in_the_quoted_words():
    for row in INDICATORS:
        if row["target_value"] not in ("", "0", "1", "100") or row["indicator"] == "13.a.1":
            assert row["target_value"] in " ".join(quotes(row["target_reason"])), row["indicator"]


def test_relative_targets_have_no_value():
    for row in INDICATORS:
        if "base value" in row["target_reason"] or "states no end" in row["target_reason"]:
            assert not row["target_value"], row["indicator"]


def test_a_value_goes_with_a_direction_except_parity():
    without = {
        row["indicator"]
        for row in INDICATORS
        if row["target_value"] and not row["desired_direction"]
    }
    assert without == {"4.5.1"}


def test_zero_is_reached_by_falling_and_everybody_by_rising():
    for row in INDICATORS:
        if row["target_value"] == "0":
            assert row["desired_direction"] == "decrease", row["indicator"]
        if row["target_value"] == "100":
            assert row["desired_direction"] == "increase", row["indicator"]


@pytest.mark.parametrize(
    ("code", "direction", "value", "unit"),
    [
        ("1.1.1", "decrease", "0", "percent"),
        ("1.2.1", "decrease", "", ""),
        ("2.1.2", "decrease", "0", "percent"),
        ("3.1.1", "decrease", "70", "per 100,000 live births"),
        ("3.2.1", "decrease", "25", "per 1,000 live births"),
        ("3.2.2", "decrease", "12", "per 1,000 live births"),
        ("4.1.1", "increase", "100", "percent"),
        ("5.2.1", "decrease", "0", "percent"),
        ("6.1.1", "increase", "100", "percent"),
        ("7.1.1", "increase", "100", "percent"),
        ("8.10.2", "increase", "", ""),
        ("12.4.2", "", "", ""),
        ("16.1.1", "decrease", "", ""),
        ("16.1.4", "increase", "", ""),
        ("16.5.1", "decrease", "", ""),
        ("16.9.1", "increase", "100", "percent"),
        ("17.2.1", "increase", "0.7", "percent of GNI"),
    ],
)
def test_known_indicators(code, direction, value, unit):
    row = INDICATOR[code]
    assert (row["desired_direction"], row["target_value"], row["target_unit"]) == (
        direction,
        value,
        unit,
    )


def test_one_indicator_under_several_targets_points_one_way():
    """The same measure cannot be meant to rise under one target and to fall under another."""
    ways: dict[str, set[str]] = {}
    for row in INDICATORS:
        if row["global"] == "yes":
            ways.setdefault(row["title"], set()).add(row["desired_direction"])
    assert {title for title, found in ways.items() if len(found) > 1} == set()


@pytest.mark.parametrize("path", sorted(OBSERVATIONS.glob("*.csv")), ids=lambda path: path.stem)
def test_every_code_of_the_figures_is_known(path):
    assert {row["indicator"] for row in rows(path)} <= set(INDICATOR) | set(TARGET)
