"""Answers that are made once: bytes, compressed, remembered by release and address."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import brotli
from flask import Response, request

# Every page of every language takes 30 MB, and there are data and drawings beside them.
MOST_BYTES = 40_000_000
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

    Text is kept in its two packed forms, a third of its size together. The few who can read
    neither get it unpacked again, which takes a millisecond.
    """

    forms: Mapping[str, bytes]
    tag: str
    mimetype: str

    @classmethod
    def of(cls, *, content: bytes, mimetype: str) -> Body:
        """Compress a content once for all readers; a picture stays as it is."""
        forms = {"": content}
        if mimetype not in _PACKED:
            forms = {
                "br": brotli.compress(content, quality=QUALITY),
                "gzip": gzip.compress(content, compresslevel=6, mtime=0),
            }
        tag = hashlib.sha256(content).hexdigest()[:20]
        return cls(forms=forms, tag=tag, mimetype=mimetype)

    @property
    def size(self) -> int:
        """Return how many bytes are kept."""
        return sum(map(len, self.forms.values()))

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
    accepted = request.accept_encodings
    encoding = next((name for name in body.forms if name and accepted[name] > 0), "")
    content = body.forms[encoding] if encoding else body.plain
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
