"""Every page as HTML: from the address to the bytes, and every error as a page that helps."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from flask import Flask, Response, redirect, request
from werkzeug.exceptions import HTTPException

from callbacks.routes.respond import HTML, JSON, Shelf, alone, response_of
from data.errors import SelectionError
from data.languages import ENGLISH
from data.selection import Selection
from data.store import Store, WarehouseError
from layouts.head import root
from layouts.language import speaking
from layouts.outlets import to_json
from layouts.pages import PAGES, problem
from layouts.views import answer, kind_of

log = logging.getLogger("datashift")


@dataclass(frozen=True, kw_only=True)
class Island:
    """Dash's part of a page: where it mounts, its settings, its scripts and its start."""

    entry: str
    config: str
    scripts: str
    renderer: str


def page(*, store: Store, shelf: Shelf, island: Callable[[], Island]) -> Response:
    """Answer the present request with a page."""
    elsewhere = moved(request.path)
    if elsewhere:
        said = request.query_string.decode("utf-8", "replace")
        query = f"?{said}" if said else ""
        return redirect(elsewhere + query, code=308)  # type: ignore[return-value]
    release = store.current()
    selection = Selection.from_address(
        request.path, request.query_string.decode("utf-8", "replace"), known=release.known
    )
    kind = kind_of(selection)

    def make() -> bytes:
        view = answer(selection=selection, release=release)
        drawn = PAGES[kind]
        with speaking(selection.language):
            html = drawn.html(view, island=island()) if drawn.interactive else drawn.html(view)
        return html.encode("utf-8")

    # A page names its own address in full, so what is kept is kept by the place asked, too.
    key = (release.name, selection.address(), "html", root())
    return response_of(shelf.get(key, make=make, mimetype=HTML))


def moved(path: str) -> str:
    """Return where a page is that a reader asks by another of its names; "" where it is here.

    Always one path of this site: ``/en//example.org`` must never lead to another host.
    """
    parts = [part for part in path.split("/") if part]
    plain = path == "/" or not path.endswith("/")
    if plain and "//" not in path and parts[:1] != [ENGLISH]:
        return ""
    return "/" + "/".join(quote(part) for part in (parts[1:] if parts[:1] == [ENGLISH] else parts))


def register_errors(server: Flask) -> None:
    """Answer every error with a page, or JSON where JSON was asked for; never a stack trace."""

    @server.errorhandler(SelectionError)
    def unknown(error: SelectionError) -> Response:
        return _problem(status=problem.status_of(error), error=error)

    @server.errorhandler(WarehouseError)
    def not_built(error: WarehouseError) -> Response:
        log.error("%s", error)
        return _problem(status=503)

    @server.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        response = _problem(status=error.code or 500)
        for name, value in error.get_headers():
            if name in ("Allow", "Retry-After"):
                response.headers[name] = value
        return response

    @server.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        log.exception("%s failed", request.path, exc_info=error)
        return _problem(status=500)


def _problem(*, status: int, error: SelectionError | None = None) -> Response:
    if request.path.endswith((".json", "/healthz")) or request.path.startswith("/api/"):
        with speaking(problem.language_of(request.path)):
            found = to_json(problem.document(status=status, error=error))
        return alone(found, mimetype=JSON, status=status)
    html = problem.html(status=status, address=request.full_path, error=error)
    return alone(html.encode("utf-8"), mimetype=HTML, status=status)
