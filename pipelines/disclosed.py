"""What public releases have disclosed: the ledger of sensitive counts, printed or withheld.

A count that was printed once is known for ever, and one that was withheld must not come back by
subtraction (:mod:`pipelines.secondary`). So whoever makes a release public runs
``python -m pipelines disclose`` and commits the ledger, ``data/catalogue/disclosed.csv``: every
clean clone then builds the same release. The ledger holds no withheld value, and nothing that the
release itself does not show, but for one thing: which totals were the sum of their parts.
"""

from __future__ import annotations

import contextlib
import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from data.contracts.table import BOOLEAN, NUMBER, TEXT, Table, check
from data.errors import CatalogueError
from pipelines.relations import Cell
from pipelines.secondary import Former

FILE = "disclosed.csv"
RELEASE = "release"
LINE = ("dataset", "series", "country", "unit", "base")
CELL = ("area", "period", "sex", "age", "urbanisation", "other")
BETWEEN = "; "

DISCLOSURE = Table(
    name="disclosure",
    about="One row = one count on a sensitive topic, as this release prints or withholds it.",
    columns=dict.fromkeys((*LINE, *CELL, "vintage"), TEXT)
    | {
        "current": BOOLEAN,
        "value": NUMBER,  # null: withheld
        "sums": TEXT,  # kinds of breakdown whose parts add up to it, "; " between
    },
    key=(*LINE, *CELL, "vintage"),
    required=(*LINE, *CELL, "vintage", "current", "sums"),
)
HEADER = (RELEASE, *DISCLOSURE.columns)

Lines = Mapping[tuple[str, str], tuple[str, str]]
"""(dataset, series) → the (dataset, series) that it is the same measure as."""


def cell(row: Mapping[str, Any], *, lines: Lines) -> Cell:
    """Return where a row's count stands; series of one measure share one line."""
    dataset, series, *others = (row[name] or "" for name in LINE)
    line = (*lines.get((dataset, series), (dataset, series)), *others)
    return Cell(line=line, **{name: row[name] or "" for name in CELL})


def tables(
    rows: Iterable[Mapping[str, Any]], *, lines: Lines
) -> dict[str, dict[Cell, list[float | None]]]:
    """Return vintage → cell → what it prints there; "" is the table of the current rows.

    A table of an older vintage is the current one with that vintage's rows in their places: what
    did not change between two vintages need not stand twice. ``rows`` have the columns of
    :data:`DISCLOSURE`, ``value`` None where withheld.
    """
    placed = [(cell(row, lines=lines), row) for row in rows]
    current = {at for at, row in placed if row["current"]}
    found: dict[str, dict[Cell, list[float | None]]] = {"": {}}
    for at, row in placed:
        # A place that only older vintages know is a part of the current table as well.
        if row["current"] or at not in current:
            found[""].setdefault(at, []).append(row["value"])
    for vintage in sorted({row["vintage"] or "" for _, row in placed if not row["current"]}):
        own: dict[Cell, list[float | None]] = {}
        for at, row in placed:
            if not row["current"] and (row["vintage"] or "") == vintage:
                own.setdefault(at, []).append(row["value"])
        found[f"vintage {vintage}"] = found[""] | own
    return found


def read(path: Path) -> pl.DataFrame:
    """Return the ledger: the columns of :data:`DISCLOSURE` with ``release`` before them.

    No file means that no release was made public yet. Raises ``CatalogueError`` naming the line
    that cannot be used.
    """
    schema = {RELEASE: TEXT} | dict(DISCLOSURE.columns)
    if not path.exists():
        return pl.DataFrame(schema=schema)
    with path.open(encoding="utf-8", newline="") as handle:
        header, *rows = list(csv.reader(handle)) or [[]]
    if tuple(header) != HEADER:
        raise CatalogueError(
            file=path.name, entry="header", found=header, allowed=HEADER,
            reason="written by `python -m pipelines disclose`, never by hand",
        )  # fmt: skip
    made = [_parsed(row, file=path.name, line=line) for line, row in enumerate(rows, start=2)]
    ledger = pl.DataFrame(made, schema=schema, orient="row")
    for release in ledger[RELEASE].unique(maintain_order=True):
        check(ledger.filter(pl.col(RELEASE) == release).drop(RELEASE), table=DISCLOSURE)
    return ledger


