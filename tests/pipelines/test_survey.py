"""Estimates with a survey's design: against a sample worked by hand, laws, and named errors."""

from __future__ import annotations

import math
import subprocess
import sys

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.microdata.model import Microdata, MicrodataError, Variable
from pipelines.microdata.terms import Design, Mean, NoAnswers, Ratio, Share
from pipelines.survey import estimate

HAND = pl.DataFrame(
    [
        ("town", 1, 2.0, 1, "f"),
        ("town", 1, 2.0, 0, "m"),
        ("town", 2, 3.0, 1, "f"),
        ("town", 2, 3.0, 1, "m"),
        ("country", 1, 1.0, 0, "f"),
        ("country", 1, 1.0, 0, "m"),
        ("country", 2, 4.0, 1, "m"),
        ("country", 2, 4.0, 0, "f"),
        ("country", 3, 2.0, 0, "m"),
        ("country", 3, 2.0, 1, "m"),
    ],
    schema=["place", "ward", "weight", "water", "sex"],
    orient="row",
)
WATER = Share(variables=("water",), counted=frozenset({"1"}), among=frozenset({"0", "1"}))
DESIGN = Design(weight="weight", strata=("place",), clusters=("ward",))


def held(frame: pl.DataFrame) -> Microdata:
    variables = {name: Variable(name=name) for name in frame.columns}
    return Microdata(file="small.sav", sha256="0", frame=frame, variables=variables)


def row(frame: pl.DataFrame = HAND, **how) -> dict:
    how = {"measure": WATER, "design": DESIGN, **how}
    return estimate(microdata=held(frame), **how).row(0, named=True)


def test_the_sample_of_ten_worked_by_hand() -> None:
    """Σw = 24, Σwy = 2+3+3+4+2 = 14, p = 7/12. Cluster sums of w(y − p), in twelfths:

    town: 2·5 − 2·7 = −4 and 3·5 + 3·5 = 30; country: −7 − 7 = −14, 4·5 − 4·7 = −8, −14 + 10 = −4.
    Over Σw: town (−4, 30)/288, mean 13, squares 17² + 17² = 578, times 2/1 = 1156;
    country (−14, −8, −4)/288, mean −26/3, squares (16² + 2² + 14²)/9 = 456/9, times 3/2 = 76.
    SE² = 1232/288² → SE = 12.1875 points; against p(1 − p)/9 the design's effect is 0.55.
    """
    found = row()
    assert found["value"] == pytest.approx(100 * 7 / 12)
    assert found["standard_error"] == pytest.approx(100 * math.sqrt(1232) / 288)
    assert found["degrees_of_freedom"] == 5 - 2
    assert found["design_effect"] == pytest.approx(1232 / 288**2 * 9 / (7 / 12 * 5 / 12))
    assert found["kish_effect"] == pytest.approx(10 * 68 / 24**2)
    assert found["n"] == 10
    assert found["interval_basis"] == "computed"


def test_the_interval_is_on_the_logit_scale() -> None:
    """ln(7/5) ± t(3) · SE ÷ (7/12 · 5/12), t(3) = 3.182446."""
    spread = 3.182446305 * math.sqrt(1232) / 288 / (7 / 12 * 5 / 12)
    found = row()
    for name, sign in (("lower", -1), ("upper", 1)):
        odds = math.exp(math.log(7 / 5) + sign * spread)
        assert found[name] == pytest.approx(100 * odds / (1 + odds), abs=1e-5)


def test_a_group_is_a_subpopulation_of_the_whole_design() -> None:
    """Men: Σw = 14, p = 9/14; a cluster without men would still count with a sum of nought.

    town: (2·(−9), 3·5)/14² = (−18, 15); country: −9, 4·5 = 20, −18 + 10 = −8, over 196.
    """
    town = 2 * ((-18 + 1.5) ** 2 + (15 + 1.5) ** 2)
    middle = (-9 + 20 - 8) / 3
    country = 1.5 * ((-9 - middle) ** 2 + (20 - middle) ** 2 + (-8 - middle) ** 2)
    found = estimate(microdata=held(HAND), measure=WATER, design=DESIGN, by=("sex",))
    women, men = found.sort("sex").rows(named=True)
    assert men["value"] == pytest.approx(100 * 9 / 14)
    assert men["standard_error"] == pytest.approx(100 * math.sqrt(town + country) / 196)
    assert (men["n"], women["n"]) == (6, 4)
    # Women: none in the third ward of the country, so one degree less than the whole.
    assert (men["degrees_of_freedom"], women["degrees_of_freedom"]) == (3, 2)


