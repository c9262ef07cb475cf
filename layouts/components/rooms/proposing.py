"""Answer "what must I send?": a new entry of the directory, or a corrected one, checked and written
as a line of its file. Nothing is stored: who proposes sends it, by mail or as a public issue."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from time import gmtime, strftime

from data.catalogue import COUNTRIES
from data.initiatives import (
    COLUMNS,
    KINDS,
    LANGUAGES,
    METHODS,
    NEEDED,
    OPENNESS,
    STATUSES,
    Allowed,
    Problem,
    initiatives,
    parts,
    problems_of,
    row_of,
)
from data.selection import Selection
from data.store import Release
from layouts.components.crumbs import country_name, crumbs_of, goal_name
from layouts.components.parts import Link
from layouts.components.rooms.initiatives import (
    FRENCH,
    KIND_WORDS,
    METHOD_WORDS,
    OPEN_WORDS,
    STATUS_WORDS,
)
from layouts.components.rooms.parts import ProposalView, ProposedField
from layouts.language import SPOKEN, _, in_context, mark

NEW = mark("Propose an entry")
MOST_LETTERS = 600
"""Letters of one field that are read: twice those of the longest source in the directory."""
ENTRY = "entry"
SEVERAL = ("countries", "goals", "languages")
KEPT = ("id", "area", "datasets")
"""Columns that the form does not ask for: an entry that is corrected keeps them."""
LONG = ("summary", "source")
HINTS = {
    "countries": mark("At least one of the four."),
    "place": mark("Town or district; empty for the whole country."),
    "latitude": mark("Degrees, south negative, as in -1.29. Both or neither."),
    "longitude": mark("Degrees, west negative, as in 36.82."),
    "targets": mark("Codes with a semicolon between them, as in 4.1;5.2."),
    "years_from": mark("The first year; empty where nobody has said."),
    "years_to": mark("The last year, where it has ended."),
    "url": mark("Opens with https://"),
    "summary": mark("What it measures, how, and what came of it, in one or two sentences."),
    "source": mark("Where this can be read: an address, a report, a page."),
    "checked": mark("The month in which the source was read, as in 2026-11."),
}

_YEARS = mark("A year of four digits, the last not before the first.")
_PLACE = mark("Degrees within one of the countries chosen, as in -1.29 and 36.82.")
WRONG = {
    "years_from": _YEARS, "years_to": _YEARS, "latitude": _PLACE, "longitude": _PLACE,
    "url": mark("An address that opens with https://"),
    "checked": mark("A month, as in 2026-11."),
}  # fmt: skip


def answer(*, selection: Selection, release: Release) -> ProposalView:
    """Return the form: empty, or filled in with the entry to correct."""
    one = initiatives().get(selection.filter(ENTRY))
    given = row_of(one) if one else dict.fromkeys(COLUMNS, "")
    return _view(selection=selection, release=release, row={**given, "checked": _month()})


def checked(
    given: Mapping[str, Iterable[str]], *, selection: Selection, release: Release
) -> ProposalView:
    """Return the form as it was sent in, with what is wrong, or with the text to send."""
    before = initiatives().get(selection.filter(ENTRY))
    kept = row_of(before) if before else dict.fromkeys(COLUMNS, "")
    row = {
        name: kept[name] if name in KEPT else ";".join(map(plain, given.get(name, ())))
        for name in COLUMNS
    }
    row["id"] = row["id"] or id_of(row["name"])
    countries = parts(row["countries"])
    here = (area for area in parts(row["area"]) if _allowed().areas[area] in countries)
    row["area"] = ";".join(here)
    return _view(selection=selection, release=release, row=row, sent=True)


def plain(text: str) -> str:
    """Return what was typed on one line, composed (NFC), without control characters."""
    composed = unicodedata.normalize("NFC", text[: MOST_LETTERS * 2])
    shown = "".join(" " if unicodedata.category(one)[0] == "C" else one for one in composed)
    return " ".join(shown.split())[:MOST_LETTERS]


def id_of(name: str) -> str:
    """Return the id of a name: small letters without accents, digits, hyphens."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")


