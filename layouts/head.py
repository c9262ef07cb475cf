"""What a page says of itself to search engines, to social networks and to other languages."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from typing import Any

import orjson
from markupsafe import Markup

from data.catalogue import COUNTRIES
from data.languages import ENGLISH, with_prefix
from layouts.components.parts import ComparisonView, Link, OverviewView, Source, View
from layouts.components.rooms.glossary import GlossaryView
from layouts.components.rooms.learn import GuideView
from layouts.components.rooms.parts import DatasetView, InitiativeView
from layouts.language import SPOKEN, current, select, to, words

PUBLIC_ADDRESS = "PUBLIC_ADDRESS"
SITE = "DataShift Dashboard"
NAMES = {"argentina": "Argentina", "kenya": "Kenya", "tanzania": "Tanzania", "nepal": "Nepal"}
FRONT = "index"
LICENCES_ABOUT = "/about#licences"
BRITISH = "en_GB"
"""Open Graph wants a country with the language; our English is written as in Britain."""
UNSTATED = "not stated"
UNKNOWN = "unknown"
_ASKED_AT: ContextVar[str] = ContextVar("asked_at", default="")
# A scheme, a name or number of a host, and a port: nothing that could end an attribute.
_PLACE = re.compile(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
# "<" would end the element early; every other sign is harmless inside a data block.
UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def ask_at(place: str) -> None:
    """Say where the present request asks: ``https://example.org``. What is no place is dropped."""
    _ASKED_AT.set(place if _PLACE.fullmatch(place) else "")


def root() -> str:
    """Return where the site stands, without a slash at the end.

    ``PUBLIC_ADDRESS`` where it is set, and nothing a reader sends can change it. Else the place
    the present request asks (what is kept of a page is kept by that place too), and outside of a
    request ``http://$HOST:$PORT``.
    """
    named = os.environ.get(PUBLIC_ADDRESS, "").rstrip("/")
    if named or (named := _ASKED_AT.get()):
        return named
    return f"http://{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8050')}"


def open_graph(code: str) -> str:
    """Return a language as Open Graph writes it: ``es_AR``."""
    return BRITISH if code == ENGLISH else SPOKEN[code].cldr


def bare(address: str) -> str:
    """Return an address without its language: ``/es/kenya`` → ``/kenya``."""
    code = current().code
    if code == ENGLISH:
        return address
    rest = address.removeprefix(f"/{code}")
    return rest if rest.startswith("/") else f"/{rest}"


def in_other_languages(address: str) -> tuple[Link, ...]:
    """Return the same page in every language, each by its own name: the selection stays."""
    return tuple(
        Link(
            text=language.name,
            href=with_prefix(bare(address) or "/", language=code),
            current=code == current().code,
            note=code,
        )
        for code, language in SPOKEN.items()
    )


def social_href(view: View) -> str:
    """Return the address of a page's picture: it holds the release, so it may be kept for ever."""
    path, mark, query = view.address.partition("?")
    return f"/social/{view.release}/{path.strip('/') or FRONT}.png{mark}{query}"


def linked_data(view: View) -> Markup:
    """Return the page as schema.org JSON-LD: only what the page itself says."""
    graph = [part for part in (_breadcrumbs(view.crumbs), _about(view)) if part]
    text = orjson.dumps({"@context": "https://schema.org", "@graph": graph}).decode()
    for sign, escaped in UNSAFE.items():
        text = text.replace(sign, escaped)
    return Markup(text)


def _about(view: View) -> dict[str, Any] | None:
    if isinstance(view, ComparisonView):
        years = [row["year_end"] for row in view.observations]
        return _dataset(
            view,
            measured=[view.indicator_title],
            places=[view.country],
            years=years,
            creators=[source.publisher for source in view.sources],
            terms=root() + to(LICENCES_ABOUT),
            based_on=[_source(source) for source in view.sources],
        )
    if isinstance(view, DatasetView):
        held = view.details["held"]
        years = [held[name] for name in ("first_year", "last_year") if held[name]]
        return _dataset(
            view,
            measured=[words(row["title"]) for row in view.details["series"]],
            places=_countries(held["countries"]),
            years=years,
            creators=[view.about["publisher"]],
            terms=_terms(view.about["licence"]),
            based_on=[],
        )
    if isinstance(view, GlossaryView):
        return _terms_defined(view)
    if isinstance(view, InitiativeView):
        return _project(view)
    if isinstance(view, GuideView):
        return _article(view)
    if isinstance(view, OverviewView):
        return {
            "@type": "WebSite",
            "name": SITE,
            "description": view.sentence,
            "url": root() + view.address,
            "inLanguage": current().code,
            "potentialAction": {
                "@type": "SearchAction",
                "target": root() + select(room="search").address() + "?q={search_term_string}",
                "query-input": "required name=search_term_string",
            },
        }
    return None


