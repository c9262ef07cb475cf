"""The tables under the drawings: by time, by area, by group."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import polars as pl

from data.selection import Selection
from layouts import sentences as say
from layouts.components.drawings import weakness
from layouts.components.pairing import TOKENS
from layouts.components.parts import Cell, Table
from layouts.language import _, decimal, digits, mark, words
from layouts.numbers import NO_BREAK, gap, number, plain

Row = Mapping[str, Any]
WHO = {"citizen": mark("Citizens"), "official": mark("Official")}
WHOSE = {"citizen": mark("Citizens: {label}"), "official": mark("Official: {label}")}
WHOSE_WHEN = {
    "citizen": mark("Citizens: {label}, {when}"),
    "official": mark("Official: {label}, {when}"),
}
STATUS_WORDS = {"suppressed": mark("suppressed to protect people")}
# What the comparison itself notes of a gap: made of numbers, so said again from its parts.
GAP_NOTES = (
    (
        re.compile(r"official value is (?P<years>\d+) years? apart, interval widened by "
                   r"(?P<points>[\d.]+) percentage points \(allowance\)"),
        mark("official value is {years} years apart, interval widened by {points} percentage "
             "points (allowance)"),
    ),
    (re.compile(r"assumed design effect of (?P<effect>[\d.]+)"),
     mark("assumed design effect of {effect}")),
    (re.compile(r"citizen value: low reliability"), mark("citizen value: low reliability")),
    (re.compile(r"independence of the two unknown"), mark("independence of the two unknown")),
    (re.compile(r"official value taken as exact"), mark("official value taken as exact")),
)  # fmt: skip
# A table longer than this is not read but downloaded; the page says so.
MOST_ROWS = 120
ASSUMED = mark("assumed design effect")
"""The basis of an interval that a comparison has worked out (pipelines.comparison.interval)."""


def value_words(row: Row) -> str:
    """Return a value with its unit, or in words why there is none."""
    if row["value"] is None:
        return _(STATUS_WORDS[row["status"]]) if row["status"] in STATUS_WORDS else _("no figure")
    return number(row["value"], row["unit"])


def interval_words(row: Row) -> str:
    """Return the 95 % interval, or nothing where none is stated."""
    if row["value"] is None or row["lower"] is None or row["upper"] is None:
        return ""
    return say.span(row["lower"], row["upper"], row["unit"])


def group_words(row: Row) -> str:
    """Return whom a figure is about: women and girls, in towns, age 15–49; blank for everybody."""
    parts = [
        _(say.GROUPS[row["sex"]]) if row["sex"] in say.GROUPS else "",
        _(say.LIVES[row["urbanisation"]]) if row["urbanisation"] in say.LIVES else "",
        _("age {age}", age=digits(words(row["age"]))) if row["age"] not in ("", "total", None)
        else "",
        words(say.other(row.get("other") or "")),
    ]  # fmt: skip
    return ", ".join(part for part in parts if part)


def gap_note(text: str) -> str:
    """Return what the comparison notes of a gap, in the language being spoken."""
    return "; ".join(_said_again(part) for part in text.split("; ") if part)


def _said_again(part: str) -> str:
    for pattern, message in GAP_NOTES:
        if found := pattern.fullmatch(part):
            values = {
                name: decimal(float(value), len(value.partition(".")[2]))
                for name, value in found.groupdict().items()
            }
            return _(message, **values)
    return words(part)


def _note(row: Row) -> str:
    parts = [words(weakness(row)), words(row["note"])]
    if row["interval_basis"] == ASSUMED:
        parts.append(_("interval from an assumed design effect"))
    return ", ".join(part for part in parts if part)


def _word(agreement: str) -> Cell:
    """Return a word of agreement in its colour."""
    token = TOKENS.get(agreement, "mute") if agreement else ""
    return Cell(text=words(agreement), token=token)


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
        rows.append(
            (
                Cell(text=say.period(row).replace(" ", NO_BREAK)),
                Cell(text=_(WHOSE[row["side"]], label=labels[row["side"]]), token=row["side"]),
                Cell(text=value_words(row)),
                Cell(text=interval_words(row)),
                Cell(text=plain(row["sample_size"], 0) if row["sample_size"] else ""),
                Cell(text=group_words(row)),
                Cell(text=gap(gap_row["gap"], row["unit"]) if gap_row else ""),
                _word(gap_row["agreement"] if gap_row else ""),
                Cell(
                    text="; ".join(
                        part
                        for part in (
                            _note(row),
                            gap_note(gap_row["notes"] or "") if gap_row else "",
                        )
                        if part
                    ),
                    token="note",
                ),
            )
        )
    figure, interval = _("Figure"), _("95\u00a0% interval")
    size, apart = _("Sample size"), _("Gap")
    return Table(
        caption=title,
        columns=(_("When"), _("Whose figure"), figure, interval, size, _("Of whom"), apart,
                 _("Agreement"), _("Note")),
        rows=tuple(rows),
        numeric=frozenset({figure, interval, size, apart}),
    ).without_empty_columns()  # fmt: skip


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
        figures = [by_side[side].get(area) if side in by_side else None for side in WHO]
        unit = next((row["unit"] for row in figures if row), "")
        rows.append(
            (
                Cell(text=words(name), href=selection.with_(area=area).address()),
                *(Cell(text=value_words(row) if row else "") for row in figures),
                Cell(text=gap(gap_row["gap"], unit) if gap_row else ""),
                Cell(
                    text=say.gap_span(gap_row["gap_lower"], gap_row["gap_upper"], unit)
                    if gap_row
                    else ""
                ),
                _word(gap_row["agreement"] if gap_row else ""),
            )
        )
    whens = {
        side: _(WHOSE_WHEN[side], label=labels[side], when=say.period(found.row(0, named=True)))
        for side, found in sides.items()
        if found.height
    }
    heads = [whens.get(side) or _(WHO[side]) for side in WHO]
    columns = (_("Area"), *heads, _("Gap"), _("95\u00a0% interval of the gap"), _("Agreement"))
    return Table(
        caption=_("Every area with a figure"),
        columns=columns,
        rows=tuple(rows),
        numeric=frozenset(columns[1:5]),
    ).without_empty_columns()


GROUPS = (
    ("sex", "female", mark("Women and girls")),
    ("sex", "male", mark("Men and boys")),
    ("urbanisation", "urban", mark("Towns")),
    ("urbanisation", "rural", mark("Countryside")),
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
        rows.append(
            (
                Cell(text=_(name), href=selection.with_(**{column: word}).address()),
                *(
                    Cell(text=in_when(value_words(row), say.period(row)) if row else "")
                    for row in newest
                ),
                Cell(
                    text=in_when(gap(gap_row["gap"], newest[0]["unit"]), digits(gap_row["year"]))
                    if gap_row and newest[0]
                    else ""
                ),
                _word(gap_row["agreement"] if gap_row else ""),
            )
        )
    if not rows:
        return None
    numeric = (*(_(name) for name in WHO.values()), _("Gap"))
    return Table(
        caption=_("The newest figure of each group"),
        columns=(_("Who"), *numeric, _("Agreement")),
        rows=tuple(rows),
        numeric=frozenset(numeric),
    ).without_empty_columns()


def in_when(value: str, when: str) -> str:
    """Return a value and its year: "54.3 % in 2019"."""
    return _("{value} in {when}", value=value, when=when)


def _newest(rows: pl.DataFrame, side: str) -> dict[str, Any] | None:
    found = rows.filter(pl.col("side") == side).sort("year_end", "year_start", "row")
    return found.row(-1, named=True) if found.height else None
