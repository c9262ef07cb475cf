"""The one door to the warehouse: named questions in, polars frames out.

A ``Store`` follows the pointer ``current.json``; ``Store.current()`` hands out the ``Release`` it
names. A page asks for it once and so sees one release from its first line to its last, even when
a new one is published meanwhile.
"""

from __future__ import annotations

import json
import os
import re
import threading
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb
import polars as pl

from data.campaign import campaign
from data.catalogue import COUNTRIES
from data.errors import SelectionError
from data.guides import guides
from data.initiatives import KINDS, METHODS, OPENNESS, STATUSES, initiatives
from data.selection import (
    ASK,
    CAMPAIGN,
    GOAL_PREFIX,
    IN,
    INITIATIVES,
    LEARN,
    PROPOSE,
    THEME,
    Known,
)
from data.themes import themes

HOME = Path(__file__).resolve().parent
QUERIES = HOME / "queries"
FOLDER_VARIABLE = "DATASHIFT_WAREHOUSE"
POINTER = "current.json"
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    # Questions take a millisecond, and the readers come side by side.
    "threads": 1,
    # What a question leaves is given back to the system: by default each thread of the server keeps
    # some ten MB of it for the next.
    "allocator_bulk_deallocation_flush_threshold": "1MB",
}
MOST_OPEN = 4
"""Releases before the current one that are held open at once."""
_NAME = re.compile(r"[0-9a-f]{16}")


class WarehouseError(RuntimeError):
    """There is no release to ask: none was built, or the pointer names one that cannot be read."""

    def __init__(self, *, file: str, reason: str) -> None:
        self.file = file
        super().__init__(f"{file}: {reason}; build one with: python -m pipelines build")


class Question(StrEnum):
    """Every question there is. Each is a file of ``data/queries`` that opens with its sentence."""

    AREAS = "areas"
    BREAKS = "breaks"
    CAVEATS = "caveats"
    CITATIONS = "citations"
    COMPARISON = "comparison"
    CONSTANTS = "constants"
    CORRECTIONS = "corrections"
    COUNTS = "counts"
    COVERAGE = "coverage"
    COVERAGE_MATRIX = "coverage_matrix"
    CREDIBILITY = "credibility"
    CRITERIA = "criteria"
    DATASET_FIGURES = "dataset_figures"
    DATASET_PAIRS = "dataset_pairs"
    DATASET_SERIES = "dataset_series"
    DATASETS = "datasets"
    FIGURES = "figures"
    FORMULAS = "formulas"
    GAPS = "gaps"
    GATES = "gates"
    GOALS = "goals"
    LATEST_DATASETS = "latest_datasets"
    LEFT_OUT = "left_out"
    LINE = "line"
    LINES = "lines"
    MEASURES = "measures"
    PAIR_OBSERVATIONS = "pair_observations"
    PAIRS = "pairs"
    PROGRESS = "progress"
    REPORT = "report"
    REVISIONS = "revisions"
    SCORES = "scores"
    SHADOW = "shadow"
    THEME_AREAS = "theme_areas"
    THEME_GAPS = "theme_gaps"
    THEME_GROUPS = "theme_groups"
    UNPAIRED = "unpaired"


@lru_cache(maxsize=len(Question))
def sql_of(question: Question) -> str:
    """Return the SQL of a question, its sentence included."""
    return (QUERIES / f"{question}.sql").read_text(encoding="utf-8")


def sentence_of(question: Question) -> str:
    """Return the human sentence a question's file opens with."""
    lines = sql_of(question).splitlines()
    said = [line.removeprefix("--").strip() for line in lines if line.startswith("--")]
    return " ".join(said)


