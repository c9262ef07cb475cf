"""Official figures that an older vintage of the same line gave differently: both are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from data.store import Question, Release
from layouts import sentences as say
from layouts.components.parts import Cell, RevisionPart, Table
from layouts.components.tables import group_words
from layouts.language import _, mark, words
from layouts.numbers import gap, number

Row = Mapping[str, Any]
SENTENCE = mark(
    "Official figures were revised here by more than the margin: for {year}, the vintage of "
    "{vintage} gives {value} and the vintage of {older_vintage} gave {older_value}. The newest "
    "vintage is drawn; both are listed."
)
MOST_ROWS = 60


def revisions_of(
    *, country: str, indicator: str, observed: pl.DataFrame, release: Release
) -> RevisionPart | None:
    """Return the revisions of the official figures shown; nothing where there is none.

    ``observed`` are the observations of the page: only their lines count.
    """
    rows = release.ask(Question.REVISIONS, country=country, indicator=indicator)
    official = observed.filter(pl.col("side") == "official")
    # A year that the newest vintage no longer gives may have been revised between older ones.
    of_series = pl.col("series").is_in(official["series"].implode())
    areas = pl.col("area").is_in(official["area"].implode())
    found = rows.filter(of_series & areas)
    if found.is_empty():
        return None
    ordered = found.sort(
        pl.col("area") == country,
        "year",
        "row",
        "older_vintage",
        descending=[True, True, False, True],
    ).rows(named=True)
    first = ordered[0]
    return RevisionPart(
        sentence=_(
            SENTENCE,
            year=say.period(first),
            vintage=first["vintage"],
            value=say.quantity(first["value"], first["unit"]),
            older_vintage=first["older_vintage"],
            older_value=say.quantity(first["older_value"], first["unit"]),
        ),
        table=_table(ordered[:MOST_ROWS], names=release.areas),
        records=tuple(ordered),
    )


def _table(rows: list[dict[str, Any]], *, names: Mapping[str, str]) -> Table:
    newest, before, difference = _("Newest"), _("Before"), _("Difference")
    return Table(
        caption=_("Official figures of two vintages that differ by more than the margin"),
        columns=(_("When"), _("Area"), _("Of whom"), newest, _("Vintage"), before,
                 _("Older vintage"), difference),
        rows=tuple(
            (
                Cell(text=say.period(row)),
                Cell(text=words(names.get(row["area"], row["area"]))),
                Cell(text=group_words(row)),
                Cell(text=number(row["value"], row["unit"])),
                Cell(text=row["vintage"]),
                Cell(text=number(row["older_value"], row["unit"])),
                Cell(text=row["older_vintage"]),
                Cell(text=gap(row["difference"], row["unit"])),
            )
            for row in rows
        ),
        numeric=frozenset({newest, before, difference}),
    ).without_empty_columns()  # fmt: skip
