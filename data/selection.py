"""The reader's question: one frozen ``Selection``, from the address and back to it.

``/kenya/goal-4/4.1.1?pair=…&area=KE-30&sex=female`` is the whole state of a page, and so are
``/datasets/uwezo-headlines``, ``/indicator/4.1.1`` and ``/coverage?in=kenya``. The first form of an
address is canonical: ``Selection.from_address(s.address()) == s``; defaults are left out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from urllib.parse import parse_qsl, quote, unquote, urlencode

from data.errors import SelectionError
from data.languages import ENGLISH, PREFIXED, with_prefix

TOTAL = "total"
SEXES = (TOTAL, "female", "male")
URBANISATIONS = (TOTAL, "urban", "rural")
PARAMETERS = ("pair", "area", "sex", "urbanisation")
COVERAGE, DATASETS, METHODS = "coverage", "datasets", "methods"
ABOUT, INDICATOR = "about", "indicator"
SEARCH, GLOSSARY = "search", "glossary"
INITIATIVES, LEARN, THEME = "initiatives", "learn", "theme"
CAMPAIGN = "campaign"
PROPOSE = "propose"
"""The entry of the room ``LEARN`` that is no guide."""
ROOMS = (
    COVERAGE, DATASETS, METHODS, ABOUT, INDICATOR, SEARCH, GLOSSARY, INITIATIVES, LEARN, THEME,
)  # fmt: skip
"""Pages about the whole, beside those of countries; their words are no country's."""
ASK = "ask-to-compare"
"""The guide of the room ``LEARN`` that takes an indicator: ``?indicator=4.1.1``."""
WITH_ENTRIES = (INITIATIVES, LEARN, THEME)
"""The rooms whose entries people write in the catalogue: ``/learn/privacy``."""
BY_COUNTRY = (COVERAGE, DATASETS, INITIATIVES)
"""The rooms that a reader may narrow to a country: ``?in=kenya``."""
IN = "in"
QUERY, KIND = "q", "kind"
SEARCHED = (SEARCH, INITIATIVES)
"""The rooms that a reader may search: ``?q=water``."""
KINDS = (
    "goals", "indicators", "pairs", "places", "datasets", "themes", "initiatives", "guides",
    "terms", "methods",
)  # fmt: skip
"""What a search may be narrowed to: ``?q=water&kind=places``."""
MOST_LETTERS = 200
"""Letters of a query that are read; those after them are left out."""
PATH_PARTS = ("country", "goal", "indicator", "dataset", "entry", "address")
"""The parameters of ``SelectionError`` that come from the path, so that the answer is a 404."""

# Appended to shared links by social networks and mail programs: a reader who follows such a link
# asked for nothing more than the page, so these are dropped instead of refused.
IGNORED_PARAMETERS = ("fbclid", "gclid", "mc_cid", "mc_eid", "igshid")
IGNORED_PREFIX = "utm_"

GOAL_PREFIX = "goal-"
UNPRINTED = frozenset({"Cc", "Cs", "Co", "Cn"})
MOST_PARTS = 3


