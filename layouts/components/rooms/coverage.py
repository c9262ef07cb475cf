"""Answer "what is measured where, by whom, how recently, and what is missing?"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.contracts import COVERAGE
from data.selection import Selection
from data.store import Question, Release
from layouts.components.coverage import WHO, lacking, years_of
from layouts.components.crumbs import across_of, crumbs_of
from layouts.components.parts import Cell, Record, Table
from layouts.components.rooms.datasets import chips_of
from layouts.components.rooms.methods import formulas_of
from layouts.components.rooms.parts import CoverageView, Held, HeldGoal, HeldRow
from layouts.language import (
    _,
    digits,
    mark,
    mark_plural,
    plural,
    select,
    words,
)
from layouts.numbers import plain
from layouts.official import official_html

Row = Mapping[str, Any]
TITLE = mark("What is measured, how recently, how locally, and what is missing")
FOUR = mark_plural(
    "Of {n} indicator by country in four countries, officials have figures here on {official}, "
    "citizens on {citizen}, both on {both}, nobody on {nobody}.",
    "Of {n} indicators by country in four countries, officials have figures here on {official}, "
    "citizens on {citizen}, both on {both}, nobody on {nobody}.",
)
ONE = mark_plural(
    "Of {n} indicator for {country}, officials have figures here on {official}, citizens on "
    "{citizen}, both on {both}, nobody on {nobody}.",
    "Of {n} indicators for {country}, officials have figures here on {official}, citizens on "
    "{citizen}, both on {both}, nobody on {nobody}.",
)
MISSING = mark("“Missing” means that no figure is held here, not that none exists.")
GOAL_FOUR = mark_plural(
    "{n} indicator and country: officials {official}, citizens {citizen}, nobody {nobody}.",
    "{n} indicators by country: officials {official}, citizens {citizen}, nobody {nobody}.",
)
GOAL_ONE = mark_plural(
    "{n} indicator: officials {official}, citizens {citizen}, nobody {nobody}.",
    "{n} indicators: officials {official}, citizens {citizen}, nobody {nobody}.",
)
CITIZENS = {
    ("measure the indicator", False): mark("measure the indicator"),
    ("measure the indicator", True): mark("measure the indicator, last in {year}"),
    ("measure its target", False): mark("measure its target"),
    ("measure its target", True): mark("measure its target, last in {year}"),
    ("measure neither", False): mark("measure neither"),
    ("measure neither", True): mark("measure neither, last in {year}"),
}
COLUMNS = tuple(COVERAGE.columns)
MOST_GAPS = 30


def answer(*, selection: Selection, release: Release) -> CoverageView:
    """Return the matrix by goal and the ranked gap list, of all countries or of one."""
    code = release.known.countries.get(selection.country)
    held = release.ask(Question.COVERAGE_MATRIX, country=code, indicator=None).rows(named=True)
    gaps = release.ask(Question.GAPS, country=code, indicator=None).rows(named=True)
    countries = [code] if code else list(release.known.countries.values())
    by_place: dict[tuple[str, str], dict[str, Row]] = {}
    for row in held:
        by_place.setdefault((row["indicator"], row["country"]), {})[row["side"]] = row
    goals = tuple(
        _goal(goal, countries=countries, by_place=by_place, release=release)
        for goal in sorted(release.goals)
    )
    counts = _counts([row.code for goal in goals for row in goal.rows], countries, by_place)
    where = {"country": words(release.areas[code])} if code else {}
    said = plural(*(ONE if code else FOUR), counts.pop("places"), **_plain(counts), **where)
    return CoverageView(
        release=release.name,
        selection=selection,
        title=_(TITLE),
        sentence=f"{said} {_(MISSING)}",
        crumbs=crumbs_of(selection=selection, release=release),
        records=tuple(held),
        columns=COLUMNS,
        details={"coverage": held, "gaps": gaps},
        chips=chips_of(selection=selection, release=release),
        countries=tuple(words(release.areas[one]) for one in countries),
        goals=goals,
        gaps=_gap_table(gaps[:MOST_GAPS], release=release),
        more_gaps=max(0, len(gaps) - MOST_GAPS),
        formulas=formulas_of(section="coverage and gaps", release=release),
    )


def gap_records(release: Release) -> list[Record]:
    """Return the whole ranked gap list."""
    return list(release.ask(Question.GAPS, country=None, indicator=None).rows(named=True))


def _goal(
    goal: int,
    *,
    countries: list[str],
    by_place: Mapping[tuple[str, str], Mapping[str, Row]],
    release: Release,
) -> HeldGoal:
    codes = [
        code
        for code, row in release.measures.items()
        if row["goal"] == goal and row["kind"] == "indicator"
    ]
    rows = tuple(
        HeldRow(
            code=code,
            title=official_html(release.measures[code]),
            across=across_of(code, release=release),
            cells=tuple(
                (
                    select(
                        country=release.known.word(country), goal=goal, indicator=code
                    ).address(),
                    _cells(by_place.get((code, country), {})),
                )
                for country in countries
            ),
        )
        for code in codes
    )
    counts = _counts(codes, countries, by_place)
    forms = GOAL_FOUR if len(countries) > 1 else GOAL_ONE
    said = plural(*forms, counts.pop("places"), **_plain(counts))
    return HeldGoal(goal=release.goals[goal], rows=rows, sentence=said)


def _plain(counts: Mapping[str, int]) -> dict[str, str]:
    return {name: plain(number, 0) for name, number in counts.items()}


def _counts(
    codes: list[str],
    countries: list[str],
    by_place: Mapping[tuple[str, str], Mapping[str, Row]],
) -> dict[str, int]:
    places = [by_place.get((code, country), {}) for code in codes for country in countries]
    return {
        "places": len(places),
        "official": sum("official" in place for place in places),
        "citizen": sum("citizen" in place for place in places),
        "both": sum(len(place) == 2 for place in places),
        "nobody": sum(not place for place in places),
    }


def _cells(place: Mapping[str, Row]) -> tuple[Held, ...]:
    if not place:
        return (Held(text="–", token="mute", who=_("nobody")),)
    return tuple(_held(place[side]) for side in ("official", "citizen") if side in place)


def _held(row: Row) -> Held:
    notes = [
        plural("{n} area", "{n} areas", row["areas"]) if row["areas"] else _("national only"),
        _("by sex") if row["by_sex"] else "",
        _("modelled") if row["modelled_only"] else "",
    ]
    return Held(
        text=years_of(row),
        token=row["side"],
        who=_(WHO[row["side"]]),
        note=", ".join(note for note in notes if note),
    )


def _gap_table(gaps: list[dict[str, Any]], *, release: Release) -> Table:
    return Table(
        caption=_("Where a new dataset would matter most"),
        columns=(
            _("Rank"), _("Country"), _("Indicator"), _("What it asks for"), _("Official figures"),
            _("Citizens"), _("Score"),
        ),
        rows=tuple(
            (
                Cell(text=digits(row["rank"])),
                Cell(text=words(release.areas[row["country"]])),
                Cell(
                    text=row["indicator"],
                    href=select(
                        country=release.known.word(row["country"]),
                        goal=row["goal"],
                        indicator=row["indicator"],
                    ).address(),
                ),
                Cell(text=official_html(release.measures[row["indicator"]]), token="note"),
                Cell(text=lacking(row)),
                Cell(text=_citizens(row)),
                Cell(text=plain(row["score"], 2)),
            )
            for row in gaps
        ),
        numeric=frozenset({_("Rank"), _("Score")}),
    )  # fmt: skip


def _citizens(row: Row) -> str:
    year = row["citizen_last_year"]
    return _(CITIZENS[(row["citizens"], bool(year))], year=digits(year))
