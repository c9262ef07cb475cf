"""Answer "where is …?": what of a release holds the words a reader asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.glossary import term_of
from data.languages import ENGLISH
from data.selection import (
    ABOUT,
    COVERAGE,
    DATASETS,
    GLOSSARY,
    INITIATIVES,
    LEARN,
    METHODS,
    MOST_LETTERS,
    SEARCH,
    Selection,
)
from data.store import Release
from layouts.components.parts import Link
from layouts.components.rooms.parts import RoomView
from layouts.glossary import name_of
from layouts.language import SPOKEN, _, current, mark, mark_plural, plural, select, words
from layouts.official import official
from layouts.search.entries import Entry, Kind, Text, searchable
from layouts.search.index import Found
from layouts.search.text import pieces

TITLE = mark("Search")
TITLE_OF = mark("Search: {query}")
EMPTY = mark(
    "Find indicators and targets by code or name, comparisons, datasets, countries and areas, "
    "goals, words that need explaining, and methods. Accents and small typing mistakes do not "
    "matter."
)
FOUND = mark_plural("{n} result for “{query}”.", "{n} results for “{query}”.")
SOME = mark_plural(
    "Nothing holds all the words of “{query}”; {n} result holds some of them.",
    "Nothing holds all the words of “{query}”; {n} results hold some of them.",
)
NOTHING = mark("Nothing found for “{query}”.")
HEADINGS = {
    Kind.GOALS: mark("Goals"),
    Kind.INDICATORS: mark("Indicators and targets"),
    Kind.PAIRS: mark("Comparisons"),
    Kind.PLACES: mark("Places"),
    Kind.DATASETS: mark("Datasets"),
    Kind.THEMES: mark("Themes"),
    Kind.INITIATIVES: mark("Initiatives"),
    Kind.GUIDES: mark("Guides"),
    Kind.TERMS: mark("Words explained"),
    Kind.METHODS: mark("Methods"),
}
LEADS = {
    Kind.GOALS: mark("In the countries"),
    Kind.INDICATORS: mark("Compared in"),
    Kind.PLACES: mark("Figures for this place"),
    Kind.THEMES: mark("In the countries"),
}
ALL_OF = {
    Kind.GOALS: mark_plural("{n} goal", "All {n} goals"),
    Kind.INDICATORS: mark_plural("{n} indicator or target", "All {n} indicators and targets"),
    Kind.PAIRS: mark_plural("{n} comparison", "All {n} comparisons"),
    Kind.PLACES: mark_plural("{n} place", "All {n} places"),
    Kind.DATASETS: mark_plural("{n} dataset", "All {n} datasets"),
    Kind.THEMES: mark_plural("{n} theme", "All {n} themes"),
    Kind.INITIATIVES: mark_plural("{n} initiative", "All {n} initiatives"),
    Kind.GUIDES: mark_plural("{n} guide", "All {n} guides"),
    Kind.TERMS: mark_plural("{n} word", "All {n} words"),
    Kind.METHODS: mark_plural("{n} method", "All {n} methods"),
}
COLUMNS = ("rank", "kind", "code", "title", "note", "address", "score")
MOST_IN_ALL, MOST_OF_KIND = 5, 100
"""Results of each kind beside the others, and of one kind alone."""
MOST_SUGGESTIONS = 3
# Searches that lead somewhere in every release: a code, a goal, a place, a word.
EXAMPLE_CODE, EXAMPLE_GOAL, EXAMPLE_AREAS, EXAMPLE_TERM = (
    "4.1.1", 6, ("KE-30", "NP-P3"), "confidence-interval",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Marked:
    """A text cut at the words that match: every second of ``pieces`` is one. ``language`` is ""
    for that of the page."""

    pieces: tuple[str, ...]
    language: str = ""

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self.pieces)


@dataclass(frozen=True, kw_only=True)
class Result:
    """One thing found. ``also`` is its name in the language the reader's word is in, with the
    name of that language; ``leads`` heads ``links`` to its parts."""

    kind: Kind
    code: str
    title: Marked
    note: Marked
    href: str
    score: float
    also: Marked | None
    also_in: str
    leads: str
    links: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class Group:
    """The results of one kind. ``more`` leads to all of them, where not all are shown."""

    kind: Kind
    heading: str
    found: int
    results: tuple[Result, ...]
    more: Link | None


@dataclass(frozen=True, kw_only=True)
class SearchView(RoomView):
    """``found`` results in ``groups``, the best first; ``suggestions`` where there are few."""

    query: str
    found: int
    groups: tuple[Group, ...]
    kinds: tuple[Link, ...]
    suggestions: tuple[Link, ...]
    examples: tuple[Link, ...]
    rooms: tuple[Link, ...]
    most_letters: int = MOST_LETTERS


def answer(*, selection: Selection, release: Release) -> SearchView:
    """Return what is found; for an empty query, what one can search."""
    known = searchable(release=release, language=current().code)
    most = MOST_OF_KIND if selection.kind else MOST_IN_ALL
    found = known.index.find(selection.query, most=most)
    results = [
        _result(known.entries[at], found=found, score=score)
        for at, score in zip(found.positions, found.scores, strict=True)
    ]
    if selection.kind:
        results = [one for one in results if one.kind == selection.kind]
    groups = _groups(results, found=found, selection=selection)
    number = sum(group.found for group in groups)
    suggestions: tuple[Link, ...] = ()
    if selection.query and not (number and found.whole):
        near = known.index.near(selection.query, most=MOST_SUGGESTIONS)
        suggestions = tuple(_search(word) for word in near)
    records = [_record(one, rank=rank) for rank, one in enumerate(results, start=1)]
    sentence = _sentence(selection, number=number, whole=found.whole)
    return SearchView(
        release=release.name,
        selection=selection,
        title=_(TITLE_OF, query=selection.query) if selection.query else _(TITLE),
        sentence=sentence,
        crumbs=(),
        records=tuple(records),
        columns=COLUMNS,
        details=_details(selection, groups=groups, number=number, suggestions=suggestions),
        query=selection.query,
        found=number,
        groups=groups,
        kinds=_kinds(selection, found=found),
        suggestions=suggestions,
        examples=_examples(release),
        rooms=_rooms(),
    )


def _sentence(selection: Selection, *, number: int, whole: bool) -> str:
    if not selection.query:
        return _(EMPTY)
    if not number:
        return _(NOTHING, query=selection.query)
    return plural(*(FOUND if whole else SOME), number, query=selection.query)


def _result(entry: Entry, *, found: Found, score: float) -> Result:
    title = _marked(entry.title, found=found)
    note = _marked(entry.note, found=found)
    also = None
    if len(title.pieces) == 1 and len(note.pieces) == 1:
        others = (_marked(name, found=found) for name in entry.also)
        also = next((name for name in others if len(name.pieces) > 1), None)
    return Result(
        kind=entry.kind,
        code=entry.code,
        title=title,
        note=note,
        href=entry.href,
        score=score,
        also=also,
        also_in=SPOKEN[also.language].name if also and also.language else "",
        leads=_(LEADS[entry.kind]) if entry.links else "",
        links=entry.links,
    )


def _marked(text: Text, *, found: Found) -> Marked:
    return Marked(pieces=pieces(text.text, matched=found.words), language=text.language)


def _groups(results: list[Result], *, found: Found, selection: Selection) -> tuple[Group, ...]:
    by_kind: dict[Kind, list[Result]] = {}
    for result in results:  # the kind of the best result comes first
        by_kind.setdefault(result.kind, []).append(result)
    counts = dict(zip(Kind, found.counts, strict=True))
    return tuple(
        Group(
            kind=kind,
            heading=_(HEADINGS[kind]),
            found=counts[kind],
            results=tuple(shown),
            more=None
            if selection.kind or counts[kind] <= len(shown)
            else Link(
                text=plural(*ALL_OF[kind], counts[kind]),
                href=selection.with_(kind=kind.value).address(),
            ),
        )
        for kind, shown in by_kind.items()
    )


def _kinds(selection: Selection, *, found: Found) -> tuple[Link, ...]:
    """Return the ways to narrow a search to a kind that has results, and back."""
    held = [kind for kind, count in zip(Kind, found.counts, strict=True) if count]
    if len(held) < 2 and not selection.kind:
        return ()
    return (
        Link(
            text=_("Everything"),
            href=selection.with_(kind="").address(),
            current=not selection.kind,
        ),
        *(
            Link(
                text=_(HEADINGS[kind]),
                href=selection.with_(kind=kind.value).address(),
                current=kind == selection.kind,
            )
            for kind in held
        ),
    )


def _search(words_asked: str) -> Link:
    return Link(text=words_asked, href=select(room=SEARCH, query=words_asked).address())


def _examples(release: Release) -> tuple[Link, ...]:
    """Return searches that find something, in the page's language."""
    asked = [EXAMPLE_CODE, official(release.goals[EXAMPLE_GOAL], "short")]
    asked += [words(release.areas[area]) for area in EXAMPLE_AREAS if area in release.areas]
    asked += [name_of(term_of(EXAMPLE_TERM)).text]
    return tuple(_search(one) for one in asked)


