"""Every sentence about a comparison, as whole templates: nothing is glued from fragments.

The words are careful ones: "differs", "consistent", "cannot tell", "shares a source". A template
says a value with its unit and its year, and never that one side is right.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layouts.numbers import MONTHS, gap, number, plain, suffix

Row = Mapping[str, Any]

DIFFERS, CONSISTENT, CANNOT_TELL = "differs", "consistent", "cannot tell"
NOT_STATED, SHARED = "uncertainty not stated", "shares a source"
SIDE_BY_SIDE, CONTEXT = "side by side", "context only"
APART = "no common year"

MATCHED = {
    "same year": (
        "In {when}, {citizen_label} found {citizen}; the official figure ({official_label}) "
        "was {official}: {words}."
    ),
    "nearest year": (
        "In {when}, {citizen_label} found {citizen}; the nearest official figure "
        "({official_label}, {official_when}) was {official}: {words}."
    ),
    "interpolated": (
        "In {when}, {citizen_label} found {citizen}; the official figure ({official_label}), "
        "read between {official_when}, was about {official}: {words}."
    ),
}
WORDS = {
    DIFFERS: "the two differ",
    CONSISTENT: "the two are consistent",
    CANNOT_TELL: "whether they differ cannot be told",
    NOT_STATED: "no uncertainty is stated, so no word of agreement is said",
    SHARED: "these two share a source, so their nearness says nothing",
}
DIFFERENCES = {
    (
        "better",
        True,
    ): "the two differ, citizens’ figure being {gap} higher, in the desired direction",
    (
        "better",
        False,
    ): "the two differ, citizens’ figure being {gap} lower, in the desired direction",
    (
        "worse",
        True,
    ): "the two differ, citizens’ figure being {gap} higher, against the desired direction",
    (
        "worse",
        False,
    ): "the two differ, citizens’ figure being {gap} lower, against the desired direction",
    ("higher", True): "the two differ, citizens’ figure being {gap} higher",
    ("lower", False): "the two differ, citizens’ figure being {gap} lower",
}
BOTH = (
    "{citizen_label} found {citizen} in {citizen_when}; the official figure ({official_label}) "
    "was {official} in {official_when}."
)
ONE = {
    "citizen": "{label} found {value} in {when}.",
    "official": "The official figure ({label}) was {value} in {when}.",
}
SPREAD = "{label} found from {low} in {low_area} to {high} in {high_area} in {when}."
NO_AXIS = "These two cannot share an axis: {reason}"
BACKGROUND = "The citizens’ figure is shown as background, not beside an official one: {reason}"
SHARE_A_SOURCE = "These two share a source, so their nearness says nothing."
NO_MATCH = (
    "No citizen figure has an official one for the same place, group and time, so no gap is "
    "computed."
)
AREAS_SAID = "Of {areas} in {year}, {said}."
AREA_WORDS = {
    DIFFERS: ("1 differs", "{n} differ"),
    CONSISTENT: ("1 is consistent", "{n} are consistent"),
    CANNOT_TELL: ("for 1 it cannot be told", "for {n} it cannot be told"),
    NOT_STATED: ("for 1 no uncertainty is stated", "for {n} no uncertainty is stated"),
    SHARED: ("1 shares a source", "{n} share a source"),
}
GROUPS = {"female": "women and girls", "male": "men and boys"}
LIVES = {"urban": "in towns", "rural": "in the countryside"}


def amount(row: Row) -> str:
    """Return a value with its whole unit and base: "54.3 % of households", "1.03 per 1,000 …".

    ``row`` holds value, unit and, where known, base.
    """
    return quantity(row["value"], row["unit"], row.get("base") or "")


def quantity(value: float, unit: str, base: str = "") -> str:
    """Return a number with its unit and base spelled out, for sentences."""
    if unit.startswith("per "):
        return f"{number(value, unit).removesuffix(suffix(unit))} {unit}"
    text = number(value, unit)
    if not base:
        return text
    return f"{text} of {base}" if unit == "percent" else f"{text} {base}"


def interval(row: Row) -> str:
    """Return " (95 % interval 52.0–56.6 %)", or nothing where none is stated."""
    if row.get("lower") is None or row.get("upper") is None:
        return ""
    return f" (95\u00a0% interval {span(row['lower'], row['upper'], row['unit'])})"


def span(lower: float, upper: float, unit: str) -> str:
    """Return two numbers with their unit once: "52.0–56.6 %"; with "to" when below zero."""
    joint = " to " if lower < 0 else "–"
    return f"{number(lower, unit).removesuffix(suffix(unit))}{joint}{number(upper, unit)}"


def gap_span(lower: float | None, upper: float | None, unit: str) -> str:
    """Return the interval of a gap: "+1.2 to +6.6 points"; nothing where it has none."""
    if lower is None or upper is None:
        return ""
    low, high = gap(lower, unit), gap(upper, unit)
    return f"{low.split(chr(0xA0))[0]} to {high}"


def period(row: Row) -> str:
    """Return an ISO 8601 period in words: 2018, April 2018, 2017–2022."""

    def one(text: str) -> str:
        year, _, month = text.partition("-")
        return f"{MONTHS[int(month) - 1]} {year}" if month else year

    return "–".join(one(part) for part in str(row["period"]).split("/"))


def among(*, sex: str = "total", urbanisation: str = "total", area: str = "") -> str:
    """Return who a figure is about, to stand after a year: ", among women and girls, in Nakuru"."""
    words = []
    if sex in GROUPS:
        words.append(f"among {GROUPS[sex]}")
    if urbanisation in LIVES:
        words.append(LIVES[urbanisation])
    if area:
        words.append(f"in {area}")
    return " ".join(["", *words]) if words else ""


def agreement_words(*, agreement: str, direction: str, size: float, unit: str) -> str:
    """Return the words of agreement within a sentence, with the size of a difference."""
    if agreement == DIFFERS and (direction, size > 0) in DIFFERENCES:
        words = DIFFERENCES[(direction, size > 0)]
        return words.format(gap=gap(abs(size), unit).removeprefix("+"))
    return WORDS[agreement]


def sentence_of(text: str) -> str:
    """Return a text that begins with a capital letter and ends with a full stop."""
    text = text.strip()
    if not text:
        return ""
    return (text[0].upper() + text[1:]).rstrip(".") + "."


def clause_of(text: str) -> str:
    """Return a text ready to follow a colon: its first letter small, unless it is a name."""
    text = sentence_of(text)
    first = text.split(" ", 1)[0]
    plain_word = first[1:].islower() and first in ("The", "One", "Both", "A", "An", "Two", "No")
    return text[0].lower() + text[1:] if plain_word else text


def listed(parts: list[str], joint: str = "and") -> str:
    """Return "a, b and c"."""
    return f" {joint} ".join([", ".join(parts[:-1]), parts[-1]]) if parts[1:] else "".join(parts)


def count(number_of: int, one: str, many: str) -> str:
    """Return "1 area" or "1,237 areas"."""
    return f"{plain(number_of, 0)} {one if number_of == 1 else many}"


def area_words(words: Mapping[str, int], *, year: int, place: str = "areas") -> str:
    """Return how many areas got which word: "Of 35 areas in 2021, 8 differ, …"."""
    total = sum(words.values())
    said = [
        AREA_WORDS[word][0 if n == 1 else 1].format(n=n)
        for word in AREA_WORDS
        if (n := words.get(word, 0))
    ]
    return AREAS_SAID.format(areas=f"{total} {place}", year=year, said=listed(said))
