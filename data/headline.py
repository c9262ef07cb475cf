"""Headline series: which official series stands for an indicator, and which way it reads.

Read from ``data/catalogue/framework/headline_series.csv``; what is wrong is named with its line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from data.catalogue import CATALOGUE, Dataset, relation, rows
from data.errors import CatalogueError
from data.pairs import DIRECTIONS, NO_DIRECTION

FILE = "headline_series.csv"
COLUMNS = (
    "indicator", "family", "series", "sex", "age", "urbanisation", "other", "direction", "target",
    "no_growth", "note", "reason",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Headline:
    """One choice: the series of a database family that may stand for an indicator.

    ``series`` are publishers' codes, the preferred first (older releases name a series
    otherwise). ``sex``, ``age``, ``urbanisation`` and ``other`` choose the breakdown. Choices of
    one indicator are tried in the order of the file. ``target`` is the
    indicator's own value of 2030, stated only where the series is in its unit and sense;
    ``no_growth`` says why a growth rate means nothing here, "" when it does; ``note`` is what a
    reader must know of the line; ``reason`` why the series was chosen.
    """

    line: int
    indicator: str
    family: str
    series: tuple[str, ...]
    sex: str
    age: str
    urbanisation: str
    other: str
    direction: str
    target: float | None
    no_growth: str
    note: str
    reason: str


def read_headlines(
    *, datasets: Mapping[str, Dataset], codes: Collection[str], folder: Path = CATALOGUE
) -> tuple[Headline, ...]:
    """Read every choice, in the order of the file.

    Raises ``CatalogueError`` at the first line that does not fit: a column nobody reads, a code,
    family or series that does not exist, an unknown direction, a target that is not the
    indicator's own, no reason, or a choice that stands twice.
    """
    path = folder / "framework" / FILE
    targets = {
        row["indicator"]: row["target_value"] for row in rows(folder / "framework/indicators.csv")
    }
    found: list[Headline] = []
    for number, row in enumerate(rows(path), start=2):
        if tuple(row) != COLUMNS or None in row.values():
            raise _error(number, "columns", tuple(row), COLUMNS, "exactly these are needed")
        one = _read(row, line=number, datasets=datasets, codes=codes, targets=targets)
        if any(_choice(one) == _choice(other) for other in found):
            raise _error(number, "indicator", one.indicator, (), "this choice stands twice")
        if any(one.indicator == other.indicator for other in found[:-1]) and (
            found[-1].indicator != one.indicator
        ):
            raise _error(
                number, "indicator", one.indicator, (),
                "the choices of an indicator stand together, since they are tried in order",
            )  # fmt: skip
        found.append(one)
    return tuple(found)


def _read(
    row: Mapping[str, str],
    *,
    line: int,
    datasets: Mapping[str, Dataset],
    codes: Collection[str],
    targets: Mapping[str, str],
) -> Headline:
    indicator = row["indicator"]
    if indicator not in codes or relation(indicator=indicator) != "indicator":
        allowed = [code for code in codes if relation(indicator=code) == "indicator"]
        raise _error(line, "indicator", indicator, allowed)
    official = {one.family for one in datasets.values() if one.side == "official"}
    if row["family"] not in official:
        raise _error(line, "family", row["family"], official, "no official dataset is of it")
    known = {
        code for one in datasets.values() if one.family == row["family"] for code in one.series
    }
    series = tuple(row["series"].split())
    for code in series or ("",):
        if code not in known:
            raise _error(line, "series", code, known)
    if row["direction"] not in DIRECTIONS:
        raise _error(line, "direction", row["direction"], DIRECTIONS)
    if row["target"] and (row["direction"] == NO_DIRECTION or not _same(row, targets)):
        raise _error(
            line, "target", row["target"], (),
            f"only the indicator's own value ({targets[indicator] or 'it has none'}) may stand "
            "here, beside a direction",
        )  # fmt: skip
    if not row["reason"].strip():
        raise _error(line, "reason", row["reason"], (), "a choice carries its reason")
    return Headline(
        line=line,
        indicator=indicator,
        family=row["family"],
        series=series,
        sex=row["sex"] or "total",
        age=row["age"] or "total",
        urbanisation=row["urbanisation"] or "total",
        other=row["other"],
        direction="" if row["direction"] == NO_DIRECTION else row["direction"],
        target=float(row["target"]) if row["target"] else None,
        no_growth=row["no_growth"],
        note=row["note"],
        reason=row["reason"],
    )


def _same(row: Mapping[str, str], targets: Mapping[str, str]) -> bool:
    try:
        return float(row["target"]) == float(targets[row["indicator"]])
    except ValueError:
        return False


def _choice(one: Headline) -> tuple[object, ...]:
    return (one.indicator, one.family, one.series, one.sex, one.age, one.urbanisation, one.other)


def _error(
    line: int, column: str, found: object, allowed: Iterable[object] = (), reason: str = ""
) -> CatalogueError:
    return CatalogueError(
        file=FILE, entry=f"line {line}, column {column}", found=found, allowed=allowed,
        reason=reason,
    )  # fmt: skip
