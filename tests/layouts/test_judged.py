"""What is judged of a pair stands on its page: progress, revisions, credibility, background."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from data.store import Question

WATER = "/tanzania/goal-6/6.1.1?pair=tza-6.1.1-sauti-rural-water-jmp"
BRIBES = "/argentina/goal-16/16.5.1?pair=arg-16.5.1-latinobarometro-un"


def text_of(client: Any, address: str) -> str:
    return unescape(client.get(address).get_data(as_text=True))


def test_the_shadow_verdict_leads_the_page_the_country_and_the_overview(client: Any) -> None:
    # The panel found 55 % in 2014 and 46 % in 2016; the JMP line rises from 38.9 to 45.5 %.
    html = text_of(client, WATER)
    assert "the official ones (JMP: basic water, 2015–2020) “stagnating”" in html
    lead = "citizens’ figures (Sauti za Wananchi, 2014–2016) say “moving away”"
    assert lead in html
    assert html.index(lead) < html.index('class="lead"')
    for address in ("/", "/tanzania"):
        found = text_of(client, address)
        assert lead in found
        assert found.index(lead) < found.index("<table")
    assert lead not in text_of(client, "/kenya")


def test_no_shadow_verdict_is_said_where_it_may_not(client: Any, release: Any) -> None:
    shadow = release.ask(Question.SHADOW, pair=None, country=None)
    quiet = {row["pair"] for row in shadow.rows(named=True) if not row["said"]} - {
        row["pair"] for row in shadow.rows(named=True) if row["said"] and row["state"] == "differs"
    }
    pairs = {row["pair"]: row["address"] for row in client.get("/pairs.json").get_json()["pairs"]}
    assert len(quiet) > 30
    for pair in sorted(quiet)[::4]:
        assert "The shadow verdict" not in text_of(client, pairs[pair]), pair


def test_four_methods_for_both_sides_with_what_they_hold(client: Any) -> None:
    html = text_of(client, WATER)
    table = html[html.index('id="progress"') :]
    for words in ("linear", "UNSD 2023", "CAGR ratio", "ESCAP", "55.0", "46.0", "100"):
        assert words in table


def test_every_pair_has_both_sides_judged_by_four_methods(release: Any) -> None:
    asked = {"country": None, "indicator": None, "kind": "pair", "pair": None}
    rows = release.ask(Question.PROGRESS, **asked)
    assert rows.height == len(release.known.pairs) * 2 * 4
    for row in rows.iter_rows(named=True):
        assert row["verdict"] != "no verdict" or row["reason"], row["line"]


def test_headline_series_are_judged_on_pages_without_a_pair(client: Any) -> None:
    html = text_of(client, "/nepal/goal-7/7.1.2")
    assert 'id="progress"' in html
    assert "CAGR ratio" in html


def test_where_vintages_disagree_both_are_shown(client: Any) -> None:
    html = text_of(client, BRIBES)
    part = html[html.index('id="revised"') :]
    # The UN's release of 2020 gave 2.4 for 2016, that of 2023 gives 16.
    assert "2.4" in part
    assert "16.0" in part
    assert "2020-10-19" in part
    assert 'id="revised"' not in text_of(client, "/kenya/goal-4/4.1.1")


@pytest.mark.parametrize("address", [WATER, BRIBES])
def test_a_comparison_says_how_credible_its_citizen_dataset_is(client: Any, address: str) -> None:
    html = text_of(client, address)
    part = html[html.index('id="credible"') :]
    for words in ("ethics and privacy", "What would establish it:", "data quality", "Rhythm"):
        assert words in part


def test_context_is_attached_to_its_target_as_background(client: Any) -> None:
    html = text_of(client, "/kenya/goal-6/6.1.1")
    part = html[html.index('id="background"') :]
    assert "target 6.1" in part
    assert "/kenya/goal-6/6.1" in part


def test_a_series_that_stands_beside_nothing_says_why(client: Any, release: Any) -> None:
    alone = [
        row
        for row in release.ask(Question.UNPAIRED, country="KEN", dataset=None).rows(named=True)
        if not row["official"] and row["indicators"] == "4.1.1"
    ]
    assert alone
    html = text_of(client, "/kenya/goal-4/4.1.1")
    for row in alone:
        assert row["reason"] in html


def test_where_nobody_measures_the_page_says_what_would_count(client: Any) -> None:
    html = text_of(client, "/kenya/goal-1/1.4.2")
    assert "No citizen data yet: here is what would count" in html
    assert "secure tenure rights to land" in html[html.index("here is what would count") :]
    for address in ("/coverage?in=kenya", "/methods"):
        assert f'href="{address}"' in html
    assert "No official figure yet" in text_of(client, "/kenya/goal-7/7.1")
    assert "here is what would count" not in text_of(client, WATER)


def test_a_filter_without_a_figure_leads_back_to_everything(client: Any) -> None:
    html = text_of(client, "/argentina/goal-1/1.2.1?pair=arg-1.2.1-odsa-indec&area=AR-A")
    assert "There is no figure over time to draw for Salta." in html
    assert 'href="/argentina/goal-1/1.2.1?pair=arg-1.2.1-odsa-indec#figure">Show all' in html


def test_every_page_of_a_goal_leads_to_its_neighbours(client: Any, release: Any) -> None:
    address, seen = "/kenya/goal-7/7.1", []
    while address:
        html = text_of(client, address)
        seen.append(address)
        found = re.search(r'<a href="([^"]+)" rel="next"', html)
        address = found[1] if found else ""
        if found:
            assert address not in seen
    pairs = {pair for pair, (country, code) in release.known.pairs.items()
             if country == "KEN" and code.startswith("7.")}  # fmt: skip
    assert {pair for pair in pairs if any(pair in one for one in seen)} == pairs
    assert 'rel="prev"' in html


@pytest.mark.parametrize("language", ["es", "sw", "ne"])
def test_every_link_of_a_page_stays_in_its_language(client: Any, language: str) -> None:
    for address in ("/kenya/goal-7/7.1.1?area=KE-30", "/kenya/goal-1/1.4.2", "/nepal/goal-7/7.1.2"):
        html = text_of(client, f"/{language}{address}")
        inside = html[html.index("<main") : html.index("</main>")]
        links = re.findall(r'<a [^>]*href="(/[^"]*)"', inside) + re.findall(
            r'action="(/[^"]*)"', inside
        )
        assert links
        outlets = (f"/embed/{language}/", f"/picture/{language}/", f"/report/{language}/")
        spoken = (f"/{language}/", "/drawing/", "/social/", *outlets)
        own = f"/{language}"
        assert [one for one in links if one != own and not one.startswith(spoken)] == []
        assert [one for one in links if "/social/" in one and f"/{language}/" not in one] == []
