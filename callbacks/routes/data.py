"""The same as data: every page's address with .json or .csv, and whole lists."""

from __future__ import annotations

from flask import Flask, Response, request

from callbacks.routes.respond import CSV, JSON, Shelf, response_of
from data.selection import Selection
from data.store import Store
from layouts import outlets
from layouts.views import answer

MIMETYPES = {"json": JSON, "csv": CSV}
FRONT = "index"


def register(server: Flask, *, store: Store, shelf: Shelf) -> None:
    """Add the routes."""

    def whole(name: str, kind: str) -> Response:
        release = store.current()
        asked = outlets.LISTS[name]

        def make() -> bytes:
            if kind == "json":
                return outlets.to_json(outlets.list_document(name, release=release))
            return outlets.to_csv(asked.rows(release), columns=asked.columns)

        key = (release.name, name, kind)
        return response_of(shelf.get(key, make=make, mimetype=MIMETYPES[kind]))

    def page(kind: str, path: str = "") -> Response:
        release = store.current()
        selection = Selection.from_address(
            "" if path == FRONT else path,
            request.query_string.decode("utf-8", "replace"),
            known=release.known,
        )

        def make() -> bytes:
            view = answer(selection=selection, release=release)
            if kind == "json":
                return outlets.to_json(outlets.document(view, release=release))
            return outlets.to_csv(view.records, columns=outlets.columns_of(view))

        key = (release.name, selection.address(), kind)
        response = response_of(shelf.get(key, make=make, mimetype=MIMETYPES[kind]))
        if kind == "csv":
            name = selection.address().partition("?")[0].strip("/").replace("/", "-") or "overview"
            response.headers["Content-Disposition"] = f'inline; filename="{name}.csv"'
        return response

    for kind in MIMETYPES:
        given = {"kind": kind}
        for name in outlets.LISTS:
            server.add_url_rule(
                f"/{name}.{kind}", f"{name}-{kind}", whole, defaults={"name": name, **given}
            )
        server.add_url_rule(f"/.{kind}", f"front-{kind}", page, defaults=given)
        server.add_url_rule(f"/<path:path>.{kind}", f"page-{kind}", page, defaults=given)
