"""Comparability of a citizen and an official series: ten reasoned scores, one derived verdict.

The verdict is never typed by anyone: it follows from the scores by the rules on ``/methods``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.errors import CatalogueError
from data.pairs import DIMENSIONS, Score
from pipelines.formula import formula
from pipelines.policy import ComparisonPolicy

BEST = 2
HIGHEST_TOTAL = BEST * len(DIMENSIONS)

OVERLAY = "overlay"
CAUTION = "overlay with caution"
SIDE_BY_SIDE = "side by side"
CONTEXT = "context only"
VERDICTS = (OVERLAY, CAUTION, SIDE_BY_SIDE, CONTEXT)
"""From the most that may be drawn to the least."""
ONE_AXIS = (OVERLAY, CAUTION)
"""The verdicts that allow a shared axis, and so a gap."""


@dataclass(frozen=True, kw_only=True)
class Comparability:
    """What the ten scores say together.

    ``total`` runs from 0 to 20; ``verdict_reason`` is a sentence naming the rule that decided;
    ``lowest`` holds the scores at the bottom, in the order of ``DIMENSIONS`` (empty when all are
    2): their reasons are printed on the chart of an overlay with caution.
    """

    total: int
    verdict: str
    verdict_reason: str
    lowest: tuple[Score, ...]


@dataclass(frozen=True, kw_only=True)
class Ceiling:
    """The most a pair may be whatever its scores, because of the dataset it draws on."""

    verdict: str
    reason: str


@formula(
    id="comparability",
    section="comparability",
    title="Ten scores, one verdict",
    formula="total = sum of ten scores of 0 to 2; overlay when total ≥ overlay and no decisive "
    "score is 0; overlay with caution when total ≥ caution and no decisive score is 0; side by "
    "side when total ≥ side_by_side; context only below",
    words="A person scores ten dimensions for the two series, each with a reason and, below 2, "
    "with what would make it better. The verdict follows from the scores and decides what may be "
    "drawn: one axis with a gap, one axis with the weakest reasons printed on the chart, two "
    "panels without a gap, or background. A pair whose citizen measure only illustrates the "
    "target is background, and a dataset may set a ceiling (see credibility).",
    source="own rule",
    constants=(
        "comparison.toml · verdict.decisive",
        "comparison.toml · verdict.overlay",
        "comparison.toml · verdict.caution",
        "comparison.toml · verdict.side_by_side",
    ),
)
def assess(
    *,
    scores: Sequence[Score],
    policy: ComparisonPolicy,
    context_reason: str = "",
    ceiling: Ceiling | None = None,
    file: str = "pair",
) -> Comparability:
    """Derive total, verdict and its reason from the ten scores of a pair.

    ``context_reason`` is the pair's own statement that the citizen measure only illustrates the
    target; when it is not empty the verdict is "context only". ``ceiling`` is the most the citizen
    dataset allows. Raises ``CatalogueError`` (naming ``file`` and the score) unless there are
    exactly the ten dimensions, in order, each with a score of 0, 1 or 2, a reason, and a remedy
    exactly when the score is below 2.
    """
    _check(scores=scores, file=file)
    total = sum(score.score for score in scores)
    zeros = [s.dimension for s in scores if s.score == 0 and s.dimension in policy.decisive]
    verdict = _verdict(total=total, zeros=zeros, background=bool(context_reason), policy=policy)
    said = _reason(
        verdict=verdict, total=total, zeros=zeros, context_reason=context_reason, policy=policy
    )
    if ceiling and VERDICTS.index(ceiling.verdict) > VERDICTS.index(verdict):
        verdict, said = ceiling.verdict, f"{ceiling.reason} The pair is {ceiling.verdict}."
    bottom = min(score.score for score in scores)
    return Comparability(
        total=total,
        verdict=verdict,
        verdict_reason=said,
        lowest=tuple(s for s in scores if s.score == bottom and bottom < BEST),
    )


def _verdict(*, total: int, zeros: list[str], background: bool, policy: ComparisonPolicy) -> str:
    if background or total < policy.side_by_side:
        return CONTEXT
    if zeros or total < policy.caution:
        return SIDE_BY_SIDE
    return OVERLAY if total >= policy.overlay else CAUTION


def _reason(
    *,
    verdict: str,
    total: int,
    zeros: list[str],
    context_reason: str,
    policy: ComparisonPolicy,
) -> str:
    adds_up = f"The ten scores add up to {total} of {HIGHEST_TOTAL}"
    if context_reason:
        return f"The citizen measure is shown as background: {context_reason}"
    if verdict == CONTEXT:
        return f"{adds_up}; {policy.side_by_side} are needed to stand side by side."
    if zeros:
        scores = "scores" if len(zeros) == 1 else "score"
        return f"The {_listed(zeros, 'and')} {scores} 0, so the two cannot share an axis."
    if verdict == SIDE_BY_SIDE:
        return f"{adds_up}; {policy.caution} are needed to share an axis."
    no_zero = f"No 0 on {_listed(list(policy.decisive), 'or')}"
    if verdict == CAUTION:
        return (
            f"{no_zero}, and the ten scores add up to {total} of {HIGHEST_TOTAL}: "
            f"one axis, with caution, since {policy.overlay} are needed without."
        )
    return f"{no_zero}, and the ten scores add up to {total} of {HIGHEST_TOTAL}: one axis."


def _listed(words: list[str], joint: str) -> str:
    return f" {joint} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _check(*, scores: Sequence[Score], file: str) -> None:
    found = tuple(score.dimension for score in scores)
    if found != DIMENSIONS:
        raise CatalogueError(
            file=file,
            entry="scores",
            found=found,
            reason="exactly these ten are needed, in this order: " + ", ".join(DIMENSIONS),
        )
    for score in scores:
        entry = f"score of {score.dimension}"
        if isinstance(score.score, bool) or score.score not in (0, 1, BEST):
            raise CatalogueError(file=file, entry=entry, found=score.score, allowed=(0, 1, 2))
        if not score.reason.strip():
            raise CatalogueError(
                file=file, entry=entry, found=score.reason, reason="a score carries its reason"
            )
        if bool(score.remedy.strip()) != (score.score < BEST):
            raise CatalogueError(
                file=file,
                entry=entry,
                found=score.remedy,
                reason="a remedy is needed below 2 and has no place at 2",
            )
