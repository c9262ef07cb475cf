"""Pictures for shared links: real requests, right size, small, kept for ever."""

from __future__ import annotations

import io
import time
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from callbacks.routes import pages, social
from callbacks.routes.respond import Shelf
from data.store import Store

PAGES = (
    *("index", "es", "kenya", "es/argentina/goal-16", "sw/kenya/goal-7/7.1.1"),
    *("ne/nepal/goal-9", "argentina/goal-2/2.1.2", "methods", "datasets/sauti-za-wananchi"),
)


@pytest.fixture(scope="module")
def server(warehouse: Any) -> Any:
    flask = Flask("social")
    social.register(flask, store=Store(folder=warehouse), shelf=Shelf())
    pages.register_errors(flask)
    return flask.test_client()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_its_picture(server: Any, release: Any, page: str) -> None:
    answer = server.get(f"/social/{release.name}/{page}.png")
    assert answer.status_code == 200 and answer.mimetype == "image/png"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Content-Encoding" not in answer.headers
    assert len(answer.data) <= 120_000
    assert Image.open(io.BytesIO(answer.data)).size == (1200, 630)
    again = server.get(answer.request.path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/social/{release}/atlantis.png", 404),
        ("/social/older/kenya.png", 404),
        ("/social/{release}/kenya/goal-7/7.1.1.png?pair=none", 400),
        ("/social/{release}/kenya.png?colour=red", 400),
    ],
)
def test_unknown_pictures_are_refused(server: Any, release: Any, address: str, status: int) -> None:
    assert server.get(address.format(release=release.name)).status_code == status


def test_every_page_names_a_picture_that_exists(server: Any, release: Any) -> None:
    from data.selection import Selection
    from layouts.head import social_href
    from layouts.views import answer

    for path, query in (("/", ""), ("/es/kenya/goal-7", ""), ("/kenya/goal-7/7.1.1", "sex=female")):
        selection = Selection.from_address(path, query, known=release.known)
        href = social_href(answer(selection=selection, release=release))
        assert server.get(href).status_code == 200


def test_a_picture_is_drawn_quickly(release: Any) -> None:
    from data.selection import Selection
    from layouts.figures.social import social_picture
    from layouts.social import card_of
    from layouts.views import answer

    selection = Selection.from_address("/argentina/goal-2/2.1.2", "", known=release.known)
    card = card_of(answer(selection=selection, release=release))
    took = []
    for _ in range(5):
        start = time.process_time()
        social_picture(card)
        took.append(time.process_time() - start)
    assert min(took) < 0.3  # about 0.11 s; a busy machine is slower
