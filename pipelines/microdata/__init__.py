"""Microdata: answers of respondents from SPSS, Stata, CSV with a codebook, KoboToolbox and ODK.

One way in, :func:`read`, whatever the file is. Answers stay in memory: no reader writes any, and no
message repeats one. Columns that say who or where exactly somebody is are refused or never read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl

from pipelines.microdata import labelled, odk, plain
from pipelines.microdata.model import Microdata, MicrodataError, Variable, as_codes
from pipelines.policy import DisclosurePolicy
from pipelines.protect import check_contents

__all__ = ["Microdata", "MicrodataError", "Variable", "as_codes", "read"]

LABELLED = (".sav", ".zsav", ".dta")


def read(
    *,
    path: Path,
    policy: DisclosurePolicy,
    columns: Sequence[str] | None = None,
    drop: Iterable[str] = (),
    codebook: Path | None = None,
    form: Path | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
) -> Microdata:
    """Read a file of answers.

    The ending says the format: .sav, .zsav, .dta, else a table (.csv, .tsv, .xlsx, .ods) with its
    ``codebook`` or, for a KoboToolbox or ODK export, its ``form`` (XLSForm). ``columns``: read only
    these; ``drop``: never read these. Raises ``MicrodataError`` naming file, place, what was found
    and what is allowed, ``ContractError`` for columns that look like a person or an exact place,
    ``FigureError`` where a text cell does (with line and column, never the cell).
    """
    if path.suffix.lower() in LABELLED:
        found = labelled.read(
            path=path, policy=policy, columns=columns, drop=drop, encoding=encoding
        )
    elif form is not None:
        found = odk.read(
            path=path, form=form, policy=policy, columns=columns, drop=drop, sheet=sheet
        )
    else:
        found = plain.read(
            path=path, policy=policy, columns=columns, drop=drop, codebook=codebook, sheet=sheet
        )
    if found.frame.is_empty():
        raise MicrodataError(file=path.name, where="rows", found="none", reason="nobody answered")
    written = found.frame.select(pl.col(pl.String)).with_row_index("line", offset=2)
    check_contents(figures=written, file=path.name, policy=policy)
    return found
