"""PAGES: every page there is, registered by hand so that its order never depends on a disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from layouts.pages import comparison, country, goal, overview


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
}
