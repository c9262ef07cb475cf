"""Who measures, with what, where: ``data/catalogue/initiatives.csv``, checked against the rest.

A line is an initiative, tool, network, observatory, method or funder. What is not known is
``unknown`` or empty, and never guessed. ``datasets`` are those of this dashboard that it made.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from shapely import Geometry, Point, prepare, union_all
from shapely.geometry import shape

from data.catalogue import CATALOGUE, COUNTRIES
from data.catalogue import rows as lines_of
from data.errors import FigureError
from data.selection import PROPOSE

FILE = CATALOGUE / "initiatives.csv"
KINDS = ("initiative", "tool", "network", "observatory", "method", "funder")
METHODS = (
    "citizen science", "survey", "community mapping", "crowdsourced reports",
    "support and learning", "documentation of cases", "sensors", "media monitoring", "scorecard",
    "social audit", "data publishing", "participatory budget tracking", "quality framework",
    "crowdsourced transcription", "parliament monitoring", "ethics guide", "unknown",
)  # fmt: skip
STATUSES = ("active", "ended", "unknown")
OPENNESS = ("yes", "partly", "no", "unknown")
LANGUAGES = ("en", "es", "sw", "ne", "fr")
COLUMNS = (
    "id", "name", "organisation", "countries", "area", "place", "latitude", "longitude", "goals",
    "targets", "kind", "method", "years_from", "years_to", "status", "languages", "data_open",
    "url", "summary", "source", "checked", "datasets",
)  # fmt: skip
NEEDED = ("id", "name", "organisation", "countries", "goals", "summary", "source", "checked")
FIRST_YEAR = 1900
SHORE = 0.05
"""Degrees (about 5 km) that a point may lie outside its country: outlines are drawn coarsely, and
who measures a beach or a reef stands in the water."""
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+")


@dataclass(frozen=True, kw_only=True)
class Initiative:
    """Who measures. ``countries`` are ISO 3166-1 alpha-3, ``areas`` codes of the catalogue;
    ``latitude`` and ``longitude`` are degrees, or None for the whole country; years are None
    where nobody has said; ``checked`` is the month in which its source was read (``2026-11``)."""

    id: str
    name: str
    organisation: str
    countries: tuple[str, ...]
    areas: tuple[str, ...]
    place: str
    latitude: float | None
    longitude: float | None
    goals: tuple[int, ...]
    targets: tuple[str, ...]
    kind: str
    method: str
    years_from: int | None
    years_to: int | None
    status: str
    languages: tuple[str, ...]
    data_open: str
    url: str
    summary: str
    source: str
    checked: str
    datasets: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """What an entry may name: areas with their country, targets with their goal, datasets."""

    areas: Mapping[str, str]
    goals: frozenset[int]
    targets: Mapping[str, int]
    datasets: frozenset[str]

    @classmethod
    def read(cls, folder: Path = CATALOGUE) -> Allowed:
        """Read them from the catalogue."""
        framework = folder / "framework"
        return cls(
            areas={row["area"]: row["country"] for row in lines_of(folder / "areas.csv")},
            goals=frozenset(int(row["goal"]) for row in lines_of(framework / "goals.csv")),
            targets={
                row["target"]: int(row["goal"]) for row in lines_of(framework / "targets.csv")
            },
            datasets=frozenset(path.stem for path in (folder / "datasets").glob("*.toml")),
        )


def read_initiatives(path: Path = FILE, *, allowed: Allowed | None = None) -> dict[str, Initiative]:
    """Return the entries by id, in the order of the file.

    Raises ``FigureError`` naming file, line, column, what was found and what is allowed.
    """
    allowed = allowed or Allowed.read()
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle, strict=True)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise FigureError(
                file=path.name, line=1, column="all", found=reader.fieldnames,
                reason="the columns must be: " + ", ".join(COLUMNS),
            )  # fmt: skip
        found: dict[str, Initiative] = {}
        for row in reader:
            line = reader.line_num
            if None in row or None in row.values():
                raise FigureError(
                    file=path.name, line=line, column="all", found=row["id"],
                    reason=f"must have {len(COLUMNS)} columns",
                )  # fmt: skip
            if row["id"] in found:
                raise FigureError(
                    file=path.name, line=line, column="id", found=row["id"], reason="stands twice"
                )
            problems = problems_of(row, allowed=allowed)
            if problems:
                first = problems[0]
                raise FigureError(
                    file=path.name, line=line, column=first.column, found=first.found,
                    allowed=first.allowed, reason=first.reason,
                )  # fmt: skip
            found[row["id"]] = initiative_of(row)
    return found


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why a value of a column cannot be used, and what may stand there."""

    column: str
    found: str
    allowed: tuple[str, ...] = ()
    reason: str = ""


def problems_of(row: Mapping[str, str], *, allowed: Allowed) -> tuple[Problem, ...]:
    """Return everything that is wrong with a line, in the order of its columns.

    The same rules hold for the file and for what a reader proposes.
    """
    found = [
        Problem(column=name, found="", reason="a text is needed here")
        for name in NEEDED
        if not row[name].strip()
    ]
    if row["id"] == PROPOSE:
        found.append(Problem(column="id", found=PROPOSE, reason="is the address of the form"))
    elif row["id"] and not _ID.fullmatch(row["id"]):
        found.append(
            Problem(column="id", found=row["id"], reason="small letters, digits and hyphens")
        )
    found += _words(row, allowed=allowed)
    found += _years(row)
    found += _point(row)
    if row["url"] and not _ADDRESS.fullmatch(row["url"]):
        found.append(
            Problem(column="url", found=row["url"], reason="an address opens with https://")
        )
    if row["checked"] and not _MONTH.fullmatch(row["checked"]):
        found.append(
            Problem(column="checked", found=row["checked"], reason="a month, as in 2026-11")
        )
    first: dict[str, Problem] = {}
    for problem in found:
        first.setdefault(problem.column, problem)
    return tuple(first[name] for name in COLUMNS if name in first)


