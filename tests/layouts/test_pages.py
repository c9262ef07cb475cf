"""Pages as HTML: everything is there before any JavaScript."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser
from typing import Any

import pytest

from data.selection import Selection
from layouts.figures.chart import TimeChart
from layouts.pages import PAGES
from layouts.views import VIEWS, ComparisonView, answer, kind_of
from tests.layouts.pages import unexplained

COUNTRIES = ("argentina", "kenya", "tanzania", "nepal")
LARGEST = 60_000  # bytes, compressed


class Reader(HTMLParser):
    """Collects what a page holds: tags, ids, addresses it fetches or links to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a":
            self.links.append(str(found.get("href")))
        for name in ("src", "data-plotly"):
            if found.get(name):
                self.fetched.append(str(found[name]))


def addresses(release: Any) -> dict[str, str]:
    """Every pair's address."""
    known = release.known
    return {
        pair: Selection(
            country=known.word(country),
            goal=known.measures[indicator],
            indicator=indicator,
            pair=pair,
        ).address()
        for pair, (country, indicator) in known.pairs.items()
    }


def test_every_view_has_its_page_and_every_page_its_view() -> None:
    assert set(PAGES) == set(VIEWS)


@pytest.mark.parametrize(
    "address", ["/", *(f"/{one}" for one in COUNTRIES), *(f"/{one}/goal-6" for one in COUNTRIES)]
)
def test_wide_pages_say_their_title_and_sentence(client: Any, address: str) -> None:
    answered = client.get(address)
    html = answered.get_data(as_text=True)
    assert answered.status_code == 200
    assert html.count("<h1>") == 1
    assert 'class="lead"' in html
    # Dash comes only where something is interactive.
    assert "_dash-config" not in html


def test_every_goal_of_every_country_has_a_page(client: Any, release: Any) -> None:
    for country in COUNTRIES:
        for goal in release.known.goals:
            assert client.get(f"/{country}/goal-{goal}").status_code == 200, (country, goal)


def test_every_pair_has_a_whole_page(client: Any, release: Any) -> None:
    for pair, address in addresses(release).items():
        answered = client.get(address, headers={"Accept-Encoding": "br"})
        assert answered.status_code == 200, pair
        assert len(answered.data) <= LARGEST, (pair, len(answered.data))
    view = answer_of(release, addresses(release)["ken-7.1.1-afrobarometer-grid-census-mains"])
    html = client.get(view.address).get_data(as_text=True)
    page = Reader(html)
    assert view.title in html
    assert view.sentence in html
    assert page.tags.count("svg") >= 2  # wide and narrow
    assert "table" in page.tags
    for score in view.scores:
        assert score["reason"].split(";")[0][:40] in unexplained(html).replace("&#39;", "'")


def test_pages_without_a_pair_show_the_one_side(client: Any) -> None:
    html = client.get("/kenya/goal-7/7.1.2").get_data(as_text=True)
    assert "Only officials have measured this here" in html
    assert "<svg" in html


def answer_of(release: Any, address: str) -> ComparisonView:
    path, _, query = address.partition("?")
    selection = Selection.from_address(path, query, known=release.known)
    view = answer(selection=selection, release=release)
    assert isinstance(view, ComparisonView)
    return view


def test_the_verdict_decides_the_chart(release: Any) -> None:
    for pair, address in addresses(release).items():
        view = answer_of(release, address)
        verdict = (view.pair or {})["verdict"]
        chart = view.chart
        if not isinstance(chart, TimeChart):
            continue
        sides = set().union(*(panel.sides for panel in chart.panels))
        if verdict == "context only":
            assert sides == {"citizen"}, pair
        elif verdict == "side by side" and len(sides) == 2:
            assert len(chart.panels) == 2, pair
        else:
            assert len(chart.panels) == 1, pair
        if verdict == "overlay with caution":
            assert chart.notes, pair
        if verdict in ("side by side", "context only"):
            assert not view.comparison, pair
            assert not any(part.chart.side == "gap" for part in view.maps), pair


