"""Atom feeds (RFC 4287) of a country, or of one goal of it: what changed between releases.

Written by the standard library's ElementTree: ``feedgen`` (lxml, last released in December 2023)
takes the lists of an entry as text to be parsed, where this escapes them element by element.

Use, for an address with ``.atom`` behind it::

    kept = kept_releases(store)
    feed_of(selection=selection, kept=kept, base=root())

Nothing is remembered beside the releases: a change is what differs between two that are kept.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice, pairwise
from typing import Any
from uuid import UUID, uuid5
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import polars as pl

from data.errors import SelectionError
from data.selection import UNPRINTED, Selection
from data.store import MOST_OPEN, Question, Release, Store
from layouts import sentences as say
from layouts.components.crumbs import country_name
from layouts.components.parts import CountryView, GoalView, Link, View
from layouts.components.tables import group_words
from layouts.head import LICENCES_ABOUT, SITE
from layouts.language import (
    _,
    current,
    digits,
    is_translated,
    mark,
    mark_plural,
    plural,
    select,
    speaking,
    to,
    words,
)
from layouts.numbers import decimals, plain, suffix
from layouts.official import official

Row = Mapping[str, Any]

ATOM = "application/atom+xml"
KIND = "atom"
"""The ending of a feed's address."""
MOST_ENTRIES = 50
MOST_LISTED = 20
"""Figures, series or pairs that one entry names; the others it counts."""
MOST_CHANGES = 8  # differences remembered: some more than there are kept releases

# Drawn once. With another one every reader would be shown every entry again.
_NAMESPACE = UUID("a9e00a42-a4bf-56fe-bc31-5f9d7010fed5")
_ATOM, _XHTML = "http://www.w3.org/2005/Atom", "http://www.w3.org/1999/xhtml"

PAIRS, REVISED, NEW, GONE, FIRST = "new-pairs", "revised", "new-figures", "not-shown", "first"
KINDS = (PAIRS, REVISED, NEW, GONE)
"""Kinds of changes, in the order in which those of one release are listed."""

# What makes two figures of two releases the same figure. The vintage is no part of it, and a family
# is one database in several vintages: so a newer vintage revises, instead of one figure coming and
# another going. The unit is: numbers of two units are not held against each other.
_SAME = ("family", "series", "indicator", "country", "area", "period", "sex", "age",
         "urbanisation", "other", "unit")  # fmt: skip
_TOLD = (*_SAME, "dataset", "dataset_title", "side", "area_name", "year_start", "year_end", "value")
_GROUP = ("country", "indicator", "dataset", "dataset_title", "side")
# Below this, and below this share of a value, the difference is that of two floats, not of figures.
_SAME_NUMBER = 1e-9
_MOST_DECIMALS = 9