def test_mean_and_ratio() -> None:
    mean = row(measure=Mean(variable="weight"))
    assert mean["value"] == pytest.approx(68 / 24)
    ratio = row(measure=Ratio(numerator="water", denominator="weight"))
    assert ratio["value"] == pytest.approx(14 / 68)
    assert mean["lower"] < mean["value"] < mean["upper"]
    assert ratio["interval_method"] == "Student's t"


def test_a_finite_population_shrinks_the_spread() -> None:
    """Town has four wards in all, country six: factors 1 − 2/4 and 1 − 3/6."""
    sized = HAND.with_columns(wards=pl.when(pl.col("place") == "town").then(4).otherwise(6))
    design = Design(weight="weight", strata=("place",), clusters=("ward",), population="wards")
    found = row(sized, design=design)
    assert found["standard_error"] == pytest.approx(row()["standard_error"] * math.sqrt(0.5))


def test_dont_know_and_refused_stand_beside_the_share() -> None:
    answers = HAND.with_columns(water=pl.Series([1, 0, 1, 1, 9, 98, 1, -1, None, 1]))
    measure = Share(
        variables=("water",),
        counted=frozenset({"1"}),
        among=frozenset({"0", "1"}),
        none=NoAnswers(
            dont_know=frozenset({"9"}), refused=frozenset({"98"}), missing=frozenset({"-1"})
        ),
    )
    found = row(answers, measure=measure)
    assert found["n"] == 6
    assert (found["dont_know_n"], found["refused_n"], found["missing_n"]) == (1, 1, 1)
    assert found["not_asked_n"] == 1
    # Asked: all weights but the 2.0 of the empty cell, 24 − 2 = 22.
    assert found["dont_know_share"] == pytest.approx(100 * 1 / 22)
    assert found["refused_share"] == pytest.approx(100 * 1 / 22)


def test_of_several_questions_one_yes_is_enough() -> None:
    two = HAND.select("place", "ward", "weight", a="water", b=pl.lit(0)).with_columns(
        b=pl.Series([0, 1, 9, 9, 9, 0, 0, 0, 0, 0]), a=pl.Series([1, 0, 1, 9, 9, 0, 0, 0, 0, 0])
    )
    none = NoAnswers(dont_know=frozenset({"9"}))
    measure = Share(
        variables=("a", "b"), counted=frozenset({"1"}), among=frozenset({"0", "1"}), none=none
    )
    found = row(two, measure=measure)
    assert found["n"] == 8
    assert found["dont_know_n"] == 2
    assert found["value"] == pytest.approx(100 * (2 + 2 + 3) / (24 - 3 - 1))


@pytest.mark.parametrize(("answer", "share"), [(0, 0.0), (1, 100.0)])
def test_when_all_say_the_same_the_interval_is_the_exact_one(answer: int, share: float) -> None:
    """Clopper and Pearson with ten: 1 − 0.025^(1/10) = 30.85 points from the end."""
    found = row(HAND.with_columns(water=pl.lit(answer)))
    assert found["value"] == pytest.approx(share)
    assert abs(share - found["lower"]) + abs(share - found["upper"]) >= 30.8
    assert 0 <= found["lower"] < found["upper"] <= 100
    assert found["interval_method"].startswith("exact")
    assert found["design_effect"] is None


def test_without_two_clusters_there_is_no_interval() -> None:
    found = estimate(microdata=held(HAND), measure=WATER, design=DESIGN, by=("place", "ward"))
    assert found["upper"].null_count() == found.height
    assert set(found["interval_basis"]) == {"none"}
    assert found["interval_method"].str.contains("clusters").all()


def test_a_stratum_with_one_cluster_is_said_or_stops() -> None:
    lonely = HAND.with_columns(ward=pl.when(pl.col("place") == "town").then(1).otherwise("ward"))
    assert row(lonely)["lonely_strata"] == 1
    assert row(lonely)["standard_error"] > 0
    assert row()["lonely_strata"] == 0
    with pytest.raises(MicrodataError, match="1 with one cluster"):
        row(lonely, design=Design(strata=("place",), clusters=("ward",), lonely="stop"))