def _rooms() -> tuple[Link, ...]:
    """Return the lists that hold everything, for who finds nothing."""
    named = {
        COVERAGE: _("Every indicator: what is measured, and what is missing"),
        DATASETS: _("Every dataset"),
        INITIATIVES: _("Who measures already"),
        LEARN: _("Every guide"),
        GLOSSARY: _("Every word explained"),
        METHODS: _("Every method"),
        ABOUT: _("About this dashboard"),
    }
    return tuple(Link(text=text, href=select(room=room).address()) for room, text in named.items())


def _record(result: Result, *, rank: int) -> dict[str, Any]:
    return {
        "rank": rank, "kind": result.kind.value, "code": result.code, "title": result.title.text,
        "note": result.note.text, "address": result.href, "score": result.score,
    }  # fmt: skip


def _details(
    selection: Selection,
    *,
    groups: tuple[Group, ...],
    number: int,
    suggestions: tuple[Link, ...],
) -> Mapping[str, Any]:
    """Return the search as data: what assets/search.js shows while a reader types."""
    return {
        "query": selection.query,
        "found": number,
        "all": _("All results"),
        "groups": [
            {
                "kind": group.kind.value,
                "heading": group.heading,
                "found": group.found,
                "results": [_document(result) for result in group.results],
            }
            for group in groups
        ],
        "suggestions": [link.text for link in suggestions],
    }


def _document(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = {
        "code": result.code, "title": result.title.pieces, "note": result.note.text,
        "address": result.href,
    }  # fmt: skip
    if result.title.language:
        found["language"] = result.title.language
    if result.also:
        found["also"] = result.also.pieces
        found["also_language"] = result.also.language or ENGLISH
    return found
