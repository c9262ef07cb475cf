"""The directory of initiatives, as a page and as data. What readers type is answered anew each time
and never kept, as in search."""

from __future__ import annotations

from flask import Flask, Response, request

from callbacks.routes.respond import CSV, HTML, JSON, REVALIDATE, alone
from data.languages import LANGUAGES, with_prefix
from data.selection import INITIATIVES, PROPOSE, Selection
from data.store import Store
from layouts import outlets
from layouts.components.rooms import initiatives, proposing
from layouts.language import speaking
from layouts.pages import PAGES

GEOJSON = "application/geo+json"
MOST_SENT = 64_000
"""Bytes of a form: a full one in Devanagari takes half of it."""
MIMETYPES = {"": HTML, "json": JSON, "csv": CSV, "geojson": GEOJSON}


def register(server: Flask, *, store: Store) -> None:
    """Add the routes of every language: ``/initiatives``, ``/es/initiatives.geojson`` and so on."""

    def found(language: str, kind: str) -> Response:
        release = store.current()
        selection = Selection.from_address(
            with_prefix(f"/{INITIATIVES}", language=language),
            request.query_string.decode("utf-8", "replace"),
            known=release.known,
        )
        with speaking(language):
            view = initiatives.answer(selection=selection, release=release)
            if kind == "geojson":
                content = outlets.to_json(initiatives.geojson(view))
            elif kind == "json":
                content = outlets.to_json(outlets.document(view, release=release))
            elif kind == "csv":
                content = outlets.to_csv(view.records, columns=outlets.columns_of(view))
            else:
                content = PAGES[INITIATIVES].html(view).encode("utf-8")
        response = Response(content, content_type=MIMETYPES[kind])
        response.headers["Cache-Control"] = REVALIDATE
        response.add_etag()
        if kind in ("csv", "geojson"):
            name = f"{INITIATIVES}.{kind}"
            response.headers["Content-Disposition"] = f'inline; filename="{name}"'
        response.make_conditional(request)
        return response

    def proposed(language: str) -> Response:
        request.max_content_length = MOST_SENT
        release = store.current()
        selection = Selection.from_address(
            with_prefix(f"/{INITIATIVES}/{PROPOSE}", language=language),
            request.query_string.decode("utf-8", "replace"),
            known=release.known,
        )
        with speaking(language):
            given = {name: request.form.getlist(name) for name in request.form}
            view = proposing.checked(given, selection=selection, release=release)
            html = PAGES["proposal"].html(view)
        return alone(html.encode("utf-8"), mimetype=HTML, status=422 if view.wrong else 200)

    for language in LANGUAGES:
        server.add_url_rule(
            with_prefix(f"/{INITIATIVES}/{PROPOSE}", language=language),
            f"{PROPOSE}-{language}",
            proposed,
            defaults={"language": language},
            methods=["POST"],
        )
        for kind in MIMETYPES:
            path = with_prefix(f"/{INITIATIVES}", language=language)
            server.add_url_rule(
                f"{path}.{kind}" if kind else path,
                f"{INITIATIVES}-{language}-{kind or 'html'}",
                found,
                defaults={"language": language, "kind": kind},
            )
