"""Maps of the real outlines: insets where they do not cover the country, areas that answer."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import brotli
import plotly.graph_objects as go
import pytest
import shapely

from data.catalogue import CATALOGUE
from layouts.figures import screen
from layouts.figures.chart import AreaMap, AreaValue
from layouts.figures.outlines import INSETS
from layouts.figures.paper_map import draw_map, draw_maps, legend, read_outlines
from layouts.language import speaking
from layouts.theme import DARK, THEME, contrast

FOLDER = CATALOGUE / "outlines"
SVG = "{http://www.w3.org/2000/svg}"
COUNTRIES = ("arg", "ken", "tza", "npl")
WITHIN = pytest.mark.parametrize("country", COUNTRIES)
WITH_INSETS = pytest.mark.parametrize("country", tuple(INSETS))


def names(country: str) -> dict[str, str]:
    features = json.loads((FOLDER / f"{country}.geojson").read_text(encoding="utf-8"))["features"]
    return {one["id"]: one["properties"]["name"] for one in features}


def a_map(country: str, side: str = "citizen") -> AreaMap:
    """Return values that only test the drawing: one area is missing, one suppressed."""
    values = []
    for n, (area, name) in enumerate(names(country).items()):
        state = {1: "missing", 2: "suppressed"}.get(n, "normal")
        value = None if state != "normal" else float(n % 5 * 20 + 1)
        values.append(AreaValue(area=area, name=name, value=value, state=state))
    return AreaMap(
        key=f"map-{side}-{country}", title="Map", alt="A map.", side=side,  # type: ignore[arg-type]
        unit="percent", areas=tuple(values), breaks=(0, 20, 40, 60, 80, 100),
    )  # fmt: skip


def _polygons(path: str) -> list[shapely.Polygon]:
    found = []
    for text in path.removesuffix("z").split("z"):
        start, _, steps = text.removeprefix("M").partition("l")
        x, y = (int(number) for number in start.split())
        points = [(x, y)]
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        found.append(shapely.Polygon(points))
    return found


@WITH_INSETS
def test_insets_hold_their_areas_larger_and_cover_nothing(country):
    shapes = read_outlines(FOLDER / f"{country}.geojson")
    land = {area: _polygons(path) for area, path in shapes.paths.items()}
    for inset, wanted in zip(shapes.insets, INSETS[country], strict=True):
        box = shapely.box(inset.left, inset.top, inset.left + inset.width, inset.top + inset.height)
        assert shapely.box(0, 0, shapes.width, shapes.height).contains(box)
        assert not any(box.intersects(part) for parts in land.values() for part in parts)
        assert tuple(sorted(inset.paths)) == tuple(sorted(wanted.areas))
        for area, path in inset.paths.items():
            drawn = sum(one.area for one in _polygons(path))
            assert drawn > sum(one.area for one in land[area]) * wanted.times**2 * 0.75
            assert all(box.contains(one) for one in _polygons(path))


@WITH_INSETS
def test_insets_are_named_in_both_drawings(country):
    drawn = draw_map(a_map(country), outlines=FOLDER / f"{country}.geojson")
    said = [one.text for one in ET.fromstring(drawn).iter(f"{SVG}text")]
    assert said == [one.name for one in INSETS[country]]


@WITHIN
def test_inline_maps_share_outlines_and_answer(country):
    outlines = FOLDER / f"{country}.geojson"
    charts = [a_map(country, side) for side in ("citizen", "official", "gap")]
    maps = draw_maps(charts, outlines=outlines)
    page = "".join(maps)
    assert len(brotli.compress(page.encode(), quality=6)) < 8_000
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', page)) <= set(ids)
    assert not re.search(r"https?:|<script|style=", page)
    for text, chart in zip(maps, charts, strict=True):
        root = ET.fromstring(text)
        assert root.attrib["aria-label"] == "A map." and root.attrib["data-side"] == chart.side
        titles = {
            one.attrib["data-area"]: one.find("title").text
            for one in root.iter("use")
            if "data-area" in one.attrib
        }
        assert set(titles) == set(names(country))
        for value in chart.areas:
            first, said = titles[value.area].split("\n")
            assert first == value.name
            if value.state != "normal":
                assert said in ("no figure", "suppressed to protect people")


def test_one_inline_map_stands_alone():
    one = draw_map(a_map("npl"), outlines=FOLDER / "npl.geojson", inline=True)
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', one))
    assert used <= set(re.findall(r' id="([^"]+)"', one))
    assert "var(--citizen-1,#FBE9DF)" in one and "var(--map-missing,#F0F2F5)" in one


@pytest.mark.parametrize("language", ["en", "es", "sw", "ne"])
def test_words_of_a_map_are_in_the_language_being_spoken(language, told):
    with speaking(language):
        drawn = draw_maps([a_map("ken", "gap")], outlines=FOLDER / "ken.geojson")[0]
        entries = legend(a_map("ken", "gap"), outlines=FOLDER / "ken.geojson")
    for said in (drawn, *(entry.words for entry in entries)):
        assert ("⟦" in said) == (language != "en")
    if language == "ne":
        assert not re.search(r"[0-9]", " ".join(entry.words for entry in entries))


@WITH_INSETS
@pytest.mark.parametrize("dark", [False, True])
def test_interactive_maps_have_their_insets(country, dark):
    shapes = read_outlines(FOLDER / f"{country}.geojson")
    figure = screen.figure(
        a_map(country), outlines=f"/outlines/{country}.geojson", shapes=shapes,
        scheme=DARK if dark else THEME.light,
    )  # fmt: skip
    assert json.loads(json.dumps(figure)) == figure
    go.Figure(figure)
    layout = figure["layout"]
    for number, inset in enumerate(shapes.insets, start=2):
        places = [one["locations"] for one in figure["data"] if one.get("geo") == f"geo{number}"]
        assert sorted(code for row in places for code in row) == sorted(inset.paths)
        assert layout[f"geo{number}"]["domain"]["x"][1] <= 1
    assert len(layout["shapes"]) == len(layout["annotations"]) == len(shapes.insets)


@pytest.mark.parametrize("side", ["citizen", "official"])
def test_dark_ramps_brighten_step_by_step(side):
    steps = [contrast(colour, DARK.page) for colour in THEME.dark_ramps.of(side)]
    assert all(after > before * 1.2 for before, after in pairwise(steps))
