"""Secondary suppression: what else must be withheld so that no total gives a hidden count back.

**The attacker.** A reader keeps every release that was ever made public and knows this code, which
counts are sums of which, and which printed counts were revised between releases. A count that a
public release printed is known for ever, a withheld one is not. Every sum that holds is an
equation, A·x = b, over all releases at once. What is promised: no withheld count follows from those
equations, whether the reader takes all withheld counts for revised since an earlier release, or
none; unless it is reported as open.

Three rules make that hold over releases. What an earlier release printed protects nothing and is
never chosen for hiding; printed with another value than today's, it says nothing about today's.
What an earlier release withheld stays withheld: printed later, it would be subtracted from the
earlier release's totals. What then still follows from earlier releases alone is reported and
withheld again, since nothing done now can protect it.

**Not promised.** Bounds: counts are not below 0, so the hidden parts of a total lie between 0 and
what they have in common; that is at least the threshold where enough is left to hide. What several
totals together say about such bounds, what somebody knows who counts among the cases, or who was
told which of the withheld counts were revised, is not looked at. Nor are tables of other
publishers, or this project's own files of figures: they hold what their publishers print.

The search only ever adds cells and depends on nothing but the values, so the result is the same
every time. Relation by relation a higher threshold never publishes more; only the last step, which
breaks solutions across several relations at once, makes no such promise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.attacker import World, betraying, given_away, left_is_small
from pipelines.formula import formula
from pipelines.relations import SAME, Cell, Places, Relation, Sums, Values, relations

ENOUGH_CELLS = 2
"""One hidden part of a known total is no secret; two are."""

Line = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Former:
    """What one earlier public release says of sensitive counts.

    ``sums``: total → the kinds of breakdown whose parts added up to it when it was made.
    """

    printed: Mapping[Cell, float]
    withheld: frozenset[Cell] = frozenset()
    sums: Mapping[Cell, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """``cells`` are withheld; ``open`` are those that earlier releases give away all the same."""

    cells: frozenset[Cell]
    open: frozenset[Cell]


def hidden_cells(
    *,
    tables: Sequence[Values],
    primary: Iterable[Cell],
    places: Places,
    thresholds: Mapping[Line, float],
    sums: Sums,
    former: Sequence[Former] = (),
) -> Hidden:
    """Return every cell to withhold: ``primary``, what earlier releases withheld, what protects it.

    ``tables`` are the values of this release, the current ones first, then as older vintages in it
    have them. ``thresholds`` is line → the count below which its topic is sensitive. Cells without
    a value count as hidden.
    """
    current = tables[0]
    start = set(primary) | {cell for cell, value in current.items() if value is None}
    start |= {cell for one in former for cell in one.withheld if cell in current}
    hidden: set[Cell] = set()
    opened: set[Cell] = set()
    for lines in _groups({cell.line for cell in current}, sums=sums):
        now, then = _worlds(lines, tables=tables, former=former, places=places, sums=sums)
        threshold = max(thresholds[line] for line in lines)
        found = {cell for cell in start if cell.line in lines}
        _close(hidden=found, worlds=now, threshold=threshold)
        while more := betraying(hidden=found, now=now, then=then, threshold=threshold):
            found |= more
            _close(hidden=found, worlds=now, threshold=threshold)
        hidden |= found
        opened |= given_away(hidden=found, now=now, then=then, threshold=threshold)
    return Hidden(cells=frozenset(hidden), open=frozenset(opened))


def _groups(lines: Collection[Line], *, sums: Sums) -> Iterator[frozenset[Line]]:
    """Yield the lines that declared sums tie together, in a fixed order."""
    left = set(lines)
    tied = {(total, part) for total, parts in sums.items() for part in parts}
    for line in sorted(lines):
        group, size_before = {line} & left, 0
        while len(group) > size_before:
            size_before = len(group)
            names = {one[:2] for one in group}
            near = {name for pair in tied if names & set(pair) for name in pair}
            group |= {one for one in left if one[:2] in near and one[2:] == line[2:]}
        left -= group
        if group:
            yield frozenset(group)


def _worlds(
    lines: frozenset[Line],
    *,
    tables: Sequence[Values],
    former: Sequence[Former],
    places: Places,
    sums: Sums,
) -> tuple[list[World], list[World]]:
    """Return the tables of this release and those of earlier ones, for these lines."""
    then = []
    for number, one in enumerate(former):
        values: dict[Cell, float | None] = {
            cell: None for cell in one.withheld if cell.line in lines
        }
        values |= {cell: value for cell, value in one.printed.items() if cell.line in lines}
        if values:
            found = relations(values=values, places=places, sums=sums, held=one.sums)
            known = frozenset(cell for cell, value in values.items() if value is not None)
            then.append(
                World(name=f"release {number}", values=values, relations=tuple(found), known=known)
            )
    now = []
    for number, table in enumerate(tables):
        values = {cell: value for cell, value in table.items() if cell.line in lines}
        found = relations(values=values, places=places, sums=sums)
        printed = frozenset(
            cell
            for cell, value in values.items()
            for world in then
            if (before := world.values.get(cell)) is not None
            and (value is None or abs(value - before) < SAME)
        )
        now.append(
            World(name=f"table {number}", values=values, relations=tuple(found), known=printed)
        )
    return now, then


def _close(*, hidden: set[Cell], worlds: Sequence[World], threshold: float) -> None:
    """Add to ``hidden`` until every relation has what it wants."""
    grown = True
    while grown:
        grown = False
        for world in worlds:
            for relation in world.relations:
                if not _tells(relation, world=world, hidden=hidden, threshold=threshold):
                    continue
                wanted = _wanted(relation=relation, world=world, threshold=threshold)
                if not hidden.issuperset(wanted):
                    hidden |= wanted
                    grown = True


def _tells(relation: Relation, *, world: World, hidden: set[Cell], threshold: float) -> bool:
    """Whether a relation has something to hide: a hidden cell, or a small count left over."""
    if any(
        cell in hidden and cell not in world.known for cell in (relation.total, *relation.parts)
    ):
        return True
    if left_is_small(relation, threshold=threshold):
        return True
    whole = world.values[relation.total]
    return (
        relation.overlapping
        and relation.local
        and whole is not None
        # What is outside one age band is a count as well.
        and any(SAME < whole - (world.values[part] or 0) < threshold for part in relation.parts)
    )


@formula(
    id="secondary-suppression",
    section="disclosure control",
    title="What else is withheld beside a small count",
    formula=(
        "hidden parts of a total: at least 2, and together at least the threshold; "
        "total − printed parts is then never a small count"
    ),
    words=(
        "Where a count is withheld, or the parts leave a small count over, the smallest parts of "
        "every total it belongs to are withheld until there are two and they reach the threshold "
        "together; where the parts do not suffice, the total goes too. Totals are looked for over "
        "areas, sex, town and country, age, other breakdowns, periods inside one another, and "
        "series that are declared parts of another. Age bands may overlap and go together."
    ),
    source="own rule, after A. Hundepool and others, Statistical Disclosure Control, 2012",
    constants=("disclosure.toml · counts.suppress_below",),
)
def _wanted(*, relation: Relation, world: World, threshold: float) -> set[Cell]:
    """The cells a relation hides once it has something to hide: the same ones, whatever it is.

    Fixed beforehand, and longer for a higher threshold, so that hiding more never publishes what
    hiding less withheld. Known cells protect nothing.
    """
    wanted: set[Cell] = set()
    together = 0.0
    for part in relation.parts:
        if part in world.known:
            continue
        if len(wanted) >= ENOUGH_CELLS and together >= threshold and not relation.overlapping:
            return wanted
        value = world.values[part]
        # Withheld before: its value cannot be counted, its presence can.
        together = threshold if value is None else together + value
        wanted.add(part)
    # What the parts leave over hides with them.
    rest = relation.rest
    if rest is not None and rest > -SAME and relation.total not in world.known:
        hidden_parts = len(wanted) + (rest > SAME)
        if hidden_parts < ENOUGH_CELLS or together + rest < threshold:
            wanted.add(relation.total)
    return wanted
