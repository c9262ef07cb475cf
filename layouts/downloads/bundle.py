"""What a download holds: the tables of a view, a goal, a country or everything, and what they say.

A bundle is the same in every format. Cells that are withheld stay withheld: they have no value in
the release itself.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import polars as pl

from data.catalogue import CATALOGUE
from data.contracts import COMPARISON, OBSERVATIONS, PAIRS, PROGRESS, SCORES, TEXT
from data.store import Question, Release
from layouts.components.onesided import RECORD_COLUMNS
from layouts.outlets import COMPARED
from layouts.views import ComparisonView, CountryView, GoalView, OverviewView, View

FIGURES = ("release", "country", "goal", *RECORD_COLUMNS)
PAIR = (
    "pair", "country", "goal", "indicator", "title", "citizen_dataset", "citizen_series",
    "official_dataset", "official_series", "unit", "direction", "margin", "independence",
    "independence_reason", "total", "verdict", "verdict_reason", "address",
)  # fmt: skip
SCORE = ("pair", "position", "dimension", "score", "reason", "remedy")
JUDGED = (
    "line", "kind", "pair", "country", "indicator", "side", "dataset", "series", "area", "unit",
    "direction", "method", "verdict", "ratio", "base_year", "base_value", "last_year",
    "last_value", "points", "target", "projected", "reason",
)  # fmt: skip
DATASET = (
    "dataset", "side", "title", "publisher", "producer_type", "vintage", "family", "licence",
    "obtain", "method",
)  # fmt: skip
CITATION = ("dataset", "citation", "publisher", "text", "read_from", "evidence")
KEYS: Mapping[str, tuple[str, ...]] = {
    "observations": ("row",),
    "comparison": ("pair", "area", "sex", "urbanisation", "year"),
    "pairs": ("pair",),
    "scores": ("pair", "position"),
    "progress": ("line", "method"),
    "datasets": ("dataset",),
    "citations": ("dataset", "citation"),
}
OF_A_SCOPE = (ComparisonView, GoalView, CountryView, OverviewView)
"""The views that have figures to take away; rooms have lists of their own."""


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """``tables`` by name, each as a frame; ``columns.csv`` describes every column of them."""

    release: str
    address: str
    title: str
    sentence: str
    tables: Mapping[str, pl.DataFrame]


def bundle_of(view: View, *, release: Release) -> Bundle:
    """Return what a page's figures are, with what was judged of them and where they are from.

    A comparison gives the figures that it shows; a goal, a country and the overview give every
    current figure of theirs. Raises ``TypeError`` for a view without figures of its own.
    """
    if not isinstance(view, OF_A_SCOPE):
        raise TypeError(f"no figures to take away: {view.address}")
    pairs = _pairs(view, release=release)
    figures = _figures(view, release=release)
    named = pairs["pair"].to_list()
    used = sorted(figures["dataset"].unique().to_list())
    return Bundle(
        release=view.release,
        address=view.address,
        title=view.title,
        sentence=view.sentence,
        tables={
            "observations": figures,
            "comparison": _compared(view, named, release=release),
            "pairs": pairs,
            "scores": _of(release.ask(Question.SCORES, pair=None), named).select(SCORE),
            "progress": _progress(view, named, release=release),
            "datasets": release.ask(Question.DATASETS, datasets=used).select(DATASET),
            "citations": _citations(figures, release=release),
        },
    )


def _of(frame: pl.DataFrame, pairs: Sequence[str]) -> pl.DataFrame:
    return frame.filter(pl.col("pair").is_in(pairs))


def _country(view: View, release: Release) -> str | None:
    return release.known.countries.get(view.selection.country)


def _pairs(view: View, *, release: Release) -> pl.DataFrame:
    asked = {
        "country": _country(view, release),
        "goal": view.selection.goal or None,
        "indicator": view.selection.indicator or None,
    }
    found = release.ask(Question.PAIRS, **asked)
    if isinstance(view, ComparisonView):
        found = _of(found, [view.pair["pair"]] if view.pair else [])
    return found.select(PAIR)


def _figures(view: View, *, release: Release) -> pl.DataFrame:
    if isinstance(view, ComparisonView):
        schema = dict(OBSERVATIONS.columns) | {"area_name": TEXT}
        rows = [{name: row[name] for name in schema} for row in view.observations]
        found = pl.DataFrame(rows, schema=schema)
    else:
        goals = release.known.measures
        wanted = [code for code, goal in goals.items() if goal == view.selection.goal] or None
        found = release.ask(Question.FIGURES, country=_country(view, release), measures=wanted)
    goal_of = dict(release.known.measures)
    return found.with_columns(
        release=pl.lit(view.release),
        goal=pl.col("indicator").replace_strict(goal_of, default=None, return_dtype=pl.Int64),
        year=pl.col("year_end"),
    ).select(FIGURES)


def _compared(view: View, pairs: Sequence[str], *, release: Release) -> pl.DataFrame:
    columns = ("pair", *COMPARED)
    if isinstance(view, ComparisonView):
        rows = [{name: row[name] for name in columns} for row in view.comparison]
        return pl.DataFrame(rows, schema={name: COMPARISON.columns[name] for name in columns})
    found = release.ask(Question.COMPARISON, pair=None, country=_country(view, release))
    return _of(found, pairs).select(columns)


def _progress(view: View, pairs: Sequence[str], *, release: Release) -> pl.DataFrame:
    asked = {"pair": None, "country": _country(view, release), "kind": None}
    found = release.ask(Question.PROGRESS, indicator=view.selection.indicator or None, **asked)
    if isinstance(view, ComparisonView):
        found = found.filter((pl.col("kind") == "headline") | pl.col("pair").is_in(pairs))
    elif view.selection.goal:
        codes = [c for c, goal in release.known.measures.items() if goal == view.selection.goal]
        found = found.filter(pl.col("indicator").is_in(codes))
    return found.select(JUDGED)


def _citations(figures: pl.DataFrame, *, release: Release) -> pl.DataFrame:
    """Return the citations that the figures lead to, and no other."""
    used = sorted(figures["dataset"].unique().to_list())
    found = release.ask(Question.CITATIONS, datasets=used)
    keys = figures.select("dataset", "citation").unique()
    return found.join(keys, on=["dataset", "citation"], how="semi").select(CITATION)


@lru_cache(maxsize=1)
def described() -> Mapping[str, str]:
    """Return what each column of a download means, in English."""
    with (CATALOGUE / "columns.csv").open(encoding="utf-8", newline="") as handle:
        return {row["column"]: row["description"] for row in csv.DictReader(handle)}


def columns_used() -> Iterable[str]:
    """Return the columns of all tables, each once."""
    parts = (FIGURES, COMPARED, PAIR, SCORE, JUDGED, DATASET, CITATION)
    return dict.fromkeys(name for part in parts for name in part)


def contract_of(table: str) -> Mapping[str, Any]:
    """Return the closed lists of a table's columns, from the warehouse's own contract."""
    held = {
        "observations": OBSERVATIONS, "comparison": COMPARISON, "pairs": PAIRS,
        "scores": SCORES, "progress": PROGRESS,
    }  # fmt: skip
    return (held[table].values or {}) if table in held else {}
