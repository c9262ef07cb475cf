"""Settings of the web server: ``gunicorn -c gunicorn.conf.py app:server``."""

from __future__ import annotations

import ctypes
import gc
import os
import platform
from importlib import import_module
from pathlib import Path
from typing import Any

from babel import localedata

_host = os.environ.get("HOST", "127.0.0.1")
_port = os.environ.get("PORT", "8050")
bind = f"[{_host}]:{_port}" if ":" in _host else f"{_host}:{_port}"

# Two processes so that a slow drawing never blocks every reader; threads because a request mostly
# waits for DuckDB or for a slow line, both outside Python's lock.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
keepalive = 30
timeout = 60
graceful_timeout = 10

# A search of 900 letters in Devanagari, at nine bytes each; those after 200 are not read anyway.
limit_request_line = 8190

# Each worker opens the warehouse for itself: a connection opened before the fork is not safe, and
# the threads that Polars starts when it is imported would be missing in the workers.
preload_app = False

# Code of libraries is read in once, before the fork, and its memory shared by the workers: 80 MB
# that each would hold. Without Polars, DuckDB and whatever imports them (tests/test_setup.py).
SHARED = (
    "babel.messages.pofile", "babel.support", "bibtexparser", "brotli", "dash", "docx", "flask",
    "fontTools.subset", "jinja2", "limits", "markdown_it", "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_pdf", "matplotlib.backends.backend_svg", "matplotlib.figure",
    "nh3", "numpy", "orjson", "PIL.PngImagePlugin", "pydantic", "rapidfuzz", "rispy", "segno",
    "shapely", "whitenoise", "xlsxwriter",
)  # fmt: skip
LOCALES = ("en", "es_AR", "sw_KE", "ne_NP")  # whose numbers and months are written


def on_starting(server: Any) -> None:
    """Read the shared libraries in; the collector of a worker leaves their pages untouched."""
    for name in SHARED:
        import_module(name)
    for locale in LOCALES:
        localedata.load(locale)
    gc.collect()
    gc.freeze()


# Since gunicorn 25.1 a control socket is opened in the home folder by default: two servers of one
# user would share it, and nothing here uses it.
control_socket_disable = True

# The workers' heartbeat is a file: kept in memory, a busy disk never looks like a hanging worker.
if Path("/dev/shm").is_dir():
    worker_tmp_dir = "/dev/shm"

accesslog = os.environ.get("ACCESS_LOG") or None
errorlog = "-"


# A drawing of 300 dots an inch takes 16 MB for a moment. glibc learns from the first to keep such
# memory, in each thread: three hundred MB after a while. A fixed bound gives it back at once.
_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8  # of malloc.h
_LARGE = 1 << 20


def post_fork(server: Any, worker: Any) -> None:
    """Let a new worker give large buffers back to the system, its threads share what is small."""
    if platform.libc_ver()[0] == "glibc":
        library = ctypes.CDLL(None)
        library.mallopt(_M_MMAP_THRESHOLD, _LARGE)
        library.mallopt(_M_ARENA_MAX, 1)


def post_worker_init(worker: Any) -> None:
    """Let a new worker make the usual pages in the background, so that no reader waits for one."""
    from app import app, server
    from callbacks.routes import warm

    warm.start(server, store=app.store)
