"""How to cite: the producers of the figures first, then the page; as text, BibTeX, RIS, CSL-JSON.

RIS is written by ``rispy`` and BibTeX by ``bibtexparser``, the maintained libraries of each format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import bibtexparser
import orjson
import rispy
from bibtexparser.model import Entry, Field

from layouts.downloads.bundle import Bundle
from layouts.head import SITE, root
from layouts.language import _, mark, words

DATASET, PAGE = "dataset", "webpage"
TEXT = {
    DATASET: mark("{author}. {title}. {collection}. {place}"),
    PAGE: mark("{author}. {title}. Release {version}. {place}"),
}
_WEB = re.compile(r"https?://[^\s;,)]+")
_UNFIT = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, kw_only=True)
class Work:
    """One thing to cite. ``kind`` is ``DATASET`` or ``PAGE``; ``collection`` the dataset that a
    citation belongs to; ``place`` where it was read, in words or as an address."""

    id: str
    kind: str
    author: str
    title: str
    collection: str
    version: str
    place: str

    @property
    def address(self) -> str:
        """The first web address of where it was read, or nothing."""
        found = _WEB.search(self.place)
        return found[0] if found else ""


def works_of(bundle: Bundle) -> tuple[Work, ...]:
    """Return what a bundle cites: each source that a figure leads to, citizens first; the page."""
    sets = {row["dataset"]: row for row in bundle.tables["datasets"].iter_rows(named=True)}
    cited = sorted(
        bundle.tables["citations"].iter_rows(named=True),
        key=lambda row: (sets[row["dataset"]]["side"], row["dataset"], row["citation"]),
    )
    return (
        *(
            Work(
                id=f"{row['dataset']}-{row['citation']}",
                kind=DATASET,
                author=row["publisher"],
                title=row["text"],
                collection=words(sets[row["dataset"]]["title"]),
                version=sets[row["dataset"]]["vintage"] or "",
                place=row["read_from"] or "",
            )
            for row in cited
        ),
        Work(
            id=_UNFIT.sub("-", f"datashift{bundle.address}").strip("-"),
            kind=PAGE,
            author=SITE,
            title=bundle.title,
            collection=SITE,
            version=bundle.release,
            place=root() + bundle.address,
        ),
    )


def to_text(works: Sequence[Work]) -> str:
    """Return a line for each work, in the language being spoken."""
    return "\n".join(line_of(work) for work in works) + "\n"


def line_of(work: Work) -> str:
    """Return a work as one line of a bibliography."""
    title = work.title.removeprefix(f"{work.author}: ")
    values = {"author": work.author, "title": title, "place": work.place}
    if work.kind == PAGE:
        values["version"] = work.version
    else:
        values["collection"] = work.collection
    return " ".join(_(TEXT[work.kind], **values).replace(". .", ".").split())


def to_bibtex(works: Sequence[Work]) -> str:
    """Return the works as BibTeX: @misc, which every style knows."""
    library = bibtexparser.Library()
    for work in works:
        said = {
            "author": f"{{{work.author}}}",
            "title": f"{{{work.title}}}",
            "howpublished": work.collection if work.kind == DATASET else SITE,
            "version": work.version,
            "url": work.address,
            "note": "" if work.address == work.place else work.place,
        }
        fields = [Field(name, _tex(value)) for name, value in said.items() if value]
        library.add(Entry("misc", _UNFIT.sub("-", work.id), fields))
    return str(bibtexparser.write_string(library))


def _tex(text: str) -> str:
    """Return a text without what BibTeX would take for its own; braces stay paired."""
    return re.sub(r"([&%$#_])", r"\\\1", text) if not _WEB.match(text) else text


def to_ris(works: Sequence[Work]) -> str:
    """Return the works as RIS (types DATA and ELEC)."""
    entries = []
    for work in works:
        entry: dict[str, Any] = {
            "type_of_reference": "DATA" if work.kind == DATASET else "ELEC",
            "authors": [work.author],
            "title": work.title,
            "secondary_title": work.collection,
            "edition": work.version,
            "urls": [work.address] if work.address else [],
            "notes": [work.place] if work.place and work.place != work.address else [],
            "id": work.id,
        }
        entries.append({name: value for name, value in entry.items() if value})
    return str(rispy.dumps(entries, implementation=_Plain))


class _Plain(rispy.RisWriter):  # type: ignore[misc]
    """RIS without the numbers that the library puts before each reference."""

    def set_header(self, count: int) -> str:
        return ""


def to_csl(works: Sequence[Work]) -> str:
    """Return the works as CSL-JSON, for Zotero, Pandoc and other citation processors."""
    items = [_csl(work) for work in works]
    return orjson.dumps(items, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def _csl(work: Work) -> Mapping[str, Any]:
    item = {
        "id": work.id,
        "type": work.kind,
        "author": [{"literal": work.author}],
        "title": work.title,
        "container-title": work.collection,
        "version": work.version,
        "URL": work.address,
        "note": "" if work.address == work.place else work.place,
    }
    return {name: value for name, value in item.items() if value}


FORMATS: Mapping[str, Callable[[Sequence[Work]], str]] = {
    "txt": to_text,
    "bib": to_bibtex,
    "ris": to_ris,
    "csl": to_csl,
}
"""Ways to write citations, by the ending of their file."""
