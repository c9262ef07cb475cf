"""A theme's page says what the release holds: matrix, gaps by their margin, groups side by side."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import Any

import brotli
import pytest

from data.languages import LANGUAGES, with_prefix
from data.selection import Selection
from data.store import Question
from data.themes import themes
from layouts.components.cards import cards_of
from layouts.components.rooms import theme as room
from layouts.components.rooms.theme import ThemeView
from layouts.views import answer
from tests.layouts.pages import unexplained

LARGEST = 25_000  # bytes, compressed
THEMES = tuple(themes())
WORDS = ("differs", "consistent", "cannot tell")


def view_of(release: Any, name: str, country: str = "", language: str = "en") -> ThemeView:
    selection = Selection(room="theme", entry=name, country=country, language=language)
    view = answer(selection=selection, release=release)
    assert isinstance(view, ThemeView)
    return view


def test_the_three_stand_on_one_page_with_their_sentences(client: Any) -> None:
    html = unescape(unexplained(client.get("/theme").text))
    found = client.get("/theme.json").get_json()["themes"]
    assert [row["theme"] for row in found] == list(THEMES)
    for theme in themes().values():
        assert theme.sentence in html
        assert f'href="/theme/{theme.id}"' in html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", THEMES)
def test_a_theme_is_light_and_says_every_reason(client: Any, name: str, language: str) -> None:
    answered = client.get(with_prefix(f"/theme/{name}", language=language))
    assert answered.status_code == 200
    assert len(brotli.compress(answered.data)) < LARGEST
    if language == "en":
        html = unescape(unexplained(answered.text))
        for code, why in themes()[name].reasons.items():
            assert why in html
            assert f'href="/indicator/{code}"' in html
        for prompt in themes()[name].prompts:
            assert prompt in html


@pytest.mark.parametrize("name", THEMES)
def test_the_matrix_counts_the_pairs_there_are(release: Any, client: Any, name: str) -> None:
    text = client.get(f"/theme/{name}.csv").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(text)))
    theme = themes()[name]
    assert {row["indicator"] for row in rows} >= set(theme.indicators)
    pairs = release.ask(Question.PAIRS, country=None, goal=None, indicator=None)
    wanted = {*theme.indicators, *theme.targets}
    expected = [row for row in pairs.iter_rows(named=True) if row["indicator"] in wanted]
    assert sum(int(row["pairs"]) for row in rows) == len(expected)
    for row in rows:
        assert row["why"] == theme.reasons.get(row["indicator"], "")
        parts = [int(row[one]) for one in ("consistent", "differs", "cannot_tell", "not_compared")]
        assert sum(parts) == int(row["pairs"])
        assert client.get(row["address"]).status_code == 200


def test_gaps_are_those_of_the_cards_and_ranked_by_their_margin(release: Any) -> None:
    cards = {
        card.pair: card
        for country in release.known.countries.values()
        for card in cards_of(release=release, country=country)
    }
    gaps = view_of(release, "inequality").details["gaps"]
    assert len(gaps) >= 3
    times = [row["times"] for row in gaps]
    assert times == sorted(times, reverse=True)
    for row in gaps:
        assert row["agreement"] in WORDS
        assert row["agreement"] == cards[row["pair"]].state
        assert row["gap"] == cards[row["pair"]].record["gap"]
        assert row["gap_lower"] <= row["gap"] <= row["gap_upper"]
        assert row["times"] == pytest.approx(abs(row["gap"]) / row["margin"])
        if row["agreement"] == "differs":
            assert row["times"] >= 1
        # No margin of its own, and a share: the policy's five points.
        assert row["margin"] == pytest.approx(5.0)


def test_a_pair_that_shares_a_source_is_not_ranked(release: Any) -> None:
    gaps = view_of(release, "governance").details["gaps"]
    assert "npl-16.5.1-gcb-un" not in {row["pair"] for row in gaps}
    assert "npl-16.5.1-gcb-un" in {card.pair for card in cards_of(release=release, country="NPL")}


def test_groups_stand_side_by_side_as_both_sides_have_them(release: Any) -> None:
    """Kenya 2021 and 2019, read by hand in the observations: internet use by sex and place."""
    splits = {
        (one.link.href.rpartition("=")[2], one.groups): one
        for one in view_of(release, "inequality", "kenya").splits
    }
    pair = "ken-17.8.1-afrobarometer-internet-census"
    by_sex = splits[(pair, "Women and men")]
    assert by_sex.both
    assert "women and girls 47.1 %, men and boys 58.4 %, 2021" in by_sex.citizen.replace(
        "\u00a0", " "
    )
    assert "women and girls 20.1 %, men and boys 25.1 %, 2019" in by_sex.official.replace(
        "\u00a0", " "
    )
    assert by_sex.said == "Both: lower for women and girls."
    assert splits[(pair, "Town and countryside")].said == "Both: lower in the countryside."


def test_what_should_fall_is_behind_where_it_is_higher(release: Any) -> None:
    view = view_of(release, "inequality", "argentina")
    food = next(one for one in view.splits if one.link.note == "Indicator 2.1.2")
    # Hunger should fall: 36.4 % of women and 28.2 % of men; citizens' 3.9 points are below 5.
    assert (
        food.said == "Citizens: less than the margin apart; officials: higher for women and girls."
    )


def test_one_side_alone_cannot_tell(release: Any) -> None:
    alone = [one for one in view_of(release, "inequality").splits if not one.both]
    assert alone
    for one in alone:
        assert one.said.startswith("Cannot tell: only ")
        assert bool(one.citizen) != bool(one.official)


def test_background_and_few_people_are_left_out(release: Any) -> None:
    measures = ["6.1.1", "7.1.1", "17.8.1", "16.1"]
    verdicts = dict(
        release.ask(Question.PAIRS, country=None, goal=None, indicator=None)
        .select("pair", "verdict")
        .iter_rows()
    )
    for question in (Question.THEME_GROUPS, Question.THEME_AREAS):
        found = release.ask(question, measures=measures, country=None)
        assert found.height
        assert all(verdicts[pair] != "context only" for pair in found["pair"])
    areas = release.ask(Question.THEME_AREAS, measures=["17.8.1"], country="KEN")
    sides = {row["side"]: row["areas"] for row in areas.iter_rows(named=True)}
    observed = release.ask(
        Question.PAIR_OBSERVATIONS, pair="ken-17.8.1-afrobarometer-internet-census", country=None
    )
    sure = observed.filter(
        (observed["side"] == "citizen")
        & (observed["status"] == "normal")
        & (observed["area"] != "KEN")
    )
    assert sides == {"citizen": sure.height, "official": sure.height}


def test_a_country_narrows_a_theme(client: Any, release: Any) -> None:
    found = client.get("/theme/inequality.json?in=kenya").get_json()
    assert {row["country"] for row in found["places"]} == {"KEN"}
    assert {row["country"] for row in found["gaps"]} == {"KEN"}
    assert {row["country"] for row in found["groups"]} == {"KEN"}
    assert client.get("/theme/inequality?in=kenia").status_code == 400
    assert client.get("/theme?in=kenya").status_code == 400
    wrong = client.get("/theme/equality")
    assert wrong.status_code == 404
    assert 'href="/theme/inequality"' in wrong.text


def test_a_theme_without_comparable_pairs_says_so(client: Any) -> None:
    html = unexplained(client.get("/theme/climate").text)
    assert "No pair on this allows a gap with its interval yet" in html
    assert "who is left behind cannot be told here" in html


def test_initiatives_lead_to_their_page(monkeypatch: pytest.MonkeyPatch, release: Any) -> None:
    from tests.data.test_themes import Group

    groups = (Group(id="wells", name="Wells", targets=("6.1",)), Group(id="x", targets=("99.1",)))
    monkeypatch.setattr(room, "directory", lambda: groups)
    links = room._initiatives(themes()["inequality"], country="KEN")
    assert [(link.text, link.href) for link in links] == [("Wells", "/initiatives/wells")]


def test_pages_lead_to_themes(client: Any) -> None:
    assert 'href="/theme"' in client.get("/").text.partition("<main")[2].partition("</main>")[0]
    assert 'href="/theme/inequality"' in client.get("/indicator/7.1.1").text
    assert 'href="/es/theme/climate"' in client.get("/es/indicator/13.2.2").text
    assert "Among the themes" not in client.get("/indicator/17.3.1").text
    found = client.get("/search.json?q=inequality&kind=themes").get_json()
    assert found["groups"][0]["results"][0]["address"] == "/theme/inequality"
    sitemap = client.get("/sitemap.xml").text
    for name in THEMES:
        assert f"/sw/theme/{name}</loc>" in sitemap


def test_the_way_back_leads_to_the_whole_theme(client: Any) -> None:
    crumbs = re.search(
        r'<nav class="crumbs".*?</nav>', client.get("/theme/climate?in=nepal").text, re.DOTALL
    )
    assert crumbs
    assert re.findall(r'href="([^"]+)"', crumbs[0]) == [
        "/", "/theme", "/theme/climate", "/theme/climate?in=nepal",
    ]  # fmt: skip
