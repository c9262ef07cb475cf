"""How long a text for social media is: an address counts alike whatever its length.

The short one is held to X's rule (280, its weights of configuration v3), the long one to the 500
characters of Mastodon's usual server. Both count an address as 23.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence

ADDRESS = 23
LIMITS = {"short": 280, "long": 500}
# https://github.com/twitter/twitter-text/blob/master/config/v3.json: letters that weigh one.
LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))


def weighted(text: str) -> int:
    """Return the length of a text as X counts it: a letter outside of ``LIGHT`` counts two."""
    return sum(
        1 if any(low <= ord(letter) <= high for low, high in LIGHT) else 2
        for letter in unicodedata.normalize("NFC", text)
    )


COUNTS: Mapping[str, Callable[[str], int]] = {"short": weighted, "long": len}


def length(text: str, *, most: str) -> int:
    """Return the length of a text with an address behind it."""
    return COUNTS[most](text) + 1 + ADDRESS


def fitting(texts: Sequence[str], *, most: str) -> str:
    """Return the first text that fits with its address. Never a part of one: half a sentence would
    say something else. Raises ``ValueError`` where none fits."""
    for text in texts:
        if length(text, most=most) <= LIMITS[most]:
            return text
    raise ValueError(f"no text of {len(texts)} fits into {LIMITS[most]}: {texts[-1]!r}")
