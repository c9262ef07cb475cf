"""The frame around every page: head, header, navigation, footer; and how a page becomes HTML."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from data.catalogue import COUNTRIES
from layouts.components.areas import BOUNDARIES, CREDITS
from layouts.components.parts import Link, View
from layouts.corrections import correction_of
from layouts.downloads.offered import files_of
from layouts.embedding import offer_of
from layouts.explain import explained
from layouts.feeds import feeds_of
from layouts.figures import paper
from layouts.glossary import term
from layouts.head import NAMES as NAMES
from layouts.head import SITE, bare, in_other_languages, linked_data, open_graph, root, social_href
from layouts.language import (
    _,
    current,
    digits,
    in_context,
    mark,
    plural,
    to,
    words,
    written,
)
from layouts.numbers import number, plain
from layouts.official import official, official_html
from layouts.pictures import offered as pictures_of
from layouts.reports.content import is_reported
from layouts.static import static_text, static_url
from layouts.theme import THEME, css_variables

TEMPLATES = Path(__file__).resolve().parent / "templates"

LISTS = {
    "pairs": mark("pairs"),
    "gaps": mark("gaps"),
    "progress": mark("progress"),
    "revisions": mark("revisions"),
}
# In the order of the cascade; each is a part of the pages.
SHEETS = (
    "fonts", "dashboard", "comparison", "overview", "search", "initiatives", "theme", "campaign",
    "learn", "shell",
)  # fmt: skip
ROOM_NAMES = {
    "coverage": mark("Coverage"),
    "datasets": mark("Datasets"),
    "initiatives": mark("Initiatives"),
    "methods": mark("Methods"),
    "about": mark("About"),
}
# The service worker says when a page was kept; the script writes it as the page's language does.
KEPT = Markup("<time data-kept></time>")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        optimized=False,  # a constant through a filter would be said once, in the first language
    )
    environment.globals.update(
        site=SITE,
        boundaries=BOUNDARIES,
        credits=CREDITS,
        static_url=static_url,
        styles=styles,
        svg=svg,
        data_address=data_address,
        to=to,
        _=_,
        plural=plural,
        in_context=in_context,
        official=official,
        official_html=official_html,
        term=term,
        link=link,
        linked_data=linked_data,
        open_graph=open_graph,
        social_href=social_href,
        downloads=files_of,
        pictures=pictures_of,
        correction=correction_of,
        reported=is_reported,
        feeds=feeds_of,
        theme=THEME,
        lists=tuple(LISTS.items()),
        kept=KEPT,
    )
    environment.filters.update(
        number=number,
        plain=plain,
        words=words,
        written=written,
        digits=digits,
        to=to,
        explained=explained,
    )
    return environment


@lru_cache(maxsize=1)
def styles() -> Markup:
    """Return the whole style sheet: it is small enough to save the page a journey."""
    sheets = [static_text(f"{name}.css") for name in SHEETS]
    return Markup("".join((css_variables(), *sheets)))


def svg(chart: paper.PaperChart, *, wide: bool = True) -> Markup:
    """Return a drawing to stand in the page; the drawer has escaped what it was given."""
    return Markup(paper.draw(chart, wide=wide))


def data_address(address: str, kind: str) -> str:
    """Return where the same page is as data: ``/kenya?x=1`` → ``/kenya.json?x=1``."""
    path, mark, query = address.partition("?")
    return f"{'/index' if path == '/' else path}.{kind}{mark}{query}"


def countries(address: str) -> tuple[Link, ...]:
    """Return the links under "Countries": all of them together, and each."""
    together = (_("Overview"), to("/"))
    return _links(address, (together, *((words(NAMES[one]), to(f"/{one}")) for one in COUNTRIES)))


def rooms(address: str) -> tuple[Link, ...]:
    """Return the links of the header beside those to countries: only to pages that exist."""
    return _links(address, ((_(words_of), to(f"/{room}")) for room, words_of in ROOM_NAMES.items()))


def _links(address: str, found: Iterable[tuple[str, str]]) -> tuple[Link, ...]:
    return tuple(
        Link(text=text, href=href, current=_leads(href, to=address)) for text, href in found
    )


def _leads(href: str, *, to: str) -> bool:
    """Return whether a page is the one a link names, or below it; all are below the overview."""
    below = (f"{href}/", f"{href}?")
    return to == href or (bare(href) != "/" and to.startswith(below))


def link(href: str, text: str) -> Markup:
    """Return a link to stand inside a message."""
    return Markup('<a href="{}">{}</a>').format(href, text)


def fragment(template: str, **values: Any) -> str:
    """Return a template that is no page of ours, in the language being spoken."""
    page = _environment().get_template(template)
    return page.render(language=current(), root=root(), **values)


def render(template: str, *, address: str, **values: Any) -> str:
    """Return a page as HTML. ``address`` marks where the reader is."""
    page = _environment().get_template(template)
    view = values.get("view")
    return page.render(
        offer=offer_of(view) if isinstance(view, View) else None,
        countries=countries(address),
        rooms=rooms(address),
        address=address,
        language=current(),
        languages=values.pop("languages", None) or in_other_languages(address),
        root=root(),
        **values,
    )
