"""The tables, described once: columns, types, units, keys and ranges.

The pipeline checks what comes in and what goes out against these; pages read the same tables.
"""

from data.contracts.coverage import COVERAGE, GAPS, REVISIONS
from data.contracts.judgement import (
    CAVEATS,
    CONSTANTS,
    CREDIBILITY,
    CRITERION_TABLE,
    FORMULAS,
    GATE_TABLE,
    UNPAIRED,
)
from data.contracts.observations import (
    BREAKS,
    COMPARISON,
    LEFT_OUT,
    OBSERVATION_COLUMNS,
    OBSERVATIONS,
    PAIR_OBSERVATIONS,
    PAIRS,
    PUBLISHED,
    PUBLISHED_KEY,
    REPORT,
    SCORES,
)
from data.contracts.progress import PROGRESS, SHADOW
from data.contracts.table import BOOLEAN, INTEGER, NUMBER, TEXT, Table, check

__all__ = [
    "BOOLEAN",
    "BREAKS",
    "CAVEATS",
    "COMPARISON",
    "CONSTANTS",
    "COVERAGE",
    "CREDIBILITY",
    "CRITERION_TABLE",
    "FORMULAS",
    "GAPS",
    "GATE_TABLE",
    "INTEGER",
    "LEFT_OUT",
    "NUMBER",
    "OBSERVATIONS",
    "OBSERVATION_COLUMNS",
    "PAIRS",
    "PAIR_OBSERVATIONS",
    "PROGRESS",
    "PUBLISHED",
    "PUBLISHED_KEY",
    "REPORT",
    "REVISIONS",
    "SCORES",
    "SHADOW",
    "TEXT",
    "UNPAIRED",
    "Table",
    "check",
]
