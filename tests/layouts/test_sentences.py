"""Sentences: whole templates, careful words, every number with its unit and year."""

from __future__ import annotations

import re
from typing import Any

import pytest

from data.store import Question
from layouts import sentences as say
from layouts.components.cards import cards_of
from layouts.language import decimal, speaking

NB = "\u00a0"


def test_an_amount_has_its_whole_unit() -> None:
    assert say.quantity(54.3, "percent", "households") == f"54.3{NB}% of households"
    assert say.quantity(1.03, "per 100,000 women") == "1.03 per 100,000 women"
    assert say.quantity(1237795, "count", "families") == "1,237,795 families"


def test_a_period_is_said_in_words() -> None:
    assert say.period({"period": "2018"}) == "2018"
    assert say.period({"period": "2018-04"}) == "April 2018"
    assert say.period({"period": "2017/2022"}) == "2017–2022"


def test_a_difference_says_its_size_and_direction() -> None:
    words = say.agreement_words(agreement="differs", direction="worse", size=-5.8, unit="percent")
    assert (
        words == f"the two differ, citizens’ figure being 5.8{NB}points lower, "
        "against the desired direction"
    )


@pytest.mark.parametrize(
    ("code", "said"),
    [("en", f"−7.3 to −4.3{NB}points"), ("es", "−7,3"), ("sw", "−7.3"), ("ne", "−७.३")],
)
def test_an_interval_of_a_gap_has_both_numbers(code: str, said: str) -> None:
    with speaking(code):
        found = say.gap_span(-7.3, -4.3, "percent")
        assert found.startswith(said)
        assert say.gap_span(1.24, 6.6, "percent").startswith(f"+{decimal(1.2, 1)}")


def test_areas_are_counted_by_word() -> None:
    said = say.area_words({"differs": 8, "consistent": 1, "cannot tell": 26}, year=2021)
    assert said == "Of 35 areas in 2021, 8 differ, 1 is consistent and for 26 it cannot be told."


@pytest.fixture(scope="session")
def cards(release: Any) -> list[Any]:
    return [
        card
        for country in release.known.countries.values()
        for card in cards_of(release=release, country=country)
    ]


def test_every_pair_has_a_sentence(cards: list[Any], release: Any) -> None:
    assert len(cards) == release.ask(Question.COUNTS).row(0, named=True)["pairs"]
    for card in cards:
        assert card.sentence.endswith("."), card.pair
        assert "{" not in card.sentence
        assert "None" not in card.sentence
        assert "  " not in card.sentence


def test_no_sentence_says_that_somebody_is_wrong(cards: list[Any]) -> None:
    for card in cards:
        assert not re.search(r"\b(wrong|false|lie[ds]?)\b(?! close)", card.sentence), card.pair


def test_words_of_agreement_only_where_one_axis_is_allowed(cards: list[Any]) -> None:
    words = re.compile(r"the two (differ|are consistent)|cannot be told")
    for card in cards:
        if card.verdict not in ("overlay", "overlay with caution"):
            assert not words.search(card.sentence), card.pair
            assert not any(badge.strong in say.WORDS for badge in card.badges), card.pair


def test_a_shared_source_is_said_and_nothing_more(cards: list[Any]) -> None:
    for card in cards:
        one_axis = card.verdict in ("overlay", "overlay with caution")
        if one_axis and card.independence in ("shared source", "same records"):
            assert "share a source" in card.sentence, card.pair
            assert "differ" not in card.sentence
