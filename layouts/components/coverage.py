"""What is measured in a country, by whom, since when: counts, datasets, measures without a pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from data.selection import Selection
from data.store import Question, Release
from layouts.components.crumbs import country_name
from layouts.components.parts import Cell, Link, OneSide, PairCard, Table
from layouts.figures.chart import SpanChart, SpanRow
from layouts.language import _, digits, mark, mark_plural, plural, select, written
from layouts.numbers import plain
from layouts.official import official, official_html

Row = Mapping[str, Any]
WHO = {"citizen": mark("Citizens"), "official": mark("Official")}
COUNTED = {
    "pairs": mark_plural("pair, judged by ten scores", "pairs, each judged by ten scores"),
    "citizen": mark_plural(
        "indicator or target citizens have measured",
        "indicators and targets citizens have measured",
    ),
    "official": mark_plural(
        "indicator or target officials have measured",
        "indicators and targets officials have measured",
    ),
    "both": mark_plural("measured by both", "measured by both"),
    "datasets": mark_plural("dataset", "datasets"),
}
LACKS = {
    "missing": mark("missing"),
    "old": mark("old"),
    "national_only": mark("national only"),
    "modelled_only": mark("only modelled"),
}
SPANS = {"citizen": mark("citizens {years}"), "official": mark("officials {years}")}
MOST_LACKS = 6


def counts(
    coverage: pl.DataFrame, *, cards: Sequence[PairCard], datasets: int
) -> tuple[tuple[str, str], ...]:
    """Return how much there is on a country: a number and what it counts."""
    by_side = {
        side: set(coverage.filter(pl.col("side") == side)["indicator"].to_list()) for side in WHO
    }
    found = {
        "pairs": len(cards),
        "citizen": len(by_side["citizen"]),
        "official": len(by_side["official"]),
        "both": len(by_side["citizen"] & by_side["official"]),
        "datasets": datasets,
    }
    return tuple((plain(n, 0), plural(*COUNTED[name], n)) for name, n in found.items())


def dataset_table(datasets: pl.DataFrame) -> Table:
    """Return the datasets with figures on a country."""
    rows = tuple(
        (
            Cell(
                text=written(row["title"]),
                href=select(room="datasets", dataset=row["dataset"]).address(),
            ),
            Cell(text=_(WHO[row["side"]]), token=row["side"]),
            Cell(text=row["publisher"] or ""),
            Cell(text=years_of(row)),
            Cell(text=plain(row["observations"], 0)),
        )
        for row in datasets.iter_rows(named=True)
    )
    return Table(
        caption=_("Datasets with figures on this country, the most recent figures first"),
        columns=(_("Dataset"), _("Whose"), _("Publisher"), _("Years"), _("Figures")),
        rows=rows,
        numeric=frozenset({_("Figures")}),
    )


def years_of(row: Row) -> str:
    """Return "2012–2019", "2019", or nothing, in the language's digits."""
    first, last = row["first_year"], row["last_year"]
    if first is None:
        return ""
    return digits(last if first == last else f"{first}–{last}")


def one_sided(
    here: pl.DataFrame, *, paired: set[str], selection: Selection, release: Release
) -> tuple[OneSide, ...]:
    """Return the measures of a goal without a pair, those citizens measure first."""
    found = []
    for code in here["indicator"].unique(maintain_order=True):
        if code in paired or code not in release.measures:
            continue
        rows = {row["side"]: row for row in here.iter_rows(named=True) if row["indicator"] == code}
        spans = {side: _span(row) for side, row in rows.items()}
        found.append(
            OneSide(
                indicator=code,
                title=official(release.measures[code]),
                heading=official_html(release.measures[code]),
                href=selection.with_(indicator=code).address(),
                citizen=spans.get("citizen", ""),
                official=spans.get("official", ""),
            )
        )
    return tuple(sorted(found, key=lambda one: (not one.citizen, *order(one.indicator))))


def order(code: str) -> tuple[tuple[int, str], ...]:
    """Return what sorts codes as the framework does: 4.2.1, 4.10.1, 4.a.1."""
    return tuple((int(part), "") if part.isdigit() else (99, part) for part in code.split("."))


def _span(row: Row) -> str:
    years = years_of(row)
    if not row["areas"]:
        return years
    return plural("{years}, {n} area", "{years}, {n} areas", row["areas"], years=years)


def nobody(
    here: pl.DataFrame, *, paired: set[str], selection: Selection, release: Release
) -> tuple[Link, ...]:
    """Return the indicators of a goal on which no dataset holds a figure."""
    held = set(here["indicator"].to_list()) | paired
    return tuple(
        Link(text=code, href=selection.with_(indicator=code).address(), note=official_html(row))
        for code, row in release.measures.items()
        if row["goal"] == selection.goal and row["kind"] == "indicator" and code not in held
    )


def lacks(selection: Selection, *, release: Release) -> tuple[Link, ...]:
    """Return the indicators of a goal where a new dataset would matter most in this country."""
    code = release.known.countries[selection.country]
    gaps = release.ask(Question.GAPS, country=code, indicator=None)
    here = gaps.filter(pl.col("goal") == selection.goal).head(MOST_LACKS)
    return tuple(
        Link(
            text=row["indicator"],
            href=selection.with_(indicator=row["indicator"]).address(),
            note=_(
                "{title} – official figures: {lacks}",
                title=official_html(release.measures[row["indicator"]]),
                lacks=lacking(row),
            ),
        )
        for row in here.iter_rows(named=True)
    )


def lacking(row: Row) -> str:
    """Return what the official side of a row of the gap list lacks, in words."""
    said = ", ".join(_(word) for name, word in LACKS.items() if row[name])
    if not row["official_last_year"]:
        return said
    year = digits(row["official_last_year"])
    return _("{lacks} (last in {year})", lacks=said, year=year)


def neighbours(selection: Selection, *, release: Release) -> tuple[Link, ...]:
    """Return the same goal in each country."""
    return tuple(
        Link(
            text=country_name(word, release=release),
            href=select(country=word, goal=selection.goal).address(),
            current=word == selection.country,
        )
        for word in release.known.countries
    )


def spans_of(coverage: pl.DataFrame, *, key: str, title: str) -> SpanChart | None:
    """Return the years that each side has measured, a row an indicator; nothing without any."""
    measured: dict[str, list[tuple[str, int, int]]] = {}
    for row in coverage.sort("side").iter_rows(named=True):
        span = (row["side"], row["first_year"], row["last_year"])
        measured.setdefault(row["indicator"], []).append(span)
    if not measured:
        return None
    rows = tuple(
        SpanRow(name=code, spans=tuple(spans))
        for code, spans in sorted(measured.items(), key=lambda item: order(item[0]))
    )
    said = "; ".join(
        _("{name}: {said}", name=row.name, said=", ".join(_years(*span) for span in row.spans))
        for row in rows
    )
    alt = _("{title}. {said}.", title=title, said=said)
    return SpanChart(key=key, title=title, alt=alt, rows=rows)


def _years(side: str, first: int, last: int) -> str:
    return _(SPANS[side], years=digits(f"{first}–{last}"))
