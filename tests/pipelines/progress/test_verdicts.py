"""Four methods of progress, by hand-checked figures and by their laws."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.catalogue import CATALOGUE
from data.contracts.progress import METHODS
from data.errors import CatalogueError, ContractError
from pipelines.formula import REGISTRY
from pipelines.progress.methods import ALL
from pipelines.progress.policy import ProgressPolicy
from pipelines.progress.verdicts import POINTS_SCHEMA, TERMS_SCHEMA, progress, shadow

POLICY = ProgressPolicy.read(CATALOGUE / "progress.toml")
LINEAR, UNSD, CAGR, ESCAP = METHODS
Row = dict[str, Any]

USUAL: Row = {
    "line": "a", "kind": "headline", "pair": "", "country": "KEN", "indicator": "7.1.1",
    "side": "official", "dataset": "d", "series": "s", "area": "KEN", "unit": "percent",
    "direction": "increase", "target": 100.0, "no_growth": "", "refused": "", "note": "",
}  # fmt: skip


def judge_all(*found: tuple[dict[int, float], Row]) -> list[dict[str, Row]]:
    """Return for each line, given as year → value and terms, the row of each method."""
    table = progress(
        points=pl.DataFrame(
            [
                (str(number), year, float(value))
                for number, (points, _) in enumerate(found)
                for year, value in points.items()
            ],
            schema=POINTS_SCHEMA,
            orient="row",
        ),
        terms=pl.DataFrame(
            [USUAL | terms | {"line": str(number)} for number, (_, terms) in enumerate(found)],
            schema=TERMS_SCHEMA,
        ),
        policy=POLICY,
    )
    rows = {(row["line"], row["method"]): row for row in table.iter_rows(named=True)}
    return [
        {method: rows[str(number), method] for method in METHODS} for number in range(len(found))
    ]


def judged(points: dict[int, float], **terms: Any) -> dict[str, Row]:
    """Return the row of each method for one line of year → value."""
    return judge_all((points, terms))[0]


def words(points: dict[int, float], **terms: Any) -> tuple[str, ...]:
    found = judged(points, **terms)
    return tuple(found[method]["verdict"] for method in METHODS)


# --- the figures printed on /methods --------------------------------------------------------------


def test_access_from_60_to_75_percent_by_hand() -> None:
    found = judged({2015: 60, 2023: 75})
    # 15/8 a year against 40/15: 0.70. 1.25^(1/8) − 1 = 2.83 % a year: 60 × 1.25^(15/8) = 91.17,
    # 31.17 of 40: 0.78. Needed (100/60)^(1/15) − 1 = 3.46 %: 0.82. Line 88.125: gap 11.875 of 40.
    assert found[LINEAR]["ratio"] == pytest.approx(0.703125)
    assert found[UNSD]["ratio"] == pytest.approx(0.78, abs=0.005)
    assert found[CAGR]["ratio"] == pytest.approx(0.82, abs=0.005)
    assert found[ESCAP]["ratio"] == pytest.approx(29.6875)
    assert [found[method]["verdict"] for method in METHODS] == [
        "moderate", "fair progress", "acceleration needed", "accelerate progress",
    ]  # fmt: skip
    assert found[LINEAR]["projected"] == pytest.approx(88.125)
    assert found[UNSD]["projected"] == pytest.approx(91.17, abs=0.005)
    assert found[LINEAR]["reason"] == ""
    row = found[LINEAR]
    assert (row["base_year"], row["base_value"], row["last_year"], row["last_value"]) == (
        2015, 60, 2023, 75,
    )  # fmt: skip


def test_the_same_data_as_40_to_25_percent_without_access() -> None:
    found = judged({2015: 40, 2023: 25}, direction="decrease", target=0.0)
    assert found[LINEAR]["ratio"] == pytest.approx(0.703125)
    # 40 × 0.625^(15/8) = 16.57: 23.43 of 40.
    assert found[UNSD]["ratio"] == pytest.approx(0.59, abs=0.005)
    assert found[CAGR]["verdict"] == "no verdict"
    assert found[CAGR]["ratio"] is None
    assert "the target is zero" in found[CAGR]["reason"]
    assert found[ESCAP]["ratio"] == pytest.approx(29.6875)


def test_a_series_exactly_on_its_path_to_zero_would_score_limited() -> None:
    # The reason for the refusal: 40 → 18.67 in 8 of 15 years is exactly on the straight path.
    on_path = {2015: 40.0, 2023: 40 - 8 * 40 / 15}
    assert words(on_path, direction="decrease", target=0.0)[0] == "on track"
    near_zero = judged(on_path, direction="decrease", target=1e-6)[CAGR]
    assert near_zero["verdict"] == "limited progress"


# --- cut-offs -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "word"),
    [
        (39.99, "moving away"),
        (40, "stagnating"),
        (49.99, "stagnating"),  # 40 → 100 needs 4 a year; in five years 10 is half of it
        (50, "moderate"),
        (59.99, "moderate"),
        (60, "on track"),
        (99.99, "on track"),
        (100, "target met"),
    ],
)
def test_linear_cut_offs(last: float, word: str) -> None:
    assert words({2015: 40, 2020: last})[0] == word


@pytest.mark.parametrize(
    ("last", "word"),
    [
        (55.21, "on track"),  # 50 × 1.02^5 = 55.204
        (55.20, "fair progress"),
        (51.27, "fair progress"),  # 50 × 1.005^5 = 51.263
        (51.26, "stagnation or regression"),
        (45, "stagnation or regression"),
    ],
)
def test_growth_without_target(last: float, word: str) -> None:
    found = judged({2015: 50, 2020: last}, target=None)
    assert found[UNSD]["verdict"] == word
    assert "judged by its growth a year" in found[UNSD]["reason"]
    for method in (LINEAR, CAGR, ESCAP):
        assert found[method]["verdict"] == "no verdict"
        assert found[method]["reason"] == "no value for 2030 is fixed"


def test_growth_turns_with_the_direction() -> None:
    falling = {2015: 50, 2020: 40}
    assert words(falling, target=None, direction="decrease")[1] == "on track"
    assert words(falling, target=None, direction="increase")[1] == "stagnation or regression"


@pytest.mark.parametrize(
    ("last", "word"),
    [(38, "deterioration"), (40, "limited progress"), (58, "on track"), (48, "limited progress"),
     (50, "acceleration needed"), (120, "target achieved")],
)  # fmt: skip
def test_cagr_cut_offs(last: float, word: str) -> None:
    # Needed 2.5^(1/15) − 1 = 6.30 % a year; at 60 % 3.78 % (48.15 in 2020), at 95 % 5.98 % (53.5).
    assert words({2015: 40, 2020: last})[2] == word


@pytest.mark.parametrize(
    ("last", "word", "gap"),
    [(80, "maintain progress", 0), (58, "maintain progress", 10),
     (57.9, "accelerate progress", 10.5), (40, "accelerate progress", 100),
     (39.9, "reverse trend", 100.5)],
)  # fmt: skip
def test_escap_cut_offs(last: float, word: str, gap: float) -> None:
    # From 40, a line through 58 in 2020 reaches 94 in 2030: 6 of 60 are left.
    row = judged({2015: 40, 2020: last})[ESCAP]
    assert (row["verdict"], row["ratio"]) == (word, pytest.approx(gap, abs=0.01))


def test_escap_gives_recent_years_more_weight() -> None:
    # Flat at first, rising later: weights 1..: the slope lies above that of plain least squares.
    points = {2000: 50, 2008: 50, 2016: 50, 2024: 58}
    weights = {year: year - 1999 for year in points}
    total = sum(weights.values())
    t = sum(weights[year] * year for year in points) / total
    v = sum(weights[year] * value for year, value in points.items()) / total
    slope = sum(weights[year] * (year - t) * (value - v) for year, value in points.items())
    slope /= sum(weights[year] * (year - t) ** 2 for year in points)
    found = judged(points)[ESCAP]
    assert found["projected"] == pytest.approx(v + slope * (2030 - t))
    assert found["projected"] > 54 + 0.3 * (2030 - 2012)  # plain least squares, below the middle
    early = judged({1990: 99, **points})[ESCAP]
    assert early["projected"] == found["projected"]  # before the first year: not used


# --- targets met, lost and crossed ----------------------------------------------------------------


def test_target_met_wins() -> None:
    assert words({2015: 100, 2020: 100}) == (
        "target met", "on track", "target achieved", "maintain progress",
    )  # fmt: skip
    # From above to just at the target: a fall, but the target is met.
    assert words({2015: 120, 2020: 100})[0] == "target met"


def test_a_target_that_was_met_and_is_lost() -> None:
    found = judged({2015: 100, 2020: 97})
    assert [found[method]["verdict"] for method in METHODS] == [
        "moving away", "stagnation or regression", "deterioration", "reverse trend",
    ]  # fmt: skip
    assert all(found[method]["ratio"] is None for method in METHODS)
    assert all("met the target" in found[method]["reason"] for method in METHODS)


def test_falling_from_above_the_target_never_counts_as_progress() -> None:
    # 120 → 99: both differences are negative and their quotient positive.
    assert words({2015: 120, 2020: 99}) == (
        "moving away", "stagnation or regression", "deterioration", "reverse trend",
    )  # fmt: skip


# --- growth rates that are not there --------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "says"),
    [
        ({2015: 0, 2020: 10}, "zero or below"),
        ({2015: -5, 2020: 10}, "zero or below"),
        ({2015: 5, 2020: -1}, "changes its sign"),
    ],
)
def test_growth_is_undefined(points: dict[int, float], says: str) -> None:
    found = judged(points)
    for method in (UNSD, CAGR):
        assert found[method]["verdict"] == "no verdict"
        assert says in found[method]["reason"]
        assert found[method]["projected"] is None
    assert found[LINEAR]["verdict"] != "no verdict"  # straight lines meet no such trouble


def test_a_fall_to_zero_has_a_growth_rate() -> None:
    assert words({2015: 8, 2020: 0}, direction="decrease", target=None)[1] == "on track"


def test_series_whose_values_are_growth_rates() -> None:
    found = judged({2015: 2, 2020: 3}, no_growth="the values are growth rates themselves", target=5)
    assert found[UNSD]["reason"] == "the values are growth rates themselves"
    assert found[LINEAR]["verdict"] == "on track"


# --- which points ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "base", "last"),
    [
        ({2009: 10, 2015: 20, 2016: 5, 2020: 30}, 2015, 2020),  # 2015 where there is one
        ({2009: 10, 2012: 20, 2018: 30}, 2012, 2018),  # else the first after 2010
        ({2010: 10, 2011: 20, 2016: 30}, 2011, 2016),
        ({2018: 20, 2022: 30}, 2018, 2022),
    ],
)
def test_base_and_last(points: dict[int, float], base: int, last: int) -> None:
    row = judged(points)[LINEAR]
    assert (row["base_year"], row["last_year"]) == (base, last)
    assert row["base_value"] == points[base]
    said = f"no value of 2015: counted from {base}" in row["reason"]
    assert said is (base != 2015)


@pytest.mark.parametrize(
    ("points", "says"),
    [
        ({}, "there is no value after 2010"),
        ({2005: 1, 2010: 2}, "there is no value after 2010"),
        ({2020: 1}, "the only value from 2020 on"),
        ({2019: 1, 2020: 2}, "end in 2020; two at least 2 years apart"),
        # 2015 is the base where it is known: what lies before tells nothing of the Agenda.
        ({2011: 1, 2015: 2, 2016: 3}, "the values from 2015 on end in 2016"),
    ],
)
def test_too_few_points(points: dict[int, float], says: str) -> None:
    found = judged(points)
    for method in METHODS:
        assert found[method]["verdict"] == "no verdict"
        assert says in found[method]["reason"]
        assert found[method]["ratio"] is None


def test_two_years_apart_are_enough_and_gaps_do_not_matter() -> None:
    assert words({2018: 50, 2020: 60})[0] == "on track"
    assert words({2015: 50, 2024: 60})[0] == words({2015: 50, 2019: 10, 2024: 60})[0]


def test_no_direction_no_verdict() -> None:
    found = judged({2015: 50, 2020: 60}, direction="", target=None)
    assert {row["verdict"] for row in found.values()} == {"no verdict"}
    assert "no desired direction" in found[LINEAR]["reason"]


def test_a_refused_line_says_why_and_a_note_is_kept() -> None:
    found = judged({}, refused="several values of one year", note="of low reliability")
    assert {row["reason"] for row in found.values()} == {
        "several values of one year; of low reliability"
    }


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([("a", 2015, 1.0), ("a", 2015, 2.0)], "stands twice"),
        ([("a", 2015, float("nan"))], "a number is needed"),
        ([("a", 2015, None)], "a number is needed"),
        ([("b", 2015, 1.0)], "no terms"),
    ],
)
def test_points_that_cannot_be_used_are_named(rows: list[tuple[Any, ...]], says: str) -> None:
    points = pl.DataFrame(rows, schema=POINTS_SCHEMA, orient="row")
    with pytest.raises(ContractError, match=says):
        progress(points=points, terms=pl.DataFrame([USUAL], schema=TERMS_SCHEMA), policy=POLICY)


# --- laws -----------------------------------------------------------------------------------------

percent = st.integers(0, 10_000).map(lambda number: number / 100)
lines = st.dictionaries(st.integers(2011, 2025), percent, min_size=2, max_size=8)
FLIPPED = {"increase": "decrease", "decrease": "increase"}


def complement(points: dict[int, float], terms: Row) -> tuple[dict[int, float], Row]:
    """Restate a share: without instead of with."""
    turned = {"target": 100 - terms["target"], "direction": FLIPPED[terms["direction"]]}
    return {year: 100 - value for year, value in points.items()}, turned


aimed = st.fixed_dictionaries(
    {"target": percent, "direction": st.sampled_from(["increase", "decrease"])}
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(lines, aimed), min_size=1, max_size=40))
def test_restating_as_the_complement_never_changes_the_headline_verdict(
    found: list[tuple[dict[int, float], Row]],
) -> None:
    rows = judge_all(*found, *(complement(*one) for one in found))
    for given_rows, turned in zip(rows, rows[len(found) :], strict=False):
        row, other = given_rows[LINEAR], turned[LINEAR]
        assert other["verdict"] == row["verdict"]
        assert other["ratio"] == (None if row["ratio"] is None else pytest.approx(row["ratio"]))


def test_the_complement_keeps_the_word_exactly_at_a_cut_off() -> None:
    # The ratio is exactly at the cut-off in decimals, and beside it in binary fractions.
    found, words_of = [], []
    for tenths in range(1, 60):
        for steps in range(2, 10):
            for part, word in ((0.5, "moderate"), (1.0, "on track")):
                target = 30 + 1.5 * tenths / 10
                last = 30 + part * (target - 30) * steps / 15
                terms = {"target": target, "direction": "increase"}
                found.append(({2015: 30.0, 2015 + steps: last}, terms))
                words_of.append(word)
    rows = judge_all(*found, *(complement(*one) for one in found))
    assert [row[LINEAR]["verdict"] for row in rows] == words_of * 2


def test_growth_methods_do_flip_under_the_complement() -> None:
    # Why linear leads: 40 → 25 without and 60 → 75 with are one thing said twice.
    worse = words({2015: 10, 2020: 10.2}, direction="decrease", target=5.0)
    rest = words({2015: 90, 2020: 89.8}, direction="increase", target=95.0)
    assert worse[0] == rest[0]
    slower = judged({2015: 40, 2023: 25}, direction="decrease", target=10.0)[UNSD]["ratio"]
    faster = judged({2015: 60, 2023: 75}, direction="increase", target=90.0)[UNSD]["ratio"]
    assert slower != pytest.approx(faster, abs=0.05)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(lines, aimed, st.integers(1, 40)), min_size=1, max_size=40))
def test_a_better_last_value_never_worsens_a_verdict(
    found: list[tuple[dict[int, float], Row, int]],
) -> None:
    bettered = []
    for points, terms, step in found:
        last = max(points)
        better = points[last] + (step if terms["direction"] == "increase" else -step)
        bettered.append((points | {last: max(better, 0.0)}, terms))
    rows = judge_all(*((points, terms) for points, terms, _ in found), *bettered)
    for before, after in zip(rows, rows[len(found) :], strict=False):
        for method in ALL[:3]:
            first, second = before[method.name]["verdict"], after[method.name]["verdict"]
            if "no verdict" not in (first, second):
                assert method.words.index(second) <= method.words.index(first)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(lines, aimed), min_size=1, max_size=8))
def test_lines_do_not_touch_each_other(found: list[tuple[dict[int, float], Row]]) -> None:
    for (points, terms), row in zip(found, judge_all(*found), strict=True):
        alone = judged(points, **terms)
        for method in METHODS:
            assert row[method] | {"line": "0"} == alone[method]


# --- methods as readers see them ------------------------------------------------------------------


def test_every_method_has_its_words_and_its_formula() -> None:
    assert [method.name for method in ALL] == list(METHODS)
    printed = [one for one in REGISTRY.values() if one.section == "progress"]
    assert len(printed) == len(ALL)
    for method in ALL:
        assert len(set(method.words)) == len(method.words) >= 3
        (own,) = [one for one in printed if one.code.endswith(f"{type(method).__name__}.judge")]
        # Every word that the method can say is explained; "no verdict" too.
        for word in method.words:
            assert word.split()[0] in (own.formula + own.words).lower()
        assert "no verdict" in own.words


def test_cut_offs_out_of_order_are_named(tmp_path: Any) -> None:
    text = (CATALOGUE / "progress.toml").read_text(encoding="utf-8")
    path = tmp_path / "progress.toml"
    path.write_text(text.replace("value = 0.10\n", "value = 0.99\n"), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"\[unsd\].*must rise"):
        ProgressPolicy.read(path)


# --- shadow verdicts ------------------------------------------------------------------------------


def shadows(
    citizen: Row, official: Row, *, verdict: str = "overlay", independence: str = "independent"
) -> dict[str, Row]:
    points = [
        (side, year, float(value))
        for side, terms in (("citizen", citizen), ("official", official))
        for year, value in terms["points"].items()
    ]
    terms = [
        USUAL | {"line": side, "kind": "pair", "pair": "p", "side": side}
        | {name: value for name, value in given_terms.items() if name != "points"}
        for side, given_terms in (("citizen", citizen), ("official", official))
    ]  # fmt: skip
    table = shadow(
        progress=progress(
            points=pl.DataFrame(points, schema=POINTS_SCHEMA, orient="row"),
            terms=pl.DataFrame(terms, schema=TERMS_SCHEMA),
            policy=POLICY,
        ),
        pairs=pl.DataFrame(
            [{"pair": "p", "country": "KEN", "indicator": "7.1.1", "verdict": verdict,
              "independence": independence}]
        ),
    )  # fmt: skip
    return {row["method"]: row for row in table.iter_rows(named=True)}


DOWN, UP = {"points": {2015: 60, 2020: 50}}, {"points": {2015: 60, 2020: 80}}


def test_two_sides_that_part() -> None:
    row = shadows(DOWN, UP)[LINEAR]
    assert (row["citizen"], row["official"]) == ("moving away", "on track")
    assert (row["state"], row["said"], row["reason"]) == ("differs", True, "")
    assert shadows(UP, UP)[LINEAR]["state"] == "same"


def test_each_side_reads_its_own_way() -> None:
    # 40 → 50 went without, 60 → 50 has access: both move away.
    without = {"points": {2015: 40, 2020: 50}, "direction": "decrease", "target": 0.0}
    assert shadows(without, DOWN)[LINEAR]["state"] == "same"


@pytest.mark.parametrize(
    ("citizen", "official", "state"),
    [
        ({"points": {}}, UP, "official only"),
        (DOWN, {"points": {2020: 1}}, "citizen only"),
        (DOWN | {"direction": "", "target": None}, UP, "official only"),
        ({"points": {}}, {"points": {}}, "neither"),
    ],
)
def test_one_side_alone_is_no_shadow(citizen: Row, official: Row, state: str) -> None:
    row = shadows(citizen, official)[LINEAR]
    assert (row["state"], row["said"]) == (state, False)
    assert "no verdict" in row["reason"] or "neither" in row["reason"]


@pytest.mark.parametrize(
    ("pair", "says"),
    [
        ({"verdict": "context only"}, "background"),
        ({"independence": "shared source"}, "not independent: shared source"),
        ({"independence": "same records"}, "not independent: same records"),
    ],
)
def test_what_may_not_be_set_beside_each_other(pair: Row, says: str) -> None:
    row = shadows(DOWN, UP, **pair)[LINEAR]
    assert (row["state"], row["said"]) == ("differs", False)
    assert says in row["reason"]


def test_unknown_independence_and_side_by_side_may_be_said() -> None:
    assert shadows(DOWN, UP, independence="unknown", verdict="side by side")[LINEAR]["said"]


def test_a_target_on_one_side_only_is_another_basis() -> None:
    found = shadows(DOWN, UP | {"target": None})
    assert (found[UNSD]["state"], found[UNSD]["said"]) == ("differs", False)
    assert "growth alone" in found[UNSD]["reason"]
    assert found[LINEAR]["state"] == "citizen only"
