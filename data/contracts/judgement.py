"""What is judged of citizen datasets, why series stand alone, and the methods themselves."""

from __future__ import annotations

from data.catalogue import COUNTRIES, ENDS
from data.contracts.table import BOOLEAN, INTEGER, NUMBER, TEXT, Table
from data.credibility import CRITERIA, GATE_STATES, GATES, SAMPLINGS

CREDIBILITY = Table(
    name="credibility",
    about="One row = one citizen dataset: what its gates and scores come to, and what is recorded.",
    columns={
        "dataset": TEXT,
        "gate": TEXT,  # the worst of the three states
        "mean": NUMBER,  # of the five scores, 0-3
        "usable": BOOLEAN,
        "ceiling": TEXT,  # the most a pair may be: a verdict, "" for none, "not shown" if it fails
        "standing": TEXT,  # in a sentence: what this dataset may be used for, and why
        "sampling": TEXT,
        "sampling_reason": TEXT,
        "frequency_years": NUMBER,
        "frequency_reason": TEXT,
        "last_year": INTEGER,
        "freshness": TEXT,
        "freshness_reason": TEXT,
        "evidence": TEXT,  # kinds read, with how many figures rest on each
        "verification": TEXT,
        "verification_reason": TEXT,
        "design": TEXT,
        "collection": TEXT,
        "analysis": TEXT,
        "use": TEXT,
        "citizens_part_reason": TEXT,
        "consent": TEXT,
        "consent_reason": TEXT,
        "ownership": TEXT,
        "ownership_reason": TEXT,
    },
    key=("dataset",),
    required=("dataset", "gate", "mean", "usable", "ceiling", "standing", "sampling", "freshness"),
    values={
        "gate": GATE_STATES,
        "sampling": SAMPLINGS,
        "freshness": ("fresh", "late", "single round", "rhythm not known"),
    },
    ranges={"mean": (0, 3)},
)

GATE_TABLE = Table(
    name="gates",
    about="One row = one citizen dataset × gate.",
    columns={"dataset": TEXT, "position": INTEGER, "gate": TEXT, "state": TEXT, "reason": TEXT,
             "evidence": TEXT, "would_establish": TEXT},
    key=("dataset", "gate"),
    required=("dataset", "position", "gate", "state", "reason", "evidence"),
    values={"gate": GATES, "state": GATE_STATES},
)  # fmt: skip

CRITERION_TABLE = Table(
    name="criteria",
    about="One row = one citizen dataset × criterion, scored 0-3.",
    columns={"dataset": TEXT, "position": INTEGER, "criterion": TEXT, "score": INTEGER,
             "reason": TEXT, "evidence": TEXT},
    key=("dataset", "criterion"),
    required=("dataset", "position", "criterion", "score", "reason", "evidence"),
    values={"criterion": CRITERIA},
    ranges={"score": (0, 3)},
)  # fmt: skip

CAVEATS = Table(
    name="caveats",
    about="One row = one caveat of a dataset and where it ended.",
    columns={"dataset": TEXT, "position": INTEGER, "text": TEXT, "ends_as": TEXT, "ends_in": TEXT},
    key=("dataset", "position"),
    required=("dataset", "position", "text", "ends_as", "ends_in"),
    values={"ends_as": ENDS},
)

UNPAIRED = Table(
    name="unpaired",
    about="One row = one citizen series of a country that stands in no pair, or not beside one "
    "official series, with the sentence that says why.",
    columns={"country": TEXT, "dataset": TEXT, "series": TEXT, "official": TEXT, "reason": TEXT},
    key=("country", "dataset", "series", "official"),
    required=("country", "dataset", "series", "official", "reason"),
    values={"country": tuple(COUNTRIES.values())},
)

FORMULAS = Table(
    name="formulas",
    about="One row = one formula as the code uses it.",
    columns={"position": INTEGER, "id": TEXT, "section": TEXT, "title": TEXT, "formula": TEXT,
             "words": TEXT, "source": TEXT, "constants": TEXT, "code": TEXT},
    key=("id",),
    required=("position", "id", "section", "title", "formula", "words", "source"),
)  # fmt: skip

CONSTANTS = Table(
    name="constants",
    about="One row = one constant of a policy file.",
    columns={"position": INTEGER, "file": TEXT, "section": TEXT, "name": TEXT, "value": TEXT,
             "unit": TEXT, "why": TEXT},
    key=("file", "section", "name"),
    required=("position", "file", "section", "name", "value", "unit", "why"),
)  # fmt: skip
