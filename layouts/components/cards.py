"""The pairs of a country as cards, asked for in a few questions however many there are."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import polars as pl

from data.store import Question, Release
from layouts import sentences as say
from layouts.components import drawings, pairing
from layouts.components.evidence import evidence_of
from layouts.components.parts import Cell, PairCard
from layouts.figures.chart import Trace
from layouts.language import _, current, mark, select, words

Row = Mapping[str, Any]
NEWEST = {"citizen": mark("Citizens {figures}"), "official": mark("Official {figures}")}


def cards_of(*, release: Release, country: str) -> tuple[PairCard, ...]:
    """Return the cards of a country's pairs: by goal, the most comparable first.

    ``country`` is ISO 3166-1 alpha-3. They speak the language being spoken.
    """
    return _cards(release=release, country=country, language=current().code)


@lru_cache(maxsize=32)
def _cards(*, release: Release, country: str, language: str) -> tuple[PairCard, ...]:
    pairs = release.ask(Question.PAIRS, country=country, goal=None, indicator=None)
    observed = release.ask(Question.PAIR_OBSERVATIONS, pair=None, country=country)
    compared = release.ask(Question.COMPARISON, pair=None, country=country)
    scores = release.ask(Question.SCORES, pair=None)
    word = release.known.word(country)
    return tuple(
        _card(
            release=release,
            evidence=evidence_of(
                pair=pair,
                scores=scores.filter(pl.col("pair") == pair["pair"]).rows(named=True),
                observed=observed.filter(pl.col("pair") == pair["pair"]),
                compared=compared.filter(pl.col("pair") == pair["pair"]),
                selection=select(
                    country=word,
                    goal=pair["goal"],
                    indicator=pair["indicator"],
                    pair=pair["pair"],
                ),
                names=release.areas,
            ),
        )
        for pair in pairs.iter_rows(named=True)
    )


def _card(*, evidence: pairing.Evidence, release: Release) -> PairCard:
    pair = evidence.pair
    said, state = pairing.sentence(evidence), pairing.state(evidence)
    word = release.known.word(pair["country"])
    selection = select(
        country=word, goal=pair["goal"], indicator=pair["indicator"], pair=pair["pair"]
    )
    latest = evidence.latest
    return PairCard(
        pair=pair["pair"],
        goal=pair["goal"],
        indicator=pair["indicator"],
        title=words(pair["title"]),
        question=words(pair["question"]),
        href=selection.address(),
        verdict=pair["verdict"],
        total=pair["total"],
        independence=pair["independence"],
        state=state,
        sentence=said,
        badges=pairing.badges(evidence),
        figures=_figures(evidence),
        small=_small(evidence, alt=said),
        record={
            "pair": pair["pair"],
            "country": pair["country"],
            "goal": pair["goal"],
            "indicator": pair["indicator"],
            "title": pair["title"],
            "citizen_dataset": pair["citizen_dataset"],
            "citizen_series": pair["citizen_series"],
            "official_dataset": pair["official_dataset"],
            "official_series": pair["official_series"],
            "independence": pair["independence"],
            "total": pair["total"],
            "verdict": pair["verdict"],
            "state": state,
            "year": latest["year"] if latest else evidence.below_year or None,
            "gap": latest["gap"] if latest else None,
            "unit": pair["unit"],
            "sentence": said,
            "address": selection.address(),
        },
    )


def _figures(evidence: pairing.Evidence) -> tuple[Cell, ...]:
    """Return the newest figures of each side, in words: at most two years of each."""
    said = []
    background = evidence.pair["verdict"] == say.CONTEXT
    for side in ("citizen",) if background else NEWEST:
        rows = evidence.observed.filter(
            (pl.col("side") == side) & pl.col("value").is_not_null()
        ).unique("period", keep="first", maintain_order=True)
        newest = rows.sort("year_end", "period", descending=True).head(2).rows(named=True)
        if newest:
            figures = [
                f"{say.period(row)}: {say.quantity(row['value'], row['unit'])}" for row in newest
            ]
            said.append(Cell(text=_(NEWEST[side], figures="; ".join(figures)), token=side))
    return tuple(said)


def _small(evidence: pairing.Evidence, *, alt: str) -> Any:
    """Return the sparkline: both sides where one axis is allowed, else the citizens' alone."""
    pair = evidence.pair
    sides = ("official", "citizen") if pair["verdict"] in drawings.ONE_AXIS else ("citizen",)
    lines: list[Trace] = []
    for side in sides:
        rows = evidence.observed.filter(pl.col("side") == side)
        if rows.height:
            lines += drawings.traces(rows, side=side, label=words(pair[f"{side}_label"]), words={})[
                :1
            ]
    return drawings.small_chart(
        key=f"card-{pair['pair']}".replace(".", "-"),
        title=words(pair["title"]),
        alt=alt,
        unit=pair["unit"],
        lines=lines,
    )
