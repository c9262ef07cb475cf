"""Search, as a page and as data. What readers type is answered anew each time and never kept:
it would push the pages that many readers ask for off the shelf."""

from __future__ import annotations

from flask import Flask, Response, request

from callbacks.routes.respond import CSV, HTML, JSON, REVALIDATE
from data.languages import LANGUAGES, with_prefix
from data.selection import SEARCH, Selection
from data.store import Store
from layouts import outlets
from layouts.components.rooms import search
from layouts.language import speaking
from layouts.pages import PAGES

MIMETYPES = {"": HTML, "json": JSON, "csv": CSV}


def register(server: Flask, *, store: Store) -> None:
    """Add the routes of every language: ``/search``, ``/es/search.json`` and so on."""

    def found(language: str, kind: str) -> Response:
        release = store.current()
        selection = Selection.from_address(
            with_prefix(f"/{SEARCH}", language=language),
            request.query_string.decode("utf-8", "replace"),
            known=release.known,
        )
        with speaking(language):
            view = search.answer(selection=selection, release=release)
            if kind == "json":
                content = outlets.to_json(outlets.document(view, release=release))
            elif kind == "csv":
                content = outlets.to_csv(view.records, columns=outlets.columns_of(view))
            else:
                content = PAGES[SEARCH].html(view).encode("utf-8")
        response = Response(content, content_type=MIMETYPES[kind])
        response.headers["Cache-Control"] = REVALIDATE
        response.add_etag()
        if kind == "csv":
            response.headers["Content-Disposition"] = f'inline; filename="{SEARCH}.csv"'
        response.make_conditional(request)
        return response

    for language in LANGUAGES:
        for kind in MIMETYPES:
            path = with_prefix(f"/{SEARCH}", language=language)
            server.add_url_rule(
                f"{path}.{kind}" if kind else path,
                f"{SEARCH}-{language}-{kind or 'html'}",
                found,
                defaults={"language": language, "kind": kind},
            )
