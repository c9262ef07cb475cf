"""How far the two sides are apart: over time as a drawing, and every gap as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from layouts import sentences as say
from layouts.components.areas import margin_of
from layouts.components.pairing import TOKENS, Evidence
from layouts.components.parts import Cell, Table
from layouts.components.tables import WHO, gap_note
from layouts.figures.chart import GapChart, GapPoint
from layouts.language import _, digits, words
from layouts.numbers import gap, number

Row = Mapping[str, Any]


def gap_chart(evidence: Evidence) -> GapChart | None:
    """Return the gap over time of the place and group shown; nothing where none was computed."""
    pair = evidence.pair
    rows = _one_a_year(evidence.compared)
    if rows.is_empty():
        return None
    title = words(pair["title"])
    points = tuple(
        GapPoint(
            x=float(row["year"]),
            gap=row["gap"],
            lower=row["gap_lower"],
            upper=row["gap_upper"],
            agreement=row["agreement"],
        )
        for row in rows.iter_rows(named=True)
    )
    said = say.listed(
        [
            _("{gap} in {year}", gap=gap(one.gap, pair["unit"]), year=digits(f"{one.x:.0f}"))
            for one in points
        ]
    )
    return GapChart(
        key=f"gap-{pair['pair']}".replace(".", "-"),
        title=_("{title}: the gap over time", title=title),
        alt=_("Citizens minus official: {gaps}.", gaps=said),
        unit=pair["unit"],
        points=points,
        margin=margin_of(pair, rows["official"].to_list()),
    )


def gap_table(evidence: Evidence) -> Table | None:
    """Return every gap of the place and group shown, the newest first, with its interval."""
    rows = evidence.compared.sort("year", descending=True, maintain_order=True)
    if rows.is_empty():
        return None
    unit = evidence.pair["unit"]
    sides = [_(name) for name in WHO.values()]
    numeric = (*sides, _("Gap"), _("95\u00a0% interval of the gap"))
    return Table(
        caption=_("Citizens minus official, the newest first"),
        columns=(_("Year"), *numeric, _("Agreement"), _("Note")),
        rows=tuple(
            (
                Cell(text=digits(row["year"])),
                Cell(text=number(row["citizen"], unit)),
                Cell(text=number(row["official"], unit)),
                Cell(text=gap(row["gap"], unit)),
                Cell(text=say.gap_span(row["gap_lower"], row["gap_upper"], unit)),
                Cell(text=words(row["agreement"]), token=TOKENS.get(row["agreement"], "mute")),
                Cell(text=gap_note(row["notes"] or ""), token="note"),
            )
            for row in rows.iter_rows(named=True)
        ),
        numeric=frozenset(numeric),
    ).without_empty_columns()


def _one_a_year(compared: pl.DataFrame) -> pl.DataFrame:
    """Return one gap a year: of the whole population before a part of it."""
    ordered = compared.sort(
        "year", pl.col("sex") != "total", pl.col("urbanisation") != "total", maintain_order=True
    )
    return ordered.unique("year", keep="first", maintain_order=True)
