"""What a table promises, and the one check of that promise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from data.errors import ContractError

TEXT, NUMBER, INTEGER, BOOLEAN = pl.String(), pl.Float64(), pl.Int64(), pl.Boolean()


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table of the warehouse. ``ranges`` are inclusive; ``values`` are closed lists."""

    name: str
    columns: Mapping[str, Any]
    key: tuple[str, ...]
    required: tuple[str, ...] = ()
    values: Mapping[str, tuple[str, ...]] | None = None
    ranges: Mapping[str, tuple[float, float]] | None = None
    about: str = ""


def check(frame: pl.DataFrame, *, table: Table) -> pl.DataFrame:
    """Return ``frame`` in the table's column order, or raise :class:`ContractError`.

    Checks columns, types, required cells, closed lists, ranges and the key, in that order.
    """
    missing = [name for name in table.columns if name not in frame.columns]
    extra = [name for name in frame.columns if name not in table.columns]
    if missing or extra:
        raise ContractError(
            table=table.name,
            column=", ".join(missing + extra),
            found=frame.columns,
            reason="columns missing" if missing else "columns nobody described",
        )
    frame = frame.select(list(table.columns))
    for name, kind in table.columns.items():
        if frame.schema[name] != kind:
            raise ContractError(
                table=table.name, column=name, found=frame.schema[name], reason=f"must be {kind}"
            )
    for name in table.required:
        _none(frame.filter(pl.col(name).is_null()), table, name, "a value is needed")
    for name, allowed in (table.values or {}).items():
        bad = frame.filter(pl.col(name).is_not_null() & ~pl.col(name).is_in(list(allowed)))
        _none(bad, table, name, "allowed: " + ", ".join(allowed))
    for name, (low, high) in (table.ranges or {}).items():
        bad = frame.filter(pl.col(name).is_not_null() & ~pl.col(name).is_between(low, high))
        _none(bad, table, name, f"allowed: {low:g} to {high:g}")
    _none(
        frame.filter(pl.struct(table.key).is_duplicated()),
        table,
        " + ".join(table.key),
        "the key stands twice",
    )
    return frame


def _none(bad: pl.DataFrame, table: Table, column: str, reason: str) -> None:
    if bad.height:
        raise ContractError(table=table.name, column=column, found=bad.row(0, named=True),
                            reason=reason)  # fmt: skip
