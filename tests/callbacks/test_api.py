"""The API: filtered, paged, described; what it refuses; its rate."""

from __future__ import annotations

import csv
import io
import re
import shlex
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import polars as pl
import pytest
from flask import Flask

from callbacks.routes import api, pages
from callbacks.routes.respond import Shelf
from data.languages import LANGUAGES, with_prefix
from data.store import Store
from layouts.api.resources import RESOURCES
from layouts.serving import SettingError

API = "/api/v1"


@pytest.fixture(scope="module")
def caller(warehouse: Path) -> Any:
    """A server with nothing but the API, and no bound to its rate that a test would meet."""
    return _served(warehouse, "1000000/second")


def _served(warehouse: Path, rate: str) -> Any:
    server = Flask("api")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(api.RATE, rate)
        api.register(server, store=Store(folder=warehouse), shelf=Shelf())
    pages.register_errors(server)
    return server.test_client()


def get(caller: Any, address: str) -> dict[str, Any]:
    answer = caller.get(API + address)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.get_json()
    return found


@pytest.mark.parametrize("name", RESOURCES)
def test_all_pages_together_are_the_whole_table(caller: Any, name: str) -> None:
    first = get(caller, f"/{name}?size=1000")
    rows = list(first["rows"])
    following = first["next"]
    while following:
        page = get(caller, following.partition(API)[2])
        assert page["previous"]
        rows += page["rows"]
        following = page["next"]
    assert len(rows) == first["count"] > 0
    assert len({tuple(sorted((k, str(v)) for k, v in row.items())) for row in rows}) == len(rows)


def test_the_front_names_every_resource(caller: Any) -> None:
    found = get(caller, "")
    for one in found["resources"]:
        assert get(caller, one["address"].partition(API)[2] + "?size=1")["rows"]
    assert [one["name"] for one in found["resources"]] == list(RESOURCES)


def test_filters_narrow_and_are_joined(caller: Any) -> None:
    both = get(caller, "/observations?country=kenya,NPL&goal=5&side=citizen&size=1000")
    assert both["count"] == len(both["rows"]) > 0
    assert {row["country"] for row in both["rows"]} == {"KEN", "NPL"}
    assert {(row["goal"], row["side"]) for row in both["rows"]} == {(5, "citizen")}
    late = get(caller, "/observations?country=KEN&year_from=2020&year_to=2021&size=1000")
    assert {row["year"] for row in late["rows"]} == {2020, 2021}


def test_a_withheld_figure_has_no_value(caller: Any) -> None:
    found = get(caller, "/observations?status=suppressed&size=1000")
    assert found["count"] > 100
    assert {row["value"] for row in found["rows"]} == {None}


def test_fields_are_those_asked_for_in_that_order(caller: Any) -> None:
    row = get(caller, "/observations?fields=unit,value,row&size=1")["rows"][0]
    assert list(row) == ["unit", "value", "row"]


def test_csv_by_name_and_by_accept(caller: Any) -> None:
    named = caller.get(f"{API}/pairs?format=csv&size=1000")
    accepted = caller.get(f"{API}/pairs?size=1000", headers={"Accept": "text/csv"})
    assert named.mimetype == accepted.mimetype == "text/csv"
    assert named.data == accepted.data
    rows = list(csv.DictReader(io.StringIO(named.get_data(as_text=True))))
    assert len(rows) == get(caller, "/pairs")["count"]
    assert "Accept" in accepted.headers["Vary"]


def test_figures_are_those_of_the_pages(caller: Any, release: Any) -> None:
    from data.store import Question

    wanted = release.ask(Question.FIGURES, country="KEN", measures=["7.1.1"])
    found = get(caller, "/observations?country=KEN&indicator=7.1.1&size=1000")
    assert found["count"] == wanted.height
    by_row = {row["row"]: row for row in found["rows"]}
    for row in wanted.filter(pl.col("row").is_in(list(by_row))).iter_rows(named=True):
        assert by_row[row["row"]]["value"] == row["value"]
        assert by_row[row["row"]]["unit"] == row["unit"]