def _words(row: Mapping[str, str], *, allowed: Allowed) -> Iterable[Problem]:
    """Yield the words that stand in no list of what is allowed."""
    countries, goals = parts(row["countries"]), parts(row["goals"])
    here = [code for code, country in allowed.areas.items() if country in countries]
    lists: Mapping[str, Collection[str]] = {
        "countries": tuple(COUNTRIES.values()),
        "area": here,
        "goals": [str(goal) for goal in sorted(allowed.goals)],
        "targets": [code for code, goal in allowed.targets.items() if str(goal) in goals],
        "languages": LANGUAGES,
        "datasets": allowed.datasets,
    }
    for column, choices in lists.items():
        for value in parts(row[column]):
            if value not in choices:
                yield Problem(column=column, found=value, allowed=tuple(choices))
    single = {"kind": KINDS, "method": METHODS, "status": STATUSES, "data_open": OPENNESS}
    for column, values in single.items():
        if row[column] not in values:
            yield Problem(column=column, found=row[column], allowed=values)


def _years(row: Mapping[str, str]) -> Iterable[Problem]:
    for column in ("years_from", "years_to"):
        said = row[column]
        if said and (not _YEAR.fullmatch(said) or int(said) < FIRST_YEAR):
            yield Problem(column=column, found=said, reason="a year of four digits, or nothing")
    if all(_YEAR.fullmatch(row[name]) for name in ("years_from", "years_to")) and int(
        row["years_from"]
    ) > int(row["years_to"]):
        yield Problem(
            column="years_to", found=row["years_to"], reason=f"ends before {row['years_from']}"
        )


def _point(row: Mapping[str, str]) -> Iterable[Problem]:
    said = {name: row[name] for name in ("latitude", "longitude")}
    if not any(said.values()):
        return
    degrees = {}
    for name, most in (("latitude", 90), ("longitude", 180)):
        try:
            degrees[name] = float(said[name])
        except ValueError:
            yield Problem(column=name, found=said[name], reason="degrees, as in -1.29")
            return
        if not abs(degrees[name]) <= most:
            yield Problem(column=name, found=said[name], reason=f"between -{most} and {most}")
            return
    point = Point(degrees["longitude"], degrees["latitude"])
    countries = [code for code in parts(row["countries"]) if code in COUNTRIES.values()]
    if countries and not any(outline(code).dwithin(point, SHORE) for code in countries):
        yield Problem(
            column="latitude",
            found=f"{said['latitude']}, {said['longitude']}",
            reason=f"lies outside of {', '.join(countries)}",
        )


@lru_cache(maxsize=len(COUNTRIES))
def outline(country: str) -> Geometry:
    """Return a country's land in degrees, from the outlines of its areas."""
    path = CATALOGUE / "outlines" / f"{country.lower()}.geojson"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    whole = union_all([shape(one["geometry"]) for one in features])
    prepare(whole)
    return whole


def parts(text: str) -> tuple[str, ...]:
    """Return what a cell lists: ``5;16`` → 5, 16."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


def initiative_of(row: Mapping[str, str]) -> Initiative:
    """Return a line as an entry. Only for a line without problems."""

    def number(name: str, kind: Callable[[str], float]) -> float | None:
        return kind(row[name]) if row[name] else None

    first, last = number("years_from", int), number("years_to", int)
    return Initiative(
        id=row["id"], name=row["name"], organisation=row["organisation"],
        countries=parts(row["countries"]), areas=parts(row["area"]), place=row["place"],
        latitude=number("latitude", float), longitude=number("longitude", float),
        goals=tuple(int(goal) for goal in parts(row["goals"])), targets=parts(row["targets"]),
        kind=row["kind"], method=row["method"],
        years_from=None if first is None else int(first),
        years_to=None if last is None else int(last),
        status=row["status"], languages=parts(row["languages"]), data_open=row["data_open"],
        url=row["url"], summary=row["summary"], source=row["source"], checked=row["checked"],
        datasets=parts(row["datasets"]),
    )  # fmt: skip


def row_of(one: Initiative) -> dict[str, str]:
    """Return an entry as its line of the file."""

    def said(value: float | None) -> str:
        return "" if value is None else str(value)

    return {
        "id": one.id, "name": one.name, "organisation": one.organisation,
        "countries": ";".join(one.countries), "area": ";".join(one.areas), "place": one.place,
        "latitude": said(one.latitude), "longitude": said(one.longitude),
        "goals": ";".join(map(str, one.goals)), "targets": ";".join(one.targets),
        "kind": one.kind, "method": one.method, "years_from": said(one.years_from),
        "years_to": said(one.years_to), "status": one.status,
        "languages": ";".join(one.languages), "data_open": one.data_open, "url": one.url,
        "summary": one.summary, "source": one.source, "checked": one.checked,
        "datasets": ";".join(one.datasets),
    }  # fmt: skip


@lru_cache(maxsize=1)
def initiatives() -> Mapping[str, Initiative]:
    """Return the entries by id, read once."""
    return MappingProxyType(read_initiatives())


def initiatives_at(*, country: str, goal: int = 0) -> tuple[Initiative, ...]:
    """Return the entries of a country (its code), on one goal where one is named: those at work
    in this country alone come first."""
    found = [
        one
        for one in initiatives().values()
        if country in one.countries and (not goal or goal in one.goals)
    ]
    return tuple(sorted(found, key=lambda one: len(one.countries)))
