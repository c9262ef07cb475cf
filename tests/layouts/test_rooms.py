"""The rooms: methods, datasets, one dataset, coverage. As pages and as data."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from itertools import pairwise
from typing import Any

import brotli
import pytest

from data.store import Question
from tests.layouts.pages import unexplained

ROOMS = (
    "/methods", "/datasets", "/datasets?in=nepal", "/coverage", "/coverage?in=kenya",
    "/datasets/sauti-za-wananchi", "/datasets/unsd-2023", "/about", "/indicator/6.1.1",
    "/theme", "/theme/governance", "/es/theme/climate?in=nepal",
    "/learn", "/learn/privacy", "/sw/learn/tools",
    "/es/coverage?in=kenya", "/ne/datasets/sauti-za-wananchi", "/sw/methods",
)  # fmt: skip


def rows_of(client: Any, address: str) -> list[dict[str, str]]:
    text = client.get(address).get_data(as_text=True)
    return list(csv.DictReader(io.StringIO(text)))


def as_data(address: str, kind: str) -> str:
    path, mark, query = address.partition("?")
    return f"{path}.{kind}{mark}{query}"


@pytest.mark.parametrize("address", ROOMS)
def test_a_room_says_its_title_and_is_data(client: Any, address: str) -> None:
    html = client.get(address).get_data(as_text=True)
    found = client.get(as_data(address, "json")).get_json()
    assert html.count("<h1>") == 1
    assert found["title"] in unescape(html)
    assert found["sentence"] in unescape(html)
    assert rows_of(client, as_data(address, "csv"))


def test_methods_print_every_formula_and_constant(client: Any, release: Any) -> None:
    html = unescape(unexplained(client.get("/methods").get_data(as_text=True)))
    for one in release.ask(Question.FORMULAS).iter_rows(named=True):
        for name in ("title", "formula", "words", "source"):
            assert one[name] in html, one["id"]
    for one in release.ask(Question.CONSTANTS).iter_rows(named=True):
        assert one["why"] in html, one
        assert one["value"] in html, one


def test_every_dataset_has_a_page_with_every_caveat(client: Any, release: Any) -> None:
    listed = client.get("/datasets.json").get_json()["datasets"]
    assert {row["dataset"] for row in listed} == set(release.known.datasets)
    for row in listed:
        found = client.get(f"{row['address']}.json").get_json()
        html = unescape(unexplained(client.get(row["address"]).get_data(as_text=True)))
        assert found["caveats"]
        for caveat in found["caveats"]:
            assert caveat["text"].rstrip(".")[1:] in html
            assert caveat["ends_as"] == "printed note" or caveat["ends_in"]
        assert found["report"]["read"] == sum(
            found["report"][name] for name in ("kept", "suppressed", "flagged", "rejected")
        )


def test_every_citizen_dataset_is_judged_with_reasons(client: Any) -> None:
    listed = client.get("/datasets.json").get_json()["datasets"]
    for row in (row for row in listed if row["side"] == "citizen"):
        judged = client.get(f"{row['address']}.json").get_json()["credibility"]
        assert [gate["gate"] for gate in judged["gates"]] == [
            "ethics and privacy", "transparency and accountability", "need",
        ]  # fmt: skip
        assert len(judged["scores"]) == 5
        for one in (*judged["gates"], *judged["scores"]):
            assert one["reason"]
            assert one["evidence"]
        mean = sum(score["score"] for score in judged["scores"]) / 5
        lowest = min(score["score"] for score in judged["scores"])
        assert judged["mean"] == pytest.approx(mean)
        assert judged["usable"] is (mean > 1.5 and lowest > 0)


def test_official_datasets_are_not_scored(client: Any) -> None:
    assert client.get("/datasets/unsd-2023.json").get_json()["credibility"] is None


def test_a_country_narrows_datasets_and_coverage(client: Any) -> None:
    for row in rows_of(client, "/datasets.csv?in=nepal"):
        assert "NPL" in row["countries"]
    assert {row["country"] for row in rows_of(client, "/coverage.csv?in=nepal")} == {"NPL"}


def test_coverage_counts_what_is_held(client: Any, release: Any) -> None:
    held = release.ask(Question.COVERAGE_MATRIX, country="KEN", indicator="7.1.1")
    rows = {row["side"]: row for row in held.iter_rows(named=True)}
    # Afrobarometer 2021 and Infotrak 2017; census and UN lines.
    assert rows["citizen"]["last_year"] >= 2021
    assert rows["official"]["areas"] == 47
    html = client.get("/coverage?in=kenya").get_data(as_text=True)
    assert "/kenya/goal-7/7.1.1" in html


def test_the_gap_list_is_whole_and_ranked(client: Any) -> None:
    found = client.get("/gaps.json").get_json()["gaps"]
    rows = rows_of(client, "/gaps.csv")
    assert len(rows) == len(found) > 100
    scores = [row["score"] for row in found]
    assert scores == sorted(scores, reverse=True)
    assert [row["rank"] for row in found] == list(range(1, len(found) + 1))


@pytest.mark.parametrize(
    ("address", "status", "offered"),
    [
        ("/datasets/sauti-za-wananch", 404, "/datasets/sauti-za-wananchi"),
        ("/coverage/kenya", 404, "/coverage"),
        ("/coverage?in=kenia", 400, "/coverage?in=kenya"),
        ("/methods?in=kenya", 400, ""),
    ],
)
def test_what_a_room_does_not_have_is_answered_with_what_it_has(
    client: Any, address: str, status: int, offered: str
) -> None:
    answered = client.get(address)
    assert answered.status_code == status
    assert offered in unescape(answered.get_data(as_text=True))


STATIC = ("/static/", "/drawing/", "/pairs.", "/gaps.", "/progress.", "/revisions.")
WIDE = (
    "/es", "/es/kenya", "/es/kenya/goal-12", "/es/kenya/goal-7", "/es/coverage?in=nepal",
    "/es/datasets", "/es/datasets/sauti-za-wananchi", "/es/methods", "/es/about",
    "/es/indicator/6.1.1", "/es/kenia", "/es/kenya/goal-99", "/es/datasets/nothing",
    "/es/theme", "/es/theme/inequality?in=kenya", "/es/theme/nothing",
    "/es/learn", "/es/learn/privacy", "/es/learn/nothing",
)  # fmt: skip


@pytest.mark.parametrize("address", WIDE)
def test_links_stay_in_the_language(client: Any, address: str) -> None:
    html = client.get(address).get_data(as_text=True)
    main = html.partition("<main")[2].partition("</main>")[0]
    links = re.findall(r'href="(/[^"]*)"', main)
    assert links
    for link in links:
        if link.startswith("/social/"):
            assert re.match(r"/social/[0-9a-f]+/es[/.]", link), link
        else:
            outlets = ("/embed/es", "/picture/es", "/report/es")
            spoken = ("/es/", "/es?", "/es.", *outlets, *STATIC)
            assert link.startswith(spoken) or link == "/es", link


@pytest.mark.parametrize("address", WIDE)
def test_headings_never_skip_a_level(client: Any, address: str) -> None:
    html = client.get(address).get_data(as_text=True)
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", html)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


def test_a_problem_speaks_the_language_of_its_address(client: Any) -> None:
    html = client.get("/es/kenia").get_data(as_text=True)
    assert '<html lang="es">' in html
    assert 'href="/es/kenya"' in html
    assert 'href="/es/kenya/goal-9"' in client.get("/es/kenya/goal-99").get_data(as_text=True)
    found = client.get("/indicator/6.1").get_data(as_text=True)
    assert client.get("/indicator/99.9").status_code == 404
    assert "/indicator/99.9" not in found
    assert 'href="/indicator/6.1.1"' in client.get("/indicator/6.1.l").get_data(as_text=True)


def test_the_overview_counts_goals_and_draws_four_small_maps(client: Any) -> None:
    html = client.get("/").get_data(as_text=True)
    drawn = re.findall(r'<svg class="outline".*?</svg>', html)
    assert len(drawn) == 4
    assert len(brotli.compress("".join(drawn).encode())) < 8_000
    assert html.count("Of 17 goals:") == 4


def test_a_goal_without_citizen_data_says_what_would_count(client: Any) -> None:
    html = client.get("/kenya/goal-12").get_data(as_text=True)
    assert "here is what would count" in html
    assert 'href="/coverage?in=kenya"' in html
    assert 'href="/kenya/goal-11"' in html
    assert 'href="/kenya/goal-13"' in html
    assert "here is what would count" not in client.get("/kenya/goal-7").get_data(as_text=True)


def test_the_ends_have_one_neighbour(client: Any) -> None:
    assert 'rel="prev"' not in client.get("/kenya/goal-1").get_data(as_text=True)
    assert 'rel="next"' not in client.get("/kenya/goal-17").get_data(as_text=True)


def test_about_says_every_licence(client: Any, release: Any) -> None:
    html = unescape(client.get("/about").get_data(as_text=True))
    for row in release.ask(Question.DATASETS, datasets=None).iter_rows(named=True):
        assert row["licence"] in html
        assert f"/datasets/{row['dataset']}" in html
    for said in ("OpenStreetMap", "SIL Open Font", "no cookie", release.name):
        assert said in html
