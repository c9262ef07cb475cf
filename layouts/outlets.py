"""The outlets of a View that machines read: JSON and CSV, at the page's own address."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from data.contracts import GAPS, PROGRESS, REVISIONS
from data.store import Question, Release
from layouts.components.cards import cards_of
from layouts.components.onesided import record_of
from layouts.components.parts import Source
from layouts.components.rooms.campaign import CampaignView
from layouts.components.rooms.coverage import gap_records
from layouts.components.rooms.parts import RoomView
from layouts.head import root
from layouts.pictures import shared
from layouts.views import ComparisonView, CountryView, GoalView, OverviewView, View

Row = Mapping[str, Any]
# A cell that a spreadsheet would run as a formula is given an apostrophe (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
COMPARED = (
    "area", "sex", "urbanisation", "year", "citizen", "official", "gap", "gap_lower", "gap_upper",
    "agreement", "direction", "notes", "matched", "citizen_row", "official_row",
)  # fmt: skip
PAIR_COLUMNS = (
    "pair", "country", "goal", "indicator", "title", "citizen_dataset", "citizen_series",
    "official_dataset", "official_series", "independence", "total", "verdict", "state", "year",
    "gap", "unit", "sentence", "address",
)  # fmt: skip
COMPARISON_COLUMNS = (
    "release", "pair", "side", "dataset", "series", "indicator", "area", "area_name", "year",
    "period", "sex", "age", "urbanisation", "other", "value", "unit", "base", "lower", "upper",
    "interval_basis", "sample_size", "nature", "status", "vintage", "evidence", "citation",
    "note", "row",
    "compared_official", "gap", "gap_lower", "gap_upper", "agreement", "direction", "notes",
)  # fmt: skip
CELL_COLUMNS = (
    "country", "goal", "state", "pairs", "consistent", "differs", "cannot_tell", "not_compared",
    "citizens_measure", "officials_measure", "address",
)  # fmt: skip


def to_json(document: Any) -> bytes:
    """Return a document as JSON in UTF-8."""
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def to_csv(rows: Iterable[Row], *, columns: Iterable[str]) -> bytes:
    """Return rows as CSV in UTF-8; text that a spreadsheet would run is neutralised."""
    names = tuple(columns)
    handle = io.StringIO(newline="")
    writer = csv.writer(handle, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([harmless(row.get(name)) for name in names])
    return handle.getvalue().encode("utf-8")


def harmless(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return "" if value is None else value


def document(view: View, *, release: Release) -> dict[str, Any]:
    """Return a View as a JSON document."""
    selection = view.selection
    found: dict[str, Any] = {
        "release": view.release,
        "address": view.address,
        "title": view.title,
        "sentence": view.sentence,
    }
    if isinstance(view, CampaignView) and view.kept and view.about:
        found["pictures"] = [root() + link.href for link in shared(view.about)]
    if isinstance(view, RoomView):
        return found | dict(view.details)
    if selection.country:
        found["country"] = release.known.countries[selection.country]
    if selection.goal:
        found["goal"] = selection.goal
    if isinstance(view, ComparisonView):
        return found | _comparison(view)
    if isinstance(view, GoalView):
        alone = [
            {"indicator": one.indicator, "title": one.title, "citizens": one.citizen,
             "officials": one.official, "address": one.href}
            for one in view.one_sided
        ]  # fmt: skip
        return found | {"pairs": view.records, "without_pair": alone,
                        "nobody": [link.text for link in view.nobody]}  # fmt: skip
    if isinstance(view, CountryView):
        cells = [cell.record for _, cell in view.goals]
        return found | {"goals": cells, "pairs": view.records}
    return found | {"cells": view.records}


def _comparison(view: ComparisonView) -> dict[str, Any]:
    return {
        "indicator": view.indicator,
        "pair": pair_document(view) if view.pair else None,
        "sources": [source_document(source) for source in view.sources],
        "observations": [record_of(row) for row in view.observations],
        "comparison": [{name: row[name] for name in COMPARED} for row in view.comparison],
    }


def source_document(source: Source) -> dict[str, Any]:
    """Return a dataset with its citations: an observation's dataset and citation lead here."""
    return {
        "side": source.side,
        "dataset": source.dataset,
        "title": source.title,
        "publisher": source.publisher,
        "vintage": source.vintage,
        "licence": source.licence,
        "citations": [
            {name: row[name] for name in ("citation", "publisher", "text", "read_from", "evidence")}
            for row in source.citations
        ],
    }


