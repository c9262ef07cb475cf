"""How long a picture takes that was not asked before, and one that was; what the workers weigh.

Each miss is another page's picture, so nothing is drawn twice; what the page itself costs is paid
before. Under more readers than there are places, a picture is drawn or refused, and never hangs.
"""

from __future__ import annotations

import http.client
import os
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import brotli
import orjson

from bench import outlets, server
from bench.table import Measure

MISS, HIT = 150.0, 3.0  # milliseconds
MOST_MEMORY = 250.0  # MB a worker
FORMS = {
    "PNG": "png?size=wide", "PNG, square": "png?size=square", "PNG, 300 dpi": "png?size=print",
    "PNG, social": "png?size=social", "SVG": "svg?size=wide", "PDF": "pdf?size=wide",
}  # fmt: skip
EACH = 12  # pages whose picture is asked for, in every form
READERS = 40


def measure() -> list[Measure]:
    """Measure misses, hits, memory and overload through the real server, two workers."""
    settings = patch.dict(os.environ, {"WEB_CONCURRENCY": str(outlets.WORKERS)})
    with settings, server.gunicorn() as port:
        measures = [Measure(what="making the usual pages", runs=(outlets.warmed(),), unit="s")]
        pages = _pages(port)
        for name, form in FORMS.items():
            kind, _, query = form.partition("?")
            paths = [f"/picture{page}.{kind}?{query}" for page in pages[:EACH]]
            runs = tuple(_timed(port, path) for path in paths)
            measures.append(Measure(what=f"{name}, drawn", runs=runs, unit="ms", most=MISS))
            # Either worker may answer: both hold it before it counts as held.
            for path in paths * 6:
                _timed(port, path)
            runs = tuple(_timed(port, path) for path in paths)
            measures.append(Measure(what=f"{name}, held", runs=runs, unit="ms", most=HIT))
        measures += _overload(port, pages[EACH:])
        measures += [
            Measure(
                what=f"memory of worker {number}",
                runs=(weight.own,),
                unit="MB",
                most=MOST_MEMORY,
                note=f"{weight.resident:.0f} with what the workers share",
            )
            for number, weight in enumerate(_memory(), start=1)
        ]
    return measures


def _pages(port: int) -> list[str]:
    """Return the pages of comparisons, each asked once: the picture alone is to be measured."""
    found = orjson.loads(brotli.decompress(server.get(port=port, path="/pairs.json")))
    pages = list(dict.fromkeys(row["address"].partition("?")[0] for row in found["pairs"]))
    for page in pages[:EACH] * 4:
        server.get(port=port, path=page)
    return pages


def _timed(port: int, path: str) -> float:
    start = time.perf_counter()
    server.get(port=port, path=path)
    return (time.perf_counter() - start) * 1000


def _overload(port: int, pages: list[str]) -> list[Measure]:
    """Ask for more pictures at once than there are places: every answer is 200 or 503."""
    paths = [f"/picture{page}.png?size=print" for page in pages][:READERS]
    start = time.perf_counter()
    with ThreadPoolExecutor(max_workers=READERS) as readers:
        answers = Counter(readers.map(lambda path: _status(port, path), paths))
    took = time.perf_counter() - start
    unknown = set(answers) - {200, 503}
    if unknown:
        raise server.ServerError(f"pictures under overload: {sorted(unknown)}")
    note = f"{answers[200]} drawn, {answers[503]} asked to come back"
    what = f"{len(paths)} pictures asked at once"
    return [Measure(what=what, runs=(took,), unit="s", note=note)]


def _status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
    finally:
        connection.close()
    if answer.status == 503 and not answer.headers["Retry-After"]:
        raise server.ServerError(f"{path}: 503 without Retry-After")
    return answer.status


@dataclass(frozen=True, kw_only=True)
class Weight:
    """What a process holds in memory, in MB.

    ``own`` is its proportional set (Pss): pages that processes share are divided among them, so
    that the workers' sum is what the machine gives. ``resident`` (Rss) counts them in each.
    """

    own: float
    resident: float


def _memory() -> list[Weight]:
    """Return what the workers of the server weigh, the lightest first; none where unknown."""
    if not outlets.SAYS_USED:
        return []
    found = []
    for pid in outlets.used_by_each():
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
        held = {name: int(rest.split()[0]) / 1000 for name, rest in (x.split(":") for x in lines)}
        found.append(Weight(own=held["Pss"], resident=held["Rss"]))
    found.sort(key=lambda one: one.resident)
    return found[-outlets.WORKERS :]  # without what oversees them
