"""Pairs: one citizen series beside one official series, judged by a person.

Read from ``data/catalogue/pairs/<id>.toml``; what is wrong is named with file and entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from data.catalogue import CATALOGUE, COUNTRIES, SIDES, Dataset
from data.entry import Entry, toml

INDEPENDENCE = ("independent", "shared source", "same records", "unknown")
NO_DIRECTION = "none"
DIRECTIONS = ("increase", "decrease", NO_DIRECTION)
DIMENSIONS = (
    "definition",
    "population",
    "geography",
    "reference period",
    "unit",
    "disaggregation",
    "collection mode",
    "sampling basis",
    "nature of the official value",
    "breaks",
)
# Columns a pair may restrict; sex and urbanisation also take part in matching.
SELECTABLE = ("sex", "age", "urbanisation", "other", "period", "area")


@dataclass(frozen=True, kw_only=True)
class Side:
    """One side of a pair: dataset, series and the breakdowns chosen from them.

    ``direction`` ("increase", "decrease", "none") and ``target`` (the value of 2030, in the side's
    unit) are stated where the side reads otherwise than its indicator; ``direction`` None means
    that it reads the same way and shares the indicator's 2030 value. ``vintage`` asks for an older
    release on purpose; "" means the current figures.
    """

    dataset: str
    series: tuple[str, ...]
    label: str
    where: Mapping[str, tuple[str, ...]]
    areas: tuple[str, ...]
    direction: str | None = None
    target: float | None = None
    vintage: str = ""


@dataclass(frozen=True, kw_only=True)
class Score:
    """One of the ten comparability scores, 0-2, with its reason and remedy."""

    dimension: str
    score: int
    reason: str
    remedy: str = ""


@dataclass(frozen=True, kw_only=True)
class Break:
    """Values of ``side`` before ``year`` do not compare with those from it on."""

    side: str
    year: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One citizen series beside one official series, judged by a person."""

    id: str
    country: str
    indicator: str
    title: str
    question: str
    margin: float | None
    context_reason: str
    citizen: Side
    official: Side
    independence: str
    independence_reason: str
    scores: tuple[Score, ...]
    breaks: tuple[Break, ...] = field(default=())

    @property
    def goal(self) -> str:
        """Return the goal's number as text."""
        return self.indicator.split(".")[0]


def _read_side(item: Entry, *, datasets: Mapping[str, Dataset], side: str) -> Side:
    item.only("dataset", "series", "label", "where", "areas", "direction", "target", "vintage")
    dataset = item.text("dataset", allowed=datasets)
    if datasets[dataset].side != side:
        raise item.fail("dataset", dataset, (), f"is not a {side} dataset")
    series = item.texts("series")
    for one in series:
        if one not in datasets[dataset].series:
            raise item.fail("series", one, datasets[dataset].series)
    where = item.table("where") if "where" in item.values else None
    if where:
        where.only(*SELECTABLE)
    areas = item.texts("areas", default=("national", "subnational"))
    for one in areas:
        if one not in ("national", "subnational"):
            raise item.fail("areas", one, ("national", "subnational"))
    direction = item.text("direction", allowed=DIRECTIONS) if "direction" in item.values else None
    target = item.values.get("target")
    if target is not None and (isinstance(target, bool) or not isinstance(target, int | float)):
        raise item.fail("target", target, (), "a number is needed")
    if target is not None and direction in (None, NO_DIRECTION):
        raise item.fail("target", target, (), "a target is stated only beside a direction")
    return Side(
        dataset=dataset,
        series=series,
        label=item.text("label"),
        where={key: where.texts(key) for key in where.values} if where else {},
        areas=areas,
        direction=direction,
        target=float(target) if target is not None else None,
        vintage=item.text("vintage", default=""),
    )


def _read_scores(top: Entry) -> tuple[Score, ...]:
    scores = []
    for item in top.tables("scores"):
        item.only("dimension", "score", "reason", "remedy")
        value = item.values.get("score")
        if value not in (0, 1, 2) or isinstance(value, bool):
            raise item.fail("score", value, ("0", "1", "2"))
        remedy = item.text("remedy", default="")
        if value < 2 and not remedy:
            raise item.fail("remedy", remedy, (), "a score below 2 needs a remedy")
        scores.append(
            Score(
                dimension=item.text("dimension", allowed=DIMENSIONS),
                score=value,
                reason=item.text("reason"),
                remedy=remedy,
            )
        )
    order = tuple(score.dimension for score in scores)
    if order != DIMENSIONS:
        raise top.fail("scores", ", ".join(order), DIMENSIONS, "ten scores are needed, in order")
    return tuple(scores)


def read_pair(path: Path, *, datasets: Mapping[str, Dataset], codes: set[str]) -> Pair:
    """Read one pair. ``codes`` are the indicator and target codes of the framework."""
    top = Entry(file=path.name, entry=path.stem, values=toml(path))
    top.only(
        "id", "country", "indicator", "title", "question", "margin", "context_reason",
        "citizen", "official", "independence", "breaks", "scores",
    )  # fmt: skip
    if top.text("id") != path.stem:
        raise top.fail("id", top.text("id"), (path.stem,), "must equal the file's name")
    margin = top.values.get("margin")
    if margin is not None and (not isinstance(margin, int | float) or margin <= 0):
        raise top.fail("margin", margin, (), "a number above 0 is needed")
    independence = top.table("independence")
    breaks = []
    for item in top.tables("breaks"):
        year = item.values.get("year")
        if not isinstance(year, int) or not 1990 <= year <= 2100:
            raise item.fail("year", year, (), "a year is needed")
        breaks.append(
            Break(side=item.text("side", allowed=SIDES), year=year, reason=item.text("reason"))
        )
    return Pair(
        id=path.stem,
        country=top.text("country", allowed=tuple(COUNTRIES.values())),
        indicator=top.text("indicator", allowed=codes),
        title=top.text("title"),
        question=top.text("question"),
        margin=float(margin) if margin is not None else None,
        context_reason=top.text("context_reason", default=""),
        citizen=_read_side(top.table("citizen"), datasets=datasets, side="citizen"),
        official=_read_side(top.table("official"), datasets=datasets, side="official"),
        independence=independence.text("state", allowed=INDEPENDENCE),
        independence_reason=independence.text("reason"),
        scores=_read_scores(top),
        breaks=tuple(breaks),
    )


def read_pairs(
    *, datasets: Mapping[str, Dataset], codes: set[str], folder: Path = CATALOGUE
) -> dict[str, Pair]:
    """Read every pair, sorted by id."""
    return {
        path.stem: read_pair(path, datasets=datasets, codes=codes)
        for path in sorted((folder / "pairs").glob("*.toml"))
    }
