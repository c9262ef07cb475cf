"""Numbers as words."""

from __future__ import annotations

import pytest

from layouts import numbers


@pytest.mark.parametrize(
    ("value", "unit", "printed"),
    [
        (54.321, "percent", "54.3 %"),
        (0.0, "percent", "0.0 %"),
        (-0.01, "percent", "0.0 %"),
        (1.0312, "per 100,000 population", "1.03 per 100,000"),
        (355.4, "per 100,000 live births", "355 per 100,000"),
        (1237795, "count", "1,237,795"),
        (18.94, "µg/m³", "18.9 µg/m³"),
        (0.934, "index 0 to 4", "0.93"),
        (0.01234, "ratio", "0.0123"),
        (-7.15, "ratio", "−7.15"),
        (3.0, "level, 1 to 6", "3.00"),
    ],
)
def test_number(value, unit, printed):
    assert numbers.number(value, unit).replace("\u00a0", " ") == printed


def test_a_number_never_breaks_from_its_unit():
    assert " " not in numbers.number(1.03, "per 100,000 population")


@pytest.mark.parametrize(
    ("value", "unit", "printed"),
    [
        (5.97, "percent", "+6.0 points"),
        (-1.89, "percent", "−1.9 points"),
        (12.0, "count", "+12"),
        (0.0, "percent", "0.0 points"),
    ],
)
def test_gap(value, unit, printed):
    assert numbers.gap(value, unit).replace("\u00a0", " ") == printed


@pytest.mark.parametrize(
    ("x", "printed"),
    [
        (2018, "2018"),
        (2018.0, "2018"),
        (2018.04, "January 2018"),
        (2018.29, "April 2018"),
        (2018.99, "December 2018"),
    ],
)
def test_moment(x, printed):
    assert numbers.moment(x) == printed


@pytest.mark.parametrize(
    ("value", "step", "printed"),
    [(40, 10, "40"), (5, 2.5, "5.0"), (0.25, 0.25, "0.25"), (1_500_000, 500_000, "1,500,000")],
)
def test_tick(value, step, printed):
    assert numbers.tick(value, step) == printed


def test_caption_names_only_units_that_digits_do_not_show():
    assert numbers.caption("percent") == numbers.caption("count") == ""
    assert numbers.caption("per 100,000 women") == "per 100,000 women"
