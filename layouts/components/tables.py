"""The tables under the drawings: by time, by area, by group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from data.selection import Selection
from layouts import sentences as say
from layouts.components.drawings import weakness
from layouts.components.pairing import TOKENS
from layouts.components.parts import Cell, Table
from layouts.numbers import NO_BREAK, gap, number, plain

Row = Mapping[str, Any]
WHO = {"citizen": "Citizens", "official": "Official"}
STATUS_WORDS = {"suppressed": "suppressed to protect people"}
# A table longer than this is not read but downloaded; the page says so.
MOST_ROWS = 120


def value_words(row: Row) -> str:
    """Return a value with its unit, or in words why there is none."""
    if row["value"] is None:
        return STATUS_WORDS.get(row["status"], "no figure")
    return number(row["value"], row["unit"])


def interval_words(row: Row) -> str:
    """Return the 95 % interval, or nothing where none is stated."""
    if row["value"] is None or row["lower"] is None or row["upper"] is None:
        return ""
    return say.span(row["lower"], row["upper"], row["unit"])


def _breakdown(row: Row) -> str:
    words = [
        row["sex"] if row["sex"] != "total" else "",
        row["urbanisation"] if row["urbanisation"] != "total" else "",
        f"age {row['age']}" if row["age"] not in ("", "total") else "",
        (row["other"] or "").replace("category=", "").replace("=", " "),
    ]
    return ", ".join(word for word in words if word)


def _note(row: Row) -> str:
    words = [weakness(row), row["note"] or ""]
    if row["interval_basis"] == "assumed design effect":
        words.append("interval from an assumed design effect")
    return ", ".join(word for word in words if word)


def time_table(
    *, observed: pl.DataFrame, compared: pl.DataFrame, labels: Mapping[str, str], title: str
) -> Table:
    """Return every figure of the place shown, the newest first, with gap and word where said."""
    by_row = {row["citizen_row"]: row for row in compared.iter_rows(named=True)}
    ordered = observed.sort(
        ["year_end", "year_start", "period", "side", "row"],
        descending=[True, True, True, False, False],
    )
    rows = []
    for row in ordered.head(MOST_ROWS).iter_rows(named=True):
        gap_row = by_row.get(row["row"])
        word = gap_row["agreement"] if gap_row else ""
        rows.append(
            (
                Cell(text=say.period(row).replace(" ", NO_BREAK)),
                Cell(text=f"{WHO[row['side']]}: {labels[row['side']]}", token=row["side"]),
                Cell(text=value_words(row)),
                Cell(text=interval_words(row)),
                Cell(text=plain(row["sample_size"], 0) if row["sample_size"] else ""),
                Cell(text=_breakdown(row)),
                Cell(text=gap(gap_row["gap"], row["unit"]) if gap_row else ""),
                Cell(text=word, token=TOKENS.get(word, "mute") if word else ""),
                Cell(
                    text="; ".join(
                        part for part in (_note(row), gap_row["notes"] if gap_row else "") if part
                    ),
                    token="note",
                ),
            )
        )
    columns = ("When", "Whose figure", "Figure", "95\u00a0% interval", "Sample size", "Of whom",
               "Gap", "Agreement", "Note")  # fmt: skip
    return Table(
        caption=title,
        columns=columns,
        rows=tuple(rows),
        numeric=frozenset({"Figure", "95\u00a0% interval", "Sample size", "Gap"}),
    ).without_empty_columns()


def area_table(
    *,
    sides: Mapping[str, pl.DataFrame],
    compared: pl.DataFrame,
    selection: Selection,
    labels: Mapping[str, str],
) -> Table | None:
    """Return one row an area, by name: each side's newest figure, and the gap where one is said."""
    by_side = {
        side: {row["area"]: row for row in rows.iter_rows(named=True)}
        for side, rows in sides.items()
    }
    gaps = {row["area"]: row for row in compared.iter_rows(named=True)}
    names = {
        row["area"]: row["area_name"]
        for found in (*by_side.values(), gaps)
        for row in found.values()
    }
    if not names:
        return None
    rows = []
    for area, name in sorted(names.items(), key=lambda item: item[1]):
        gap_row = gaps.get(area)
        word = gap_row["agreement"] if gap_row else ""
        figures = [by_side[side].get(area) if side in by_side else None for side in WHO]
        unit = next((row["unit"] for row in figures if row), "")
        rows.append(
            (
                Cell(text=name, href=selection.with_(area=area).address()),
                *(Cell(text=value_words(row) if row else "") for row in figures),
                Cell(text=gap(gap_row["gap"], unit) if gap_row else ""),
                Cell(
                    text=say.gap_span(gap_row["gap_lower"], gap_row["gap_upper"], unit)
                    if gap_row
                    else ""
                ),
                Cell(text=word, token=TOKENS.get(word, "mute") if word else ""),
            )
        )
    whens = {
        side: f"{WHO[side]}: {labels[side]}, {say.period(rows_.row(0, named=True))}"
        for side, rows_ in sides.items()
        if rows_.height
    }
    columns = ("Area", whens.get("citizen", WHO["citizen"]), whens.get("official", WHO["official"]),
               "Gap", "95\u00a0% interval of the gap", "Agreement")  # fmt: skip
    return Table(
        caption="Every area with a figure",
        columns=columns,
        rows=tuple(rows),
        numeric=frozenset(columns[1:5]),
    ).without_empty_columns()


GROUPS = (
    ("sex", "female", "Women and girls"),
    ("sex", "male", "Men and boys"),
    ("urbanisation", "urban", "Towns"),
    ("urbanisation", "rural", "Countryside"),
)


def group_table(
    *, observed: pl.DataFrame, compared: pl.DataFrame, selection: Selection
) -> Table | None:
    """Return the newest figures by sex and by town and countryside, where anybody has them."""
    rows = []
    for column, word, name in GROUPS:
        other = "urbanisation" if column == "sex" else "sex"
        here = observed.filter((pl.col(column) == word) & (pl.col(other) == "total"))
        here = here.filter(pl.col("value").is_not_null())
        newest = [_newest(here, side) for side in WHO]
        if not any(newest):
            continue
        gaps = compared.filter((pl.col(column) == word) & (pl.col(other) == "total")).sort("year")
        gap_row = gaps.row(-1, named=True) if gaps.height else None
        said = gap_row["agreement"] if gap_row else ""
        rows.append(
            (
                Cell(text=name, href=selection.with_(**{column: word}).address()),
                *(
                    Cell(text=f"{value_words(row)} in {say.period(row)}" if row else "")
                    for row in newest
                ),
                Cell(
                    text=f"{gap(gap_row['gap'], newest[0]['unit'])} in {gap_row['year']}"
                    if gap_row and newest[0]
                    else ""
                ),
                Cell(text=said, token=TOKENS.get(said, "mute") if said else ""),
            )
        )
    if not rows:
        return None
    return Table(
        caption="The newest figure of each group",
        columns=("Who", "Citizens", "Official", "Gap", "Agreement"),
        rows=tuple(rows),
        numeric=frozenset({"Citizens", "Official", "Gap"}),
    ).without_empty_columns()


def _newest(rows: pl.DataFrame, side: str) -> dict[str, Any] | None:
    found = rows.filter(pl.col("side") == side).sort("year_end", "year_start", "row")
    return found.row(-1, named=True) if found.height else None
