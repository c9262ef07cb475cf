"""The check of the directory: what is old is named; the network is asked only when told to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from data.initiatives import initiatives
from pipelines import initiatives as check
from pipelines.__main__ import main

ANSWERS = {"/here": 200, "/gone": 404, "/refused": 403}


class Host(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(ANSWERS[self.path])
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Host)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_entry_is_old_after_a_year() -> None:
    one = replace(next(iter(initiatives().values())), checked="2025-11")
    assert not list(check.stale([one], on=date(2026, 10, 31)))
    assert list(check.stale([one], on=date(2026, 11, 1))) == [one]


def test_only_addresses_that_are_gone_look_dead(host: str) -> None:
    one = next(iter(initiatives().values()))
    entries = [replace(one, id=path[1:], url=host + path) for path in ANSWERS]
    entries.append(replace(one, id="nobody", url="http://127.0.0.1:9/"))
    found = {name: reason for name, _, reason in check.dead(entries, seconds=5)}
    assert set(found) == {"gone", "nobody"}
    assert found["gone"] == "answers 404"


def test_nothing_is_asked_unless_told_to(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def asked(*_args: object, **_values: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(check, "urlopen", asked)
    assert main(["initiatives", "--on", "2028-01-01"]) == 0
    said = capsys.readouterr().out
    assert f"{len(initiatives())} not checked" in said
    with pytest.raises(AssertionError, match="network"):
        main(["initiatives", "--network"])
