"""What is judged of a citizen dataset, in the words of its page and of every page that uses it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.credibility import STAGES
from data.selection import DATASETS
from data.store import Question, Release
from layouts.components.parts import Badge, CredibilityCard
from layouts.language import select

Row = Mapping[str, Any]
GATE_WORDS = {
    "pass": "All three gates passed",
    "fail": "Fails a gate: never charted",
    "not established": "Gates {} in part",
}
USES = {
    "": "Usable",
    "overlay with caution": "Usable, at most an {}",
    "side by side": "At most {}",
    "context only": "Background only ({})",
    "not shown": "{}",
}


def card_of(*, dataset: str, release: Release) -> CredibilityCard | None:
    """Return the judgement of a citizen dataset; nothing for an official one."""
    found = release.ask(Question.CREDIBILITY, datasets=[dataset])
    if found.is_empty():
        return None
    row = found.row(0, named=True)
    part = ", ".join(f"{stage}: {row[stage]}" for stage in STAGES)
    return CredibilityCard(
        standing=row["standing"],
        href=select(room=DATASETS, dataset=dataset).address(),
        badges=badges_of(row),
        gates=tuple(release.ask(Question.GATES, datasets=[dataset]).iter_rows(named=True)),
        scores=tuple(release.ask(Question.CRITERIA, datasets=[dataset]).iter_rows(named=True)),
        recorded=(
            ("Who came in, and how", row["sampling"], row["sampling_reason"]),
            ("Rhythm", row["freshness"], f"{row['frequency_reason']} {row['freshness_reason']}"),
            ("Verification", row["verification"], row["verification_reason"]),
            ("The part of citizens", part, row["citizens_part_reason"]),
            ("Consent", row["consent"], row["consent_reason"]),
            ("Ownership", row["ownership"], row["ownership_reason"]),
            ("Evidence read, with how many figures rest on it", row["evidence"], ""),
        ),
    )


def badges_of(row: Row) -> tuple[Badge, ...]:
    """Return the judgements in short."""
    gates = GATE_WORDS[row["gate"]]
    use = USES[row["ceiling"]]
    return (
        Badge(text=use, strong=row["ceiling"] if "{}" in use else ""),
        Badge(text="Scores {} of 3, mean of five", strong=f"{row['mean']:.1f}"),
        Badge(text=gates, strong="not established" if "{}" in gates else ""),
        Badge(text="{}", strong=row["freshness"]),
    )
