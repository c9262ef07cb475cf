"""How wide words are in Noto Sans (Latin, Devanagari), from the fonts' own advance widths.

Devanagari is an upper bound: letters that join into a conjunct take less room than side by side.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

import fontpkg
from fontTools.ttLib import TTFont

from layouts.theme import FAMILY

DEVANAGARI = f"{FAMILY} Devanagari"
BOLD = 1.07  # Noto Sans at weight 700 is about 7 % wider than at 400; Devanagari up to 12 %
BOLD_DEVANAGARI = 1.12
# Two letters whose joined form is wider than the first alone, though the second has no advance.
JOINED = {"रु": 0.19, "रू": 0.37}
UNKNOWN = 0.62  # of the size, for a character of neither font
MOST_TEXTS = 8192  # the words of a page are measured several times


@cache
def _advances() -> Mapping[int, float]:
    """Return the advance width of every character, as a share of the font's size."""
    widths: dict[int, float] = {}
    for family in (DEVANAGARI, FAMILY):  # a sign of both is written in the first of the stack
        with TTFont(fontpkg.path(family), lazy=True) as font:
            metrics, scale = font["hmtx"].metrics, font["head"].unitsPerEm
            found = font.getBestCmap().items()
            widths |= {code: metrics[name][0] / scale for code, name in found}
    return widths


@lru_cache(maxsize=MOST_TEXTS)
def _ems(text: str) -> float:
    """Return the width of a line as a share of the font's size."""
    advances = _advances()
    joined = sum(more * text.count(pair) for pair, more in JOINED.items())
    return joined + sum(advances.get(ord(letter), UNKNOWN) for letter in text)


def width(text: str, *, size: float, bold: bool = False) -> float:
    """Return the width of one line of text, in the unit of ``size`` (pixels)."""
    if not bold:
        return _ems(text) * size
    devanagari = any("\u0900" <= letter <= "\u097f" for letter in text)
    return _ems(text) * size * (BOLD_DEVANAGARI if devanagari else BOLD)


def wrap(text: str, *, size: float, within: float, bold: bool = False) -> tuple[str, ...]:
    """Break a text at spaces into lines no wider than ``within`` pixels."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size=size, bold=bold) <= within:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def shortened(text: str, *, size: float, within: float) -> str:
    """Return a text on one line, its last words replaced by … where it is too wide."""
    lines = wrap(text, size=size, within=within)
    if len(lines) == 1:
        return text
    return wrap(text, size=size, within=within - width(" …", size=size))[0] + " …"
