"""What citizens measured around an indicator: context rows of its target, shown as background."""

from __future__ import annotations

from typing import Any

import polars as pl

from data.selection import Selection
from data.store import Question, Release
from layouts import sentences as say
from layouts.components.parts import Cell, Table
from layouts.components.rooms.datasets import years_of


def background_of(*, selection: Selection, release: Release) -> Table | None:
    """Return the citizens' lines on the target of the indicator shown; nothing without any."""
    measure = release.measures[selection.indicator]
    target = measure["target"]
    if measure["kind"] == "target":
        return None
    country = release.known.countries[selection.country]
    lines = release.ask(Question.LINES, country=country, indicator=target)
    found = lines.filter(pl.col("side") == "citizen").rows(named=True)
    if not found:
        return None
    href = selection.with_(
        indicator=target, pair="", area="", sex="total", urbanisation="total"
    ).address()
    return Table(
        caption=f"Citizens’ figures that illustrate target {target}, without measuring "
        f"{selection.indicator}",
        columns=("What it measures", "Dataset", "Years", "Newest national figure"),
        rows=tuple(_row(line, href=href) for line in found),
    ).without_empty_columns()


def unpaired_of(*, selection: Selection, release: Release) -> tuple[tuple[str, str], ...]:
    """Return why citizens' series on the indicator stand beside nothing: title and reason."""
    country = release.known.countries[selection.country]
    rows = release.ask(Question.UNPAIRED, country=country, dataset=None).rows(named=True)
    found: dict[str, list[str]] = {}
    for row in rows:
        if selection.indicator in (row["indicators"] or "").split():
            found.setdefault(row["reason"], []).append(row["title"] or row["series"])
    return tuple(
        (say.listed(list(dict.fromkeys(titles))), reason) for reason, titles in found.items()
    )


def _row(line: dict[str, Any], *, href: str) -> tuple[Cell, ...]:
    newest = line["newest"]
    figure = (
        f"{say.quantity(newest['value'], newest['unit'], newest['base'] or '')} "
        f"in {say.period(newest)}"
        if newest
        else ""
    )
    return (
        Cell(text=line["title"] or line["series"], href=href),
        Cell(text=line["dataset_title"]),
        Cell(text=years_of(line)),
        Cell(text=figure),
    )
