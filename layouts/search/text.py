"""Words made comparable: without accents, case, apostrophes or a script's own digits.

Marks are dropped from Latin, Greek and Cyrillic letters only: in Devanagari they are vowels.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# What stands inside a word although Python's \w leaves it out: combining accents, the vowel signs
# of Devanagari (not its full stops), joiners, apostrophes.
_INSIDE = "\u0300-\u036f\u0900-\u0963\u0966-\u097f\u200c\u200d'’ʼ"
# A code of the framework (4.1.1, 5.b.1) is one word.
_WORD = re.compile(rf"\d+(?:\.\d{{1,2}}|\.[a-zA-Z]\b)+|[\w{_INSIDE}]+")
_DROPPED = re.compile("[\u0300-\u036f\u093c\u200c\u200d'’ʼ_]")
_CODE = re.compile(r"\d+(\.[0-9a-z]+)*")


def is_code(word: str) -> bool:
    """Return whether a folded word is a number or a code, which no other word is like."""
    return bool(_CODE.fullmatch(word))


@lru_cache(maxsize=1 << 12)
def fold(word: str) -> str:
    """Return a word in the form in which it is compared: "Educación" → "educacion", "४" → "4"."""
    plain = _DROPPED.sub("", unicodedata.normalize("NFKD", word)).casefold()
    # Chandrabindu and anusvara are often written for each other.
    plain = plain.replace("\u0901", "\u0902")
    if plain.isascii():
        return plain
    return "".join(
        str(digit) if (digit := unicodedata.digit(letter, -1)) >= 0 else letter for letter in plain
    )


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and folded form of every word of a text."""
    for match in _WORD.finditer(text):
        if folded := fold(match[0]):
            yield match.start(), match.end(), folded


def words_of(text: str) -> list[str]:
    """Return the folded words of a text, in its order."""
    return [folded for _, _, folded in spans(text)]


def pieces(text: str, *, matched: frozenset[str]) -> tuple[str, ...]:
    """Return a text cut at its matching words: every second piece is one, the first is none."""
    found, before = [], 0
    for start, end, folded in spans(text):
        if folded in matched:
            found += [text[before:start], text[start:end]]
            before = end
    return (*found, text[before:])
