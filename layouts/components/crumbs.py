"""The way from the overview to a page."""

from __future__ import annotations

from data.selection import Selection
from data.store import Release
from layouts.components.parts import Link
from layouts.language import select


def crumbs_of(*, selection: Selection, release: Release) -> tuple[Link, ...]:
    """Return Overview › country › goal › indicator, as far as the selection goes."""
    links = [Link(text="Overview", href="/")]
    if selection.country:
        code = release.known.countries[selection.country]
        links.append(
            Link(text=release.areas[code], href=select(country=selection.country).address())
        )
    if selection.goal:
        there = select(country=selection.country, goal=selection.goal)
        short = release.goals[selection.goal]["short"]
        links.append(Link(text=f"Goal {selection.goal} {short}", href=there.address()))
    if selection.indicator:
        kind = release.measures[selection.indicator]["kind"]
        there = select(
            country=selection.country, goal=selection.goal, indicator=selection.indicator
        )
        links.append(Link(text=f"{kind.title()} {selection.indicator}", href=there.address()))
    return tuple(links)
