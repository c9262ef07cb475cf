"""Whether the site answers, and with what."""

from __future__ import annotations

from flask import Flask, Response

from callbacks.routes.respond import JSON, alone
from data.store import Store
from layouts import outlets


def register(server: Flask, *, store: Store) -> None:
    """Add ``/healthz``."""

    def healthz() -> Response:
        return alone(outlets.to_json(outlets.health(store.current())), mimetype=JSON)

    server.add_url_rule("/healthz", "healthz", healthz)
