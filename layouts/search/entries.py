"""What can be found: goals, indicators, pairs, datasets, places, terms and methods of a release.

Every entry says where it leads. It is found by its name in all four languages, so that a reader
who knows only the Swahili word finds the page from the English one too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from data.glossary import glossary
from data.guides import guides
from data.initiatives import initiatives
from data.languages import ENGLISH, LANGUAGES
from data.selection import DATASETS, INDICATOR, INITIATIVES, LEARN, METHODS, THEME
from data.store import Question, Release
from data.themes import themes
from layouts.components.parts import Link
from layouts.glossary import address_of, name_of
from layouts.language import (
    SPOKEN,
    _,
    current,
    digits,
    is_translated,
    mark,
    select,
    speaking,
    to,
    words,
)
from layouts.official import official
from layouts.search.index import Document, Index

Row = Mapping[str, Any]
CODE, TITLE, ALSO, NOTE, BODY = 8.0, 4.0, 2.5, 1.5, 1.0
"""What a word counts: in a code, in the name, in another name, in what stands below, elsewhere."""
SHORT, LEAST = 4, 0.6
"""Words of a short name; in a longer one each counts less, down to this part."""
COMPARED = 1.3
"""What an indicator is worth that citizens and officials both measure, against 1 for others."""
MOST_LINKS = 6
ISO = {"ARG": "AR", "KEN": "KE", "NPL": "NP", "TZA": "TZ"}
"""ISO 3166-1: the letters by which the CLDR names a country's name."""


class Kind(StrEnum):
    """What an entry is; the values are those of the address: ``?kind=places``."""

    GOALS = "goals"
    INDICATORS = "indicators"
    PAIRS = "pairs"
    PLACES = "places"
    DATASETS = "datasets"
    THEMES = "themes"
    INITIATIVES = "initiatives"
    GUIDES = "guides"
    TERMS = "terms"
    METHODS = "methods"


SIDES = {
    "citizen": mark("Data of citizens, published by {publisher}"),
    "official": mark("Official data, published by {publisher}"),
}


