"""Answer "what is this dataset?": who, how, how credible, what it feeds, what was done to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
from markupsafe import Markup

from data.selection import Selection
from data.store import Question, Release
from layouts.components.coverage import years_of
from layouts.components.crumbs import crumbs_of
from layouts.components.parts import Badge, Cell, CredibilityCard, Table
from layouts.components.rooms import credibility
from layouts.components.rooms.datasets import SIDE_WORDS, countries_of
from layouts.components.rooms.parts import DatasetView
from layouts.components.rooms.prose import counted, whole
from layouts.language import (
    _,
    digits,
    listed,
    mark,
    plural,
    to,
    words,
    written,
)
from layouts.numbers import plain

Row = Mapping[str, Any]
HELD = mark("{title} ({publisher}): {figures} on {countries}, {years}.")
NOTHING = mark("{title} ({publisher}) is listed, and no figure of it is shown.")
NOT_JUDGED = mark("Its credibility is not judged yet.")
ENDS = {
    "correction": mark("Ended as a correction of {where}."),
    "status flag": mark("Ended as a status flag: {where}."),
    "comparability reason": mark("Ended as a reason in {where}."),
    "printed note": mark("Printed here and beside every comparison that uses it."),
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
        title=words(about["title"]),
        sentence=_sentence(about, held=held, card=card, release=release),
        crumbs=crumbs_of(selection=selection, release=release, title=words(about["title"])),
        records=tuple(records),
        columns=COLUMNS,
        details={
            "dataset": about, "held": held, "report": report, "series": series, "pairs": pairs,
            "credibility": _document(name, release=release), "unpaired": unpaired,
            "caveats": caveats, "corrections": corrections, "citations": citations,
        },
        about=about,
        badges=(
            Badge(text=_(SIDE_WORDS[about["side"]]), token=about["side"]),
            *(card.badges if card else ()),
        ),
        credibility=card,
        pairs=_pairs_table(pairs, release=release),
        unpaired=_reasons(unpaired),
        series=_series_table(series, release=release),
        caveats=tuple(_caveat(row, pairs=pairs) for row in caveats),
        corrections=_corrections_table(corrections),
        report=report | {"reasons": counted(report["reasons"] or "")},
        citations=tuple(row | {"text": whole(row["text"])} for row in citations),
    )  # fmt: skip


def _sentence(about: Row, *, held: Row, card: CredibilityCard | None, release: Release) -> str:
    said = _(
        HELD if held["figures"] else NOTHING,
        title=words(about["title"]),
        publisher=about["publisher"],
        figures=plural("{n} figure", "{n} figures", held["figures"]),
        countries=listed([words(release.areas[code]) for code in held["countries"].split()]),
        years=years_of(held),
    )
    if about["side"] != "citizen":
        return said
    found = release.ask(Question.CREDIBILITY, datasets=[about["dataset"]]) if card else None
    judged = words(found["standing"][0]) if found is not None else _(NOT_JUDGED)
    return f"{said} {judged}"


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
        pair, _dot, dimension = end.partition(" · ")
        if pair in addresses:
            said = _("{dimension} of {pair}", dimension=words(dimension), pair=pair)
            href = f"{to(addresses[pair])}#comparable"
            ends.append(Markup('<a href="{}">{}</a>').format(href, said))
        else:
            ends.append(Markup("{}").format(words(end)))
    ended = _(ENDS[row["ends_as"]], where=Markup("; ").join(ends))
    return {"text": whole(row["text"]), "ended": ended}


def _pairs_table(pairs: list[dict[str, Any]], *, release: Release) -> Table | None:
    if not pairs:
        return None
    return Table(
        caption=_("Pairs that draw on this dataset"),
        columns=(
            _("Pair"), _("Country"), _("Measure"), _("Comparability"), _("Total of 20"),
            _("Independence"),
        ),
        rows=tuple(
            (
                Cell(text=written(pair["title"]), href=to(pair["address"])),
                Cell(text=words(release.areas[pair["country"]])),
                Cell(text=pair["indicator"]),
                Cell(text=words(pair["verdict"])),
                Cell(text=digits(pair["total"])),
                Cell(text=words(pair["independence"])),
            )
            for pair in pairs
        ),
        numeric=frozenset({_("Total of 20")}),
    )  # fmt: skip


def _reasons(unpaired: list[dict[str, Any]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, list[str]] = {}
    for row in unpaired:
        found.setdefault(row["reason"], []).append(row["title"] or row["series"])
    return tuple(
        (written(reason), tuple(written(title) for title in dict.fromkeys(titles)))
        for reason, titles in found.items()
    )


def _series_table(series: list[dict[str, Any]], *, release: Release) -> Table:
    return Table(
        caption=_("Every series of the dataset"),
        columns=(
            _("Series"), _("Measures"), _("Countries"), _("Years"), _("Figures"), _("Know that"),
        ),
        rows=tuple(
            (
                Cell(text=written(row["title"] or row["series"])),
                Cell(text=row["indicators"]),
                Cell(text=countries_of(row, release=release)),
                Cell(text=years_of(row)),
                Cell(text=plain(row["figures"], 0)),
                Cell(
                    text=Markup("; ").join(
                        written(part)
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
        numeric=frozenset({_("Figures")}),
    ).without_empty_columns()  # fmt: skip


def _corrections_table(corrections: list[dict[str, Any]]) -> Table | None:
    if not corrections:
        return None
    return Table(
        caption=_("What was done to its figures before they were shown"),
        columns=(_("Series"), _("What was done"), _("Why"), _("On whose word"), _("Rows")),
        rows=tuple(
            (
                Cell(text=row["series"]),
                Cell(text=words(row["action"])),
                Cell(text=written(row["reason"]), token="note"),
                Cell(text=row["provider"]),
                Cell(text=plain(row["rows"], 0)),
            )
            for row in corrections
        ),
        numeric=frozenset({_("Rows")}),
    )
