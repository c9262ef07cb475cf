"""Answer "what does this word mean?": every term from A to Z, with its source."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from data.glossary import Term, glossary
from data.languages import ENGLISH, PREFIXED
from data.selection import MOST_LETTERS, Selection
from data.store import Release
from layouts.components.parts import Link
from layouts.components.rooms.parts import RoomView
from layouts.glossary import name_of
from layouts.language import SPOKEN, _, current, mark, mark_plural, plural, to
from layouts.search.text import fold

TITLE = mark("Words explained")
SENTENCE = mark_plural(
    "{n} word of data, citizens and the goals, in plain language.",
    "{n} words of data, citizens and the goals, in plain language.",
)
COLUMNS = (
    "id", "term", "also", *(name for code in PREFIXED for name in (code, f"{code}_origin")),
    "plain", "see_also", "source",
)  # fmt: skip
DIGITS = "0–9"
_ADDRESS = re.compile(r"https?://[^\s;)]+|(?<=, )/[a-z]+#[a-z-]+")


@dataclass(frozen=True, kw_only=True)
class Naming:
    """What a term is called in another language, and whether a machine translated it."""

    text: str
    code: str
    language: str
    machine: bool


@dataclass(frozen=True, kw_only=True)
class Explained:
    """A term as it is printed. ``name_language`` is "" for that of the page; ``source`` are its
    words, each with where they lead ("" for plain words)."""

    id: str
    name: str
    name_language: str
    machine: bool
    plain: str
    also: tuple[str, ...]
    others: tuple[Naming, ...]
    see_also: tuple[Link, ...]
    source: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class Letter:
    """The terms that begin with a letter; ``id`` is its anchor."""

    id: str
    letter: str
    terms: tuple[Explained, ...]


@dataclass(frozen=True, kw_only=True)
class GlossaryView(RoomView):
    """Every term by letter, in the order of the language's alphabet."""

    letters: tuple[Letter, ...]
    machine: bool
    """Whether some name is machine-made, so that the page says what the mark means."""
    most_letters: int = MOST_LETTERS


def answer(*, selection: Selection, release: Release) -> GlossaryView:
    """Return the whole glossary."""
    terms = glossary()
    letters: dict[str, list[Explained]] = {}
    for term in sorted(terms.values(), key=lambda one: _order(name_of(one).text)):
        letters.setdefault(_letter(name_of(term).text), []).append(_explained(term))
    records = tuple(_record(term) for term in terms.values())
    shown = [one for found in letters.values() for one in found]
    return GlossaryView(
        release=release.name,
        selection=selection,
        title=_(TITLE),
        sentence=plural(*SENTENCE, len(terms)),
        crumbs=(),
        records=records,
        columns=COLUMNS,
        details={"terms": records},
        letters=tuple(
            Letter(id=f"letter-{ord(letter[0]):x}", letter=letter, terms=tuple(found))
            for letter, found in letters.items()
        ),
        machine=any(one.machine or any(o.machine for o in one.others) for one in shown),
    )


def _order(name: str) -> str:
    return fold(name.replace(" ", ""))


def _letter(name: str) -> str:
    """Return the letter a term stands under: without its accent, "0–9" for a digit."""
    first = unicodedata.normalize("NFKD", name)[0].upper()
    return DIGITS if first.isdigit() else first


def _explained(term: Term) -> Explained:
    name, here = name_of(term), current().code
    others = [
        Naming(text=one.text, code=code, language=SPOKEN[code].name, machine=one.machine)
        for code, one in term.names.items()
        if code != here
    ]
    if name.text != term.term:
        others.insert(
            0, Naming(text=term.term, code=ENGLISH, language=SPOKEN[ENGLISH].name, machine=False)
        )
    return Explained(
        id=term.id,
        name=name.text,
        name_language=name.language,
        machine=name.machine,
        plain=term.plain,
        also=term.also if here == ENGLISH else (),
        others=tuple(others),
        see_also=tuple(
            Link(text=said.text, href=f"#{other}", note=said.language)
            for other in term.see_also
            for said in (name_of(glossary()[other]),)
        ),
        source=tuple(source_links(term.source)),
    )


def source_links(text: str) -> list[Link]:
    """Return a source cut at the addresses it holds; an address of this site speaks the page's
    language."""
    found, before = [], 0
    for match in _ADDRESS.finditer(text):
        own = match[0].startswith("/")
        if match.start() > before:
            found.append(Link(text=text[before : match.start()], href=""))
        found.append(Link(text=match[0], href=to(match[0]) if own else match[0]))
        before = match.end()
    return [*found, Link(text=text[before:], href="")] if before < len(text) else found


def _record(term: Term) -> dict[str, Any]:
    """Return a term as data: its own words, whatever the page's language."""
    found: dict[str, Any] = {"id": term.id, "term": term.term, "also": "; ".join(term.also)}
    for code in PREFIXED:
        name = term.names.get(code)
        found[code] = name.text if name else ""
        found[f"{code}_origin"] = name.origin if name else ""
    return found | {
        "plain": term.plain, "see_also": "; ".join(term.see_also), "source": term.source,
    }  # fmt: skip
