"""What the API holds: tables of the release, with the columns they may be narrowed by.

A resource is read once per release and kept; a request only filters and cuts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from data.selection import Selection
from data.store import Question, Release
from layouts.downloads.bundle import DATASET, FIGURES, JUDGED, bundle_of
from layouts.language import mark
from layouts.outlets import COMPARED, pair_records
from layouts.views import answer

VERSION = "v1"
NARROWED_BY = (
    "country", "goal", "indicator", "kind", "side", "dataset", "series", "pair", "area", "year",
    "sex", "urbanisation", "status", "verdict", "state", "agreement", "method", "independence",
)  # fmt: skip
"""Columns that a request may name; ``year`` also as ``year_from`` and ``year_to``."""
MOST_HELD = 24  # tables: three releases


@dataclass(frozen=True, kw_only=True)
class Resource:
    """``about`` is one sentence; ``read`` gives the whole table, in its own order; ``free`` are
    columns of free text, by which nobody narrows a table."""

    name: str
    about: str
    read: Callable[[Release], pl.DataFrame]
    free: frozenset[str] = frozenset()

    def filters(self, frame: pl.DataFrame) -> tuple[str, ...]:
        """Return the columns by which this table may be narrowed."""
        return tuple(
            name for name in NARROWED_BY if name in frame.columns and name not in self.free
        )


def _countries(release: Release) -> pl.DataFrame:
    rows = [
        {"country": code, "title": release.areas[code], "address": f"/{word}"}
        for word, code in release.known.countries.items()
    ]
    return pl.DataFrame(rows)


def _indicators(release: Release) -> pl.DataFrame:
    return release.ask(Question.MEASURES).select(
        pl.col("measure").alias("indicator"), "goal", "kind", "title", "desired_direction",
        address=pl.lit("/indicator/") + pl.col("measure"),
    )  # fmt: skip


def _datasets(release: Release) -> pl.DataFrame:
    found = release.ask(Question.DATASETS, datasets=None).select(DATASET)
    return found.with_columns(address=pl.lit("/datasets/") + pl.col("dataset"))


def _pairs(release: Release) -> pl.DataFrame:
    rows = pair_records(release)
    return pl.DataFrame(rows, infer_schema_length=len(rows)).drop("id")


def _figures(release: Release) -> pl.DataFrame:
    view = answer(selection=Selection(), release=release)
    return bundle_of(view, release=release).tables["observations"].select(FIGURES)


def _comparisons(release: Release) -> pl.DataFrame:
    found = release.ask(Question.COMPARISON, pair=None, country=None)
    pairs = release.ask(Question.PAIRS, country=None, goal=None, indicator=None)
    where = pairs.select("pair", "country", "goal", "indicator", "unit")
    return found.join(where, on="pair", how="left", maintain_order="left").select(
        "pair", "country", "goal", "indicator", *COMPARED, "unit"
    )


def _progress(release: Release) -> pl.DataFrame:
    asked = {"pair": None, "country": None, "indicator": None, "kind": None}
    return release.ask(Question.PROGRESS, **asked).select(JUDGED)


def _coverage(release: Release) -> pl.DataFrame:
    return release.ask(Question.COVERAGE, country=None)


RESOURCES: Mapping[str, Resource] = {
    one.name: one
    for one in (
        Resource(name="countries", about=mark("The countries."), read=_countries),
        Resource(
            name="indicators", about=mark("Indicators and targets of the goals."), read=_indicators
        ),
        Resource(
            name="datasets",
            about=mark("Who measured, how, under which terms."),
            read=_datasets,
            free=frozenset({"method"}),
        ),
        Resource(
            name="pairs",
            about=mark("A citizen series beside an official one, judged: how far they compare."),
            read=_pairs,
        ),
        Resource(
            name="observations", about=mark("Every current figure of both sides."), read=_figures
        ),
        Resource(
            name="comparisons",
            about=mark("What was compared: both figures, the gap, the word of agreement."),
            read=_comparisons,
        ),
        Resource(
            name="progress", about=mark("Progress towards 2030 by four methods."), read=_progress
        ),
        Resource(
            name="coverage", about=mark("Who measures which indicator, since when."), read=_coverage
        ),
    )
}


@lru_cache(maxsize=MOST_HELD)
def table(*, name: str, release: Release) -> pl.DataFrame:
    """Return the whole table of a resource, read once per release."""
    return RESOURCES[name].read(release)


@lru_cache(maxsize=MOST_HELD * len(NARROWED_BY))
def values(*, name: str, column: str, release: Release) -> tuple[str, ...]:
    """Return what a column of a table holds, as text, in order."""
    found = table(name=name, release=release)[column].drop_nulls().unique().sort()
    return tuple(str(one) for one in found.to_list() if one != "")