def pair_document(view: ComparisonView) -> dict[str, Any]:
    """Return the judged pair: both sides, independence, comparability with its ten scores."""
    pair = view.pair or {}
    cards = {source.dataset: source for source in view.sources}

    def side(name: str) -> dict[str, Any]:
        dataset = pair[f"{name}_dataset"]
        card = cards.get(dataset)
        return {
            "dataset": dataset,
            "series": pair[f"{name}_series"],
            "label": pair[f"{name}_label"],
            "title": card.title if card else "",
            "publisher": card.publisher if card else "",
            "licence": card.licence if card else "",
            "method": card.method if card else "",
            "caveats": card.caveats if card else (),
        }

    return {
        "id": pair["pair"],
        "title": pair["title"],
        "question": pair["question"],
        "citizen": side("citizen"),
        "official": side("official"),
        "unit": pair["unit"],
        "direction": pair["direction"],
        "margin": pair["margin"],
        "independence": {
            "state": pair["independence"],
            "reason": pair["independence_reason"],
        },
        "comparability": {
            "total": pair["total"],
            "verdict": pair["verdict"],
            "reason": pair["verdict_reason"],
            "scores": [
                {name: score[name] for name in ("dimension", "score", "reason", "remedy")}
                for score in view.scores
            ],
        },
    }


def columns_of(view: View) -> tuple[str, ...]:
    """Return the columns of a View as CSV, the same whether it has rows or none."""
    if isinstance(view, RoomView):
        return view.columns
    if isinstance(view, ComparisonView):
        return COMPARISON_COLUMNS
    return CELL_COLUMNS if isinstance(view, OverviewView) else PAIR_COLUMNS


def pair_records(release: Release) -> list[dict[str, Any]]:
    """Return a row a pair, country by country, with its verdict, independence and address."""
    return [
        {"id": card.pair, **card.record}
        for country in release.known.countries.values()
        for card in cards_of(release=release, country=country)
    ]


def progress_records(release: Release) -> list[dict[str, Any]]:
    """Return the verdict of every line by every method."""
    asked = {"pair": None, "country": None, "indicator": None, "kind": None}
    return release.ask(Question.PROGRESS, **asked).rows(named=True)


def revision_records(release: Release) -> list[dict[str, Any]]:
    """Return every official figure that was revised by more than the margin."""
    return release.ask(Question.REVISIONS, country=None, indicator=None).rows(named=True)


@dataclass(frozen=True, kw_only=True)
class WholeList:
    """A list with an address of its own: its rows are its CSV and, named, its JSON."""

    rows: Callable[[Release], Sequence[Row]]
    columns: tuple[str, ...]


LISTS: Mapping[str, WholeList] = {
    "pairs": WholeList(rows=pair_records, columns=PAIR_COLUMNS),
    "gaps": WholeList(rows=gap_records, columns=tuple(GAPS.columns)),
    "progress": WholeList(rows=progress_records, columns=tuple(PROGRESS.columns)),
    "revisions": WholeList(rows=revision_records, columns=tuple(REVISIONS.columns)),
}


def list_document(name: str, *, release: Release) -> dict[str, Any]:
    """Return a whole list as a JSON document."""
    return {"release": release.name, name: list(LISTS[name].rows(release))}


def health(release: Release) -> dict[str, Any]:
    """Return that the site answers, with which release, and how much that holds."""
    counts = release.ask(Question.COUNTS).row(0, named=True)
    return {"status": "ok", "release": release.name, **counts}
