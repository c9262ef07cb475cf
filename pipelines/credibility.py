"""Credibility of citizen datasets: what gates and scores come to, and what a dataset may be.

After the protocol of the Office for National Statistics for non-official sources (2022). A person
writes the gates and scores with their evidence (:mod:`data.credibility`); what follows from them
is derived here and never typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from data import contracts
from data.credibility import FAIL, NOT_ESTABLISHED, PASS, Credibility
from data.errors import CatalogueError
from pipelines.comparison.assess import VERDICTS, Ceiling
from pipelines.formula import formula
from pipelines.policy_file import sections

NOT_SHOWN = "not shown"
FRESH, LATE, ONCE = "fresh", "late", "single round"


@dataclass(frozen=True, kw_only=True)
class CredibilityPolicy:
    """Constants of credibility (``data/catalogue/credibility.toml``)."""

    mean_above: float
    least_score: int
    by_sampling: Mapping[str, str]
    not_usable: str
    grace_years: int

    @classmethod
    def read(cls, path: Path) -> CredibilityPolicy:
        """Read the policy; raise ``CatalogueError`` naming the entry that cannot be used."""
        of = sections(path, names=("usable", "ceilings", "freshness"))
        by_sampling = of["ceilings"].value("by_sampling") or {}
        not_usable = of["ceilings"].words("not_usable", allowed=VERDICTS)
        for sampling, verdict in by_sampling.items():
            if verdict not in VERDICTS:
                raise CatalogueError(
                    file=path.name, entry=f"[ceilings.by_sampling] {sampling}", found=verdict,
                    allowed=VERDICTS,
                )  # fmt: skip
        return cls(
            mean_above=of["usable"].number("mean_above", above=0, up_to=3),
            least_score=of["usable"].whole("least_score"),
            by_sampling=dict(by_sampling),
            not_usable=not_usable[0],
            grace_years=of["freshness"].whole("grace_years"),
        )


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a dataset's gates and scores come to.

    ``gate`` is the worst of the three states; ``ceiling`` the most its pairs may be ("" for no
    limit, "not shown" when a gate is failed); ``sentence`` says so with its reasons.
    """

    gate: str
    mean: float
    usable: bool
    ceiling: str
    sentence: str


@formula(
    id="usable",
    section="credibility",
    title="When a citizen dataset is usable",
    formula="mean of five scores > mean_above, and each score ≥ least_score",
    words="Five scores of 0 to 3 (relevance, methods, coverage, timeliness and continuity, data "
    "quality), each with its reason and what was read. A dataset that fails one of the three gates "
    "(ethics and privacy; transparency and accountability; need) is listed with the reason and "
    "never charted. A gate about which nothing was read is “not established”: that is not "
    "a failure, and the page says what would establish it. A dataset that is not usable, and every "
    "sample of people who chose themselves, is background only.",
    source="Office for National Statistics, protocol for non-official sources, 2022",
    constants=(
        "credibility.toml · usable.mean_above",
        "credibility.toml · usable.least_score",
        "credibility.toml · ceilings.by_sampling",
        "credibility.toml · ceilings.not_usable",
    ),
)
def standing(*, credibility: Credibility, policy: CredibilityPolicy) -> Standing:
    """Derive what a dataset may be used for. Scores are 0-3, their mean is not rounded."""
    states = [gate.state for gate in credibility.gates]
    gate = next((state for state in (FAIL, NOT_ESTABLISHED) if state in states), PASS)
    values = [score.score for score in credibility.scores]
    mean = sum(values) / len(values)
    low = [one.criterion for one in credibility.scores if one.score < policy.least_score]
    usable = mean > policy.mean_above and not low
    limits = [] if usable else [policy.not_usable]
    if credibility.sampling in policy.by_sampling:
        limits.append(policy.by_sampling[credibility.sampling])
    ceiling = max(limits, key=VERDICTS.index) if limits else ""
    failed = [one for one in credibility.gates if one.state == FAIL]
    if failed:
        said = "; ".join(f"{one.gate}: {one.reason}" for one in failed)
        words = f"Listed but never charted, since a gate is failed. {said}"
        return Standing(gate=gate, mean=mean, usable=usable, ceiling=NOT_SHOWN, sentence=words)
    words = f"The five scores have a mean of {mean:.1f} of 3"
    if low:
        words += f", and {', '.join(low)} has nothing to rest on"
    words += ": usable." if usable else f", so it is {policy.not_usable}."
    if credibility.sampling in policy.by_sampling:
        at_most = policy.by_sampling[credibility.sampling]
        words += f" Its sampling ({credibility.sampling}) allows at most “{at_most}”."
    open_gates = [one.gate for one in credibility.gates if one.state == NOT_ESTABLISHED]
    if open_gates:
        words += f" Not established: {'; '.join(open_gates)}."
    return Standing(gate=gate, mean=mean, usable=usable, ceiling=ceiling, sentence=words)


