"""Shadow reports: ``/report/kenya`` to read, ``/report/es/kenya/goal-7.pdf`` and ``.docx`` to keep.

With ``?progress=1`` a file is answered as lines of JSON, one a pair done, the last with the file's
type, and then the file: a script shows the progress, and nothing is kept between two requests.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextvars import copy_context
from queue import SimpleQueue

import orjson
from flask import Flask, Response, request
from werkzeug.exceptions import ServiceUnavailable

from callbacks.routes.respond import HTML, Body, Shelf, response_of
from data.selection import Selection
from data.store import Release, Store
from layouts.head import root
from layouts.language import speaking
from layouts.pages import report as page
from layouts.reports.content import Tell, must_be_reported, report_of
from layouts.reports.files import FORMATS, name_of
from layouts.views import View, answer

MOST_WRITING = 2
"""Reports written at once in a process: each takes a few seconds of a processor."""
AGAIN = 10  # seconds
PROGRESS = "application/octet-stream"
log = logging.getLogger("datashift")


def register(server: Flask, *, store: Store, shelf: Shelf) -> None:
    """Add the routes."""
    desk = threading.BoundedSemaphore(MOST_WRITING)

    def view_of(path: str) -> tuple[View, Release]:
        release = store.current()
        selection = Selection.from_address(path, "", known=release.known)
        return answer(selection=selection, release=release), release

    def body_of(view: View, release: Release, kind: str, tell: Tell) -> Body:
        """Return the report, written if it is not on the shelf."""

        def make() -> bytes:
            if not desk.acquire(blocking=False):
                raise ServiceUnavailable(retry_after=AGAIN)
            try:
                with speaking(view.selection.language):
                    report = report_of(view, release=release, tell=tell)
                    if kind == "html":
                        return page.html(view, report=report).encode("utf-8")
                    return FORMATS[kind].make(report)
            finally:
                desk.release()

        mimetype = HTML if kind == "html" else FORMATS[kind].mimetype
        key = (release.name, view.address, "report", kind, root())
        return shelf.get(key, make=make, mimetype=mimetype)

    def read(path: str) -> Response:
        view, release = view_of(path)
        return response_of(body_of(view, release, "html", lambda _done, _of: None))

    def file(path: str, kind: str) -> Response:
        view, release = view_of(path)
        if request.args.get("progress"):
            must_be_reported(view, release=release)
            return _told(lambda tell: body_of(view, release, kind, tell))
        response = response_of(body_of(view, release, kind, lambda _done, _of: None))
        name = name_of(view, kind)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    for kind in FORMATS:
        server.add_url_rule(
            f"/report/<path:path>.{kind}", f"report-{kind}", file, defaults={"kind": kind}
        )
    server.add_url_rule("/report/<path:path>", "report", read)


def _told(write: Callable[[Tell], Body]) -> Response:
    """Answer with the progress of ``write``, line by line, and then with what it wrote."""
    heard: SimpleQueue[bytes | None] = SimpleQueue()

    def say(**values: object) -> None:
        heard.put(orjson.dumps(values) + b"\n")

    def work() -> None:
        try:
            body = write(lambda done, of: say(done=done, of=of))
        except ServiceUnavailable:
            say(failed="busy", again=AGAIN)
        except Exception:
            log.exception("a report failed")
            say(failed="error")
        else:
            say(type=body.mimetype)
            heard.put(body.plain)
        heard.put(None)

    # Where the reader asks is said once a request, and the words name it.
    threading.Thread(target=copy_context().run, args=(work,), daemon=True).start()
    response = Response(iter(heard.get, None), content_type=PROGRESS)
    response.headers["Cache-Control"] = "no-store"
    return response
