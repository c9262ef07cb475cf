"""How many readers the outlets bear: embeds and the API, asked by ``wrk`` of the real gunicorn.

``wrk`` is another process on the same cores, and takes its part of them: what is printed is what
the server bears beside it. A connection stays with the worker that took it, and one worker may
take them all: the note says so, and what an answer takes of a processor depends on it less.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from bench import server
from bench.table import Measure

TOOL = "wrk"
EMBED = "/embed/kenya/goal-7/7.1.1"
API_PAGE = "/api/v1/observations?size=100"
WORKERS = 2
# One address asks for all: a short window, for each second's visits are kept until it is over.
RATE = "1000000/second"
CONNECTIONS = 16  # as many as both workers have threads, and as many again that wait their turn
RUNS, RUN_SECONDS = 3, 2
PACED_CONNECTIONS, PACED_SECONDS = 64, 6
MOST_P99 = 50.0  # milliseconds
WARM_SECONDS = 120.0
QUIET = 0.05  # of one core
IDLE = 0.2  # of the work: a worker that did less was passed over
SAYS_USED = sys.platform.startswith("linux")
"""Only there does ``/proc`` say what processor time a process has used."""
LEAST_LOAD, MOST_LOAD = 0.35, 0.65  # of what the server bears: what still counts as half
_READER = {"Accept-Encoding": "gzip, deflate, br", "User-Agent": "bench"}
_RATE = re.compile(r"^Requests/sec:\s+([0-9.]+)$", re.MULTILINE)
_P99 = re.compile(r"^\s+99%\s+([0-9.]+)(us|ms|s|m)$", re.MULTILINE)
_ANSWERS = re.compile(r"^\s*([0-9]+) requests in", re.MULTILINE)
_FAILED = re.compile(r"^\s*(Socket errors: .*|Non-2xx or 3xx responses: .*)$", re.MULTILINE)
_MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


class ToolMissingError(RuntimeError):
    """The tool that asks is not installed: nothing was measured, and that is no result."""

    def __init__(self, tool: str) -> None:
        super().__init__(
            f"NOT MEASURED: {tool} is missing. Debian: apt-get install {tool}; "
            f"macOS: brew install {tool}"
        )


class LoadError(RuntimeError):
    """The server answered something else than was asked for, or not at all."""


@dataclass(frozen=True, kw_only=True)
class Outlet:
    """What is asked: ``least`` answers a second it should bear, ``status`` of each of them."""

    name: str
    path: str
    least: float
    status: int = 200


@dataclass(frozen=True, kw_only=True)
class Load:
    """What a run of ``wrk`` came to: answers, and those of a second; 99 % within, milliseconds."""

    answers: int
    rate: float
    p99: float


@dataclass(frozen=True, kw_only=True)
class Run:
    """A load with what each worker spent on it, in seconds of a processor; none where unknown."""

    load: Load
    spent: tuple[float, ...]

    @property
    def lopsided(self) -> bool:
        """Whether a worker was passed over: this was not the load of all of them."""
        return bool(self.spent) and min(self.spent) < IDLE * max(self.spent)


OUTLETS = (
    Outlet(name="embed not changed (304)", path=EMBED, least=3000, status=304),
    Outlet(name="embed", path=EMBED, least=1500),
    Outlet(name="API page of 100 rows", path=API_PAGE, least=800),
)


def measure() -> list[Measure]:
    """Measure every outlet: what it bears, and how late the latest answers are at half of that.

    Raises ``ToolMissingError`` without ``wrk``, ``LoadError`` for an answer that was not wanted.
    """
    if shutil.which(TOOL) is None:
        raise ToolMissingError(TOOL)
    before = (os.getloadavg()[0],)
    measures = [Measure(what="load of the machine before, in cores", runs=before, unit="")]
    settings = patch.dict(os.environ, {"API_RATE": RATE, "WEB_CONCURRENCY": str(WORKERS)})
    with settings, server.gunicorn() as port:
        measures.append(Measure(what="making the usual pages", runs=(warmed(),), unit="s"))
        for outlet in OUTLETS:
            measures += _measured(outlet, port=port)
    return measures


def _measured(outlet: Outlet, *, port: int) -> list[Measure]:
    """Measure one outlet, both workers warm; the answer is the one wanted, before and after."""
    headers = _wanted(outlet, port=port)
    url = f"http://127.0.0.1:{port}{outlet.path}"
    _wrk(url, headers=headers, connections=CONNECTIONS, seconds=1)
    runs = [_run(url, headers=headers) for _ in range(RUNS)]
    borne = tuple(run.load.rate for run in runs)
    spent = tuple(sum(run.spent) / run.load.answers * 1e6 for run in runs if run.spent)
    most = statistics.median(borne)
    with _paced(rate=most / 2) as script:
        half = _wrk(
            url, headers=headers, connections=PACED_CONNECTIONS, seconds=PACED_SECONDS,
            script=script,
        )  # fmt: skip
    _wanted(outlet, port=port)
    note = f"≥ {outlet.least:,.0f} /s: {'met' if most >= outlet.least else 'MISSED'}"
    if lopsided := sum(run.lopsided for run in runs):
        note += f"; one worker alone in {lopsided} of {RUNS}"
    share = half.rate / most
    aim = MOST_P99 if LEAST_LOAD <= share <= MOST_LOAD else None
    late = f"{outlet.name}, 99 % within, at {half.rate:,.0f} /s ({share:.0%} of that)"
    used = f"{outlet.name}, processor time an answer"
    return [
        Measure(what=outlet.name, runs=borne, unit="/s", note=note),
        Measure(what=late, runs=(half.p99,), unit="ms", most=aim, note="NOT JUDGED: not half"),
        Measure(what=used, runs=spent, unit="µs", note="" if SAYS_USED else "only Linux says"),
    ]


def _run(url: str, *, headers: Mapping[str, str]) -> Run:
    """Ask as fast as is answered, and see what each worker spends on it."""
    before = used_by_each()
    load = _wrk(url, headers=headers, connections=CONNECTIONS, seconds=RUN_SECONDS)
    spent = sorted(seconds - before.get(one, 0.0) for one, seconds in used_by_each().items())
    return Run(load=load, spent=tuple(spent[-WORKERS:]))


def _wanted(outlet: Outlet, *, port: int) -> Mapping[str, str]:
    """Return the headers to ask with, once every answer to them has the status that is wanted."""
    headers = dict(_READER)
    if outlet.status == 304:
        headers["If-None-Match"] = _ask(outlet.path, headers=headers, port=port).headers["ETag"]
    for _ in range(4 * WORKERS):
        found = _ask(outlet.path, headers=headers, port=port)
        if found.status != outlet.status:
            raise LoadError(f"{outlet.path}: {found.status}, wanted {outlet.status}")
    return headers


def _ask(path: str, *, headers: Mapping[str, str], port: int) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers=dict(headers))
        response = connection.getresponse()
        response.read()
        return response
    finally:
        connection.close()


def _wrk(
    url: str,
    *,
    headers: Mapping[str, str],
    connections: int,
    seconds: int,
    script: Path | None = None,
) -> Load:
    """Ask an address for some seconds over connections that are kept open, from one thread."""
    command = [TOOL, "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    command += ["-s", str(script)] if script else []
    done = subprocess.run(
        [*command, url], capture_output=True, text=True, check=False, timeout=seconds + 20
    )
    if done.returncode:
        raise LoadError(f"{url}: {TOOL} ended with {done.returncode}: {done.stderr.strip()}")
    return load_of(done.stdout, url=url)


def load_of(text: str, *, url: str) -> Load:
    """Return what ``wrk`` printed. Raises ``LoadError`` where an answer failed or none came."""
    rate, p99, answers = _RATE.search(text), _P99.search(text), _ANSWERS.search(text)
    if failed := _FAILED.search(text):
        raise LoadError(f"{url}: {failed[1]}")
    if rate is None or p99 is None or answers is None or answers[1] == "0":
        raise LoadError(f"{url}: no answer")
    return Load(
        answers=int(answers[1]), rate=float(rate[1]), p99=float(p99[1]) * _MILLISECONDS[p99[2]]
    )


@contextmanager
def _paced(*, rate: float) -> Iterator[Path]:
    """Give a script that lets ``wrk`` ask at a rate, in requests a second.

    ``wrk`` asks as fast as it is answered, but a script may say how long a connection waits before
    it asks again. Many connections that each wait a random while (exponential, so that now and
    then several come at once, as readers do) ask together at about ``connections / wait``, and
    hardly slower when an answer is late. The wait is not counted as part of an answer's time.
    """
    wait = 1000 * PACED_CONNECTIONS / rate
    with TemporaryDirectory() as folder:
        script = Path(folder) / "paced.lua"
        text = f"function delay() return math.floor(-math.log(1 - math.random()) * {wait:.3f}) end"
        script.write_text(text, encoding="utf-8")
        yield script


def warmed() -> float:
    """Wait until the workers have made their usual pages (``warm``); return the seconds it took.

    They are done when they rest for a second. Raises ``LoadError`` when they never do. Where it is
    not said what they use, the most is waited.
    """
    start = time.monotonic()
    if not SAYS_USED:
        time.sleep(WARM_SECONDS)
        return WARM_SECONDS
    used = sum(used_by_each().values())
    while time.monotonic() - start < WARM_SECONDS:
        time.sleep(1)
        before, used = used, sum(used_by_each().values())
        if used - before < QUIET:
            return time.monotonic() - start
    raise LoadError(f"the workers were still at work after {WARM_SECONDS:.0f} s")


def used_by_each() -> dict[int, float]:
    """Return the processor time of each process begun from this one and still there, in seconds.

    Fields of ``/proc/<id>/stat`` after the name: 2 the parent, 12 and 13 the ticks (proc(5)).
    Nothing where there is no such file.
    """
    parents, ticks = {}, {}
    for file in Path("/proc").glob("[0-9]*/stat") if SAYS_USED else ():
        try:
            fields = file.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        one = int(file.parent.name)
        parents[one], ticks[one] = int(fields[1]), int(fields[11]) + int(fields[12])
    begun = {os.getpid()}
    while more := {one for one, parent in parents.items() if parent in begun} - begun:
        begun |= more
    return {one: ticks[one] / os.sysconf("SC_CLK_TCK") for one in begun if one != os.getpid()}
