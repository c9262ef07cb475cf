"""One indicator over the four countries: who measures, what they find, on one scale."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ElementTree
from html import unescape
from typing import Any

import pytest

from data.selection import Selection
from data.store import Question
from layouts.components.rooms.parts import IndicatorView
from layouts.figures import paper
from layouts.figures.chart import ChartError, Point, Trace
from layouts.figures.multiples import MultiplesChart, MultiplesPanel, MultiplesRow
from layouts.figures.silhouette import silhouette
from layouts.static import OUTLINES
from layouts.views import answer

LARGEST = 60_000  # bytes, compressed


def view_of(release: Any, code: str, language: str = "en") -> IndicatorView:
    selection = Selection(room="indicator", indicator=code, language=language)
    view = answer(selection=selection, release=release)
    assert isinstance(view, IndicatorView)
    return view


def test_every_measure_with_figures_has_its_page(client: Any, release: Any) -> None:
    held = set(release.ask(Question.COVERAGE, country=None)["indicator"].to_list())
    assert held <= set(release.known.across)
    for code in sorted(held):
        answered = client.get(f"/indicator/{code}", headers={"Accept-Encoding": "br"})
        assert answered.status_code == 200, code
        assert len(answered.data) < LARGEST, code


def test_an_indicator_nobody_measures_says_what_would_count(client: Any, release: Any) -> None:
    held = set(release.ask(Question.COVERAGE, country=None)["indicator"].to_list())
    code = next(one for one in release.known.across if one not in held)
    html = client.get(f"/indicator/{code}").get_data(as_text=True)
    assert "Nobody measures this yet" in html
    assert html.count("Nobody has a figure on this here.") == 4


def test_a_target_without_figures_has_no_page(client: Any, release: Any) -> None:
    code = next(
        one for one, row in release.measures.items()
        if row["kind"] == "target" and one not in release.known.across
    )  # fmt: skip
    assert client.get(f"/indicator/{code}").status_code == 404


def test_the_sentence_counts_what_the_places_say(release: Any) -> None:
    view = view_of(release, "6.1.1")
    coverage = release.ask(Question.COVERAGE, country=None)
    for side, said in (("official", "officials have figures on this in {n}"),
                       ("citizen", "citizens in {n}")):  # fmt: skip
        rows = coverage.filter((coverage["indicator"] == "6.1.1") & (coverage["side"] == side))
        assert said.format(n=rows["country"].n_unique()) in view.sentence
    assert len(view.places) == 4
    worded = [
        place.country.text
        for place in view.places
        if any(card.state in ("differs", "consistent", "cannot tell") for card in place.cards)
    ]
    assert all(name in view.sentence for name in worded)


def test_it_leads_to_each_country_and_to_its_neighbours(client: Any, release: Any) -> None:
    html = client.get("/indicator/6.1.1").get_data(as_text=True)
    for word in release.known.countries:
        assert f'href="/{word}/goal-6/6.1.1"' in html
    view = view_of(release, "6.1.1")
    assert view.previous and view.following
    assert view_of(release, view.following.href.rpartition("/")[2]).previous.href == view.address
    assert [link.text for link in view.crumbs][-1] == "Indicator 6.1.1"


def test_background_is_never_drawn_beside_an_official_figure(release: Any) -> None:
    for code in {place[1] for place in release.known.pairs.values()}:
        view = view_of(release, code)
        if view.multiples is None:
            continue
        for row, place in zip(view.multiples.rows, view.places, strict=True):
            if place.cards and place.cards[0].verdict == "context only":
                assert row.citizen.trace is None, (code, place.country.text)


def test_the_same_as_data(client: Any) -> None:
    found = client.get("/indicator/6.1.1.json").get_json()
    assert (found["indicator"], found["goal"]) == ("6.1.1", 6)
    assert {row["country"] for row in found["countries"]} == {"ARG", "KEN", "TZA", "NPL"}
    rows = list(
        csv.DictReader(io.StringIO(client.get("/indicator/6.1.1.csv").get_data(as_text=True)))
    )
    assert len(rows) == len(found["figures"])
    for row in rows:
        assert row["dataset"]
        assert client.get(row["address"]).status_code == 200
    assert {pair["indicator"] for pair in found["pairs"]} == {"6.1.1"}


def test_it_speaks_spanish(client: Any, release: Any) -> None:
    view = view_of(release, "6.1.1", "es")
    html = unescape(client.get("/es/indicator/6.1.1").get_data(as_text=True))
    assert view.title == release.measures["6.1.1"]["title_es"]
    assert view.title in html
    assert 'href="/es/kenya/goal-6/6.1.1"' in html


def chart(**changes: Any) -> MultiplesChart:
    trace = Trace(side="official", name="Census", points=(Point(x=2009, value=20.0),
                                                          Point(x=2019, value=40.0)))  # fmt: skip
    asked = Trace(side="citizen", name="A survey", points=(Point(x=2014, value=33.0),))
    rows = (
        MultiplesRow(name="Kenya", citizen=MultiplesPanel(trace=asked),
                     official=MultiplesPanel(trace=trace)),
        MultiplesRow(name="Nepal", citizen=MultiplesPanel(trace=None, words="nothing held"),
                     official=MultiplesPanel(trace=trace)),
    )  # fmt: skip
    values = dict(key="m", title="Title", alt="Alt.", unit="percent", rows=rows)
    return MultiplesChart(**{**values, **changes})


@pytest.mark.parametrize("wide", [True, False])
def test_small_multiples_say_names_values_and_what_is_missing(wide: bool) -> None:
    drawn = paper.draw(chart(), wide=wide)
    words = " ".join(ElementTree.fromstring(drawn).itertext())
    for said in ("Kenya", "Nepal", "Citizens", "Official", "Census", "2014", "40.0", "nothing"):
        assert said in words
    assert len(drawn) < 20_000


def test_small_multiples_need_a_series() -> None:
    empty = MultiplesPanel(trace=None, words="nothing")
    with pytest.raises(ChartError, match="needs a series"):
        chart(rows=(MultiplesRow(name="Kenya", citizen=empty, official=empty),))


@pytest.mark.parametrize("name", ["arg", "ken", "tza", "npl"])
def test_a_silhouette_is_one_small_shape(name: str) -> None:
    drawn = ElementTree.fromstring(silhouette(OUTLINES / f"{name}.geojson"))
    path = drawn[0].attrib["d"]
    assert path.count("M") == path.count("z") <= 12
    assert len(path) < 4_000
