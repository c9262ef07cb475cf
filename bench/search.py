"""How fast words are found: among as many entries as a release has, and among 100,000 made up."""

from __future__ import annotations

import random
from functools import partial

from bench.table import Measure, timed
from layouts.search.entries import Kind
from layouts.search.index import Document, Index

SIZES = ((1_000, 30.0), (100_000, 100.0))
"""Entries, and the most milliseconds a search of them may take."""
WORDS = 30_000
SYLLABLES = ("wa", "ter", "ma", "ji", "e", "li", "mu", "sa", "ni", "co", "ra", "den", "po", "ku")
NAME_WORDS, NOTE_WORDS = 10, 20
MOST = 5
SEED = 4


def measure(*, times: int) -> list[Measure]:
    """Measure making the index, and five kinds of searches in it."""
    measures = []
    for size, most in SIZES:
        documents = made_up(size)
        runs = timed(lambda documents=documents: _index(documents), times=min(times, 2))  # type: ignore[misc]
        measures.append(Measure(what=f"index of {size:,} entries", runs=runs, unit="ms"))
        index = _index(documents)
        for name, query in queries(documents).items():
            asked = partial(index.find, query, most=MOST)
            what = f"search of {size:,}, {name}"
            measures.append(Measure(what=what, runs=timed(asked, times=20), unit="ms", most=most))
    return measures


def made_up(size: int) -> list[Document]:
    """Return entries with a code, a name and a note; few words are common, most are rare."""
    chance = random.Random(SEED)
    words = sorted(
        {"".join(chance.choices(SYLLABLES, k=chance.randint(2, 5))) for _ in range(WORDS)}
    )
    chance.shuffle(words)
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    drawn = iter(chance.choices(words, weights, k=size * (NAME_WORDS + NOTE_WORDS)))
    return [
        Document(
            group=number % len(Kind),
            title=(name := " ".join(next(drawn) for _ in range(NAME_WORDS))),
            texts=(
                (8.0, f"{number % 17 + 1}.{number % 9 + 1}.{number // 153 + 1}"),
                (4.0, name),
                (1.0, " ".join(next(drawn) for _ in range(NOTE_WORDS))),
            ),
        )
        for number in range(size)
    ]


def queries(documents: list[Document]) -> dict[str, str]:
    """Return searches by what they show: from words that are there."""
    names = [document.title.split() for document in documents]
    common, rare = names[0][0], max(names[len(names) // 2], key=len)
    return {
        "one letter": common[0],
        "a word": common,
        "a code": "4.1.1",
        "a word mistyped": rare[:2] + rare[3] + rare[2] + rare[4:] if len(rare) > 4 else rare,
        "twelve words": " ".join(names[0] + names[1][:2]),
        "nothing there": "xqzvbxqzvb",
    }


def _index(documents: list[Document]) -> Index:
    return Index(documents, groups=len(Kind))
