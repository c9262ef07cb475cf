"""``python -m pipelines initiatives [--network]``: which entries of the directory to read again.

Without ``--network`` nothing is asked of any host.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from data.errors import FigureError
from data.initiatives import Initiative, initiatives

ABOUT = "report entries of the directory not checked for a year, and addresses that look dead"
MOST_MONTHS = 12
AT_ONCE = 4
SECONDS = 15
GONE = (404, 410)
"""Answers that say that a page is gone; a refusal (403, 429) says nothing of the kind."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser of ``python -m pipelines``."""
    command = commands.add_parser("initiatives", help=ABOUT, description=ABOUT)
    command.add_argument("--network", action="store_true", help="ask every address, too")
    command.add_argument(
        "--on", type=date.fromisoformat, default=datetime.now(UTC).date(),
        help="the day to count from (YYYY-MM-DD); today if not said",
    )  # fmt: skip


def run(chosen: argparse.Namespace) -> int:
    """Print the report; return 0, or 1 where the file cannot be read."""
    try:
        entries = tuple(initiatives().values())
    except FigureError as error:
        print(error, file=sys.stderr)
        return 1
    old = tuple(stale(entries, on=chosen.on))
    print(f"{len(entries)} entries, {len(old)} not checked for {MOST_MONTHS} months")
    for one in old:
        print(f"  {one.id}: checked {one.checked}")
    if chosen.network:
        for name, address, reason in dead(entries):
            print(f"  {name}: {address} looks dead: {reason}")
    return 0


def stale(entries: Iterable[Initiative], *, on: date) -> Iterator[Initiative]:
    """Yield the entries last checked a year or more before a day."""
    for one in entries:
        year, month = map(int, one.checked.split("-"))
        if (on.year - year) * 12 + on.month - month >= MOST_MONTHS:
            yield one


def dead(
    entries: Iterable[Initiative], *, seconds: float = SECONDS
) -> Iterator[tuple[str, str, str]]:
    """Yield entry, address and reason where an address does not answer, or says it is gone."""
    asked = [(one.id, one.url) for one in entries if one.url]
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        reasons = pool.map(lambda pair: _reason(pair[1], seconds=seconds), asked)
        for (name, address), reason in zip(asked, reasons, strict=True):
            if reason:
                yield name, address, reason


def _reason(address: str, *, seconds: float) -> str:
    """Return why an address looks dead; "" where it does not."""
    request = Request(address, headers={"User-Agent": "Mozilla/5.0 (link check)"})
    try:
        with urlopen(request, timeout=seconds):
            return ""
    except HTTPError as error:
        return f"answers {error.code}" if error.code in GONE else ""
    except (URLError, HTTPException, OSError, ValueError) as error:
        return str(getattr(error, "reason", error)) or type(error).__name__
