"""What changed between releases, to follow: ``/kenya.atom``, ``/es/kenya/goal-7.atom``."""

from __future__ import annotations

from flask import Flask, Response, request

from callbacks.routes.respond import Shelf, response_of
from data.selection import Selection
from data.store import Store
from layouts.feeds import ATOM, KIND, feed_of, kept_releases
from layouts.head import root

MIMETYPE = f"{ATOM}; charset=utf-8"


def register(server: Flask, *, store: Store, shelf: Shelf) -> None:
    """Add the route."""

    def feed(path: str) -> Response:
        kept = kept_releases(store)
        selection = Selection.from_address(
            path, request.query_string.decode("utf-8", "replace"), known=kept[0].release.known
        )

        def make() -> bytes:
            return feed_of(selection=selection, kept=kept, base=root())

        history = (f"{one.release.name}@{one.published.isoformat()}" for one in kept)
        key = (*history, selection.address(), KIND, root())
        return response_of(shelf.get(key, make=make, mimetype=MIMETYPE))

    server.add_url_rule(f"/<path:path>.{KIND}", "feed", feed)
