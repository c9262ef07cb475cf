"""The way through a goal of a country: what stands before and after a comparison."""

from __future__ import annotations

import polars as pl

from data.selection import TOTAL, Selection
from data.store import Question, Release
from layouts.components.parts import Link
from layouts.language import words
from layouts.official import official


def neighbours_of(
    *, selection: Selection, pair: str, release: Release
) -> tuple[Link | None, Link | None]:
    """Return the pages before and after: every pair of the goal, and every indicator without one
    on which somebody holds a figure. ``pair`` is the one shown, "" for none."""
    country = release.known.countries[selection.country]
    pairs = release.ask(Question.PAIRS, country=country, goal=selection.goal, indicator=None)
    held = release.ask(Question.COVERAGE, country=country).filter(pl.col("goal") == selection.goal)
    by_measure: dict[str, list[tuple[str, str]]] = {}
    for row in pairs.iter_rows(named=True):
        by_measure.setdefault(row["indicator"], []).append((row["pair"], row["title"]))
    measured = {*held["indicator"].to_list(), selection.indicator}
    stops = [
        (code, *stop)
        for code, measure in release.measures.items()
        if measure["goal"] == selection.goal and (code in measured or code in by_measure)
        for stop in by_measure.get(code, [("", official(measure))])
    ]
    here = next(
        n for n, (code, name, _title) in enumerate(stops)
        if code == selection.indicator and name in (pair, "")
    )  # fmt: skip
    links = [_link(stop, selection=selection) for stop in stops]
    return (
        links[here - 1] if here else None,
        links[here + 1] if here + 1 < len(links) else None,
    )


def _link(stop: tuple[str, str, str], *, selection: Selection) -> Link:
    code, pair, title = stop
    there = selection.with_(indicator=code, pair=pair, area="", sex=TOTAL, urbanisation=TOTAL)
    return Link(text=words(title), href=there.address(), note=code)
