"""Secondary suppression: what else must be withheld so that no total gives a hidden count back.

A cell is one count; a relation says that a total is the sum of its parts. The search only ever
adds cells, and depends on nothing but the values, so the result is the same every time. Relation by
relation a higher threshold never publishes more; only the last step, which breaks solutions across
several relations at once, makes no such promise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

ENOUGH_CELLS = 2
"""One hidden part of a known total is no secret; two are."""

SAME = 1e-6
MONTHS = 12


@dataclass(frozen=True, kw_only=True, order=True)
class Cell:
    """Where one count stands. ``line`` says what is counted (dataset, series, unit ...)."""

    line: tuple[str, ...]
    area: str
    period: str
    sex: str
    age: str
    urbanisation: str
    other: str


@dataclass(frozen=True, kw_only=True)
class Relation:
    """``total`` is the sum of ``parts`` (smallest first).

    ``complete``: the values really add up. ``overlapping``: the parts may cover one another (age
    bands), so that a difference of two parts can give a third.
    """

    total: Cell
    parts: tuple[Cell, ...]
    complete: bool
    overlapping: bool


Values = Mapping[Cell, float | None]
"""Cell → its count; None when it is already withheld and nobody here knows it."""


def hidden_cells(
    *,
    values: Values,
    primary: Iterable[Cell],
    parents: Mapping[str, str],
    levels: Mapping[str, str],
    threshold: float,
) -> frozenset[Cell]:
    """Return every cell to withhold: ``primary`` and what protects it.

    ``parents`` and ``levels`` are area → parent area ("" at the top) and area → level. In every
    relation with a hidden cell, at least the two smallest parts are hidden and together reach
    ``threshold``; where the parts do not suffice, the total goes too if they really add up to it.
    Cells without a value count as hidden. Where a reader could still solve several relations
    together for a hidden cell, the smallest published cell that the solution needs goes too.
    """
    unknown = {cell for cell, value in values.items() if value is None}
    start = set(primary) | unknown
    lines = {cell.line for cell in start}
    hidden: set[Cell] = set()
    for line in sorted(lines):
        own = {cell: value for cell, value in values.items() if cell.line == line}
        known = _relations(values=own, parents=parents, levels=levels)
        found = start & own.keys()
        _close(hidden=found, relations=known, values=own, threshold=threshold)
        while more := betraying(hidden=found, relations=known, values=own):
            found |= more
            _close(hidden=found, relations=known, values=own, threshold=threshold)
        hidden |= found
    return frozenset(hidden)


def _close(
    *, hidden: set[Cell], relations: Sequence[Relation], values: Values, threshold: float
) -> None:
    """Add to ``hidden`` until every relation has what it wants."""
    grown = True
    while grown:
        grown = False
        for relation in relations:
            if hidden.isdisjoint((relation.total, *relation.parts)):
                continue
            wanted = _wanted(relation=relation, values=values, threshold=threshold)
            if not hidden.issuperset(wanted):
                hidden |= wanted
                grown = True


def _wanted(*, relation: Relation, values: Values, threshold: float) -> set[Cell]:
    """The cells a relation hides once one of its own is hidden: the same ones, whichever it is.

    Fixed beforehand, and longer for a higher threshold, so that hiding more never publishes what
    hiding less withheld.
    """
    wanted: set[Cell] = set()
    together = 0.0
    for part in relation.parts:
        value = values[part]
        if value is None:  # withheld before: its value cannot be counted, its presence can
            together = threshold
        enough = len(wanted) >= ENOUGH_CELLS and together >= threshold
        if enough and not relation.overlapping:
            return wanted
        wanted.add(part)
        together += value or 0.0
    if relation.complete and (len(wanted) < ENOUGH_CELLS or together < threshold):
        wanted.add(relation.total)
    return wanted


def betraying(*, hidden: set[Cell], relations: Iterable[Relation], values: Values) -> set[Cell]:
    """Return published cells to hide because, together, they determine hidden ones.

    Each relation whose values add up is an equation, A·x = 0 over all cells, hidden and published.
    A hidden cell is determined when a combination y of equations leaves it alone among the hidden
    ones (y·A is 1 there and 0 at the others); published cells where y·A is not 0 are what the
    solution needs. One of them, the smallest, is returned for each determined cell. Empty when
    nothing can be solved for.
    """
    equations = [relation for relation in relations if relation.complete]
    cells = sorted({cell for r in equations for cell in (r.total, *r.parts)})
    secret = [number for number, cell in enumerate(cells) if cell in hidden]
    if not secret:
        return set()
    place = {cell: number for number, cell in enumerate(cells)}
    matrix = np.zeros((len(equations), len(cells)))
    for row, relation in enumerate(equations):
        matrix[row, place[relation.total]] = -1.0
        matrix[row, [place[part] for part in relation.parts]] = 1.0
    inverse = np.linalg.pinv(matrix[:, secret])
    # The row of a determined cell in inverse·A is a unit row over the hidden cells.
    alone = np.abs(inverse @ matrix[:, secret] - np.eye(len(secret))).max(axis=1) < SAME
    found: set[Cell] = set()
    for number in np.flatnonzero(alone):
        needed = np.flatnonzero(np.abs(inverse[number] @ matrix) > SAME)
        published = [cells[at] for at in needed if cells[at] not in hidden]
        if published:
            found.add(min(published, key=lambda cell: (_size(values[cell]), cell)))
    return found


def _relations(
    *, values: Values, parents: Mapping[str, str], levels: Mapping[str, str]
) -> list[Relation]:
    """Find every relation among the cells of one line."""
    by_name: list[tuple[str, str, Callable[[str], str], bool]] = [
        ("sex", "total", lambda _: "", False),
        ("urbanisation", "total", lambda _: "", False),
        ("age", "total", lambda _: "", True),
        ("other", "", lambda text: text.partition("=")[0], True),
    ]
    found: dict[tuple[Cell, object], tuple[set[Cell], bool]] = {}

    def add(total: Cell, kind: object, part: Cell, *, overlapping: bool) -> None:
        found.setdefault((total, kind), (set(), overlapping))[0].add(part)

    for cell in values:
        for column, whole, family, overlapping in by_name:
            total = _with(cell, column=column, value=whole)
            if total != cell and total in values:
                kind = (column, family(getattr(cell, column)))
                add(total, kind, cell, overlapping=overlapping)
        for total, how in _above(cell, values=values, parents=parents, levels=levels):
            add(total, how, cell, overlapping=False)
    for total, part, length in _longer_periods(values):
        add(total, ("period", length), part, overlapping=False)
    made = [
        _relation(total=total, parts=parts, overlapping=overlapping, values=values)
        for (total, _), (parts, overlapping) in found.items()
    ]
    mixed = {key for key in found if key[1] == ("area", "any level")}
    kept = [
        relation
        for key, relation in zip(found, made, strict=True)
        # Areas of several levels are one sum only if they add up: old and new maps overlap.
        if key not in mixed or relation.complete
    ]
    return sorted(kept, key=lambda relation: (relation.total, relation.parts))


def _relation(*, total: Cell, parts: set[Cell], overlapping: bool, values: Values) -> Relation:
    numbers = [values[part] for part in parts]
    whole = values[total]
    adds_up = whole is not None and None not in numbers
    return Relation(
        total=total,
        # Withheld ones first, then the smallest; the cell itself breaks ties.
        parts=tuple(sorted(parts, key=lambda part: (_size(values[part]), part))),
        complete=adds_up and abs(sum(number or 0.0 for number in numbers) - (whole or 0.0)) < SAME,
        overlapping=overlapping,
    )


def _size(value: float | None) -> float:
    return -1.0 if value is None else value


def _with(cell: Cell, *, column: str, value: str) -> Cell:
    parts = {name: getattr(cell, name) for name in Cell.__dataclass_fields__}
    return Cell(**(parts | {column: value}))


def _above(
    cell: Cell, *, values: Values, parents: Mapping[str, str], levels: Mapping[str, str]
) -> Iterable[tuple[Cell, object]]:
    """Yield the cells of the areas around this one: each by level, the nearest also by any."""
    area, nearest = parents.get(cell.area, ""), True
    while area:
        total = _with(cell, column="area", value=area)
        if total in values:
            yield total, ("area", levels[cell.area])
            if nearest:
                yield total, ("area", "any level")
            nearest = False
        area = parents.get(area, "")


def _longer_periods(values: Values) -> Iterable[tuple[Cell, Cell, int]]:
    """Yield (longer, shorter, months of the shorter) where one period lies inside another."""
    same: dict[Cell, list[Cell]] = defaultdict(list)
    for cell in values:
        same[_with(cell, column="period", value="")].append(cell)
    for cells in same.values():
        spans = [(cell, *_months(cell.period)) for cell in cells]
        for total, first, last in spans:
            for part, start, end in spans:
                if first <= start and end <= last and (start, end) != (first, last):
                    yield total, part, end - start


def _months(period: str) -> tuple[int, int]:
    """Return first and last month, counted from year 0, of an ISO 8601 period."""
    first, _, last = period.partition("/")
    start, end = first.split("-"), (last or first).split("-")
    return (
        int(start[0]) * MONTHS + (int(start[1]) - 1 if len(start) > 1 else 0),
        int(end[0]) * MONTHS + (int(end[1]) - 1 if len(end) > 1 else MONTHS - 1),
    )
