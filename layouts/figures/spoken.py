"""What a drawing answers when a mark is asked: the same lines on the screen and in an SVG."""

from __future__ import annotations

from layouts.figures.chart import AreaMap, AreaValue, DumbbellChart, DumbbellRow, GapPoint
from layouts.figures.series import Point, side_title
from layouts.language import _, in_context, mark, mark_plural, plural, words
from layouts.numbers import gap, number

STATES = {"missing": mark("no figure"), "suppressed": mark("suppressed to protect people")}
COUNTED = {
    "missing": mark_plural("no figure: {n} area", "no figure: {n} areas"),
    "suppressed": mark_plural(
        "suppressed to protect people: {n} area", "suppressed to protect people: {n} areas"
    ),
}


def state_count(state: str, count: int) -> str:
    """Return how many areas have no figure, or one that is withheld, for a legend."""
    return plural(*COUNTED[state], count)


def inset_name(name: str) -> str:
    """Return what an inset is called on a map."""
    said = {
        "Buenos Aires": in_context("map", "Buenos Aires"),
        "Nairobi": in_context("map", "Nairobi"),
        "Mombasa": in_context("map", "Mombasa"),
        "Zanzibar": in_context("map", "Zanzibar"),
    }
    return said.get(name, name)


def area_lines(one: AreaValue, chart: AreaMap) -> tuple[str, ...]:
    """Return what a map says of an area: its name, its value, what else is known."""
    if one.value is None:
        said = _(STATES[one.state])
    elif chart.side == "gap":
        said = _("citizens minus official: {gap}", gap=gap(one.value, chart.unit))
    else:
        said = number(one.value, chart.unit)
    return tuple(text for text in (words(one.name), said, words(one.note)) if text)


def point_lines(title: str, point: Point, unit: str) -> tuple[str, ...]:
    """Return what a point of a series says: whose, when, value, interval, what is said of it."""
    if point.value is None:
        return (title, point.moment, _(STATES["suppressed"]))
    said = _("{value} in {moment}", value=number(point.value, unit), moment=point.moment)
    ends = ""
    if point.lower is not None and point.upper is not None:
        low, high = number(point.lower, unit), number(point.upper, unit)
        ends = _("95 % interval {low} to {high}", low=low, high=high)
    parts = (title, said, ends, words(point.agreement), words(point.weak), point.note)
    return tuple(text for text in parts if text)


def gap_lines(one: GapPoint, unit: str) -> tuple[str, ...]:
    """Return what a gap over time says: when, how large, its interval, its word."""
    said = _("citizens minus official: {gap}", gap=gap(one.gap, unit))
    ends = ""
    if one.lower is not None and one.upper is not None:
        low, high = gap(one.lower, unit), gap(one.upper, unit)
        ends = _("95 % interval {low} to {high}", low=low, high=high)
    parts = (one.point.moment, said, ends, words(one.agreement), one.note)
    return tuple(text for text in parts if text)


def row_lines(row: DumbbellRow, chart: DumbbellChart) -> tuple[str, ...]:
    """Return what a row of areas says: its name, both values, the gap and the word for it."""
    values = (
        (side_title("citizen", chart.citizen_name), row.citizen),
        (side_title("official", chart.official_name), row.official),
    )
    said = [f"{name}: {number(value, chart.unit)}" for name, value in values]
    said.append(_("gap {gap}", gap=gap(row.gap, chart.unit)))
    return tuple(
        text for text in (words(row.name), *said, words(row.agreement), words(row.note)) if text
    )
