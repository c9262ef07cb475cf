"""Answers in a CSV or XLSX table, with a codebook beside it that says what the codes mean.

A codebook is a table of its own, one row for each code, with the columns ``variable``, ``label``,
``code``, ``meaning`` and ``missing`` (anything but an empty cell or "no" marks a code that is no
answer). A variable without codes has one row with ``code`` empty. Columns without a row in the
codebook are read as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl

from pipelines.microdata import personal, sheets
from pipelines.microdata.model import Microdata, MicrodataError, Variable, checksum
from pipelines.policy import DisclosurePolicy

CODEBOOK = ("variable", "label", "code", "meaning", "missing")


def read(
    *,
    path: Path,
    policy: DisclosurePolicy,
    columns: Sequence[str] | None = None,
    drop: Iterable[str] = (),
    codebook: Path | None = None,
    sheet: str | None = None,
) -> Microdata:
    """Read a table of answers; columns whose every cell is a number become numbers.

    Raises ``MicrodataError`` when a file cannot be read, the codebook names a variable that the
    table has not, or a coded column holds a code that the codebook does not list (how many, and
    the first rows by number: never the cells); ``ContractError`` for columns of persons.
    """
    digest = checksum(path)
    table = sheets.rows(path=path, sheet=sheet)
    known = read_codebook(codebook, held=table[0]) if codebook else {}
    held = {name: known[name].label if name in known else "" for name in table[0]}
    read_columns, dropped = personal.chosen(
        held=held, wanted=columns, drop=drop, file=path.name, policy=policy
    )
    frame = pl.DataFrame([series(name, sheets.column(table, name=name)) for name in read_columns])
    variables = {name: known.get(name, Variable(name=name)) for name in read_columns}
    found = Microdata(
        file=path.name, sha256=digest, frame=frame, variables=variables, dropped=dropped
    )
    check_codes(found)
    return found


def read_codebook(path: Path, *, held: Sequence[str]) -> dict[str, Variable]:
    """Return name → variable from a codebook; raise ``MicrodataError`` naming its row."""
    table = sheets.rows(path=path)
    for name in ("variable", "code", "meaning"):
        if name not in table[0]:
            raise MicrodataError(
                file=path.name, where=f"header, column {name}", found=", ".join(table[0]),
                reason="a codebook has the columns " + ", ".join(CODEBOOK),
            )  # fmt: skip
    known: dict[str, Variable] = {}
    for number, row in enumerate(sheets.records(table), start=2):
        name, of, missing = row["variable"], row["code"], row.get("missing", "")
        if name not in held:
            raise MicrodataError(
                file=path.name, where=f"row {number}", found=name, allowed=held,
                reason="the table has no such column",
            )  # fmt: skip
        before = known.get(name, Variable(name=name))
        if of in before.values:
            raise MicrodataError(
                file=path.name, where=f"row {number}", found=of,
                reason=f"the code stands twice under {name}",
            )  # fmt: skip
        known[name] = Variable(
            name=name,
            label=before.label or row.get("label", ""),
            values={**before.values, of: row["meaning"]} if of else before.values,
            missing=before.missing | ({of} if of and missing.lower() not in ("", "no") else set()),
        )
    return known


def check_codes(microdata: Microdata) -> None:
    """Raise ``MicrodataError`` where a coded column holds what its list of codes does not."""
    for name, variable in microdata.variables.items():
        if not variable.values:
            continue
        codes = microdata.codes(name)
        unknown = [
            row
            for row, one in enumerate(codes.to_list(), start=1)
            if one is not None and one not in variable.values and one not in variable.missing
        ]
        if unknown:
            raise MicrodataError(
                file=microdata.file,
                where=f"variable {name}",
                found=f"{len(unknown)} answers with other codes (first respondents "
                f"by number: {', '.join(str(row) for row in unknown[:5])})",
                allowed=variable.values,
                reason="not in its list of codes",
            )


def series(name: str, cells: list[str]) -> pl.Series:
    """Return a column: numbers where every cell is one, else text; an empty cell is null."""
    text = pl.Series(name, [cell or None for cell in cells], dtype=pl.String)
    # A leading nought makes a code, not a number: "01" and "1" may differ.
    if text.str.contains(r"^0\d").any():
        return text
    number = text.cast(pl.Float64, strict=False)
    return number if number.null_count() == text.null_count() else text