@dataclass(frozen=True, kw_only=True)
class Text:
    """Words and the language they are in; "" is the language of the page."""

    text: str
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that can be found. ``also`` are its names in other languages, shown where the
    reader's word is in one of them alone; ``hidden`` is searched and not shown; ``links`` lead
    to its parts."""

    kind: Kind
    title: Text
    href: str
    code: str = ""
    note: Text = Text(text="")
    also: tuple[Text, ...] = ()
    hidden: str = ""
    links: tuple[Link, ...] = ()
    worth: float = 1.0

    def document(self) -> Document:
        """Return what of it is searched."""
        return Document(
            group=tuple(Kind).index(self.kind),
            title=self.title.text,
            texts=(
                (CODE, f"{self.code} {self.code.replace('.', '')}"),
                (TITLE * _part(self.title.text), self.title.text),
                *((ALSO * _part(name.text), name.text) for name in self.also),
                (NOTE, self.note.text),
                (BODY, self.hidden),
            ),
            worth=self.worth,
        )


def _part(name: str) -> float:
    """Return how much a word of a name says of it: all in a short one, less in a long one."""
    length = len(name.split())
    return LEAST + (1 - LEAST) * min(1.0, SHORT / max(length, 1))


@dataclass(frozen=True, kw_only=True)
class Searchable:
    """The entries of a release in a language, and the index over them."""

    entries: tuple[Entry, ...]
    index: Index


@lru_cache(maxsize=len(LANGUAGES))
def searchable(*, release: Release, language: str) -> Searchable:
    """Return what can be found, prepared once for each release and language."""
    with speaking(language):
        entries = tuple(entries_of(release))
    return Searchable(entries=entries, index=index_of(entries))


def index_of(entries: Sequence[Entry]) -> Index:
    """Return the index over entries: a position in it is one in them."""
    return Index([entry.document() for entry in entries], groups=len(Kind))


def entries_of(release: Release) -> Iterator[Entry]:
    """Yield everything that can be found, in the language being spoken."""
    pairs = release.ask(Question.PAIRS, country=None, goal=None, indicator=None).rows(named=True)
    yield from _goals(release)
    yield from _measures(release, pairs)
    yield from _pairs(pairs)
    yield from _places(release, pairs)
    yield from _datasets(release)
    yield from _themes(release)
    yield from _initiatives()
    yield from _guides()
    yield from _terms()
    yield from _methods(release)


def _said(text: str | None) -> Text:
    """Return words of the catalogue, marked as English where they are not translated."""
    return Text(text=words(text), language="" if is_translated(text or "") else ENGLISH)


def _official(row: Row, name: str = "title") -> Text:
    translated = current().code == ENGLISH or row.get(f"{name}_{current().code}")
    return Text(text=official(row, name), language="" if translated else ENGLISH)


def _others(row: Row, *names: str) -> tuple[Text, ...]:
    """Return the official names in the languages that are not spoken."""
    found = []
    for code in LANGUAGES:
        for name in names:
            text = row.get(name if code == ENGLISH else f"{name}_{code}")
            if text and code != current().code:
                found.append(Text(text=str(text), language=code))
    return tuple(found)


def _goals(release: Release) -> Iterator[Entry]:
    for number, row in release.goals.items():
        yield Entry(
            kind=Kind.GOALS,
            code=str(number),
            title=_official(row, "short"),
            note=_official(row),
            href=to(f"/coverage#goal-{number}"),
            also=_others(row, "short", "title"),
            hidden=f"{_('Goal {number}', number=number)} Goal {number} SDG {number} SDG{number} "
            f"ODS {number} ODS{number}",
            links=tuple(
                Link(
                    text=words(release.areas[code]),
                    href=select(country=word, goal=number).address(),
                )
                for word, code in release.known.countries.items()
            ),
        )


def _measures(release: Release, pairs: Sequence[Row]) -> Iterator[Entry]:
    compared: dict[str, list[str]] = {}
    for pair in pairs:
        countries = compared.setdefault(pair["indicator"], [])
        if pair["country"] not in countries:
            countries.append(pair["country"])
    across = frozenset(release.known.across)
    for code, row in release.measures.items():
        goal = release.goals[row["goal"]]
        template = (
            _("Indicator of goal {number}, {name}")
            if row["kind"] == "indicator"
            else _("Target of goal {number}, {name}")
        )
        href = (
            select(room=INDICATOR, indicator=code).address()
            if code in across
            else to(f"/coverage#goal-{row['goal']}")
        )
        yield Entry(
            kind=Kind.INDICATORS,
            code=code,
            title=_official(row),
            note=Text(
                text=template.format(number=digits(row["goal"]), name=official(goal, "short"))
            ),
            href=href,
            also=_others(row, "title"),
            worth=COMPARED if code in compared else 1.0,
            links=tuple(
                Link(
                    text=words(release.areas[country]),
                    href=select(
                        country=release.known.word(country), goal=row["goal"], indicator=code
                    ).address(),
                )
                for country in compared.get(code, ())
            ),
        )


def _pairs(pairs: Sequence[Row]) -> Iterator[Entry]:
    for row in pairs:
        yield Entry(
            kind=Kind.PAIRS,
            code=row["indicator"],
            title=_said(row["title"]),
            note=_said(row["question"]),
            href=to(row["address"]),
            also=_elsewhere(row["title"], row["question"]),
            hidden=f"{row['citizen_label']} {row['official_label']} {row['pair']}",
        )


def _elsewhere(*texts: str) -> tuple[Text, ...]:
    """Return words of the catalogue as the other languages say them, where they differ."""
    here, found = current().code, []
    for text in texts:
        said = {words(text)}
        for code in LANGUAGES:
            with speaking(code):
                other = words(text)
            if code != here and other not in said:
                said.add(other)
                found.append(Text(text=other, language=code))
    return tuple(found)


def _places(release: Release, pairs: Sequence[Row]) -> Iterator[Entry]:
    by_pair = {row["pair"]: row for row in pairs}
    held: dict[str, dict[str, Row]] = {}
    # What was compared comes first, then what one side alone has of the place.
    compared = release.ask(Question.COMPARISON, pair=None, country=None)
    observed = release.ask(Question.PAIR_OBSERVATIONS, pair=None, country=None)
    for frame in (compared, observed):
        for pair, area in frame.select("pair", "area").unique(maintain_order=True).iter_rows():
            held.setdefault(area, {})[pair] = by_pair[pair]
    for row in release.ask(Question.AREAS).iter_rows(named=True):
        country = release.known.word(row["country"])
        links: tuple[Link, ...] = ()
        if row["level"] != "country":
            links = tuple(
                Link(
                    text=words(pair["title"]),
                    href=select(
                        country=country, goal=pair["goal"], indicator=pair["indicator"],
                        pair=pair["pair"], area=row["area"],
                    ).address(),
                )
                for pair in list(held.get(row["area"], {}).values())[:MOST_LINKS]
            )  # fmt: skip
        own = row["local_name"] if row["local_name"] != row["name"] else ""
        yield Entry(
            kind=Kind.PLACES,
            title=Text(text=words(row["name"])),
            note=Text(text=_place(row, own=own, release=release)),
            href=links[0].href if links else select(country=country).address(),
            also=(*_elsewhere(row["name"]), *_territory(row)),
            hidden=row["area"],
            links=links,
        )


def _territory(row: Row) -> tuple[Text, ...]:
    """Return a country's names as the CLDR has them, but the one that is its title."""
    if row["level"] != "country":
        return ()
    found = []
    for code, language in SPOKEN.items():
        name = language.locale.territories.get(ISO.get(row["area"], ""))
        if name and name != words(row["name"]):
            found.append(Text(text=str(name), language=code))
    return tuple(found)


