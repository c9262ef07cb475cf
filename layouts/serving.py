"""How responses leave the server: static files first, compression, security headers.

Use, in ``app.py``, once all routes and callbacks stand::

    serving.wrap(server, static_folder=static.TARGET)
    server.before_request(serving.place)
    server.after_request(serving.compress)
    server.after_request(partial(serving.security_headers, script_hashes=app.csp_hashes()))
"""

from __future__ import annotations

import gzip
import os
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

import brotli
from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from data.store import WarehouseError
from layouts import head

TRUSTED_PROXIES = "TRUSTED_PROXIES"
"""How many proxies of our own stand in front. Only then is what they say of the reader's scheme
and host (``X-Forwarded-Proto``, ``-Host``, ``-For``) believed: anyone can send such a header."""

# A hash of the content in the name (layouts.static), or Dash's fingerprint.
_IMMUTABLE = re.compile(r"^/static/.*\.[0-9a-f]{12}\.\w+$|\.v[\w-]+m[0-9]+\.[\w.]+$")
_HOUR = 3600
# Below this size, compressing costs more than it saves: one packet is sent either way.
_SMALLEST = 1400
_COMPRESSIBLE = re.compile(r"^(text/|application/(json|javascript|geo\+json)|image/svg\+xml)")
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SettingError(ValueError):
    """A setting of the environment says what it cannot."""

    def __init__(self, *, name: str, found: str, allowed: str) -> None:
        super().__init__(f"{name}={found!r}; allowed: {allowed}")


MOST_UNCHANGED = 4096
"""Answers of "not changed" that a process remembers, about two kilobytes each."""
MOST_LETTERS = 1000
"""Letters of an address and a tag that are remembered; longer ones are asked for each time."""


