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
from werkzeug.datastructures import Accept

# Every page of every language takes 14 MB, and there are data and drawings beside them.
MOST_BYTES = 24_000_000
QUALITY = 6
HTML = "text/html; charset=utf-8"
JSON = "application/json"
CSV = "text/csv; charset=utf-8"
SVG = "image/svg+xml"
PNG = "image/png"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET = "application/vnd.apache.parquet"
ZIP = "application/zip"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# A page may change with the next release: it is asked for again, and mostly answered by a 304.
REVALIDATE = "no-cache"
FOR_EVER = "public, max-age=31536000, immutable"


# Already compressed: packing them again would make them larger.
_PACKED = frozenset({PNG, PDF, DOCX, XLSX, PARQUET, ZIP})


@dataclass(frozen=True, kw_only=True)
class Body:
    """An answer as it is sent, by encoding, and the tag of its content.

    Text is kept packed by Brotli, which every browser reads from a secure address, a seventh of its
    size. For others it is packed by gzip when the first of them asks; the few who can read neither
    get it unpacked again, which takes a millisecond.
    """

    forms: dict[str, bytes]
    tag: str
    mimetype: str

    @classmethod
    def of(cls, *, content: bytes, mimetype: str) -> Body:
        """Compress a content once for all readers; a picture stays as it is."""
        if mimetype in _PACKED:
            forms = {"": content}
        else:
            forms = {"br": brotli.compress(content, quality=QUALITY)}
        tag = hashlib.sha256(content).hexdigest()[:20]
        return cls(forms=forms, tag=tag, mimetype=mimetype)

    @property
    def size(self) -> int:
        """Return how many bytes are kept from the start; gzip adds as many again and a quarter."""
        return sum(len(self.forms[name]) for name in ("", "br") if name in self.forms)

    def form(self, accepted: Accept) -> tuple[str, bytes]:
        """Return the encoding for a reader who accepts these ("" for none), and the bytes."""
        if "" in self.forms:
            return "", self.forms[""]
        if accepted["br"] > 0:
            return "br", self.forms["br"]
        if accepted["gzip"] > 0:
            if "gzip" not in self.forms:
                self.forms["gzip"] = gzip.compress(self.plain, compresslevel=6, mtime=0)
            return "gzip", self.forms["gzip"]
        return "", self.plain

    @property
    def plain(self) -> bytes:
        """Return the content as it was made."""
        return self.forms[""] if "" in self.forms else brotli.decompress(self.forms["br"])


class Shelf:
    """The newest bodies, by key, up to ``most`` bytes. Safe to use from several threads."""

    def __init__(self, *, most: int = MOST_BYTES) -> None:
        self._most = most
        self._held = 0
        self._bodies: OrderedDict[tuple[str, ...], Body] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def held(self) -> int:
        """Return how many bytes are on the shelf."""
        return self._held

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
            self._put(key, body)
        return body

    def _put(self, key: tuple[str, ...], body: Body) -> None:
        """Add a body as the newest; the oldest go until all fit, but never the newest."""
        before = self._bodies.pop(key, None)
        self._held += body.size - (before.size if before else 0)
        self._bodies[key] = body
        while self._held > self._most and len(self._bodies) > 1:
            _, oldest = self._bodies.popitem(last=False)
            self._held -= oldest.size


def response_of(body: Body, *, cache: str = REVALIDATE) -> Response:
    """Return the response to the present request: encoded as asked, 304 where nothing changed."""
    encoding, content = body.form(request.accept_encodings)
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
