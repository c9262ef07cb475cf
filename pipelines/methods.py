"""The methods as readers see them: every formula and every constant that the build has used.

Nothing is written here twice: formulas hang on the functions that compute them
(:mod:`pipelines.formula`), constants come from the policy files with their reasons.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from data import contracts
from data.errors import CatalogueError
from pipelines import policy_file, sensors
from pipelines.formula import REGISTRY
from pipelines.microdata import reproduce

OUTSIDE_THE_BUILD = (reproduce, sensors)
"""What figures are made with before they come here: imported so that its formulas are printed."""
POLICIES = (
    "comparison.toml",
    "progress.toml",
    "credibility.toml",
    "coverage.toml",
    "disclosure.toml",
    "sensors.toml",
)
SECTIONS = (
    "comparability",
    "vintages and revisions",
    "uncertainty",
    "survey microdata",
    "sensors",
    "gap and agreement",
    "progress",
    "credibility",
    "coverage and gaps",
    "disclosure control",
)
"""The order in which readers meet the methods."""


def tables(*, folder: Path) -> dict[str, pl.DataFrame]:
    """Return the tables formulas and constants.

    Raises ``CatalogueError`` when a formula names a constant that no policy file holds, or stands
    in a section that is not listed here.
    """
    found = [one for name in POLICIES for one in policy_file.constants(folder / name)]
    held = {f"{one.file} · {one.section}.{one.name}" for one in found}
    for one in REGISTRY.values():
        if one.section not in SECTIONS:
            raise CatalogueError(
                file=one.code, entry=f"formula {one.id}", found=one.section, allowed=SECTIONS
            )
        for name in one.constants:
            if name not in held:
                raise CatalogueError(
                    file=one.code, entry=f"formula {one.id}", found=name, allowed=sorted(held),
                    reason="no such constant in the policy files",
                )  # fmt: skip
    ordered = sorted(REGISTRY.values(), key=lambda one: SECTIONS.index(one.section))
    formulas = [
        {"position": position, **vars(one), "constants": "; ".join(one.constants)}
        for position, one in enumerate(ordered, start=1)
    ]
    constants = [{"position": position, **vars(one)} for position, one in enumerate(found, start=1)]
    return {
        table.name: contracts.check(pl.DataFrame(rows, schema=dict(table.columns)), table=table)
        for table, rows in ((contracts.FORMULAS, formulas), (contracts.CONSTANTS, constants))
    }