@pytest.mark.parametrize(
    ("weight", "said"),
    [(0.0, "2 weights of zero"), (-1.0, "2 negative"), (None, "2 missing"), (math.inf, "infinite")],
)
def test_weights_that_cannot_be_are_counted_by_row(weight: float | None, said: str) -> None:
    bent = HAND.with_columns(
        weight=pl.Series([2.0, weight, 3.0, weight, *HAND["weight"].to_list()[4:]])
    )
    with pytest.raises(MicrodataError, match=rf"variable weight.*{said}.*2, 4"):
        row(bent)


def test_an_unknown_variable_names_the_closest() -> None:
    with pytest.raises(MicrodataError, match=r"weihgt.*weight"):
        row(design=Design(weight="weihgt"))
    with pytest.raises(MicrodataError, match=r"watr.*water"):
        row(measure=Mean(variable="watr"))


def test_a_respondent_without_cluster_stops() -> None:
    gap = HAND.with_columns(ward=pl.Series([1, None, *HAND["ward"].to_list()[2:]]))
    with pytest.raises(MicrodataError, match="variable ward: found '1 empty cells"):
        row(gap)


def test_a_code_without_a_place_stops_and_is_not_repeated() -> None:
    odd = HAND.with_columns(water=pl.Series([1, 0, 77, *HAND["water"].to_list()[3:]]))
    with pytest.raises(MicrodataError, match="1 answers whose code") as raised:
        row(odd)
    assert "77" not in str(raised.value)


def test_an_empty_base_and_an_empty_group_are_named() -> None:
    nobody = HAND.with_columns(water=pl.lit(None, dtype=pl.Int64))
    with pytest.raises(MicrodataError, match="nobody"):
        row(nobody)
    with pytest.raises(MicrodataError, match="groups of sex: found 'x'"):
        row(by=("sex",), levels={"sex": ("f", "x")})
    some = HAND.with_columns(water=pl.when(pl.col("sex") == "m").then("water"))
    found = estimate(microdata=held(some), measure=WATER, design=DESIGN, by=("sex",))
    women = found.filter(pl.col("sex") == "f").row(0, named=True)
    assert (women["n"], women["value"]) == (0, None)
    assert women["interval_method"] == "none: nobody answered"


rows_of_answers = st.lists(
    st.tuples(
        st.sampled_from(["a", "b"]),
        st.integers(0, 4),
        st.floats(0.2, 5, allow_nan=False),
        st.integers(0, 1),
    ),
    min_size=6,
    max_size=40,
)


@settings(max_examples=15, deadline=None)
@given(rows_of_answers, st.floats(0.1, 50))
def test_the_size_of_weights_and_the_name_of_yes_change_nothing(
    answers: list[tuple[str, int, float, int]], times: float
) -> None:
    """Scaling all weights leaves everything; the complement has the mirrored interval."""
    frame = pl.DataFrame(answers, schema=["place", "ward", "weight", "water"], orient="row")
    one = row(frame)
    scaled = row(frame.with_columns(pl.col("weight") * times))
    turned = row(frame.with_columns(water=1 - pl.col("water")))
    for name in ("value", "standard_error", "lower", "upper", "kish_effect"):
        close = None if one[name] is None else pytest.approx(one[name], rel=1e-6, abs=1e-6)
        assert scaled[name] == close
    assert turned["value"] == pytest.approx(100 - one["value"], abs=1e-9)
    assert turned["standard_error"] == pytest.approx(one["standard_error"], abs=1e-9)
    if one["lower"] is not None:
        assert turned["upper"] == pytest.approx(100 - one["lower"], abs=1e-6)
        assert 0 <= one["lower"] <= one["value"] + 1e-9


def test_equal_weights_without_clusters_are_a_simple_random_sample() -> None:
    found = row(design=Design())
    assert found["value"] == pytest.approx(50.0)
    assert found["standard_error"] == pytest.approx(100 * math.sqrt(0.25 / 9))
    assert found["design_effect"] == pytest.approx(1.0)


def test_the_web_process_and_the_build_load_no_survey_library() -> None:
    code = (
        "import sys, app, pipelines.__main__\n"
        "heavy = {'svy', 'scipy', 'pyarrow', 'pyreadstat', 'python_calamine'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
