"""The picture of a page for those who share its address: from its View to what it says."""

from __future__ import annotations

from collections import Counter

from layouts.components.parts import ComparisonView, View
from layouts.figures.chart import BarChart, TimeChart
from layouts.figures.social import SocialCard
from layouts.head import SITE
from layouts.language import _, mark_plural, plural, words
from layouts.numbers import plain

MOST_JUDGED = 2
OTHER = "not compared"
STATES = {
    "differs": mark_plural("pair differs", "pairs differ"),
    "consistent": mark_plural("pair is consistent", "pairs are consistent"),
    "cannot tell": mark_plural("pair: cannot tell", "pairs: cannot tell"),
    OTHER: mark_plural("pair is not compared", "pairs are not compared"),
}
"""What a large number of pairs is followed by, by the key of the state."""


def card_of(view: View, *, host: str = "") -> SocialCard:
    """Return what a page's picture says. ``host`` stands before the address where it is known."""
    chart = view.chart if isinstance(view, ComparisonView) else None
    path = view.address.partition("?")[0]
    return SocialCard(
        brand=SITE,
        place=place_of(view),
        sentence=view.sentence or view.title,
        sources=_sources(view),
        release=_("Release {name}", name=view.release),
        address=host + path if host or path != "/" else "",
        colour=view.colour,
        chart=chart if isinstance(chart, TimeChart) else None,
        counts=() if chart else _counts(view),
        judged=_judged(view),
    )


def place_of(view: View) -> str:
    """Return where the page is: its crumbs without the first, or its title; a pair has both."""
    crumbs = [link.text for link in view.crumbs[1:]]
    title = [view.title] if isinstance(view, ComparisonView) or not crumbs else []
    return " · ".join(dict.fromkeys([*crumbs, *title]))


def _judged(view: View) -> tuple[str, ...]:
    if not isinstance(view, ComparisonView):
        return ()
    return tuple(f"{one.before}{one.strong}{one.after}" for one in view.badges[:MOST_JUDGED])


def _sources(view: View) -> str:
    """Return the first dataset of each side, by its whole title."""
    if not isinstance(view, ComparisonView):
        return ""
    first = {source.side: words(source.title) for source in reversed(view.sources)}
    said = []
    if "citizen" in first:
        said.append(_("Citizens: {name}", name=first["citizen"]))
    if "official" in first:
        said.append(_("Official: {name}", name=first["official"]))
    return " · ".join(said)


def _counts(view: View) -> tuple[tuple[str, str, str], ...]:
    """Return how many pairs of the page allow which word: number, words, key."""
    found = _states(view)
    return tuple(
        (plain(found[state], 0), plural(*forms, found[state]), state)
        for state, forms in STATES.items()
        if found[state]
    )


def _states(view: View) -> Counter[str]:
    bars = getattr(view, "bars", None)
    if isinstance(bars, BarChart):
        return Counter({state: sum(row.count(state) for row in bars.rows) for state in STATES})
    groups = getattr(view, "groups", ())
    cards = [card for group in groups for card in getattr(group, "cards", ())]
    return Counter(card.state if card.state in STATES else OTHER for card in cards)
