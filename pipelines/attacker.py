"""What a reader can solve for who keeps every public release: linear algebra over all their sums.

See :mod:`pipelines.secondary` for who the attacker is and what is promised.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipelines.formula import formula
from pipelines.relations import SAME, Cell, Relation, Values, size

Column = tuple[Cell, str]
"""One unknown: a cell, and "" or the name of the table that has another value for it."""
Row = dict[Column, float]


@dataclass(frozen=True, kw_only=True)
class World:
    """One table as a reader has it: its relations, and the cells whose value is known for ever."""

    name: str
    values: Values
    relations: tuple[Relation, ...]
    known: frozenset[Cell]


def left_is_small(relation: Relation, *, threshold: float) -> bool:
    """Whether the parts leave over a count that the threshold would withhold."""
    rest = relation.rest
    return (
        relation.local and not relation.overlapping and rest is not None and SAME < rest < threshold
    )


@formula(
    id="no-solution",
    section="disclosure control",
    title="No withheld count can be solved for, over all public releases",
    formula="no combination y of the sums A·x = b leaves one withheld count alone: y·A = unit row",
    words=(
        "All sums that hold, of this release and of every earlier public one, are taken as "
        "equations at once. A count that an earlier release printed is known for ever. While a "
        "withheld count could be solved for, the smallest count that the solution needs and that "
        "is new in this release is withheld too. What follows from earlier releases alone is "
        "reported when the release is made, and withheld again."
    ),
    source="own rule, after A. Hundepool and others, Statistical Disclosure Control, 2012",
    constants=("disclosure.toml · counts.suppress_below",),
)
def betraying(
    *, hidden: set[Cell], now: Sequence[World], then: Sequence[World], threshold: float
) -> set[Cell]:
    """Return published cells to hide because, together, they determine hidden ones.

    For each determined cell one published cell of its solution is returned, the smallest. Empty
    when nothing can be solved for, or only from what is known anyway.
    """
    current = now[0].values
    found: set[Cell] = set()
    for rows in _systems(now=now, then=then, threshold=threshold):
        for needed in _determined(
            rows, given=_printed(rows, current=current, hidden=hidden)
        ).values():
            cells = {cell for cell, _ in needed}
            if cells:
                found.add(min(cells, key=lambda cell: (size(current[cell]), cell)))
    return found


def given_away(
    *, hidden: set[Cell], now: Sequence[World], then: Sequence[World], threshold: float
) -> set[Cell]:
    """Return hidden cells that a reader of earlier releases may know whatever this one prints.

    What this table's sums force without any figure (a nought among the parts) is not counted: a
    reader learns it from no release.
    """
    found = hidden & now[0].known
    if then:
        forced = _determined(
            _systems(now=_blind(now), then=(), threshold=threshold)[0], given=set()
        )
        for rows in _systems(now=now, then=then, threshold=threshold):
            for cell, table in _determined(rows, given=set()).keys() - forced.keys():
                if cell in hidden and not table:
                    found.add(cell)
    return found


def _blind(worlds: Sequence[World]) -> list[World]:
    return [replace(world, known=frozenset()) for world in worlds]


def _printed(rows: Sequence[Row], *, current: Values, hidden: set[Cell]) -> set[Column]:
    columns = {column for row in rows for column in row}
    return {column for column in columns if column[0] in current and column[0] not in hidden}


def _systems(*, now: Sequence[World], then: Sequence[World], threshold: float) -> list[list[Row]]:
    """Return the systems of sums that a reader may solve, each sum as unknown → coefficient.

    Nobody keeps what earlier releases withheld, so it is not known what was revised since. In the
    first system nothing was: whatever was withheld then is the same unknown now, and whatever any
    release printed is known. In the second this release stands alone. In the third, the sums of
    earlier releases that today's values do not fulfil are about unknowns of their own.
    """
    base = now[0].values
    printed = frozenset(cell for world in then for cell in world.known)

    def rows(worlds: Sequence[World], *, known: frozenset[Cell], own: bool = False) -> list[Row]:
        found = []
        for world in worlds:
            for relation in world.relations:
                small = left_is_small(relation, threshold=threshold)
                if not relation.complete and not small:
                    continue
                row = {relation.total: -1.0} | dict.fromkeys(relation.parts, 1.0)
                row |= {relation.left: 1.0} if small else {}
                apart = own and not _holds(relation, world=world, base=base)
                found.append(
                    {
                        (cell, world.name if apart else _table(cell, world=world, base=base)): by
                        for cell, by in row.items()
                        if cell not in world.known and cell not in known
                    }
                )
        return [row for row in found if row]

    alone = rows(now, known=frozenset())
    if not then:
        return [alone]
    return [
        [*alone, *rows(then, known=printed)],
        alone,
        [*alone, *rows(then, known=frozenset(), own=True)],
    ]


def _holds(relation: Relation, *, world: World, base: Values) -> bool:
    """Whether a sum of an earlier release holds with today's values of what it withheld."""
    total = 0.0
    for cell, by in [(relation.total, -1.0), *((part, 1.0) for part in relation.parts)]:
        printed = world.values[cell]
        value = base.get(cell) if printed is None else printed
        if value is None:
            return False
        total += by * value
    return abs(total) < SAME


def _table(cell: Cell, *, world: World, base: Values) -> str:
    """Name the table whose unknown this is: "" unless this one is known to differ from now."""
    then, now = world.values.get(cell), base.get(cell)
    return world.name if then is not None and now is not None and abs(then - now) > SAME else ""


def _determined(rows: Sequence[Row], *, given: set[Column]) -> dict[Column, set[Column]]:
    """Return the unknowns not ``given`` that the equations determine → the given ones they need.

    Each is determined when a combination y of equations leaves it alone among the cells that are
    not given (y·A is 1 there and 0 at the others); it needs the given cells where y·A is not 0.
    """
    found: dict[Column, set[Column]] = {}
    for block in _blocks(rows, given=given):
        secret = sorted({cell for row in block for cell in row if cell not in given})
        shown = sorted({cell for row in block for cell in row if cell in given})
        place = {cell: number for number, cell in enumerate([*secret, *shown])}
        matrix = np.zeros((len(block), len(place)))
        for number, row in enumerate(block):
            matrix[number, [place[cell] for cell in row]] = list(row.values())
        inverse = np.linalg.pinv(matrix[:, : len(secret)])
        # The row of a determined cell in inverse·A is a unit row over the secret cells.
        combined = inverse @ matrix
        alone = np.abs(combined[:, : len(secret)] - np.eye(len(secret))).max(axis=1) < SAME
        for number in np.flatnonzero(alone).tolist():
            needed = np.flatnonzero(np.abs(combined[number, len(secret) :]) > SAME)
            found[secret[number]] = {shown[at] for at in needed}
    return found


def _blocks(rows: Sequence[Row], *, given: set[Column]) -> list[list[Row]]:
    """Split equations into blocks that share no secret cell: each is solved on its own."""
    blocks: list[tuple[set[Column], list[Row]]] = []
    for row in rows:
        cells, members = {cell for cell in row if cell not in given}, [row]
        if not cells:
            continue
        apart = []
        for block in blocks:
            if cells.isdisjoint(block[0]):
                apart.append(block)
            else:
                cells |= block[0]
                members = block[1] + members
        blocks = [*apart, (cells, members)]
    return [members for _, members in blocks]
