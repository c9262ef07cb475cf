"""Hand-made harmonised observations for the tests of the pipelines."""

from __future__ import annotations

from typing import Any

import polars as pl

from data.contracts import OBSERVATION_COLUMNS

USUAL: dict[str, Any] = {
    "dataset": "made-up", "side": "citizen", "series": "s", "indicator": "7.1.1",
    "relation": "indicator", "country": "KEN", "area": "KEN", "year": 2020, "sex": "total",
    "age": "total", "urbanisation": "total", "other": "", "unit": "percent", "base": "",
    "unit_published": "percent", "lower": None, "upper": None, "sample_size": None, "nature": "C",
    "status": "normal", "vintage": "2020", "current": True, "evidence": "data file",
    "citation": "c", "note": "",
}  # fmt: skip


def observations(*rows: dict[str, Any]) -> pl.DataFrame:
    """Fill short rows up to the contract. ``year`` stands for a period of one year."""
    full = []
    for number, given in enumerate(rows, start=2):
        row = USUAL | given
        year = row.pop("year")
        row.setdefault("year_start", year)
        row.setdefault("year_end", year)
        start, end = row["year_start"], row["year_end"]
        row.setdefault("period", str(start) if start == end else f"{start}/{end}")
        row.setdefault("row", f"{row['dataset']}-{row['side']}:{number}")
        row.setdefault("interval_basis", "none" if row["lower"] is None else "published")
        row.setdefault("value_published", row["value"])
        full.append({name: row[name] for name in OBSERVATION_COLUMNS})
    return pl.DataFrame(full, schema=OBSERVATION_COLUMNS, orient="row")
