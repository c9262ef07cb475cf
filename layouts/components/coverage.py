"""What is measured in a country, by whom, since when: counts, datasets, measures without a pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from data.selection import Selection
from data.store import Release
from layouts import sentences as say
from layouts.components.parts import Cell, Link, OneSide, PairCard, Table
from layouts.components.tables import WHO
from layouts.figures.chart import SpanChart, SpanRow
from layouts.language import select
from layouts.numbers import plain

Row = Mapping[str, Any]


def counts(
    coverage: pl.DataFrame, *, cards: Sequence[PairCard], datasets: int
) -> tuple[tuple[str, str], ...]:
    """Return how much there is on a country: a number and what it counts."""
    by_side = {
        side: set(coverage.filter(pl.col("side") == side)["indicator"].to_list())
        for side in ("citizen", "official")
    }
    both = by_side["citizen"] & by_side["official"]
    return (
        (plain(len(cards), 0), "pairs, each judged by ten scores"),
        (plain(len(by_side["citizen"]), 0), "indicators and targets citizens have measured"),
        (plain(len(by_side["official"]), 0), "indicators and targets officials have measured"),
        (plain(len(both), 0), "measured by both"),
        (plain(datasets, 0), "datasets"),
    )


def dataset_table(datasets: pl.DataFrame) -> Table:
    """Return the datasets with figures on a country."""
    rows = tuple(
        (
            Cell(text=row["title"], href=f"/datasets/{row['dataset']}"),
            Cell(text=WHO[row["side"]], token=row["side"]),
            Cell(text=row["publisher"] or ""),
            Cell(text=f"{row['first_year']}–{row['last_year']}"
                 if row["first_year"] != row["last_year"] else str(row["last_year"])),
            Cell(text=plain(row["observations"], 0)),
        )
        for row in datasets.iter_rows(named=True)
    )  # fmt: skip
    return Table(
        caption="Datasets with figures on this country, the most recent figures first",
        columns=("Dataset", "Whose", "Publisher", "Years", "Figures"),
        rows=rows,
        numeric=frozenset({"Figures"}),
    )


def one_sided(
    here: pl.DataFrame, *, paired: set[str], selection: Selection, release: Release
) -> tuple[OneSide, ...]:
    """Return the measures of a goal without a pair, those citizens measure first."""
    found = []
    for code in here["indicator"].unique(maintain_order=True):
        if code in paired or code not in release.measures:
            continue
        rows = {row["side"]: row for row in here.iter_rows(named=True) if row["indicator"] == code}
        words = {side: _span(row) for side, row in rows.items()}
        found.append(
            OneSide(
                indicator=code,
                title=release.measures[code]["title"],
                href=selection.with_(indicator=code).address(),
                citizen=words.get("citizen", ""),
                official=words.get("official", ""),
            )
        )
    return tuple(sorted(found, key=lambda one: (not one.citizen, *_order(one.indicator))))


def _order(code: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdigit() else (99, part) for part in code.split("."))


def _span(row: Row) -> str:
    first, last = row["first_year"], row["last_year"]
    years = str(last) if first == last else f"{first}–{last}"
    below = f", {say.count(row['areas'], 'area', 'areas')}" if row["areas"] else ""
    return f"{years}{below}"


def nobody(
    here: pl.DataFrame, *, paired: set[str], selection: Selection, release: Release
) -> tuple[Link, ...]:
    """Return the indicators of a goal on which no dataset holds a figure."""
    held = set(here["indicator"].to_list()) | paired
    return tuple(
        Link(text=code, href=selection.with_(indicator=code).address(), note=row["title"])
        for code, row in release.measures.items()
        if row["goal"] == selection.goal and row["kind"] == "indicator" and code not in held
    )


def neighbours(selection: Selection, *, release: Release) -> tuple[Link, ...]:
    """Return the same goal in each country."""
    return tuple(
        Link(
            text=release.areas[code],
            href=select(country=word, goal=selection.goal).address(),
            current=word == selection.country,
        )
        for word, code in release.known.countries.items()
    )


def spans_of(coverage: pl.DataFrame, *, key: str, title: str) -> SpanChart | None:
    """Return the years that each side has measured, a row an indicator; nothing without any."""
    measured: dict[str, list[tuple[str, int, int]]] = {}
    for row in coverage.sort("side").iter_rows(named=True):
        span = (row["side"], row["first_year"], row["last_year"])
        measured.setdefault(row["indicator"], []).append(span)
    if not measured:
        return None
    rows = tuple(
        SpanRow(name=code, spans=tuple(spans))
        for code, spans in sorted(measured.items(), key=lambda item: _order(item[0]))
    )
    said = "; ".join(
        f"{row.name}: " + ", ".join(f"{side} {first}–{last}" for side, first, last in row.spans)
        for row in rows
    )
    return SpanChart(key=key, title=title, alt=f"{title}. {said}.", rows=rows)
