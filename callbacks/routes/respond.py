"""Answers that are made once: bytes, compressed, remembered by release and address."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import brotli
from flask import Response, request

# 400 pages of about 150 kB in three encodings stay below 100 MB a worker.
MOST_BODIES = 400
QUALITY = 6
HTML = "text/html; charset=utf-8"
JSON = "application/json"
CSV = "text/csv; charset=utf-8"
SVG = "image/svg+xml"
PNG = "image/png"
# A page may change with the next release: it is asked for again, and mostly answered by a 304.
REVALIDATE = "no-cache"
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, kw_only=True)
class Body:
    """An answer in three encodings (a picture in one), with the tag of its content."""

    plain: bytes
    br: bytes
    gz: bytes
    tag: str
    mimetype: str

    @classmethod
    def of(cls, *, content: bytes, mimetype: str) -> Body:
        """Compress a content once for all readers; a picture is compressed already."""
        packed = mimetype != PNG
        return cls(
            plain=content,
            br=brotli.compress(content, quality=QUALITY) if packed else b"",
            gz=gzip.compress(content, compresslevel=6, mtime=0) if packed else b"",
            tag=hashlib.sha256(content).hexdigest()[:20],
            mimetype=mimetype,
        )


class Shelf:
    """The newest ``most`` bodies, by key. Safe to use from several threads."""

    def __init__(self, *, most: int = MOST_BODIES) -> None:
        self._most = most
        self._bodies: OrderedDict[tuple[str, ...], Body] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, ...], *, make: Callable[[], bytes], mimetype: str) -> Body:
        """Return the body of a key, made when it is not there.

        Two readers may make the same body at once: that is cheaper than one waiting for all.
        """
        with self._lock:
            body = self._bodies.get(key)
            if body is not None:
                self._bodies.move_to_end(key)
                return body
        body = Body.of(content=make(), mimetype=mimetype)
        with self._lock:
            self._bodies[key] = body
            while len(self._bodies) > self._most:
                self._bodies.popitem(last=False)
        return body


def response_of(body: Body, *, cache: str = REVALIDATE) -> Response:
    """Return the response to the present request: encoded as asked, 304 where nothing changed."""
    accepted = request.accept_encodings
    if accepted["br"] > 0 and body.br:
        content, encoding = body.br, "br"
    elif accepted["gzip"] > 0 and body.gz:
        content, encoding = body.gz, "gzip"
    else:
        content, encoding = body.plain, ""
    response = Response(content, content_type=body.mimetype)
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = cache
    # Weak: the same page, whatever the encoding.
    response.set_etag(body.tag, weak=True)
    response.make_conditional(request)
    return response


def alone(content: bytes, *, mimetype: str, status: int = 200) -> Response:
    """Return an answer that is not remembered."""
    response = Response(content, status=status, content_type=mimetype)
    response.headers["Cache-Control"] = "no-store"
    return response