def ceilings(standings: Mapping[str, Standing]) -> dict[str, Ceiling]:
    """Return the ceiling of each dataset that has one and is shown."""
    return {
        name: Ceiling(verdict=one.ceiling, reason=one.sentence)
        for name, one in standings.items()
        if one.ceiling not in ("", NOT_SHOWN)
    }


def never_shown(standings: Mapping[str, Standing]) -> dict[str, str]:
    """Return the datasets that fail a gate, with the sentence that says why."""
    return {name: one.sentence for name, one in standings.items() if one.ceiling == NOT_SHOWN}


@formula(
    id="freshness",
    section="credibility",
    title="Whether a dataset keeps its rhythm",
    formula="fresh when reference_year − last_year ≤ frequency_years + grace_years, else late",
    words="The rhythm is the one promised or, where none was, the one kept. A single round has "
    "none.",
    source="own rule",
    constants=("credibility.toml · freshness.grace_years",),
)
def freshness(
    *, credibility: Credibility, last_year: int | None, reference_year: int, grace_years: int
) -> tuple[str, str]:
    """Return the word and its reason. ``last_year`` is that of the newest figure held."""
    if not credibility.frequency_years:
        return ONCE, "No further round was promised."
    if last_year is None:
        return LATE, "No figure of it is shown."
    rhythm = credibility.frequency_years
    every = "every year" if rhythm == 1 else f"every {rhythm:g} years"
    word = FRESH if reference_year - last_year <= rhythm + grace_years else LATE
    return word, (
        f"A round {every}; the newest figure held is of {last_year}, seen from {reference_year}."
    )


def tables(
    *,
    judged: Mapping[str, Credibility],
    standings: Mapping[str, Standing],
    observations: pl.DataFrame,
    policy: CredibilityPolicy,
    reference_year: int,
) -> dict[str, pl.DataFrame]:
    """Return the tables credibility, gates and criteria of a release.

    ``observations`` are those that may be shown: they give the newest year and the evidence read.
    """
    held = observations.filter(pl.col("side") == "citizen")
    years = dict(held.group_by("dataset").agg(pl.col("year_end").max()).iter_rows())
    read = dict(
        held.group_by("dataset", "evidence")
        .agg(pl.len().alias("figures"))
        .sort("dataset", "figures", "evidence", descending=[False, True, False])
        .group_by("dataset", maintain_order=True)
        .agg(pl.format("{}: {}", "evidence", "figures").str.join("; "))
        .iter_rows()
    )
    rows = []
    for name, one in judged.items():
        found = standings[name]
        word, reason = freshness(
            credibility=one, last_year=years.get(name), reference_year=reference_year,
            grace_years=policy.grace_years,
        )  # fmt: skip
        rows.append(
            {
                "dataset": name, "gate": found.gate, "mean": found.mean, "usable": found.usable,
                "ceiling": found.ceiling, "standing": found.sentence, "sampling": one.sampling,
                "sampling_reason": one.sampling_reason, "frequency_years": one.frequency_years,
                "frequency_reason": one.frequency_reason, "last_year": years.get(name),
                "freshness": word, "freshness_reason": reason, "evidence": read.get(name, ""),
                "verification": one.verification,
                "verification_reason": one.verification_reason, **one.citizens_part,
                "citizens_part_reason": one.citizens_part_reason, "consent": one.consent,
                "consent_reason": one.consent_reason, "ownership": one.ownership,
                "ownership_reason": one.ownership_reason,
            }
        )  # fmt: skip
    gates = [
        {"dataset": name, "position": position, **vars(gate)}
        for name, one in judged.items()
        for position, gate in enumerate(one.gates, start=1)
    ]
    criteria = [
        {"dataset": name, "position": position, **vars(score)}
        for name, one in judged.items()
        for position, score in enumerate(one.scores, start=1)
    ]
    return {
        table.name: contracts.check(
            pl.DataFrame(found, schema=dict(table.columns)).sort(table.key), table=table
        )
        for table, found in (
            (contracts.CREDIBILITY, rows),
            (contracts.GATE_TABLE, gates),
            (contracts.CRITERION_TABLE, criteria),
        )
    }
