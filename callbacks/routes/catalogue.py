"""The whole release for machines that collect: ``/datapackage.json``, ``/catalogue.jsonld``,
and what the columns of SDMX-CSV mean: ``/sdmx.xml``."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response

from callbacks.routes.respond import JSON, Shelf, response_of
from data.languages import LANGUAGES, with_prefix
from data.store import Release, Store
from layouts.downloads import sdmx
from layouts.downloads.catalogue import datapackage_of, dcat_of
from layouts.head import root
from layouts.outlets import to_json

JSON_LD = "application/ld+json"
PACKAGE, CATALOGUE, STRUCTURE = "/datapackage.json", "/catalogue.jsonld", "/sdmx.xml"


def register(server: Flask, *, store: Store, shelf: Shelf) -> None:
    """Add the routes; the catalogue in every language. Any origin may read them."""

    def sent(address: str, mimetype: str, make: Callable[[Release], bytes]) -> Response:
        release = store.current()
        key = (release.name, address, root())
        body = shelf.get(key, make=lambda: make(release), mimetype=mimetype)
        response = response_of(body)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    def package() -> Response:
        return sent(
            PACKAGE, JSON, lambda release: to_json(datapackage_of(release, base_url=root()))
        )

    def structure() -> Response:
        return sent(STRUCTURE, sdmx.STRUCTURE_MIMETYPE, sdmx.structure)

    def catalogue(language: str) -> Response:
        return sent(
            with_prefix(CATALOGUE, language=language),
            JSON_LD,
            lambda release: to_json(dcat_of(release, base_url=root(), language=language)),
        )

    server.add_url_rule(PACKAGE, "datapackage", package)
    server.add_url_rule(STRUCTURE, "sdmx-structure", structure)
    for language in LANGUAGES:
        server.add_url_rule(
            with_prefix(CATALOGUE, language=language),
            f"catalogue-{language}",
            catalogue,
            defaults={"language": language},
        )
