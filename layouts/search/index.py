"""An index of words in memory: exact words, beginnings of words, small typing mistakes.

Made once, then only read. The words stand sorted, so that those that begin alike are neighbours,
and so are their places: a beginning is one slice, however many words it has.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from layouts.search.text import is_code, spans, words_of

LAST = chr(0x10FFFF)
MOST_WORDS = 12
"""Words of a query that are looked for; those after them are left out."""
MOST_TYPOS = 8
COMMON = 0.15
"""A word in more than this part of the entries ("the", "de", "ya") need not be matched."""
SHORTEST_MISTYPED, LONG = 4, 8
"""Letters from which one, and from which two, may be mistyped."""
BEGINNING, WHOLE = 0.5, 0.9
"""What the beginning of a word counts, against 1 for a whole one: more, the more of it is said."""
MISTYPED = 0.45
REORDERED = 200
"""How many of the best are looked at again for the words standing together."""
SAME, OPENS, CONTAINS = 2.5, 1.4, 1.2


@dataclass(frozen=True, kw_only=True)
class Document:
    """``group`` counts what is alike; ``title`` is what may be asked for whole; ``texts`` are
    texts with the weight of their words; ``worth`` multiplies its score."""

    group: int
    title: str
    texts: tuple[tuple[float, str], ...]
    worth: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Found:
    """``positions`` of documents with their ``scores``, best first, at most ``most`` a group;
    ``counts`` of all that match, by group; ``words`` that matched, folded; ``whole`` is false
    where no document holds every word, and the positions hold some of them."""

    positions: tuple[int, ...]
    scores: tuple[float, ...]
    counts: tuple[int, ...]
    words: frozenset[str]
    whole: bool


class Index:
    """Documents by their words. Safe to use from several threads."""

    def __init__(self, documents: Sequence[Document], *, groups: int) -> None:
        self._size, self._groups = len(documents), groups
        self._group = np.array([one.group for one in documents], dtype=np.int64)
        self._worth = np.array([one.worth for one in documents], dtype=np.float32)
        self._titles = [f" {' '.join(words_of(one.title))} " for one in documents]
        places: dict[str, dict[int, float]] = {}
        self._shown: dict[str, str] = {}
        for position, document in enumerate(documents):
            for weight, text in document.texts:
                for start, end, word in spans(text):
                    held = places.setdefault(word, {})
                    held[position] = max(weight, held.get(position, 0.0))
                    if text[start:end] != word:
                        self._shown.setdefault(word, text[start:end])
        self.words = sorted(places)
        counts = [len(places[word]) for word in self.words]
        self._counts = np.array(counts, dtype=np.int64)
        self._starts = np.array([0, *accumulate(counts)], dtype=np.int32)
        self._places = np.array([at for word in self.words for at in places[word]], dtype=np.int32)
        self._weights = np.array(
            [weight for word in self.words for weight in places[word].values()], dtype=np.float32
        )
        self._lengths = np.array([len(word) for word in self.words], dtype=np.float32)

    def find(self, query: str, *, most: int) -> Found:
        """Return the documents that match every word of a query, or else some of them."""
        asked = list(dict.fromkeys(words_of(query)))[:MOST_WORDS]
        total = np.zeros(self._size, dtype=np.float32)
        hits = np.zeros(self._size, dtype=np.int16)
        missing = np.zeros(self._size, dtype=np.int16)
        matched: set[str] = set()
        for word in asked:
            score = np.zeros(self._size, dtype=np.float32)
            for first, last, quality in self._ranges(word):
                self._add(score, first=first, last=last, quality=quality, word=word)
                matched.update(self.words[first:last])
            held = score > 0
            number = int(held.sum())
            total += score * math.log(1 + self._size / (1 + number))
            hits += held
            if number <= COMMON * self._size or len(asked) == 1:
                missing += ~held
        total *= self._worth
        chosen = (hits > 0) & (missing == 0)
        whole = bool(chosen.any())
        if not whole:
            chosen = hits > 0
            total *= hits
        positions, scores = self._ranked(np.flatnonzero(chosen), total, asked=asked, most=most)
        counts = np.bincount(self._group[chosen], minlength=self._groups)
        return Found(
            positions=positions, scores=scores, counts=tuple(counts.tolist()),
            words=frozenset(matched), whole=whole,
        )  # fmt: skip

    def near(self, query: str, *, most: int) -> tuple[str, ...]:
        """Return words that are like those of a query, as they are written in a document."""
        found: list[str] = []
        for word in words_of(query)[:MOST_WORDS]:
            most_apart = max(1, len(word) // 3)
            near = _closest(word, self.words, apart=most_apart, most=most)
            found += [
                self._shown.get(one, one) for one, _, _ in near if len(one) >= SHORTEST_MISTYPED
            ]
        return tuple(dict.fromkeys(found))[:most]

    def _ranges(self, word: str) -> Iterable[tuple[int, int, float]]:
        """Yield slices of the sorted words that match one asked for, with what each counts."""
        at = bisect_left(self.words, word)
        same = at < len(self.words) and self.words[at] == word
        if same:
            yield at, at + 1, 1.0
        if is_code(word):  # 4.1 is followed by 4.1.1, never by 4.10
            first, last = self._begins(f"{word}.")
        else:
            first, last = self._begins(word)
        first += same and first == at
        if first < last:
            yield first, last, WHOLE
        elif not same and not is_code(word) and len(word) >= SHORTEST_MISTYPED:
            yield from self._mistyped(word)

    def _begins(self, start: str) -> tuple[int, int]:
        first = bisect_left(self.words, start)
        return first, bisect_left(self.words, start + LAST, lo=first)

    def _mistyped(self, word: str) -> Iterable[tuple[int, int, float]]:
        """Yield words one or two mistakes away; where none is, words that begin so."""
        apart = 2 if len(word) >= LONG else 1
        near = _closest(word, self.words, apart=apart, most=MOST_TYPOS)
        if near:
            best = min(distance for _, distance, _ in near)
            near = [one for one in near if one[1] == best]
            # The first letter is seldom the mistaken one.
            alike = [one for one in near if one[0][0] == word[0]]
            for _, distance, at in alike or near:
                yield at, at + 1, MISTYPED / distance
            return
        starts = list({one[: len(word)] for one in self.words if len(one) > len(word)})
        for start, distance, _ in _closest(word, starts, apart=apart, most=MOST_TYPOS):
            yield *self._begins(start), MISTYPED / (1 + distance)

    def _add(
        self, score: NDArray[np.float32], *, first: int, last: int, quality: float, word: str
    ) -> None:
        """Raise the scores of the documents that hold the words of a slice."""
        places = slice(self._starts[first], self._starts[last])
        values = self._weights[places] * np.float32(quality)
        if quality == WHOLE:  # the more of a word is said, the more it counts
            said = BEGINNING / WHOLE + (1 - BEGINNING / WHOLE) * (
                len(word) / self._lengths[first:last]
            )
            values = values * np.repeat(said, self._counts[first:last])
        np.maximum.at(score, self._places[places], values)

    def _ranked(
        self,
        chosen: NDArray[np.int64],
        total: NDArray[np.float32],
        *,
        asked: Sequence[str],
        most: int,
    ) -> tuple[tuple[int, ...], tuple[float, ...]]:
        """Return the best of each group, best first; where scores are equal, in their order."""
        order = chosen[np.argsort(-total[chosen], kind="stable")]
        best = [
            at
            for group in range(self._groups)
            for at in order[self._group[order] == group][: max(most, REORDERED // self._groups)]
        ]
        together = " ".join(asked)
        scored = [(float(total[at]) * self._bonus(int(at), together), int(at)) for at in best]
        scored.sort(key=lambda pair: (-pair[0], pair[1]))
        kept: list[tuple[float, int]] = []
        counts = [0] * self._groups
        for score, at in scored:
            group = int(self._group[at])
            counts[group] += 1
            if counts[group] <= most:
                kept.append((score, at))
        return tuple(at for _, at in kept), tuple(round(score, 3) for score, _ in kept)

    def _bonus(self, position: int, together: str) -> float:
        title = self._titles[position]
        if title == f" {together} ":
            return SAME
        if title.startswith(f" {together}"):
            return OPENS
        return CONTAINS if f" {together}" in title else 1.0


def _closest(word: str, known: list[str], *, apart: int, most: int) -> list[tuple[str, int, int]]:
    """Return the known words at most so many mistakes away: word, mistakes, position."""
    return [
        (found, int(distance), at)
        for found, distance, at in process.extract(
            word, known, scorer=OSA.distance, score_cutoff=apart, limit=most
        )
    ]
