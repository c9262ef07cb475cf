"""Charts described once: what may stand together, what a line may join, round classes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layouts.figures.chart import (
    AreaValue,
    ChartError,
    Panel,
    Point,
    Trace,
    gap_breaks,
    round_breaks,
    segments,
)
from layouts.figures.layout import arrange
from layouts.figures.paper import label_box
from layouts.figures.place import Rect, obstacles
from layouts.figures.scales import value_axis, year_axis
from tests.layouts.drawings import (
    CITIZEN,
    OFFICIAL,
    area_map,
    context_only,
    dumbbells,
    overlay,
    plain,
    side_by_side,
)

finite = st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 3))


def test_overlay_has_one_panel_and_side_by_side_two():
    assert len(overlay().panels) == 1
    assert len(side_by_side().panels) == 2
    with pytest.raises(ChartError, match="side by side"):
        overlay(verdict="side by side")
    with pytest.raises(ChartError, match="allowed: '1'"):
        overlay(panels=side_by_side().panels)


def test_side_by_side_and_context_say_no_agreement_and_keep_sides_apart():
    official = Panel(unit="percent", traces=(OFFICIAL,))
    with pytest.raises(ChartError, match="no word of agreement"):
        overlay(verdict="side by side", panels=(Panel(unit="percent", traces=(CITIZEN,)), official))
    with pytest.raises(ChartError, match="sides"):
        overlay(verdict="context only", panels=(official,))
    assert context_only().panels[0].sides == {"citizen"}


def test_caution_needs_its_reasons():
    with pytest.raises(ChartError, match="print the reasons"):
        overlay(notes=())


def test_suppressed_is_never_a_number():
    with pytest.raises(ChartError, match="suppressed"):
        Point(x=2019, value=0.0, state="suppressed")
    with pytest.raises(ChartError, match="normal"):
        Point(x=2019, value=None)
    with pytest.raises(ChartError, match="missing"):
        AreaValue(area="KE-01", name="Baringo", value=0.0, state="missing")


def test_mistakes_are_named():
    with pytest.raises(ChartError, match=r"'wrong'.*'differs', 'consistent', 'cannot tell'"):
        Point(x=2019, value=1.0, agreement="wrong")
    with pytest.raises(ChartError, match="upside down"):
        Point(x=2019, value=1.0, lower=2.0, upper=0.5)
    with pytest.raises(ChartError, match="finite"):
        Point(x=2019, value=float("nan"))
    with pytest.raises(ChartError, match="follow in time"):
        replace(CITIZEN, points=CITIZEN.points[::-1])
    with pytest.raises(ChartError, match="at least one value"):
        Trace(side="official", name="x", points=())


def _official(*years: float, **changes: object) -> Trace:
    points = tuple(Point(x=year, value=1.0) for year in years)
    return Trace(side="official", name="x", points=points, **changes)  # type: ignore[arg-type]


def _joined(trace: Trace) -> list[tuple[float, float]]:
    return [(before.x, after.x) for before, after in segments(trace)]


def test_a_line_crosses_neither_a_missing_year_nor_a_break():
    assert _joined(_official(2015, 2016, 2018, 2019)) == [(2015, 2016), (2018, 2019)]
    broken = _official(2015, 2016, 2017, breaks=(2017,))
    assert _joined(broken) == [(2015, 2016)]


def test_surveys_every_few_years_are_joined():
    assert _joined(_official(2009, 2014, 2022)) == [(2009, 2014), (2014, 2022)]


def test_a_line_does_not_cross_a_suppressed_value():
    hidden = Point(x=2016, value=None, state="suppressed")
    trace = replace(OFFICIAL, points=(OFFICIAL.points[0], hidden, *OFFICIAL.points[2:]))
    assert _joined(trace) == [(2017, 2018)]


def test_citizens_are_joined_only_when_asked():
    assert segments(CITIZEN) == ()
    assert _joined(replace(CITIZEN, connected=True)) == [(2015, 2016), (2016, 2017)]


def test_labels_say_whose_when_and_what_is_lighter():
    assert CITIZEN.title == "Citizens (Latinobarómetro)"
    assert OFFICIAL.weak_words == "lighter: provisional"
    modelled = tuple(replace(point, weak="modelled") for point in OFFICIAL.points)
    assert replace(OFFICIAL, points=modelled).weak_words == "modelled"


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("chart", [overlay(), side_by_side(), context_only()])
def test_axes_begin_at_zero_and_hold_every_value(chart, wide):
    for panel in arrange(chart, wide=wide).panels:
        assert panel.frame.values.low == 0
        assert panel.frame.values.high >= 35.8 or panel.panel.sides == {"citizen"}


def test_panels_stand_beside_each_other_or_below():
    first, second = (panel.frame for panel in arrange(side_by_side(), wide=True).panels)
    assert second.left > first.right and second.top == first.top
    first, second = (panel.frame for panel in arrange(side_by_side(), wide=False).panels)
    assert second.top > first.bottom


@given(st.lists(st.floats(0, 100), min_size=1))
def test_a_share_axis_ends_at_100_at_most(values):
    axis = value_axis(values, unit="percent")
    assert axis.low == 0
    assert max(values) <= axis.high <= 100.0001


@given(st.lists(finite, min_size=1))
def test_an_axis_holds_zero_and_every_value(values):
    axis = value_axis(values, unit="ratio")
    slack = (axis.high - axis.low) * 1e-6
    assert axis.low - slack <= min(0, *values) and max(0, *values) <= axis.high + slack
    assert axis.ticks[0] == axis.low and axis.ticks[-1] == axis.high
    assert 0.0 in axis.ticks


def test_year_ticks_are_whole_and_few():
    axis = year_axis([1990, 2022], most=8)
    assert axis.ticks == (1990, 1995, 2000, 2005, 2010, 2015, 2020)
    assert year_axis([2019], most=5).ticks == (2019,)


@given(st.lists(finite, min_size=1))
def test_round_breaks_hold_every_value_in_five_equal_classes(values):
    breaks = round_breaks(values)
    assert len(breaks) == 6
    width = breaks[1] - breaks[0]
    assert breaks[0] - width * 1e-6 <= min(values)
    assert max(values) <= breaks[-1] + width * 1e-6


def test_breaks_are_round():
    assert round_breaks([25, 88]) == (0, 20, 40, 60, 80, 100)
    assert gap_breaks([-20, 31], margin=5) == (-50, -20, -5, 5, 20, 50)


def test_a_value_on_a_break_belongs_to_the_class_above():
    chart = area_map()
    assert [chart.class_of(value) for value in (0, 19.9, 20, 100)] == [0, 0, 1, 4]
    with pytest.raises(ChartError, match="six rising"):
        replace(chart, breaks=(0, 1))


def test_dumbbells_are_sorted_by_gap():
    gaps = [row.gap for row in dumbbells().sorted_rows]
    assert gaps == sorted(gaps, reverse=True)


def test_no_words_cover_each_other_or_the_marks():
    for chart in (overlay(), context_only(), side_by_side()):
        for wide in (True, False):
            for panel in arrange(chart, wide=wide).panels:
                boxes = [  # the letters themselves, without the air around them
                    Rect(left=x0 + 2, top=y0 + 2, right=x1 - 2, bottom=y1 - 4)
                    for x0, y0, x1, y1 in (label_box(one, panel.frame) for one in panel.labels)
                ]
                for n, box in enumerate(boxes):
                    assert not any(box.overlap(other) > 8 for other in boxes[n + 1 :])
                    marks = obstacles(panel.panel, panel.frame)
                    assert not any(box.overlap(mark) > 12 for mark in marks)


def test_plain_keeps_values():
    assert [point.value for point in plain(CITIZEN).points] == [27.6, 22.8, 31.9, 30.4]
