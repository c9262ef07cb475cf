"""Tables as text from CSV and XLSX files: the same cells whichever way they were saved.

XLSX is read with python-calamine (MIT, Rust, two megabytes, nothing pulled in, kept with the
calamine crate). openpyxl reads it too, several times slower and through objects for every cell; it
serves the tests, which write workbooks.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipelines.microdata.model import MicrodataError

Rows = list[list[str]]
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
PLAIN = (".csv", ".tsv", ".txt")
ENCODINGS = ("utf-8-sig", "cp1252")


def header(*, path: Path, sheet: str | None = None, delimiter: str | None = None) -> list[str]:
    """Return the names of the columns; see :func:`rows` for errors."""
    return rows(path=path, sheet=sheet, delimiter=delimiter)[0]


def rows(*, path: Path, sheet: str | None = None, delimiter: str | None = None) -> Rows:
    """Return header and rows of one sheet as text, all rows as long as the header.

    CSV: UTF-8, else Windows-1252; comma, semicolon or tab, whichever the header holds most of.
    Raises ``MicrodataError`` when the file or sheet cannot be read, has no header, names a column
    twice, or has a row longer than the header (with its number).
    """
    kind = path.suffix.lower()
    if kind in WORKBOOKS:
        found = _workbook(path, sheet=sheet)
    elif kind in PLAIN:
        found = _plain(path, delimiter=delimiter)
    else:
        raise MicrodataError(
            file=path.name, where="its ending", found=kind, allowed=(*PLAIN, *WORKBOOKS)
        )
    return _rectangular(found, file=path.name, sheet=sheet)


def sheet_names(path: Path) -> list[str]:
    """Return the names of a workbook's sheets."""
    return list(_open(path).sheet_names)


def column(table: Rows, *, name: str) -> list[str]:
    """Return the cells below one header."""
    at = table[0].index(name)
    return [row[at] for row in table[1:]]


def records(table: Rows) -> list[dict[str, str]]:
    """Return the rows as name → cell."""
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


def _open(path: Path) -> Any:
    # Imported here: the web process must never load it.
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return CalamineWorkbook.from_path(path)
    except (CalamineError, OSError) as error:
        raise MicrodataError(
            file=path.name, where="whole file", found=str(error), reason="not a readable workbook"
        ) from error


def _workbook(path: Path, *, sheet: str | None) -> Rows:
    book = _open(path)
    names = list(book.sheet_names)
    if sheet is not None and sheet not in names:
        raise MicrodataError(file=path.name, where="sheets", found=sheet, allowed=names)
    cells = book.get_sheet_by_name(sheet or names[0]).to_python(skip_empty_area=False)
    return [[_said(cell) for cell in row] for row in cells]


def _plain(path: Path, *, delimiter: str | None) -> Rows:
    text = _decoded(path)
    first = text.split("\n", 1)[0]
    chosen = delimiter or max(",;\t", key=first.count)
    return [list(row) for row in csv.reader(text.splitlines(keepends=True), delimiter=chosen)]


def _decoded(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise MicrodataError(
            file=path.name, where="whole file", found=error.strerror, reason="cannot be opened"
        ) from error
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise MicrodataError(
        file=path.name, where="whole file", found="letters of neither", allowed=ENCODINGS
    )


def _said(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _rectangular(found: Sequence[Sequence[str]], *, file: str, sheet: str | None) -> Rows:
    where = f"sheet {sheet}, header" if sheet else "header"
    trimmed = ([cell.strip() for cell in row] for row in found)
    table = [(number, row) for number, row in enumerate(trimmed, start=1) if any(row)]
    names = table[0][1] if table else []
    while names and not names[-1]:
        names = names[:-1]
    if not names:
        raise MicrodataError(file=file, where=where, found="nothing", reason="a header is needed")
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1 or not name]
    if twice:
        raise MicrodataError(
            file=file,
            where=where,
            found=twice[0] or "a column without a name",
            reason="every column needs a name of its own",
        )
    width = len(names)
    longer = [number for number, row in table if any(row[width:])]
    if longer:
        raise MicrodataError(
            file=file,
            where=f"row {longer[0]}",
            found=f"{len(longer)} rows with more cells than the header has names",
            reason=f"{width} columns are needed (a comma inside a cell wants quotation marks)",
        )
    return [names, *([*row, *[""] * width][:width] for _, row in table[1:])]
