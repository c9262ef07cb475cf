"""Tables of TOML files that name themselves when something is missing or unknown."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from data.errors import CatalogueError

NAMING = ("id", "dimension", "gate", "criterion")
"""The keys that name a table of an array, the first that it has."""


def toml(path: Path) -> dict[str, Any]:
    """Read a TOML file; a syntax error is named with its file."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(
            file=path.name, entry="file", found=str(error), reason="not readable as TOML"
        ) from error


class Entry:
    """A table of a TOML file that names itself when something is missing or unknown."""

    def __init__(self, *, file: str, entry: str, values: Mapping[str, Any]) -> None:
        self.file, self.entry, self.values = file, entry, values

    def fail(
        self, key: str, found: object, allowed: Collection[str] = (), reason: str = ""
    ) -> Exception:
        """Return the named error for ``key`` of this entry."""
        return CatalogueError(
            file=self.file,
            entry=f"{self.entry} · {key}",
            found=found,
            allowed=allowed,
            reason=reason,
        )

    def text(
        self, key: str, *, default: str | None = None, allowed: Collection[str] | None = None
    ) -> str:
        """Return a text value; without ``default`` it must be present and not empty."""
        value = self.values.get(key, default)
        if value is None or (value == "" and default is None):
            raise self.fail(key, value, (), "a text is needed here")
        if not isinstance(value, str):
            raise self.fail(key, value, (), "must be text in quotes")
        if allowed is not None and value not in allowed:
            raise self.fail(key, value, allowed)
        return value

    def texts(self, key: str, *, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Return one text or a list of texts as a tuple."""
        value = self.values.get(key, default)
        if isinstance(value, str):
            value = (value,)
        if not isinstance(value, list | tuple) or not all(isinstance(x, str) for x in value):
            raise self.fail(key, value, (), "must be a list of texts")
        return tuple(value)

    def number(self, key: str, *, at_least: float = 0.0) -> float:
        """Return a number of at least ``at_least``."""
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < at_least:
            raise self.fail(key, value, (), f"a number of at least {at_least:g} is needed")
        return float(value)

    def table(self, key: str) -> Entry:
        """Return a sub-table."""
        value = self.values.get(key)
        if not isinstance(value, dict):
            raise self.fail(key, value, (), f"a table [{key}] is needed")
        return Entry(file=self.file, entry=f"{self.entry} · {key}", values=value)

    def tables(self, key: str) -> Iterator[Entry]:
        """Yield the tables of an array of tables."""
        for position, value in enumerate(self.values.get(key, ()), start=1):
            name = next((value[key] for key in NAMING if value.get(key)), position)
            yield Entry(file=self.file, entry=f"{self.entry} · {key} {name}", values=value)

    def only(self, *allowed: str) -> None:
        """Stop at a key that nobody reads: most often a misspelling."""
        for key in self.values:
            if key not in allowed:
                raise self.fail(key, key, allowed, "unknown key")
