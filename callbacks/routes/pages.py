"""Every page as HTML: from the address to the bytes, and every error as a page that helps."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, Response, redirect, request
from werkzeug.exceptions import HTTPException

from callbacks.routes.respond import HTML, JSON, Shelf, alone, response_of
from data.errors import SelectionError
from data.selection import Selection
from data.store import Store, WarehouseError
from layouts.language import speaking
from layouts.outlets import to_json
from layouts.pages import PAGES, problem
from layouts.views import answer, kind_of

log = logging.getLogger("datashift")
# English has no prefix of its own: whoever writes one is led to the page.
ENGLISH_PREFIX = "/en/"


@dataclass(frozen=True, kw_only=True)
class Island:
    """Dash's part of a page: where it mounts, its settings, its scripts and its start."""

    entry: str
    config: str
    scripts: str
    renderer: str


def page(*, store: Store, shelf: Shelf, island: Callable[[], Island]) -> Response:
    """Answer the present request with a page."""
    if request.path != "/" and request.path.endswith("/"):
        query = f"?{request.query_string.decode()}" if request.query_string else ""
        return redirect(f"/{request.path.strip('/')}{query}", code=308)  # type: ignore[return-value]
    if request.path.startswith(ENGLISH_PREFIX) or request.path == ENGLISH_PREFIX.rstrip("/"):
        query = f"?{request.query_string.decode()}" if request.query_string else ""
        bare = request.path.removeprefix(ENGLISH_PREFIX.rstrip("/")) or "/"
        return redirect(bare + query, code=308)  # type: ignore[return-value]
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

    key = (release.name, selection.address(), "html")
    return response_of(shelf.get(key, make=make, mimetype=HTML))


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
        return _problem(status=error.code or 500)

    @server.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        log.exception("%s failed", request.path, exc_info=error)
        return _problem(status=500)


def _problem(*, status: int, error: SelectionError | None = None) -> Response:
    if request.path.endswith((".json", "/healthz")):
        found = to_json(problem.document(status=status, error=error))
        return alone(found, mimetype=JSON, status=status)
    html = problem.html(status=status, address=request.full_path, error=error)
    return alone(html.encode("utf-8"), mimetype=HTML, status=status)
