"""The directory of initiatives as readers and machines ask for it."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from urllib.parse import unquote

import brotli
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from data.initiatives import initiatives, read_initiatives
from data.languages import with_prefix

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


@pytest.mark.parametrize(
    ("language", "words", "entry"),
    [
        ("en", "beach litter", "censo-basura-costera"),
        ("es", "basura en playas", "censo-basura-costera"),
        ("ne", "भूकम्प नेपाल", "quake-helpdesk"),
    ],
)
def test_words_of_every_language_find(
    client: FlaskClient, language: str, words: str, entry: str
) -> None:
    address = with_prefix("/initiatives.json", language=language)
    found = client.get(address, query_string={"q": words}).get_json()["initiatives"]
    assert entry in {one["id"] for one in found}
    assert len(found) < len(initiatives()) / 4


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


GOOD = {
    "name": "Wells of Turkana", "organisation": "Turkana Water Watch", "countries": "KEN",
    "goals": "6", "kind": "initiative", "method": "survey", "status": "active",
    "data_open": "unknown", "place": "Lodwar", "latitude": "3.12", "longitude": "35.6",
    "summary": "Volunteers ask which wells give water; “dry” is written down with the date.",
    "source": "https://example.org/wells", "checked": "2026-11",
}  # fmt: skip


def test_what_is_proposed_becomes_a_line_that_the_directory_takes(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CORRECTIONS_TO", "us@example.org")
    monkeypatch.setenv("ISSUES_AT", "https://example.org/issues/new")
    answer = client.post("/initiatives/propose", data={**GOOD, "goals": ["6", "3"]})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    page = BeautifulSoup(answer.text, "html.parser")
    text = page.select_one("#to-send").text
    file = tmp_path / "initiatives.csv"
    file.write_text(text.partition("\n\n")[2] + "\n", encoding="utf-8")
    [one] = read_initiatives(file).values()
    assert (one.id, one.goals, one.latitude) == ("wells-of-turkana", (6, 3), 3.12)
    assert one.summary == GOOD["summary"]
    links = [link["href"] for link in page.select(".take .ways a")]
    assert unquote(links[0]).startswith("mailto:us@example.org?subject=Propose an entry&body=")
    assert unquote(links[1]).startswith("https://example.org/issues/new?title=Propose an entry")
    assert all(text.splitlines()[-1] in unquote(link) for link in links)


def test_a_correction_keeps_the_rest_and_says_what_changes(client: FlaskClient) -> None:
    address = "/es/initiatives/propose?entry=usawa-agenda"
    page = BeautifulSoup(client.get(address).text, "html.parser")
    sent = {
        one["name"]: one.get("value", one.text)
        for one in page.select("form[method=post] :is(input:not([type=checkbox]),textarea)")
    }
    sent |= {
        one["name"]: one.select_one("[selected]")["value"]
        for one in page.select("form[method=post] select")
    }
    for box in page.select("form[method=post] [checked]"):
        sent[box["name"]] = [*sent.get(box["name"], []), box["value"]]
    answer = client.post(address, data={**sent, "organisation": "Another <b>name"})
    assert answer.status_code == 200
    changes = BeautifulSoup(answer.text, "html.parser").select(".take li")
    before = initiatives()["usawa-agenda"]
    assert f"organisation: {before.organisation} → Another <b>name" in [one.text for one in changes]
    assert {one.text.partition(":")[0] for one in changes} <= {"organisation", "checked"}
    assert ";".join(before.datasets) in answer.text


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": "  "}, "name"), ({"name": "ウワ"}, "name"), ({"name": "Usawa Agenda"}, "name"),
        ({"goals": "18"}, "goals"), ({"countries": "FRA"}, "countries"),
        ({"targets": "4.1"}, "targets"), ({"latitude": "52.5"}, "latitude"),
        ({"latitude": "north"}, "latitude"), ({"source": ""}, "source"),
        ({"kind": "club"}, "kind"), ({"url": "example"}, "url"),
        ({"years_from": "20"}, "years_from"),
        ({"checked": "soon"}, "checked"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said_beside_its_field(
    client: FlaskClient, changed: dict[str, str], field: str
) -> None:
    answer = client.post("/ne/initiatives/propose", data={**GOOD, **changed})
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html.parser")
    assert page.select_one("#to-send") is None
    assert [one["id"] for one in page.select("form .wrong")] == [f"wrong-{field}"]
    assert page.select_one(f'[aria-describedby~="wrong-{field}"]')["aria-invalid"] == "true"


@pytest.mark.parametrize(
    ("data", "status"),
    [({}, 422), ({"name": "x" * 60_000}, 422), ({"name": "x" * 70_000}, 413),
     ({"name": "\x00\u202e=1+1"}, 422)],
)  # fmt: skip
def test_any_form_is_answered(client: FlaskClient, data: dict[str, str], status: int) -> None:
    assert client.post("/initiatives/propose", data=data).status_code == status


def test_the_form_opens_only_for_what_there_is(client: FlaskClient) -> None:
    assert client.get("/initiatives/propose?entry=nobody").status_code == 404
    assert client.post("/initiatives/propose?entry=nobody", data=GOOD).status_code == 404
