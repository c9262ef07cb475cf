"""Copy this file to add a publisher's format, then add one line to ``REGISTRY``.

It runs: ``python -m pipelines.sources.template`` reads three lines of an imaginary publisher.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl

from data.contracts import PUBLISHED


def read(path: Path) -> pl.DataFrame:
    """Read a publisher's file whose columns are ``place;year;percent``.

    Returns the columns of :data:`data.contracts.PUBLISHED` as text plus ``line``. Rename and
    fill; translate nothing: harmonising is the next step's work.
    """
    raw = pl.read_csv(path, separator=";", infer_schema=False)
    return (
        raw.rename({"place": "area", "year": "period", "percent": "value"})
        .with_columns(
            pl.lit("an-example").alias("series"),
            pl.lit("4.1.1").alias("indicator"),
            pl.lit("KEN").alias("country"),
            pl.lit("percent").alias("unit"),
            pl.lit("c1").alias("citation"),
        )
        .with_columns(pl.lit("").alias(name) for name in PUBLISHED if name not in _FILLED)
        .select(PUBLISHED)
        .with_row_index("line", offset=2)
    )


_FILLED = ("area", "period", "value", "series", "indicator", "country", "unit", "citation")

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        example = Path(folder) / "example.csv"
        example.write_text("place;year;percent\nNakuru;2021;61.0\nTurkana;2021;40.5\n")
        print(read(example))
