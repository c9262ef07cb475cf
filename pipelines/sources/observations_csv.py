"""The product's own observation files: one CSV per dataset, in the publisher's terms."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from data.contracts import PUBLISHED
from data.errors import FigureError


def read(path: Path) -> pl.DataFrame:
    """Read one observations file.

    Returns every cell as text (missing cells as "") in the order of
    :data:`data.contracts.PUBLISHED`, plus ``line`` (UInt32), the line in the file with the
    header as line 1. Raises :class:`FigureError` for a file that is damaged, lacks a column or
    holds one nobody described.
    """
    try:
        frame = pl.read_csv(path, infer_schema=False).fill_null("")
    except (pl.exceptions.PolarsError, UnicodeDecodeError, OSError) as error:
        raise FigureError(
            file=path.name, line=1, column="all", found=str(error), reason="not readable as CSV"
        ) from error
    missing = [name for name in PUBLISHED if name not in frame.columns]
    extra = [name for name in frame.columns if name not in PUBLISHED]
    if missing:
        raise FigureError(
            file=path.name, line=1, column=missing[0], found=frame.columns, allowed=PUBLISHED,
            reason="a column is missing",
        )  # fmt: skip
    if extra:
        raise FigureError(
            file=path.name, line=1, column=extra[0], found=extra[0], allowed=PUBLISHED,
            reason="a column nobody described",
        )  # fmt: skip
    return frame.select(PUBLISHED).with_row_index("line", offset=2)