def _terms_defined(view: GlossaryView) -> dict[str, Any]:
    """Return the glossary: each term by its name in the page's language, where it stands, and its
    names in the others."""
    here = root() + view.address
    return {
        "@type": "DefinedTermSet",
        "@id": here,
        "name": view.title,
        "description": view.sentence,
        "url": here,
        "inLanguage": current().code,
        "hasDefinedTerm": [
            _said(
                {
                    "@type": "DefinedTerm",
                    "@id": f"{here}#{term.id}",
                    "name": term.name,
                    "termCode": term.id,
                    "description": words(term.plain),
                    "alternateName": [*term.also, *(other.text for other in term.others)],
                }
            )
            for letter in view.letters
            for term in letter.terms
        ],
    }


def _project(view: InitiativeView) -> dict[str, Any]:
    """Return an entry of the directory as a project: what its source says, nothing more."""
    entry = view.entry
    return _said(
        {
            "@type": "Project",
            "name": entry["name"],
            "description": view.sentence,
            "url": entry["url"],
            "mainEntityOfPage": root() + view.address,
            "foundingDate": entry["years_from"],
            "dissolutionDate": entry["years_to"],
            "areaServed": _countries(entry["countries"].replace(";", " ")),
            "member": _organisations(
                [] if entry["organisation"].startswith(UNKNOWN) else [entry["organisation"]]
            ),
        }
    )


def _article(view: GuideView) -> dict[str, Any]:
    """Return a guide: what it is about, how long reading takes, and what it rests on."""
    return _said(
        {
            "@type": "Article",
            "headline": view.title,
            "description": view.sentence,
            "url": root() + view.address,
            "mainEntityOfPage": root() + view.address,
            "inLanguage": view.said.language,
            "isAccessibleForFree": True,
            "timeRequired": f"PT{view.guide.minutes}M",
            "publisher": {"@type": "Organization", "name": SITE},
            "citation": [
                _said({"@type": "CreativeWork", "name": one.text, "url": one.address})
                for one in view.sources
            ],
        }
    )


def _dataset(
    view: View, *, measured: Iterable[str], places: Iterable[str], years: Sequence[int],
    creators: Iterable[str], terms: object, based_on: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:  # fmt: skip
    path, mark, query = view.address.partition("?")
    return _said(
        {
            "@type": "Dataset",
            "name": view.title,
            "description": view.sentence,
            "url": root() + view.address,
            "version": view.release,
            "inLanguage": current().code,
            "isAccessibleForFree": True,
            "variableMeasured": list(dict.fromkeys(measured)),
            "spatialCoverage": list(dict.fromkeys(filter(None, places))),
            "temporalCoverage": _span(years),
            "license": terms,
            "creator": _organisations(creators),
            "isBasedOn": list(based_on),
            "distribution": [
                {
                    "@type": "DataDownload",
                    "encodingFormat": mimetype,
                    "contentUrl": f"{root()}{path}.{kind}{mark}{query}",
                }
                for kind, mimetype in (("json", "application/json"), ("csv", "text/csv"))
            ],
        }
    )


def _source(source: Source) -> dict[str, Any]:
    """Return one side's dataset: what we know of it, and the page that says the rest."""
    return _said(
        {
            "@type": "Dataset",
            "name": words(source.title),
            "description": words(source.method),
            "url": root() + select(room="datasets", dataset=source.dataset).address(),
            "creator": _organisations([source.publisher]),
            "license": _terms(source.licence),
        }
    )


def _organisations(names: Iterable[str]) -> list[dict[str, str]]:
    return [{"@type": "Organization", "name": name} for name in dict.fromkeys(filter(None, names))]


def _countries(codes: str) -> list[str]:
    """Return the names of countries: "KEN TZA" → Kenya, Tanzania."""
    return [words(NAMES[word]) for word, code in COUNTRIES.items() if code in codes.split()]


def _terms(licence: str) -> dict[str, str] | str:
    """Return a publisher's terms in the catalogue's words; nothing where they are not stated."""
    if not licence or licence.startswith(UNSTATED):
        return ""
    return {"@type": "CreativeWork", "name": words(licence)}


def _span(years: Sequence[int]) -> str:
    """Return years as ISO 8601: ``2015/2019``, or ``2019``."""
    first, last = (min(years), max(years)) if years else ("", "")
    return f"{first}" if first == last else f"{first}/{last}"


def _said(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what there is something to say of."""
    return {name: value for name, value in facts.items() if value not in ("", [])}


def _breadcrumbs(crumbs: Sequence[Link]) -> dict[str, Any] | None:
    if not crumbs:
        return None
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": link.text, "item": root() + link.href}
            for place, link in enumerate(crumbs, start=1)
        ],
    }
