"""Answers of respondents as every reader hands them over, whatever file they came in.

They live in memory only: nothing here, and nothing that uses it, writes an answer to disk or
repeats one in a message. Errors say where and how many.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from data.errors import closest


class MicrodataError(ValueError):
    """A file of answers cannot be used: which file, where in it, what was found, what may be."""

    def __init__(
        self,
        *,
        file: str,
        where: str,
        found: object,
        allowed: Iterable[object] = (),
        reason: str = "",
    ) -> None:
        self.file, self.where, self.found = file, where, found
        near = closest(found, allowed)
        parts = [f"{file}, {where}: found {found!r}", reason]
        parts.append("allowed, closest first: " + ", ".join(near) if near else "")
        super().__init__("; ".join(part for part in parts if part))


@dataclass(frozen=True, kw_only=True)
class Variable:
    """One variable: its name in the file, what was asked, and what its codes mean.

    ``values``: code → label, codes as :func:`as_codes` writes them. ``missing``: the codes that the
    file itself declares to be no answer (SPSS user-missing values, Stata's .a to .z, a codebook).
    """

    name: str
    label: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Microdata:
    """Answers, one row for each respondent, with what the file says about its variables.

    ``frame`` holds coded answers as numbers or text, as the file does. ``dropped`` names the
    columns that were never read because they say who or where exactly somebody is; ``sha256`` is
    that of the file.
    """

    file: str
    sha256: str
    frame: pl.DataFrame
    variables: Mapping[str, Variable]
    dropped: tuple[str, ...] = ()

    def variable(self, name: str) -> Variable:
        """Return a variable, or raise ``MicrodataError`` with the closest names."""
        if name not in self.variables:
            raise MicrodataError(
                file=self.file,
                where="variables",
                found=name,
                allowed=self.variables,
                reason="no such variable",
            )
        return self.variables[name]

    def codes(self, name: str) -> pl.Series:
        """Return the answers to ``name`` as codes (text, null where the cell is empty)."""
        self.variable(name)
        return self.frame.select(as_codes(self.frame, name=name)).to_series()


def as_codes(frame: pl.DataFrame, *, name: str) -> pl.Expr:
    """Say a column's answers as codes: 1.0 is "1", text is trimmed, an empty text is null."""
    column = pl.col(name)
    kind = frame.schema[name]
    if kind == pl.Boolean:
        return column.cast(pl.Int8).cast(pl.String)
    if kind.is_float():
        whole = (column == column.round(0)) & (column.abs() < 1e15)
        return (
            pl.when(column.is_nan())
            .then(None)
            .when(whole)
            .then(pl.when(whole).then(column).cast(pl.Int64).cast(pl.String))
            .otherwise(column.cast(pl.String))
            .alias(name)
        )
    text = column.cast(pl.String).str.strip_chars()
    return pl.when(text != "").then(text).alias(name)


def code(value: object) -> str:
    """Say one code as :func:`as_codes` says those of a column."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def checksum(path: Path) -> str:
    """Return the file's SHA-256; raise ``MicrodataError`` when there is no such file."""
    try:
        with path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise MicrodataError(
            file=path.name, where="whole file", found=error.strerror, reason="cannot be opened"
        ) from error
