"""Every drawing in four languages: its words, numbers and years, on paper and on the screen."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from layouts.figures import paper, screen
from layouts.figures.chart import (
    BarChart,
    BarRow,
    GapChart,
    GapPoint,
    Point,
    SpanChart,
    SpanRow,
)
from layouts.figures.measure import width
from layouts.language import speaking
from tests.layouts.drawings import dumbbells, overlay, side_by_side, with_official

SVG = "{http://www.w3.org/2000/svg}"
LANGUAGES = pytest.mark.parametrize("language", ["en", "es", "sw", "ne"])
BARS = BarChart(
    key="bars", title="Pairs", alt="Pairs.", states=("differs", "not compared"),
    rows=(BarRow(name="⟦Kenya⟧", counts=(("differs", 1), ("not compared", 25))),
          BarRow(name="⟦Nepal⟧", counts=())),
)  # fmt: skip
SPANS = SpanChart(
    key="spans", title="Years", alt="Years.",
    rows=(SpanRow(name="⟦7⟧", spans=(("citizen", 2017, 2024), ("official", 2000, 2023))),),
)  # fmt: skip
GAPS = GapChart(
    key="gaps", title="Gap", alt="Gap.", unit="percent", margin=5.0,
    points=(
        GapPoint(x=2016, gap=6.0, lower=3.1, upper=8.9, agreement="differs"),
        GapPoint(x=2017, gap=-1.9, lower=-4.8, upper=1.0, agreement="consistent"),
        GapPoint(x=2019, gap=3.5, agreement="uncertainty not stated"),
    ),
)  # fmt: skip
SPOKEN = {
    "overlay": overlay(notes=("⟦Definition⟧",)),
    "suppressed": replace(
        with_official(
            Point(x=2015, value=19.0, weak="modelled"),
            Point(x=2016, value=None, state="suppressed"),
        ),
        notes=("⟦Definition⟧",),
    ),
    "side by side": replace(side_by_side(), notes=("⟦Definition⟧",)),
    "dumbbells": dumbbells(7),
    "bars": BARS,
    "spans": SPANS,
    "gaps": GAPS,
}
GIVEN = re.compile(r"County number|What adults said|Registered")
"""Texts that come with a chart: they are in the reader's language already."""


def _texts(svg: str) -> list[str]:
    return [one.text or "" for one in ET.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("language", ["es", "sw", "ne"])
@pytest.mark.parametrize("wide", [True, False], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", SPOKEN)
def test_every_word_on_paper_is_in_the_language_being_spoken(name, wide, language, told):
    with speaking(language):
        texts = _texts(paper.draw(SPOKEN[name], wide=wide))
    # A message may be broken over lines: the brackets then hold the lines together.
    left = re.sub(r"⟦[^⟦⟧]*(?:⟦[^⟦⟧]*⟧[^⟦⟧]*)*⟧", "", " ".join(t for t in texts if t))
    words = re.findall(r"[^\W\d_]{2,}", GIVEN.sub("", left))
    assert not words, f"left in English: {words}"


@LANGUAGES
@pytest.mark.parametrize("name", ["overlay", "gaps", "dumbbells"])
def test_the_screen_says_what_paper_says(name, language, told):
    with speaking(language):
        figure = screen.figure(SPOKEN[name])
        drawn = set(" ".join(_texts(paper.draw(SPOKEN[name]))).split())
    said = json.dumps(figure, ensure_ascii=False)
    assert ("⟦" in said) == (language != "en")
    hovers = [text for trace in figure["data"] for text in trace.get("text", ())]
    assert hovers and all(("⟦" in text) == (language != "en") for text in hovers)
    for axis in ("xaxis", "yaxis"):
        words = figure["layout"][axis]["ticktext"]
        assert all(word in drawn for text in words for word in text.split())


@pytest.mark.parametrize("name", SPOKEN)
def test_nepali_has_its_own_digits(name):
    with speaking("ne"):
        texts = " ".join(_texts(paper.draw(SPOKEN[name])))
    assert re.search(r"[०-९]", texts)
    assert not re.search(
        r"[0-9]", GIVEN.sub("", re.sub(r"number \d+|⟦7⟧|100,000|2019\)", "", texts))
    )


def test_spanish_has_its_own_decimals():
    with speaking("es"):
        assert any("30,4\u00a0%" in text for text in _texts(paper.draw(overlay())))


@LANGUAGES
@pytest.mark.parametrize("wide", [True, False], ids=["wide", "narrow"])
def test_words_stay_on_the_sheet(language, wide, told):
    for chart in (overlay(notes=("⟦…⟧",)), GAPS, BARS):
        with speaking(language):
            root = ET.fromstring(paper.draw(chart, wide=wide))
        total = float(root.attrib["viewBox"].split()[2])
        for holder in root.iter():
            for text in holder.findall(f"{SVG}text"):
                look = {**holder.attrib, **text.attrib}
                long = width(text.text, size=float(look["font-size"]),
                             bold=look.get("font-weight") == "700")  # fmt: skip
                share = {"middle": 0.5, "end": 1.0}.get(look.get("text-anchor", ""), 0.0)
                left = float(look["x"]) - share * long
                if wide or chart is GAPS:
                    assert left > -2 and left + long < total + 8, text.text


def test_the_width_of_devanagari_is_not_below_that_of_its_shape():
    from matplotlib.font_manager import fontManager
    from matplotlib.ft2font import FT2Font

    from layouts.figures.canvas import FAMILIES

    paths = {
        one.weight: one.fname for one in fontManager.ttflist
        if one.name == FAMILIES[1] and one.style == "normal"
    }  # fmt: skip
    if set(paths) != {400, 700}:
        pytest.skip("the cut fonts are not built")
    for weight, path in paths.items():
        font = FT2Font(path)
        font.set_size(100, 72)
        for text in ("नागरिकहरू", "आधिकारिक", "मेल खान्छ", "फरक छ", "भन्न सकिँदैन", "क्षेत्र", "२०१९"):
            font.set_text(text)
            shaped = font.get_width_height()[0] / 64
            assert width(text, size=100, bold=weight == 700) >= shaped * 0.97, text


def test_a_picture_shapes_devanagari_with_the_pages_fonts():
    from layouts.figures.canvas import FAMILIES, fontManager

    assert {one.name for one in fontManager.ttflist} >= set(FAMILIES)
    notes = ("नागरिकहरूले भने: एक प्रश्न, आठ प्रश्नको मापन।",)
    with speaking("ne"):
        assert paper.picture(overlay(notes=notes), kind="png").startswith(b"\x89PNG")
        assert paper.picture(overlay(notes=notes), kind="pdf").startswith(b"%PDF")


def test_markup_in_names_is_escaped_in_answers():
    rows = tuple(replace(row, name="<b onload=x>") for row in dumbbells(2).rows)
    chart = replace(dumbbells(2), rows=rows)
    assert "<b onload" not in paper.draw(chart) + json.dumps(screen.figure(chart))
