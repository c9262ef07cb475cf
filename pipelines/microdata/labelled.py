"""SPSS (.sav, .zsav) and Stata (.dta): names and labels first, then only the columns asked for.

Read with pyreadstat (Apache-2.0, on the C library ReadStat), which can read a file's dictionary and
single columns, so that a column of persons never enters memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.microdata import personal
from pipelines.microdata.model import Microdata, MicrodataError, Variable, checksum, code
from pipelines.policy import DisclosurePolicy


def read(
    *,
    path: Path,
    policy: DisclosurePolicy,
    columns: Sequence[str] | None = None,
    drop: Iterable[str] = (),
    encoding: str | None = None,
) -> Microdata:
    """Read an SPSS or Stata file.

    Without ``encoding`` the one that the file declares is taken. User-missing
    values stay as their codes and are named in ``Variable.missing``; Stata's .a to .z become the
    codes ".a" to ".z". Raises ``MicrodataError`` when the file cannot be read or lacks a column,
    ``ContractError`` for columns of persons.
    """
    digest = checksum(path)
    _, about = _open(path, encoding=encoding, metadataonly=True)
    held = {name: about.column_names_to_labels.get(name) or "" for name in about.column_names}
    read_columns, dropped = personal.chosen(
        held=held, wanted=columns, drop=drop, file=path.name, policy=policy
    )
    raw, about = _open(
        path, encoding=encoding, usecols=read_columns, user_missing=True, output_format="dict"
    )
    frame = pl.DataFrame(
        [_series(name, raw[name], letters=_letters(name, about=about)) for name in read_columns]
    )
    return Microdata(
        file=path.name,
        sha256=digest,
        frame=frame,
        variables={name: _variable(name, label=held[name], about=about) for name in read_columns},
        dropped=dropped,
    )


def _open(path: Path, *, encoding: str | None, **how: Any) -> tuple[Any, Any]:
    # Imported here: heavy, and the web process must never load it.
    import pyreadstat

    reader: Callable[..., tuple[Any, Any]] = (
        pyreadstat.read_dta if path.suffix.lower() == ".dta" else pyreadstat.read_sav
    )
    try:
        return reader(str(path), encoding=encoding, **how)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError) as error:
        raise MicrodataError(
            file=path.name,
            where="whole file",
            found=str(error),
            reason=f"not readable in {encoding or 'the encoding it declares'} (a file from before "
            'Unicode that declares none may want encoding = "latin1")',
        ) from error


def _series(name: str, cells: Any, *, letters: frozenset[str]) -> pl.Series:
    """Return a column; one with Stata's missing letters becomes codes as text (".a")."""
    values = cells.tolist() if hasattr(cells, "tolist") else list(cells)
    if letters:
        return pl.Series(name, [_as_code(value) for value in values], dtype=pl.String)
    return pl.Series(name, values, strict=False, nan_to_null=True)


def _letters(name: str, *, about: Any) -> frozenset[str]:
    return frozenset(str(letter) for letter in about.missing_user_values.get(name, ()))


def _as_code(value: object) -> str | None:
    if value is None or (isinstance(value, float) and value != value):
        return None
    return f".{value}" if isinstance(value, str) else code(value)


def _variable(name: str, *, label: str, about: Any) -> Variable:
    labels = about.variable_value_labels.get(name, {})
    letters = _letters(name, about=about)
    ranges = about.missing_ranges.get(name, ())
    values = {
        f".{key}" if str(key) in letters else code(key): str(text) for key, text in labels.items()
    }
    points = {code(one["lo"]) for one in ranges if one["lo"] == one["hi"]}
    within = {
        code(key)
        for key in labels
        for one in ranges
        if isinstance(key, int | float)
        and isinstance(one["lo"], int | float)
        and one["lo"] <= key <= one["hi"]
    }
    return Variable(
        name=name,
        label=label,
        values=values,
        missing=frozenset(points | within | {f".{letter}" for letter in letters}),
    )
