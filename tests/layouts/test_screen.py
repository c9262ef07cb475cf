"""Screen drawings: plain dicts that Plotly accepts, the same words and colours as on paper."""

from __future__ import annotations

import json
from dataclasses import replace

import plotly.graph_objects as go
import pytest

from layouts.figures import screen
from layouts.figures.chart import ChartError, Panel, Point
from layouts.theme import DARK, LIGHT
from tests.layouts.drawings import (
    CITIZEN,
    OFFICIAL,
    area_map,
    context_only,
    dumbbells,
    overlay,
    side_by_side,
    with_official,
)

CHARTS = {
    "overlay": overlay(),
    "side by side": side_by_side(),
    "context only": context_only(),
    "dumbbells": dumbbells(),
    "map": area_map(),
    "gap": replace(area_map("gap"), breaks=(-50, -20, -5, 5, 20, 50)),
}


def _draw(chart, **options):
    return screen.figure(chart, outlines="/outlines/ken.geojson", **options)


def _words(figure) -> str:
    return " ".join(one["text"] for one in figure["layout"]["annotations"]).replace("\u00a0", " ")


@pytest.mark.parametrize("wide", [True, False], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", CHARTS)
def test_figures_are_plain_and_valid(name, wide):
    figure = _draw(CHARTS[name], wide=wide)
    assert json.loads(json.dumps(figure)) == figure
    go.Figure(figure)  # raises on an unknown property or value
    assert {trace["type"] for trace in figure["data"]} <= {"scatter", "choropleth"}
    assert figure["layout"]["autosize"] and "width" not in figure["layout"]


def test_overlay_has_one_pair_of_axes_side_by_side_two():
    assert "yaxis2" not in _draw(overlay())["layout"]
    apart = _draw(side_by_side())["layout"]
    assert apart["xaxis2"]["domain"][0] > apart["xaxis"]["domain"][1]
    below = _draw(side_by_side(), wide=False)["layout"]
    assert below["yaxis2"]["domain"][1] < below["yaxis"]["domain"][0]


def test_shares_begin_at_zero():
    assert _draw(overlay())["layout"]["yaxis"]["range"] == [0, 40]
    assert _draw(overlay())["layout"]["yaxis"]["ticktext"][-1] == "40\u00a0%"


@pytest.mark.parametrize("wide", [True, False], ids=["wide", "narrow"])
def test_words_are_those_of_paper(wide):
    words = _words(_draw(overlay(), wide=wide))
    for expected in ("differs", "consistent", "cannot tell", "Official (FAO)", "30.4 % in 2017"):
        assert expected in words
    assert LIGHT.differs in words and LIGHT.citizen_text in words


def test_citizens_are_diamonds_officials_open_circles():
    official, citizen = (
        next(trace for trace in _draw(overlay())["data"] if trace.get("name") == name)
        for name in (OFFICIAL.title, CITIZEN.title)
    )
    assert citizen["marker"]["symbol"] == "diamond" and citizen["mode"] == "markers"
    assert official["marker"]["symbol"] == "circle"
    assert official["marker"]["color"] == LIGHT.page
    assert official["marker"]["line"]["color"][-1] == LIGHT.official_weak
    assert citizen["error_y"]["array"] == pytest.approx([2.6, 2.5, 2.7, 2.8])
    assert "95 % interval 25.0\u00a0% to 30.2\u00a0%" in citizen["text"][0]


def test_gaps_stay_gaps():
    points = [Point(x=year, value=20.0) for year in (2012, 2013, 2016, 2017)]
    lines = [one for one in _draw(with_official(*points))["data"] if one["mode"] == "lines"]
    assert lines[0]["x"] == [2012, 2013, None, 2016, 2017, None]


def test_schemes_change_the_colours():
    dark = json.dumps(_draw(overlay(), scheme=DARK))
    assert DARK.official in dark and LIGHT.official not in dark


def test_markup_in_names_is_escaped():
    trace = replace(CITIZEN, name="<b onload=x>")
    figure = _draw(overlay(panels=(Panel(unit="percent", traces=(trace,)),)))
    assert "<b onload" not in json.dumps(figure)


def test_map_has_flat_classes_and_own_traces_for_what_is_not_known():
    figure = _draw(area_map())
    values, missing, suppressed = figure["data"]
    assert values["geojson"] == "/outlines/ken.geojson" and values["featureidkey"] == "id"
    assert values["z"] == [3] and (values["zmin"], values["zmax"]) == (-0.5, 4.5)
    assert len(values["colorscale"]) == 10
    assert missing["locations"] == ["KE-02"] and suppressed["locations"] == ["KE-03"]
    assert missing["colorscale"] != suppressed["colorscale"]
    assert "suppressed" in suppressed["text"][0] and "no figure" in missing["text"][0]
    assert figure["layout"]["geo"]["fitbounds"] == "locations"
    with pytest.raises(ChartError, match="address"):
        screen.figure(area_map())


def test_dumbbells_list_every_area_from_the_top():
    figure = _draw(dumbbells())
    axis = figure["layout"]["yaxis"]
    assert len(axis["ticktext"]) == 47 and axis["range"] == [46.5, -0.5]
    assert axis["ticktext"][0] == dumbbells().sorted_rows[0].name


def test_config_has_no_clutter():
    config = screen.config()
    assert config["displayModeBar"] is False and config["displaylogo"] is False
    assert config["locale"] == "en"
