"""What a reader can solve for who keeps every public release: linear algebra over all their sums.

See :mod:`pipelines.secondary` for who the attacker is and what is promised.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.formula import formula
from pipelines.relations import SAME, Cell, Relation, Values, size

Column = tuple[Cell, str]
"""One unknown: a cell, and "" or the name of the table that has another value for it."""


@dataclass(frozen=True, kw_only=True)
class Equation:
    """Unknown → coefficient, and what they add up to with what is known."""

    unknown: dict[Column, float]
    adds_up_to: float


@dataclass(frozen=True, kw_only=True)
class Solution:
    """``column`` follows from the equations and from ``needed``; without those it is ``value``."""

    column: Column
    needed: frozenset[Column]
    value: float


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
    for system in _systems(now=now, then=then, threshold=threshold):
        columns = {column for equation in system for column in equation.unknown}
        given = {one for one in columns if one[0] in current and one[0] not in hidden}
        for solution in _solutions(system, given=given):
            if cells := {cell for cell, _ in solution.needed}:
                found.add(min(cells, key=lambda cell: (size(current[cell]), cell)))
    return found


def given_away(
    *, hidden: set[Cell], now: Sequence[World], then: Sequence[World], threshold: float
) -> set[Cell]:
    """Return hidden cells that a reader of earlier releases may know whatever this one prints.

    Noughts that sums force without any figure are among them: a reader who knows the sums has them.
    """
    found = hidden & now[0].known
    if not then or not hidden:
        return found
    values = now[0].values
    for system in _systems(now=now, then=then, threshold=threshold):
        for one in _solutions(system, given=set()):
            cell, table = one.column
            if cell in hidden and not table:
                # A reader who is wrong about what was revised solves for another value.
                value = values[cell]
                if value is None or abs(value - one.value) < SAME:
                    found.add(cell)
    return found


def _systems(
    *, now: Sequence[World], then: Sequence[World], threshold: float
) -> list[list[Equation]]:
    """Return the systems of sums that a reader may solve, each sum as unknown → coefficient.

    Nobody keeps what earlier releases withheld, so it is not known what was revised since. In the
    first system nothing was: whatever was withheld then is the same unknown now. In the second this
    release stands alone. In the third, the sums of earlier releases that today's values do not
    fulfil are about unknowns of their own.
    """
    base = now[0].values

    def sums(worlds: Sequence[World], *, own: bool = False) -> list[Equation]:
        found = []
        for world in worlds:
            for relation in world.relations:
                small = left_is_small(relation, threshold=threshold)
                if not relation.complete and not small:
                    continue
                row = {relation.total: -1.0} | dict.fromkeys(relation.parts, 1.0)
                row |= {relation.left: 1.0} if small else {}
                table = world.name if own and not _holds(relation, world=world, base=base) else ""
                found.append(_equation(row, world=world, base=base, table=table))
        return [one for one in found if one.unknown]

    alone = sums(now)
    if not then:
        return [alone]
    unrevised, revised = (_once([*alone, *sums(then, own=own)]) for own in (False, True))
    return [unrevised, alone, *([revised] if revised != unrevised else [])]


def _once(system: Sequence[Equation]) -> list[Equation]:
    """Leave out repetitions: most sums are the same from release to release."""
    found = {(*sorted(one.unknown.items()), one.adds_up_to): one for one in system}
    return list(found.values())


def _equation(row: Mapping[Cell, float], *, world: World, base: Values, table: str) -> Equation:
    """Put what the table knows on the other side; ``table`` names the unknowns, if they are its."""
    unknown: dict[Column, float] = {}
    adds_up_to = 0.0
    for cell, by in row.items():
        if cell in world.known:
            adds_up_to -= by * (world.values[cell] or 0.0)
        else:
            unknown[cell, table or _table(cell, world=world, base=base)] = by
    return Equation(unknown=unknown, adds_up_to=adds_up_to)


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


def _solutions(system: Sequence[Equation], *, given: set[Column]) -> Iterator[Solution]:
    """Yield the unknowns not ``given`` that the equations determine.

    Each is determined when a combination y of equations leaves it alone among the unknowns that
    are not given (y·A is 1 there and 0 at the others); it needs the given ones where y·A is not 0.
    """
    for block in _blocks(system, given=given):
        columns = {column for equation in block for column in equation.unknown}
        secret, shown = sorted(columns - given), sorted(columns & given)
        place = {column: number for number, column in enumerate([*secret, *shown])}
        matrix = np.zeros((len(block), len(place)))
        for number, equation in enumerate(block):
            for column, by in equation.unknown.items():
                matrix[number, place[column]] = by
        inverse = np.linalg.pinv(matrix[:, : len(secret)])
        combined = inverse @ matrix
        values = inverse @ np.array([equation.adds_up_to for equation in block])
        # The row of a determined unknown in inverse·A is a unit row over the secret ones.
        alone = np.abs(combined[:, : len(secret)] - np.eye(len(secret))).max(axis=1) < SAME
        for number in np.flatnonzero(alone).tolist():
            needed = np.flatnonzero(np.abs(combined[number, len(secret) :]) > SAME)
            yield Solution(
                column=secret[number],
                needed=frozenset(shown[at] for at in needed),
                value=float(values[number]),
            )


def _blocks(system: Sequence[Equation], *, given: set[Column]) -> list[list[Equation]]:
    """Split equations into blocks that share no secret unknown: each is solved on its own."""
    blocks: list[tuple[set[Column], list[Equation]]] = []
    for equation in system:
        columns, members = equation.unknown.keys() - given, [equation]
        if not columns:
            continue
        apart = []
        for block in blocks:
            if columns.isdisjoint(block[0]):
                apart.append(block)
            else:
                columns |= block[0]
                members = block[1] + members
        blocks = [*apart, (columns, members)]
    return [members for _, members in blocks]
