"""Pictures to carry away: ``/picture/es/kenya/goal-7/7.1.1.png?size=square``, or svg, or pdf."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from urllib.parse import parse_qsl, urlencode

from flask import Flask, Response, redirect
from flask import request as asked
from werkzeug.exceptions import ServiceUnavailable

from callbacks.routes.respond import FOR_EVER, PDF, PNG, REVALIDATE, SVG, Shelf, response_of
from data.errors import SelectionError
from data.languages import ENGLISH, PREFIXED
from data.selection import Selection
from data.store import Store
from layouts import pictures
from layouts.head import FRONT, root
from layouts.language import speaking
from layouts.views import answer

MIMETYPES = {"png": PNG, "svg": SVG, "pdf": PDF}
MOST_WAITING = 6
"""Drawings at work or waiting in one process. Matplotlib draws one at a time, in about 0.1 s: a
reader waits half a second or so, and who finds all places taken is asked to come back."""
AGAIN = 2  # seconds


class Easel:
    """A place to draw, with a queue that ends: more than ``most`` are sent away, never hung.

    One thread of its own draws for all: side by side they would only wait for each other, and what
    each thread keeps of the memory it drew in would add up to hundreds of megabytes.
    """

    def __init__(self, *, most: int = MOST_WAITING) -> None:
        self._places = threading.BoundedSemaphore(most)
        self._hand = ThreadPoolExecutor(max_workers=1, thread_name_prefix="easel")

    def draw(self, make: Callable[[], bytes]) -> bytes:
        """Return what ``make`` draws, in the language and for the request of the one who asks.

        Raises ``ServiceUnavailable`` where no place is free.
        """
        if not self._places.acquire(blocking=False):
            raise ServiceUnavailable(retry_after=AGAIN)
        try:
            return self._hand.submit(copy_context().run, make).result()
        finally:
            self._places.release()


def register(server: Flask, *, store: Store, shelf: Shelf, easel: Easel | None = None) -> None:
    """Add the routes. The picture of ``/`` is ``index``; ``/p/<pair>`` leads to a pair's page."""
    place = easel or Easel()

    def picture(path: str, kind: str) -> Response:
        given = dict(parse_qsl(asked.query_string.decode("utf-8", "replace")))
        wanted = pictures.picture_of(kind, given)
        release = store.release(wanted.release)
        rest = urlencode({k: v for k, v in given.items() if k not in pictures.OWN})
        selection = Selection.from_address("" if path == FRONT else path, rest, known=release.known)

        def make() -> bytes:
            view = answer(selection=selection, release=release)
            with speaking(selection.language):
                return place.draw(lambda: pictures.make(view, wanted))

        parts = (f"{name}={value}" for name, value in sorted(wanted.query().items()))
        key = (release.name, selection.address(), "picture", kind, root(), *parts)
        body = shelf.get(key, make=make, mimetype=MIMETYPES[kind])
        response = response_of(body, cache=FOR_EVER if wanted.release else REVALIDATE)
        name = "-".join(filter(None, selection.address().partition("?")[0].split("/"))) or FRONT
        shape = "" if wanted.chart == pictures.MAIN else f"-{wanted.chart}"
        response.headers["Content-Disposition"] = f'inline; filename="{name}{shape}.{kind}"'
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    def unknown(path: str) -> Response:
        raise SelectionError(
            parameter="format", found=path.rpartition(".")[2], allowed=pictures.KINDS
        )

    def pair(name: str, language: str = ENGLISH) -> Response:
        """Lead from the short address of a pair, which pictures carry, to its page."""
        known = store.current().known
        if name not in known.pairs:
            raise SelectionError(parameter="address", found=f"/p/{name}", allowed=known.pairs)
        country, measure = known.pairs[name]
        selection = Selection(
            country=known.word(country), goal=known.measures[measure], indicator=measure, pair=name,
            language=language,
        )  # fmt: skip
        return redirect(selection.address(), code=302)  # type: ignore[return-value]

    for kind in pictures.KINDS:
        server.add_url_rule(
            f"/picture/<path:path>.{kind}", f"picture-{kind}", picture, defaults={"kind": kind}
        )
    server.add_url_rule("/picture/<path:path>", "picture-unknown", unknown)
    server.add_url_rule("/p/<name>", "pair", pair)
    for code in PREFIXED:
        server.add_url_rule(f"/{code}/p/<name>", f"pair-{code}", pair, defaults={"language": code})
