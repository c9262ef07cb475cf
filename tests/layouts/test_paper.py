"""Paper drawings: real text, small, the same every time, nothing fetched from elsewhere."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import brotli
import pytest

from layouts.figures import paper
from layouts.figures.chart import AreaValue, ChartError, Panel, Point
from layouts.figures.paper_map import draw_map, legend
from tests.layouts.drawings import (
    ALT,
    CITIZEN,
    area_map,
    context_only,
    dumbbells,
    overlay,
    side_by_side,
    small,
    with_official,
)

SVG = "{http://www.w3.org/2000/svg}"
CHARTS = {
    "overlay": overlay(),
    "side by side": side_by_side(),
    "context only": context_only(),
    "dumbbells": dumbbells(),
    "small": small(),
}


def _words(svg: str) -> str:
    return " ".join(text.text or "" for text in ET.fromstring(svg).iter(f"{SVG}text"))


@pytest.fixture
def outlines(tmp_path):
    """Four squares, the last one large: it must be drawn first."""
    features = []
    for n, size in ((1, 1), (2, 1), (3, 1), (4, 5)):
        ring = [[n, 0], [n, size], [n + size, size], [n + size, 0], [n, 0]]
        features.append(
            {
                "type": "Feature",
                "id": f"KE-0{n}",
                "properties": {},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    path = tmp_path / "ken.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


@pytest.mark.parametrize("wide", [True, False], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", CHARTS)
def test_drawing_is_small_safe_and_the_same_every_time(name, wide):
    svg = paper.draw(CHARTS[name], wide=wide)
    assert svg == paper.draw(CHARTS[name], wide=wide)
    # Every row of areas also answers, for the reader's pointer and for scripts.
    assert len(svg.encode()) <= (24_000 if name == "dumbbells" else 12_000)
    assert len(brotli.compress(svg.encode(), quality=6)) <= 4_500
    root = ET.fromstring(svg)
    assert root.tag == f"{SVG}svg" and root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == CHARTS[name].alt
    assert root.find(f"{SVG}title").text == CHARTS[name].title
    assert "width" not in root.attrib and root.attrib["viewBox"].startswith("0 0 ")
    assert "style=" not in svg and "<script" not in svg
    assert set(re.findall(r"https?://[^\"' ]+", svg)) == {"http://www.w3.org/2000/svg"}


def test_two_drawings_share_no_id():
    ids = [
        set(re.findall(r' id="([^"]+)"', paper.draw(chart, wide=wide)))
        for chart in (overlay(), replace(overlay(), key="other"))
        for wide in (True, False)
    ]
    assert all(ids)
    assert len(set.union(*ids)) == sum(len(one) for one in ids)


def test_every_marker_used_is_defined():
    svg = paper.draw(overlay())
    assert set(re.findall(r'href="#([^"]+)"', svg)) <= set(re.findall(r' id="([^"]+)"', svg))


@pytest.mark.parametrize("wide", [True, False], ids=["wide", "narrow"])
def test_words_and_values_are_text(wide):
    words = _words(paper.draw(overlay(), wide=wide)).replace("\u00a0", " ")
    for expected in (
        *("differs", "consistent", "cannot tell", "lighter: provisional"),
        *("Citizens (Latinobarómetro)", "30.4 % in 2017", "Official (FAO)", "35.8 % in 2018"),
        *("Compared with caution:", "eight-question scale", "40 %"),
    ):
        assert expected in words


def test_side_by_side_has_no_word_of_agreement():
    words = _words(paper.draw(side_by_side()))
    assert "per 100,000 population" in words and "What adults said" in words
    assert not any(word in words for word in ("differs", "consistent", "cannot tell"))


def test_colours_follow_the_page_or_stand_alone():
    live, alone = paper.draw(overlay()), paper.draw(overlay(), live=False)
    assert "var(--citizen,#C8551B)" in live and "var(--differs,#8A2C6A)" in live
    assert "var(" not in alone and "#C8551B" in alone


def test_every_colour_of_a_drawing_is_the_themes():
    live = paper.draw(overlay())
    assert not re.search(r'(?:fill|stroke)="#', live)


def test_weak_values_are_drawn_lighter():
    assert "var(--official-weak" in paper.draw(overlay())
    assert "var(--official-weak" not in paper.draw(context_only())


def test_citizens_are_diamonds_with_pale_intervals_and_no_line():
    svg = paper.draw(context_only())
    uses = list(ET.fromstring(svg).iter(f"{SVG}use"))
    assert len(uses) == 4
    assert 'opacity="0.26"' in svg
    assert 'stroke="var(--citizen,#C8551B)" stroke-width="2.4"' not in svg


def test_a_gap_in_the_official_series_stays_a_gap():
    points = [Point(x=year, value=20.0 + n) for n, year in enumerate((2012, 2013, 2016, 2017))]
    line = re.search(
        r'd="([^"]+)" fill="none" stroke="var\(--official,#1F4E79\)" stroke-width="2.4"',
        paper.draw(with_official(*points)),
    )
    assert line.group(1).count("M") == 2


def test_a_suppressed_year_is_said():
    hidden = Point(x=2016, value=None, state="suppressed")
    words = _words(paper.draw(with_official(Point(x=2015, value=19.0), hidden)))
    assert "suppressed" in words


def test_a_remark_for_all_points_is_said_once():
    points = tuple(replace(point, agreement="shares a source") for point in CITIZEN.points)
    panel = Panel(unit="percent", traces=(replace(CITIZEN, points=points),))
    assert _words(paper.draw(overlay(panels=(panel,)))).count("shares a source") == 1


@pytest.mark.parametrize("wide", [True, False], ids=["wide", "narrow"])
def test_dumbbells_name_every_area(wide):
    words = _words(paper.draw(dumbbells(), wide=wide))
    assert all(f"County number {n}" in words for n in range(1, 48))


def test_rows_of_areas_answer_and_can_be_found():
    rows = list(ET.fromstring(paper.draw(dumbbells())).iter(f"{SVG}rect"))
    assert {row.attrib["data-area"] for row in rows} == {one.area for one in dumbbells().rows}
    first = dumbbells().sorted_rows[0]
    said = rows[0].find(f"{SVG}title").text
    assert said.startswith(f"{first.name}\nCitizens (Uwezo): 77.0") and "gap +33.5" in said
    assert "data-area" not in paper.draw(dumbbells(), live=False)


def test_pictures_are_files():
    assert paper.picture(overlay(), kind="png").startswith(b"\x89PNG")
    assert paper.picture(small(), kind="pdf").startswith(b"%PDF")


def test_map_hatches_missing_and_suppressed_differently(outlines):
    svg = draw_map(area_map(), outlines=outlines)
    assert svg == draw_map(area_map(), outlines=outlines)
    root = ET.fromstring(svg)
    fills = [path.attrib["fill"] for path in root.find(f".//{SVG}g[@id='areas']")]
    # the large square, absent from the chart, comes first and is missing
    assert fills == ["url(#missing)", "#C9602A", "url(#missing)", "url(#suppressed)"]
    assert {one.attrib["id"] for one in root.iter(f"{SVG}pattern")} == {"missing", "suppressed"}
    assert root.attrib["aria-label"] == ALT and "data-area" not in svg and "var(" not in svg


def test_map_refuses_an_area_without_outline(outlines):
    stray = AreaValue(area="KE-99", name="Nowhere", value=1.0)
    with pytest.raises(ChartError, match=r"KE-99.*ken\.geojson"):
        draw_map(replace(area_map(), areas=(stray,)), outlines=outlines)


def test_legend_says_classes_and_hatches_in_words(outlines):
    entries = legend(area_map(), outlines=outlines)
    words = [entry.words.replace("\u00a0", " ") for entry in entries]
    assert words == [
        *("0 to 20 %", "20 to 40 %", "40 to 60 %", "60 to 80 %", "80 to 100 %"),
        *("no figure: 2 areas", "suppressed to protect people: 1 area"),
    ]
    assert [entry.areas for entry in entries] == [0, 0, 0, 1, 0, 2, 1]
    assert [entry.hatch for entry in entries][-2:] == ["missing", "suppressed"]


def test_legend_of_the_gap_says_who_is_higher():
    chart = replace(area_map("gap"), breaks=(-50, -20, -5, 5, 20, 50))
    words = [entry.words.replace("\u00a0", " ") for entry in legend(chart)][:5]
    assert words == [
        "citizens lower by 20 points or more",
        "citizens lower by 5 to 20 points",
        "within 5 points",
        "citizens higher by 5 to 20 points",
        "citizens higher by 20 points or more",
    ]