FEED = mark("{country}: what changed between releases")
FEED_OF_GOAL = mark("{country}, goal {goal}: what changed between releases")
SUBTITLE = mark(
    "New pairs, revised figures, new figures and figures no longer shown, the newest release "
    "first; at most {most} entries."
)
RIGHTS = mark("Each figure stands under its publisher’s terms, dataset by dataset: {address}")
TITLES = {
    (PAIRS, "citizen"): mark("New pairs: {dataset}, {code}"),
    (REVISED, "citizen"): mark("Revised citizens’ figures: {dataset}, {code}"),
    (REVISED, "official"): mark("Revised official figures: {dataset}, {code}"),
    (NEW, "citizen"): mark("New citizens’ figures: {dataset}, {code}"),
    (NEW, "official"): mark("New official figures: {dataset}, {code}"),
    (GONE, "citizen"): mark("Citizens’ figures no longer shown: {dataset}, {code}"),
    (GONE, "official"): mark("Official figures no longer shown: {dataset}, {code}"),
}
SENTENCES = {
    PAIRS: mark_plural(
        "Release {release} judges {n} pair that release {earlier} did not have: a series of "
        "“{dataset}” and an official one, on {code} ({title}) in {country}.",
        "Release {release} judges {n} pairs that release {earlier} did not have: series of "
        "“{dataset}” and official ones, on {code} ({title}) in {country}.",
    ),
    REVISED: mark_plural(
        "{n} figure of “{dataset}” on {code} ({title}) in {country} was revised: it differs "
        "between release {earlier} and release {release}. Years: {years}.",
        "{n} figures of “{dataset}” on {code} ({title}) in {country} were revised: they differ "
        "between release {earlier} and release {release}. Years: {years}.",
    ),
    NEW: mark_plural(
        "Release {release} shows {n} figure of “{dataset}” on {code} ({title}) in {country} that "
        "release {earlier} did not show. Years: {years}.",
        "Release {release} shows {n} figures of “{dataset}” on {code} ({title}) in {country} that "
        "release {earlier} did not show. Years: {years}.",
    ),
    GONE: mark_plural(
        "Release {release} no longer shows {n} figure of “{dataset}” on {code} ({title}) in "
        "{country} that release {earlier} showed. Years: {years}.",
        "Release {release} no longer shows {n} figures of “{dataset}” on {code} ({title}) in "
        "{country} that release {earlier} showed. Years: {years}.",
    ),
}
WHY_GONE = mark(
    "A figure may go because its publisher withdrew it, because a newer vintage took its place or "
    "to protect people: between releases the reason is not recorded."
)
BESIDE = mark("{area}, {when}: {older} before, {newer} now")
BESIDE_OF_GROUP = mark("{area}, {when}, {group}: {older} before, {newer} now")
MORE = mark_plural("{n} more is not listed here.", "{n} more are not listed here.")
FIRST_TITLE = mark("{country}, goal {goal}: what release {release} shows")
FIRST_SENTENCE = mark(
    "What release {release} shows on goal {goal} ({title}) in {country}: citizens’ figures "
    "{citizen}, official figures {official}, datasets {datasets}, pairs {pairs}. No earlier "
    "release is kept here to compare it with."
)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A release and when it was written here (UTC)."""

    release: Release
    published: datetime


@dataclass(frozen=True, kw_only=True)
class Change:
    """One kind of change of one dataset on one indicator in one country, between two releases.

    ``country`` is ISO 3166-1 alpha-3, ``indicator`` an indicator's or target's code. ``count`` is
    of figures, or of pairs where ``kind`` is ``PAIRS``. ``listed`` are up to ``MOST_LISTED`` of
    them: figures with ``value``, where revised ``older`` too, both in ``unit``; series, each once,
    where figures are new or gone, with no value; pairs with ``pair`` and ``title``; ``left`` is how
    many of them are not listed. ``dataset`` of a pair is its citizens'.
    """

    kind: str
    country: str
    indicator: str
    dataset: str
    dataset_title: str
    side: str
    count: int
    first_year: int
    last_year: int
    listed: tuple[Row, ...]
    left: int

    @property
    def goal(self) -> int:
        """The goal of the indicator."""
        return int(self.indicator.partition(".")[0])


def kept_releases(store: Store) -> tuple[Kept, ...]:
    """Return the releases that a feed may tell of, the one being served first, then the newest.

    Neither a release's table ``meta`` nor the pointer beside it says when it was built, so this
    asks the file system when the release's file was written: on this machine, once, for a build
    from the same figures keeps the file it finds. A release written after the one being served
    was taken back, and is no part of what led to it.
    """
    found: list[Kept] = []
    for name in islice(store.kept(), 1 + MOST_OPEN):
        try:
            release = store.release(name)
            stat = (store.folder / f"{name}.duckdb").stat()
        except (SelectionError, FileNotFoundError):
            continue  # tidied away by a build since it was listed
        published = datetime.fromtimestamp(stat.st_mtime, tz=UTC).replace(microsecond=0)
        if not found or published <= found[0].published:
            found.append(Kept(release=release, published=published))
    return tuple(found)


# --- what changed -------------------------------------------------------------------------------


@lru_cache(maxsize=MOST_CHANGES)
def changes_between(*, earlier: Release, later: Release) -> tuple[Change, ...]:
    """Return what ``later`` shows otherwise than ``earlier``, in the order a feed lists it.

    Both are asked for the figures they show (one vintage a line, nothing withheld): a figure whose
    value is withheld counts as not shown. What a release no longer shows is counted and never
    printed again. A difference that is only that of two floats is none.
    """
    before, now = _shown(earlier), _shown(later)
    joined = now.join(
        before.select(*_SAME, older="value"),
        on=_SAME, how="left", nulls_equal=True, maintain_order="left",
    )  # fmt: skip
    size = pl.max_horizontal(pl.col("value").abs(), pl.col("older").abs(), 1.0)
    differs = (pl.col("value") - pl.col("older")).abs() > _SAME_NUMBER * size
    gone = before.join(now, on=_SAME, how="anti", nulls_equal=True, maintain_order="left")
    found = [
        *_new_pairs(earlier=earlier, later=later),
        *_grouped(_nation_first(joined.filter(differs)), kind=REVISED, release=later),
        *_grouped(joined.filter(pl.col("older").is_null()), kind=NEW, release=later),
        *_grouped(gone, kind=GONE, release=earlier),
    ]
    place = {code: n for n, code in enumerate(later.measures)}
    return tuple(
        sorted(
            found,
            key=lambda one: (
                KINDS.index(one.kind), one.country, place.get(one.indicator, len(place)),
                one.indicator, one.dataset,
            ),
        )
    )  # fmt: skip


def _shown(release: Release) -> pl.DataFrame:
    """Return every figure that a release shows, once, with the family of its dataset."""
    datasets = release.ask(Question.DATASETS, datasets=None)
    figures = release.ask(Question.FIGURES, country=None, measures=None)
    return (
        figures.filter(pl.col("value").is_not_null())
        .join(
            datasets.select("dataset", "family", dataset_title="title"),
            on="dataset", how="left", maintain_order="left",
        )
        .select(_TOLD)
        .unique(_SAME, keep="first", maintain_order=True)
    )  # fmt: skip


def _nation_first(figures: pl.DataFrame) -> pl.DataFrame:
    """Return figures so that those most asked for are among the listed: national, newest first."""
    return figures.sort(
        pl.col("area") != pl.col("country"), pl.col("year_end"),
        descending=[False, True], maintain_order=True,
    )  # fmt: skip


def _grouped(figures: pl.DataFrame, *, kind: str, release: Release) -> Iterator[Change]:
    """Give the figures as one change for each country, indicator and dataset."""
    for group in figures.partition_by(_GROUP, maintain_order=True):
        said = group.row(0, named=True)
        titles = release.ask(Question.DATASET_SERIES, dataset=said["dataset"])
        title_of = dict(titles.select("series", "title").iter_rows())
        listed = group if kind == REVISED else group.select("series").unique(maintain_order=True)
        yield Change(
            kind=kind,
            **{name: said[name] for name in _GROUP},
            count=group.height,
            first_year=group["year_start"].min(),  # type: ignore[arg-type]
            last_year=group["year_end"].max(),  # type: ignore[arg-type]
            listed=tuple(
                row | {"title": title_of.get(row["series"]) or row["series"]}
                for row in listed.head(MOST_LISTED).iter_rows(named=True)
            ),
            left=max(listed.height - MOST_LISTED, 0),
        )


def _new_pairs(*, earlier: Release, later: Release) -> Iterator[Change]:
    """Give the pairs that only the later release judges, by country, indicator and dataset."""
    asked = {"country": None, "goal": None, "indicator": None}
    known = earlier.ask(Question.PAIRS, **asked)["pair"].implode()
    pairs = later.ask(Question.PAIRS, **asked).filter(~pl.col("pair").is_in(known))
    datasets = later.ask(Question.DATASETS, datasets=None)
    title_of = dict(datasets.select("dataset", "title").iter_rows())
    by = ["country", "indicator", "citizen_dataset"]
    for group in pairs.partition_by(by, maintain_order=True):
        country, indicator, dataset = group.select(by).row(0)
        yield Change(
            kind=PAIRS,
            country=country,
            indicator=indicator,
            dataset=dataset,
            dataset_title=title_of[dataset],
            side="citizen",
            count=group.height,
            first_year=0,
            last_year=0,
            listed=tuple(group.select("pair", "title").head(MOST_LISTED).iter_rows(named=True)),
            left=max(group.height - MOST_LISTED, 0),
        )


# --- as entries ---------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An entry in the language being spoken; ``links`` and ``lists`` follow the sentence.

    ``address`` is a page of this site, ``lists`` lines under a heading that may be "", ``links``
    the pages of pairs, ``notes`` further sentences.
    """

    id: str
    kind: str
    terms: tuple[str, ...]
    published: datetime
    title: str
    address: str
    sentence: str
    links: tuple[Link, ...] = ()
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()
    notes: tuple[str, ...] = ()


