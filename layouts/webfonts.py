"""Fonts cut down to what the pages write: woff2 for browsers, TrueType for pictures.

The fonts come as Python packages (``fontpkg-noto-sans``, ``fontpkg-noto-sans-devanagari``,
SIL Open Font Licence 1.1); nothing is fetched. Noto Sans is one variable file for every weight
from 400 to 700 (17 kB, less than two fixed weights together), and so is Devanagari (57 kB; two
fixed weights are 68), cut down to the letters of Nepali.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

import fontpkg
from fontTools.ttLib import TTFont

# Basic Latin and Latin-1 (Spanish; Swahili needs no more), then the signs that the pages write.
# Noto Sans itself has no arrows and no ≤ ≥ ≈: a page that writes one shows the reader's own font.
LATIN = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *(0x152, 0x153),
    *range(0x2009, 0x2015),
    *(0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2022, 0x2026, 0x202F),
    *(0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x2080, 0x2081, 0x2082, 0x20AC, 0x2122),
    0x2212,
)
# The letters, signs and digits that Nepali is written with, names from abroad included (not the
# rest of the block: Vedic marks, letters of Sindhi, Kashmiri and southern languages), the joiners
# that shape conjuncts, the dotted circle, the rupee sign, and common punctuation.
OTHERS = (0x904, 0x90E, 0x912, 0x929, 0x931, 0x933, 0x934, 0x93A, 0x93B, 0x946, 0x94A, 0x94E, 0x94F)
DEVANAGARI = (
    *(sign for sign in (*range(0x901, 0x951), *range(0x960, 0x971)) if sign not in OTHERS),
    *(0x20, 0x2D, 0x2E, 0x200C, 0x200D, 0x25CC, 0x20B9),
)
# The name of Nepali in Nepali, which every page shows: 1 kB instead of the whole face's 40.
NAME = tuple(ord(sign) for sign in "नेपाली")
TARGET = Path(__file__).resolve().parent.parent / "data" / "warehouse" / "static"
"""Where the build leaves its files: ``layouts.static``."""
LATIN_FEATURES = ("ccmp", "kern", "locl", "mark", "mkmk", "tnum")


@dataclass(frozen=True, kw_only=True)
class Cut:
    """One font file to make.

    ``weights`` is one weight (400) or a range (400, 700) that stays variable; ``features`` are
    OpenType layout features, ``("*",)`` for all of them (Indic shaping needs all).
    """

    name: str
    family: str
    characters: tuple[int, ...]
    weights: int | tuple[int, int]
    features: tuple[str, ...]
    web: bool

    @property
    def source(self) -> Path:
        """Return the variable font that the cut is made from."""
        return fontpkg.path(self.family)

    def key(self) -> str:
        """Return a key that changes when the font, the cut or the tool does."""
        digest = hashlib.sha256(self.source.read_bytes())
        digest.update(f"{self!r} fonttools {version('fonttools')}".encode())
        return digest.hexdigest()


def cuts() -> tuple[Cut, ...]:
    """Return every font file that the build makes, slowest first."""
    devanagari, latin = [], []
    for weight in (400, 700):
        stem = f"noto-sans-devanagari-{weight}"
        devanagari.append(_devanagari(name=f"{stem}.ttf", weights=weight, web=False))
        latin.append(_latin(name=f"noto-sans-{weight}.ttf", weights=weight, web=False))
    latin.append(_latin(name="fonts/noto-sans.woff2", weights=(400, 700), web=True))
    web = _devanagari(name="fonts/noto-sans-devanagari.woff2", weights=(400, 700), web=True)
    devanagari.append(web)
    latin.append(replace(web, name="fonts/noto-sans-nepali.woff2", weights=400, characters=NAME))
    return (*devanagari, *latin)


def _latin(*, name: str, weights: int | tuple[int, int], web: bool) -> Cut:
    return Cut(
        name=name,
        family="Noto Sans",
        characters=LATIN,
        weights=weights,
        features=LATIN_FEATURES,
        web=web,
    )


def _devanagari(*, name: str, weights: int | tuple[int, int], web: bool) -> Cut:
    return Cut(
        name=name,
        family="Noto Sans Devanagari",
        characters=DEVANAGARI,
        weights=weights,
        features=("*",),
        web=web,
    )


def picture_fonts(*, target: Path = TARGET) -> tuple[Path, ...]:
    """Return the TrueType files for Matplotlib's font manager (weights 400 and 700)."""
    return tuple(sorted((target / "pictures").glob("*.ttf")))


def make(cut: Cut) -> bytes:
    """Return the bytes of one font file: subset first (fast), then its weights fixed."""
    font = TTFont(cut.source, recalcTimestamp=False)
    # Only a build cuts fonts: the web server would carry 12 MB for it.
    from fontTools import subset
    from fontTools.varLib import instancer

    options = subset.Options()
    options.hinting = False
    options.layout_features = list(cut.features)
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 6, 13, 14]  # copyright and licence travel with the font
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=cut.characters)
    subsetter.subset(font)
    font = instancer.instantiateVariableFont(font, _axes(font=font, cut=cut), inplace=True)
    font.flavor = "woff2" if cut.web else None
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    return out.getvalue()


def _axes(*, font: TTFont, cut: Cut) -> Mapping[str, object]:
    """Return the place on each axis: normal width, the weights asked for."""
    wanted = {"wdth": 100, "wght": cut.weights}
    return {axis.axisTag: wanted[axis.axisTag] for axis in font["fvar"].axes}
