"""Figures to take away: a page's address with ``.xlsx``, ``.zip`` and the like."""

from __future__ import annotations

from flask import Flask, Response, request

from callbacks.routes.respond import Shelf, response_of
from data.errors import SelectionError
from data.selection import Selection
from data.store import Store
from layouts.downloads.bundle import OF_A_SCOPE, bundle_of
from layouts.downloads.files import FORMATS
from layouts.head import FRONT, root
from layouts.language import speaking
from layouts.views import answer


def register(server: Flask, *, store: Store, shelf: Shelf) -> None:
    """Add a route for each format. That of ``/`` is ``index``."""

    def download(kind: str, path: str) -> Response:
        release = store.current()
        selection = Selection.from_address(
            "" if path == FRONT else path,
            request.query_string.decode("utf-8", "replace"),
            known=release.known,
        )
        view = answer(selection=selection, release=release)
        if not isinstance(view, OF_A_SCOPE):
            raise SelectionError(
                parameter="address",
                found=request.path,
                allowed=[f"/{one}.{kind}" for one in (FRONT, *release.known.countries)],
            )

        def make() -> bytes:
            with speaking(selection.language):
                return FORMATS[kind].make(bundle_of(view, release=release))

        key = (release.name, selection.address(), kind, root())
        body = shelf.get(key, make=make, mimetype=FORMATS[kind].mimetype)
        response = response_of(body)
        name = selection.address().partition("?")[0].strip("/").replace("/", "-") or "everything"
        response.headers["Content-Disposition"] = f'attachment; filename="datashift-{name}.{kind}"'
        return response

    for kind in FORMATS:
        server.add_url_rule(
            f"/<path:path>.{kind}", f"download-{kind}", download, defaults={"kind": kind}
        )
