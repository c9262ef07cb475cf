"""The directory of initiatives as readers and machines ask for it."""

from __future__ import annotations

import csv
import io
import re

import brotli
import pytest
from flask.testing import FlaskClient

from data.initiatives import initiatives

LIGHT = 25_000


@pytest.fixture(scope="module")
def client(warehouse: object) -> FlaskClient:
    from app import server

    return server.test_client()


def test_the_page_is_light_and_leads_to_all(client: FlaskClient) -> None:
    html = client.get("/initiatives").text
    assert len(brotli.compress(html.encode(), quality=6)) < LIGHT
    whole = client.get("/initiatives?show=all").text
    assert all(f'id="{one}"' in whole for one in initiatives())


def test_a_filter_holds_for_every_outlet(client: FlaskClient) -> None:
    query = "?in=kenya&goal=16&kind=tool"
    expected = {
        one.id for one in initiatives().values()
        if "KEN" in one.countries and 16 in one.goals and one.kind == "tool"
    }  # fmt: skip
    rows = csv.DictReader(io.StringIO(client.get(f"/initiatives.csv{query}").text))
    features = client.get(f"/es/initiatives.geojson{query}").get_json(force=True)["features"]
    entries = client.get(f"/initiatives.json{query}").get_json()["initiatives"]
    listed = re.findall(r'<li id="([a-z0-9-]+)"><a', client.get(f"/initiatives{query}").text)
    assert {row["id"] for row in rows} == expected
    assert {one["id"] for one in features} == {one["id"] for one in entries} == expected
    assert set(listed) == expected


def test_entries_without_a_place_have_no_point(client: FlaskClient) -> None:
    features = client.get("/initiatives.geojson").get_json(force=True)["features"]
    for one in features:
        entry = initiatives()[one["id"]]
        point = one["geometry"] and one["geometry"]["coordinates"]
        assert point == (None if entry.latitude is None else [entry.longitude, entry.latitude])


@pytest.mark.parametrize("words", ["latinobarometro", "Latinobarómtro", "LATINOBARÓMETRO"])
def test_accents_and_typing_mistakes_do_not_matter(client: FlaskClient, words: str) -> None:
    found = client.get("/initiatives.json", query_string={"q": words}).get_json()["initiatives"]
    assert found[0]["id"] == "latinobarometro"


@pytest.mark.parametrize("words", ["x" * 10_000, "زززز", "\x00\ufffe", "'\"<script>", "काठमाडौँ"])
def test_any_words_are_answered(client: FlaskClient, words: str) -> None:
    answer = client.get("/initiatives", query_string={"q": words})
    assert answer.status_code == 200
    assert "<script>'" not in answer.text


def test_where_nothing_fits_it_says_what_to_lift(client: FlaskClient) -> None:
    html = client.get("/initiatives?q=uwezo&in=nepal").text
    assert "No entry of the directory fits" in html
    assert 'href="/initiatives?q=uwezo"' in html


def test_an_entry_and_its_goal_lead_to_each_other(client: FlaskClient) -> None:
    entry = client.get("/initiatives/usawa-agenda").text
    assert 'href="/datasets/usawa-flana"' in entry
    assert 'href="/kenya/goal-4"' in entry
    assert '"@type":"Project"' in entry
    assert 'href="/initiatives?in=kenya&amp;goal=4"' in client.get("/kenya/goal-4").text


@pytest.mark.parametrize(
    ("address", "status"), [("/x", 404), ("?kind=club", 400), ("?goal=18", 404)]
)
def test_what_there_is_not_is_said(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(f"/initiatives{address}").status_code == status
