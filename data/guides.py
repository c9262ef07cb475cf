"""The guides of the learning room, from ``data/catalogue/guides/<id>/<language>.md``.

A file opens with what is known of the guide, in TOML between two lines ``+++``; its text follows in
Markdown. The English file says everything; a translation says its words alone. A source is named
by its key in square brackets, ``[WHO-16]``, and stands in ``guides/sources.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from urllib.parse import parse_qsl

from data.catalogue import CATALOGUE, COUNTRIES
from data.entry import Entry, toml
from data.errors import CatalogueError
from data.glossary import read_glossary
from data.languages import ENGLISH, LANGUAGES

FOLDER = "guides"
SOURCES = "sources.toml"
FENCE = "+++"
LEAST, MOST = 6, 10
"""Items of a checklist."""
MACHINE = "machine-made"
ORIGINS = (MACHINE, "read by a speaker")
"""Who a translation is by."""
WORDS = ("title", "summary", "example_words", "outcomes", "checklist")
SHARED = ("id", "order", "minutes", "next", "example", "terms", "sources")
"""What the English file alone says; a translation may repeat it, and then says the same."""
SECURE = ("https://", "http://")
_KEY = re.compile(r"\[([A-Z][A-Za-z0-9.-]*)\](?![(\[])")
_TAG = re.compile(r"</?[A-Za-z][^>]*>|<!--|<!\[|<\?|<![A-Za-z]")
_CODE = re.compile(r"`[^`\n]+`")
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$", re.MULTILINE)
_EXAMPLE = re.compile(r"/(?P<country>[a-z]+)/goal-(?P<goal>\d+)/(?P<code>[\w.]+)\?(?P<query>.+)")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where something was read: its key in the text, its words, its address ("" for none)."""

    key: str
    text: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Words:
    """A guide in one language; ``text`` is Markdown, ``origin`` one of ``ORIGINS`` ("" for the
    English file)."""

    language: str
    title: str
    summary: str
    outcomes: tuple[str, ...]
    checklist: tuple[str, ...]
    example_words: str
    text: str
    origin: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the text, in their order."""
        return tuple(found[2] for found in _HEADING.finditer(self.text))


@dataclass(frozen=True, kw_only=True)
class Guide:
    """A guide: ``example`` is the address of a comparison of this site, ``terms`` are ids of the
    glossary, ``minutes`` how long reading takes; ``said`` holds its words by language."""

    id: str
    order: int
    minutes: int
    next: str
    example: str
    terms: tuple[str, ...]
    sources: tuple[Source, ...]
    said: Mapping[str, Words]

    def words(self, language: str) -> Words:
        """Return its words in a language, the English ones where it is not translated."""
        return self.said.get(language) or self.said[ENGLISH]

    @property
    def anchors(self) -> tuple[str, ...]:
        """The ids of its headings, the same in every language."""
        return tuple(anchor(text) for text in self.said[ENGLISH].headings)


def anchor(heading: str) -> str:
    """Return the id of a heading: "Small numbers" → ``small-numbers``."""
    return _NOT_SLUG.sub("-", heading.casefold()).strip("-")


def keys_of(text: str) -> tuple[str, ...]:
    """Return the keys of sources that a text names, each once."""
    return tuple(dict.fromkeys(_KEY.findall(_CODE.sub("", text))))


def cited(text: str, *, links: Mapping[str, str]) -> str:
    """Return a text with the keys of its sources replaced."""
    return _KEY.sub(lambda found: links.get(found[1], found[0]), text)


def read_guides(*, folder: Path = CATALOGUE) -> dict[str, Guide]:
    """Return the guides by id, in the order that they say.

    Raises ``CatalogueError`` (file, entry, what was found, what is allowed) for a guide or a source
    that cannot be used.
    """
    home = folder / FOLDER
    sources = read_sources(home / SOURCES)
    terms = read_glossary(folder / "glossary.csv")
    pairs = {path.stem for path in (folder / "pairs").glob("*.toml")}
    ids = sorted(path.name for path in home.iterdir() if path.is_dir())
    found = [
        _guide(home / name, ids=ids, sources=sources, terms=terms, pairs=pairs) for name in ids
    ]
    found.sort(key=lambda guide: guide.order)
    for before, after in pairwise(found):
        if before.order == after.order:
            raise CatalogueError(
                file=f"{after.id}/{ENGLISH}.md", entry=f"{after.id} · order", found=after.order,
                reason=f"is the order of {before.id!r} already",
            )  # fmt: skip
    return {guide.id: guide for guide in found}


def read_sources(path: Path) -> dict[str, Source]:
    """Return the sources by key. Raises ``CatalogueError`` naming file, key and field."""
    found = {}
    for key, values in toml(path).items():
        if not isinstance(values, dict) or not _KEY.fullmatch(f"[{key}]"):
            raise CatalogueError(
                file=path.name, entry=key, found=values,
                reason='a source is a table ["KEY"], its key letters, digits, hyphens and stops',
            )  # fmt: skip
        entry = Entry(file=path.name, entry=key, values=values)
        entry.only("text", "address")
        address = entry.text("address", default="")
        if address and not address.startswith(SECURE):
            raise entry.fail("address", address, SECURE, "a whole address, or nothing")
        found[key] = Source(key=key, text=entry.text("text"), address=address)
    return found


def _guide(
    folder: Path, *, ids: Collection[str], sources: Mapping[str, Source],
    terms: Collection[str], pairs: Collection[str],
) -> Guide:  # fmt: skip
    """Read the files of one guide, the English one first."""
    top, text = _opened(folder / f"{ENGLISH}.md")
    top.only(*SHARED, *WORDS)
    if top.text("id") != folder.name:
        raise top.fail("id", top.text("id"), (folder.name,), "must equal the folder's name")
    named = _known(top, "sources", allowed=sources)
    said = {ENGLISH: _words(top, text, language=ENGLISH, sources=named)}
    for path in sorted(folder.glob("*.md")):
        if path.stem not in LANGUAGES:
            raise CatalogueError(
                file=_name(path), entry="file", found=path.stem, allowed=LANGUAGES,
                reason="is no language of the dashboard",
            )  # fmt: skip
        if path.stem != ENGLISH:
            said[path.stem] = _translation(path, english=said[ENGLISH], top=top, sources=named)
    return Guide(
        id=folder.name,
        order=int(top.number("order", at_least=1)),
        minutes=int(top.number("minutes", at_least=1)),
        next=top.text("next", allowed=ids),
        example=_example(top, pairs=pairs),
        terms=_known(top, "terms", allowed=terms),
        sources=tuple(sources[key] for key in named),
        said=MappingProxyType(said),
    )


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _opened(path: Path) -> tuple[Entry, str]:
    """Return what a file says of itself, and its text."""
    try:
        before, head, text = path.read_text(encoding="utf-8").split(f"{FENCE}\n", 2)
        values = tomllib.loads(head)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValueError) as error:
        raise CatalogueError(
            file=_name(path), entry="file", found=str(error),
            reason=f"a guide is TOML between two lines {FENCE}, then Markdown",
        ) from error  # fmt: skip
    top = Entry(file=_name(path), entry=path.parent.name, values=values)
    if before.strip():
        raise top.fail("file", before.strip()[:40], (FENCE,), "stands before the first line")
    return top, text.strip()


def _known(top: Entry, key: str, *, allowed: Collection[str]) -> tuple[str, ...]:
    found = top.texts(key)
    for one in found:
        if one not in allowed:
            raise top.fail(key, one, allowed)
    return found


def _words(
    top: Entry, text: str, *, language: str, sources: Collection[str], origin: str = ""
) -> Words:
    found = Words(
        language=language,
        title=top.text("title"),
        summary=top.text("summary"),
        outcomes=top.texts("outcomes"),
        checklist=top.texts("checklist"),
        example_words=top.text("example_words"),
        text=text,
        origin=origin,
    )
    if not LEAST <= len(found.checklist) <= MOST:
        raise top.fail("checklist", len(found.checklist), (f"{LEAST} to {MOST}",), "items")
    if not found.outcomes:
        raise top.fail("outcomes", 0, (), "say what a reader can do after")
    if not text:
        raise top.fail("text", "", (), "a guide has a text")
    lines = (found.title, found.summary, found.example_words, *found.outcomes, *found.checklist)
    for one in (_CODE.sub("", text), *lines):
        if tag := _TAG.search(one):
            raise top.fail("text", tag[0], (), "HTML is not allowed; write Markdown")
    for key in keys_of(text):
        if key not in sources:
            raise top.fail("text", key, sources, "names a source that `sources` does not list")
    return found


def _translation(path: Path, *, english: Words, top: Entry, sources: Collection[str]) -> Words:
    """Read a translation, and hold it against the English file."""
    own, text = _opened(path)
    own.only(*SHARED, *WORDS, "origin")
    for key in SHARED:
        if key in own.values and own.values[key] != top.values[key]:
            raise own.fail(key, own.values[key], (str(top.values[key]),), "the English file says")
    found = _words(
        own, text, language=path.stem, sources=sources, origin=own.text("origin", allowed=ORIGINS)
    )
    counted: Iterable[tuple[str, Collection[str], Collection[str]]] = (
        ("checklist", found.checklist, english.checklist),
        ("outcomes", found.outcomes, english.outcomes),
        ("headings", found.headings, english.headings),
    )
    for key, here, there in counted:
        if len(here) != len(there):
            raise own.fail(key, len(here), (str(len(there)),), "as many as in English")
    here, there = set(keys_of(text)), set(keys_of(english.text))
    if here != there:
        raise own.fail("text", ", ".join(sorted(here ^ there)), sorted(there),
                       "names other sources than the English text")  # fmt: skip
    return found


def _example(top: Entry, *, pairs: Collection[str]) -> str:
    """Return the address of a comparison: ``/kenya/goal-4/4.1.1?pair=…``."""
    address = top.text("example")
    found = _EXAMPLE.fullmatch(address)
    if not found or not found["code"].startswith(f"{found['goal']}."):
        allowed = ("/kenya/goal-4/4.1.1?pair=…",)
        raise top.fail("example", address, allowed, "is no address of a comparison")
    if found["country"] not in COUNTRIES:
        raise top.fail("example", found["country"], COUNTRIES)
    query = dict(parse_qsl(found["query"]))
    if set(query) != {"pair"} or query["pair"] not in pairs:
        raise top.fail("example", found["query"], pairs, "names no pair of the catalogue")
    return address


@lru_cache(maxsize=1)
def guides() -> Mapping[str, Guide]:
    """Return the guides by id, read once."""
    return MappingProxyType(read_guides())
