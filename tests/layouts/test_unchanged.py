"""What has not changed is said without asking the pages again, and only that."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, Response, request

from data.store import WarehouseError
from layouts import serving

TAG = 'W/"one"'


class Site:
    """A page with a tag that counts how often it is asked; ``release`` is what it serves."""

    def __init__(self) -> None:
        self.release, self.asked, self.built = "first", 0, True
        server = Flask("unchanged")

        def page(path: str = "") -> Response:
            self.asked += 1
            response = Response("words")
            response.set_etag("one" if self.release == "first" else "two", weak=True)
            response.headers["Vary"] = "Accept-Encoding"
            return response.make_conditional(request)

        server.add_url_rule("/<path:path>", "page", page)
        inner = serving.Unchanged(server.wsgi_app, release=self.name)
        server.wsgi_app = inner  # type: ignore[method-assign]
        self.inner, self.client = inner, server.test_client()

    def name(self) -> str:
        if not self.built:
            raise WarehouseError(file="current.json", reason="none")
        return self.release

    def get(self, path: str = "/kenya", **headers: str) -> Any:
        return self.client.get(path, headers={"If-None-Match": TAG} | headers)


@pytest.fixture
def site() -> Site:
    return Site()


def test_the_second_time_the_page_is_not_asked(site: Site) -> None:
    first, again = site.get(), site.get()
    assert (first.status_code, again.status_code, site.asked) == (304, 304, 1)
    assert again.data == b""
    for name in ("ETag", "Vary"):
        assert again.headers[name] == first.headers[name]
    assert "Date" not in again.headers  # the server says what time it is


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/kenya?area=KE-30", {}), ("/nepal", {}), ("/kenya", {"Host": "other.example"}),
        ("/kenya", {"If-None-Match": f'{TAG}, "three"'}),
    ],
)  # fmt: skip
def test_another_question_is_asked(site: Site, path: str, headers: dict[str, str]) -> None:
    site.get()
    site.get(path, **headers)
    assert site.asked == 2


def test_a_new_release_is_noticed(site: Site) -> None:
    site.get()
    site.release = "second"
    changed = site.get()
    assert (changed.status_code, changed.data) == (200, b"words")


@pytest.mark.parametrize("path", ["/api/v1/pairs", "/" + "x" * serving.MOST_LETTERS])
def test_some_are_asked_every_time(site: Site, path: str) -> None:
    for count in (1, 2):
        assert site.get(path).status_code == 304
        assert site.asked == count


def test_what_is_whole_or_sent_is_not_remembered(site: Site) -> None:
    for _ in range(2):
        assert site.get(**{"If-None-Match": '"none"'}).status_code == 200
        assert site.client.post("/kenya", headers={"If-None-Match": TAG}).status_code == 405
    assert site.asked == 2


def test_without_a_release_the_page_says_so_itself(site: Site) -> None:
    site.get()
    site.built = False
    site.get()
    assert site.asked == 2


def test_no_more_is_remembered_than_is_allowed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "MOST_UNCHANGED", 2)
    for path in ("/one", "/two", "/three", "/one"):
        site.get(path)
    assert site.asked == 4
