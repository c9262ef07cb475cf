"""From views to a report: what the pages say, put in the order of a document. Nothing is asked or
worded anew: a pair's part is its page's View.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from data.errors import SelectionError
from data.selection import METHODS, Selection
from data.store import Release
from layouts.components.cards import cards_of
from layouts.components.pairing import lowest_reasons
from layouts.components.parts import (
    Badge,
    Cell,
    ComparisonView,
    CountryView,
    GoalView,
    OneSide,
    PairCard,
    Source,
    Table,
    View,
)
from layouts.components.rooms.parts import MethodsView
from layouts.downloads.bundle import bundle_of
from layouts.downloads.citations import line_of, works_of
from layouts.embedding import chart_of
from layouts.head import root
from layouts.language import _, current, plural, words
from layouts.numbers import plain
from layouts.reports.document import (
    Block,
    Bullets,
    Figure,
    Grid,
    Heading,
    Paragraph,
    Report,
)
from layouts.sentences import sentence_of
from layouts.social import place_of
from layouts.views import answer

Tell = Callable[[int, int], None]
"""Hears how many pairs are done, of how many."""
HIGHEST = 20
GOALS = range(1, 18)


def is_reported(view: View) -> bool:
    """Return whether there is a report of a page: of a country, and of a goal of one."""
    return isinstance(view, (CountryView, GoalView))


def report_of(view: View, *, release: Release, tell: Tell = lambda _done, _of: None) -> Report:
    """Return the report of a country's or a goal's page, in the language being spoken.

    Raises ``SelectionError`` for any other page.
    """
    must_be_reported(view, release=release)
    cards = _cards(view, release=release)
    tell(0, len(cards))
    blocks: list[Block] = [*_summary(view, cards)]
    shadows: list[str] = []
    pairs: list[Block] = []
    for done, card in enumerate(cards, start=1):
        comparison = _comparison(view, card, release=release)
        pairs += _pair(comparison, card)
        if comparison.progress and comparison.progress.lead:
            shadows.append(f"{words(card.title)}: {comparison.progress.lead}")
        tell(done, len(cards))
    blocks.append(Heading(text=_("Shadow verdicts"), id="verdicts"))
    blocks.append(
        Bullets(items=tuple(shadows))
        if shadows
        else Paragraph(
            text=_("Nowhere do the two sides give different verdicts on the way to 2030.")
        )
    )
    blocks.append(Heading(text=_("Every pair, with its judgement"), id="pairs"))
    blocks += pairs
    blocks += _alone(view, release=release)
    blocks += _annex(view, release=release)
    blocks += _sources(view, release=release)
    return Report(
        title=_("Shadow report: {title}", title=view.title),
        place=place_of(view),
        sentence=view.sentence,
        release=view.release,
        address=root() + view.address,
        language=current().code,
        machine=_("Translated by a machine.") if current().code != "en" else "",
        colour=view.colour,
        blocks=tuple(blocks),
    )


def must_be_reported(view: View, *, release: Release) -> None:
    """Raise ``SelectionError`` for a page that has no report."""
    if not is_reported(view):
        raise SelectionError(
            parameter="address",
            found=f"/report{view.address}",
            allowed=[f"/report/{country}" for country in release.known.countries],
        )


def _cards(view: View, *, release: Release) -> tuple[PairCard, ...]:
    found = cards_of(release=release, country=release.known.countries[view.selection.country])
    goal = view.selection.goal
    return tuple(card for card in found if not goal or card.goal == goal)


def _comparison(view: View, card: PairCard, *, release: Release) -> ComparisonView:
    found = answer(
        selection=Selection(
            country=view.selection.country,
            goal=card.goal,
            indicator=card.indicator,
            pair=card.pair,
            language=view.selection.language,
        ),
        release=release,
    )
    if not isinstance(found, ComparisonView):
        raise TypeError(f"pair {card.pair}: no comparison at {found.address}")
    return found


def _summary(view: View, cards: Sequence[PairCard]) -> Iterator[Block]:
    yield Heading(text=_("Summary"), id="summary")
    yield Paragraph(text=view.sentence, style="lead")
    if isinstance(view, CountryView):
        yield Bullets(items=tuple(f"{number} {said}" for number, said in view.counts))
    chart = chart_of(view)
    if chart is not None:
        yield Figure(chart=chart, caption=_("Release {name}.", name=view.release))
    if not cards:
        yield Paragraph(text=_("No pair of citizen and official figures has been judged here yet."))
        return
    title = _("Every pair in one table")
    yield Grid(
        table=Table(
            caption=title,
            columns=(_("Pair"), _("Measure"), _("Comparability"), _("What it says")),
            rows=tuple(
                (
                    Cell(text=words(card.title)),
                    Cell(text=card.indicator),
                    Cell(text=f"{plain(card.total, 0)} / {plain(HIGHEST, 0)}, "
                              f"{words(card.verdict)}"),
                    Cell(text=card.sentence),
                )
                for card in cards
            ),
        )
    )  # fmt: skip


def _pair(view: ComparisonView, card: PairCard) -> Iterator[Block]:
    yield Heading(text=view.title, level=2, id=card.pair)
    measure = (
        _("Target {code}: {title}.", code=view.indicator, title=view.indicator_title)
        if view.indicator.count(".") == 1
        else _("Indicator {code}: {title}.", code=view.indicator, title=view.indicator_title)
    )
    yield Paragraph(text=measure, style="note")
    yield Paragraph(text=view.sentence, style="lead")
    yield Paragraph(text=_joined(view.badges))
    if view.chart is not None:
        yield Figure(chart=view.chart, caption=view.caption)
    elif view.areas_chart is not None:
        yield Figure(chart=view.areas_chart, caption=view.caption)
    if view.chart_notes:
        yield Bullets(items=view.chart_notes)
    if view.progress is not None:
        said = " ".join(filter(None, (view.progress.lead, view.progress.sentence)))
        yield Paragraph(text=_("On the way to 2030:"), style="label")
        if said:
            yield Paragraph(text=said)
        table = view.progress.table
        yield Grid(table=replace(table, caption=f"{table.caption} · {view.title}"))
    yield from _judgement(view)
    for source in view.sources:
        yield from _caveats(source)


def _judgement(view: ComparisonView) -> Iterator[Block]:
    pair = view.pair or {}
    yield Paragraph(text=_("How far they can be compared:"), style="label")
    reasons = (
        sentence_of(words(str(pair["verdict_reason"]))),
        *lowest_reasons(view.scores),
        sentence_of(words(str(pair["independence_reason"]))),
    )
    yield Bullets(items=tuple(dict.fromkeys(reason for reason in reasons if reason)))
    if view.credibility is not None:
        said = "; ".join(_said(one) for one in view.credibility.badges)
        yield Paragraph(text=_("Credibility of the citizens’ figures: {judged}.", judged=said))


def _said(badge: Badge) -> str:
    return f"{badge.before}{badge.strong}{badge.after}"


def _joined(badges: Sequence[Badge]) -> str:
    return "  ·  ".join(_said(one) for one in badges)


def _caveats(source: Source) -> Iterator[Block]:
    name = _("{title} ({publisher})", title=words(source.title), publisher=source.publisher)
    yield Paragraph(text=_("What to know of {name}:", name=name), style="label")
    items = [
        sentence_of(words(source.method)),
        *(sentence_of(words(one)) for one in source.caveats),
    ]
    yield Bullets(items=tuple(filter(None, items)))


def _alone(view: View, *, release: Release) -> Iterator[Block]:
    """Say what only one side measures, and what nobody does."""
    goals = [view] if isinstance(view, GoalView) else _goals(view, release=release)
    yield Heading(text=_("What only one side measures"), id="one-sided")
    for goal in goals:
        if goal.one_sided:
            yield Heading(text=goal.title, level=2)
            yield Bullets(items=tuple(_one_sided(one) for one in goal.one_sided))
    nobody = [link.text for goal in goals for link in goal.nobody]
    if nobody:
        yield Heading(text=_("What nobody measures here"), id="nobody")
        yield Paragraph(
            text=plural("{n} indicator or target.", "{n} indicators and targets.", len(nobody))
        )
        yield Bullets(items=tuple(nobody))


def _goals(view: View, *, release: Release) -> list[GoalView]:
    asked = [
        Selection(country=view.selection.country, goal=goal, language=view.selection.language)
        for goal in GOALS
    ]
    found = [answer(selection=one, release=release) for one in asked]
    return [one for one in found if isinstance(one, GoalView)]


def _one_sided(one: OneSide) -> str:
    said = [one.title]
    if one.citizen:
        said.append(_("citizens: {said}", said=one.citizen))
    if one.official:
        said.append(_("official: {said}", said=one.official))
    return " · ".join((one.indicator, *said))


def _annex(view: View, *, release: Release) -> Iterator[Block]:
    """Give every formula with its source, from the objects that the methods page prints."""
    selection = Selection(room=METHODS, language=view.selection.language)
    methods = answer(selection=selection, release=release)
    if not isinstance(methods, MethodsView):
        raise TypeError(f"no methods at {methods.address}")
    yield Heading(text=_("How it was judged"), id="methods")
    yield Paragraph(text=methods.sentence)
    for section in methods.sections:
        yield Heading(text=section.title, level=2)
        for one in section.formulas:
            yield Heading(text=words(one["title"]), level=3)
            yield Paragraph(text=words(one["words"]))
            yield Paragraph(
                text=_("Formula: {formula}. Source: {source}.", formula=one["formula"].rstrip("."),
                       source=words(one["source"]).rstrip(".।")),
                style="note",
            )  # fmt: skip


def _sources(view: View, *, release: Release) -> Iterator[Block]:
    works = works_of(bundle_of(view, release=release))
    yield Heading(text=_("Sources"), id="sources")
    yield Bullets(items=tuple(line_of(work) for work in works))
