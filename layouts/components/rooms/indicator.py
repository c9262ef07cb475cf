"""Answer "who measures this, country by country, and what do they find?" for one indicator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from data.selection import INDICATOR, Selection
from data.store import Question, Release
from layouts import sentences as say
from layouts.components import drawings
from layouts.components.cards import cards_of
from layouts.components.coverage import WHO, order, years_of
from layouts.components.crumbs import beside, country_name, crumbs_of, measure_name
from layouts.components.parts import Cell, Link, PairCard, Record, Table
from layouts.components.rooms.parts import IndicatorView, Place
from layouts.components.rooms.theme import themes_of
from layouts.figures.chart import Trace
from layouts.figures.multiples import MultiplesChart, MultiplesPanel, MultiplesRow
from layouts.language import (
    _,
    listed,
    mark,
    mark_plural,
    plural,
    select,
    words,
    written,
)
from layouts.numbers import number, plain
from layouts.official import official, official_html

Row = Mapping[str, Any]
SIDES = ("citizen", "official")
WORDS = (say.DIFFERS, say.CONSISTENT, say.CANNOT_TELL)
MEASURED = mark(
    "Of {all} countries, officials have figures on this in {official}, citizens in {citizen}, "
    "both in {both}."
)
SAID = mark("A word of agreement is said in {countries}.")
NOT_SAID = mark("Pairs are judged in {countries}, and none allows a word of agreement yet.")
NO_PAIR = mark("No citizen figure is paired with an official one yet.")
STATES = {
    frozenset({"citizen"}): mark("Only citizens measure this here: no official figure is held."),
    frozenset({"official"}): mark("Only officials measure this here: no citizen figure is held."),
    frozenset(SIDES): mark(
        "Both have measured something here, and nobody has yet judged whether it compares."
    ),
    frozenset(): mark("Nobody has a figure on this here."),
}
PAIRED = mark_plural("{n} pair is judged.", "{n} pairs are judged.")
MORE = mark_plural("{n} more pair in {country}", "{n} more pairs in {country}")
NO_FIGURE = {
    "citizen": mark("no national citizen figure"),
    "official": mark("no national official figure"),
}
OTHER_UNIT = mark("counted in another unit")
BACKGROUND = mark("a figure, but background only")
DEFINITIONS = mark(
    "Each country’s own measures on one scale: what was asked, of whom and how differs between "
    "countries and sides, so this shows levels, not ranks. No gap is drawn here; where one may be, "
    "it is on the country’s own page."
)
COUNTS_NOTE = mark("These are counts: a larger country has larger ones.")
MOST_CARDS = 2
MOST_LINES = 4  # of a side of a country in the table
COLUMNS = (
    "country", "indicator", "side", "dataset", "series", "title", "relation", "areas",
    "first_year", "last_year", "value", "unit", "base", "period", "address",
)  # fmt: skip


def answer(*, selection: Selection, release: Release) -> IndicatorView:
    """Return one indicator or target over the four countries."""
    code = selection.indicator
    measure = release.measures[code]
    lines = {
        country: release.ask(Question.LINES, country=country, indicator=code)
        for country in release.known.countries.values()
    }
    cards = {
        country: tuple(
            card for card in cards_of(release=release, country=country) if card.indicator == code
        )
        for country in lines
    }
    records = _records(lines, selection=selection, release=release)
    previous, following = _beside(code, release=release)
    chart = _multiples(lines, cards, selection=selection, release=release)
    return IndicatorView(
        release=release.name,
        selection=selection,
        title=official(measure),
        sentence=_sentence(lines, cards, release=release),
        crumbs=crumbs_of(selection=selection, release=release),
        records=records,
        goal=measure["goal"],
        colour=release.goals[measure["goal"]]["colour"],
        previous=previous,
        following=following,
        columns=COLUMNS,
        details={
            "indicator": code,
            "goal": measure["goal"],
            "countries": [
                {
                    "country": country,
                    "citizens_measure": "citizen" in _sides(found),
                    "officials_measure": "official" in _sides(found),
                    "pairs": len(cards[country]),
                    "address": _there(country, selection=selection, release=release).address(),
                }
                for country, found in lines.items()
            ],
            "pairs": [card.record for found in cards.values() for card in found],
            "figures": records,
        },
        name=measure_name(code, release=release),
        heading=official_html(measure),
        places=tuple(
            _place(country, lines[country], cards[country], selection=selection, release=release)
            for country in lines
        ),
        themes=themes_of(code),
        multiples=chart,
        notes=(_(DEFINITIONS), *((_(COUNTS_NOTE),) if chart and chart.unit == "count" else ())),
        figures=_table(lines, selection=selection, release=release),
    )


def _sides(lines: pl.DataFrame) -> frozenset[str]:
    return frozenset(lines["side"].to_list())


def _there(country: str, *, selection: Selection, release: Release) -> Selection:
    """Return the indicator's page in a country."""
    code = selection.indicator
    return select(
        country=release.known.word(country), goal=release.measures[code]["goal"], indicator=code
    )