@lru_cache(maxsize=1)
def _allowed() -> Allowed:
    return Allowed.read()


def _month() -> str:
    return strftime("%Y-%m", gmtime())


def _view(
    *, selection: Selection, release: Release, row: dict[str, str], sent: bool = False
) -> ProposalView:
    before = initiatives().get(selection.filter(ENTRY))
    wrong = _problems(row, corrects=before is not None) if sent else {}
    title = _("Correct the entry: {name}", name=before.name) if before else _(NEW)
    ready = sent and not wrong
    changes = tuple(
        (name, old, row[name])
        for name, old in (row_of(before) if before else {}).items()
        if old != row[name]
    )
    return ProposalView(
        release=release.name,
        selection=selection,
        title=title,
        sentence=_(
            "Nothing is stored here. The form checks what you write and makes a text to send."
        ),
        crumbs=crumbs_of(selection=selection, release=release, title=title),
        records=(row,),
        columns=COLUMNS,
        details={"entry": row, "problems": wrong},
        fields=tuple(_fields(row, wrong=wrong, release=release)),
        row=row,
        ready=ready,
        changes=changes if ready else (),
        wrong=len(wrong),
        most_letters=MOST_LETTERS,
    )


def _problems(row: Mapping[str, str], *, corrects: bool) -> dict[str, str]:
    """Return what is wrong, by column, in words."""
    found = {problem.column: _said(problem) for problem in problems_of(row, allowed=_allowed())}
    # Nobody is asked for the id: it comes from the name.
    if "id" in found and "name" not in found:
        found["name"] = _("A name with letters or digits is needed here.")
    elif not corrects and row["id"] in initiatives():
        found["name"] = _("An entry of this name is there already.")
    found.pop("id", None)
    return found


def _said(problem: Problem) -> str:
    if not problem.found.strip() and problem.column in NEEDED:
        return _("This is needed.")
    if problem.allowed:
        return _("It may be one of: {allowed}.", allowed=", ".join(problem.allowed))
    return _(WRONG[problem.column])


def _fields(
    row: Mapping[str, str], *, wrong: Mapping[str, str], release: Release
) -> Iterable[ProposedField]:
    choices = _choices(release)
    for name, label in _labels().items():
        chosen = parts(row[name]) if name in SEVERAL else (row[name],)
        yield ProposedField(
            name=name,
            label=label,
            hint=_(HINTS[name]) if name in HINTS else "",
            value=row[name],
            options=tuple(
                Link(text=text, href=value, current=value in chosen)
                for value, text in choices.get(name, {}).items()
            ),
            several=name in SEVERAL,
            long=name in LONG,
            needed=name in NEEDED,
            problem=wrong.get(name, ""),
        )


def _labels() -> dict[str, str]:
    """Return the columns the form asks for, in its order, with their names."""
    return {
        "name": in_context("initiative", "Name"), "organisation": _("Who"),
        "summary": _("What it measures"), "source": _("Source"),
        "countries": _("Countries"), "goals": _("Goals it measures"), "targets": _("Targets"),
        "kind": in_context("initiative", "Kind"), "method": _("How it measures"),
        "status": _("State of work"), "data_open": _("Open data"),
        "years_from": _("Since when"), "years_to": _("Until when"),
        "languages": _("Languages"), "place": _("Place"),
        "latitude": _("Latitude"), "longitude": _("Longitude"), "url": _("Address"),
        "checked": _("Checked"),
    }  # fmt: skip


def _choices(release: Release) -> dict[str, dict[str, str]]:
    return {
        "countries": {
            code: country_name(word, release=release) for word, code in COUNTRIES.items()
        },
        "goals": {str(goal): goal_name(goal, release=release) for goal in sorted(release.goals)},
        "kind": {one: _(KIND_WORDS[one]) for one in KINDS},
        "method": {one: _(METHOD_WORDS[one]) for one in METHODS},
        "status": {one: _(STATUS_WORDS[one]) for one in STATUSES},
        "data_open": {one: _(OPEN_WORDS[one]) for one in OPENNESS},
        "languages": {
            code: SPOKEN[code].name if code in SPOKEN else _(FRENCH) for code in LANGUAGES
        },
    }