def test_the_same_ids_never_stand_twice_on_a_page(client: Any) -> None:
    for address in ("/", "/kenya", "/kenya/goal-7", "/kenya/goal-7/7.1.1", "/argentina/goal-5"):
        ids = Reader(client.get(address).get_data(as_text=True)).ids
        assert len(ids) == len(set(ids)), address


def test_no_page_fetches_or_links_to_another_host(client: Any) -> None:
    for address in ("/", "/kenya", "/kenya/goal-7", "/kenya/goal-7/7.1.1", "/nowhere"):
        page = Reader(client.get(address).get_data(as_text=True))
        assert all(found.startswith("/") for found in page.fetched), address
        assert all(link.startswith(("/", "#")) for link in page.links), address


def test_links_between_pages_lead_somewhere(client: Any) -> None:
    found: set[str] = set()
    for address in ("/", "/kenya", "/kenya/goal-7", "/kenya/goal-7/7.1.1"):
        page = Reader(client.get(address).get_data(as_text=True))
        found |= {link for link in page.links if link.startswith("/")}
    # Whole tables to keep: tests/callbacks/test_downloads.py opens them.
    found = {link for link in found if not link.endswith((".xlsx", ".parquet", ".zip"))}
    for link in sorted(found):
        assert client.get(link).status_code == 200, link


def test_a_warm_page_is_answered_in_time(client: Any) -> None:
    client.get("/kenya/goal-7/7.1.1")
    times = []
    for _ in range(15):
        start = time.perf_counter()
        client.get("/kenya/goal-7/7.1.1", headers={"Accept-Encoding": "br"})
        times.append(time.perf_counter() - start)
    assert sorted(times)[7] < 0.020


def test_an_unchanged_page_is_not_sent_again(client: Any) -> None:
    tag = client.get("/kenya").headers["ETag"]
    again = client.get("/kenya", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/kenia", 404, "/kenya"),
        ("/kenya/goal-99", 404, "/kenya/goal-9"),
        ("/kenya/goal-7/7.7.7", 404, "/kenya/goal-7/7.1.1"),
        ("/kenya/goal-7/7.1.1?area=XX", 400, "area=KE-01"),
        ("/kenya/goal-7/7.1.1?pair=no", 400, "ken-7.1.1-afrobarometer-grid-census-mains"),
        ("/kenya/goal-7/7.1.1?x=1", 400, "urbanisation"),
        ("/kenya/goal-7/7.1.1?sex=%3Cscript%3Ealert(1)%3C/script%3E", 400, "female"),
        ("/%00", 404, "/kenya"),
        ("/../../etc/passwd", 404, "/kenya"),
    ],
)
def test_what_does_not_exist_is_answered_with_what_does(
    client: Any, address: str, status: int, said: str
) -> None:
    answered = client.get(address)
    html = answered.get_data(as_text=True)
    assert answered.status_code == status
    assert said in html
    assert "Traceback" not in html
    assert "<script>alert" not in html


def test_a_failure_shows_no_stack_trace(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("callbacks.routes.pages.answer", broken)
    answered = client.get("/kenya/goal-7/7.1.1?sex=male&urbanisation=rural")
    assert answered.status_code == 500
    assert b"secret detail" not in answered.data
    assert b"Traceback" not in answered.data


def test_a_slash_at_the_end_leads_to_the_page(client: Any) -> None:
    answered = client.get("/kenya/")
    assert (answered.status_code, answered.headers["Location"]) == (308, "/kenya")


def test_every_number_in_a_headline_has_a_year(release: Any) -> None:
    for pair, address in addresses(release).items():
        said = answer_of(release, address).sentence.split("These two cannot")[0]
        said = said.split("The citizens’ figure is shown")[0]
        if "%" in said:
            assert re.search(r"\b(19|20)\d\d\b", said), pair


def test_selections_know_their_page() -> None:
    assert kind_of(Selection()) == "overview"
    assert kind_of(Selection(country="kenya")) == "country"
    assert kind_of(Selection(country="kenya", goal=4)) == "goal"
    assert kind_of(Selection(country="kenya", goal=4, indicator="4.1.1")) == "comparison"
