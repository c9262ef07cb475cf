"""A request to the API: which rows, which columns, which page; and its answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import polars as pl

from data.errors import SelectionError
from data.store import Release
from layouts.api.resources import RESOURCES, VERSION, table, values

USUAL, MOST = 100, 1000
"""Rows of a page."""
KINDS = ("json", "csv")
YEARS = ("year_from", "year_to")
OWN = ("fields", "page", "size", "format", *YEARS)
FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request that can be answered: ``filters`` maps a column to the values wanted."""

    resource: str
    filters: Mapping[str, tuple[str, ...]]
    years: tuple[int | None, int | None]
    fields: tuple[str, ...]
    page: int
    size: int

    def query(self, *, page: int) -> str:
        """Return the same request for another page, in one order of its parts."""
        said: dict[str, str] = {name: ",".join(self.filters[name]) for name in sorted(self.filters)}
        said |= {name: str(year) for name, year in zip(YEARS, self.years, strict=True) if year}
        if self.fields:
            said["fields"] = ",".join(self.fields)
        if self.size != USUAL:
            said["size"] = str(self.size)
        if page != 1:
            said["page"] = str(page)
        return urlencode(said, safe=",")

    def address(self, *, page: int) -> str:
        """Return the address of a page of the answer."""
        query = self.query(page=page)
        return f"/api/{VERSION}/{self.resource}" + (f"?{query}" if query else "")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The rows of a page, and how many there are on all pages."""

    asked: Asked
    count: int
    pages: int
    rows: Sequence[Mapping[str, Any]]
    columns: tuple[str, ...]


def parse(*, resource: str, given: Sequence[tuple[str, str]], release: Release) -> Asked:
    """Return the request. Raises ``SelectionError`` naming what was found and what is allowed."""
    if resource not in RESOURCES:
        raise SelectionError(parameter="address", found=resource, allowed=tuple(RESOURCES))
    frame = table(name=resource, release=release)
    allowed = RESOURCES[resource].filters(frame)
    own = tuple(name for name in OWN if name not in YEARS or "year" in frame.columns)
    said: dict[str, str] = {}
    for name, value in given:
        if name not in (*allowed, *own):
            raise SelectionError(parameter="parameter", found=name, allowed=(*allowed, *own))
        if name in said:
            raise SelectionError(parameter=name, found="given twice", allowed=("once",))
        said[name] = value
    return Asked(
        resource=resource,
        filters={
            name: _wanted(said[name], name, resource=resource, release=release)
            for name in allowed
            if name in said
        },
        years=(_year(said, YEARS[0]), _year(said, YEARS[1])),
        fields=_fields(said["fields"], frame.columns) if "fields" in said else (),
        page=_number(said, "page", usual=1, most=10**9),
        size=_number(said, "size", usual=USUAL, most=MOST),
    )


def _wanted(text: str, column: str, *, resource: str, release: Release) -> tuple[str, ...]:
    """Return the values of a filter; a country may be named by its word in addresses."""
    known = values(name=resource, column=column, release=release)
    found = []
    for part in filter(None, (one.strip() for one in text.split(","))):
        value = release.known.countries.get(part, part) if column == "country" else part
        if value not in known:
            raise SelectionError(parameter=column, found=part, allowed=known)
        found.append(value)
    if not found:
        raise SelectionError(parameter=column, found=text, allowed=known)
    return tuple(sorted(set(found)))


def _fields(text: str, columns: Sequence[str]) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(filter(None, (one.strip() for one in text.split(",")))))
    for name in wanted:
        if name not in columns:
            raise SelectionError(parameter="fields", found=name, allowed=columns)
    if not wanted:
        raise SelectionError(parameter="fields", found=text, allowed=columns)
    return wanted


def _number(said: Mapping[str, str], name: str, *, usual: int, most: int) -> int:
    text = said.get(name, "")
    if not text and name not in said:
        return usual
    if not (text.isascii() and text.isdecimal() and len(text) < 11 and 1 <= int(text) <= most):
        raise SelectionError(parameter=name, found=text, allowed=(f"1 to {most}",))
    return int(text)


def _year(said: Mapping[str, str], name: str) -> int | None:
    if name not in said:
        return None
    text = said[name]
    if not (text.isascii() and text.isdecimal() and FIRST_YEAR <= int(text[:5]) <= LAST_YEAR):
        raise SelectionError(parameter=name, found=text, allowed=(f"{FIRST_YEAR} to {LAST_YEAR}",))
    return int(text)


def answered(asked: Asked, *, release: Release) -> Answer:
    """Return a page of rows. Raises ``SelectionError`` for a page after the last."""
    frame = table(name=asked.resource, release=release)
    for column, wanted in asked.filters.items():
        kind = frame.schema[column]
        frame = frame.filter(pl.col(column).is_in(pl.Series(wanted).cast(kind).to_list()))
    first, last = asked.years
    if first:
        frame = frame.filter(pl.col("year") >= first)
    if last:
        frame = frame.filter(pl.col("year") <= last)
    count = frame.height
    pages = max(1, -(-count // asked.size))
    if asked.page > pages:
        raise SelectionError(parameter="page", found=asked.page, allowed=(f"1 to {pages}",))
    cut = frame.slice((asked.page - 1) * asked.size, asked.size)
    if asked.fields:
        cut = cut.select(asked.fields)
    return Answer(
        asked=asked, count=count, pages=pages, rows=cut.to_dicts(), columns=tuple(cut.columns)
    )


def document(answer: Answer, *, release: Release, place: str) -> dict[str, Any]:
    """Return an answer as JSON says it; ``place`` is where the site stands."""
    asked = answer.asked

    def link(page: int) -> str | None:
        return place + asked.address(page=page) if 1 <= page <= answer.pages else None

    return {
        "release": release.name,
        "resource": asked.resource,
        "count": answer.count,
        "page": asked.page,
        "pages": answer.pages,
        "size": asked.size,
        "self": link(asked.page),
        "next": link(asked.page + 1),
        "previous": link(asked.page - 1),
        "rows": answer.rows,
    }
