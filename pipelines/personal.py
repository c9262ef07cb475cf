"""Personal data has no business in a file of figures: names of columns, and what cells hold.

What looks like a person or an exact place stops the build. Messages say where and what kind; the
cell itself is never repeated, so that it ends in no log.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

from data.errors import ContractError, FigureError
from pipelines.policy import DisclosurePolicy

CHECKED_ELSEWHERE = ("line", "period", "value", "lower", "upper", "sample_size")
"""Columns that must be numbers or periods: anything else in them stops the build anyway."""


def check_columns(*, columns: Iterable[str], file: str, policy: DisclosurePolicy) -> None:
    """Raise ``ContractError`` naming every column that looks like a person or an exact place."""
    alike = [
        f"{column} (looks like a {kind})"
        for column in columns
        for kind in dict.fromkeys(kind for kind, _ in policy.columns)
        if any(
            re.search(rf"(?:^|_)(?:{pattern})(?:$|_)", _plain(column))
            for of, pattern in policy.columns
            if of == kind
        )
    ]
    if alike:
        raise ContractError(
            table=file,
            column=", ".join(alike),
            found=len(alike),
            reason="such columns never enter the build: remove them from the source",
        )


def _plain(column: str) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", column)
    return re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")


def check_contents(*, figures: pl.DataFrame, file: str, policy: DisclosurePolicy) -> None:
    """Raise ``FigureError`` where a text cell looks like an address, a number or a position.

    ``figures`` are the rows as they were read, all text, with ``line``. The error names the first
    line and column, the kind, and how many such cells there are; never the cell.
    """
    found = [
        (min(lines), column, kind, len(lines))
        for column in figures.columns
        if column not in CHECKED_ELSEWHERE
        for kind, cells in _alike(figures[column].unique(), policy=policy).items()
        if (lines := figures.filter(pl.col(column).is_in(cells))["line"].cast(pl.Int64).to_list())
    ]
    if found:
        line, column, kind, _ = min(found)
        raise FigureError(
            file=file,
            line=line,
            column=column,
            found=f"what looks like a {kind}",
            reason=(
                f"personal data never enters the build: {sum(one[3] for one in found)} such "
                "cells; remove them from the source"
            ),
        )


def _alike(cells: pl.Series, *, policy: DisclosurePolicy) -> dict[str, list[str]]:
    """Return kind → the cells that look like it. Cells that say the same are looked at once."""
    texts = [cell for cell in cells.to_list() if cell and re.search(r"[\d@]", cell)]
    alike: dict[str, list[str]] = {}
    for kind, pattern in policy.contents:
        looks = re.compile(pattern)
        alike.setdefault(kind, []).extend(cell for cell in texts if looks.search(cell))
    return alike