@pytest.mark.parametrize(
    ("address", "status", "allowed"),
    [
        ("/nothing", 404, "observations"),
        ("/observations?country=kenia", 404, "KEN"),
        ("/observations?colour=red", 400, "country"),
        ("/observations?page=99999", 404, "1 to "),
        ("/observations?page=0", 404, "1 to "),
        ("/observations?page=-1", 404, "1 to "),
        ("/observations?page=१", 404, "1 to "),
        ("/observations?size=1001", 400, "1 to 1000"),
        ("/observations?size=", 400, "1 to 1000"),
        ("/observations?fields=secret", 400, "value"),
        ("/observations?fields=", 400, "value"),
        ("/observations?format=xml", 400, "csv"),
        ("/observations?year_from=soon", 400, "1900"),
        ("/observations?goal=18", 404, "17"),
        ("/observations?goal=7&goal=8", 404, "once"),
        ("/observations?pair=x", 400, "fields"),
        ("/datasets?method=x", 400, "side"),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(
    caller: Any, address: str, status: int, allowed: str
) -> None:
    answer = caller.get(API + address)
    assert answer.status_code == status
    document = answer.get_json()
    assert document["status"] == status
    assert any(allowed in one for one in document["allowed"])


def test_only_reading(client: Any) -> None:
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(client, method)(f"{API}/pairs")
        assert answer.status_code == 405
        assert "GET" in answer.headers["Allow"]
        assert answer.get_json()["status"] == 405


def test_any_origin_may_read(client: Any) -> None:
    answer = client.get(f"{API}/countries", headers={"Origin": "https://elsewhere.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get("/kenya").headers
    again = client.get(f"{API}/countries", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_who_comes_too_often_is_told_when_to_come_back(warehouse: Path) -> None:
    hasty = _served(warehouse, "3/minute")
    assert [hasty.get(f"{API}/countries").status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = hasty.get(f"{API}/countries")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.get_json()["status"] == 429
    other = hasty.get(f"{API}/countries", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert other.status_code == 200


def test_a_rate_that_is_none_stops_the_start() -> None:
    with pytest.raises(SettingError, match="API_RATE"):
        api.rate_of("often")


def test_the_document_describes_what_is_answered(caller: Any) -> None:
    document = get(caller, "/openapi.json")
    assert document["openapi"] == "3.1.0"
    assert set(document["paths"]) == {f"/{name}" for name in RESOURCES}
    for name in RESOURCES:
        row = get(caller, f"/{name}?size=1")["rows"][0]
        assert list(row) == list(document["components"]["schemas"][name]["properties"])


@pytest.mark.slow
def test_schemathesis_finds_nothing(client: Any, site: str, tmp_path: Path) -> None:
    """A tool that knows nothing of this code makes requests from the document alone."""
    with urlopen(f"{site}{API}/openapi.json") as answer:
        (tmp_path / "openapi.json").write_bytes(answer.read())
    command = [
        sys.executable, "-m", "schemathesis.cli", "run", str(tmp_path / "openapi.json"),
        "--url", site + API, "--phases", "coverage",
        "--include-path-regex", "^/(pairs|coverage)$", "--seed", "1", "--no-color",
    ]  # fmt: skip
    found = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=180
    )
    assert found.returncode == 0, found.stdout[-3000:]
    assert "passed" in found.stdout


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_every_table_with_what_it_holds(client: Any, language: str) -> None:
    html = unescape(client.get(with_prefix("/api", language=language)).get_data(as_text=True))
    assert f'<html lang="{language}"' in html
    for name in RESOURCES:
        assert f'href="{API}/{name}?size=10"' in html
        assert client.get(f"{API}/{name}?size=10").status_code == 200


def example(site: str, name: str) -> str:
    with urlopen(f"{site}/api") as answer:
        html = answer.read().decode()
    part = html.split(f'id="example-{name}"')[1].split(">", 1)[1]
    return unescape(part.split("</textarea>")[0])


def test_the_example_in_python_runs_as_it_stands(site: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-"], input=example(site, "python"), capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "ken-" in ran.stdout


def test_the_example_in_r_asks_for_what_there_is(site: str) -> None:
    """R is no need of the project: its example is read here, and what it reads is checked."""
    code = example(site, "r")
    address = re.search(r'read\.csv\("([^"]+)"\)', code)
    columns = re.search(r'c\(("[^)]+")\)', code)
    assert address is not None and columns is not None
    with urlopen(address[1]) as answer:
        rows = list(csv.DictReader(io.TextIOWrapper(answer, "utf-8")))
    assert {part.strip(' "') for part in columns[1].split(",")} <= set(rows[0])
    assert {row["side"] for row in rows} == {"citizen", "official"}


def test_the_example_with_curl_asks_for_what_there_is(site: str) -> None:
    lines = [line for line in example(site, "curl").splitlines() if line.startswith("curl ")]
    assert len(lines) == 2
    for line in lines:
        words = shlex.split(line)
        headers = dict(
            words[n + 1].split(": ") for n, word in enumerate(words) if word == "--header"
        )
        with urlopen(Request(words[-1], headers=headers)) as answer:
            wanted = headers.get("Accept", "application/zip")
            assert answer.headers.get_content_type() == wanted
            assert answer.read()
