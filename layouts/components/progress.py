"""Progress towards 2030: what four methods say of each side, and where the sides part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from data.contracts.progress import METHODS, NO_VERDICT
from data.store import Question, Release
from layouts import sentences as say
from layouts.components.parts import Cell, Link, ProgressPart, Table
from layouts.components.tables import WHO
from layouts.language import _, digits, mark, mark_plural, plural, to, words
from layouts.numbers import number, plain

Row = Mapping[str, Any]
SHADOW = mark(
    "The shadow verdict: by the same method ({method}), citizens’ figures ({citizen_label}, "
    "{citizen_base_year}–{citizen_last_year}) say “{citizen}”, the official ones "
    "({official_label}, {official_base_year}–{official_last_year}) “{official}”."
)
SAME = mark("By every method that can judge both, the two sides get the same verdict.")
NEITHER = mark("No method can judge both sides, so the two cannot be set beside each other here.")
ALONE = {
    "citizen": mark("Progress can be judged for citizens’ figures only."),
    "official": mark("Progress can be judged for the official figures only."),
}
PARTED = mark_plural(
    "The sides part by {methods}, of {n} method that judges both.",
    "The sides part by {methods}, of {n} methods that judge both.",
)
SPAN = mark("{label}: {base} in {base_year}, {last} in {last_year}.")
SPAN_TO = mark("{label}: {base} in {base_year}, {last} in {last_year}, {target} wanted in 2030.")
NOTES = {
    "citizen": mark("Citizens, {methods}: {reason}"),
    "official": mark("Official, {methods}: {reason}"),
}
MOST_SHADOWS = 12


def progress_of(*, pair: Row, release: Release) -> ProgressPart | None:
    """Return the progress of a pair's two sides; nothing where no line was judged."""
    rows = release.ask(
        Question.PROGRESS, pair=pair["pair"], country=None, indicator=None, kind="pair"
    ).rows(named=True)
    shadow = release.ask(Question.SHADOW, pair=pair["pair"], country=None).rows(named=True)
    if not rows:
        return None
    labels = {side: words(pair[f"{side}_label"]) for side in WHO}
    return ProgressPart(
        lead=lead_of(shadow),
        sentence=_sentence(shadow),
        spans=spans_of(rows, labels=labels),
        table=_table(rows),
        notes=_notes(rows, shadow),
    )


def headline_of(*, country: str, indicator: str, release: Release) -> ProgressPart | None:
    """Return the progress of a country's official headline series of an indicator."""
    rows = release.ask(
        Question.PROGRESS, pair=None, country=country, indicator=indicator, kind="headline"
    ).rows(named=True)
    if not rows:
        return None
    return ProgressPart(
        lead="",
        sentence="",
        spans=spans_of(rows, labels={"official": rows[0]["series"]}),
        table=_table(rows),
        notes=_notes(rows, ()),
    )


def shadow_words(row: Row) -> str:
    """Return the shadow verdict of a pair by one method."""
    years = ("citizen_base_year", "citizen_last_year", "official_base_year", "official_last_year")
    named = ("method", "citizen", "citizen_label", "official", "official_label")
    return _(
        SHADOW,
        **{name: digits(row[name]) for name in years},
        **{name: words(row[name]) for name in named},
    )


def lead_of(shadow: Sequence[Row]) -> str:
    """Return the shadow verdict of the first method under which the two sides part."""
    parted = [row for row in shadow if row["said"] and row["state"] == "differs"]
    return shadow_words(parted[0]) if parted else ""


def shadows_of(*, country: str | None, release: Release) -> tuple[Link, ...]:
    """Return the pairs whose sides part, each with its shadow verdict, the headline method first.

    ``country`` is ISO 3166-1 alpha-3, None for all.
    """
    rows = release.ask(Question.SHADOW, pair=None, country=country).rows(named=True)
    by_pair: dict[str, list[Row]] = {}
    for row in rows:
        by_pair.setdefault(row["pair"], []).append(row)
    found = []
    for shadow in by_pair.values():
        parted = [row for row in shadow if row["said"] and row["state"] == "differs"]
        if parted:
            first = parted[0]
            title = words(first["title"])
            if not country:
                place = words(release.areas[first["country"]])
                title = _("{place}: {title}", place=place, title=title)
            link = Link(text=title, href=to(first["address"]), note=shadow_words(first))
            found.append((METHODS.index(first["method"]), link))
    return tuple(link for _rank, link in sorted(found, key=lambda item: item[0])[:MOST_SHADOWS])


def _sentence(shadow: Sequence[Row]) -> str:
    said = [row for row in shadow if row["said"]]
    both = [row for row in said if row["state"] in ("same", "differs")]
    if both:
        parted = [words(row["method"]) for row in both if row["state"] == "differs"]
        if not parted:
            return _(SAME)
        return plural(*PARTED, len(both), methods=say.listed(parted))
    for side, message in ALONE.items():
        if any(row["state"] == f"{side} only" for row in shadow):
            return _(message)
    return _(NEITHER)


def spans_of(rows: Sequence[Row], *, labels: Mapping[str, str]) -> tuple[str, ...]:
    """Return from where to where each side went, and what is wanted in 2030."""
    said = []
    for side, label in labels.items():
        row = next(
            (one for one in rows if one["side"] == side and one["base_value"] is not None), None
        )
        if row:
            unit, target = row["unit"] or "", row["target"]
            values = {
                "label": label,
                "base": number(row["base_value"], unit),
                "base_year": digits(row["base_year"]),
                "last": number(row["last_value"], unit),
                "last_year": digits(row["last_year"]),
            }
            said.append(
                _(SPAN, **values)
                if target is None
                else _(SPAN_TO, target=number(target, unit), **values)
            )
    return tuple(said)


def _table(rows: Sequence[Row]) -> Table:
    by_side = {(row["method"], row["side"]): row for row in rows}
    sides = [side for side in WHO if any(row["side"] == side for row in rows)]
    return Table(
        caption=_("Progress towards 2030 by four methods"),
        columns=(_("Method"), *(_(WHO[side]) for side in sides)),
        rows=tuple(
            (
                Cell(text=words(method)),
                *(_cell(by_side.get((method, side))) for side in sides),
            )
            for method in METHODS
        ),
    )


def _cell(row: Row | None) -> Cell:
    if row is None or row["verdict"] == NO_VERDICT:
        return Cell(text=words(NO_VERDICT), token="mute")
    verdict = words(row["verdict"])
    if row["ratio"] is None:
        return Cell(text=verdict)
    return Cell(text=_("{verdict} ({ratio})", verdict=verdict, ratio=plain(row["ratio"], 2)))


def _notes(rows: Sequence[Row], shadow: Sequence[Row]) -> tuple[str, ...]:
    """Return why there is no verdict, or what to know of one, each said once."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row["reason"]:
            found.setdefault((row["side"], row["reason"]), []).append(row["method"])
    notes = [
        _(
            NOTES[side],
            methods=_("every method")
            if len(methods) == len(METHODS)
            else say.listed([words(method) for method in methods]),
            reason=say.clause_of(reason),
        )
        for (side, reason), methods in found.items()
    ]
    notes += [
        say.sentence_of(words(reason))
        for reason in dict.fromkeys(row["reason"] for row in shadow if row["reason"])
    ]
    return tuple(notes)