def _entries(*, selection: Selection, kept: Sequence[Kept]) -> Iterator[Entry]:
    """Give the entries of a feed, the newest release first."""
    if len(kept) == 1:
        yield from _first(selection=selection, kept=kept[0])
        return
    code = kept[0].release.known.countries[selection.country]
    for later, earlier in pairwise(kept):
        for change in changes_between(earlier=earlier.release, later=later.release):
            if change.country == code and selection.goal in (0, change.goal):
                yield _entry(
                    change, later=later, earlier=earlier.release, served=kept[0].release,
                    country=selection.country,
                )  # fmt: skip


def _entry(
    change: Change, *, later: Kept, earlier: Release, served: Release, country: str
) -> Entry:
    row = served.measures.get(change.indicator) or later.release.measures.get(change.indicator)
    said = {
        "release": later.release.name,
        "earlier": earlier.name,
        "dataset": words(change.dataset_title),
        "code": change.indicator,
        "title": official(row) if row else change.indicator,
        "country": country_name(country, release=served),
        "years": _span(change.first_year, change.last_year),
    }
    return Entry(
        id=_id(
            "entry", later.release.name, earlier.name, change.kind, change.country,
            change.indicator, change.dataset,
        ),
        kind=change.kind,
        terms=(change.indicator, change.dataset),
        published=later.published,
        title=_(TITLES[change.kind, change.side], dataset=said["dataset"], code=change.indicator),
        address=_page_of(change, country=country, served=served),
        sentence=plural(*SENTENCES[change.kind], change.count, **said),
        links=_pair_links(change, country=country, served=served),
        lists=() if change.kind == PAIRS else _lists(change),
        notes=(
            *([plural(*MORE, change.left)] if change.left else []),
            *([_(WHY_GONE)] if change.kind == GONE else []),
        ),
    )  # fmt: skip


