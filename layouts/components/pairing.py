"""What is said of a pair: its sentence, its word, its badges. Cards and pages say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from layouts import sentences as say
from layouts.components.drawings import ONE_AXIS
from layouts.components.parts import Badge
from layouts.language import _, digits, mark, plural, words

Row = Mapping[str, Any]
TOKENS = {say.DIFFERS: "differs", say.CONSISTENT: "consistent", say.CANNOT_TELL: "cannot-tell"}
DECISIVE = ("definition", "population", "unit")
NOT_INDEPENDENT = ("shared source", "same records")
INDEPENDENCE = {
    "independent": mark("Independent of each other"),
    "shared source": mark("Share a source"),
    "same records": mark("Rest on the same records"),
}
HIGHEST = 20
MOST_NOTES = 3
MOST_WORDS = 3
STRONG = "{}"
"""Where a badge's strong word stands, in whatever order a language puts it."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What a pair holds for one place and group.

    ``observed`` are the observations of both sides, ``compared`` the comparisons, both already of
    the place and group; ``below`` counts words by area (word → areas) in ``below_year``;
    ``spread`` says the lowest and highest area where citizens have no national figure.
    """

    pair: Row
    scores: Sequence[Row]
    observed: pl.DataFrame
    compared: pl.DataFrame
    below: Mapping[str, int]
    below_year: int = 0
    where: str = ""
    spread: str = ""

    def newest(self, side: str, *, until: int | None = None) -> dict[str, Any] | None:
        """The newest observation of a side that has a value, not after the year ``until``."""
        rows = self.observed.filter((pl.col("side") == side) & pl.col("value").is_not_null())
        if until is not None:
            rows = rows.filter(pl.col("year_end") <= until)
        ordered = rows.sort("year_end", "year_start", "sample_size", nulls_last=False)
        return ordered.row(-1, named=True) if ordered.height else None

    def row(self, name: str | None) -> dict[str, Any] | None:
        """The observation of an id; the first one of "a; b"."""
        wanted = (name or "").split("; ")[0]
        rows = self.observed.filter(pl.col("row") == wanted)
        return rows.row(0, named=True) if rows.height else None

    @property
    def latest(self) -> dict[str, Any] | None:
        """The newest comparison, of the whole population before a part of it."""
        ordered = self.compared.sort(
            pl.col("sex") == "total", pl.col("urbanisation") == "total", "year"
        )
        return ordered.row(-1, named=True) if ordered.height else None


def state(evidence: Evidence) -> str:
    """Return the one word for a pair: its newest word, or why none is said."""
    pair = evidence.pair
    if pair["verdict"] not in ONE_AXIS:
        return str(pair["verdict"])
    latest = evidence.latest
    if latest is not None:
        return str(latest["agreement"])
    if evidence.below:
        return max(evidence.below, key=lambda word: evidence.below[word])
    return say.SHARED if pair["independence"] in NOT_INDEPENDENT else say.APART


def sentence(evidence: Evidence) -> str:
    """Return the headline sentence: values with unit and year, then what may be said of them."""
    pair = evidence.pair
    latest = evidence.latest
    if pair["verdict"] in ONE_AXIS and latest is not None:
        return _matched(evidence, latest)
    if pair["verdict"] in ONE_AXIS and evidence.below and not evidence.where:
        by_area = say.area_words(evidence.below, year=evidence.below_year)
        return " ".join(part for part in (values(evidence), by_area) if part)
    return " ".join(part for part in (values(evidence), _why_no_word(evidence)) if part)


def _matched(evidence: Evidence, latest: Row) -> str:
    pair = evidence.pair
    citizen, official = evidence.row(latest["citizen_row"]), evidence.row(latest["official_row"])
    unit, base = pair["unit"], (citizen or {}).get("base") or ""
    found = say.quantity(latest["citizen"], unit, base) + say.interval(citizen or {})
    when = say.among(
        say.period(citizen) if citizen else digits(latest["year"]),
        sex=latest["sex"],
        urbanisation=latest["urbanisation"],
        area=evidence.where,
    )
    return _(
        say.MATCHED[latest["matched"]],
        when=when,
        citizen_label=words(pair["citizen_label"]),
        citizen=found,
        official_label=words(pair["official_label"]),
        official=say.quantity(latest["official"], unit, (official or {}).get("base") or ""),
        official_when=_official_when(evidence, latest),
        words=say.agreement_words(
            agreement=latest["agreement"],
            direction=latest["direction"] or "",
            size=latest["gap"],
            unit=unit,
        ),
    )


def _official_when(evidence: Evidence, latest: Row) -> str:
    rows = [evidence.row(name) for name in (latest["official_row"] or "").split("; ")]
    return say.listed([say.period(row) for row in rows if row])


def values(evidence: Evidence) -> str:
    """Return the newest value of each side as sentences; nothing for a side without one."""
    pair = evidence.pair
    citizen, official = evidence.newest("citizen"), evidence.newest("official")
    if pair["verdict"] == say.CONTEXT:  # background is never set against the official value
        official = None
    if citizen and official:
        # The same year on both sides says more than the newest of each.
        official = evidence.newest("official", until=citizen["year_end"]) or official
        when = say.among(
            say.period(citizen),
            sex=citizen["sex"],
            urbanisation=citizen["urbanisation"],
            area=evidence.where,
        )
        return _(
            say.BOTH,
            citizen_label=words(pair["citizen_label"]),
            citizen=say.amount(citizen) + say.interval(citizen),
            citizen_when=when,
            official_label=words(pair["official_label"]),
            official=say.amount(official),
            official_when=say.period(official),
        )
    for side, row in (("citizen", citizen), ("official", official)):
        if row:
            said = _(
                say.ONE[side],
                label=words(pair[f"{side}_label"]),
                value=say.amount(row),
                when=say.period(row),
            )
            return f"{evidence.spread} {said}".strip() if side == "official" else said
    return evidence.spread


def _why_no_word(evidence: Evidence) -> str:
    pair = evidence.pair
    if pair["verdict"] == "side by side":
        return _(say.NO_AXIS, reason=say.clause_of(no_axis_reason(evidence)))
    if pair["verdict"] == "context only":
        reason = pair["context_reason"] or pair["verdict_reason"]
        return _(say.BACKGROUND, reason=say.clause_of(reason))
    if pair["independence"] in NOT_INDEPENDENT:
        return _(say.SHARE_A_SOURCE)
    return _(say.NO_MATCH)


def no_axis_reason(evidence: Evidence) -> str:
    """Return why there is no shared axis: the decisive score of zero, else the total."""
    for score in evidence.scores:
        if score["score"] == 0 and score["dimension"] in DECISIVE:
            return str(score["reason"])
    return str(evidence.pair["verdict_reason"])


def lowest_reasons(scores: Sequence[Row]) -> tuple[str, ...]:
    """Return the lowest-scoring reasons, to print on an overlay with caution (at most three)."""
    bottom = min((score["score"] for score in scores), default=2)
    if bottom == 2:
        return ()
    reasons = [str(score["reason"]) for score in scores if score["score"] == bottom]
    return tuple(say.sentence_of(words(reason)) for reason in reasons[:MOST_NOTES])


def badges(evidence: Evidence) -> tuple[Badge, ...]:
    """Return comparability, independence, then the newest words of agreement with their year."""
    pair = evidence.pair
    found = [
        Badge(
            text=_(
                "Comparability {total} · {verdict}", total=STRONG, verdict=words(pair["verdict"])
            ),
            strong=of_highest(pair["total"]),
            href="#comparable",
        ),
        Badge(text=independence_of(pair), href="#independence"),
    ]
    if pair["verdict"] not in ONE_AXIS:
        return tuple(found)
    rows = evidence.compared.sort("year", descending=True).unique("year", maintain_order=True)
    for row in rows.head(MOST_WORDS).iter_rows(named=True):
        word = row["agreement"]
        said = _("{word} {year}", word=STRONG, year=digits(row["year"]))
        found.append(Badge(text=said, strong=words(word), token=TOKENS.get(word, "mute")))
    if rows.is_empty():
        for word, areas in evidence.below.items():
            said = plural(
                "{word} in {n} area, {year}", "{word} in {n} areas, {year}", areas,
                word=STRONG, year=digits(evidence.below_year),
            )  # fmt: skip
            found.append(Badge(text=said, strong=words(word), token=TOKENS.get(word, "mute")))
    return tuple(found)


def of_highest(total: int) -> str:
    """Return a comparability total: "15 / 20"."""
    return digits(f"{total}\u00a0/\u00a0{HIGHEST}")


def independence_of(pair: Row) -> str:
    """Return whether the two sides rest on each other, in words."""
    found = pair["independence"]
    return _(INDEPENDENCE[found]) if found in INDEPENDENCE else _("Independence not known")
