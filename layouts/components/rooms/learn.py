"""Answer "how is citizen data made and used well?": the guides, and one guide.

What a guide says is the catalogue's (``data/guides.py``). It asserts no figure of the dashboard:
its example is a comparison, shown by the comparison's own embed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from data.guides import MACHINE, Guide, Source, Words, guides
from data.selection import ASK, CAMPAIGN, GLOSSARY, INITIATIVES, LEARN, THEME, Selection
from data.store import Release
from layouts.components import comparison
from layouts.components.crumbs import crumbs_of
from layouts.components.parts import ComparisonView, Link
from layouts.components.rooms.asking import ASK_COLUMNS, Asking, asking_of, choices_of, records_of
from layouts.components.rooms.parts import RoomView
from layouts.language import _, current, mark, mark_plural, plural, select
from layouts.markdown import html_of

TITLE = mark("Learn")
SENTENCE = mark_plural(
    "{n} short guide for people who collect, judge or use citizen data, with a checklist to take "
    "along.",
    "{n} short guides for people who collect, judge or use citizen data, each with a checklist to "
    "take along.",
)
READING = mark_plural("{n} minute to read", "{n} minutes to read")
COLUMNS = ("guide", "part", "position", "text", "language")
LIST_COLUMNS = ("guide", "order", "title", "summary", "minutes", "language", "address")


@dataclass(frozen=True, kw_only=True)
class GuideCard:
    """A guide in short; ``language`` is "" where it is that of the page."""

    link: Link
    minutes: str
    language: str


@dataclass(frozen=True, kw_only=True)
class LearnView(RoomView):
    """The guides in the order to read them, and what else there is to learn from."""

    cards: tuple[GuideCard, ...]
    others: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class GuideView(RoomView):
    """One guide. ``text`` is its HTML, ``language`` its words' language where it is not that of
    the page; ``machine``: a machine translated them; ``about`` is the View of its example.
    ``choices`` are the indicators that the guide on asking can be narrowed to, ``asking`` what it
    says of the chosen one."""

    guide: Guide
    said: Words
    language: str
    machine: bool
    minutes: str
    text: Markup
    about: ComparisonView
    sources: tuple[Source, ...]
    plain: str
    choices: tuple[Link, ...]
    asking: Asking | None


def overview(*, selection: Selection, release: Release) -> LearnView:
    """Return every guide in a sentence."""
    cards, records = [], []
    for guide in guides().values():
        said = guide.words(current().code)
        href = select(room=LEARN, entry=guide.id).address()
        cards.append(
            GuideCard(
                link=Link(text=said.title, href=href, note=said.summary),
                minutes=plural(*READING, guide.minutes),
                language=_elsewhere(said),
            )
        )
        records.append(
            {
                "guide": guide.id, "order": guide.order, "title": said.title,
                "summary": said.summary, "minutes": guide.minutes, "language": said.language,
                "address": href,
            }
        )  # fmt: skip
    return LearnView(
        release=release.name,
        selection=selection,
        title=_(TITLE),
        sentence=plural(*SENTENCE, len(cards)),
        crumbs=crumbs_of(selection=selection, release=release),
        records=tuple(records),
        columns=LIST_COLUMNS,
        details={"guides": records},
        cards=tuple(cards),
        others=_others(),
    )


def answer(*, selection: Selection, release: Release) -> GuideView:
    """Return one guide, in English where it is not translated."""
    guide = guides()[selection.entry]
    said = guide.words(current().code)
    code = selection.filter("indicator")
    asking = asking_of(code, release=release) if code else None
    records = records_of(asking) if asking else tuple(_records(guide, said))
    order = list(guides())
    before = order[order.index(guide.id) - 1] if order[0] != guide.id else ""
    return GuideView(
        release=release.name,
        selection=selection,
        title=f"{said.title}: {code}" if code else said.title,
        sentence=said.summary,
        crumbs=crumbs_of(selection=selection, release=release, title=said.title),
        records=records,
        previous=_link(before) if before else None,
        following=_link(guide.next),
        columns=ASK_COLUMNS if asking else COLUMNS,
        details={**_details(guide, said), **({"remedies": records} if asking else {})},
        guide=guide,
        said=said,
        language=_elsewhere(said),
        machine=said.origin == MACHINE,
        minutes=plural(*READING, guide.minutes),
        text=html_of(said.text, sources=guide.sources, anchors=guide.anchors),
        about=_about(guide, release=release),
        sources=guide.sources,
        plain=f"{select(room=LEARN, entry=guide.id).address()}.txt",
        choices=choices_of(release, chosen=code) if guide.id == ASK else (),
        asking=asking,
    )


def plain_text(view: GuideView, *, address: str) -> str:
    """Return the checklist as plain text: a box before each item, and where it is from."""
    said = view.said
    lines = [
        said.title, said.summary, "", *(f"[ ] {item}" for item in said.checklist), "",
        address,
    ]  # fmt: skip
    return "\n".join([*lines, ""])


def _elsewhere(said: Words) -> str:
    """Return the language of words where it is not that of the page."""
    return said.language if said.language != current().code else ""


def _link(guide: str) -> Link:
    said = guides()[guide].words(current().code)
    return Link(
        text=said.title, href=select(room=LEARN, entry=guide).address(), note=_elsewhere(said)
    )


def _others() -> tuple[Link, ...]:
    named = (
        (select(room=LEARN, entry=CAMPAIGN), _("Campaign kit"),
         _("The strongest sentence that two figures allow, or why it may not be said.")),
        (select(room=THEME), _("Themes"), _("What cuts through the goals.")),
        (select(room=INITIATIVES), _("Initiatives"), _("Who measures already, and how.")),
        (select(room=GLOSSARY), _("Glossary"), _("Every word explained.")),
    )  # fmt: skip
    return tuple(Link(text=text, href=one.address(), note=note) for one, text, note in named)


def _about(guide: Guide, *, release: Release) -> ComparisonView:
    """Return the View of a guide's example. Raises ``SelectionError`` where there is none."""
    parts = urlsplit(guide.example)
    there = Selection.from_address(parts.path, parts.query, known=release.known)
    return comparison.answer(selection=there.with_(language=current().code), release=release)


def _records(guide: Guide, said: Words) -> list[Mapping[str, Any]]:
    return [
        {"guide": guide.id, "part": part, "position": position, "text": text,
         "language": said.language}
        for part, texts in (("outcome", said.outcomes), ("checklist", said.checklist))
        for position, text in enumerate(texts, start=1)
    ]  # fmt: skip


def _details(guide: Guide, said: Words) -> Mapping[str, Any]:
    return {
        "guide": guide.id,
        "order": guide.order,
        "minutes": guide.minutes,
        "language": said.language,
        "origin": said.origin,
        "outcomes": said.outcomes,
        "text": said.text,
        "checklist": said.checklist,
        "example": {"address": guide.example, "words": said.example_words},
        "terms": guide.terms,
        "sources": [
            {"key": one.key, "text": one.text, "address": one.address} for one in guide.sources
        ],
        "next": select(room=LEARN, entry=guide.next).address(),
    }
