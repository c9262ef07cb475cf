"""The verdict follows from ten scores by the rules of /methods; expected totals added by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.catalogue import CATALOGUE
from data.errors import CatalogueError
from data.pairs import DIMENSIONS, Score
from pipelines.comparison.assess import VERDICTS, Comparability, assess
from pipelines.policy import ComparisonPolicy

POLICY = ComparisonPolicy.read(CATALOGUE / "comparison.toml")


def ten(*values: int) -> tuple[Score, ...]:
    return tuple(
        Score(
            dimension=dimension,
            score=value,
            reason=f"why {dimension}",
            remedy="" if value == 2 else "ask it",
        )
        for dimension, value in zip(DIMENSIONS, values, strict=True)
    )


def judged(*values: int, context_reason: str = "") -> Comparability:
    return assess(scores=ten(*values), policy=POLICY, context_reason=context_reason)


# Order: definition, population, geography, period, unit, disaggregation, mode, sampling,
# nature, breaks.
@pytest.mark.parametrize(
    ("values", "total", "verdict"),
    [
        ((2, 2, 2, 2, 2, 2, 2, 2, 2, 2), 20, "overlay"),
        ((1, 1, 2, 1, 2, 2, 1, 1, 2, 1), 14, "overlay"),
        ((1, 1, 2, 1, 2, 1, 1, 1, 2, 1), 13, "overlay with caution"),
        ((1, 1, 1, 1, 1, 1, 1, 1, 1, 1), 10, "overlay with caution"),
        ((2, 2, 0, 0, 2, 2, 2, 2, 2, 0), 14, "overlay"),
        ((1, 1, 1, 1, 1, 1, 1, 1, 1, 0), 9, "side by side"),
        ((0, 2, 2, 2, 2, 2, 2, 2, 2, 2), 18, "side by side"),
        ((2, 0, 2, 2, 2, 2, 2, 2, 2, 2), 18, "side by side"),
        ((2, 2, 2, 2, 0, 2, 2, 2, 2, 2), 18, "side by side"),
        ((0, 0, 2, 0, 0, 0, 2, 2, 0, 0), 6, "side by side"),
        ((1, 1, 1, 0, 1, 0, 1, 1, 0, 0), 6, "side by side"),
        ((1, 1, 1, 0, 1, 0, 1, 0, 0, 0), 5, "context only"),
        ((0, 0, 0, 0, 0, 0, 0, 0, 0, 0), 0, "context only"),
    ],
)
def test_verdict(values: tuple[int, ...], total: int, verdict: str) -> None:
    found = judged(*values)
    assert (found.total, found.verdict) == (total, verdict)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            (0, 2, 2, 2, 2, 2, 2, 2, 2, 2),
            "The definition scores 0, so the two cannot share an axis.",
        ),
        (
            (0, 0, 2, 2, 0, 2, 2, 2, 2, 2),
            "The definition, population and unit score 0, so the two cannot share an axis.",
        ),
        (
            (1, 1, 1, 1, 1, 1, 1, 1, 1, 0),
            "The ten scores add up to 9 of 20; 10 are needed to share an axis.",
        ),
        (
            (1, 1, 1, 0, 1, 0, 1, 0, 0, 0),
            "The ten scores add up to 5 of 20; 6 are needed to stand side by side.",
        ),
        (
            (1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
            "No 0 on definition, population or unit, and the ten scores add up to 10 of 20: "
            "one axis, with caution, since 14 are needed without.",
        ),
        (
            (2, 2, 2, 2, 2, 2, 2, 2, 2, 2),
            "No 0 on definition, population or unit, and the ten scores add up to 20 of 20: "
            "one axis.",
        ),
    ],
)
def test_the_reason_names_the_rule_that_decided(values: tuple[int, ...], sentence: str) -> None:
    assert judged(*values).verdict_reason == sentence


def test_a_context_reason_wins_over_any_total() -> None:
    found = judged(*[2] * 10, context_reason="It counts cases in newspapers.")
    assert (found.total, found.verdict) == (20, "context only")
    assert found.verdict_reason == (
        "The citizen measure is shown as background: It counts cases in newspapers."
    )


def test_the_lowest_scores_are_listed_in_order() -> None:
    found = judged(1, 2, 0, 1, 2, 2, 2, 0, 2, 2)
    assert [score.dimension for score in found.lowest] == ["geography", "sampling basis"]
    assert judged(*[2] * 10).lowest == ()


@given(st.lists(st.integers(0, 2), min_size=10, max_size=10), st.integers(0, 9))
def test_a_better_score_never_lowers_the_verdict(values: list[int], place: int) -> None:
    better = [*values]
    better[place] = min(2, better[place] + 1)
    rank = [VERDICTS.index(judged(*scores).verdict) for scores in (values, better)]
    assert rank[1] <= rank[0]


@pytest.mark.parametrize(
    ("scores", "says"),
    [
        (ten(*[2] * 10)[:9], "exactly these ten"),
        (ten(*[2] * 10)[::-1], "exactly these ten"),
        (
            (Score(dimension="definition", score=3, reason="r", remedy=""), *ten(*[2] * 10)[1:]),
            "found 3",
        ),
        (
            (Score(dimension="definition", score=2, reason=" ", remedy=""), *ten(*[2] * 10)[1:]),
            "carries its reason",
        ),
        (
            (Score(dimension="definition", score=1, reason="r", remedy=""), *ten(*[2] * 10)[1:]),
            "a remedy is needed below 2",
        ),
        (
            (Score(dimension="definition", score=2, reason="r", remedy="x"), *ten(*[2] * 10)[1:]),
            "no place at 2",
        ),
    ],
)
def test_scores_that_are_not_ten_reasoned_ones_are_named(
    scores: tuple[Score, ...], says: str
) -> None:
    with pytest.raises(CatalogueError, match=says) as caught:
        assess(scores=scores, policy=POLICY, file="ken-7.1.1.toml")
    assert "ken-7.1.1.toml" in str(caught.value)


def test_a_policy_that_contradicts_itself_is_named(tmp_path: Path) -> None:
    text = (CATALOGUE / "comparison.toml").read_text(encoding="utf-8")
    path = tmp_path / "comparison.toml"
    for old, new, says in (
        ("value = 10\n", "value = 15\n", "overlay must be above caution"),
        ("value = 2.0\n", 'value = "two"\n', "[uncertainty.design_effect]"),
        ("[matching.", "[matchings.", "[matching"),
        ("[materiality.share_margin]\nvalue = 5.0", "[materiality.share_margin]", "its value"),
        (
            'why = "Two one-sided',
            'because = "Two one-sided',
            "[uncertainty.equivalence_confidence]",
        ),
    ):
        assert old in text, old
        path.write_text(text.replace(old, new), encoding="utf-8")
        with pytest.raises(CatalogueError) as caught:
            ComparisonPolicy.read(path)
        assert says in str(caught.value)
        assert "comparison.toml" in str(caught.value)