class Unchanged:
    """Answers "has it changed?" in a twentieth of the time, where it was answered before.

    A 304 follows from the release, the address and the tag alone, and holds nothing else: the
    first is made by the application, and what it said is said again as long as the release stands.
    The API is left out: it counts who asks.
    """

    def __init__(self, application: Any, *, release: Callable[[], str]) -> None:
        self._application = application
        self._release = release
        self._said: OrderedDict[tuple[str, ...], list[tuple[str, str]]] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer as WSGI asks (PEP 3333)."""
        key = self._key(environ)
        if key is None:
            return self._application(environ, start_response)  # type: ignore[no-any-return]
        with self._lock:
            said = self._said.get(key)
            if said is not None:
                self._said.move_to_end(key)
        if said is not None:
            start_response("304 NOT MODIFIED", list(said))
            return []

        def noted(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            if status.startswith("304"):
                self._note(key, headers)
            return start_response(status, headers, *more)

        return self._application(environ, noted)  # type: ignore[no-any-return]

    def _key(self, environ: Mapping[str, Any]) -> tuple[str, ...] | None:
        """Return what a 304 depends on; nothing where none is asked for, or may be remembered."""
        tag, path = environ.get("HTTP_IF_NONE_MATCH"), environ.get("PATH_INFO", "")
        if not tag or environ["REQUEST_METHOD"] != "GET" or path.startswith("/api/"):
            return None
        asked = (path, environ.get("QUERY_STRING", ""), environ.get("HTTP_HOST", ""), tag)
        if sum(map(len, asked)) > MOST_LETTERS:
            return None
        try:
            return (self._release(), environ["wsgi.url_scheme"], *asked)
        except WarehouseError:
            return None

    def _note(self, key: tuple[str, ...], headers: Sequence[tuple[str, str]]) -> None:
        with self._lock:
            self._said[key] = [one for one in headers if one[0].lower() != "date"]
            if len(self._said) > MOST_UNCHANGED:
                self._said.popitem(last=False)


def wrap(server: Flask, *, static_folder: Path, release: Callable[[], str] | None = None) -> Flask:
    """Put the built static files in front of ``server``; return it.

    With ``release``, the name of what is served, what has not changed is answered without it.

    Files with a hash in their name are cached for ever, others for an hour with an ``ETag``.
    ``static_folder`` is the target of ``layouts.static.build``; its ``public`` part is served.
    """
    pages: Any = server.wsgi_app
    files = WhiteNoise(
        Unchanged(pages, release=release) if release else pages,
        max_age=_HOUR,
        allow_all_origins=False,
        mimetypes={".geojson": "application/geo+json", ".woff2": "font/woff2"},
        add_headers_function=_file_headers,
        immutable_file_test=lambda _path, url: bool(_IMMUTABLE.search(url)),
    )
    public = static_folder / "public"
    if public.exists():
        files.add_files(str(public))
    server.wsgi_app = behind_proxies(files)  # type: ignore[method-assign]
    return server


def behind_proxies(application: Any) -> Any:
    """Return a WSGI application that believes as many proxies as ``TRUSTED_PROXIES`` says.

    Raises ``SettingError`` for what is no number.
    """
    said = os.environ.get(TRUSTED_PROXIES, "0")
    if not said.isdecimal():
        raise SettingError(name=TRUSTED_PROXIES, found=said, allowed="a whole number, 0 or more")
    count = int(said)
    if not count:
        return application
    return ProxyFix(application, x_for=count, x_proto=count, x_host=count)


def place() -> None:
    """Say, before each request, where it asks: a page's head names the page's whole address."""
    head.ask_at(f"{request.scheme}://{request.host}")


def _file_headers(headers: Headers, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"


def content_security_policy(*, script_hashes: Sequence[str] = ()) -> str:
    """Return the policy: everything from this host, and nothing that sends data elsewhere.

    Scripts are files of this host, and the inline ones whose hashes are given: Dash writes one to
    start its renderer, and one per inline client-side callback (``Dash.csp_hashes``). Styles need
    ``'unsafe-inline'``: Plotly writes a style element and style attributes while drawing. It
    exports pictures through ``data:`` and ``blob:``.
    'unsafe-eval' is not for the pages, which need none: it lets a browser-driving tool wait on a
    condition inside a page under these very headers. No script of another origin can load, so
    there is no text from a stranger to evaluate.
    """
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self' 'unsafe-eval'", *script_hashes)),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def security_headers(response: Response, *, script_hashes: Sequence[str] = ()) -> Response:
    """Add the headers that confine a page to this host; keep those a route has set itself."""
    for name, value in _FIXED.items():
        response.headers.setdefault(name, value)
    if "Content-Security-Policy" not in response.headers:
        policy = content_security_policy(script_hashes=script_hashes)
        response.headers["Content-Security-Policy"] = policy
    return response


def compress(response: Response) -> Response:
    """Compress a page or its data for browsers that ask for it (Brotli before gzip).

    Quality 5 of Brotli takes about 2 ms for 100 kB. Streams and responses already encoded pass.
    """
    response.vary.add("Accept-Encoding")
    if response.is_streamed or response.direct_passthrough or response.status_code < 200:
        return response
    if "Content-Encoding" in response.headers or not _COMPRESSIBLE.match(response.mimetype or ""):
        return response
    content = response.get_data()
    accepted = request.accept_encodings
    if len(content) < _SMALLEST:
        return response
    if accepted["br"] > 0:
        response.set_data(brotli.compress(content, quality=5))
        response.headers["Content-Encoding"] = "br"
    elif accepted["gzip"] > 0:
        response.set_data(gzip.compress(content, compresslevel=6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    etag, _ = response.get_etag()
    if etag and "Content-Encoding" in response.headers:
        # The bytes differ from the plain ones, the meaning does not.
        response.set_etag(etag, weak=True)
    return response


_SCRIPT = re.compile(r"<script(?![^>]*type=\"application/json\")([^>]*)>")


def defer_scripts(html: str) -> str:
    """Return Dash's script tags in the form that ``assets/interactive.js`` starts after paint.

    ``html`` is what ``Dash.interpolate_index`` receives as ``scripts`` and as ``renderer``. Held
    back, the 180 kB of Dash leave a slow line to the page itself, and a reader who saves data
    (``navigator.connection.saveData``) never loads them. JSON is left as it is.
    """
    return _SCRIPT.sub(_held, html)


def _held(match: re.Match[str]) -> str:
    attributes = re.sub(r"\s*\btype=\"[^\"]*\"", "", match[1])
    return f'<script type="text/plain" data-dash{attributes}>'
