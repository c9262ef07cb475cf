"""Compose: settings, pages, routes, headers. ``gunicorn app:server`` serves it."""

from __future__ import annotations

import logging
from functools import cached_property, partial
from typing import Any

from dash import Dash
from flask import Response

from callbacks import comparison
from callbacks.routes import (
    api,
    catalogue,
    data,
    downloads,
    drawing,
    embed,
    feeds,
    health,
    initiatives,
    learn,
    pages,
    pictures,
    reports,
    search,
    site,
    social,
)
from callbacks.routes.respond import Shelf
from data.store import Store
from layouts import serving, static, suites
from layouts.pages.comparison import ENTRY, layout, validation_layout
from layouts.shell import SITE


class Dashboard(Dash):
    """Dash as an island: pages are HTML of our own, and Dash draws inside one of them."""

    store = Store()
    shelf = Shelf()

    def index(self, *_args: Any, **_values: Any) -> Response:
        """Answer every address that no other route takes."""
        return pages.page(store=self.store, shelf=self.shelf, island=lambda: self.island)

    @cached_property
    def island(self) -> pages.Island:
        """Dash's part of a page. The same for every reader: nothing here is signed to one."""
        generator = static.static_url("vendor/regenerator.min.js")
        scripts = suites.lighter(self._generate_scripts_html(), generator=generator)
        return pages.Island(
            entry=ENTRY,
            config=self._generate_config_html(),
            scripts=serving.defer_scripts(scripts),
            renderer=serving.defer_scripts(self._generate_renderer()),
        )


def _told(error: Exception) -> None:
    """Write down what a callback met; the page keeps the server's drawing."""
    logging.getLogger("datashift").error("callback failed", exc_info=error)


app = Dashboard(
    title=SITE,
    use_pages=False,
    pages_folder="",
    include_assets_files=False,
    update_title="",
    on_error=_told,
)
server = app.server
# Dash types the two properties by what they give back, not by what they take.
app.layout = layout()  # type: ignore[assignment]
app.validation_layout = validation_layout()  # type: ignore[assignment]
comparison.register(app, store=app.store)
data.register(server, store=app.store, shelf=app.shelf)
drawing.register(server, store=app.store, shelf=app.shelf)
api.register(server, store=app.store, shelf=app.shelf)
embed.register(server, store=app.store, shelf=app.shelf)
downloads.register(server, store=app.store, shelf=app.shelf)
pictures.register(server, store=app.store, shelf=app.shelf)
reports.register(server, store=app.store, shelf=app.shelf)
feeds.register(server, store=app.store, shelf=app.shelf)
social.register(server, store=app.store, shelf=app.shelf)
health.register(server, store=app.store)
search.register(server, store=app.store)
initiatives.register(server, store=app.store)
learn.register(server, store=app.store, shelf=app.shelf)
site.register(server, store=app.store, shelf=app.shelf)
catalogue.register(server, store=app.store, shelf=app.shelf)
pages.register_errors(server)
serving.wrap(server, static_folder=static.TARGET, release=lambda: app.store.current().name)
server.before_request(serving.place)
server.after_request(serving.compress)
server.after_request(partial(serving.security_headers, script_hashes=app.csp_hashes()))
