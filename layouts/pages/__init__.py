"""PAGES: every page there is, registered by hand so that its order never depends on a disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from layouts.pages import (
    about,
    campaign,
    comparison,
    country,
    coverage,
    dataset,
    datasets,
    glossary,
    goal,
    guide,
    indicator,
    initiative,
    initiatives,
    learn,
    methods,
    overview,
    proposal,
    search,
    theme,
    themes,
)


@dataclass(frozen=True, kw_only=True)
class Page:
    """``address`` is the pattern, for people; ``html`` draws the View of the same name."""

    address: str
    html: Callable[..., str]
    interactive: bool = False


PAGES: Mapping[str, Page] = {
    "overview": Page(address="/", html=overview.html),
    "country": Page(address="/kenya", html=country.html),
    "goal": Page(address="/kenya/goal-4", html=goal.html),
    "comparison": Page(address="/kenya/goal-4/4.1.1", html=comparison.html, interactive=True),
    "coverage": Page(address="/coverage", html=coverage.html),
    "datasets": Page(address="/datasets", html=datasets.html),
    "dataset": Page(address="/datasets/uwezo-headlines", html=dataset.html),
    "indicator": Page(address="/indicator/4.1.1", html=indicator.html),
    "methods": Page(address="/methods", html=methods.html),
    "about": Page(address="/about", html=about.html),
    "search": Page(address="/search?q=water", html=search.html),
    "learn": Page(address="/learn", html=learn.html),
    "guide": Page(address="/learn/privacy", html=guide.html),
    "campaign": Page(address="/learn/campaign", html=campaign.html),
    "initiatives": Page(address="/initiatives", html=initiatives.html),
    "initiative": Page(address="/initiatives/uwezo-east-africa", html=initiative.html),
    "proposal": Page(address="/initiatives/propose", html=proposal.html),
    "glossary": Page(address="/glossary", html=glossary.html),
    "themes": Page(address="/theme", html=themes.html),
    "theme": Page(address="/theme/inequality", html=theme.html),
}
