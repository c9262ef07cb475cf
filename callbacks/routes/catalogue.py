"""The whole release for machines that collect: ``/datapackage.json``, ``/catalogue.jsonld``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Response

from callbacks.routes.respond import JSON, Shelf, response_of
from data.languages import LANGUAGES, with_prefix
from data.store import Release, Store
from layouts.downloads.catalogue import datapackage_of, dcat_of
from layouts.head import root
from layouts.outlets import to_json

JSON_LD = "application/ld+json"
PACKAGE, CATALOGUE = "/datapackage.json", "/catalogue.jsonld"


def register(server: Flask, *, store: Store, shelf: Shelf) -> None:
    """Add the routes; the catalogue in every language. Any origin may read them."""

    def sent(address: str, mimetype: str, make: Callable[[Release], Any]) -> Response:
        release = store.current()
        key = (release.name, address, root())
        body = shelf.get(key, make=lambda: to_json(make(release)), mimetype=mimetype)
        response = response_of(body)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    def package() -> Response:
        return sent(PACKAGE, JSON, lambda release: datapackage_of(release, base_url=root()))

    def catalogue(language: str) -> Response:
        return sent(
            with_prefix(CATALOGUE, language=language),
            JSON_LD,
            lambda release: dcat_of(release, base_url=root(), language=language),
        )

    server.add_url_rule(PACKAGE, "datapackage", package)
    for language in LANGUAGES:
        server.add_url_rule(
            with_prefix(CATALOGUE, language=language),
            f"catalogue-{language}",
            catalogue,
            defaults={"language": language},
        )
