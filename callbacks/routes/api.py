"""``/api/v1/…``: the release as tables for programs. Read only, from any origin, at a rate.

The rate is kept by ``limits`` in the memory of each worker: an address may come twice as often
where there are two. That bounds a loop gone wrong, and needs no other server.
"""

from __future__ import annotations

import os
import time
from urllib.parse import parse_qsl

from flask import Flask, Response, request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from callbacks.routes.respond import CSV, HTML, JSON, Shelf, alone, response_of
from data.errors import SelectionError
from data.languages import ENGLISH, PREFIXED, with_prefix
from data.store import Store
from layouts.api import openapi, query
from layouts.api.resources import RESOURCES, VERSION
from layouts.head import root
from layouts.language import speaking
from layouts.outlets import to_csv, to_json
from layouts.pages import api as page
from layouts.serving import SettingError

RATE = "API_RATE"
USUAL_RATE = "600/minute"
FRONT = f"/api/{VERSION}"


def rate_of(text: str) -> RateLimitItem:
    """Return a rate: "600/minute". Raises ``SettingError``."""
    try:
        return parse(text)
    except ValueError as error:
        raise SettingError(
            name=RATE, found=text, allowed="a number a second, minute, hour or day: 600/minute"
        ) from error


def register(server: Flask, *, store: Store, shelf: Shelf) -> None:
    """Add the routes."""
    rate = rate_of(os.environ.get(RATE, USUAL_RATE))
    limiter = MovingWindowRateLimiter(MemoryStorage())

    def refused() -> Response | None:
        visitor = request.remote_addr or ""
        if limiter.hit(rate, visitor):
            return None
        stats = limiter.get_window_stats(rate, visitor)
        wait = max(1, round(stats.reset_time - time.time()))
        said = {"status": 429, "error": f"at most {rate}; come back in {wait} seconds"}
        response = alone(to_json(said), mimetype=JSON, status=429)
        response.headers["Retry-After"] = str(wait)
        return response

    def resource(name: str) -> Response:
        if (response := refused()) is not None:
            return response
        release = store.current()
        given = parse_qsl(request.query_string.decode("utf-8", "replace"), keep_blank_values=True)
        asked = query.parse(resource=name, given=given, release=release)
        kind = _kind(dict(given))

        def make() -> bytes:
            answer = query.answered(asked, release=release)
            if kind == "csv":
                return to_csv(answer.rows, columns=answer.columns)
            return to_json(query.document(answer, release=release, place=root()))

        key = (release.name, "api", kind, asked.address(page=asked.page), root())
        response = response_of(shelf.get(key, make=make, mimetype=CSV if kind == "csv" else JSON))
        response.vary.add("Accept")
        return response

    def front() -> Response:
        release = store.current()
        said = {
            "release": release.name,
            "description": f"{root()}{FRONT}/openapi.json",
            "resources": [
                {"name": one.name, "about": one.about, "address": f"{root()}{FRONT}/{one.name}"}
                for one in RESOURCES.values()
            ],
        }
        key = (release.name, "api", "front", root())
        return response_of(shelf.get(key, make=lambda: to_json(said), mimetype=JSON))

    def described() -> Response:
        release = store.current()
        key = (release.name, "api", "openapi", root())
        body = shelf.get(key, make=lambda: to_json(openapi.document(release)), mimetype=JSON)
        return response_of(body)

    def read(language: str = ENGLISH) -> Response:
        release = store.current()

        def make() -> bytes:
            with speaking(language):
                return page.html(release=release).encode("utf-8")

        key = (release.name, "api", "page", language, root())
        return response_of(shelf.get(key, make=make, mimetype=HTML))

    server.add_url_rule(page.ADDRESS, "api-page", read)
    for code in PREFIXED:
        address = with_prefix(page.ADDRESS, language=code)
        server.add_url_rule(address, f"api-page-{code}", read, defaults={"language": code})
    server.add_url_rule(FRONT, "api-front", front)
    server.add_url_rule(f"{FRONT}/openapi.json", "api-openapi", described)
    server.add_url_rule(f"{FRONT}/<name>", "api", resource)
    server.after_request(_for_all)


def _for_all(response: Response) -> Response:
    """Let a page of any origin read the API and the lists; nothing there is anybody's own."""
    if request.path.startswith("/api/") and request.method in ("GET", "HEAD", "OPTIONS"):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    return response


def _kind(given: dict[str, str]) -> str:
    """Return the format asked for: by name, else by what the client accepts, JSON first."""
    if "format" in given:
        if given["format"] not in query.KINDS:
            raise SelectionError(parameter="format", found=given["format"], allowed=query.KINDS)
        return given["format"]
    best = request.accept_mimetypes.best_match(["application/json", "text/csv"])
    return "csv" if best == "text/csv" else "json"
