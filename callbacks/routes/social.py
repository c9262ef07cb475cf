"""Pictures for shared links: ``/social/<release>/es/kenya/goal-7/7.1.1.png``, kept for ever."""

from __future__ import annotations

from flask import Flask, Response, request

from callbacks.routes.respond import FOR_EVER, PNG, Shelf, response_of
from data.errors import SelectionError
from data.selection import Selection
from data.store import Store
from layouts.figures.social import social_picture
from layouts.head import FRONT
from layouts.language import speaking
from layouts.social import card_of
from layouts.views import answer


def register(server: Flask, *, store: Store, shelf: Shelf) -> None:
    """Add the route. The picture of ``/`` is ``index.png``."""

    def social(release: str, path: str) -> Response:
        current = store.current()
        if release != current.name:
            raise SelectionError(parameter="address", found=release, allowed=(current.name,))
        selection = Selection.from_address(
            "" if path == FRONT else path,
            request.query_string.decode("utf-8", "replace"),
            known=current.known,
        )

        def make() -> bytes:
            view = answer(selection=selection, release=current)
            with speaking(selection.language):
                return social_picture(card_of(view))

        key = (release, selection.address(), "social")
        return response_of(shelf.get(key, make=make, mimetype=PNG), cache=FOR_EVER)

    server.add_url_rule("/social/<release>/<path:path>.png", "social", social)
