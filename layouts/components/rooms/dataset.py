"""Answer "what is this dataset?": who, how, how credible, what it feeds, what was done to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from data.selection import DATASETS, Selection
from data.store import Question, Release
from layouts import sentences as say
from layouts.components.parts import Badge, Cell, CredibilityCard, Link, Table
from layouts.components.rooms import credibility
from layouts.components.rooms.datasets import years_of
from layouts.components.rooms.parts import DatasetView
from layouts.language import select
from layouts.numbers import plain

Row = Mapping[str, Any]
SENTENCES = {
    "citizen": "{title} ({publisher}): {figures} on {countries}, {years}. {standing}",
    "official": "{title} ({publisher}): {figures} on {countries}, {years}.",
}
NOTHING = "{title} ({publisher}) is listed, and no figure of it is shown. {standing}"
NOT_JUDGED = "Its credibility is not judged yet."
ENDS = {
    "correction": "Ended as a correction of",
    "status flag": "Ended as a status flag:",
    "comparability reason": "Ended as a reason in",
    "printed note": "Printed here and beside every comparison that uses it.",
}
COLUMNS = (
    "dataset", "series", "title", "indicators", "countries", "first_year", "last_year", "figures",
    "current_figures", "status", "match", "method",
)  # fmt: skip


def answer(*, selection: Selection, release: Release) -> DatasetView:
    """Return one dataset's page."""
    name = selection.dataset
    asked = {"dataset": name}
    about = release.ask(Question.DATASETS, datasets=[name]).row(0, named=True)
    held = release.ask(Question.DATASET_FIGURES).row(by_predicate=pl.col("dataset") == name,
                                                     named=True)  # fmt: skip
    series = release.ask(Question.DATASET_SERIES, **asked).rows(named=True)
    pairs = release.ask(Question.DATASET_PAIRS, **asked).rows(named=True)
    card = credibility.card_of(dataset=name, release=release)
    unpaired = release.ask(Question.UNPAIRED, country=None, **asked).rows(named=True)
    corrections = release.ask(Question.CORRECTIONS, **asked).rows(named=True)
    caveats = release.ask(Question.CAVEATS, datasets=[name]).rows(named=True)
    citations = release.ask(Question.CITATIONS, datasets=[name]).rows(named=True)
    report = release.ask(Question.REPORT, **asked).row(0, named=True)
    records = [{"dataset": name} | row for row in series]
    return DatasetView(
        release=release.name,
        selection=selection,
        title=about["title"],
        sentence=_sentence(about, held=held, card=card, release=release),
        crumbs=(
            Link(text="Datasets", href=select(room=DATASETS).address()),
            Link(text=about["title"], href=selection.address(), current=True),
        ),
        records=tuple(records),
        columns=COLUMNS,
        details={
            "dataset": about, "held": held, "report": report, "series": series, "pairs": pairs,
            "credibility": _document(name, release=release), "unpaired": unpaired,
            "caveats": caveats, "corrections": corrections, "citations": citations,
        },
        about=about,
        badges=(
            Badge(text="Citizens" if about["side"] == "citizen" else "Official",
                  token=about["side"]),
            *(card.badges if card else ()),
        ),
        credibility=card,
        pairs=_pairs_table(pairs, release=release),
        unpaired=_reasons(unpaired),
        series=_series_table(series),
        caveats=tuple(_caveat(row, pairs=pairs) for row in caveats),
        corrections=_corrections_table(corrections),
        report=report,
        citations=tuple(row | {"text": say.sentence_of(row["text"] or "")} for row in citations),
    )  # fmt: skip


def _sentence(about: Row, *, held: Row, card: CredibilityCard | None, release: Release) -> str:
    judged = card.standing if card else NOT_JUDGED
    standing = judged if about["side"] == "citizen" else ""
    names = [release.areas[code] for code in held["countries"].split()]
    template = SENTENCES[about["side"]] if held["figures"] else NOTHING
    return template.format(
        title=about["title"],
        publisher=about["publisher"],
        figures=say.count(held["figures"], "figure", "figures"),
        countries=say.listed(names),
        years=years_of(held),
        standing=standing,
    ).strip()


def _document(name: str, *, release: Release) -> dict[str, Any] | None:
    found = release.ask(Question.CREDIBILITY, datasets=[name])
    if found.is_empty():
        return None
    return found.row(0, named=True) | {
        "gates": release.ask(Question.GATES, datasets=[name]).rows(named=True),
        "scores": release.ask(Question.CRITERIA, datasets=[name]).rows(named=True),
    }


def _caveat(row: Row, *, pairs: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a caveat with where it ended: links for the pairs that carry it."""
    addresses = {pair["pair"]: pair["address"] for pair in pairs}
    ends = []
    for end in (part for part in row["ends_in"].split("; ") if part):
        pair, _, dimension = end.partition(" · ")
        if pair in addresses:
            text = f"{dimension} of {pair}"
            ends.append(Link(text=text, href=f"{addresses[pair]}#comparable"))
        else:
            ends.append(Link(text=end, href=""))
    return {"text": say.sentence_of(row["text"]), "words": ENDS[row["ends_as"]], "ends": ends}


def _pairs_table(pairs: list[dict[str, Any]], *, release: Release) -> Table | None:
    if not pairs:
        return None
    return Table(
        caption="Pairs that draw on this dataset",
        columns=("Pair", "Country", "Measure", "Comparability", "Total of 20", "Independence"),
        rows=tuple(
            (
                Cell(text=pair["title"], href=pair["address"]),
                Cell(text=release.areas[pair["country"]]),
                Cell(text=pair["indicator"]),
                Cell(text=pair["verdict"]),
                Cell(text=str(pair["total"])),
                Cell(text=pair["independence"]),
            )
            for pair in pairs
        ),
        numeric=frozenset({"Total of 20"}),
    )


def _reasons(unpaired: list[dict[str, Any]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, list[str]] = {}
    for row in unpaired:
        found.setdefault(row["reason"], []).append(row["title"] or row["series"])
    return tuple((reason, tuple(dict.fromkeys(titles))) for reason, titles in found.items())


def _series_table(series: list[dict[str, Any]]) -> Table:
    return Table(
        caption="Every series of the dataset",
        columns=("Series", "Measures", "Countries", "Years", "Figures", "Know that"),
        rows=tuple(
            (
                Cell(text=row["title"] or row["series"]),
                Cell(text=row["indicators"]),
                Cell(text=row["countries"]),
                Cell(text=years_of(row)),
                Cell(text=plain(row["figures"], 0)),
                Cell(
                    text="; ".join(
                        part
                        for part in (
                            row["status"] if row["status"] != "normal" else "", row["match"] or ""
                        )
                        if part
                    ),
                    token="note",
                ),
            )
            for row in series
        ),
        numeric=frozenset({"Figures"}),
    ).without_empty_columns()  # fmt: skip


def _corrections_table(corrections: list[dict[str, Any]]) -> Table | None:
    if not corrections:
        return None
    return Table(
        caption="What was done to its figures before they were shown",
        columns=("Series", "What was done", "Why", "On whose word", "Rows"),
        rows=tuple(
            (
                Cell(text=row["series"]),
                Cell(text=row["action"]),
                Cell(text=row["reason"], token="note"),
                Cell(text=row["provider"]),
                Cell(text=str(row["rows"])),
            )
            for row in corrections
        ),
        numeric=frozenset({"Rows"}),
    )
