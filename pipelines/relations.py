"""Which counts are sums of which: totals and parts among the cells of a table.

A cell is one count; a relation says that a total holds its parts. Relations are looked for over
areas (by level), sex, town and country, age, other breakdowns, periods inside one another, and the
series of a dataset that the policy file declares to be parts of another (``[sums]``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

SAME = 1e-6
MONTHS = 12
ANY_LEVEL = "area any level"
SERIES = "series"

NAMED: tuple[tuple[str, str, Callable[[str], str], bool], ...] = (
    ("sex", "total", lambda _: "", False),
    ("urbanisation", "total", lambda _: "", False),
    ("age", "total", lambda _: "", True),
    ("other", "", lambda text: text.partition("=")[0], True),
)
"""Breakdown, how its total is called, the family of a part, and whether parts may overlap."""


@dataclass(frozen=True, kw_only=True, order=True)
class Cell:
    """Where one count stands. ``line`` says what is counted: dataset, series, country, unit, base.

    ``left`` is "" for a count that has a row; else the cell is what the parts of one kind leave
    over of the total that stands there.
    """

    line: tuple[str, ...]
    area: str
    period: str
    sex: str
    age: str
    urbanisation: str
    other: str
    left: str = ""


Values = Mapping[Cell, float | None]
"""Cell → its count; None when it is already withheld and nobody here knows it."""

Name = tuple[str, str]
Sums = Mapping[Name, tuple[Name, ...]]
"""(dataset, series) → the (dataset, series) that are its parts."""


@dataclass(frozen=True, kw_only=True)
class Places:
    """``parents``: area → the area around it ("" at the top); ``levels``: area → its level.

    ``national`` are the levels on which counts are printed however small.
    """

    parents: Mapping[str, str]
    levels: Mapping[str, str]
    national: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Relation:
    """``total`` holds ``parts`` (smallest first); ``kind`` says by what they divide it.

    ``rest`` is the total less its parts: 0 where they add up, None where a value is withheld.
    ``overlapping``: the parts may cover one another (age bands), so that a difference of two parts
    can give a third. ``local``: the parts are counts of places smaller than a country.
    """

    kind: str
    total: Cell
    parts: tuple[Cell, ...]
    rest: float | None
    overlapping: bool
    local: bool

    @property
    def complete(self) -> bool:
        """Whether the parts really add up to the total."""
        return self.rest is not None and abs(self.rest) < SAME

    @property
    def left(self) -> Cell:
        """The cell that stands for what the parts leave over."""
        return replace(self.total, left=self.kind)


@dataclass(kw_only=True)
class _Found:
    """Parts of one kind of one total, while they are being gathered."""

    parts: set[Cell] = field(default_factory=set)
    overlapping: bool = False


def relations(
    *,
    values: Values,
    places: Places,
    sums: Sums,
    held: Mapping[Cell, Collection[str]] | None = None,
) -> list[Relation]:
    """Return every relation among ``values``, in an order that depends on the cells alone.

    ``held`` says by which kinds the parts of a total add up where the values themselves cannot say
    it any more (a former release, whose withheld values nobody keeps); else the values decide.
    """
    found: dict[tuple[Cell, str], _Found] = defaultdict(_Found)
    for cell in values:
        for column, whole, family, overlapping in NAMED:
            total = _with(cell, column=column, value=whole)
            if total != cell and total in values:
                name = f"{column} {family(getattr(cell, column))}".strip()
                found[total, name].parts.add(cell)
                found[total, name].overlapping = overlapping
        for total, kind in _above(cell, values=values, places=places):
            found[total, kind].parts.add(cell)
        for part in _of_series(cell, values=values, sums=sums):
            found[cell, SERIES].parts.add(part)
    for total, part, months in _longer_periods(values):
        found[total, f"period {months}"].parts.add(part)
    made = [
        _relation(kind=kind, total=total, found=these, values=values, places=places)
        for (total, kind), these in found.items()
    ]
    if held is not None:
        made = [
            replace(one, rest=0.0 if one.kind in held.get(one.total, ()) else None) for one in made
        ]
    # Areas of several levels are one sum only if they add up: old and new maps overlap.
    kept = [one for one in made if one.kind != ANY_LEVEL or one.complete]
    return sorted(kept, key=lambda one: (one.total, one.kind))


def _with(cell: Cell, *, column: str, value: str) -> Cell:
    return replace(cell, **{column: value})  # type: ignore[arg-type]


def _relation(*, kind: str, total: Cell, found: _Found, values: Values, places: Places) -> Relation:
    known = [value for part in found.parts if (value := values[part]) is not None]
    whole = values[total]
    rest = whole - sum(known) if whole is not None and len(known) == len(found.parts) else None
    return Relation(
        kind=kind,
        total=total,
        # Withheld ones first, then the smallest; the cell itself breaks ties.
        parts=tuple(sorted(found.parts, key=lambda part: (size(values[part]), part))),
        rest=rest,
        overlapping=found.overlapping,
        local=any(places.levels.get(part.area) not in places.national for part in found.parts),
    )


def size(value: float | None) -> float:
    """Return the place of a value in the order in which cells are chosen: withheld ones first."""
    return -1.0 if value is None else value


def _above(cell: Cell, *, values: Values, places: Places) -> Iterable[tuple[Cell, str]]:
    """Yield the cells of the areas around this one: each by level, the nearest also by any."""
    area, nearest = places.parents.get(cell.area, ""), True
    while area:
        total = replace(cell, area=area)
        if total in values:
            yield total, f"area {places.levels[cell.area]}"
            if nearest:
                yield total, ANY_LEVEL
            nearest = False
        area = places.parents.get(area, "")


def _of_series(total: Cell, *, values: Values, sums: Sums) -> Iterable[Cell]:
    """Yield the cells of declared part series that stand where ``total`` stands.

    Where a part series has no figure for the same sex there, the ones it has stand in.
    """
    for series in sums.get((total.line[0], total.line[1]), ()):
        part = replace(total, line=(*series, *total.line[2:]))
        others = [replace(part, sex=sex) for sex in ("total", "female", "male", "not specified")]
        yield from [one for one in ([part] if part in values else others) if one in values]


def _longer_periods(values: Values) -> Iterable[tuple[Cell, Cell, int]]:
    """Yield (longer, shorter, months of the shorter) where one period lies inside another."""
    same: dict[Cell, list[Cell]] = defaultdict(list)
    for cell in values:
        same[replace(cell, period="")].append(cell)
    for cells in same.values():
        spans = [(cell, *_months(cell.period)) for cell in cells]
        for total, first, last in spans:
            for part, start, end in spans:
                if first <= start and end <= last and (start, end) != (first, last):
                    yield total, part, end - start + 1


def _months(period: str) -> tuple[int, int]:
    """Return first and last month, counted from year 0, of an ISO 8601 period."""
    first, _, last = period.partition("/")
    start, end = first.split("-"), (last or first).split("-")
    return (
        int(start[0]) * MONTHS + (int(start[1]) - 1 if len(start) > 1 else 0),
        int(end[0]) * MONTHS + (int(end[1]) - 1 if len(end) > 1 else MONTHS - 1),
    )
