"""What would count, where a side has no figure: an empty page that helps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from layouts.components.parts import Wanted
from layouts.language import _, mark, words
from layouts.official import official_html

Row = Mapping[str, Any]
TITLES = {
    "citizen": mark("No citizen data yet: here is what would count"),
    "official": mark("No official figure yet: here is what would count"),
}
LEADS = {
    "citizen": mark(
        "A citizen dataset counts here when it measures what the official definition names: "
        "{title}."
    ),
    "official": mark(
        "An official figure counts here when a statistics office, a ministry or a body of the "
        "United Nations publishes what the definition names: {title}."
    ),
}
ASKS = {
    "citizen": (
        mark("Ask about the same people or places as the official figure, in the same words where "
             "its question is known."),
        mark("Record where (county, province, region or district) and when, and for people their "
             "sex, age, and town or countryside."),
        mark("Say how people were chosen, how many were asked and how many answered: without "
             "that there is no interval, and no word of agreement."),
        mark("Publish the questions and the method, and keep names, addresses and answers of "
             "single people out."),
    ),
    "official": (
        mark("It says its source, the year it stands for, and what it counts."),
        mark("It covers the whole country, or the places that citizens measured."),
        mark("It is published, so that everybody can read it where it was taken from."),
    ),
}  # fmt: skip
UNIT = mark("Give the answer as the official figure does: {unit}.")


def wanted_of(*, state: str, lines: pl.DataFrame, measure: Row) -> tuple[Wanted, ...]:
    """Return what would count for each side without a figure.

    ``state`` is the one side there is, "both", or "" for nobody; ``lines`` all lines there are.
    """
    missing = {"official": ("citizen",), "citizen": ("official",), "": ("citizen",)}.get(state, ())
    return tuple(
        Wanted(
            side=side,
            title=_(TITLES[side]),
            lead=_(LEADS[side], title=_title(measure)),
            asks=(*_unit(lines, side=side), *(_(text) for text in ASKS[side])),
        )
        for side in missing
    )


def _title(measure: Row) -> str:
    return official_html({**measure, **{
        name: (measure.get(name) or "").rstrip(".") for name in measure if name.startswith("title")
    }})  # fmt: skip


def _unit(lines: pl.DataFrame, *, side: str) -> tuple[str, ...]:
    """Return how the official figure is given, for who would measure the same."""
    newest = [row["newest"] for row in lines.iter_rows(named=True) if row["side"] == "official"]
    found = next((row for row in newest if row and row["unit"] != "not stated"), None)
    if side != "citizen" or found is None:
        return ()
    unit, base = words(found["unit"]), words(found["base"])
    return (_(UNIT, unit=_("{share} of {base}", share=unit, base=base) if base else unit),)
