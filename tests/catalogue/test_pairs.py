"""The pairs as they are written: enough of them, each judged for itself."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest

from data.catalogue import COUNTRIES, read_codes, read_datasets
from data.pairs import Pair, read_pairs
from data.unpaired import read_unpaired

DATASETS = read_datasets()
PAIRS = read_pairs(datasets=DATASETS, codes=read_codes())
FEWEST_WORDS = 5


def test_there_are_pairs_for_every_country() -> None:
    assert len(PAIRS) >= 60
    counted = Counter(pair.country for pair in PAIRS.values())
    assert all(counted[country] >= 10 for country in COUNTRIES.values()), counted


@pytest.mark.parametrize("pair", PAIRS.values(), ids=list(PAIRS))
def test_a_pair_is_judged_in_sentences(pair: Pair) -> None:
    texts = [pair.independence_reason, *(one.reason for one in pair.breaks)]
    for score in pair.scores:
        texts += [score.reason, score.remedy] if score.score < 2 else [score.reason]
    for text in texts:
        assert len(text.split()) >= FEWEST_WORDS, text
        assert text.endswith((".", "?")), text
        assert not re.search(r"\b(wrong|false|liar|fig\]|general knowledge)\b", text), text
    assert pair.id.startswith(f"{pair.country.lower()}-{pair.indicator}-")


def test_no_reason_is_pasted_from_pair_to_pair() -> None:
    places = defaultdict(list)
    for pair in PAIRS.values():
        places[pair.independence_reason].append(f"{pair.id} independence")
        for score in pair.scores:
            places[score.reason].append(f"{pair.id} {score.dimension}")
            if score.remedy:
                places[score.remedy].append(f"{pair.id} {score.dimension} remedy")
    for one in read_unpaired(datasets=DATASETS):
        places[one.reason].append(f"{one.file} {one.entry}")
    assert {text: found for text, found in places.items() if len(found) > 1} == {}


def test_no_two_pairs_set_the_same_beside_the_same() -> None:
    def key(pair: Pair) -> tuple[object, ...]:
        sides = (
            (side.dataset, side.series, tuple(sorted(side.where.items())), side.areas)
            for side in (pair.citizen, pair.official)
        )
        return (*sides, pair.country, pair.indicator)

    twice = [found for found, number in Counter(map(key, PAIRS.values())).items() if number > 1]
    assert twice == []


def test_circular_pairs_say_so() -> None:
    # The UN's bribery value of Argentina in 2016 equals Latinobarómetro's of the same year, and
    # Nepal's of 2020 equals the Global Corruption Barometer's.
    for name in ("arg-16.5.1-latinobarometro-un", "npl-16.5.1-gcb-un", "npl-5.2-jagaran-police"):
        assert PAIRS[name].independence in ("shared source", "same records"), name
