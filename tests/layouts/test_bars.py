"""The overview's and countries' drawing: rows of pairs by what may be said of them."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest

from layouts.figures import paper
from layouts.figures.chart import BarChart, BarRow, ChartError, SpanChart, SpanRow

STATES = ("differs", "consistent", "cannot tell", "not compared")
ROWS = (
    BarRow(name="Kenya", counts=(("differs", 1), ("not compared", 25))),
    BarRow(name="Nepal", counts=()),
)


def chart(**changes: Any) -> BarChart:
    values = dict(key="bars", title="Pairs", alt="Pairs.", states=STATES, rows=ROWS)
    return BarChart(**{**values, **changes})


@pytest.mark.parametrize("wide", [True, False])
def test_numbers_and_names_are_text(wide: bool) -> None:
    drawn = paper.draw(chart(), wide=wide)
    words = " ".join(ElementTree.fromstring(drawn).itertext())
    for said in ("Kenya", "1 + 25", "Nepal", "none", "differs", "not compared"):
        assert said in words
    assert "consistent" not in words  # nothing is in that state: no key for it
    assert len(drawn) < 12_000


def test_a_state_outside_the_key_is_refused() -> None:
    with pytest.raises(ChartError, match="not among"):
        chart(rows=(BarRow(name="Kenya", counts=(("agrees", 1),)),))


PAGES = ("/", "/argentina", "/kenya", "/tanzania", "/nepal", "/kenya/goal-7", "/nepal/goal-9",
         "/kenya/goal-9/9.c.1", "/kenya/goal-7/7.1.1")  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_pages_hold_the_drawing_wide_and_narrow(client: Any, address: str) -> None:
    html = client.get(address).get_data(as_text=True)
    main = html.partition("<main")[2].partition("</main>")[0]
    assert main.count("<svg") >= 2


def test_years_of_each_side_are_drawn() -> None:
    spans = SpanChart(
        key="years", title="Years", alt="Years.",
        rows=(SpanRow(name="7.1.1", spans=(("citizen", 2017, 2024), ("official", 2000, 2023))),),
    )  # fmt: skip
    words = " ".join(ElementTree.fromstring(paper.draw(spans)).itertext())
    for said in ("7.1.1", "Citizens", "Official", "2000", "2020"):
        assert said in words


def test_bars_count_every_pair_once(client: Any, release: Any) -> None:
    html = client.get("/").get_data(as_text=True)
    label = html.partition('aria-label="Pairs of each country')[2].partition('"')[0]
    numbers = [int(word) for word in label.replace(":", " ").split() if word.isdigit()]
    assert sum(numbers) == len(release.known.pairs)
