"""Answer "what is measured where, by whom, how recently, and what is missing?"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.contracts import COVERAGE
from data.selection import Selection
from data.store import Question, Release
from layouts import sentences as say
from layouts.components.parts import Cell, Record, Table
from layouts.components.rooms.datasets import chips_of
from layouts.components.rooms.methods import formulas_of
from layouts.components.rooms.parts import CoverageView, Held, HeldGoal, HeldRow
from layouts.language import select

Row = Mapping[str, Any]
TITLE = "What is measured, how recently, how locally, and what is missing"
SENTENCE = (
    "Of {indicators}{where}, officials have figures here on {official}, citizens on {citizen}, "
    "both on {both}, nobody on {nobody}. “Missing” means that no figure is held here, not that "
    "none exists."
)
GOAL_SENTENCE = "{indicators}: officials {official}, citizens {citizen}, nobody {nobody}."
COLUMNS = tuple(COVERAGE.columns)
LACKS = (
    ("missing", "missing"), ("old", "old"), ("national_only", "national only"),
    ("modelled_only", "only modelled"),
)  # fmt: skip
MOST_GAPS = 30
NOTHING = Held(text="–", token="mute")


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
    words = _words([row.code for goal in goals for row in goal.rows], countries, by_place)
    return CoverageView(
        release=release.name,
        selection=selection,
        title=TITLE,
        sentence=SENTENCE.format(
            where=f" for {release.areas[code]}" if code else " in four countries", **words
        ),
        crumbs=(),
        records=tuple(held),
        columns=COLUMNS,
        details={"coverage": held, "gaps": gaps},
        chips=chips_of(selection=selection, release=release),
        countries=tuple(release.areas[one] for one in countries),
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
        (code, row["title"])
        for code, row in release.measures.items()
        if row["goal"] == goal and row["kind"] == "indicator"
    ]
    rows = tuple(
        HeldRow(
            code=code,
            title=title,
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
        for code, title in codes
    )
    words = _words([code for code, _ in codes], countries, by_place)
    return HeldGoal(goal=release.goals[goal], rows=rows, sentence=GOAL_SENTENCE.format(**words))


def _words(
    codes: list[str],
    countries: list[str],
    by_place: Mapping[tuple[str, str], Mapping[str, Row]],
) -> dict[str, Any]:
    places = [by_place.get((code, country), {}) for code in codes for country in countries]
    many = len(countries) > 1
    one, more = ("indicator and country", "indicators by country") if many else (
        "indicator", "indicators")  # fmt: skip
    return {
        "indicators": say.count(len(places), one, more),
        "official": sum("official" in place for place in places),
        "citizen": sum("citizen" in place for place in places),
        "both": sum(len(place) == 2 for place in places),
        "nobody": sum(not place for place in places),
    }


def _cells(place: Mapping[str, Row]) -> tuple[Held, ...]:
    if not place:
        return (NOTHING,)
    return tuple(_held(place[side]) for side in ("official", "citizen") if side in place)


def _held(row: Row) -> Held:
    first, last = row["first_year"], row["last_year"]
    notes = [
        say.count(row["areas"], "area", "areas") if row["areas"] else "national only",
        "by sex" if row["by_sex"] else "",
        "modelled" if row["modelled_only"] else "",
    ]
    return Held(
        text=str(last) if first == last else f"{first}–{last}",
        token=row["side"],
        note=", ".join(note for note in notes if note),
    )


def _gap_table(gaps: list[dict[str, Any]], *, release: Release) -> Table:
    return Table(
        caption="Where a new dataset would matter most",
        columns=("Rank", "Country", "Indicator", "What it asks for", "Official figures", "Citizens",
                 "Score"),
        rows=tuple(
            (
                Cell(text=str(row["rank"])),
                Cell(text=release.areas[row["country"]]),
                Cell(
                    text=row["indicator"],
                    href=select(
                        country=release.known.word(row["country"]),
                        goal=row["goal"],
                        indicator=row["indicator"],
                    ).address(),
                ),
                Cell(text=release.measures[row["indicator"]]["title"], token="note"),
                Cell(text=_lacks(row)),
                Cell(text=row["citizens"]
                     + (f", last in {row['citizen_last_year']}" if row["citizen_last_year"]
                        else "")),
                Cell(text=f"{row['score']:.2f}"),
            )
            for row in gaps
        ),
        numeric=frozenset({"Rank", "Score"}),
    )  # fmt: skip


def _lacks(row: Row) -> str:
    words = [word for name, word in LACKS if row[name]]
    last = f" (last in {row['official_last_year']})" if row["official_last_year"] else ""
    return ", ".join(words) + last
