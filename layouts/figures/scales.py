"""Round numbers: axis ticks, year ticks and the classes of maps."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
YEAR_STEPS = (1, 2, 5, 10, 20, 50)
CLASSES = 5
SMALLEST = 1e-6  # values closer together than this cannot be told apart on an axis


def round_step(rough: float) -> float:
    """Return the smallest of 1, 2, 2.5, 5 × 10ⁿ that is at least ``rough`` (above zero)."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * one for one in ROUND if power * one >= rough * (1 - 1e-9))


@dataclass(frozen=True, kw_only=True)
class Axis:
    """A scale from ``low`` to ``high`` with its ticks, all in the data's unit."""

    low: float
    high: float
    step: float
    ticks: tuple[float, ...]


def value_axis(values: Iterable[float], *, unit: str, most: int = 4) -> Axis:
    """Return an axis that always holds zero, with at most ``most`` steps above it.

    A share never gets an axis beyond 100 unless a value is beyond it.
    """
    found = list(values)
    low, high = min(0.0, *found), max(0.0, *found)
    if high - low < SMALLEST:
        high = low + 1
    step = round_step((high - low) / most)
    if unit == "count":
        step = max(1.0, step)
    bottom, top = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    if high >= top * step * 0.995 and not (unit == "percent" and high <= 100 <= top * step):
        top += 1
    ticks = tuple(round(n * step, 12) for n in range(bottom, top + 1))
    return Axis(low=ticks[0], high=ticks[-1], step=step, ticks=ticks)


def year_axis(moments: Iterable[float], *, most: int) -> Axis:
    """Return an axis of years with some air at both ends and at most ``most`` labelled years."""
    found = list(moments)
    first, last = math.floor(min(found)), math.ceil(max(found))
    span = max(found) - min(found)
    air = max(0.35, span * 0.05) if span else 1.0
    step = next((s for s in YEAR_STEPS if (last - first) // s + 1 <= most), YEAR_STEPS[-1])
    low, high = min(found) - air, max(found) + air
    start = math.ceil(low / step) * step
    ticks = tuple(float(year) for year in range(start, math.floor(high) + 1, step))
    if not span:
        ticks = (float(first),)
    return Axis(low=low, high=high, step=float(step), ticks=ticks)


def round_breaks(values: Iterable[float], n: int = CLASSES) -> tuple[float, ...]:
    """Return ``n + 1`` round, equally wide class ends that hold every value.

    Give it both sides' values, so that citizens' and official maps share one scale. Without
    values the classes are 0 to 1.
    """
    found = list(values)
    if not found:
        return tuple(position / n for position in range(n + 1))
    low, high = min(found), max(found)
    step = round_step(max(high - low, abs(high) * 0.1, 1e-9) / n)
    while True:
        start = math.floor(low / step + 1e-9)
        if start > 0 and high <= n * step:
            start = 0
        if high <= (start + n) * step * (1 + 1e-12):
            break
        step = round_step(step * 1.01)
    return tuple(round((start + position) * step, 9) for position in range(n + 1))


def gap_breaks(values: Iterable[float], *, margin: float) -> tuple[float, ...]:
    """Return six class ends around zero: the middle class is within ± ``margin``.

    The next ones reach to a round multiple of the margin, the outer ones hold the rest.
    """
    largest = max((abs(value) for value in values), default=0.0)
    middle = round_step(max(margin * 2, largest / 3))
    outer = max(round_step(max(largest, 1e-9)), middle * 2)
    return (-outer, -middle, -margin, margin, middle, outer)