@dataclass(frozen=True, kw_only=True)
class Known:
    """What exists in the release: the values that the parts of an address may take.

    ``countries`` maps the address word to ISO 3166-1 alpha-3 (``kenya`` → ``KEN``); ``goals`` are
    the numbers of the goals; ``measures`` maps indicator and target codes to their goal; ``pairs``
    maps a pair to (country, indicator); ``areas`` maps an area to its country; ``datasets`` are
    the ids of the datasets; ``across`` are the measures that have a page over all countries:
    every indicator, and the targets with figures, in the framework's order. ``entries`` are the
    ids of each room of ``WITH_ENTRIES``; ``filters`` are the parameters of a room, or of one of
    its entries (``learn/campaign``), each with the values it may take.
    """

    countries: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    goals: frozenset[int] = frozenset()
    measures: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    pairs: Mapping[str, tuple[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    areas: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    datasets: frozenset[str] = frozenset()
    across: tuple[str, ...] = ()
    entries: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    filters: Mapping[str, Mapping[str, tuple[str, ...]]] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def word(self, country: str) -> str:
        """Return the address word of a country's code (``KEN`` → ``kenya``)."""
        for word, code in self.countries.items():
            if code == country:
                return word
        raise SelectionError(parameter="country", found=country, allowed=self.countries.values())


@dataclass(frozen=True, kw_only=True)
class Selection:
    """What a reader looks at. Empty text means *not chosen*.

    ``country`` is the word of the address (``kenya``), ``goal`` 1-17 or 0, ``indicator`` an
    indicator (``4.1.1``) or a target (``5.2``), ``area`` an area code of the catalogue. ``room``
    is one of ``ROOMS``; ``dataset`` is chosen in the room of datasets only, and in the room of
    indicators ``indicator`` alone is chosen. ``query`` is what is searched for (as ``plain_query``
    gives it) and ``kind`` one of ``KINDS``, in the room of search. ``entry`` is chosen in the rooms
    of ``WITH_ENTRIES``; ``filters`` are the chosen (name, value) of ``Known.filters``, by name.
    ``language`` opens the path (``/es/kenya``), but English, which has no prefix.
    """

    country: str = ""
    goal: int = 0
    indicator: str = ""
    pair: str = ""
    area: str = ""
    sex: str = TOTAL
    urbanisation: str = TOTAL
    room: str = ""
    dataset: str = ""
    query: str = ""
    kind: str = ""
    entry: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    language: str = ENGLISH

    @classmethod
    def from_address(cls, path: str, query: str = "", *, known: Known) -> Selection:
        """Read the path (``/kenya/goal-4``) and the query string, without its question mark.

        Raises ``SelectionError`` naming the part, what was found and what exists.
        """
        parts = [unquote(part) for part in path.strip("/").split("/") if part]
        language = parts.pop(0) if parts and parts[0] in PREFIXED else ENGLISH
        if len(parts) > MOST_PARTS:
            raise SelectionError(parameter="address", found=path, allowed=_examples(known))
        if parts and parts[0] in ROOMS:
            return cls._room(parts, query, known=known, language=language)
        country = _one_of("country", parts[0], known.countries) if parts else ""
        goal = _goal(parts[1], known=known) if len(parts) > 1 else 0
        indicator = _indicator(parts[2], goal=goal, known=known) if len(parts) > 2 else ""
        selection = cls(country=country, goal=goal, indicator=indicator, language=language)
        return replace(selection, **_parameters(query, selection=selection, known=known))  # type: ignore[arg-type]

    @classmethod
    def _room(cls, parts: list[str], query: str, *, known: Known, language: str) -> Selection:
        room, rest = parts[0], parts[1:]
        if len(rest) > (room in (DATASETS, INDICATOR, *WITH_ENTRIES)):
            found = "/" + "/".join(parts)
            raise SelectionError(parameter="address", found=found, allowed=_examples(known))
        selection = cls(room=room, language=language)
        if room == INDICATOR:
            code = _one_of("indicator", rest[0] if rest else "", known.across)
            selection = replace(selection, indicator=code)
        elif rest and room in WITH_ENTRIES:
            entry = _one_of("entry", rest[0], known.entries.get(room, ()))
            selection = replace(selection, entry=entry)
        elif rest:
            dataset = _one_of("dataset", rest[0], sorted(known.datasets))
            selection = replace(selection, dataset=dataset)
        chosen = _parameters(query, selection=selection, known=known)
        return replace(
            selection,
            country=chosen.get(IN, ""),
            query=chosen.get(QUERY, ""),
            kind=chosen.get(KIND, "") if room == SEARCH else "",
            filters=tuple(
                (name, chosen[name])
                for name in sorted(selection.choices(known))
                if name != IN and chosen.get(name)
            ),
        )

    def choices(self, known: Known) -> Mapping[str, tuple[str, ...]]:
        """Return the filters of this room or entry, each with the values it may take. One that is
        called as ``IN`` is kept in ``country``."""
        return known.filters.get(f"{self.room}/{self.entry}" if self.entry else self.room, {})

    def filter(self, name: str) -> str:
        """Return the value chosen for a filter; "" where none is."""
        return dict(self.filters).get(name, "")

    def filtered(self, **changes: str) -> Selection:
        """Return the same question with some filters changed; an empty value lifts one."""
        kept = {**dict(self.filters), **changes}
        chosen = sorted((name, value) for name, value in kept.items() if value)
        return replace(self, filters=tuple(chosen))

    def address(self) -> str:
        """Return the canonical address: path, then what is not a default, in a fixed order."""
        if self.room:
            parts = [self.room, self.dataset or self.indicator or self.entry]
            path = "/" + "/".join(quote(part) for part in parts if part)
            path = with_prefix(path, language=self.language)
            values = (
                (IN, self.country), (QUERY, self.query), (KIND, self.kind), *self.filters,
            )  # fmt: skip
            query = urlencode([(name, value) for name, value in values if value])
            return f"{path}?{query}" if query else path
        parts = [self.country, f"{GOAL_PREFIX}{self.goal}" if self.goal else "", self.indicator]
        path = with_prefix(
            "/" + "/".join(quote(part) for part in parts if part), language=self.language
        )
        query = urlencode(
            [
                (name, value)
                for name in PARAMETERS
                if (value := getattr(self, name)) and value != TOTAL
            ]
        )
        return f"{path}?{query}" if query else path

    def with_(self, **changes: str | int) -> Selection:
        """Return the same question with some parts changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


def plain_query(text: str) -> str:
    """Return a query as an address holds it: composed (NFC), one blank between words, no control
    characters, at most ``MOST_LETTERS`` letters."""
    composed = unicodedata.normalize("NFC", text[: MOST_LETTERS * 4])
    printable = "".join(
        " " if unicodedata.category(letter) in UNPRINTED else letter for letter in composed
    )
    return " ".join(printable.split())[:MOST_LETTERS].strip()


def _one_of(parameter: str, found: str, allowed: Collection[str]) -> str:
    if found not in allowed:
        raise SelectionError(parameter=parameter, found=found, allowed=allowed)
    return found


def _goal(found: str, *, known: Known) -> int:
    allowed = {f"{GOAL_PREFIX}{goal}": goal for goal in sorted(known.goals)}
    return allowed[_one_of("goal", found, allowed)]


def _indicator(found: str, *, goal: int, known: Known) -> str:
    allowed = {code: None for code, its_goal in known.measures.items() if its_goal == goal}
    return _one_of("indicator", found, allowed)


def _parameters(query: str, *, selection: Selection, known: Known) -> dict[str, str]:
    names = (IN, KIND) if selection.room else PARAMETERS
    allowed = {name: _allowed(name, selection=selection, known=known) for name in names}
    allowed |= selection.choices(known)
    usable = {name: values for name, values in allowed.items() if values}
    chosen: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if (
            name == QUERY and selection.room in SEARCHED and not selection.entry
        ):  # a reader may write what they like
            chosen[name] = plain_query(value)
            continue
        if name in IGNORED_PARAMETERS or name.startswith(IGNORED_PREFIX):
            continue
        if name in chosen:
            raise SelectionError(parameter=name, found=f"{name} twice", allowed=("once",))
        if name not in usable:
            raise SelectionError(parameter="parameter", found=name, allowed=usable)
        if not value:  # a form sends its empty choice: "the whole country"
            continue
        chosen[name] = _one_of(name, value, usable[name])
    return chosen


def _allowed(name: str, *, selection: Selection, known: Known) -> tuple[str, ...]:
    """Values a parameter may take on this page; none where the page has no such parameter."""
    if selection.room and name == KIND:
        return KINDS if selection.room == SEARCH else ()
    if selection.room in BY_COUNTRY and not (selection.dataset or selection.entry):
        return tuple(known.countries)
    if selection.room or not selection.indicator:
        return ()
    code = known.countries[selection.country]
    if name == "pair":
        asked = (code, selection.indicator)
        return tuple(pair for pair, place in known.pairs.items() if place == asked)
    if name == "area":
        return tuple(area for area, country in known.areas.items() if country == code)
    return SEXES if name == "sex" else URBANISATIONS


def _examples(known: Known) -> tuple[str, ...]:
    rooms = [room for room in ROOMS if room != INDICATOR]
    first = [f"/{INDICATOR}/{code}" for code in known.across[:1]]
    return (
        "/",
        *(f"/{country}" for country in known.countries),
        *(f"/{room}" for room in rooms),
        *first,
    )
