"""Make the pages that most readers ask for before they ask, in the background of each worker."""

from __future__ import annotations

import gc
import logging
import threading
import time

from flask import Flask

from data.languages import PREFIXED, with_prefix
from data.selection import LEARN, THEME
from data.store import Store, WarehouseError
from layouts.head import root
from layouts.outlets import pair_records

# Between two pages the readers have the processor to themselves: as long as the last one took,
# and this many seconds at least.
PAUSE = 0.05
log = logging.getLogger("datashift")


def addresses(store: Store) -> list[str]:
    """Return the pages: the ways in, of every language, then the pairs in English.

    The ways in are overview, countries, search, goals, themes and guides. In other languages a
    comparison is made in a tenth of a second when its first reader comes, and every page of every
    language would take each worker another 100 MB. The first search of a language also prepares
    its index: half a second that no reader waits for. The pairs come last, so that their Views are
    still remembered when their pictures are asked for.
    """
    release = store.current()
    pairs = [str(record["address"]) for record in pair_records(release)]
    plain = [address.partition("?")[0] for address in pairs]
    countries = [f"/{word}" for word in release.known.countries]
    goals = [address.rpartition("/")[0] for address in plain]
    themes = [f"/{THEME}", *(f"/{THEME}/{one}" for one in release.known.entries.get(THEME, ()))]
    guides = [f"/{LEARN}", *(f"/{LEARN}/{one}" for one in release.known.entries.get(LEARN, ()))]
    ways = list(dict.fromkeys(["/", *countries, "/search", *goals, *themes, *guides]))
    others = [with_prefix(way, language=code) for code in PREFIXED for way in ways]
    return list(dict.fromkeys([*ways, *others, *plain, *pairs]))


def warm(server: Flask, *, store: Store) -> None:
    """Ask every page once, so that its bytes are remembered; a page that fails is only logged."""
    try:
        wanted = addresses(store)
    except WarehouseError as error:
        log.warning("nothing to warm: %s", error)
        return
    client = server.test_client()
    for address in wanted:
        answer = client.get(address, base_url=root())
        if answer.status_code != 200:
            log.warning("%s answered %s while warming", address, answer.status_code)
        time.sleep(PAUSE)
    # What is there now stays: the collector need not go through it while readers wait.
    gc.collect()
    gc.freeze()


def start(server: Flask, *, store: Store) -> threading.Thread:
    """Warm in a thread of its own, which ends by itself."""
    thread = threading.Thread(
        target=warm, args=(server,), kwargs={"store": store}, name="warm", daemon=True
    )
    thread.start()
    return thread
