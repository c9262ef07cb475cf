"""What a page says of itself to search engines, to social networks and to other languages."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from markupsafe import Markup

from data.languages import ENGLISH, with_prefix
from layouts.components.parts import ComparisonView, Link, OverviewView, View
from layouts.components.rooms.parts import DatasetView
from layouts.language import SPOKEN, current, select

PUBLIC_ADDRESS = "PUBLIC_ADDRESS"
SITE = "DataShift Dashboard"
FRONT = "index"
LICENCES_ABOUT = "/about#licences"
# "<" would end the element early; every other sign is harmless inside a data block.
UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def root() -> str:
    """Return where the site stands: ``PUBLIC_ADDRESS``, else ``http://$HOST:$PORT``.

    Never the ``Host`` that a reader's request claims: pages are kept for all readers.
    """
    named = os.environ.get(PUBLIC_ADDRESS, "").rstrip("/")
    return named or f"http://{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8050')}"


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
            href=with_prefix(bare(address), language=code),
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
            measured=view.indicator_title,
            place=view.country,
            years=years,
            creators=[source.publisher for source in view.sources],
            based_on=[root() + select(room="datasets", dataset=one.dataset).address()
                      for one in view.sources],
        )  # fmt: skip
    if isinstance(view, DatasetView):
        return _dataset(
            view, measured="", place="", years=[], creators=[view.about["publisher"]],
            based_on=[], licence=view.about["licence"] or "",
        )  # fmt: skip
    if isinstance(view, OverviewView):
        return {
            "@type": "WebSite",
            "name": SITE,
            "url": root() + view.address,
            "inLanguage": current().code,
            "potentialAction": {
                "@type": "SearchAction",
                "target": root() + select(room="search").address() + "?q={search_term_string}",
                "query-input": "required name=search_term_string",
            },
        }
    return None


def _dataset(
    view: View, *, measured: str, place: str, years: Sequence[int], creators: Sequence[str],
    based_on: Sequence[str], licence: str = "",
) -> dict[str, Any]:  # fmt: skip
    path, mark, query = view.address.partition("?")
    found: Mapping[str, Any] = {
        "@type": "Dataset",
        "name": view.title,
        "description": view.sentence,
        "url": root() + view.address,
        "version": view.release,
        "inLanguage": current().code,
        "isAccessibleForFree": True,
        "variableMeasured": measured,
        "spatialCoverage": place,
        "temporalCoverage": f"{min(years)}/{max(years)}" if years else "",
        "license": licence or root() + LICENCES_ABOUT,
        "creator": [{"@type": "Organization", "name": name} for name in dict.fromkeys(creators)],
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
    return {name: value for name, value in found.items() if value not in ("", [])}


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
