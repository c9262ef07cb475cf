"""Named errors. Each says where (file, entry), what was found and what is allowed."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import process

CLOSEST = 5


def closest(found: object, allowed: Iterable[object]) -> tuple[str, ...]:
    """Return the allowed values most like ``found``: at most five, best first."""
    choices = sorted({str(value) for value in allowed})
    if len(choices) <= CLOSEST:
        return tuple(choices)
    return tuple(match for match, _, _ in process.extract(str(found), choices, limit=CLOSEST))


def _sentence(where: str, found: object, allowed: Iterable[object], reason: str) -> str:
    near = closest(found, allowed)
    parts = [f"{where}: found {found!r}"]
    if reason:
        parts.append(reason)
    if near:
        parts.append("allowed, closest first: " + ", ".join(near))
    return "; ".join(parts)


class CatalogueError(ValueError):
    """An entry that people edit (``data/catalogue``) cannot be used."""

    def __init__(
        self,
        *,
        file: str,
        entry: str,
        found: object,
        allowed: Iterable[object] = (),
        reason: str = "",
    ) -> None:
        self.file, self.entry, self.found = file, entry, found
        super().__init__(_sentence(f"{file}, {entry}", found, allowed, reason))


class FigureError(ValueError):
    """A line of an observations file cannot be used. Lines are counted from 1, the header's."""

    def __init__(
        self,
        *,
        file: str,
        line: int,
        column: str,
        found: object,
        allowed: Iterable[object] = (),
        reason: str = "",
    ) -> None:
        self.file, self.line, self.column, self.found = file, line, column, found
        where = f"{file}, line {line}, column {column}"
        super().__init__(_sentence(where, found, allowed, reason))


class ContractError(ValueError):
    """A table breaks its contract: a column, type, key or range."""

    def __init__(self, *, table: str, column: str, found: object, reason: str) -> None:
        self.table, self.column, self.found = table, column, found
        super().__init__(_sentence(f"table {table}, column {column}", found, (), reason))


class SelectionError(ValueError):
    """An address asks for something that does not exist."""

    def __init__(self, *, parameter: str, found: object, allowed: Iterable[object] = ()) -> None:
        self.parameter, self.found = parameter, found
        self.allowed = tuple(str(value) for value in allowed)
        super().__init__(_sentence(parameter, found, self.allowed, ""))
