"""Answer "which datasets are there, and how far can each be trusted?"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from data.selection import DATASETS, Selection
from data.store import Question, Release
from layouts import sentences as say
from layouts.components.parts import Cell, Link, Table
from layouts.components.rooms.parts import DatasetsView
from layouts.language import select
from layouts.numbers import plain

Row = Mapping[str, Any]
TITLE = "Every dataset, and how far each can be trusted"
SENTENCE = (
    "{citizen} of citizens and {official}{where}. Of the citizens’, {standing}. A gate about which "
    "nothing was read is “not established”, which is neither passed nor failed."
)
STANDINGS = {
    "usable": ("1 is usable", "{n} are usable"),
    "limited": ("1 is usable with a ceiling", "{n} are usable with a ceiling"),
    "background": ("1 is background only", "{n} are background only"),
    "not shown": ("1 fails a gate and is never charted", "{n} fail a gate and are never charted"),
}
COLUMNS = (
    "dataset", "side", "title", "publisher", "producer_type", "countries", "first_year",
    "last_year", "figures", "licence", "vintage", "gate", "mean", "usable", "ceiling", "sampling",
    "freshness", "verification", "address",
)  # fmt: skip


def answer(*, selection: Selection, release: Release) -> DatasetsView:
    """Return all datasets, or those with figures on one country."""
    records = records_of(release)
    code = release.known.countries.get(selection.country, "")
    if code:
        records = [row for row in records if code in row["countries"].split()]
    citizen = [row for row in records if row["side"] == "citizen"]
    official = [row for row in records if row["side"] == "official"]
    words = Counter(_standing(row) for row in citizen)
    said = [
        one if words[name] == 1 else many.format(n=words[name])
        for name, (one, many) in STANDINGS.items()
        if words[name]
    ]
    return DatasetsView(
        release=release.name,
        selection=selection,
        title=TITLE,
        sentence=SENTENCE.format(
            citizen=say.count(len(citizen), "dataset", "datasets"),
            official=say.count(len(official), "official one", "official ones"),
            where=f" hold figures on {release.areas[code]}" if code else " are held",
            standing=say.listed(said) or "none is judged",
        ),
        crumbs=(),
        records=tuple(records),
        columns=COLUMNS,
        details={"datasets": records},
        chips=chips_of(selection=selection, release=release),
        citizen=_citizen_table(citizen),
        official=_official_table(official),
    )


def records_of(release: Release) -> list[dict[str, Any]]:
    """Return a row a dataset: what it is, what it holds, how it is judged."""
    held = {row["dataset"]: row for row in release.ask(Question.DATASET_FIGURES).rows(named=True)}
    judged = {
        row["dataset"]: row
        for row in release.ask(Question.CREDIBILITY, datasets=None).rows(named=True)
    }
    empty: dict[str, Any] = {}
    return [
        {
            name: (row | held[row["dataset"]] | judged.get(row["dataset"], empty)
                   | {"last_year": held[row["dataset"]]["last_year"],
                      "address": select(room=DATASETS, dataset=row["dataset"]).address()}
                   ).get(name)
            for name in COLUMNS
        }
        for row in release.ask(Question.DATASETS, datasets=None).rows(named=True)
    ]  # fmt: skip


def chips_of(*, selection: Selection, release: Release) -> tuple[Link, ...]:
    """Return the ways to narrow a room to a country, and back."""
    room = selection.room
    return (
        Link(text="All four", href=select(room=room).address(), current=not selection.country),
        *(
            Link(
                text=release.areas[code],
                href=select(room=room, country=word).address(),
                current=word == selection.country,
            )
            for word, code in release.known.countries.items()
        ),
    )


def _standing(row: Row) -> str:
    if row["ceiling"] in ("", None):
        return "usable"
    if row["ceiling"] == "not shown":
        return "not shown"
    return "background" if row["ceiling"] == "context only" else "limited"


def years_of(row: Row) -> str:
    """Return "2012–2019", "2019", or nothing."""
    first, last = row["first_year"], row["last_year"]
    if first is None:
        return ""
    return str(last) if first == last else f"{first}–{last}"


def _citizen_table(rows: list[dict[str, Any]]) -> Table:
    return Table(
        caption="Datasets of citizens, with what their gates and scores come to",
        columns=("Dataset", "Publisher", "Countries", "Years", "Figures", "Standing", "Mean of 3",
                 "Gates", "Sampling", "Freshness"),
        rows=tuple(
            (
                Cell(text=row["title"], href=row["address"]),
                Cell(text=row["publisher"] or ""),
                Cell(text=row["countries"]),
                Cell(text=years_of(row)),
                Cell(text=plain(row["figures"], 0)),
                Cell(text=row["ceiling"] or "usable"),
                Cell(text=f"{row['mean']:.1f}" if row["mean"] is not None else "not judged"),
                Cell(text=row["gate"] or ""),
                Cell(text=row["sampling"] or ""),
                Cell(text=row["freshness"] or ""),
            )
            for row in rows
        ),
        numeric=frozenset({"Figures", "Mean of 3"}),
    )  # fmt: skip


def _official_table(rows: list[dict[str, Any]]) -> Table:
    return Table(
        caption="Official datasets",
        columns=("Dataset", "Publisher", "Countries", "Years", "Figures", "Vintage", "Licence"),
        rows=tuple(
            (
                Cell(text=row["title"], href=row["address"]),
                Cell(text=row["publisher"] or ""),
                Cell(text=row["countries"]),
                Cell(text=years_of(row)),
                Cell(text=plain(row["figures"], 0)),
                Cell(text=row["vintage"] or ""),
                Cell(text=row["licence"] or ""),
            )
            for row in rows
        ),
        numeric=frozenset({"Figures"}),
    )
