"""What is judged of a citizen dataset, in the words of its page and of every page that uses it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from data.credibility import STAGES
from data.selection import DATASETS
from data.store import Question, Release
from layouts.components.parts import Badge, CredibilityCard
from layouts.components.rooms.prose import counted
from layouts.language import _, mark, select, words, written
from layouts.numbers import plain

Row = Mapping[str, Any]
# The braces stay in the message: they are where the strong word stands.
GATE_WORDS = {
    "pass": mark("All three gates passed"),
    "fail": mark("Fails a gate: never charted"),
    "not established": mark("Gates {} in part"),
}
USES = {
    "": mark("Usable"),
    "overlay with caution": mark("Usable, at most an {}"),
    "side by side": mark("At most {}"),
    "context only": mark("Background only ({})"),
    "not shown": "{}",
}
STAGE_WORDS = {
    "design": mark("design: {state}"),
    "collection": mark("collection: {state}"),
    "analysis": mark("analysis: {state}"),
    "use": mark("use: {state}"),
}


def card_of(*, dataset: str, release: Release) -> CredibilityCard | None:
    """Return the judgement of a citizen dataset; nothing for an official one."""
    found = release.ask(Question.CREDIBILITY, datasets=[dataset])
    if found.is_empty():
        return None
    row = found.row(0, named=True)
    part = ", ".join(_(STAGE_WORDS[stage], state=words(row[stage])) for stage in STAGES)
    rhythm = Markup(" ").join([written(row["frequency_reason"]), written(row["freshness_reason"])])
    return CredibilityCard(
        standing=written(row["standing"]),
        href=select(room=DATASETS, dataset=dataset).address(),
        badges=badges_of(row),
        gates=tuple(release.ask(Question.GATES, datasets=[dataset]).iter_rows(named=True)),
        scores=tuple(release.ask(Question.CRITERIA, datasets=[dataset]).iter_rows(named=True)),
        recorded=(
            (
                _("Who came in, and how"),
                words(row["sampling"]),
                written(row["sampling_reason"]),
            ),
            (_("Rhythm"), words(row["freshness"]), rhythm),
            (
                _("Verification"),
                words(row["verification"]),
                written(row["verification_reason"]),
            ),
            (_("The part of citizens"), part, written(row["citizens_part_reason"])),
            (_("Consent"), words(row["consent"]), written(row["consent_reason"])),
            (_("Ownership"), words(row["ownership"]), written(row["ownership_reason"])),
            (_("Evidence read, with how many figures rest on it"), counted(row["evidence"]), ""),
        ),
    )


def badges_of(row: Row) -> tuple[Badge, ...]:
    """Return the judgements in short."""
    gates = _(GATE_WORDS[row["gate"]])
    use = _(USES[row["ceiling"]])
    return (
        Badge(text=use, strong=words(row["ceiling"]) if "{}" in use else ""),
        Badge(text=_("Scores {} of 3, mean of five"), strong=plain(row["mean"], 1)),
        Badge(text=gates, strong=words("not established") if "{}" in gates else ""),
        Badge(text="{}", strong=words(row["freshness"])),
    )
