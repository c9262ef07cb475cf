"""The same as data: shapes that others build on, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from layouts.outlets import harmless, to_csv

GRID = "/kenya/goal-7/7.1.1"
PAIR = "ken-7.1.1-afrobarometer-grid-census-mains"


def test_a_comparison_as_json(client: Any, release: Any) -> None:
    found = client.get(f"{GRID}.json?pair={PAIR}").get_json()
    assert set(found) == {
        "release", "address", "title", "sentence", "country", "goal", "indicator", "pair",
        "sources", "observations", "comparison",
    }  # fmt: skip
    assert found["release"] == release.name
    assert (found["country"], found["goal"], found["indicator"]) == ("KEN", 7, "7.1.1")
    pair = found["pair"]
    assert pair["id"] == PAIR
    assert {"dataset", "series"} <= set(pair["citizen"])
    assert set(pair["independence"]) == {"state", "reason"}
    judged = pair["comparability"]
    assert judged["total"] == sum(score["score"] for score in judged["scores"])
    assert [set(score) for score in judged["scores"]] == [
        {"dimension", "score", "reason", "remedy"}
    ] * 10
    for row in found["observations"]:
        assert {"side", "area", "year", "value", "unit", "lower", "upper", "sample_size",
                "status"} <= set(row)  # fmt: skip
    for row in found["comparison"]:
        assert {"area", "year", "citizen", "official", "gap", "gap_lower", "gap_upper",
                "agreement", "direction", "notes"} <= set(row)  # fmt: skip
        assert row["gap"] == pytest.approx(row["citizen"] - row["official"])


@pytest.mark.parametrize("address", [GRID, "/argentina/goal-5/5.2", "/nepal/goal-16/16.5.1"])
def test_every_figure_leads_to_where_it_was_read(client: Any, address: str) -> None:
    found = client.get(f"{address}.json").get_json()
    known = {
        (source["dataset"], citation["citation"])
        for source in found["sources"]
        for citation in source["citations"]
        if citation["read_from"]
    }
    assert {(row["dataset"], row["citation"]) for row in found["observations"]} <= known


def test_filters_hold_in_the_data_too(client: Any) -> None:
    found = client.get(f"{GRID}.json?area=KE-30").get_json()
    assert {row["area"] for row in found["observations"]} == {"KE-30"}
    assert {row["area"] for row in found["comparison"]} == {"KE-30"}


def test_page_and_data_say_the_same(client: Any) -> None:
    found = client.get(f"{GRID}.json").get_json()
    html = client.get(GRID).get_data(as_text=True)
    assert found["title"] in html
    assert found["sentence"] in html


@pytest.mark.parametrize("address", ["/index", "/", "/kenya", "/kenya/goal-7", GRID])
def test_every_page_is_data(client: Any, address: str) -> None:
    assert client.get(f"{address}.json").get_json()["title"]
    answered = client.get(f"{address}.csv")
    assert answered.status_code == 200
    assert answered.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answered.get_data(as_text=True))))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) > 1


def test_every_pair_is_listed(client: Any, release: Any) -> None:
    found = client.get("/pairs.json").get_json()
    assert {pair["id"] for pair in found["pairs"]} == set(release.known.pairs)
    for pair in found["pairs"]:
        assert {"verdict", "independence", "address"} <= set(pair)
        assert client.get(pair["address"]).status_code == 200
    rows = list(csv.DictReader(io.StringIO(client.get("/pairs.csv").get_data(as_text=True))))
    assert len(rows) == len(found["pairs"])


def test_health(client: Any, release: Any) -> None:
    found = client.get("/healthz").get_json()
    assert set(found) == {"status", "release", "observations", "pairs", "datasets"}
    assert (found["status"], found["release"]) == ("ok", release.name)


@pytest.mark.parametrize(
    ("address", "status"),
    [("/kenia.json", 404), (f"{GRID}.json?sex=x", 400), ("/kenya/goal-7/9.9.json", 404)],
)
def test_errors_are_data_too(client: Any, address: str, status: int) -> None:
    answered = client.get(address)
    found = answered.get_json()
    assert answered.status_code == found["status"] == status
    assert found["allowed"]


def test_cells_that_a_spreadsheet_would_run_are_neutralised() -> None:
    for text in ("=1+1", "+1", "-1", "@SUM(A1)", "\tx"):
        assert harmless(text) == f"'{text}"
    assert harmless(-1.5) == -1.5
    assert harmless(None) == ""
    assert to_csv([{"a": "=x", "b": -2}], columns=("a", "b")) == b"a,b\r\n'=x,-2\r\n"


def test_a_map_is_a_drawing_of_its_own(client: Any, release: Any) -> None:
    address = f"/drawing/{release.name}/map_gap_{PAIR}.svg"
    assert address in client.get(f"{GRID}?pair={PAIR}").get_data(as_text=True)
    answered = client.get(address)
    assert answered.mimetype == "image/svg+xml"
    assert "immutable" in answered.headers["Cache-Control"]
    assert client.get(f"/drawing/{release.name}/map_gap_nothing.svg").status_code == 404
    assert client.get(f"/drawing/other/map_gap_{PAIR}.svg").status_code == 404


def test_a_side_by_side_pair_has_no_gap_map(client: Any, release: Any) -> None:
    verdicts = {one["id"]: one["verdict"] for one in client.get("/pairs.json").get_json()["pairs"]}
    for pair, verdict in verdicts.items():
        if verdict in ("side by side", "context only"):
            answered = client.get(f"/drawing/{release.name}/map_gap_{pair}.svg")
            assert answered.status_code == 404, pair
