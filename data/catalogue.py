"""Typed, frozen readers of what people edit in ``data/catalogue``.

Every reader raises :class:`data.errors.CatalogueError` with file, entry, value found and the
closest allowed values. Nothing here touches the warehouse.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data.entry import Entry, toml

CATALOGUE = Path(__file__).parent / "catalogue"
OBSERVATIONS = Path(__file__).parent / "observations"

SIDES = ("citizen", "official")
STATUSES = (
    "normal",
    "low reliability",
    "suppressed",
    "censored",
    "provisional",
    "partial period",
)
ACTIONS = ("exclude", "unit", "complement", "flag")
PRINTED = "printed note"
ENDS = ("correction", "status flag", "comparability reason", PRINTED)
COUNTRIES = {"argentina": "ARG", "kenya": "KEN", "tanzania": "TZA", "nepal": "NPL"}


@dataclass(frozen=True, kw_only=True)
class Citation:
    """Where a figure was read: producer, text, address or file, kind of evidence."""

    id: str
    publisher: str
    text: str
    read_from: str
    evidence: str


@dataclass(frozen=True, kw_only=True)
class Series:
    """One line of a publisher: its code, title and the SDG codes it stands under.

    ``unbounded`` names why a share may leave 0-100 (growth rates, net flows).
    """

    id: str
    title: str
    indicators: tuple[str, ...]
    status: str = "normal"
    match: str = ""
    method: str = ""
    unbounded: str = ""


@dataclass(frozen=True, kw_only=True)
class Caveat:
    """What must be known of a dataset, and where that ended.

    ``ends_as`` is one of ``ENDS``; ``where`` names the corrected series, the status flags, or the
    scores ("<pair> · <dimension>") that carry it, and is empty for a printed note.
    """

    text: str
    ends_as: str
    where: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """One publisher's dataset. ``family`` joins releases of one database."""

    id: str
    title: str
    side: str
    publisher: str
    producer_type: str
    vintage: str
    licence: str
    obtain: str
    family: str
    interval_basis: str
    method: str
    custody: str
    caveats: tuple[Caveat, ...]
    citations: Mapping[str, Citation]
    series: Mapping[str, Series]


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What is done to which published rows, why, and the values they must still hold."""

    file: str
    entry: str
    dataset: str
    action: str
    reason: str
    provider: str
    where: Mapping[str, tuple[str, ...]]
    expect: tuple[str, ...]
    to: str = ""
    title: str = ""


def relation(*, indicator: str) -> str:
    """Return "indicator" for a full code (4.1.1), "context" for a target code (4.1)."""
    return "indicator" if indicator.count(".") == 2 else "context"


def rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV of the catalogue into dictionaries; every cell is text."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def vocabulary(name: str, *, folder: Path = CATALOGUE) -> dict[str, str]:
    """Read ``vocabularies/<name>.csv``: published term → harmonised term."""
    return {row["published"]: row[name] for row in rows(folder / "vocabularies" / f"{name}.csv")}


def read_dataset(path: Path) -> Dataset:
    """Read one ``datasets/<id>.toml``."""
    top = Entry(file=path.name, entry=path.stem, values=toml(path))
    if top.text("id") != path.stem:
        raise top.fail("id", top.text("id"), (path.stem,), "must equal the file's name")
    series, citations = {}, {}
    for item in top.tables("series"):
        item.only("id", "title", "indicators", "status", "match", "method", "unbounded")
        one = Series(
            id=item.text("id"),
            title=item.text("title"),
            indicators=item.texts("indicators"),
            status=item.text("status", default="normal", allowed=STATUSES),
            match=item.text("match", default=""),
            method=item.text("method", default=""),
            unbounded=item.text("unbounded", default=""),
        )
        if one.id in series:
            raise item.fail("id", one.id, (), "stands twice")
        series[one.id] = one
    for item in top.tables("citations"):
        one_citation = Citation(
            id=item.text("id"),
            publisher=item.text("publisher"),
            text=item.text("text"),
            read_from=item.text("read_from"),
            evidence=item.text("evidence"),
        )
        citations[one_citation.id] = one_citation
    return Dataset(
        id=path.stem,
        title=top.text("title"),
        side=top.text("side", allowed=SIDES),
        publisher=top.text("publisher"),
        producer_type=top.text("producer_type"),
        vintage=top.text("vintage"),
        licence=top.text("licence"),
        obtain=top.text("obtain"),
        family=top.text("family"),
        interval_basis=top.text("interval_basis", allowed=("published", "computed")),
        method=top.text("method", default=""),
        custody=top.text("custody", default=""),
        caveats=tuple(_read_caveat(item) for item in top.tables("caveats")),
        citations=citations,
        series=series,
    )


def _read_caveat(item: Entry) -> Caveat:
    item.only("text", "ends_as", "where")
    caveat = Caveat(
        text=item.text("text"),
        ends_as=item.text("ends_as", allowed=ENDS),
        where=item.texts("where", default=()),
    )
    if bool(caveat.where) == (caveat.ends_as == PRINTED):
        wanted = "has no place beside" if caveat.where else "is needed beside"
        raise item.fail("where", caveat.where, (), f"`where` {wanted} {caveat.ends_as!r}")
    for flag in caveat.where if caveat.ends_as == "status flag" else ():
        if flag not in STATUSES:
            raise item.fail("where", flag, STATUSES)
    return caveat


def read_datasets(*, folder: Path = CATALOGUE) -> dict[str, Dataset]:
    """Read every dataset, sorted by id."""
    return {path.stem: read_dataset(path) for path in sorted((folder / "datasets").glob("*.toml"))}


def read_corrections(*, folder: Path = CATALOGUE) -> tuple[Correction, ...]:
    """Read ``corrections.toml``."""
    path = folder / "corrections.toml"
    top = Entry(file=path.name, entry="corrections", values=toml(path))
    found = []
    for item in top.tables("corrections"):
        item.only("dataset", "action", "reason", "provider", "where", "expect", "to", "title")
        where = item.table("where")
        found.append(
            Correction(
                file=path.name,
                entry=item.entry,
                dataset=item.text("dataset"),
                action=item.text("action", allowed=ACTIONS),
                reason=item.text("reason"),
                provider=item.text("provider"),
                where={key: where.texts(key) for key in where.values},
                expect=item.texts("expect"),
                to=item.text("to", default=""),
                title=item.text("title", default=""),
            )
        )
    return tuple(found)


def read_codes(*, folder: Path = CATALOGUE) -> set[str]:
    """Return every indicator and target code of the framework."""
    framework = folder / "framework"
    return {row["indicator"] for row in rows(framework / "indicators.csv")} | {
        row["target"] for row in rows(framework / "targets.csv")
    }
