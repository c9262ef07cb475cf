"""Answer the wide questions: the overview, a country, a goal of a country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from data.selection import Selection
from data.store import Question, Release
from layouts import sentences as say
from layouts.components import coverage as coverage_parts
from layouts.components.cards import cards_of
from layouts.components.crumbs import crumbs_of
from layouts.components.parts import (
    Cell,
    CountryView,
    GoalCell,
    GoalView,
    Link,
    OverviewView,
    PairCard,
)
from layouts.components.progress import shadows_of
from layouts.figures.chart import BarChart, BarRow
from layouts.language import select

Row = Mapping[str, Any]
BOTH_SIDES = frozenset({"citizen", "official"})
STATE_LINES = {
    say.DIFFERS: ("{n} differs", "{n} differ", "differs"),
    say.CONSISTENT: ("{n} consistent", "{n} consistent", "consistent"),
    say.CANNOT_TELL: ("{n} cannot tell", "{n} cannot tell", "cannot-tell"),
}
NOT_COMPARED = ("{n} not compared", "{n} not compared", "mute")
ALONE = {
    BOTH_SIDES: "both, not paired",
    frozenset({"citizen"}): "citizens only",
    frozenset({"official"}): "officials only",
    frozenset(): "nobody measures",
}
MOST_CARDS = 3
STATES = (say.DIFFERS, say.CONSISTENT, say.CANNOT_TELL)
OTHER = "not compared"
OVERVIEW_TITLE = "What people measured, beside the official figures"
OVERVIEW_SENTENCE = (
    "For {pairs} pairs of citizen and official figures in four countries, this dashboard says how "
    "far the two can be compared, and where they can, whether they differ."
)
COUNTRY_SENTENCE = "In {country}, {pairs} of citizen and official figures {said}."
NO_WORDS = "allow no word of agreement yet"
GOAL_SENTENCE = {
    True: "For goal {goal} in {country}, {pairs} of citizen and official figures {said}.",
    False: "For goal {goal} in {country}, no citizen figure is paired with an official one: "
    "{state}.",
}


def bars_of(groups: Mapping[str, Sequence[PairCard]], *, key: str, title: str) -> BarChart | None:
    """Return how many pairs of each group allow which word; nothing where there is no pair."""
    counted = {
        name: Counter(card.state if card.state in STATES else OTHER for card in cards)
        for name, cards in groups.items()
    }
    if not any(counted.values()):
        return None
    rows = tuple(
        BarRow(name=name, counts=tuple((state, found[state]) for state in (*STATES, OTHER)))
        for name, found in counted.items()
    )
    said = "; ".join(
        f"{row.name}: " + (", ".join(f"{n} {state}" for state, n in row.counts if n) or "no pair")
        for row in rows
    )
    return BarChart(
        key=key, title=title, alt=f"{title}. {said}.", states=(*STATES, OTHER), rows=rows
    )


def overview(*, selection: Selection, release: Release) -> OverviewView:
    """Return the matrix of four countries by seventeen goals, a sentence for each country."""
    coverage = release.ask(Question.COVERAGE, country=None)
    countries = tuple(
        Link(text=release.areas[code], href=f"/{word}")
        for word, code in release.known.countries.items()
    )
    cells = {
        word: _cells(word=word, release=release, coverage=coverage)
        for word in release.known.countries
    }
    matrix = tuple(
        (release.goals[goal], tuple(cells[word][goal] for word in cells))
        for goal in sorted(release.goals)
    )
    said = tuple(
        (link, _country_sentence(cards_of(release=release, country=code), name=link.text))
        for link, code in zip(countries, release.known.countries.values(), strict=True)
    )
    return OverviewView(
        release=release.name,
        selection=selection,
        title=OVERVIEW_TITLE,
        sentence=OVERVIEW_SENTENCE.format(pairs=len(release.known.pairs)),
        crumbs=(),
        records=tuple(cell.record for _, row in matrix for cell in row),
        countries=countries,
        sentences=said,
        bars=bars_of(
            {
                link.text: cards_of(release=release, country=code)
                for link, code in zip(countries, release.known.countries.values(), strict=True)
            },
            key="overview-bars",
            title="Pairs of each country, by what may be said of them",
        ),
        matrix=matrix,
        shadows=shadows_of(country=None, release=release),
    )


def country(*, selection: Selection, release: Release) -> CountryView:
    """Return one country: goals, strongest agreements and differences, coverage, datasets."""
    code = release.known.countries[selection.country]
    cards = cards_of(release=release, country=code)
    coverage = release.ask(Question.COVERAGE, country=code)
    cells = _cells(word=selection.country, release=release, coverage=coverage)
    datasets = release.ask(Question.LATEST_DATASETS, country=code)
    name = release.areas[code]
    return CountryView(
        release=release.name,
        selection=selection,
        title=name,
        sentence=_country_sentence(cards, name=name),
        crumbs=crumbs_of(selection=selection, release=release),
        records=tuple(card.record for card in cards),
        country=name,
        goals=tuple((release.goals[goal], cells[goal]) for goal in sorted(cells)),
        bars=bars_of(
            {
                f"{goal} {release.goals[goal]['short']}": here
                for goal in sorted(cells)
                if (here := [card for card in cards if card.goal == goal])
            },
            key=f"{selection.country}-bars",
            title=f"Pairs of {name} by goal, by what may be said of them",
        ),
        agreements=_strongest(cards, word=say.CONSISTENT),
        differences=_strongest(cards, word=say.DIFFERS),
        counts=coverage_parts.counts(coverage, cards=cards, datasets=datasets.height),
        datasets=coverage_parts.dataset_table(datasets),
        shadows=shadows_of(country=code, release=release),
    )


def goal(*, selection: Selection, release: Release) -> GoalView:
    """Return one goal of one country: every pair as a card, then what one side measures alone."""
    code = release.known.countries[selection.country]
    cards = tuple(
        card for card in cards_of(release=release, country=code) if card.goal == selection.goal
    )
    coverage = release.ask(Question.COVERAGE, country=code)
    here = coverage.filter(pl.col("goal") == selection.goal)
    row, name = release.goals[selection.goal], release.areas[code]
    paired = {card.indicator for card in cards}
    alone = frozenset(here["side"].to_list())
    said = GOAL_SENTENCE[bool(cards)].format(
        goal=selection.goal, country=name, pairs=say.count(len(cards), "pair", "pairs"),
        said=_said(cards), state=ALONE[alone],
    )  # fmt: skip
    return GoalView(
        release=release.name,
        selection=selection,
        title=f"{name}: {row['short']}",
        sentence=said,
        crumbs=crumbs_of(selection=selection, release=release),
        records=tuple(card.record for card in cards),
        goal=selection.goal,
        colour=row["colour"],
        country=name,
        goal_title=row["title"],
        cards=cards,
        spans=coverage_parts.spans_of(
            here,
            key=f"{selection.country}-{selection.goal}-years",
            title=f"{name}, goal {selection.goal}: the years each side has measured",
        ),
        one_sided=coverage_parts.one_sided(
            here, paired=paired, selection=selection, release=release
        ),
        nobody=coverage_parts.nobody(here, paired=paired, selection=selection, release=release),
        neighbours=coverage_parts.neighbours(selection, release=release),
    )  # fmt: skip


def _cells(*, word: str, release: Release, coverage: pl.DataFrame) -> dict[int, GoalCell]:
    code = release.known.countries[word]
    cards = cards_of(release=release, country=code)
    here = coverage.filter(pl.col("country") == code)
    cells = {}
    for number in release.goals:
        mine = [card for card in cards if card.goal == number]
        sides = frozenset(here.filter(pl.col("goal") == number)["side"].to_list())
        words = Counter(card.state for card in mine)
        lines = _lines(words) if mine else (Cell(text=ALONE[sides], token="mute"),)
        state = _state(words) if mine else ALONE[sides]
        href = select(country=word, goal=number).address()
        cells[number] = GoalCell(
            country=release.areas[code],
            goal=number,
            href=href,
            state=state,
            lines=lines,
            record={
                "country": code, "goal": number, "state": state, "pairs": len(mine),
                "consistent": words[say.CONSISTENT], "differs": words[say.DIFFERS],
                "cannot_tell": words[say.CANNOT_TELL],
                "not_compared": len(mine) - sum(words[one] for one in STATE_LINES),
                "citizens_measure": "citizen" in sides, "officials_measure": "official" in sides,
                "address": href,
            },
        )  # fmt: skip
    return cells


def _lines(words: Counter[str]) -> tuple[Cell, ...]:
    found = [
        Cell(text=(one if words[word] == 1 else many).format(n=words[word]), token=token)
        for word, (one, many, token) in STATE_LINES.items()
        if words[word]
    ]
    rest = sum(words.values()) - sum(words[word] for word in STATE_LINES)
    if rest:
        found.append(Cell(text=NOT_COMPARED[0].format(n=rest), token=NOT_COMPARED[2]))
    return tuple(found)


def _state(words: Counter[str]) -> str:
    said = [word for word in STATE_LINES if words[word]]
    return " and ".join(said) if said else "measured by both, not compared"


def _said(cards: Sequence[PairCard]) -> str:
    words = Counter(card.state for card in cards)
    parts = [
        text.format(n=words[word])
        for word, text in (
            (say.DIFFERS, "{n} differ" if words[say.DIFFERS] != 1 else "{n} differs"),
            (say.CONSISTENT, "{n} consistent"),
            (say.CANNOT_TELL, "for {n} it cannot be told"),
        )
        if words[word]
    ]
    rest = len(cards) - sum(words[word] for word in STATE_LINES)
    if not parts:
        return NO_WORDS
    if rest:
        parts.append(f"{rest} allow no word of agreement" if rest > 1
                     else "1 allows no word of agreement")  # fmt: skip
    return f"were judged: {say.listed(parts)}"


def _country_sentence(cards: Sequence[PairCard], *, name: str) -> str:
    return COUNTRY_SENTENCE.format(
        country=name, pairs=say.count(len(cards), "pair", "pairs"), said=_said(cards)
    )


def _strongest(cards: Sequence[PairCard], *, word: str) -> tuple[PairCard, ...]:
    """Return the most comparable pairs with a word; the larger relative gap breaks a tie."""
    found = [card for card in cards if card.state == word]
    return tuple(sorted(found, key=lambda card: -card.total)[:MOST_CARDS])
