"""Progress towards 2030: what four methods say of each side, and where the sides part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from data.contracts.progress import METHODS, NO_VERDICT
from data.store import Question, Release
from layouts import sentences as say
from layouts.components.parts import Cell, Link, ProgressPart, Table
from layouts.numbers import number, plain

Row = Mapping[str, Any]
SHADOW = (
    "The shadow verdict: by the same method ({method}), citizens’ figures ({citizen_label}, "
    "{citizen_base_year}–{citizen_last_year}) say “{citizen}”, the official ones "
    "({official_label}, {official_base_year}–{official_last_year}) “{official}”."
)
SAME = "By every method that can judge both, the two sides get the same verdict."
NEITHER = "No method can judge both sides, so the two cannot be set beside each other here."
ALONE = {
    "citizen": "Progress can be judged for citizens’ figures only.",
    "official": "Progress can be judged for the official figures only.",
}
LABELS = {"citizen": "Citizens", "official": "Official"}
SPAN = "{label}: {base} in {base_year}, {last} in {last_year}{target}."
TARGET = ", {target} wanted in 2030"
MOST_SHADOWS = 12


def progress_of(*, pair: Row, release: Release) -> ProgressPart | None:
    """Return the progress of a pair's two sides; nothing where no line was judged."""
    rows = release.ask(
        Question.PROGRESS, pair=pair["pair"], country=None, indicator=None, kind="pair"
    ).rows(named=True)
    shadow = release.ask(Question.SHADOW, pair=pair["pair"], country=None).rows(named=True)
    if not rows:
        return None
    labels = {side: pair[f"{side}_label"] for side in LABELS}
    return ProgressPart(
        lead=lead_of(shadow),
        sentence=_sentence(shadow),
        spans=_spans(rows, labels=labels),
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
        spans=_spans(rows, labels={"official": rows[0]["series"]}),
        table=_table(rows),
        notes=_notes(rows, ()),
    )


def lead_of(shadow: Sequence[Row]) -> str:
    """Return the shadow verdict of the first method under which the two sides part."""
    parted = [row for row in shadow if row["said"] and row["state"] == "differs"]
    return SHADOW.format(**parted[0]) if parted else ""


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
            place = release.areas[first["country"]]
            title = first["title"] if country else f"{place}: {first['title']}"
            found.append(
                (METHODS.index(first["method"]), Link(text=title, href=first["address"],
                                                      note=SHADOW.format(**first)))
            )  # fmt: skip
    return tuple(link for _, link in sorted(found, key=lambda item: item[0])[:MOST_SHADOWS])


def _sentence(shadow: Sequence[Row]) -> str:
    said = [row for row in shadow if row["said"]]
    both = [row for row in said if row["state"] in ("same", "differs")]
    if both:
        parted = [row["method"] for row in both if row["state"] == "differs"]
        if not parted:
            return SAME
        return f"The sides part by {say.listed(parted)}, of {len(both)} methods that judge both."
    for side in LABELS:
        if any(row["state"] == f"{side} only" for row in shadow):
            return ALONE[side]
    return NEITHER


def _spans(rows: Sequence[Row], *, labels: Mapping[str, str]) -> tuple[str, ...]:
    said = []
    for side, label in labels.items():
        row = next(
            (one for one in rows if one["side"] == side and one["base_value"] is not None), None
        )
        if row:
            unit = row["unit"] or ""
            target = (
                TARGET.format(target=number(row["target"], unit))
                if row["target"] is not None
                else ""
            )
            said.append(
                SPAN.format(
                    label=label, base=number(row["base_value"], unit), base_year=row["base_year"],
                    last=number(row["last_value"], unit), last_year=row["last_year"], target=target,
                )
            )  # fmt: skip
    return tuple(said)


def _table(rows: Sequence[Row]) -> Table:
    by_side = {(row["method"], row["side"]): row for row in rows}
    sides = [side for side in LABELS if any(row["side"] == side for row in rows)]
    return Table(
        caption="Progress towards 2030 by four methods",
        columns=("Method", *(LABELS[side] for side in sides)),
        rows=tuple(
            (
                Cell(text=method),
                *(_cell(by_side.get((method, side))) for side in sides),
            )
            for method in METHODS
        ),
    )


def _cell(row: Row | None) -> Cell:
    if row is None or row["verdict"] == NO_VERDICT:
        return Cell(text=NO_VERDICT, token="mute")
    ratio = f" ({plain(row['ratio'], 2)})" if row["ratio"] is not None else ""
    return Cell(text=f"{row['verdict']}{ratio}")


def _notes(rows: Sequence[Row], shadow: Sequence[Row]) -> tuple[str, ...]:
    """Return why there is no verdict, or what to know of one, each said once."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row["reason"]:
            found.setdefault((row["side"], row["reason"]), []).append(row["method"])
    notes = [
        f"{LABELS[side]}, "
        f"{'every method' if len(methods) == len(METHODS) else say.listed(methods)}: "
        f"{say.clause_of(reason)}"
        for (side, reason), methods in found.items()
    ]
    notes += [
        say.sentence_of(reason)
        for reason in dict.fromkeys(row["reason"] for row in shadow if row["reason"])
    ]
    return tuple(notes)
