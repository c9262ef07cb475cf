"""What is known of a citizen dataset's credibility: gates, scores, and what is recorded beside.

After the protocol of the Office for National Statistics for non-official sources (2022); the part
of citizens after the Copenhagen Framework on Citizen Data. Read from
``data/catalogue/credibility/<dataset>.toml``; what is wrong is named with file and entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data.catalogue import CATALOGUE, Dataset
from data.entry import Entry, toml
from data.errors import CatalogueError

GATES = ("ethics and privacy", "transparency and accountability", "need")
PASS, FAIL, NOT_ESTABLISHED = "pass", "fail", "not established"
GATE_STATES = (PASS, FAIL, NOT_ESTABLISHED)
CRITERIA = (
    "relevance",
    "methods",
    "coverage",
    "timeliness and continuity",
    "data quality",
)
HIGHEST = 3
SAMPLINGS = (
    "probability",
    "probability panel",
    "quota",
    "opt-in",
    "documented cases",
    "register",
    "uncalibrated sensors",
    NOT_ESTABLISHED,
)
VERIFIED = ("verified", "partly verified", "not verified", NOT_ESTABLISHED)
STAGES = ("design", "collection", "analysis", "use")
PARTS = ("yes", "partly", "no", NOT_ESTABLISHED)
ESTABLISHED = ("established", NOT_ESTABLISHED, "not applicable")


@dataclass(frozen=True, kw_only=True)
class Gate:
    """A condition to be met: its state, why, what was read, and what would establish it."""

    gate: str
    state: str
    reason: str
    evidence: str
    would_establish: str = ""


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """A score of 0-3 with its reason and what was read."""

    criterion: str
    score: int
    reason: str
    evidence: str


@dataclass(frozen=True, kw_only=True)
class Credibility:
    """Everything judged and recorded of one citizen dataset.

    ``frequency_years`` is the promised or kept rhythm, 0 for a single round. ``citizens_part`` maps
    each of ``STAGES`` to one of ``PARTS``.
    """

    dataset: str
    sampling: str
    sampling_reason: str
    frequency_years: float
    frequency_reason: str
    gates: tuple[Gate, ...]
    scores: tuple[Criterion, ...]
    verification: str
    verification_reason: str
    citizens_part: Mapping[str, str]
    citizens_part_reason: str
    consent: str
    consent_reason: str
    ownership: str
    ownership_reason: str


def read_credibility(path: Path, *, datasets: Mapping[str, Dataset]) -> Credibility:
    """Read one file; raise ``CatalogueError`` naming file, entry, found and allowed."""
    top = Entry(file=f"credibility/{path.name}", entry=path.stem, values=toml(path))
    top.only(
        "dataset", "sampling", "sampling_reason", "frequency_years", "frequency_reason", "gates",
        "scores", "verification", "citizens_part", "consent", "ownership",
    )  # fmt: skip
    dataset = top.text("dataset", allowed=datasets)
    if dataset != path.stem:
        raise top.fail("dataset", dataset, (path.stem,), "must equal the file's name")
    if datasets[dataset].side != "citizen":
        raise top.fail("dataset", dataset, (), "is not a citizen dataset")
    verification, part = top.table("verification"), top.table("citizens_part")
    consent, ownership = top.table("consent"), top.table("ownership")
    for table, keys in (
        (verification, ("state",)), (part, STAGES), (consent, ("state",)), (ownership, ("state",)),
    ):  # fmt: skip
        table.only(*keys, "reason")
    return Credibility(
        dataset=dataset,
        sampling=top.text("sampling", allowed=SAMPLINGS),
        sampling_reason=top.text("sampling_reason"),
        frequency_years=top.number("frequency_years"),
        frequency_reason=top.text("frequency_reason"),
        gates=_gates(top),
        scores=_scores(top),
        verification=verification.text("state", allowed=VERIFIED),
        verification_reason=verification.text("reason"),
        citizens_part={stage: part.text(stage, allowed=PARTS) for stage in STAGES},
        citizens_part_reason=part.text("reason"),
        consent=consent.text("state", allowed=ESTABLISHED),
        consent_reason=consent.text("reason"),
        ownership=ownership.text("state", allowed=ESTABLISHED),
        ownership_reason=ownership.text("reason"),
    )


def read_all_credibility(
    *, datasets: Mapping[str, Dataset], folder: Path = CATALOGUE
) -> dict[str, Credibility]:
    """Read the credibility of every citizen dataset; each must have a file of its own."""
    files = {path.stem: path for path in sorted((folder / "credibility").glob("*.toml"))}
    wanted = {name for name, about in datasets.items() if about.side == "citizen"}
    for name in sorted(wanted - set(files)):
        raise CatalogueError(
            file=f"credibility/{name}.toml",
            entry=name,
            found="no file",
            reason="every citizen dataset is judged before it is shown",
        )
    return {name: read_credibility(path, datasets=datasets) for name, path in files.items()}


def _gates(top: Entry) -> tuple[Gate, ...]:
    gates = []
    for item in top.tables("gates"):
        item.only("gate", "state", "reason", "evidence", "would_establish")
        gate = Gate(
            gate=item.text("gate", allowed=GATES),
            state=item.text("state", allowed=GATE_STATES),
            reason=item.text("reason"),
            evidence=item.text("evidence"),
            would_establish=item.text("would_establish", default=""),
        )
        if bool(gate.would_establish) == (gate.state == PASS):
            raise item.fail(
                "would_establish", gate.would_establish, (), "is said unless the gate is passed"
            )
        gates.append(gate)
    order = tuple(gate.gate for gate in gates)
    if order != GATES:
        raise top.fail("gates", ", ".join(order), GATES, "three gates are needed, in order")
    return tuple(gates)


def _scores(top: Entry) -> tuple[Criterion, ...]:
    scores = []
    for item in top.tables("scores"):
        item.only("criterion", "score", "reason", "evidence")
        value = item.values.get("score")
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= HIGHEST:
            raise item.fail("score", value, tuple(str(n) for n in range(HIGHEST + 1)))
        scores.append(
            Criterion(
                criterion=item.text("criterion", allowed=CRITERIA),
                score=value,
                reason=item.text("reason"),
                evidence=item.text("evidence"),
            )
        )
    order = tuple(score.criterion for score in scores)
    if order != CRITERIA:
        raise top.fail("scores", ", ".join(order), CRITERIA, "five scores are needed, in order")
    return tuple(scores)
