"""Make the pages that most readers ask for before they ask, in the background of each worker."""

from __future__ import annotations

import logging
import threading
import time

from flask import Flask

from data.languages import LANGUAGES, with_prefix
from data.store import Store, WarehouseError
from layouts.outlets import pair_records

# Between two pages the readers have the processor to themselves.
PAUSE = 0.05
log = logging.getLogger("datashift")


def addresses(store: Store) -> list[str]:
    """Return the pages in the order of their use: overview, countries, search, goals, pairs."""
    release = store.current()
    pairs = [str(record["address"]) for record in pair_records(release)]
    plain = [address.partition("?")[0] for address in pairs]
    countries = [f"/{word}" for word in release.known.countries]
    goals = [address.rpartition("/")[0] for address in plain]
    # The first search of a language prepares its index: half a second that no reader waits for.
    searches = [with_prefix("/search", language=code) for code in LANGUAGES]
    return list(dict.fromkeys(["/", *countries, *searches, *goals, *plain, *pairs]))


def warm(server: Flask, *, store: Store) -> None:
    """Ask every page once, so that its bytes are remembered; a page that fails is only logged."""
    try:
        wanted = addresses(store)
    except WarehouseError as error:
        log.warning("nothing to warm: %s", error)
        return
    client = server.test_client()
    for address in wanted:
        answer = client.get(address)
        if answer.status_code != 200:
            log.warning("%s answered %s while warming", address, answer.status_code)
        time.sleep(PAUSE)


def start(server: Flask, *, store: Store) -> threading.Thread:
    """Warm in a thread of its own, which ends by itself."""
    thread = threading.Thread(
        target=warm, args=(server,), kwargs={"store": store}, name="warm", daemon=True
    )
    thread.start()
    return thread
