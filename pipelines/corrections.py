"""Corrections as data: applied only where the publisher still says what was corrected."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from data.catalogue import Correction
from data.errors import CatalogueError


def apply(frame: pl.DataFrame, *, corrections: Iterable[Correction], dataset: str) -> pl.DataFrame:
    """Mark the rows that corrections of ``dataset`` touch.

    ``frame`` holds published rows with ``line`` (see ``sources``). Returns it with the columns
    ``action`` (exclude, unit, complement, flag or ""), ``to``, ``correction`` (the reason).
    Raises :class:`CatalogueError` when a correction no longer finds exactly the values that it
    expects, or when two corrections meet on one row.
    """
    frame = frame.with_columns(
        pl.lit("").alias("action"), pl.lit("").alias("to"), pl.lit("").alias("correction")
    )
    for one in corrections:
        if one.dataset != dataset:
            continue
        unknown = [name for name in one.where if name not in frame.columns]
        if unknown:
            raise CatalogueError(
                file=one.file, entry=one.entry, found=unknown[0], allowed=frame.columns,
                reason="`where` names a column that observations do not have",
            )  # fmt: skip
        chosen = pl.all_horizontal(
            pl.col(name).is_in(list(values)) for name, values in one.where.items()
        )
        rows = frame.filter(chosen)
        found = tuple(rows["value"].to_list())
        if found != one.expect:
            raise CatalogueError(
                file=one.file, entry=f"{dataset} · {one.where['series'][0]}", found=found,
                reason=f"expected {one.expect}: this correction no longer matches what the "
                "publisher says",
            )  # fmt: skip
        taken = rows.filter(pl.col("action") != "")
        if taken.height:
            raise CatalogueError(
                file=one.file, entry=f"{dataset} · line {taken['line'][0]}", found=one.reason,
                reason=f"another correction stands here: {taken['correction'][0]}",
            )  # fmt: skip
        frame = frame.with_columns(
            pl.when(chosen).then(pl.lit(value)).otherwise(pl.col(name)).alias(name)
            for name, value in (
                ("action", one.action), ("to", one.to), ("correction", one.reason),
            )
        )  # fmt: skip
    return frame
