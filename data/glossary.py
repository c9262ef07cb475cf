"""The words of the dashboard in plain language, from ``data/catalogue/glossary.csv``.

A line is a term: its English name and others it goes by, its name in the other languages with
where each was taken from, what it means, the terms to read next, and the source.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from data.catalogue import CATALOGUE
from data.errors import FigureError, closest
from data.languages import PREFIXED

FILE = CATALOGUE / "glossary.csv"
MACHINE = ("Open SDG, partly machine-made", "machine-made")
"""Origins of a name that a machine has, or may have, translated: it is marked as such."""
ORIGINS = ("usual term", "Open SDG", *MACHINE)
COLUMNS = (
    "id", "term", "also", *(name for code in PREFIXED for name in (code, f"{code}_origin")),
    "plain", "see_also", "source", "in_place",
)  # fmt: skip
JARGON = CATALOGUE / "jargon.csv"
JARGON_COLUMNS = ("word", "forms", "field")
FIELDS = ("statistics", "survey", "SDG", "citizens", "protection", "technology", "dashboard")
YES = "yes"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class TermError(LookupError):
    """A page asks for a term that the glossary does not have."""

    def __init__(self, *, found: str, allowed: tuple[str, ...]) -> None:
        near = ", ".join(closest(found, allowed))
        super().__init__(f"{FILE.name}: no term {found!r}; allowed, closest first: {near}")


@dataclass(frozen=True, kw_only=True)
class Name:
    """A term in another language. ``origin`` is one of ``ORIGINS``."""

    text: str
    origin: str

    @property
    def machine(self) -> bool:
        """Whether a machine translated it, wholly or in part."""
        return self.origin in MACHINE


@dataclass(frozen=True, kw_only=True)
class Term:
    """A word and what it means.

    ``also`` are other English words for it, ``names`` those of the other languages by code,
    ``see_also`` the ids of other terms; ``in_place``: whether its first use on a page is explained
    there.
    """

    id: str
    term: str
    also: tuple[str, ...]
    names: Mapping[str, Name]
    plain: str
    see_also: tuple[str, ...]
    source: str
    in_place: bool


def read_glossary(path: Path = FILE) -> dict[str, Term]:
    """Return the terms by id, in the order of the file.

    Raises ``FigureError`` naming file, line, column, what was found and what is allowed.
    """
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise FigureError(
                file=path.name, line=1, column="all", found=reader.fieldnames,
                reason="the columns must be: " + ", ".join(COLUMNS),
            )  # fmt: skip
        rows = [(reader.line_num, row) for row in reader]
    known = tuple(row["id"] for _, row in rows)
    found: dict[str, Term] = {}
    for number, row in rows:
        if row["id"] in found:
            raise _error(path, number, "id", row, reason="stands twice")
        found[row["id"]] = _term(path, number, row, known=known)
    _check_keys(path, {number: found[row["id"]] for number, row in rows})
    return found


def _term(path: Path, line: int, row: dict[str, str], *, known: tuple[str, ...]) -> Term:
    if not _ID.fullmatch(row["id"]):
        raise _error(path, line, "id", row, reason="small letters, digits and hyphens")
    for column in ("term", "plain", "source"):
        if not row[column]:
            raise _error(path, line, column, row, reason="a text is needed here")
    names = {}
    for code in PREFIXED:
        origin = f"{code}_origin"
        if row[code] and row[origin] not in ORIGINS:
            raise _error(path, line, origin, row, allowed=ORIGINS)
        if row[origin] and not row[code]:
            raise _error(path, line, code, row, reason="an origin without a name")
        if row[code]:
            names[code] = Name(text=row[code], origin=row[origin])
    if row["in_place"] not in ("", YES):
        raise _error(path, line, "in_place", row, allowed=("", YES))
    see_also = _list(row["see_also"])
    for other in see_also:
        if other not in known:
            raise FigureError(
                file=path.name, line=line, column="see_also", found=other, allowed=known
            )
    return Term(
        id=row["id"], term=row["term"], also=_list(row["also"]), names=MappingProxyType(names),
        plain=row["plain"], see_also=see_also, source=row["source"],
        in_place=row["in_place"] == YES,
    )  # fmt: skip


def keys(term: Term) -> tuple[str, ...]:
    """Return the words by which a page may ask for a term."""
    return tuple(dict.fromkeys((term.id, term.term, *term.also)))


def _check_keys(path: Path, terms: Mapping[int, Term]) -> None:
    seen: dict[str, str] = {}
    for line, term in terms.items():
        for key in keys(term):
            if seen.setdefault(key, term.id) != term.id:
                raise FigureError(
                    file=path.name, line=line, column="also", found=key,
                    reason=f"is a word for {seen[key]!r} already",
                )  # fmt: skip


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _error(
    path: Path, line: int, column: str, row: dict[str, str], *,
    allowed: tuple[str, ...] = (), reason: str = "",
) -> FigureError:  # fmt: skip
    return FigureError(
        file=path.name, line=line, column=column, found=row[column], allowed=allowed, reason=reason
    )


@dataclass(frozen=True, kw_only=True)
class Jargon:
    """A word that needs explaining wherever the interface says it, in any of its ``forms``."""

    word: str
    forms: tuple[str, ...]
    field: str

    @property
    def said(self) -> tuple[str, ...]:
        """The word and its other forms."""
        return (self.word, *self.forms)


def read_jargon(path: Path = JARGON) -> dict[str, Jargon]:
    """Return the words that need explaining, in the order of the file.

    Raises ``FigureError`` naming file, line, column, what was found and what is allowed.
    """
    found: dict[str, Jargon] = {}
    seen: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        if tuple(reader.fieldnames or ()) != JARGON_COLUMNS:
            raise FigureError(
                file=path.name, line=1, column="all", found=reader.fieldnames,
                reason="the columns must be: " + ", ".join(JARGON_COLUMNS),
            )  # fmt: skip
        for row in reader:
            line = reader.line_num
            if not row["word"]:
                raise _error(path, line, "word", row, reason="is needed")
            if row["field"] not in FIELDS:
                raise _error(path, line, "field", row, allowed=FIELDS)
            one = Jargon(word=row["word"], forms=_list(row["forms"]), field=row["field"])
            for form in one.said:
                if seen.setdefault(form.casefold(), one.word) != one.word or one.word in found:
                    raise FigureError(
                        file=path.name, line=line, column="word", found=form, reason="stands twice"
                    )
            found[one.word] = one
    return found


@lru_cache(maxsize=1)
def glossary() -> Mapping[str, Term]:
    """Return the terms by id, read once."""
    return MappingProxyType(read_glossary())


@lru_cache(maxsize=1)
def _by_key() -> Mapping[str, Term]:
    return {key: term for term in glossary().values() for key in keys(term)}


def term_of(key: str) -> Term:
    """Return the term of an id, an English name or another word for it. Raises ``TermError``."""
    try:
        return _by_key()[key]
    except KeyError:
        raise TermError(found=key, allowed=tuple(_by_key())) from None
