"""The only writer of the warehouse: a release under a new name, then one pointer moved.

A release is named by the hash of its content, so the same input gives the same name on any
machine. A build that fails leaves the pointer, and so the served release, where it was.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import duckdb
import polars as pl

WAREHOUSE = Path(__file__).parent.parent / "data" / "warehouse"
POINTER = "current.json"
HASH_LENGTH = 16
KEEP = 3  # releases kept, so that a reader of the last one is never cut off


def release_of(tables: Mapping[str, pl.DataFrame]) -> str:
    """Return the content hash of the tables: names, columns, types and every cell.

    Hashes the text of the rows, not DuckDB's file: that depends on version and machine.
    """
    digest = hashlib.sha256()
    for name in sorted(tables):
        frame = tables[name]
        digest.update(f"{name}{list(frame.schema.items())}".encode())
        digest.update(frame.write_csv().encode())
    return digest.hexdigest()[:HASH_LENGTH]


def publish(tables: Mapping[str, pl.DataFrame], *, folder: Path = WAREHOUSE) -> str:
    """Write the tables as a new release and move the pointer to it; return its name.

    The file is written beside its place and renamed, and the pointer is replaced in one step,
    so that no reader ever sees half a release.
    """
    folder.mkdir(parents=True, exist_ok=True)
    release = release_of(tables)
    target = folder / f"{release}.duckdb"
    if not target.exists():
        _write(tables, release=release, target=target)
    _verify(tables, file=target)
    _point(folder=folder, release=release)
    _tidy(folder=folder, release=release)
    return release


def current(*, folder: Path = WAREHOUSE) -> str | None:
    """Return the release that is served now, or None before the first build."""
    try:
        return str(json.loads((folder / POINTER).read_text(encoding="utf-8"))["release"])
    except FileNotFoundError:
        return None


def _write(tables: Mapping[str, pl.DataFrame], *, release: str, target: Path) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        draft = Path(scratch) / target.name
        with contextlib.closing(duckdb.connect(str(draft))) as connection:
            for name, frame in tables.items():
                part = Path(scratch) / f"{name}.parquet"
                frame.write_parquet(part)
                connection.execute(f'create table "{name}" as from read_parquet($part)',
                                   {"part": str(part)})  # fmt: skip
            connection.execute(
                "insert into meta values ('release', $release)", {"release": release}
            )
            connection.execute("checkpoint")
        draft.replace(target)


def _verify(tables: Mapping[str, pl.DataFrame], *, file: Path) -> None:
    """Read back what was written: every table with its number of rows."""
    with contextlib.closing(duckdb.connect(str(file), read_only=True)) as connection:
        for name, frame in tables.items():
            found = connection.execute(f'select count(*) from "{name}"').fetchone()
            wanted = frame.height + (name == "meta")
            if not found or found[0] != wanted:
                raise OSError(f"{file.name}: table {name} holds {found} rows, not {wanted}")


def _point(*, folder: Path, release: str) -> None:
    draft = folder / f".{POINTER}.{os.getpid()}"
    draft.write_text(
        json.dumps({"release": release, "file": f"{release}.duckdb"}), encoding="utf-8"
    )
    draft.replace(folder / POINTER)


def _tidy(*, folder: Path, release: str) -> None:
    releases = sorted(folder.glob("*.duckdb"), key=lambda path: path.stat().st_mtime)
    for path in [path for path in releases if path.stem != release][: -(KEEP - 1)]:
        path.unlink()
