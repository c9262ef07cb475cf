"""Numbers, units and moments as words: 54.3 %, 1.03 per 100,000, 1,237,795, April 2018."""

from __future__ import annotations

import math
import re

from layouts.language import NO_BREAK, _, current, decimal, digits, mark, month, words

__all__ = ["NO_BREAK", "caption", "decimals", "gap", "moment", "number", "plain", "suffix", "tick"]
RATE = re.compile(r"^per [\d,]+")
# How a rate is written behind a number; the whole unit is a word of the catalogue.
RATES = (
    mark("per 100"),
    mark("per 1,000"),
    mark("per 100,000"),
    mark("per 1,000,000"),
)
# Units whose words would read oddly behind digits; the axis and the table name them.
WITHOUT_SUFFIX = ("count", "index", "ratio", "level", "score", "mean", "not stated", "1 = yes")
SMALLEST_MONTH = 0.005  # 2018.0 is the year; January's middle is 2018.04


def decimals(value: float, unit: str) -> int:
    """Return how many decimals to print: shares one, counts none, else three figures."""
    if unit == "percent":
        return 1
    if unit == "count":
        return 0
    size = abs(value)
    if size == 0 or size >= 100:
        return 0
    if size >= 0.1:
        return 1 if size >= 10 else 2
    return min(4, 2 - math.floor(math.log10(size)))


def plain(value: float, places: int) -> str:
    """Return the digits with commas and a real minus sign; a rounded zero has no sign."""
    return decimal(value, places)


def suffix(unit: str) -> str:
    """Return what follows the digits: " %", " per 100,000", " µg/m³" or nothing."""
    if unit == "percent":
        return current().percent
    if not unit or unit.startswith(WITHOUT_SUFFIX):
        return ""
    rate = RATE.match(unit)
    return f"{NO_BREAK}{words(rate.group() if rate else unit).replace(' ', NO_BREAK)}"


def caption(unit: str) -> str:
    """Return the words that name an axis; blank where its numbers say enough (54 %, counts)."""
    return "" if unit in ("percent", "count", "not stated") else words(unit)


def number(value: float, unit: str) -> str:
    """Return a value with its unit, as printed in labels, tables and sentences.

    ``unit`` is the harmonised unit ("percent", "count", "per 100,000 population"). The
    population of a rate is left to the caption: "1.03 per 100,000".
    """
    return plain(value, decimals(value, unit)) + suffix(unit)


def gap(value: float, unit: str) -> str:
    """Return a signed difference; between two shares it is in percentage points."""
    sign = "+" if value > 0 else ""
    if unit == "percent":
        points = _("{number} points", number=plain(value, 1)).replace(" ", NO_BREAK)
        return f"{sign}{points}"
    return sign + number(value, unit)


def tick(value: float, step: float) -> str:
    """Return an axis number with just the decimals its step needs, no unit."""
    places = next(n for n in range(10) if math.isclose(round(step, n), step, rel_tol=1e-6))
    return plain(value, places)


def moment(x: float) -> str:
    """Return a point in time as words: 2018.0 is "2018", 2018.29 is "April 2018"."""
    year = math.floor(x)
    if x - year < SMALLEST_MONTH:
        return digits(year)
    name = month(min(12, math.floor((x - year) * 12) + 1))
    return _("{month} {year}", month=name, year=digits(year))
