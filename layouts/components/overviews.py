"""Answer the wide questions: the overview, a country, a goal of a country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from data.selection import Selection
from data.store import Question, Release
from layouts import sentences as say
from layouts.components.cards import cards_of
from layouts.components.crumbs import crumbs_of
from layouts.components.parts import (
    Cell,
    CountryView,
    GoalCell,
    GoalView,
    Link,
    OneSide,
    OverviewView,
    PairCard,
    Table,
)
from layouts.components.tables import WHO
from layouts.numbers import plain

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
OVERVIEW_TITLE = "What people measured, beside the official figures"
OVERVIEW_SENTENCE = (
    "For {pairs} pairs of citizen and official figures in four countries, this dashboard says how "
    "far the two can be compared, and where they can, whether they differ."
)
COUNTRY_SENTENCE = "In {country}, {pairs} of citizen and official figures {said}."
NO_WORDS = "allow no word of agreement yet"
GOAL_SENTENCE = {
    True: "For goal {goal} in {country}, {pairs} of citizen and official figures {said}.",
    False: "For goal {goal} in {country}, no citizen figure is paired with an official one: {state}.",
}


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
        matrix=matrix,
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
        agreements=_strongest(cards, word=say.CONSISTENT),
        differences=_strongest(cards, word=say.DIFFERS),
        counts=_counts(coverage, cards=cards, datasets=datasets.height),
        datasets=_dataset_table(datasets),
    )


def goal(*, selection: Selection, release: Release) -> GoalView:
    """Return one goal of one country: every pair as a card, then what one side measures alone."""
    code = release.known.countries[selection.country]
    cards = cards_of(release=release, country=code, goal=selection.goal)
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
        one_sided=_one_sided(here, paired=paired, selection=selection, release=release),
        nobody=_nobody(here, paired=paired, selection=selection, release=release),
        neighbours=_neighbours(selection, release=release),
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
        href = Selection(country=word, goal=number).address()
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
            (say.CANNOT_TELL, "{n} cannot be told"),
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


def _counts(
    coverage: pl.DataFrame, *, cards: Sequence[PairCard], datasets: int
) -> tuple[tuple[str, str], ...]:
    by_side = {
        side: set(coverage.filter(pl.col("side") == side)["indicator"].to_list())
        for side in ("citizen", "official")
    }
    both = by_side["citizen"] & by_side["official"]
    return (
        (plain(len(cards), 0), "pairs, each judged by ten scores"),
        (plain(len(by_side["citizen"]), 0), "indicators and targets citizens have measured"),
        (plain(len(by_side["official"]), 0), "indicators and targets officials have measured"),
        (plain(len(both), 0), "measured by both"),
        (plain(datasets, 0), "datasets"),
    )


def _dataset_table(datasets: pl.DataFrame) -> Table:
    rows = tuple(
        (
            Cell(text=row["title"]),
            Cell(text=WHO[row["side"]], token=row["side"]),
            Cell(text=row["publisher"] or ""),
            Cell(text=f"{row['first_year']}–{row['last_year']}"
                 if row["first_year"] != row["last_year"] else str(row["last_year"])),
            Cell(text=plain(row["observations"], 0)),
        )
        for row in datasets.iter_rows(named=True)
    )  # fmt: skip
    return Table(
        caption="Datasets with figures on this country, the most recent figures first",
        columns=("Dataset", "Whose", "Publisher", "Years", "Figures"),
        rows=rows,
        numeric=frozenset({"Figures"}),
    )


def _one_sided(
    here: pl.DataFrame, *, paired: set[str], selection: Selection, release: Release
) -> tuple[OneSide, ...]:
    found = []
    for code in here["indicator"].unique(maintain_order=True):
        if code in paired or code not in release.measures:
            continue
        rows = {row["side"]: row for row in here.iter_rows(named=True) if row["indicator"] == code}
        words = {side: _span(row) for side, row in rows.items()}
        found.append(
            OneSide(
                indicator=code,
                title=release.measures[code]["title"],
                href=selection.with_(indicator=code).address(),
                citizen=words.get("citizen", ""),
                official=words.get("official", ""),
            )
        )
    return tuple(sorted(found, key=lambda one: (not one.citizen, *_order(one.indicator))))


def _order(code: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdigit() else (99, part) for part in code.split("."))


def _span(row: Row) -> str:
    first, last = row["first_year"], row["last_year"]
    years = str(last) if first == last else f"{first}–{last}"
    below = f", {say.count(row['areas'], 'area', 'areas')}" if row["areas"] else ""
    return f"{years}{below}"


def _nobody(
    here: pl.DataFrame, *, paired: set[str], selection: Selection, release: Release
) -> tuple[Link, ...]:
    held = set(here["indicator"].to_list()) | paired
    return tuple(
        Link(text=code, href=selection.with_(indicator=code).address(), note=row["title"])
        for code, row in release.measures.items()
        if row["goal"] == selection.goal and row["kind"] == "indicator" and code not in held
    )


def _neighbours(selection: Selection, *, release: Release) -> tuple[Link, ...]:
    return tuple(
        Link(
            text=release.areas[code],
            href=Selection(country=word, goal=selection.goal).address(),
            current=word == selection.country,
        )
        for word, code in release.known.countries.items()
    )
