"""Answers that are remembered: encodings, tags, and the bytes that a worker may keep."""

from __future__ import annotations

import gzip

import brotli
import pytest
from flask import Flask

from callbacks.routes.respond import HTML, PNG, Body, Shelf, response_of

PAGE = b"<p>word</p>" * 1000


@pytest.fixture
def ask():
    server = Flask("answers")
    bodies = {
        "page": Body.of(content=PAGE, mimetype=HTML),
        "png": Body.of(content=PAGE, mimetype=PNG),
    }
    server.add_url_rule("/<name>", "body", lambda name: response_of(bodies[name]))

    def asked(name: str, accepts: str = "", **headers: str):
        return server.test_client().get(f"/{name}", headers={"Accept-Encoding": accepts, **headers})

    return asked


@pytest.mark.parametrize(
    ("accepts", "encoding", "opened"),
    [
        ("gzip, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("", None, bytes),
        ("identity", None, bytes),
    ],
)
def test_page_is_encoded_as_asked(ask, accepts, encoding, opened):
    answer = ask("page", accepts)
    assert answer.headers.get("Content-Encoding") == encoding
    assert opened(answer.data) == PAGE
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_picture_is_not_packed_again(ask):
    answer = ask("png", "gzip, br")
    assert "Content-Encoding" not in answer.headers
    assert answer.data == PAGE


def test_unchanged_page_is_not_sent_again(ask):
    tag = ask("page", "br").headers["ETag"]
    again = ask("page", "gzip", **{"If-None-Match": tag})
    assert again.status_code == 304
    assert again.data == b""


def filled(shelf: Shelf, *names: str) -> list[str]:
    """Ask the shelf for 1000 bytes a name; return the names that had to be made."""
    made: list[str] = []
    for name in names:
        shelf.get((name,), make=lambda name=name: made.append(name) or bytes(1000), mimetype=PNG)
    return made


def test_shelf_makes_each_body_once():
    assert filled(Shelf(), "a", "b", "a", "b") == ["a", "b"]


def test_full_shelf_forgets_what_was_not_asked_for_longest():
    shelf = Shelf(most=2500)
    assert filled(shelf, "a", "b", "a", "c") == ["a", "b", "c"]
    assert shelf.held == 2000
    assert filled(shelf, "a", "c") == []
    assert filled(shelf, "b") == ["b"]


def test_body_larger_than_the_shelf_is_answered_and_leaves_room():
    shelf = Shelf(most=500)
    assert filled(shelf, "a", "b", "b") == ["a", "b"]
    assert shelf.held == 1000
