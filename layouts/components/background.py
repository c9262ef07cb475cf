"""What citizens measured around an indicator: context rows of its target, shown as background."""

from __future__ import annotations

from typing import Any

import polars as pl

from data.selection import Selection
from data.store import Question, Release
from layouts import sentences as say
from layouts.components.parts import Cell, Table
from layouts.components.rooms.datasets import years_of
from layouts.components.tables import in_when
from layouts.language import _, digits, words


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
        caption=_(
            "Citizens’ figures that illustrate target {target}, without measuring {indicator}",
            target=target, indicator=selection.indicator,
        ),
        columns=(_("What it measures"), _("Dataset"), _("Years"), _("Newest national figure")),
        rows=tuple(_row(line, href=href) for line in found),
    ).without_empty_columns()  # fmt: skip


def unpaired_of(*, selection: Selection, release: Release) -> tuple[tuple[str, str], ...]:
    """Return why citizens' series on the indicator stand beside nothing: title and reason."""
    country = release.known.countries[selection.country]
    rows = release.ask(Question.UNPAIRED, country=country, dataset=None).rows(named=True)
    found: dict[str, list[str]] = {}
    for row in rows:
        if selection.indicator in (row["indicators"] or "").split():
            found.setdefault(row["reason"], []).append(words(row["title"] or row["series"]))
    return tuple(
        (say.listed(list(dict.fromkeys(titles))), reason) for reason, titles in found.items()
    )


def _row(line: dict[str, Any], *, href: str) -> tuple[Cell, ...]:
    newest = line["newest"]
    figure = (
        in_when(
            say.quantity(newest["value"], newest["unit"], newest["base"] or ""),
            say.period(newest),
        )
        if newest
        else ""
    )
    return (
        Cell(text=words(line["title"] or line["series"]), href=href),
        Cell(text=words(line["dataset_title"])),
        Cell(text=digits(years_of(line))),
        Cell(text=figure),
    )
