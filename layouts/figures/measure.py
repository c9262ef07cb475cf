"""How wide words are in Noto Sans, from the font's own advance widths."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import fontpkg
from fontTools.ttLib import TTFont

from layouts.theme import FAMILY

BOLD = 1.07  # Noto Sans at weight 700 is about 7 % wider than at 400
UNKNOWN = 0.62  # of the size, for a character outside the font (Devanagari)


@cache
def _advances() -> Mapping[int, float]:
    """Return the advance width of every character, as a share of the font's size."""
    with TTFont(fontpkg.path(FAMILY), lazy=True) as font:
        widths, scale = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: widths[name][0] / scale for code, name in font.getBestCmap().items()}


def width(text: str, *, size: float, bold: bool = False) -> float:
    """Return the width of one line of text, in the unit of ``size`` (pixels)."""
    advances = _advances()
    wide = sum(advances.get(ord(letter), UNKNOWN) for letter in text)
    return wide * size * (BOLD if bold else 1.0)


def wrap(text: str, *, size: float, within: float) -> tuple[str, ...]:
    """Break a text at spaces into lines no wider than ``within`` pixels."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size=size) <= within:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)