def _first(*, selection: Selection, kept: Kept) -> Iterator[Entry]:
    """Give what the only release shows, a goal an entry: there is nothing to compare it with."""
    release = kept.release
    code = release.known.countries[selection.country]
    name = country_name(selection.country, release=release)
    shown = _shown(release).filter(pl.col("country") == code)
    pairs = release.ask(Question.PAIRS, country=code, goal=None, indicator=None)
    for goal in [selection.goal] if selection.goal else sorted(release.goals):
        codes = [one for one, its in release.known.measures.items() if its == goal]
        here = shown.filter(pl.col("indicator").is_in(codes))
        citizen = here.filter(pl.col("side") == "citizen").height
        said = {"country": name, "goal": digits(goal), "release": release.name}
        yield Entry(
            id=_id("entry", release.name, "", FIRST, code, str(goal)),
            kind=FIRST,
            terms=(str(goal),),
            published=kept.published,
            title=_(FIRST_TITLE, **said),
            address=select(country=selection.country, goal=goal).address(),
            sentence=_(
                FIRST_SENTENCE,
                **said,
                title=official(release.goals[goal], "short"),
                citizen=plain(citizen, 0),
                official=plain(here.height - citizen, 0),
                datasets=plain(here["dataset"].n_unique(), 0),
                pairs=plain(pairs.filter(pl.col("goal") == goal).height, 0),
            ),
        )


