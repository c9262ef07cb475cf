"""Every sentence about a comparison, as whole templates: nothing is glued from fragments.

The words are careful ones: "differs", "consistent", "cannot tell", "shares a source". A template
says a value with its unit and its year, and never that one side is right.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layouts.language import (
    _,
    digits,
    is_translated,
    listed,
    mark,
    mark_plural,
    month,
    plural,
    words,
)
from layouts.numbers import decimals, gap, number, plain, suffix

__all__ = ["listed"]

Row = Mapping[str, Any]

DIFFERS, CONSISTENT, CANNOT_TELL = "differs", "consistent", "cannot tell"
NOT_STATED, SHARED = "uncertainty not stated", "shares a source"
SIDE_BY_SIDE, CONTEXT = "side by side", "context only"
APART = "no common year"

MATCHED = {
    "same year": mark(
        "In {when}, {citizen_label} found {citizen}; the official figure ({official_label}) "
        "was {official}: {words}."
    ),
    "nearest year": mark(
        "In {when}, {citizen_label} found {citizen}; the nearest official figure "
        "({official_label}, {official_when}) was {official}: {words}."
    ),
    "interpolated": mark(
        "In {when}, {citizen_label} found {citizen}; the official figure ({official_label}), "
        "read between {official_when}, was about {official}: {words}."
    ),
}
WORDS = {
    DIFFERS: mark("the two differ"),
    CONSISTENT: mark("the two are consistent"),
    CANNOT_TELL: mark("whether they differ cannot be told"),
    NOT_STATED: mark("no uncertainty is stated, so no word of agreement is said"),
    SHARED: mark("these two share a source, so their nearness says nothing"),
}
DIFFERENCES = {
    ("better", True): mark(
        "the two differ, citizens’ figure being {gap} higher, in the desired direction"
    ),
    ("better", False): mark(
        "the two differ, citizens’ figure being {gap} lower, in the desired direction"
    ),
    ("worse", True): mark(
        "the two differ, citizens’ figure being {gap} higher, against the desired direction"
    ),
    ("worse", False): mark(
        "the two differ, citizens’ figure being {gap} lower, against the desired direction"
    ),
    ("higher", True): mark("the two differ, citizens’ figure being {gap} higher"),
    ("lower", False): mark("the two differ, citizens’ figure being {gap} lower"),
}
BOTH = mark(
    "{citizen_label} found {citizen} in {citizen_when}; the official figure ({official_label}) "
    "was {official} in {official_when}."
)
ONE = {
    "citizen": mark("{label} found {value} in {when}."),
    "official": mark("The official figure ({label}) was {value} in {when}."),
}
SPREAD = mark("{label} found from {low} in {low_area} to {high} in {high_area} in {when}.")
STOPS = ("।", "?", "!")  # a sentence that ends so has its end
NO_AXIS = mark("These two cannot share an axis: {reason}")
BACKGROUND = mark(
    "The citizens’ figure is shown as background, not beside an official one: {reason}"
)
SHARE_A_SOURCE = mark("These two share a source, so their nearness says nothing.")
NO_MATCH = mark(
    "No citizen figure has an official one for the same place, group and time, so no gap is "
    "computed."
)
AREA_WORDS = {
    DIFFERS: mark_plural("{n} differs", "{n} differ"),
    CONSISTENT: mark_plural("{n} is consistent", "{n} are consistent"),
    CANNOT_TELL: mark_plural("for {n} it cannot be told", "for {n} it cannot be told"),
    NOT_STATED: mark_plural("for {n} no uncertainty is stated", "for {n} no uncertainty is stated"),
    SHARED: mark_plural("{n} shares a source", "{n} share a source"),
}
GROUPS = {"female": mark("women and girls"), "male": mark("men and boys")}
LIVES = {"urban": mark("in towns"), "rural": mark("in the countryside")}
AMONG = {
    ("total", "total"): mark("{when}"),
    ("female", "total"): mark("{when}, among women and girls"),
    ("male", "total"): mark("{when}, among men and boys"),
    ("total", "urban"): mark("{when}, in towns"),
    ("total", "rural"): mark("{when}, in the countryside"),
    ("female", "urban"): mark("{when}, among women and girls in towns"),
    ("male", "urban"): mark("{when}, among men and boys in towns"),
    ("female", "rural"): mark("{when}, among women and girls in the countryside"),
    ("male", "rural"): mark("{when}, among men and boys in the countryside"),
}
"""When and among whom, to stand after "in": one whole phrase for each group."""


def other(group: str) -> str:
    """Return a further breakdown as a reader meets it: "category=Solar" is "Solar"."""
    return group.replace("category=", "").replace("=", " ")


def amount(row: Row) -> str:
    """Return a value with its whole unit and base: "54.3 % of households", "1.03 per 1,000 …".

    ``row`` holds value, unit and, where known, base.
    """
    return quantity(row["value"], row["unit"], row.get("base") or "")


def quantity(value: float, unit: str, base: str = "") -> str:
    """Return a number with its unit and base spelled out, for sentences."""
    if unit.startswith("per "):
        digits_only = number(value, unit).removesuffix(suffix(unit))
        return _("{number} {unit}", number=digits_only, unit=words(unit))
    text = number(value, unit)
    if not base:
        return text
    if unit == "percent":
        return _("{share} of {base}", share=text, base=words(base))
    return _("{number} {unit}", number=text, unit=words(base))


def interval(row: Row) -> str:
    """Return " (95 % interval 52.0–56.6 %)", or nothing where none is stated."""
    if row.get("lower") is None or row.get("upper") is None:
        return ""
    ends = span(row["lower"], row["upper"], row["unit"])
    return " " + _("(95\u00a0% interval {ends})", ends=ends)


def span(lower: float, upper: float, unit: str) -> str:
    """Return two numbers with their unit once: "52.0–56.6 %"; with "to" when below zero."""
    low, high = number(lower, unit).removesuffix(suffix(unit)), number(upper, unit)
    return _("{low} to {high}", low=low, high=high) if lower < 0 else f"{low}–{high}"


def gap_span(lower: float | None, upper: float | None, unit: str) -> str:
    """Return the interval of a gap: "+1.2 to +6.6 points"; nothing where it has none."""
    if lower is None or upper is None:
        return ""
    # Without its unit, which some languages write before the number.
    low = plain(lower, decimals(lower, unit))
    return _("{low} to {high}", low=f"+{low}" if lower > 0 else low, high=gap(upper, unit))


def period(row: Row) -> str:
    """Return an ISO 8601 period in words: 2018, April 2018, 2017–2022."""

    def one(text: str) -> str:
        year, _dash, number_of_month = text.partition("-")
        if not number_of_month:
            return digits(year)
        return _("{month} {year}", month=month(int(number_of_month)), year=digits(year))

    return "–".join(one(part) for part in str(row["period"]).split("/"))


def among(when: str, *, sex: str = "total", urbanisation: str = "total", area: str = "") -> str:
    """Return when and about whom a figure is: "2019, among women and girls, in Nakuru"."""
    said = _(AMONG[(sex, urbanisation)], when=when) if (sex, urbanisation) in AMONG else when
    return _("{when}, in {area}", when=said, area=area) if area else said


def agreement_words(*, agreement: str, direction: str, size: float, unit: str) -> str:
    """Return the words of agreement within a sentence, with the size of a difference."""
    if agreement == DIFFERS and (direction, size > 0) in DIFFERENCES:
        return _(DIFFERENCES[(direction, size > 0)], gap=gap(abs(size), unit).removeprefix("+"))
    return _(WORDS[agreement])


def sentence_of(text: str) -> str:
    """Return a text that begins with a capital letter and ends with a full stop."""
    text = text.strip()
    if not text:
        return ""
    said = text[0].upper() + text[1:]
    return said if said.endswith(STOPS) else said.rstrip(".") + "."


def clause_of(text: str) -> str:
    """Return catalogue words ready to follow a colon: a small first letter, unless it is a name."""
    if not is_translated(text):
        return _small(sentence_of(text))
    return _small(sentence_of(words(text)))


def _small(text: str) -> str:
    first = text.split(" ", 1)[0]
    plain_word = first[1:].islower() and first in (
        "The", "One", "Both", "A", "An", "Two", "No",
        "El", "La", "Los", "Las", "Una", "Un", "Ambas", "Ambos", "Dos",
    )  # fmt: skip
    return text[0].lower() + text[1:] if plain_word else text


def area_words(counts: Mapping[str, int], *, year: int) -> str:
    """Return how many areas got which word: "Of 35 areas in 2021, 8 differ, …"."""
    total = sum(counts.values())
    said = [plural(*AREA_WORDS[word], n) for word in AREA_WORDS if (n := counts.get(word, 0))]
    return plural(
        "Of {n} area in {year}, {said}.", "Of {n} areas in {year}, {said}.", total,
        year=digits(year), said=listed(said),
    )  # fmt: skip
