"""Answer "which datasets are there, and how far can each be trusted?"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from data.selection import DATASETS, Selection
from data.store import Question, Release
from layouts.components.coverage import years_of
from layouts.components.crumbs import country_name, crumbs_of
from layouts.components.parts import Cell, Link, Table
from layouts.components.rooms.parts import DatasetsView
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
from layouts.numbers import plain

Row = Mapping[str, Any]
TITLE = mark("Every dataset, and how far each can be trusted")
HELD = {
    True: mark("{citizen} and {official} hold figures on {country}."),
    False: mark("{citizen} and {official} are held."),
}
STANDING = mark("Of the citizens’, {standing}.")
NONE_JUDGED = mark("none is judged")
GATE = mark(
    "A gate about which nothing was read is “not established”, which is neither passed nor failed."
)
STANDINGS = {
    "usable": mark_plural("{n} is usable", "{n} are usable"),
    "limited": mark_plural("{n} is usable with a ceiling", "{n} are usable with a ceiling"),
    "background": mark_plural("{n} is background only", "{n} are background only"),
    "not shown": mark_plural(
        "{n} fails a gate and is never charted", "{n} fail a gate and are never charted"
    ),
}
SIDE_WORDS = {"citizen": mark("Citizens"), "official": mark("Official")}
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
    return DatasetsView(
        release=release.name,
        selection=selection,
        title=_(TITLE),
        sentence=_sentence(citizen, official=len(official), country=release.areas.get(code, "")),
        crumbs=crumbs_of(selection=selection, release=release),
        records=tuple(records),
        columns=COLUMNS,
        details={"datasets": records},
        chips=chips_of(selection=selection, release=release),
        citizen=_citizen_table(citizen, release=release),
        official=_official_table(official, release=release),
    )


def _sentence(citizen: list[dict[str, Any]], *, official: int, country: str) -> str:
    counts = Counter(_standing(row) for row in citizen)
    said = [plural(*forms, counts[name]) for name, forms in STANDINGS.items() if counts[name]]
    held = _(
        HELD[bool(country)],
        citizen=plural("{n} dataset of citizens", "{n} datasets of citizens", len(citizen)),
        official=plural("{n} official one", "{n} official ones", official),
        country=words(country),
    )
    standing = _(STANDING, standing=listed(said) or _(NONE_JUDGED))
    return f"{held} {standing} {_(GATE)}"


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
    here = {"room": selection.room, "entry": selection.entry}
    return (
        Link(text=_("All four"), href=select(**here).address(), current=not selection.country),
        *(
            Link(
                text=country_name(word, release=release),
                href=select(**here, country=word).address(),
                current=word == selection.country,
            )
            for word in release.known.countries
        ),
    )


def _standing(row: Row) -> str:
    if row["ceiling"] in ("", None):
        return "usable"
    if row["ceiling"] == "not shown":
        return "not shown"
    return "background" if row["ceiling"] == "context only" else "limited"


def countries_of(row: Row, *, release: Release) -> str:
    """Return the names of the countries a row holds figures on ("KEN TZA")."""
    return ", ".join(words(release.areas[code]) for code in row["countries"].split())


def _citizen_table(rows: list[dict[str, Any]], *, release: Release) -> Table:
    return Table(
        caption=_("Datasets of citizens, with what their gates and scores come to"),
        columns=(
            _("Dataset"), _("Publisher"), _("Countries"), _("Years"), _("Figures"), _("Standing"),
            _("Mean of 3"), _("Gates"), _("Sampling"), _("Freshness"),
        ),
        rows=tuple(
            (
                Cell(text=written(row["title"]), href=row["address"]),
                Cell(text=row["publisher"] or ""),
                Cell(text=countries_of(row, release=release)),
                Cell(text=years_of(row)),
                Cell(text=plain(row["figures"], 0)),
                Cell(text=words(row["ceiling"]) or _("usable")),
                Cell(text=plain(row["mean"], 1) if row["mean"] is not None else _("not judged")),
                Cell(text=words(row["gate"])),
                Cell(text=words(row["sampling"])),
                Cell(text=words(row["freshness"])),
            )
            for row in rows
        ),
        numeric=frozenset({_("Figures"), _("Mean of 3")}),
    )  # fmt: skip


def _official_table(rows: list[dict[str, Any]], *, release: Release) -> Table:
    return Table(
        caption=_("Official datasets"),
        columns=(
            _("Dataset"), _("Publisher"), _("Countries"), _("Years"), _("Figures"), _("Vintage"),
            _("Licence"),
        ),
        rows=tuple(
            (
                Cell(text=written(row["title"]), href=row["address"]),
                Cell(text=row["publisher"] or ""),
                Cell(text=countries_of(row, release=release)),
                Cell(text=years_of(row)),
                Cell(text=plain(row["figures"], 0)),
                Cell(text=written(row["vintage"])),
                Cell(text=written(row["licence"])),
            )
            for row in rows
        ),
        numeric=frozenset({_("Figures")}),
    )  # fmt: skip
