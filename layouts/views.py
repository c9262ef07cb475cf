"""VIEWS: each question a page can answer, with what answers it.

A View holds the sentence, the drawing, the table, the sources and the address. Pages, ``.json``,
``.csv``, drawings and callbacks are outlets of the same View: none asks again, none words anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from data.selection import CAMPAIGN, INITIATIVES, LEARN, PROPOSE, THEME, Selection
from data.store import Release
from layouts.components import comparison, overviews
from layouts.components.parts import ComparisonView, CountryView, GoalView, OverviewView, View
from layouts.components.rooms import (
    about,
    campaign,
    coverage,
    dataset,
    datasets,
    glossary,
    indicator,
    initiatives,
    learn,
    methods,
    proposing,
    search,
    theme,
)
from layouts.language import speaking

__all__ = [
    "VIEWS", "ComparisonView", "CountryView", "GoalView", "OverviewView", "View", "answer",
    "kind_of",
]  # fmt: skip

# A View takes a tenth of a megabyte. It is asked for again by the outlets of a page that is being
# read; the pages themselves are remembered as bytes (``callbacks.routes.respond``).
MOST_VIEWS = 192


@dataclass(frozen=True, kw_only=True)
class ViewSpec:
    """``question`` in plain words, and the function that answers it with a View."""

    question: str
    answer: Callable[..., View]


VIEWS: Mapping[str, ViewSpec] = {
    "overview": ViewSpec(
        question="Where do citizens and officials agree, differ, or measure alone?",
        answer=overviews.overview,
    ),
    "country": ViewSpec(
        question="What do citizens and officials say in this country?", answer=overviews.country
    ),
    "goal": ViewSpec(
        question="Which figures on this goal stand side by side here?", answer=overviews.goal
    ),
    "comparison": ViewSpec(
        question="How far is citizens’ figure from the official one, and can they be compared?",
        answer=comparison.answer,
    ),
    "coverage": ViewSpec(
        question="What is measured, how recently, how locally, and what is missing?",
        answer=coverage.answer,
    ),
    "datasets": ViewSpec(
        question="Which datasets are there, and how far can each be trusted?",
        answer=datasets.answer,
    ),
    "dataset": ViewSpec(
        question="Who made this dataset, how, and what became of it?", answer=dataset.answer
    ),
    "indicator": ViewSpec(
        question="Who measures this, country by country, and what do they find?",
        answer=indicator.answer,
    ),
    "methods": ViewSpec(question="How is every judgement made?", answer=methods.answer),
    "about": ViewSpec(question="What is this, for whom, on what terms?", answer=about.answer),
    "search": ViewSpec(question="Where is what I am looking for?", answer=search.answer),
    "learn": ViewSpec(
        question="How is citizen data made, judged and used well?", answer=learn.overview
    ),
    "guide": ViewSpec(question="What must I know to do this well?", answer=learn.answer),
    "campaign": ViewSpec(
        question="What may a campaign say of this figure, and what will it be asked?",
        answer=campaign.answer,
    ),
    "initiatives": ViewSpec(
        question="Who measures already, what, where and how?", answer=initiatives.answer
    ),
    "initiative": ViewSpec(question="What does this one measure?", answer=initiatives.answer),
    "proposal": ViewSpec(
        question="What must I send to add or correct an entry?", answer=proposing.answer
    ),
    "glossary": ViewSpec(question="What does this word mean?", answer=glossary.answer),
    "themes": ViewSpec(question="What cuts through the goals?", answer=theme.overview),
    "theme": ViewSpec(
        question="What do citizens and officials say on what cuts through the goals?",
        answer=theme.answer,
    ),
}


ENTRIES = {INITIATIVES: "initiative", LEARN: "guide", THEME: "theme"}
"""What the entry of a room is, by the room."""
LISTS = {THEME: "themes"}
"""What a room without an entry is, where it is not called like the room."""


def kind_of(selection: Selection) -> str:
    """Return the key of ``VIEWS`` (and ``PAGES``) that a selection asks for."""
    if (selection.room, selection.entry) == (LEARN, CAMPAIGN):
        return CAMPAIGN
    if (selection.room, selection.entry) == (INITIATIVES, PROPOSE):
        return "proposal"
    if selection.entry:
        return ENTRIES[selection.room]
    if selection.room:
        return "dataset" if selection.dataset else LISTS.get(selection.room, selection.room)
    if selection.indicator:
        return "comparison"
    if selection.goal:
        return "goal"
    return "country" if selection.country else "overview"


def answer(*, selection: Selection, release: Release) -> View:
    """Return the View of a selection, remembered for as long as the release is served; what a
    reader typed is not."""
    make = _answer.__wrapped__ if selection.query else _answer
    return make(selection=selection, release=release)


@lru_cache(maxsize=MOST_VIEWS)
def _answer(*, selection: Selection, release: Release) -> View:
    with speaking(selection.language):
        return VIEWS[kind_of(selection)].answer(selection=selection, release=release)