def _sentence(
    lines: Mapping[str, pl.DataFrame],
    cards: Mapping[str, Sequence[PairCard]],
    *,
    release: Release,
) -> str:
    sides = [_sides(found) for found in lines.values()]
    measured = _(
        MEASURED,
        all=plain(len(lines), 0),
        official=plain(sum("official" in one for one in sides), 0),
        citizen=plain(sum("citizen" in one for one in sides), 0),
        both=plain(sum(len(one) == len(SIDES) for one in sides), 0),
    )
    judged = [country for country, found in cards.items() if found]
    worded = [country for country in judged if any(card.state in WORDS for card in cards[country])]
    if not judged:
        return f"{measured} {_(NO_PAIR)}"
    names = listed([words(release.areas[country]) for country in worded or judged])
    return f"{measured} {_(SAID if worded else NOT_SAID, countries=names)}"


def _beside(code: str, *, release: Release) -> tuple[Link | None, Link | None]:
    """Return the measures with figures before and after this one."""
    held = set(release.ask(Question.COVERAGE, country=None)["indicator"].to_list())
    codes = sorted({code} | (held & set(release.known.across)), key=order)
    links = [
        Link(
            text=measure_name(one, release=release),
            href=select(room=INDICATOR, indicator=one).address(),
        )
        for one in codes
    ]
    return beside(links, here=codes.index(code))


def _place(
    country: str,
    lines: pl.DataFrame,
    cards: Sequence[PairCard],
    *,
    selection: Selection,
    release: Release,
) -> Place:
    there = _there(country, selection=selection, release=release)
    name = country_name(there.country, release=release)
    more = len(cards) - MOST_CARDS
    return Place(
        country=Link(text=name, href=there.address()),
        state=plural(*PAIRED, len(cards)) if cards else _(STATES[_sides(lines)]),
        said=() if cards else tuple(_newest(lines)),
        cards=tuple(_best(cards)),
        more=Link(text=plural(*MORE, more, country=name), href=there.address())
        if more > 0
        else None,
    )


def _best(cards: Sequence[PairCard]) -> Sequence[PairCard]:
    """Return the pairs to show: those with a word first, then the most comparable."""
    return sorted(cards, key=lambda card: (card.state not in WORDS, -card.total))[:MOST_CARDS]


def _newest(lines: pl.DataFrame) -> list[str]:
    """Return the newest national figure of each side, as sentences."""
    said = []
    for side in SIDES:
        rows = [row for row in lines.iter_rows(named=True) if row["side"] == side and row["newest"]]
        if rows:
            row = max(rows, key=lambda one: one["last_year"])
            newest = row["newest"]
            value = say.quantity(newest["value"], newest["unit"], newest["base"] or "")
            when = say.period(newest)
            said.append(_(say.ONE[side], label=row["publisher"], value=value, when=when))
    return said


def _multiples(
    lines: Mapping[str, pl.DataFrame],
    cards: Mapping[str, Sequence[PairCard]],
    *,
    selection: Selection,
    release: Release,
) -> MultiplesChart | None:
    """Return each side's series in each country on one scale; nothing for fewer than two."""
    code = selection.indicator
    found: dict[tuple[str, str], tuple[Trace, str] | None] = {}
    background = set()
    for country, held in lines.items():
        best = next(iter(_best(cards[country])), None)
        if best is not None and best.verdict == say.CONTEXT:
            background.add(country)
        for side in SIDES:
            found[(country, side)] = (
                _pair_series(best, side=side, country=country, release=release)
                if best is not None
                else _line_series(held, side=side, country=country, code=code, release=release)
            )
    units = Counter(one[1] for one in found.values() if one is not None)
    if not units:
        return None
    unit = units.most_common(1)[0][0]
    if units[unit] < 2:
        return None
    names = {country: words(release.areas[country]) for country in lines}
    rows = tuple(
        MultiplesRow(
            name=names[country],
            citizen=_panel(
                found[(country, "citizen")],
                unit=unit,
                nothing=BACKGROUND if country in background else NO_FIGURE["citizen"],
            ),
            official=_panel(found[(country, "official")], unit=unit, nothing=NO_FIGURE["official"]),
        )
        for country in lines
    )
    title = _("{measure} in four countries", measure=measure_name(code, release=release))
    said = "; ".join(_described(row, unit=unit) for row in rows)
    return MultiplesChart(
        key=f"across-{code}".replace(".", "-"),
        title=title,
        alt=_("{title}. {said}.", title=title, said=said),
        unit=unit,
        rows=rows,
    )