class Release:
    """One built release, opened for reading only. Safe to use from several threads."""

    def __init__(self, *, name: str, file: Path) -> None:
        self.name = name
        self._connection = duckdb.connect(str(file), read_only=True, config=SETTINGS)

    def ask(self, question: Question, **values: Any) -> pl.DataFrame:
        """Return the answer to a question; ``values`` fill the ``$names`` of its SQL."""
        relation = self._connection.cursor().sql(sql_of(question), params=values or None)
        return pl.DataFrame(relation)

    def texts(self, *, table: str, column: str) -> list[str]:
        """Return every text of a column once, in order: what translators are given.

        Raises ``duckdb.Error`` for a table or column there is not.
        """
        relation = self._connection.cursor().table(table).select(column).distinct()
        return sorted(text for text in pl.DataFrame(relation)[column].to_list() if text)

    @cached_property
    def known(self) -> Known:
        """What addresses may name in this release."""
        measures = self.ask(Question.MEASURES)
        pairs = self.ask(Question.PAIRS, country=None, goal=None, indicator=None)
        areas = self.ask(Question.AREAS)
        goals = self.ask(Question.GOALS)["goal"].to_list()
        return Known(
            countries=MappingProxyType(dict(COUNTRIES)),
            goals=frozenset(goals),
            measures=MappingProxyType(dict(measures.select("measure", "goal").iter_rows())),
            pairs=MappingProxyType(
                {
                    pair: (country, indicator)
                    for pair, country, indicator in pairs.select(
                        "pair", "country", "indicator"
                    ).iter_rows()
                }
            ),
            areas=MappingProxyType(dict(areas.select("area", "country").iter_rows())),
            datasets=frozenset(self.ask(Question.DATASETS, datasets=None)["dataset"].to_list()),
            across=_across(measures, self.ask(Question.COVERAGE, country=None)),
            entries=MappingProxyType(
                {
                    INITIATIVES: (PROPOSE, *initiatives()),
                    LEARN: (CAMPAIGN, *guides()),
                    THEME: tuple(themes()),
                }
            ),
            filters=MappingProxyType(
                {
                    INITIATIVES: _initiative_filters(),
                    f"{INITIATIVES}/{PROPOSE}": {"entry": tuple(initiatives())},
                    **{f"{THEME}/{one}": {IN: tuple(COUNTRIES)} for one in themes()},
                    f"{LEARN}/{ASK}": {
                        "indicator": tuple(dict.fromkeys(pairs["indicator"].to_list()))
                    },
                    f"{LEARN}/{CAMPAIGN}": {
                        IN: tuple(COUNTRIES),
                        "goal": tuple(f"{GOAL_PREFIX}{goal}" for goal in goals),
                        "pair": tuple(pairs["pair"].to_list()),
                        "claim": tuple(campaign().claims),
                    },
                }
            ),
        )

    @cached_property
    def areas(self) -> dict[str, str]:
        """Area code → the name to print."""
        return dict(self.ask(Question.AREAS).select("area", "name").iter_rows())

    @cached_property
    def goals(self) -> dict[int, dict[str, Any]]:
        """Goal number → its row: colour, title, short title."""
        return {row["goal"]: row for row in self.ask(Question.GOALS).iter_rows(named=True)}

    @cached_property
    def measures(self) -> dict[str, dict[str, Any]]:
        """Indicator or target code → its row: goal, target, kind, title, desired direction."""
        rows = self.ask(Question.MEASURES).iter_rows(named=True)
        return {row["measure"]: row for row in rows}


def _initiative_filters() -> dict[str, tuple[str, ...]]:
    return {
        "goal": tuple(str(goal) for goal in range(1, 18)),
        "kind": KINDS,
        "method": METHODS,
        "status": STATUSES,
        "open": OPENNESS,
        "show": ("all",),
    }


def _across(measures: pl.DataFrame, coverage: pl.DataFrame) -> tuple[str, ...]:
    """Return every indicator, and the targets on which a figure is held."""
    held = set(coverage["indicator"].to_list())
    kinds = measures.select("measure", "kind").iter_rows()
    return tuple(code for code, kind in kinds if kind == "indicator" or code in held)


class Store:
    """Follows the pointer of a warehouse folder. Opens lazily, so always after a fork."""

    def __init__(self, *, folder: Path | None = None) -> None:
        named = os.environ.get(FOLDER_VARIABLE)
        self.folder = folder or (Path(named) if named else HOME / "warehouse")
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._release: Release | None = None
        self._kept: dict[str, Release] = {}

    def current(self) -> Release:
        """Return the release the pointer names, opening it when the pointer has moved.

        Looking costs one ``stat``. Raises ``WarehouseError`` when nothing is built yet. A release
        that cannot be opened leaves the previous one in service.
        """
        pointer = self.folder / POINTER
        try:
            stat = pointer.stat()
        except FileNotFoundError as error:
            raise WarehouseError(file=str(pointer), reason="no release is built yet") from error
        seen = (stat.st_mtime_ns, stat.st_ino)
        if seen != self._seen or self._release is None:
            with self._lock:
                if seen != self._seen or self._release is None:
                    self._open(pointer)
                    self._seen = seen
        if self._release is None:
            raise WarehouseError(file=str(pointer), reason="names no release that can be opened")
        return self._release

    def release(self, name: str) -> Release:
        """Return the release of a name, as long as its file is kept.

        Frozen embeds and pictures name one. Raises ``SelectionError`` with the newest kept ones.
        """
        current = self.current()
        if name in ("", current.name):
            return current
        file = self.folder / f"{name}.duckdb"
        if not _NAME.fullmatch(name) or not file.is_file():
            raise SelectionError(parameter="release", found=name, allowed=self.kept())
        with self._lock:
            if name not in self._kept:
                while len(self._kept) >= MOST_OPEN:
                    self._kept.pop(next(iter(self._kept)))
                self._kept[name] = Release(name=name, file=file)
            return self._kept[name]

    def kept(self) -> tuple[str, ...]:
        """Return the releases whose files are kept, the one being served first, then the newest."""
        found = sorted(
            (one for one in self.folder.glob("*.duckdb") if _NAME.fullmatch(one.stem)),
            key=lambda one: -one.stat().st_mtime_ns,
        )
        return tuple(dict.fromkeys([self.current().name, *(one.stem for one in found)]))

    def _open(self, pointer: Path) -> None:
        try:
            named = json.loads(pointer.read_text(encoding="utf-8"))
            if self._release is None or self._release.name != named["release"]:
                # The old connection is left to its last reader; Python closes it after that.
                self._release = Release(name=named["release"], file=self.folder / named["file"])
        except (OSError, ValueError, KeyError, duckdb.Error) as error:
            if self._release is None:
                raise WarehouseError(file=str(pointer), reason=str(error)) from error
