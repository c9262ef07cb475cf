"""From frames to charts: which observations of a pair become which line, map or row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, cast

import polars as pl

from layouts.figures.chart import (
    Panel,
    Point,
    SmallChart,
    TimeChart,
    Trace,
)
from layouts.language import _, words
from layouts.numbers import plain
from layouts.sentences import GROUPS, LIVES, period

Row = Mapping[str, Any]
Side = Literal["citizen", "official"]

ONE_AXIS = ("overlay", "overlay with caution")
WEAK_STATUSES = ("provisional", "partial period", "low reliability", "censored")
WEAK_NATURES = {"M": "modelled", "E": "estimated"}
# More lines than this in one panel cannot be told apart; the table still holds them all.
MOST_LINES = 3


def drawable(rows: pl.DataFrame, *, area: str, sex: str, urbanisation: str) -> pl.DataFrame:
    """Return the rows about one place and group; where a side never asked for the whole
    population, what it did ask (by sex, or one kind of place) stands for the default view."""
    here = rows.filter(pl.col("area") == area)
    found = here.filter((pl.col("sex") == sex) & (pl.col("urbanisation") == urbanisation))
    if found.is_empty() and sex == "total":
        found = here.filter(pl.col("urbanisation") == urbanisation)
    if found.is_empty() and urbanisation == "total":
        found = here.filter(pl.col("sex") == sex)
    if found.is_empty() and (sex, urbanisation) == ("total", "total"):
        found = here
    return found


def traces(
    rows: pl.DataFrame,
    *,
    side: str,
    label: str,
    words: Mapping[str, str],
    breaks: Sequence[float] = (),
) -> tuple[Trace, ...]:
    """Return the lines of one side: one for each breakdown that differs, longest first.

    ``words`` maps an observation's row to its word of agreement, where one is said; no line is
    drawn across ``breaks``, the first years of a new way of measuring.
    """
    differing = [
        name
        for name in ("series", "sex", "urbanisation", "age", "other")
        if rows.n_unique(name) > 1
    ]
    groups = rows.partition_by(differing, maintain_order=True) if differing else [rows]
    found = []
    for group in sorted(groups, key=lambda one: -one.height):
        points = _points(group, words=words)
        if any(point.value is not None for point in points):
            apart = [str(group[name][0]) for name in differing if name != "series"]
            named = ", ".join([label, *(_said(word) for word in apart if word and word != "total")])
            found.append(
                Trace(side=cast(Side, side), name=named, points=points, breaks=tuple(breaks))
            )
    return tuple(found)


def _said(word: str) -> str:
    """Return what sets a line apart from its neighbours, in words."""
    if word in GROUPS or word in LIVES:
        return _({**GROUPS, **LIVES}[word])
    return words(word.replace("category=", "").replace("=", " "))


def _points(rows: pl.DataFrame, *, words: Mapping[str, str]) -> tuple[Point, ...]:
    points: dict[float, Point] = {}
    for row in rows.sort("year_start", "year_end", "row").iter_rows(named=True):
        x = _moment(row)
        hidden = row["status"] == "suppressed"
        if x in points or (row["value"] is None and not hidden):
            continue
        whole = row["lower"] is not None and row["upper"] is not None
        points[x] = Point(
            x=x,
            value=None if hidden else row["value"],
            lower=row["lower"] if whole and not hidden else None,
            upper=row["upper"] if whole and not hidden else None,
            agreement=words.get(row["row"], ""),
            weak=weakness(row),
            when=period(row) if "/" in row["period"] else "",
            note=_("n = {size}", size=plain(row["sample_size"], 0)) if row["sample_size"] else "",
            state="suppressed" if hidden else "normal",
        )
    return tuple(points[x] for x in sorted(points))


def _moment(row: Row) -> float:
    """Return where a period stands on the axis: its middle, years as whole numbers."""
    first, _, last = row["period"].partition("/")

    def place(text: str) -> float:
        year, _, month = text.partition("-")
        return int(year) + ((int(month) - 0.5) / 12 if month else 0.0)

    return (place(first) + place(last)) / 2 if last else place(first)


def weakness(row: Row) -> str:
    """Return why a value is drawn lighter: its status, or that an official one is modelled."""
    if row["status"] in WEAK_STATUSES:
        return str(row["status"])
    return WEAK_NATURES.get(row["nature"] or "", "") if row["side"] == "official" else ""


def time_chart(
    *,
    key: str,
    title: str,
    alt: str,
    verdict: str,
    citizen: Sequence[Trace],
    official: Sequence[Trace],
    units: tuple[str, str],
    notes: Sequence[str],
) -> TimeChart | None:
    """Return the chart that the verdict allows, or None where nothing can be drawn over time.

    overlay: one axis; side by side: two panels; context only: the citizens' side alone. A side
    without a value leaves the other one, honestly alone.
    """
    citizen, official = citizen[:MOST_LINES], official[:MOST_LINES]
    both = (*citizen, *official)
    if not both or (verdict == "context only" and not citizen):
        return None
    common = {"key": key, "title": title, "alt": alt, "notes": tuple(notes)}
    if verdict == "context only" and citizen:
        panel = Panel(unit=units[0], traces=tuple(citizen))
        return TimeChart(verdict="context only", panels=(panel,), **common)  # type: ignore[arg-type]
    if verdict == "side by side" and citizen and official:
        panels = (
            Panel(unit=units[0], traces=tuple(citizen)),
            Panel(unit=units[1], traces=tuple(official)),
        )
        return TimeChart(verdict="side by side", panels=panels, **common)  # type: ignore[arg-type]
    # One axis: both sides of an overlay, or the only side there is.
    shown = both if verdict in ONE_AXIS else tuple(citizen) or tuple(official)
    allowed = "overlay with caution" if notes else "overlay"
    panel = Panel(unit=units[0] if citizen else units[1], traces=shown)
    return TimeChart(verdict=allowed, panels=(panel,), **common)  # type: ignore[arg-type]


def small_chart(
    *, key: str, title: str, alt: str, unit: str, lines: Iterable[Trace]
) -> SmallChart | None:
    """Return the sparkline of a card, or None where there is no value."""
    found = tuple(lines)
    if not found:
        return None
    return SmallChart(key=key, title=title, alt=alt, unit=unit, traces=found)
