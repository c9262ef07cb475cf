"""What makes a survey compare with an indicator: asked how, instead of what, with which remedies.

The definition is the module's (``data/modules.py``); what citizens asked instead and every remedy
are those of the pairs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.modules import Module, modules
from data.pairs import DIMENSIONS
from data.selection import ASK, LEARN
from data.store import Question, Release
from layouts.components.parts import Link
from layouts.language import select, to, words
from layouts.official import official

ASK_COLUMNS = ("indicator", "pair", "dimension", "reason", "remedy", "address")


@dataclass(frozen=True, kw_only=True)
class Remedies:
    """What would make figures compare in one respect: reason, remedy, and the pair it is about."""

    dimension: str
    found: tuple[tuple[str, str, Link], ...]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a citizen survey asked instead: the series' titles and how the definitions differ."""

    pair: Link
    country: str
    series: tuple[str, ...]
    official: tuple[str, ...]
    definition: str


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What makes a survey compare with one indicator."""

    code: str
    name: str
    module: Module | None
    asked: tuple[Asked, ...]
    remedies: tuple[Remedies, ...]
    form: str


def choices_of(release: Release, *, chosen: str) -> tuple[Link, ...]:
    """Return the indicators on which citizens and officials have figures side by side."""
    here = select(room=LEARN, entry=ASK)
    return tuple(
        Link(
            text=f"{code} {official(release.measures[code])}",
            href=here.filtered(indicator=code).address() + "#asked",
            current=code == chosen,
            note=code,
        )
        for code in release.known.filters[f"{LEARN}/{ASK}"]["indicator"]
    )


def asking_of(code: str, *, release: Release) -> Asking:
    """Return what the official figure of an indicator asks, what citizens asked instead, and what
    would make the two compare, collected from its pairs."""
    rows = release.ask(Question.PAIRS, country=None, goal=None, indicator=code).rows(named=True)
    scores = {
        row["pair"]: release.ask(Question.SCORES, pair=row["pair"]).rows(named=True) for row in rows
    }
    pairs = {row["pair"]: Link(text=words(row["title"]), href=to(row["address"])) for row in rows}
    remedies: dict[str, list[tuple[str, str, Link]]] = {one: [] for one in DIMENSIONS}
    for pair, found in scores.items():
        for score in found:
            if score["remedy"]:
                remedies[score["dimension"]].append((score["reason"], score["remedy"], pairs[pair]))
    return Asking(
        code=code,
        name=official(release.measures[code]),
        module=modules().get(code),
        asked=tuple(
            Asked(
                pair=pairs[row["pair"]],
                country=words(release.areas[row["country"]]),
                series=_series(release, row, "citizen"),
                official=_series(release, row, "official"),
                definition=next(
                    one["reason"] for one in scores[row["pair"]]
                    if one["dimension"] == DIMENSIONS[0]
                ),
            )
            for row in rows
        ),
        remedies=tuple(
            Remedies(dimension=words(dimension), found=tuple(items))
            for dimension, items in remedies.items()
            if items
        ),
        form=to(f"/{LEARN}/{ASK}.xlsx?indicator={code}"),
    )  # fmt: skip


def _series(release: Release, row: Mapping[str, Any], side: str) -> tuple[str, ...]:
    """Return the titles of a side's series: what was asked or counted, in the catalogue's words."""
    held = release.ask(Question.DATASET_SERIES, dataset=row[f"{side}_dataset"])
    titles = dict(held.select("series", "title").iter_rows())
    named = str(row[f"{side}_series"]).replace(",", " ").split()
    return tuple(str(titles[name]) for name in named if name in titles)


def records_of(asking: Asking) -> tuple[dict[str, Any], ...]:
    """Return the remedies as rows of ``ASK_COLUMNS``."""
    return tuple(
        {"indicator": asking.code, "pair": link.text, "dimension": part.dimension,
         "reason": reason, "remedy": remedy, "address": link.href}
        for part in asking.remedies
        for reason, remedy, link in part.found
    )  # fmt: skip
