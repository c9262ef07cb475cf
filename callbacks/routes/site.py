"""What machines ask of the whole site: sitemap, robots, manifest, service worker, offline page."""

from __future__ import annotations

import hashlib
from xml.sax.saxutils import escape, quoteattr

import orjson
from flask import Flask, Response

from callbacks.routes.respond import HTML, REVALIDATE, Shelf, response_of
from data.languages import ENGLISH, LANGUAGES, with_prefix
from data.selection import ROOMS, SEARCH, WITH_ENTRIES, Selection
from data.store import Release, Store
from layouts.head import SITE, root
from layouts.icons import ICONS
from layouts.outlets import pair_records
from layouts.pages import offline
from layouts.pages.api import ADDRESS as API
from layouts.static import read_manifest, static_text, static_url
from layouts.theme import THEME

XML = "application/xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
MANIFEST = "application/manifest+json"
SCRIPT = "text/javascript; charset=utf-8"
VERSION = "{version}"
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)


def register(server: Flask, *, store: Store, shelf: Shelf) -> None:
    """Add the routes."""

    def sitemap() -> Response:
        release = store.current()
        body = shelf.get(
            (release.name, "sitemap", root()),
            make=lambda: sitemap_of(addresses(release)).encode("utf-8"),
            mimetype=XML,
        )
        return response_of(body)

    def robots() -> Response:
        return Response(robots_of(), content_type=TEXT)

    def manifest() -> Response:
        return Response(orjson.dumps(manifest_of()), content_type=MANIFEST)

    def worker() -> Response:
        response = Response(worker_of(store.current()), content_type=SCRIPT)
        response.headers["Cache-Control"] = REVALIDATE
        return response

    def unplugged() -> Response:
        response = Response(offline.html(), content_type=HTML)
        response.headers["Cache-Control"] = REVALIDATE
        return response

    server.add_url_rule("/sitemap.xml", "sitemap", sitemap)
    server.add_url_rule("/robots.txt", "robots", robots)
    server.add_url_rule("/site.webmanifest", "manifest", manifest)
    server.add_url_rule("/service-worker.js", "worker", worker)
    server.add_url_rule("/offline", "offline", unplugged)


def robots_of() -> str:
    """Return what robots may read: the pages, not what readers type nor the charts' machinery."""
    searches = [f"Disallow: {with_prefix('/search', language=code)}" for code in LANGUAGES]
    lines = ["User-agent: *", "Disallow: /_dash", *searches, "", f"Sitemap: {root()}/sitemap.xml"]
    return "\n".join([*lines, ""])


def worker_of(release: Release) -> str:
    """Return the service worker of a release. Another release, or another look, is another text:
    that is how a browser notices, and drops the files it kept for the last one."""
    files = orjson.dumps(dict(read_manifest().files))
    version = f"{release.name}-{hashlib.sha256(files).hexdigest()[:8]}"
    return static_text("service-worker.js").replace(VERSION, version)


def addresses(release: Release) -> tuple[str, ...]:
    """Return every page in English: countries, rooms, goals, measures, pairs, datasets."""
    known = release.known
    goals = [
        Selection(country=word, goal=goal).address()
        for word in known.countries
        for goal in sorted(known.goals)
    ]
    measures = [
        Selection(country=word, goal=goal, indicator=code).address()
        for code, goal in known.measures.items()
        for word in known.countries
        if release.measures[code]["kind"] == "indicator"
    ]
    rooms = [f"/{room}" for room in ROOMS if room not in (SEARCH, "indicator")]
    datasets = [Selection(room="datasets", dataset=one).address() for one in sorted(known.datasets)]
    entries = [
        Selection(room=room, entry=one).address()
        for room in WITH_ENTRIES
        for one in known.entries.get(room, ())
    ]
    across = [f"/indicator/{code}" for code in known.across]
    pairs = [str(record["address"]) for record in pair_records(release)]
    countries = [f"/{word}" for word in known.countries]
    found = ["/", *countries, *rooms, *entries, API, *goals, *measures, *pairs, *datasets, *across]
    return tuple(dict.fromkeys(found))


def sitemap_of(found: tuple[str, ...]) -> str:
    """Return the sitemap: each page in every language, with its other languages beside it."""
    here = root()
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<urlset {NAMESPACES}>"]
    for address in found:
        links = {code: here + with_prefix(address, language=code) for code in LANGUAGES}
        beside = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(href)}/>'
            for code, href in (links | {"x-default": links[ENGLISH]}).items()
        )
        lines += [f"<url><loc>{escape(href)}</loc>{beside}</url>" for href in links.values()]
    return "\n".join([*lines, "</urlset>\n"])


def manifest_of() -> dict[str, object]:
    """Return the web app manifest: name, colours, icons. One for all languages: it names only."""
    drawn = [
        {
            "src": static_url(icon.name),
            "sizes": f"{icon.pixels}x{icon.pixels}",
            "type": "image/png",
            "purpose": icon.purpose,
        }
        for icon in ICONS
    ]
    mark = {"src": static_url("favicon.svg"), "sizes": "any", "type": "image/svg+xml"}
    return {
        "id": "/",
        "name": SITE,
        "short_name": "DataShift",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": THEME.light.page,
        "theme_color": THEME.light.page,
        "icons": [mark, *drawn],
    }
