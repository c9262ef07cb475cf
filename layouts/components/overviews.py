"""Answer the wide questions: the overview, a country, a goal of a country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from data.initiatives import initiatives_at
from data.selection import INITIATIVES, Selection
from data.store import Question, Release
from layouts import sentences as say
from layouts.components import coverage as coverage_parts
from layouts.components.areas import outlines_of
from layouts.components.cards import cards_of
from layouts.components.crumbs import (
    across_of,
    beside,
    country_name,
    crumbs_of,
    goal_name,
    measure_name,
)
from layouts.components.parts import (
    Cell,
    CountryLine,
    CountryView,
    GoalCell,
    GoalView,
    Initiatives,
    Link,
    MeasureGroup,
    OverviewView,
    PairCard,
)
from layouts.components.progress import shadows_of
from layouts.figures.chart import BarChart, BarRow
from layouts.figures.silhouette import silhouette
from layouts.language import (
    _,
    digits,
    listed,
    mark,
    mark_plural,
    plural,
    select,
)
from layouts.numbers import plain
from layouts.official import official, official_html

Row = Mapping[str, Any]
BOTH_SIDES = frozenset({"citizen", "official"})
STATES = (say.DIFFERS, say.CONSISTENT, say.CANNOT_TELL)
OTHER = "not compared"
STATE_LINES = {
    say.DIFFERS: (mark_plural("{n} differs", "{n} differ"), "differs"),
    say.CONSISTENT: (mark_plural("{n} consistent", "{n} consistent"), "consistent"),
    say.CANNOT_TELL: (mark_plural("{n} cannot tell", "{n} cannot tell"), "cannot-tell"),
    OTHER: (mark_plural("{n} not compared", "{n} not compared"), "mute"),
}
ALONE = {
    BOTH_SIDES: mark("both, not paired"),
    frozenset({"citizen"}): mark("citizens only"),
    frozenset({"official"}): mark("officials only"),
    frozenset(): mark("nobody measures"),
}
MOST_CARDS, MOST_INITIATIVES = 3, 5
OVERVIEW_TITLE = mark("What people measured, beside the official figures")
OVERVIEW_SENTENCE = mark(
    "For {pairs} pairs of citizen and official figures in four countries, this dashboard says how "
    "far the two can be compared, and where they can, whether they differ."
)
MEASURE = {
    True: mark_plural(
        "{n} initiative or tool works on this goal here.",
        "{n} initiatives and tools work on this goal here.",
    ),
    False: mark_plural(
        "{n} initiative or tool works here.", "{n} initiatives and tools work here."
    ),
}
COUNTRY_SENTENCES = {
    True: mark_plural(
        "In {country}, {n} pair of citizen and official figures was judged: {said}.",
        "In {country}, {n} pairs of citizen and official figures were judged: {said}.",
    ),
    False: mark_plural(
        "In {country}, {n} pair of citizen and official figures allows no word of agreement yet.",
        "In {country}, {n} pairs of citizen and official figures allow no word of agreement yet.",
    ),
}
GOAL_SENTENCES = {
    True: mark_plural(
        "For goal {goal} in {country}, {n} pair of citizen and official figures was judged: "
        "{said}.",
        "For goal {goal} in {country}, {n} pairs of citizen and official figures were judged: "
        "{said}.",
    ),
    False: mark_plural(
        "For goal {goal} in {country}, {n} pair of citizen and official figures allows no word of "
        "agreement yet.",
        "For goal {goal} in {country}, {n} pairs of citizen and official figures allow no word of "
        "agreement yet.",
    ),
}
NO_PAIR = {
    BOTH_SIDES: mark(
        "For goal {goal} in {country}, no citizen figure is paired with an official one: both have "
        "measured something, and nothing is paired yet."
    ),
    frozenset({"citizen"}): mark(
        "For goal {goal} in {country}, no citizen figure is paired with an official one: citizens "
        "only have measured it."
    ),
    frozenset({"official"}): mark(
        "For goal {goal} in {country}, no citizen figure is paired with an official one: officials "
        "only have measured it."
    ),
    frozenset(): mark(
        "For goal {goal} in {country}, no citizen figure is paired with an official one: nobody "
        "measures it here."
    ),
}
SAID = {
    say.DIFFERS: mark_plural("{n} differs", "{n} differ"),
    say.CONSISTENT: mark_plural("{n} consistent", "{n} consistent"),
    say.CANNOT_TELL: mark_plural("for {n} it cannot be told", "for {n} it cannot be told"),
    OTHER: mark_plural("{n} allows no word of agreement", "{n} allow no word of agreement"),
}
GOALS_SAID = {
    say.DIFFERS: mark_plural("on {n} a pair differs", "on {n} a pair differs"),
    say.CONSISTENT: mark_plural("on {n} a pair is consistent", "on {n} a pair is consistent"),
    say.CANNOT_TELL: mark_plural(
        "on {n} it cannot be told of a pair", "on {n} it cannot be told of a pair"
    ),
    OTHER: mark_plural("on {n} no pair allows a word", "on {n} no pair allows a word"),
    "both": mark_plural("on {n} nothing is paired", "on {n} nothing is paired"),
    "one side": mark_plural("on {n} one side measures alone", "on {n} one side measures alone"),
    "nobody": mark_plural("on {n} nobody measures", "on {n} nobody measures"),
}
ALONE_KEYS = ("nobody", "one side", "both")
"""A goal with several pairs may stand under several of the first three."""


def bars_of(groups: Mapping[str, Sequence[PairCard]], *, key: str, title: str) -> BarChart | None:
    """Return how many pairs of each group allow which word; nothing where there is no pair."""
    counted = {name: judged(cards) for name, cards in groups.items()}
    if not any(counted.values()):
        return None
    rows = tuple(
        BarRow(name=name, counts=tuple((state, found[state]) for state in STATE_LINES))
        for name, found in counted.items()
    )
    said = "; ".join(
        _("{name}: {said}", name=row.name, said=_counted(dict(row.counts)) or _("no pair"))
        for row in rows
    )
    alt = _("{title}. {said}.", title=title, said=said)
    return BarChart(key=key, title=title, alt=alt, states=tuple(STATE_LINES), rows=rows)


def initiatives_of(selection: Selection, *, code: str) -> Initiatives | None:
    """Return who measures in a country, or one goal of it; nothing where the directory has none."""
    found = initiatives_at(country=code, goal=selection.goal)
    if not found:
        return None
    there = select(room=INITIATIVES, country=selection.country)
    if selection.goal:
        there = there.filtered(goal=str(selection.goal))
    return Initiatives(
        sentence=plural(*MEASURE[bool(selection.goal)], len(found)),
        first=tuple(
            Link(text=one.name, href=select(room=INITIATIVES, entry=one.id).address())
            for one in found[:MOST_INITIATIVES]
        ),
        all=Link(text=_("All of them, with a map"), href=there.address()),
    )


def _counted(found: Mapping[str, int]) -> str:
    return ", ".join(
        plural(*forms, found[state]) for state, (forms, _token) in STATE_LINES.items()
        if found[state]
    )  # fmt: skip


def overview(*, selection: Selection, release: Release) -> OverviewView:
    """Return the matrix of four countries by seventeen goals, two sentences for each country."""
    coverage = release.ask(Question.COVERAGE, country=None)
    countries = tuple(
        Link(text=country_name(word, release=release), href=select(country=word).address())
        for word in release.known.countries
    )
    cells = {
        word: _cells(word=word, release=release, coverage=coverage)
        for word in release.known.countries
    }
    matrix = tuple(
        (release.goals[goal], tuple(cells[word][goal] for word in cells))
        for goal in sorted(release.goals)
    )
    cards = {
        link.text: cards_of(release=release, country=code)
        for link, code in zip(countries, release.known.countries.values(), strict=True)
    }
    return OverviewView(
        release=release.name,
        selection=selection,
        title=_(OVERVIEW_TITLE),
        sentence=_(OVERVIEW_SENTENCE, pairs=plain(len(release.known.pairs), 0)),
        crumbs=(),
        records=tuple(cell.record for _goal, row in matrix for cell in row),
        countries=countries,
        lines=tuple(
            CountryLine(
                link=link,
                outline=silhouette(outlines_of(code)),
                sentence=_country_sentence(cards[link.text], name=link.text),
                goals=_goals_sentence(tuple(cells[word].values())),
            )
            for link, (word, code) in zip(countries, release.known.countries.items(), strict=True)
        ),
        bars=bars_of(
            cards,
            key="overview-bars",
            title=_("Pairs of each country, by what may be said of them"),
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
    name = country_name(selection.country, release=release)
    links = [
        Link(text=country_name(word, release=release), href=select(country=word).address())
        for word in release.known.countries
    ]
    previous, following = beside(links, here=list(release.known.countries).index(selection.country))
    return CountryView(
        release=release.name,
        selection=selection,
        title=name,
        sentence=_country_sentence(cards, name=name),
        crumbs=crumbs_of(selection=selection, release=release),
        records=tuple(card.record for card in cards),
        country=name,
        previous=previous,
        following=following,
        goals=tuple((release.goals[goal], cells[goal]) for goal in sorted(cells)),
        bars=bars_of(
            {
                f"{digits(goal)} {official(release.goals[goal], 'short')}": here
                for goal in sorted(cells)
                if (here := [card for card in cards if card.goal == goal])
            },
            key=f"{selection.country}-bars",
            title=_("{country}: pairs of each goal, by what may be said of them", country=name),
        ),
        agreements=_strongest(cards, word=say.CONSISTENT),
        differences=_strongest(cards, word=say.DIFFERS),
        counts=coverage_parts.counts(coverage, cards=cards, datasets=datasets.height),
        datasets=coverage_parts.dataset_table(datasets),
        shadows=shadows_of(country=code, release=release),
        initiatives=initiatives_of(selection, code=code),
    )


def goal(*, selection: Selection, release: Release) -> GoalView:
    """Return one goal of one country: every pair as a card, then what one side measures alone."""
    code = release.known.countries[selection.country]
    cards = tuple(
        card for card in cards_of(release=release, country=code) if card.goal == selection.goal
    )
    coverage = release.ask(Question.COVERAGE, country=code)
    here = coverage.filter(pl.col("goal") == selection.goal)
    row, name = release.goals[selection.goal], country_name(selection.country, release=release)
    paired = {card.indicator for card in cards}
    sides = frozenset(here["side"].to_list())
    previous, following = _beside_goal(selection, release=release)
    number = digits(selection.goal)
    return GoalView(
        initiatives=initiatives_of(selection, code=code),
        release=release.name,
        selection=selection,
        title=_("{country}: {goal}", country=name, goal=official(row, "short")),
        sentence=_goal_sentence(cards, goal=number, country=name, sides=sides),
        crumbs=crumbs_of(selection=selection, release=release),
        records=tuple(card.record for card in cards),
        goal=selection.goal,
        colour=row["colour"],
        country=name,
        previous=previous,
        following=following,
        goal_title=official_html(row, "title"),
        groups=_groups(cards, release=release),
        lacks=coverage_parts.lacks(selection, release=release),
        lacks_citizens="citizen" not in sides,
        spans=coverage_parts.spans_of(
            here,
            key=f"{selection.country}-{selection.goal}-years",
            title=_(
                "{country}, goal {goal}: the years each side has measured",
                country=name,
                goal=number,
            ),
        ),
        one_sided=coverage_parts.one_sided(
            here, paired=paired, selection=selection, release=release
        ),
        nobody=coverage_parts.nobody(here, paired=paired, selection=selection, release=release),
        neighbours=coverage_parts.neighbours(selection, release=release),
    )


def _beside_goal(selection: Selection, *, release: Release) -> tuple[Link | None, Link | None]:
    goals = sorted(release.goals)
    links = [
        Link(
            text=goal_name(one, release=release),
            href=select(country=selection.country, goal=one).address(),
        )
        for one in goals
    ]
    return beside(links, here=goals.index(selection.goal))


def _groups(cards: Sequence[PairCard], *, release: Release) -> tuple[MeasureGroup, ...]:
    """Return the cards by indicator, in their order."""
    found: dict[str, list[PairCard]] = {}
    for card in cards:
        found.setdefault(card.indicator, []).append(card)
    return tuple(
        MeasureGroup(
            indicator=code,
            words=measure_name(code, release=release),
            heading=official_html(release.measures[code]),
            across=across_of(code, release=release),
            cards=tuple(group),
        )
        for code, group in found.items()
    )


def _cells(*, word: str, release: Release, coverage: pl.DataFrame) -> dict[int, GoalCell]:
    code = release.known.countries[word]
    cards = cards_of(release=release, country=code)
    here = coverage.filter(pl.col("country") == code)
    cells = {}
    for number in release.goals:
        cells[number] = cell_of(
            [card for card in cards if card.goal == number],
            sides=frozenset(here.filter(pl.col("goal") == number)["side"].to_list()),
            there=select(country=word, goal=number),
            release=release,
        )
    return cells


def cell_of(
    cards: Sequence[PairCard], *, sides: frozenset[str], there: Selection, release: Release
) -> GoalCell:
    """Return what is said of a goal or a measure in a country: of its pairs, or who measures.

    ``there`` is the page it leads to, ``sides`` are those with a figure.
    """
    counts = judged(cards)
    state, href = _state(counts) if cards else ALONE[sides], there.address()
    return GoalCell(
        country=country_name(there.country, release=release),
        goal=there.goal,
        href=href,
        state=state,
        lines=_lines(counts) if cards else (Cell(text=_(ALONE[sides]), token="mute"),),
        record={
            "country": release.known.countries[there.country], "goal": there.goal, "state": state,
            "pairs": len(cards), "consistent": counts[say.CONSISTENT],
            "differs": counts[say.DIFFERS], "cannot_tell": counts[say.CANNOT_TELL],
            "not_compared": counts[OTHER], "citizens_measure": "citizen" in sides,
            "officials_measure": "official" in sides, "address": href,
        },
    )  # fmt: skip


def judged(cards: Sequence[PairCard]) -> Counter[str]:
    """Return how many pairs allow which word; the others are not compared."""
    return Counter(card.state if card.state in STATES else OTHER for card in cards)


def _lines(counts: Counter[str]) -> tuple[Cell, ...]:
    return tuple(
        Cell(text=plural(*forms, counts[state]), token=token)
        for state, (forms, token) in STATE_LINES.items()
        if counts[state]
    )


def _state(counts: Counter[str]) -> str:
    """Return the state of a goal in the data, in English everywhere."""
    said = [word for word in STATES if counts[word]]
    return " and ".join(said) if said else "measured by both, not compared"


def said_of(counts: Counter[str]) -> str:
    """Return "3 differ, 1 consistent and for 2 it cannot be told"; nothing without a word."""
    if not any(counts[word] for word in STATES):
        return ""
    return listed([plural(*forms, counts[state]) for state, forms in SAID.items() if counts[state]])


def _country_sentence(cards: Sequence[PairCard], *, name: str) -> str:
    said = said_of(judged(cards))
    return plural(*COUNTRY_SENTENCES[bool(said)], len(cards), country=name, said=said)


def _goal_sentence(
    cards: Sequence[PairCard], *, goal: str, country: str, sides: frozenset[str]
) -> str:
    if not cards:
        return _(NO_PAIR[sides], goal=goal, country=country)
    said = said_of(judged(cards))
    forms = GOAL_SENTENCES[bool(said)]
    return plural(*forms, len(cards), goal=goal, country=country, said=said)


def _goals_sentence(cells: Sequence[GoalCell]) -> str:
    """Return how many goals of a country stand where, in one sentence."""
    counts: Counter[str] = Counter()
    for cell in cells:
        record = cell.record
        if record["pairs"]:
            names = {say.DIFFERS: "differs", say.CONSISTENT: "consistent",
                     say.CANNOT_TELL: "cannot_tell"}  # fmt: skip
            counts.update([word for word in STATES if record[names[word]]] or [OTHER])
            continue
        sides = record["citizens_measure"] + record["officials_measure"]
        counts.update([ALONE_KEYS[sides]])
    said = [plural(*forms, counts[name]) for name, forms in GOALS_SAID.items() if counts[name]]
    return plural("Of {n} goal: {said}.", "Of {n} goals: {said}.", len(cells), said=listed(said))


def _strongest(cards: Sequence[PairCard], *, word: str) -> tuple[PairCard, ...]:
    """Return the most comparable pairs with a word; the larger relative gap breaks a tie."""
    found = [card for card in cards if card.state == word]
    return tuple(sorted(found, key=lambda card: -card.total)[:MOST_CARDS])
