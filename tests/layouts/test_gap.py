"""The gap over time: around a line of no gap, its band, and a word beside each gap."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layouts.figures import paper, screen
from layouts.figures.chart import ChartError, GapChart, GapPoint
from layouts.figures.paper_gap import arrange_gap, gap_axis
from layouts.figures.place import Rect, obstacles
from layouts.theme import LIGHT

CHART = GapChart(
    key="gap-arg-2-1-2",
    title="Gap: citizens minus official",
    alt="The two differ in 2016.",
    unit="percent",
    margin=5.0,
    points=(
        GapPoint(x=2015, gap=3.7, lower=1.2, upper=6.2, agreement="cannot tell"),
        GapPoint(x=2016, gap=6.0, lower=3.1, upper=8.9, agreement="differs"),
        GapPoint(x=2017, gap=-1.9, lower=-4.8, upper=1.0, agreement="consistent"),
    ),
)
SIZES = pytest.mark.parametrize("wide", [True, False], ids=["wide", "narrow"])


def _words(svg: str) -> str:
    texts = ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    return " ".join(text.text or "" for text in texts).replace("\u00a0", " ")


@SIZES
def test_words_signs_and_ways_are_said(wide):
    svg = paper.draw(CHART, wide=wide)
    assert len(svg.encode()) < 8_000 and svg == paper.draw(CHART, wide=wide)
    for said in ("differs", "consistent", "cannot tell", "+10 points", "\u22125", "2016",
                 "citizens’ figure higher", "citizens’ figure lower"):  # fmt: skip
        assert said in _words(svg)
    for token in ("differs", "consistent", "cannot-tell"):
        assert f"var(--{token}," in svg


def test_the_band_is_drawn_only_where_there_is_a_margin():
    assert re.search(r'stroke-width="[\d.]+" opacity="0.55"', paper.draw(CHART))
    assert 'opacity="0.55"' not in paper.draw(replace(CHART, margin=0.0))


@SIZES
def test_no_word_covers_a_gap(wide):
    layout = arrange_gap(CHART, wide=wide)
    marks = obstacles(layout.panel, layout.frame)
    for label in layout.labels:
        x = layout.frame.x(label.x) + label.dx
        y = layout.frame.y(label.value) + label.dy
        box = Rect(left=x - 20, right=x + 20, top=y - 9, bottom=y)
        assert not any(box.overlap(mark) > 12 for mark in marks)


@SIZES
def test_a_word_near_the_top_keeps_clear_of_the_edges_words(wide):
    points = tuple(
        GapPoint(x=year, gap=gap, agreement="shares a source")
        for year, gap in ((2019, 5.9), (2022, 5.8))
    )
    layout = arrange_gap(replace(CHART, points=points), wide=wide)
    (label,) = layout.labels
    assert layout.frame.y(label.value) + label.dy - 10 > layout.frame.top - 3


finite = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3))


@given(st.lists(finite, min_size=1, max_size=9), st.floats(0, 1e4))
def test_the_axis_holds_every_gap_the_band_and_no_gap(gaps, margin):
    points = tuple(GapPoint(x=2000 + n, gap=gap) for n, gap in enumerate(gaps))
    axis = gap_axis(replace(CHART, points=points, margin=margin))
    slack = (axis.high - axis.low) * 1e-6
    assert axis.low - slack <= min(*gaps, -margin) and max(*gaps, margin) <= axis.high + slack
    assert axis.low < 0 < axis.high and 0.0 in axis.ticks and len(axis.ticks) <= 8


def test_mistakes_are_named():
    with pytest.raises(ChartError, match="upside down"):
        replace(CHART, points=(GapPoint(x=2016, gap=1.0, lower=2.0, upper=0.0),))
    with pytest.raises(ChartError, match="half width"):
        replace(CHART, margin=-1.0)
    with pytest.raises(ChartError, match="at least one value"):
        replace(CHART, points=())
    with pytest.raises(ChartError, match="allowed"):
        replace(CHART, points=(GapPoint(x=2016, gap=1.0, agreement="wrong"),))


@SIZES
def test_the_screen_draws_the_same(wide):
    figure = screen.figure(CHART, wide=wide)
    assert json.loads(json.dumps(figure)) == figure
    go.Figure(figure)
    assert {trace["type"] for trace in figure["data"]} == {"scatter"}
    colours = {trace["marker"]["color"] for trace in figure["data"]}
    assert colours == {LIGHT.differs, LIGHT.consistent, LIGHT.cannot_tell}
    hovers = " ".join(text for trace in figure["data"] for text in trace["text"])
    said = hovers.replace("\u00a0", " ")
    assert "citizens minus official: +6.0 points" in said
    assert "95 % interval +3.1 points to +8.9 points" in said
    (band,) = [one for one in figure["layout"]["shapes"] if one["type"] == "rect"]
    assert (band["y0"], band["y1"]) == (-5.0, 5.0)
