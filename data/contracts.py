"""The tables, described once: columns, types, units, keys and ranges.

The pipeline checks what comes in and what goes out against these; pages read the same tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from data.catalogue import COUNTRIES, STATUSES
from data.errors import ContractError

TEXT, NUMBER, INTEGER, BOOLEAN = pl.String(), pl.Float64(), pl.Int64(), pl.Boolean()

# What a file of data/observations holds: the publisher's own terms, all text.
PUBLISHED = (
    "series", "indicator", "country", "area", "area_level", "period", "value", "unit", "lower",
    "upper", "sample_size", "sex", "age", "urbanisation", "other", "nature", "flag", "vintage",
    "citation", "note",
)  # fmt: skip
PUBLISHED_KEY = (
    "series", "indicator", "country", "area", "area_level", "period", "sex", "age",
    "urbanisation", "other", "vintage",
)  # fmt: skip


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


OBSERVATION_COLUMNS: dict[str, Any] = {
    "row": TEXT,  # "<dataset>:<line of the observations file>"
    "dataset": TEXT,
    "side": TEXT,
    "series": TEXT,
    "indicator": TEXT,  # indicator or target code
    "relation": TEXT,
    "country": TEXT,  # ISO 3166-1 alpha-3
    "area": TEXT,  # ISO 3166-1 alpha-3, ISO 3166-2, or an own id of areas.csv
    "period": TEXT,  # ISO 8601
    "year_start": INTEGER,
    "year_end": INTEGER,
    "sex": TEXT,
    "age": TEXT,
    "urbanisation": TEXT,
    "other": TEXT,
    "value": NUMBER,
    "unit": TEXT,
    "base": TEXT,  # of what a share is a share
    "value_published": NUMBER,
    "unit_published": TEXT,
    "lower": NUMBER,
    "upper": NUMBER,
    "interval_basis": TEXT,
    "sample_size": INTEGER,
    "nature": TEXT,
    "status": TEXT,
    "vintage": TEXT,
    "current": BOOLEAN,
    "evidence": TEXT,
    "citation": TEXT,
    "note": TEXT,
}

OBSERVATIONS = Table(
    name="observations",
    about="One row = one series × area × period × breakdown, harmonised.",
    columns=OBSERVATION_COLUMNS,
    key=("row",),
    required=(
        "row",
        "dataset",
        "side",
        "series",
        "indicator",
        "relation",
        "country",
        "area",
        "period",
        "year_start",
        "year_end",
        "sex",
        "age",
        "urbanisation",
        "unit",
        "interval_basis",
        "status",
        "current",
        "citation",
    ),
    values={
        "side": ("citizen", "official"),
        "relation": ("indicator", "context"),
        "country": tuple(COUNTRIES.values()),
        "sex": ("total", "female", "male", "not specified"),
        "urbanisation": ("total", "urban", "rural"),
        "interval_basis": ("published", "computed", "assumed design effect", "none"),
        "nature": ("", "C", "CA", "E", "M", "G", "N"),
        "status": STATUSES,
    },
    ranges={"year_start": (1950, 2100), "year_end": (1950, 2100), "sample_size": (1, 1e9)},
)

COMPARISON = Table(
    name="comparison",
    about="One row = one pair × area × breakdown × year with both sides, its gap and its word.",
    columns={
        "pair": TEXT,
        "area": TEXT,
        "sex": TEXT,
        "urbanisation": TEXT,
        "year": INTEGER,
        "citizen": NUMBER,
        "official": NUMBER,
        "gap": NUMBER,  # citizen − official, in the pair's unit
        "gap_lower": NUMBER,
        "gap_upper": NUMBER,
        "agreement": TEXT,
        "direction": TEXT,
        "notes": TEXT,
        "citizen_row": TEXT,
        "official_row": TEXT,
        "matched": TEXT,
    },
    key=("pair", "area", "sex", "urbanisation", "year"),
    required=("pair", "area", "sex", "urbanisation", "year", "citizen", "official", "agreement"),
    values={
        "agreement": (
            "differs",
            "consistent",
            "cannot tell",
            "uncertainty not stated",
            "shares a source",
        ),
        "matched": ("same year", "interpolated", "nearest year"),
    },
)

REPORT = Table(
    name="report",
    about="Rows read, kept, suppressed, flagged and rejected of each dataset; read = their sum.",
    columns={
        "dataset": TEXT,
        "read": INTEGER,
        "kept": INTEGER,
        "suppressed": INTEGER,
        "flagged": INTEGER,
        "rejected": INTEGER,
        "reasons": TEXT,
    },
    key=("dataset",),
    required=("dataset", "read", "kept", "suppressed", "flagged", "rejected"),
)


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
