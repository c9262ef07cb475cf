"""Typed, frozen readers of what people edit in ``data/catalogue``.

Every reader raises :class:`data.errors.CatalogueError` with file, entry, value found and the
closest allowed values. Nothing here touches the warehouse.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
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
INDEPENDENCE = ("independent", "shared source", "same records", "unknown")
ACTIONS = ("exclude", "unit", "complement", "flag")
ENDS = ("correction", "status flag", "comparability reason", "printed note")
DIMENSIONS = (
    "definition",
    "population",
    "geography",
    "reference period",
    "unit",
    "disaggregation",
    "collection mode",
    "sampling basis",
    "nature of the official value",
    "breaks",
)
COUNTRIES = {"argentina": "ARG", "kenya": "KEN", "tanzania": "TZA", "nepal": "NPL"}
# Columns a pair may restrict; sex and urbanisation also take part in matching.
SELECTABLE = ("sex", "age", "urbanisation", "other", "period", "area")


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
    caveats: tuple[tuple[str, str], ...]
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


@dataclass(frozen=True, kw_only=True)
class Side:
    """One side of a pair: dataset, series and the breakdowns chosen from them."""

    dataset: str
    series: tuple[str, ...]
    label: str
    where: Mapping[str, tuple[str, ...]]
    areas: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Score:
    """One of the ten comparability scores, 0-2, with its reason and remedy."""

    dimension: str
    score: int
    reason: str
    remedy: str = ""


@dataclass(frozen=True, kw_only=True)
class Break:
    """Values of ``side`` before ``year`` do not compare with those from it on."""

    side: str
    year: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One citizen series beside one official series, judged by a person."""

    id: str
    country: str
    indicator: str
    title: str
    question: str
    margin: float | None
    context_reason: str
    citizen: Side
    official: Side
    independence: str
    independence_reason: str
    scores: tuple[Score, ...]
    breaks: tuple[Break, ...] = field(default=())

    @property
    def goal(self) -> str:
        """Return the goal's number as text."""
        return self.indicator.split(".")[0]


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
        caveats=tuple(
            (item.text("text"), item.text("ends_as", allowed=ENDS))
            for item in top.tables("caveats")
        ),
        citations=citations,
        series=series,
    )


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


def _read_side(item: Entry, *, datasets: Mapping[str, Dataset], side: str) -> Side:
    item.only("dataset", "series", "label", "where", "areas")
    dataset = item.text("dataset", allowed=datasets)
    if datasets[dataset].side != side:
        raise item.fail("dataset", dataset, (), f"is not a {side} dataset")
    series = item.texts("series")
    for one in series:
        if one not in datasets[dataset].series:
            raise item.fail("series", one, datasets[dataset].series)
    where = item.table("where") if "where" in item.values else None
    if where:
        where.only(*SELECTABLE)
    areas = item.texts("areas", default=("national", "subnational"))
    for one in areas:
        if one not in ("national", "subnational"):
            raise item.fail("areas", one, ("national", "subnational"))
    return Side(
        dataset=dataset,
        series=series,
        label=item.text("label"),
        where={key: where.texts(key) for key in where.values} if where else {},
        areas=areas,
    )


def _read_scores(top: Entry) -> tuple[Score, ...]:
    scores = []
    for item in top.tables("scores"):
        item.only("dimension", "score", "reason", "remedy")
        value = item.values.get("score")
        if value not in (0, 1, 2) or isinstance(value, bool):
            raise item.fail("score", value, ("0", "1", "2"))
        remedy = item.text("remedy", default="")
        if value < 2 and not remedy:
            raise item.fail("remedy", remedy, (), "a score below 2 needs a remedy")
        scores.append(
            Score(
                dimension=item.text("dimension", allowed=DIMENSIONS),
                score=value,
                reason=item.text("reason"),
                remedy=remedy,
            )
        )
    order = tuple(score.dimension for score in scores)
    if order != DIMENSIONS:
        raise top.fail("scores", ", ".join(order), DIMENSIONS, "ten scores are needed, in order")
    return tuple(scores)


def read_pair(path: Path, *, datasets: Mapping[str, Dataset], codes: set[str]) -> Pair:
    """Read one pair. ``codes`` are the indicator and target codes of the framework."""
    top = Entry(file=path.name, entry=path.stem, values=toml(path))
    top.only(
        "id", "country", "indicator", "title", "question", "margin", "context_reason",
        "citizen", "official", "independence", "breaks", "scores",
    )  # fmt: skip
    if top.text("id") != path.stem:
        raise top.fail("id", top.text("id"), (path.stem,), "must equal the file's name")
    margin = top.values.get("margin")
    if margin is not None and (not isinstance(margin, int | float) or margin <= 0):
        raise top.fail("margin", margin, (), "a number above 0 is needed")
    independence = top.table("independence")
    breaks = []
    for item in top.tables("breaks"):
        year = item.values.get("year")
        if not isinstance(year, int) or not 1990 <= year <= 2100:
            raise item.fail("year", year, (), "a year is needed")
        breaks.append(
            Break(side=item.text("side", allowed=SIDES), year=year, reason=item.text("reason"))
        )
    return Pair(
        id=path.stem,
        country=top.text("country", allowed=tuple(COUNTRIES.values())),
        indicator=top.text("indicator", allowed=codes),
        title=top.text("title"),
        question=top.text("question"),
        margin=float(margin) if margin is not None else None,
        context_reason=top.text("context_reason", default=""),
        citizen=_read_side(top.table("citizen"), datasets=datasets, side="citizen"),
        official=_read_side(top.table("official"), datasets=datasets, side="official"),
        independence=independence.text("state", allowed=INDEPENDENCE),
        independence_reason=independence.text("reason"),
        scores=_read_scores(top),
        breaks=tuple(breaks),
    )


def read_codes(*, folder: Path = CATALOGUE) -> set[str]:
    """Return every indicator and target code of the framework."""
    framework = folder / "framework"
    return {row["indicator"] for row in rows(framework / "indicators.csv")} | {
        row["target"] for row in rows(framework / "targets.csv")
    }


def read_pairs(
    *, datasets: Mapping[str, Dataset], codes: set[str], folder: Path = CATALOGUE
) -> dict[str, Pair]:
    """Read every pair, sorted by id."""
    return {
        path.stem: read_pair(path, datasets=datasets, codes=codes)
        for path in sorted((folder / "pairs").glob("*.toml"))
    }