def _parsed(row: list[str], *, file: str, line: int) -> dict[str, Any]:
    found = dict(zip(HEADER, row, strict=False))
    try:
        return found | {
            "current": {"yes": True, "no": False}[found["current"]],
            "value": float(found["value"]) if found["value"] else None,
            "sums": found["sums"],
        }
    except (KeyError, ValueError) as error:
        raise CatalogueError(
            file=file, entry=f"line {line}", found=row,
            reason=f"current is yes or no, value a number or empty: {error}",
        ) from error  # fmt: skip


def former(ledger: pl.DataFrame, *, lines: Lines) -> list[Former]:
    """Return what each earlier public release says, vintage by vintage, oldest release first."""
    made = []
    for release in ledger[RELEASE].unique(maintain_order=True):
        rows = ledger.filter(pl.col(RELEASE) == release).to_dicts()
        kinds: dict[Cell, frozenset[str]] = {}
        for row in rows:
            at = cell(row, lines=lines)
            told = frozenset(filter(None, row["sums"].split(BETWEEN)))
            kinds[at] = kinds.get(at, frozenset()) | told
        for table in tables(rows, lines=lines).values():
            printed = {
                at: min(known)
                for at, values in table.items()
                if (known := [value for value in values if value is not None])
            }
            withheld = frozenset(table.keys() - printed.keys())
            made.append(Former(printed=printed, withheld=withheld, sums=kinds))
    return made


def append(*, catalogue: Path, warehouse: Path) -> tuple[str, int, int]:
    """Write into the ledger what the release served from ``warehouse`` prints and withholds.

    Return its name and how many counts it prints and withholds; (name, 0, 0) when the ledger
    already says the same of an earlier release. Raises ``CatalogueError`` before the first build
    and for a release that was built before there was a ledger.
    """
    release, table = _served(warehouse)
    path = catalogue / FILE
    ledger = read(path)
    if _known(table, ledger=ledger):
        return release, 0, 0
    with path.open("a", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        if not handle.tell():
            writer.writerow(HEADER)
        for row in table.to_dicts():
            row["current"] = "yes" if row["current"] else "no"
            writer.writerow([release, *("" if one is None else one for one in row.values())])
    withheld = table["value"].null_count()
    return release, table.height - withheld, withheld


def _known(table: pl.DataFrame, *, ledger: pl.DataFrame) -> bool:
    releases: Sequence[str] = ledger[RELEASE].unique(maintain_order=True).to_list()
    return any(
        ledger.filter(pl.col(RELEASE) == one).drop(RELEASE).equals(table) for one in releases
    )


def _served(warehouse: Path) -> tuple[str, pl.DataFrame]:
    pointer = warehouse / "current.json"
    if not pointer.exists():
        raise CatalogueError(
            file=pointer.name, entry="release", found="nothing", reason="nothing was built yet"
        )
    served = json.loads(pointer.read_text(encoding="utf-8"))
    with contextlib.closing(
        duckdb.connect(str(warehouse / served["file"]), read_only=True)
    ) as connection:
        held = connection.execute("select table_name from information_schema.tables").fetchall()
        if (DISCLOSURE.name,) not in held:
            raise CatalogueError(
                file=served["file"], entry="table disclosure", found="nothing",
                reason="built before there was a ledger: build again",
            )  # fmt: skip
        names = ", ".join(DISCLOSURE.columns)
        rows = connection.execute(f"select {names} from {DISCLOSURE.name} order by all").fetchall()
    table = pl.DataFrame(rows, schema=dict(DISCLOSURE.columns), orient="row")
    return str(served["release"]), check(table, table=DISCLOSURE)