def _page_of(change: Change, *, country: str, served: Release) -> str:
    """Return the address of the page that shows a change; a goal's where its own is gone."""
    found = select(country=country, goal=change.goal)
    if served.known.measures.get(change.indicator) != change.goal:
        return found.address()
    pair = change.listed[0].get("pair", "") if change.count == 1 else ""
    found = found.with_(indicator=change.indicator)
    return found.with_(pair=pair if pair in served.known.pairs else "").address()


def _pair_links(change: Change, *, country: str, served: Release) -> tuple[Link, ...]:
    if change.kind != PAIRS:
        return ()
    page = select(country=country, goal=change.goal, indicator=change.indicator)
    return tuple(
        Link(text=words(row["title"]), href=page.with_(pair=row["pair"]).address())
        for row in change.listed
        if row["pair"] in served.known.pairs  # a later release may have left it out again
    )


def _lists(change: Change) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the series of a change; of revised figures with both values of each."""
    if change.kind != REVISED:
        return tuple((str(row["title"]), ()) for row in change.listed)
    found: dict[str, list[str]] = {}
    for row in change.listed:
        found.setdefault(row["title"], []).append(_both(row))
    return tuple((title, tuple(lines)) for title, lines in found.items())


def _both(row: Row) -> str:
    """Return where, when and of whom a revised figure is, with both its values."""
    older, newer = told_apart(row["older"], row["value"], unit=row["unit"])
    said = {"area": words(row["area_name"]), "when": say.period(row), "older": older}
    group = group_words(row)
    if group:
        return _(BESIDE_OF_GROUP, **said, group=group, newer=newer)
    return _(BESIDE, **said, newer=newer)


def told_apart(older: float, newer: float, *, unit: str) -> tuple[str, str]:
    """Return two values of one unit as printed, with as many decimals as it takes to differ."""
    places = max(decimals(older, unit), decimals(newer, unit))
    while plain(older, places) == plain(newer, places) and places < _MOST_DECIMALS:
        places += 1
    return plain(older, places) + suffix(unit), plain(newer, places) + suffix(unit)


def _span(first: int, last: int) -> str:
    return digits(first) if first == last else f"{digits(first)}–{digits(last)}"


def _id(*parts: str) -> str:
    """Return the name that never changes: the same parts in the same language, anywhere.

    The language is a part of it: a translation is an entry of its own, not a new state of one.
    """
    return f"urn:uuid:{uuid5(_NAMESPACE, '|'.join((current().code, *parts)))}"


# --- as XML -------------------------------------------------------------------------------------


def feed_of(*, selection: Selection, kept: Sequence[Kept], base: str) -> bytes:
    """Return the feed of a country, or of one goal of it, as Atom 1.0 in UTF-8.

    ``kept`` are the releases, the one being served first (:func:`kept_releases`); ``base`` is
    where the site stands, ``https://example.org``. Raises ``SelectionError`` for an address that
    has no feed, and ``ValueError`` where no release is given.
    """
    if not kept:
        raise ValueError("a feed needs a release")
    if not selection.country or selection.indicator or selection.room:
        raise SelectionError(
            parameter="address",
            found=f"{selection.address()}.{KIND}",
            allowed=[f"/{one}.{KIND}" for one in kept[0].release.known.countries],
        )
    scope = Selection(
        country=selection.country, goal=selection.goal, language=selection.language
    )  # what else an address says, a feed does not narrow by
    with speaking(scope.language):
        entries = tuple(islice(_entries(selection=scope, kept=kept), MOST_ENTRIES))
        return _written(_feed(scope, entries, kept=kept, base=base.rstrip("/")))


def _feed(
    scope: Selection, entries: Sequence[Entry], *, kept: Sequence[Kept], base: str
) -> Element:
    served = kept[0]
    code = current().code
    feed = Element("feed", {"xmlns": _ATOM, "xml:lang": code})
    name = country_name(scope.country, release=served.release)
    updated = max((entry.published for entry in entries), default=served.published)
    _add(feed, "id", _id("feed", scope.country, str(scope.goal)))
    _add(feed, "title", title_of(scope, country=name))
    _add(feed, "subtitle", _(SUBTITLE, most=plain(MOST_ENTRIES, 0)))
    _add(feed, "updated", _moment(updated))
    page = base + scope.address()
    _add(feed, "link", rel="self", type=ATOM, href=f"{page}.{KIND}")
    _add(feed, "link", rel="alternate", type="text/html", hreflang=code, href=page)
    author = _add(feed, "author")
    _add(author, "name", SITE)
    _add(author, "uri", f"{base}/")
    _add(feed, "rights", _(RIGHTS, address=base + to(LICENCES_ABOUT)))
    _add(feed, "generator", SITE, uri=f"{base}/")
    for entry in entries:
        _entry_element(feed, entry, base=base)
    return feed


def _entry_element(feed: Element, entry: Entry, *, base: str) -> None:
    one = _add(feed, "entry")
    _add(one, "id", entry.id)
    _add(one, "title", entry.title)
    _add(one, "published", _moment(entry.published))
    _add(one, "updated", _moment(entry.published))
    _add(one, "link", rel="alternate", type="text/html", hreflang=current().code,
         href=base + entry.address)  # fmt: skip
    for term in (entry.kind, *entry.terms):
        _add(one, "category", term=term)
    _add(one, "summary", entry.sentence)
    content = _add(one, "content", type="xhtml")
    body = _add(content, "div", xmlns=_XHTML)
    _add(body, "p", entry.sentence)
    _links(body, entry.links, base=base)
    _lists_element(body, entry.lists)
    for note in entry.notes:
        _add(body, "p", note)


def _links(body: Element, links: Sequence[Link], *, base: str) -> None:
    if links:
        group = _add(body, "ul")
        for link in links:
            _add(_add(group, "li"), "a", link.text, href=base + link.href)


def _lists_element(body: Element, lists: Iterable[tuple[str, tuple[str, ...]]]) -> None:
    """Add the series, each with its lines; a title that is not translated says it is English."""
    found = tuple(lists)
    if not found:
        return
    group = _add(body, "ul")
    for title, lines in found:
        item = _add(group, "li")
        english = {} if is_translated(title) else {"xml:lang": "en", "lang": "en"}
        _add(item, "span", words(title), **english)
        if lines:
            below = _add(item, "ul")
            for line in lines:
                _add(below, "li", line)


def _add(parent: Element, tag: str, text: str = "", /, **attributes: str) -> Element:
    """Add an element; the serializer escapes what it holds, once it is printable."""
    found = SubElement(parent, tag, {name: _printable(said) for name, said in attributes.items()})
    found.text = _printable(text) or None
    return found


def _printable(text: str) -> str:
    """Return a text without what XML 1.0 may not hold: controls, surrogates, unassigned signs."""
    return "".join(
        " " if unicodedata.category(letter) in UNPRINTED else letter for letter in text
    ).strip()


def _moment(time: datetime) -> str:
    """Return a moment as RFC 3339 writes it, in UTC: ``2026-11-23T16:42:12Z``."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _written(feed: Element) -> bytes:
    ElementTree.indent(feed)
    return ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n"


# --- where they are -----------------------------------------------------------------------------


def title_of(scope: Selection, *, country: str) -> str:
    """Return the title of a feed, in the language being spoken."""
    if scope.goal:
        return _(FEED_OF_GOAL, country=country, goal=digits(scope.goal))
    return _(FEED, country=country)


def feeds_of(view: View) -> tuple[Link, ...]:
    """Return the feeds that a page offers, its own first: those of a country and of its goals.

    ``text`` is the feed's title and ``note`` its media type, as a page's head names them::

        <link rel="alternate" type="{{ link.note }}" title="{{ link.text }}" href="{{ link.href }}">
    """
    if not isinstance(view, CountryView | GoalView):
        return ()
    whole = select(country=view.selection.country)
    own = whole.with_(goal=view.selection.goal)
    return tuple(
        Link(
            text=title_of(scope, country=view.country),
            href=f"{scope.address()}.{KIND}",
            note=ATOM,
        )
        for scope in dict.fromkeys((own, whole))
    )
