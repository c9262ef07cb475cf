"""Answer "what do citizens and officials say on what cuts through the goals?"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from data.initiatives import initiatives
from data.selection import INITIATIVES, THEME, Selection
from data.store import Question, Release
from data.themes import Active, Place, Theme, initiatives_of, themes
from layouts import sentences as say
from layouts.components.cards import cards_of
from layouts.components.coverage import order
from layouts.components.crumbs import across_of, beside, country_name, crumbs_of, measure_name
from layouts.components.overviews import bars_of, cell_of, judged, said_of
from layouts.components.pairing import TOKENS
from layouts.components.parts import Cell, GoalCell, Link, PairCard
from layouts.components.rooms.datasets import chips_of
from layouts.components.rooms.parts import RoomView
from layouts.figures.chart import BarChart
from layouts.language import _, listed, mark, mark_plural, plural, select, words, written
from layouts.numbers import gap, number, plain
from layouts.official import official_html

Row = Mapping[str, Any]
SIDES = ("citizen", "official")
TITLE = mark("Themes that cut through the goals")
SENTENCE = mark(
    "People live one life, not seventeen goals: {themes} each gather indicators of several goals "
    "and say what citizens and officials find."
)
PAIRS = {
    True: mark_plural(
        "{n} pair of citizen and official figures on this was judged: {said}.",
        "{n} pairs of citizen and official figures on this were judged: {said}.",
    ),
    False: mark_plural(
        "{n} pair of citizen and official figures on this allows no word of agreement yet.",
        "{n} pairs of citizen and official figures on this allow no word of agreement yet.",
    ),
}
NO_PAIR = mark("No citizen figure on this is paired with an official one yet.")
MEASURED = mark_plural(
    "Of {n} indicator by country, citizens have measured {citizen}, officials {official}.",
    "Of {n} indicators by country, citizens have measured {citizen}, officials {official}.",
)
NO_GAP = mark("No pair on this allows a gap with its interval yet, so none is ranked.")
GROUPS = {"sex": mark("Women and men"), "urbanisation": mark("Town and countryside"),
          "area": mark("Areas")}  # fmt: skip
NAMES = {"sex": (say.GROUPS["female"], say.GROUPS["male"]),
         "urbanisation": (say.LIVES["urban"], say.LIVES["rural"])}  # fmt: skip
STANDS = {
    ("sex", "increase"): mark("lower for {group}"),
    ("sex", "decrease"): mark("higher for {group}"),
    ("urbanisation", "increase"): mark("lower {group}"),
    ("urbanisation", "decrease"): mark("higher {group}"),
    ("area", "increase"): mark("lowest in {group}"),
    ("area", "decrease"): mark("highest in {group}"),
}
"""Where the less desired figure is, by kind of group and desired direction: "lower in the
countryside" of what should rise."""
LEVEL = mark("less than the margin apart")
BOTH_SAY = mark("both: {said}")
EACH_SAYS = mark("citizens: {citizen}; officials: {official}")
NOT_BOTH = {
    "citizen": mark("cannot tell: only citizens have it"),
    "official": mark("cannot tell: only officials have it"),
}
UNDIRECTED = mark("no direction is fixed for it")
MOST_GAPS = 10
ON_PAPER = 3
"""Gaps and differences on the printed brief."""
COLUMNS = (
    "theme", "country", "goal", "indicator", "why", "state", "pairs", "consistent", "differs",
    "cannot_tell", "not_compared", "citizens_measure", "officials_measure", "address",
)  # fmt: skip
LIST_COLUMNS = (
    "theme", "title", "sentence", "indicators", "goals", "pairs", "consistent", "differs",
    "cannot_tell", "not_compared", "address",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ThemeRow:
    """A measure of the matrix: ``heading`` says why it is here, or its title for a target that
    pairs stand under; ``across`` leads to it in all countries."""

    code: str
    name: str
    heading: str
    across: Link | None
    cells: tuple[GoalCell, ...]


@dataclass(frozen=True, kw_only=True)
class ThemeGap:
    """A gap that carries a word: its place in words, the pair's sentence, gap and interval, and
    how many times its margin it is."""

    link: Link
    word: Cell
    sentence: str
    size: str
    interval: str
    times: str


@dataclass(frozen=True, kw_only=True)
class Split:
    """Two groups of one pair: what each side found of them ("" for a side that has not both), and
    what the two say together."""

    link: Link
    groups: str
    citizen: str
    official: str
    said: str
    both: bool


@dataclass(frozen=True, kw_only=True)
class ThemeView(RoomView):
    """One theme over its indicators and countries."""

    chips: tuple[Link, ...]
    countries: tuple[str, ...]
    rows: tuple[ThemeRow, ...]
    bars: BarChart | None
    gaps: tuple[ThemeGap, ...]
    unranked: str
    margin: str
    splits: tuple[Split, ...]
    initiatives: tuple[Link, ...]
    prompts: tuple[str, ...]
    discuss: tuple[Place, ...]
    on_paper: int = ON_PAPER


@dataclass(frozen=True, kw_only=True)
class ThemesView(RoomView):
    """The themes, each with its sentence and what is said of its pairs."""

    themes: tuple[tuple[Link, str], ...]


def overview(*, selection: Selection, release: Release) -> ThemesView:
    """Return every theme in a sentence."""
    found, records = [], []
    for theme in themes().values():
        href = select(room=THEME, entry=theme.id).address()
        cards = _cards(theme, countries=release.known.countries, release=release)
        counts = judged([card for held in cards.values() for card in held])
        link = Link(text=words(theme.title), href=href, note=words(theme.sentence))
        found.append((link, _pairs_said(counts)))
        goals = sorted({release.measures[code]["goal"] for code in theme.indicators})
        records.append(
            {
                "theme": theme.id, "title": theme.title, "sentence": theme.sentence,
                "indicators": len(theme.indicators), "goals": " ".join(map(str, goals)),
                "pairs": counts.total(), **_counted(counts), "address": href,
            }
        )  # fmt: skip
    names = listed([link.text for link, _said in found])
    return ThemesView(
        release=release.name,
        selection=selection,
        title=_(TITLE),
        sentence=_(SENTENCE, themes=names),
        crumbs=crumbs_of(selection=selection, release=release),
        records=tuple(records),
        columns=LIST_COLUMNS,
        details={"themes": records},
        themes=tuple(found),
    )


def answer(*, selection: Selection, release: Release) -> ThemeView:
    """Return one theme, of all countries or of one."""
    theme = themes()[selection.entry]
    known = release.known.countries
    places = {selection.country: known[selection.country]} if selection.country else dict(known)
    cards = _cards(theme, countries=places, release=release)
    rows = _rows(theme, cards=cards, countries=places, release=release)
    asked = {"measures": _measures(theme), "country": known.get(selection.country)}
    gaps = release.ask(Question.THEME_GAPS, **asked)
    splits = _splits(cards, asked=asked, release=release)
    records = tuple(
        {"theme": theme.id, "indicator": row.code, "why": theme.reasons.get(row.code, ""),
         **cell.record}
        for row in rows
        for cell in row.cells
    )  # fmt: skip
    previous, following = _beside(theme)
    active = _initiatives(theme, country=known.get(selection.country, ""))
    return ThemeView(
        release=release.name,
        selection=selection,
        title=words(theme.title),
        sentence=_sentence(theme, cards=cards, rows=rows),
        crumbs=crumbs_of(selection=selection, release=release, title=words(theme.title)),
        records=records,
        previous=previous,
        following=following,
        columns=COLUMNS,
        details={
            "theme": theme.id,
            "indicators": [
                {"indicator": code, "why": why} for code, why in theme.reasons.items()
            ],
            "places": records,
            "gaps": gaps.rows(named=True),
            "groups": [row for _card, _kind, sides in splits for row in sides.values()],
            "initiatives": [{"name": link.text, "address": link.href} for link in active],
            "prompts": theme.prompts,
            "discuss": [
                {"name": one.name, "address": one.address, "about": one.about,
                 "source": one.source}
                for one in theme.discuss
            ],
        },
        chips=chips_of(selection=selection, release=release),
        countries=tuple(country_name(word, release=release) for word in places),
        rows=rows,
        bars=bars_of(
            {country_name(word, release=release): cards[word] for word in places},
            key=f"theme-{theme.id}-bars",
            title=_("{theme}: pairs of each country, by what may be said of them",
                    theme=words(theme.title)),
        ),
        gaps=tuple(
            _gap(row, card=card, release=release)
            for row in gaps.head(MOST_GAPS).iter_rows(named=True)
            for card in _flat(cards)
            if card.pair == row["pair"]
        ),
        unranked=_unranked(cards, ranked=gaps.height),
        margin=gap(share_margin(release), "percent").removeprefix("+"),
        splits=tuple(
            sorted(
                (_split(card, kind, sides, release=release) for card, kind, sides in splits),
                key=lambda one: not one.both,
            )
        ),
        initiatives=active,
        prompts=theme.prompts,
        discuss=theme.discuss,
    )  # fmt: skip


def _measures(theme: Theme) -> list[str]:
    """Return the indicators of a theme and their targets: pairs stand under either."""
    return sorted({*theme.indicators, *theme.targets}, key=order)


def _cards(
    theme: Theme, *, countries: Mapping[str, str], release: Release
) -> dict[str, tuple[PairCard, ...]]:
    """Return the pairs of a theme by the word of the country, the most comparable first."""
    wanted = frozenset(_measures(theme))
    return {
        word: tuple(
            card for card in cards_of(release=release, country=code) if card.indicator in wanted
        )
        for word, code in countries.items()
    }


def _flat(cards: Mapping[str, Sequence[PairCard]]) -> list[PairCard]:
    return [card for found in cards.values() for card in found]


def _counted(counts: Counter[str]) -> dict[str, int]:
    return {name: counts[name.replace("_", " ")]
            for name in ("consistent", "differs", "cannot_tell", "not_compared")}  # fmt: skip


def _rows(
    theme: Theme,
    *,
    cards: Mapping[str, Sequence[PairCard]],
    countries: Mapping[str, str],
    release: Release,
) -> tuple[ThemeRow, ...]:
    """Return the theme's indicators, and those of their targets that pairs stand under."""
    held: dict[tuple[str, str], set[str]] = {}
    for row in release.ask(Question.COVERAGE, country=None).iter_rows(named=True):
        held.setdefault((row["indicator"], row["country"]), set()).add(row["side"])
    paired = {card.indicator for card in _flat(cards)}
    codes = [code for code in _measures(theme) if code in theme.reasons or code in paired]
    return tuple(
        ThemeRow(
            code=code,
            name=measure_name(code, release=release),
            heading=written(theme.reasons[code]) if code in theme.reasons
            else official_html(release.measures[code]),
            across=across_of(code, release=release),
            cells=tuple(
                cell_of(
                    [card for card in cards[word] if card.indicator == code],
                    sides=frozenset(held.get((code, country), ())),
                    there=select(
                        country=word, goal=release.measures[code]["goal"], indicator=code
                    ),
                    release=release,
                )
                for word, country in countries.items()
            ),
        )
        for code in codes
    )  # fmt: skip


def _pairs_said(counts: Counter[str]) -> str:
    if not counts.total():
        return _(NO_PAIR)
    said = said_of(counts)
    return plural(*PAIRS[bool(said)], counts.total(), said=said)


def _sentence(
    theme: Theme, *, cards: Mapping[str, Sequence[PairCard]], rows: Sequence[ThemeRow]
) -> str:
    cells = [cell.record for row in rows if row.code in theme.reasons for cell in row.cells]
    measured = plural(
        *MEASURED,
        len(cells),
        citizen=plain(sum(cell["citizens_measure"] for cell in cells), 0),
        official=plain(sum(cell["officials_measure"] for cell in cells), 0),
    )
    return f"{words(theme.sentence)} {measured} {_pairs_said(judged(_flat(cards)))}"


def _beside(theme: Theme) -> tuple[Link | None, Link | None]:
    links = [
        Link(text=words(one.title), href=select(room=THEME, entry=one.id).address())
        for one in themes().values()
    ]
    return beside(links, here=list(themes()).index(theme.id))


def themes_of(code: str) -> tuple[Link, ...]:
    """Return the themes that an indicator, or one of a target's, stands under."""
    return tuple(
        Link(text=words(theme.title), href=select(room=THEME, entry=theme.id).address())
        for theme in themes().values()
        if code in theme.indicators or code in theme.targets
    )


def _place(card: PairCard, *, release: Release) -> Link:
    country = words(release.areas[card.record["country"]])
    text = _("{place}: {title}", place=country, title=card.title)
    return Link(text=text, href=card.href, note=measure_name(card.indicator, release=release))


def _gap(row: Row, *, card: PairCard, release: Release) -> ThemeGap:
    return ThemeGap(
        link=_place(card, release=release),
        word=Cell(text=words(row["agreement"]), token=TOKENS[row["agreement"]]),
        sentence=card.sentence,
        size=gap(row["gap"], row["unit"]),
        interval=say.gap_span(row["gap_lower"], row["gap_upper"], row["unit"]),
        times=plain(row["times"], 1),
    )


def _unranked(cards: Mapping[str, Sequence[PairCard]], *, ranked: int) -> str:
    """Return how many pairs are not in the list of gaps; "" where all are."""
    left = len(_flat(cards)) - ranked
    if not ranked or not left:
        return "" if ranked or not left else _(NO_GAP)
    return plural(
        "{n} more pair on this has no gap with an interval for the whole country: it cannot share "
        "an axis, shares a source, states no uncertainty or has no common year.",
        "{n} more pairs on this have no gap with an interval for the whole country: they cannot "
        "share an axis, share a source, state no uncertainty or have no common year.",
        left,
    )


def share_margin(release: Release) -> float:
    """Return the margin of a gap between two shares, in percentage points."""
    found = release.ask(Question.CONSTANTS).filter(
        (pl.col("file") == "comparison.toml") & (pl.col("name") == "share_margin")
    )
    return float(found["value"][0])


def _splits(
    cards: Mapping[str, Sequence[PairCard]], *, asked: Mapping[str, Any], release: Release
) -> list[tuple[PairCard, str, dict[str, Row]]]:
    """Return what each side found of two groups, by pair and kind of group: of each indicator and
    country the most comparable pair, one in which both sides have the groups before others."""
    found: dict[tuple[str, str], dict[str, Row]] = {}
    for question in (Question.THEME_GROUPS, Question.THEME_AREAS):
        for row in release.ask(question, **asked).iter_rows(named=True):
            found.setdefault((row["pair"], row["kind"]), {})[row["side"]] = row
    best: dict[tuple[str, str, str], tuple[PairCard, str]] = {}
    for card in _flat(cards):
        for kind in GROUPS:
            sides = found.get((card.pair, kind), {})
            place = (card.record["country"], card.indicator, kind)
            held = best.get(place)
            if sides and (held is None or len(found[(held[0].pair, kind)]) < len(sides)):
                best[place] = (card, kind)
    return [(card, kind, found[(card.pair, kind)]) for card, kind in best.values()]


def _split(card: PairCard, kind: str, sides: Mapping[str, Row], *, release: Release) -> Split:
    direction = _direction(card, release=release)
    both = len(sides) == len(SIDES)
    if both:
        each = {
            side: _stands(row, kind, direction=direction, release=release)
            for side, row in sides.items()
        }
        same = each["citizen"] == each["official"]
        said = _(BOTH_SAY, said=each["citizen"]) if same else _(EACH_SAYS, **each)
    else:
        said = _(NOT_BOTH[next(iter(sides))])
    return Split(
        link=_place(card, release=release),
        groups=_(GROUPS[kind]),
        citizen=_found(sides.get("citizen"), kind, release=release),
        official=_found(sides.get("official"), kind, release=release),
        said=say.sentence_of(said),
        both=both,
    )


def _direction(card: PairCard, *, release: Release) -> str:
    """Return which way the pair's figures should go: "increase", "decrease" or ""."""
    pairs = release.ask(
        Question.PAIRS, country=card.record["country"], goal=None, indicator=card.indicator
    )
    return str(pairs.filter(pl.col("pair") == card.pair)["direction"][0] or "")


def _names(row: Row, kind: str, *, release: Release) -> tuple[str, str]:
    if kind == "area":
        return words(release.areas[row["first_area"]]), words(release.areas[row["second_area"]])
    first, second = NAMES[kind]
    return _(first), _(second)


def _stands(row: Row, kind: str, *, direction: str, release: Release) -> str:
    """Return in which group a side has the less desired figure: "lower in the countryside"."""
    apart = row["first"] - row["second"]
    if abs(apart) < row["margin"]:
        return _(LEVEL)
    if not direction:
        return _(UNDIRECTED)
    first, second = _names(row, kind, release=release)
    behind = first if (apart < 0) == (direction == "increase") else second
    return _(STANDS[(kind, direction)], group=behind)


def _found(row: Row | None, kind: str, *, release: Release) -> str:
    """Return what a side found: "in towns 72.8 %, in the countryside 42.3 %, 2021"; "" where it
    has not both groups."""
    if row is None:
        return ""
    first, second = _names(row, kind, release=release)
    values = {
        "first": first,
        "one": number(row["first"], "percent"),
        "second": second,
        "other": number(row["second"], "percent"),
        "when": say.period(row),
    }
    if kind == "area":
        return plural(
            "from {one} in {first} to {other} in {second}, {n} area, {when}",
            "from {one} in {first} to {other} in {second}, {n} areas, {when}",
            row["areas"], **values,
        )  # fmt: skip
    return _("{first} {one}, {second} {other}, {when}", **values)


def _initiatives(theme: Theme, *, country: str) -> tuple[Link, ...]:
    """Return the initiatives that work on a theme, by name."""
    return tuple(
        Link(text=one.name, href=select(room=INITIATIVES, entry=one.id).address())
        for one in initiatives_of(theme, among=directory(), country=country)
    )


def directory() -> tuple[Active, ...]:
    """Return every initiative of the directory."""
    return tuple(initiatives().values())
