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
    COMPARISON,
    OBSERVATION_COLUMNS,
    OBSERVATIONS,
    PUBLISHED,
    PUBLISHED_KEY,
    REPORT,
)
from data.contracts.progress import PROGRESS, SHADOW
from data.contracts.table import BOOLEAN, INTEGER, NUMBER, TEXT, Table, check

__all__ = [
    "BOOLEAN", "CAVEATS", "COMPARISON", "CONSTANTS", "COVERAGE", "CREDIBILITY", "CRITERION_TABLE",
    "FORMULAS", "GAPS", "GATE_TABLE", "INTEGER", "NUMBER", "OBSERVATIONS", "OBSERVATION_COLUMNS",
    "PROGRESS", "PUBLISHED", "PUBLISHED_KEY", "REPORT", "REVISIONS", "SHADOW", "TEXT", "UNPAIRED",
    "Table", "check",
]  # fmt: skip