def _panel(found: tuple[Trace, str] | None, *, unit: str, nothing: str) -> MultiplesPanel:
    if found is None:
        return MultiplesPanel(trace=None, words=_(nothing))
    trace, own = found
    if own != unit:
        return MultiplesPanel(trace=None, words=_(OTHER_UNIT))
    return MultiplesPanel(trace=trace)


def _described(row: MultiplesRow, *, unit: str) -> str:
    said = []
    for side in SIDES:
        trace = row.panel(side).trace
        if trace is not None:
            value = number(trace.last.value or 0.0, unit)
            said.append(
                _("{who} {value} in {when}", who=_(WHO[side]), value=value, when=trace.last.moment)
            )
    return _("{name}: {said}", name=row.name, said=", ".join(said) or _("no figure"))


def _pair_series(
    card: PairCard, *, side: str, country: str, release: Release
) -> tuple[Trace, str] | None:
    """Return the national series of a pair's side and its unit; background has no citizen one."""
    if card.verdict == say.CONTEXT and side == "citizen":
        return None
    rows = release.ask(Question.PAIR_OBSERVATIONS, pair=card.pair, country=None)
    pairs = release.ask(Question.PAIRS, country=country, goal=None, indicator=card.indicator)
    label = pairs.filter(pl.col("pair") == card.pair)[f"{side}_label"][0]
    return _series(rows, side=side, country=country, label=str(label))


def _line_series(
    lines: pl.DataFrame, *, side: str, country: str, code: str, release: Release
) -> tuple[Trace, str] | None:
    """Return the series of the longest national line of a side that is not only context."""
    rows = lines.filter((pl.col("side") == side) & (pl.col("national") > 0))
    if code.count(".") > 1:
        rows = rows.filter(pl.col("relation") == "indicator")
    if rows.is_empty():
        return None
    line = rows.row(0, named=True)
    observed = release.ask(
        Question.LINE, country=country, indicator=code, dataset=line["dataset"],
        series=line["series"],
    )  # fmt: skip
    return _series(observed, side=side, country=country, label=line["publisher"])


def _series(rows: pl.DataFrame, *, side: str, country: str, label: str) -> tuple[Trace, str] | None:
    here = rows.filter((pl.col("side") == side) & (pl.col("area") == country))
    if here.is_empty():
        return None
    shown = drawings.drawable(here, area=country, sex="total", urbanisation="total")
    traces = drawings.traces(shown, side=side, label=label, words={})
    return (traces[0], str(shown["unit"][0])) if traces else None


def _table(
    lines: Mapping[str, pl.DataFrame], *, selection: Selection, release: Release
) -> Table | None:
    """Return the newest national figure of every line, at most a few a side and country."""
    rows = []
    for country, found in lines.items():
        there = _there(country, selection=selection, release=release)
        for side in SIDES:
            held = [line for line in found.iter_rows(named=True) if line["side"] == side]
            # Those with a national figure first; the rest keeps the order of the question.
            held.sort(key=lambda line: line["newest"] is None)
            rows += [
                _cells(line, country=country, there=there, release=release)
                for line in held[:MOST_LINES]
            ]
    if not rows:
        return None
    return Table(
        caption=_("The newest national figures of both sides, country by country"),
        columns=(
            _("Country"), _("Whose"), _("What it measures"), _("Newest national figure"), _("When"),
            _("Years"), _("Dataset"),
        ),
        rows=tuple(rows),
        numeric=frozenset({_("Newest national figure")}),
    )  # fmt: skip


def _cells(line: Row, *, country: str, there: Selection, release: Release) -> tuple[Cell, ...]:
    newest = line["newest"]
    value = ""
    if newest:
        value = say.quantity(newest["value"], newest["unit"], newest["base"] or "")
    elif line["areas"]:
        value = plural("by area only: {n} area", "by area only: {n} areas", line["areas"])
    return (
        Cell(text=words(release.areas[country]), href=there.address()),
        Cell(text=_(WHO[line["side"]]), token=line["side"]),
        Cell(text=written(line["title"] or line["series"])),
        Cell(text=value),
        Cell(text=say.period(newest) if newest else ""),
        Cell(text=years_of(line)),
        Cell(
            text=written(line["dataset_title"]),
            href=select(room="datasets", dataset=line["dataset"]).address(),
        ),
    )


def _records(
    lines: Mapping[str, pl.DataFrame], *, selection: Selection, release: Release
) -> tuple[Record, ...]:
    found = []
    for country, rows in lines.items():
        address = _there(country, selection=selection, release=release).address()
        for line in rows.iter_rows(named=True):
            newest = line["newest"] or {}
            flat = {name: newest.get(name) for name in ("value", "unit", "base", "period")}
            whole = {**line, **flat, "country": country, "indicator": selection.indicator,
                     "address": address}  # fmt: skip
            found.append({name: whole[name] for name in COLUMNS})
    return tuple(found)