def _place(row: Row, *, own: str, release: Release) -> str:
    if row["level"] == "country":
        return _("Country")
    values = {"level": words(row["level"]), "country": words(release.areas[row["country"]])}
    if own:
        return _("{own}. In {country}: {level}", own=own, **values)
    return _("In {country}: {level}", **values)


def _datasets(release: Release) -> Iterator[Entry]:
    for row in release.ask(Question.DATASETS, datasets=None).iter_rows(named=True):
        yield Entry(
            kind=Kind.DATASETS,
            title=_said(row["title"]),
            note=Text(text=_(SIDES[row["side"]], publisher=row["publisher"])),
            href=select(room=DATASETS, dataset=row["dataset"]).address(),
            also=_elsewhere(row["title"]),
            hidden=f"{row['dataset']} {row['producer_type']}",
        )


def _themes(release: Release) -> Iterator[Entry]:
    for theme in themes().values():
        here = select(room=THEME, entry=theme.id)
        yield Entry(
            kind=Kind.THEMES,
            title=_said(theme.title),
            note=_said(theme.sentence),
            href=here.address(),
            also=_elsewhere(theme.title),
            hidden=" ".join((*theme.indicators, *map(words, theme.reasons.values()))),
            links=tuple(
                Link(text=words(release.areas[code]), href=here.with_(country=word).address())
                for word, code in release.known.countries.items()
            ),
        )


def _initiatives() -> Iterator[Entry]:
    for one in initiatives().values():
        yield Entry(
            kind=Kind.INITIATIVES,
            title=Text(text=one.name),
            note=_said(one.summary),
            href=select(room=INITIATIVES, entry=one.id).address(),
            also=_elsewhere(one.summary),
            hidden=f"{one.organisation} {one.place} {one.method} {one.kind}",
        )


def _guides() -> Iterator[Entry]:
    for guide in guides().values():
        said = guide.words(current().code)
        language = said.language if said.language != current().code else ""
        yield Entry(
            kind=Kind.GUIDES,
            title=Text(text=said.title, language=language),
            note=Text(text=said.summary, language=language),
            href=select(room=LEARN, entry=guide.id).address(),
            also=tuple(
                Text(text=other.title, language=code)
                for code, other in guide.said.items()
                if other is not said
            ),
            hidden=" ".join(said.headings),
        )


def _terms() -> Iterator[Entry]:
    for term in glossary().values():
        other = [Text(text=text, language=ENGLISH) for text in (term.term, *term.also)]
        if current().code == ENGLISH:
            other = [Text(text=text) for text in term.also]
        names = [
            Text(text=name.text, language=code)
            for code, name in term.names.items()
            if code != current().code
        ]
        name = name_of(term)
        yield Entry(
            kind=Kind.TERMS,
            title=Text(text=name.text, language=name.language),
            note=_said(term.plain),
            href=address_of(term),
            also=(*other, *names),
        )


def _methods(release: Release) -> Iterator[Entry]:
    for row in release.ask(Question.FORMULAS).iter_rows(named=True):
        yield Entry(
            kind=Kind.METHODS,
            title=_said(row["title"]),
            note=_said(row["section"]),
            href=f"{select(room=METHODS).address()}#{row['id']}",
            also=_elsewhere(row["title"]),
            hidden=f"{row['words']} {words(row['words'])} {row['source']}",
        )
