"""The way from the overview to a page, and from a page to those beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.selection import (
    ABOUT,
    COVERAGE,
    DATASETS,
    GLOSSARY,
    INDICATOR,
    INITIATIVES,
    LEARN,
    METHODS,
    SEARCH,
    THEME,
    Selection,
)
from data.store import Release
from layouts.components.parts import Link
from layouts.language import _, digits, mark, select, to, words
from layouts.official import official

ROOM_NAMES = {
    COVERAGE: mark("Coverage"),
    DATASETS: mark("Datasets"),
    METHODS: mark("Methods"),
    ABOUT: mark("About"),
    SEARCH: mark("Search"),
    GLOSSARY: mark("Glossary"),
    LEARN: mark("Learn"),
    THEME: mark("Themes"),
    INITIATIVES: mark("Initiatives"),
}
KINDS = {"indicator": mark("Indicator {code}"), "target": mark("Target {code}")}


def crumbs_of(*, selection: Selection, release: Release, title: str = "") -> tuple[Link, ...]:
    """Return Overview › country › goal › indicator, as far as the selection goes.

    Rooms stand below the overview; ``title`` is that of a dataset or an entry.
    """
    overview = Link(text=_("Overview"), href=to("/"))
    if selection.room:
        return (overview, *_room(selection, release=release, title=title))
    links = [overview]
    if selection.country:
        links.append(
            Link(
                text=country_name(selection.country, release=release),
                href=select(country=selection.country).address(),
            )
        )
    if selection.goal:
        there = select(country=selection.country, goal=selection.goal)
        links.append(Link(text=goal_name(selection.goal, release=release), href=there.address()))
    if selection.indicator:
        there = select(
            country=selection.country, goal=selection.goal, indicator=selection.indicator
        )
        links.append(
            Link(text=measure_name(selection.indicator, release=release), href=there.address())
        )
    return tuple(links)


def _room(selection: Selection, *, release: Release, title: str) -> list[Link]:
    if selection.room == INDICATOR:
        goal = release.measures[selection.indicator]["goal"]
        return [
            Link(text=_(ROOM_NAMES[COVERAGE]), href=select(room=COVERAGE).address()),
            Link(text=goal_name(goal, release=release), href=to(f"/coverage#goal-{goal}")),
            Link(text=measure_name(selection.indicator, release=release), href=selection.address()),
        ]
    links = [Link(text=_(ROOM_NAMES[selection.room]), href=select(room=selection.room).address())]
    if selection.dataset or selection.entry:
        there = replace(selection, country="", filters=())
        links.append(Link(text=title, href=there.address()))
    if selection.country:
        name = country_name(selection.country, release=release)
        links.append(Link(text=name, href=selection.address()))
    return links


def country_name(word: str, *, release: Release) -> str:
    """Return the name of a country by the word of its address."""
    return words(release.areas[release.known.countries[word]])


def goal_name(goal: int, *, release: Release) -> str:
    """Return "Goal 4 Quality education"."""
    return _(
        "Goal {number} {name}", number=digits(goal), name=official(release.goals[goal], "short")
    )


def measure_name(code: str, *, release: Release) -> str:
    """Return "Indicator 4.1.1" or "Target 5.2"."""
    return _(KINDS[release.measures[code]["kind"]], code=code)


def across_of(code: str, *, release: Release) -> Link | None:
    """Return the way to a measure's page over all countries; nothing where it has none."""
    if code not in release.known.across:
        return None
    return Link(
        text=_("{code} in all four countries", code=code),
        href=select(room=INDICATOR, indicator=code).address(),
    )


def beside(links: Sequence[Link], *, here: int) -> tuple[Link | None, Link | None]:
    """Return the links before and after the one at ``here``; nothing beyond the ends."""
    before = links[here - 1] if here > 0 else None
    after = links[here + 1] if here + 1 < len(links) else None
    return before, after
