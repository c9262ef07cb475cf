"""Answer "who measures already?": the directory of initiatives, as a list and on maps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from data.catalogue import COUNTRIES
from data.initiatives import (
    COLUMNS,
    KINDS,
    METHODS,
    OPENNESS,
    STATUSES,
    Initiative,
    initiatives,
    row_of,
)
from data.languages import LANGUAGES
from data.selection import DATASETS, INDICATOR, INITIATIVES, MOST_LETTERS, Selection
from data.store import Question, Release
from layouts.components.areas import outlines_of
from layouts.components.crumbs import country_name, crumbs_of, goal_name, measure_name
from layouts.components.parts import Link
from layouts.components.rooms.glossary import source_links
from layouts.components.rooms.parts import (
    Filter,
    InitiativeCard,
    InitiativesView,
    InitiativeView,
    Spot,
    SpotMap,
)
from layouts.figures.silhouette import outlined
from layouts.language import (
    SPOKEN,
    _,
    digits,
    in_context,
    listed,
    mark,
    mark_plural,
    plural,
    select,
    speaking,
    words,
)
from layouts.search.index import Document, Index

TITLE = mark("Who measures already")
FOUND = mark_plural(
    "{n} initiative, tool or network that measures the goals with citizens.",
    "{n} initiatives, tools and networks that measure the goals with citizens.",
)
NOTHING = mark("No entry of the directory fits what you chose.")
UNKNOWN = mark("Unknown")
KIND_WORDS = {
    "initiative": mark("Initiative"), "tool": mark("Tool"), "network": mark("Network"),
    "observatory": mark("Observatory"), "method": mark("Method"), "funder": mark("Funder"),
}  # fmt: skip
METHOD_WORDS = {
    "citizen science": mark("Citizen science"), "survey": mark("Survey"),
    "community mapping": mark("Community mapping"),
    "crowdsourced reports": mark("Reports by the public"),
    "support and learning": mark("Support and learning"),
    "documentation of cases": mark("Documentation of cases"), "sensors": mark("Sensors"),
    "media monitoring": mark("Media monitoring"), "scorecard": mark("Scorecard"),
    "social audit": mark("Social audit"), "data publishing": mark("Data publishing"),
    "participatory budget tracking": mark("Participatory budget tracking"),
    "quality framework": mark("Quality framework"),
    "crowdsourced transcription": mark("Transcription by volunteers"),
    "parliament monitoring": mark("Parliament monitoring"), "ethics guide": mark("Ethics guide"),
    "unknown": UNKNOWN,
}  # fmt: skip
STATUS_WORDS = {"active": mark("Active"), "ended": mark("Ended"), "unknown": UNKNOWN}
OPEN_WORDS = {
    "yes": mark("Open"), "partly": mark("Partly open"), "no": mark("Not open"), "unknown": UNKNOWN,
}  # fmt: skip
FRENCH = mark("French")
NAME, WHO, SUMMARY, PLACE = 4.0, 2.0, 1.5, 1.0
"""What a word counts in a name, in who does it, in what it does, in where and how."""
FIRST = 40
"""Entries on the first page; the rest are one address away."""
POINT, NEAR = 8.0, 16.0
"""Radius of a point and the distance below which two are one, in units of the outline."""
MOST_BESIDE = 6
ALL = "all"


def answer(*, selection: Selection, release: Release) -> InitiativesView | InitiativeView:
    """Return an entry, or the directory as it is filtered."""
    if selection.entry:
        return _entry(selection=selection, release=release)
    found = chosen(selection)
    shown = found if selection.filter("show") == ALL else found[:FIRST]
    records = tuple(record(one) for one in found)
    return InitiativesView(
        release=release.name,
        selection=selection,
        title=_(TITLE),
        sentence=plural(*FOUND, len(found)) if found else _(NOTHING),
        crumbs=crumbs_of(selection=selection, release=release),
        records=records,
        columns=(*COLUMNS, "address"),
        details={"found": len(found), "initiatives": records},
        query=selection.query,
        filters=_filters(selection, release=release),
        cards=tuple(_card(one, release=release) for one in shown),
        maps=_maps(found, selection=selection, release=release),
        all=Link(
            text=plural("Show {n} entry", "Show all {n} entries", len(found)),
            href=selection.filtered(show=ALL).address(),
        )
        if len(shown) < len(found)
        else None,
        lifts=() if found else _lifts(selection),
        most_letters=MOST_LETTERS,
    )


def record(one: Initiative) -> dict[str, Any]:
    """Return an entry as data: its line of the file, degrees as numbers, and its page."""
    degrees = {"latitude": one.latitude, "longitude": one.longitude}
    return {**row_of(one), **degrees, "address": _page(one.id)}


def _page(entry: str) -> str:
    return select(room=INITIATIVES, entry=entry).address()


@lru_cache(maxsize=1)
def _index() -> tuple[Index, tuple[Initiative, ...]]:
    """Return the index over all entries: their own words, and ours in every language."""
    entries = tuple(initiatives().values())
    documents = [
        Document(
            group=0,
            title=one.name,
            texts=(
                (NAME, one.name),
                (WHO, one.organisation),
                (PLACE, " ".join((one.place, one.method, one.kind, *one.targets, one.id))),
                *(said for code in LANGUAGES for said in _said(one, language=code)),
            ),
        )
        for one in entries
    ]
    return Index(documents, groups=1), entries


def _said(one: Initiative, *, language: str) -> Iterable[tuple[float, str]]:
    """Yield what is found by words of a language, with its weight."""
    with speaking(language):
        yield SUMMARY, words(one.summary)
        yield PLACE, f"{_(METHOD_WORDS[one.method])} {_(KIND_WORDS[one.kind])}"
        named = (words(word.title()) for word, code in COUNTRIES.items() if code in one.countries)
        yield PLACE, " ".join(named)


def chosen(selection: Selection) -> tuple[Initiative, ...]:
    """Return the entries that a selection leaves: best first where words are looked for."""
    index, entries = _index()
    found: Iterable[Initiative] = entries
    if selection.query:
        result = index.find(selection.query, most=len(entries))
        found = (entries[at] for at in result.positions) if result.whole else ()
    country = COUNTRIES.get(selection.country, "")
    return tuple(one for one in found if _fits(one, selection=selection, country=country))


def _fits(one: Initiative, *, selection: Selection, country: str) -> bool:
    asked = {"kind": one.kind, "method": one.method, "status": one.status, "open": one.data_open}
    goal = selection.filter("goal")
    return (
        (not country or country in one.countries)
        and (not goal or int(goal) in one.goals)
        and all(selection.filter(name) in ("", value) for name, value in asked.items())
    )


def _filters(selection: Selection, *, release: Release) -> tuple[Filter, ...]:
    """Return every filter with, for each value, how many it would leave beside the others."""
    known = release.known
    lists: Sequence[tuple[str, str, Mapping[str, str]]] = (
        ("in", _("Country"), {one: country_name(one, release=release) for one in known.countries}),
        (
            "goal", _("Goal"),
            {str(goal): goal_name(goal, release=release) for goal in sorted(known.goals)},
        ),
        ("method", _("How it measures"), {one: _(METHOD_WORDS[one]) for one in METHODS}),
        ("kind", in_context("initiative", "Kind"), {one: _(KIND_WORDS[one]) for one in KINDS}),
        ("status", _("State of work"), {one: _(STATUS_WORDS[one]) for one in STATUSES}),
        ("open", _("Open data"), {one: _(OPEN_WORDS[one]) for one in OPENNESS}),
    )  # fmt: skip
    found = []
    for name, label, values in lists:
        now = selection.country if name == "in" else selection.filter(name)
        options = []
        for value, text in values.items():
            left = len(chosen(_with(selection, name, value)))
            if left or value == now:
                said = _("{name} ({number})", name=text, number=digits(left))
                options.append(Link(text=said, href=value, current=value == now))
        found.append(Filter(name=name, label=label, options=tuple(options)))
    return tuple(found)


def _with(selection: Selection, name: str, value: str) -> Selection:
    if name == "in":
        return selection.with_(country=value)
    return selection.filtered(**{name: value})


def _lifts(selection: Selection) -> tuple[Link, ...]:
    """Return what can be lifted so that something is found, with how many that leaves."""
    labels = {
        "in": _("Country"), "goal": _("Goal"), "method": _("How it measures"),
        "kind": in_context("initiative", "Kind"), "status": _("State of work"),
        "open": _("Open data"),
    }  # fmt: skip
    lifted = [(label, _with(selection, name, "")) for name, label in labels.items()]
    lifted.append((_("Words looked for"), selection.with_(query="")))
    found = []
    for label, other in lifted:
        left = len(chosen(other))
        if other != selection and left:
            text = _("Without “{name}” ({number})", name=label, number=digits(left))
            found.append(Link(text=text, href=other.address()))
    return tuple(found)


def _card(one: Initiative, *, release: Release) -> InitiativeCard:
    facts = (
        _where(one, release=release),
        _(KIND_WORDS[one.kind]),
        _(METHOD_WORDS[one.method]) if one.method != "unknown" else "",
        _years(one) if one.years_from or one.years_to else "",
        listed([_("Goal {number}", number=digits(goal)) for goal in one.goals[:3]]),
    )
    return InitiativeCard(
        id=one.id, name=one.name, href=_page(one.id), organisation=one.organisation,
        summary=one.summary, facts=tuple(fact for fact in facts if fact),
    )  # fmt: skip


def _where(one: Initiative, *, release: Release) -> str:
    if len(one.countries) == len(COUNTRIES):
        return _("All four countries")
    countries = listed([words(release.areas[code]) for code in one.countries])
    return f"{one.place}, {countries}" if one.place else countries


def _years(one: Initiative) -> str:
    first, last = (digits(year) if year else "" for year in (one.years_from, one.years_to))
    if first and last:
        return first if first == last else f"{first}–{last}"
    if first:
        return _("since {year}", year=first)
    return _("until {year}", year=last) if last else _(UNKNOWN)


def _maps(
    found: Sequence[Initiative], *, selection: Selection, release: Release
) -> tuple[SpotMap, ...]:
    """Return a map of each country that has entries, or of the one that is chosen."""
    maps = []
    for word, code in release.known.countries.items():
        here = [one for one in found if code in one.countries]
        if here and selection.country in ("", word):
            maps.append(_map(here, code=code, word=word, release=release))
    return tuple(maps)


def _map(here: Sequence[Initiative], *, code: str, word: str, release: Release) -> SpotMap:
    shape = outlined(outlines_of(code))
    groups: list[tuple[float, float, list[Initiative]]] = []
    for one in here:
        if one.latitude is None or one.longitude is None:
            continue
        x, y = shape.place(latitude=one.latitude, longitude=one.longitude)
        if not (-POINT < x < shape.width + POINT and -POINT < y < shape.height + POINT):
            continue  # its point lies in another of its countries
        for at, over, members in groups:
            if (x - at) ** 2 + (y - over) ** 2 < NEAR**2:
                members.append(one)
                break
        else:
            groups.append((x, y, [one]))
    spots = tuple(
        Spot(
            id=f"at-{word}-{number}", x=round(x, 1), y=round(y, 1),
            radius=round(POINT + min(4.0, len(members) / 2), 1),
            label=", ".join(dict.fromkeys(one.place for one in members if one.place)),
            entries=tuple(Link(text=one.name, href=_page(one.id)) for one in members),
        )
        for number, (x, y, members) in enumerate(groups, start=1)
    )  # fmt: skip
    whole = len(here) - sum(len(spot.entries) for spot in spots)
    return SpotMap(
        id=f"map-{word}", title=words(release.areas[code]), path=shape.path, width=shape.width,
        height=shape.height, spots=spots, whole=whole,
        said=plural("{n} for the whole country", "{n} for the whole country", whole),
    )  # fmt: skip


def _entry(*, selection: Selection, release: Release) -> InitiativeView:
    one = initiatives()[selection.entry]
    pairs = [
        row
        for dataset in one.datasets
        for row in release.ask(Question.DATASET_PAIRS, dataset=dataset).iter_rows(named=True)
    ]
    titles = {
        row["dataset"]: row["title"]
        for row in release.ask(Question.DATASETS, datasets=None).iter_rows(named=True)
    }
    held = record(one)
    return InitiativeView(
        release=release.name,
        selection=selection,
        title=one.name,
        sentence=words(one.summary),
        crumbs=crumbs_of(selection=selection, release=release, title=one.name),
        records=(held,),
        columns=(*COLUMNS, "address"),
        details={"initiative": held},
        entry=held,
        facts=_facts(one, release=release),
        goals=tuple(
            Link(
                text=f"{goal_name(goal, release=release)}, {words(release.areas[code])}",
                href=select(country=release.known.word(code), goal=goal).address(),
            )
            for goal in one.goals
            for code in one.countries
        ),
        targets=tuple(
            Link(
                text=measure_name(code, release=release),
                href=select(room=INDICATOR, indicator=code).address()
                if code in release.known.across
                else "",
            )
            for code in one.targets
        ),
        datasets=tuple(
            Link(
                text=words(titles[name]),
                href=select(room=DATASETS, dataset=name).address(),
            )
            for name in one.datasets
        ),
        pairs=tuple(
            Link(
                text=words(row["title"]),
                href=select(
                    country=release.known.word(row["country"]), goal=row["goal"],
                    indicator=row["indicator"], pair=row["pair"],
                ).address(),
                note=row["indicator"],
            )
            for row in {row["pair"]: row for row in pairs}.values()
        ),
        beside=_beside(one),
        maps=_maps([one], selection=selection, release=release) if one.place else (),
        source=tuple(source_links(one.source)),
    )  # fmt: skip


def _facts(one: Initiative, *, release: Release) -> tuple[tuple[str, str], ...]:
    areas = listed([words(release.areas[area]) for area in one.areas if area in release.areas])
    spoken = [SPOKEN[code].name if code in LANGUAGES else _(FRENCH) for code in one.languages]
    return (
        (_("Who"), one.organisation if one.organisation != "unknown" else _(UNKNOWN)),
        (_("Where"), _where(one, release=release) + (f" ({areas})" if areas else "")),
        (_("Since when"), _years(one)),
        (in_context("initiative", "Kind"), _(KIND_WORDS[one.kind])),
        (_("How it measures"), _(METHOD_WORDS[one.method])),
        (_("State of work"), _(STATUS_WORDS[one.status])),
        (_("Open data"), _(OPEN_WORDS[one.data_open])),
        (_("Languages"), listed(spoken) or _(UNKNOWN)),
        (_("Checked"), digits(one.checked)),
    )


def _beside(one: Initiative) -> tuple[Link, ...]:
    """Return others on the same goals in the same countries: those that share most come first."""

    def shared(other: Initiative) -> int:
        return len(set(one.goals) & set(other.goals)) * len(
            set(one.countries) & set(other.countries)
        )

    others = [other for other in initiatives().values() if other.id != one.id and shared(other)]
    others.sort(key=lambda other: (-shared(other), len(other.countries)))
    return tuple(
        Link(text=other.name, href=_page(other.id), note=other.organisation)
        for other in others[:MOST_BESIDE]
    )


def geojson(view: InitiativesView | InitiativeView) -> dict[str, Any]:
    """Return the entries as GeoJSON (RFC 7946): those of no one place have no geometry."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": row["id"],
                "geometry": {
                    "type": "Point",
                    "coordinates": [row["longitude"], row["latitude"]],
                }
                if row["latitude"] is not None
                else None,
                "properties": {
                    name: value
                    for name, value in row.items()
                    if name not in ("latitude", "longitude")
                },
            }
            for row in view.records
        ],
    }
