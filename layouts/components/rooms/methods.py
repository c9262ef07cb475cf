"""Answer "how is this worked out?" from the formulas and constants that the build has used."""

from __future__ import annotations

from collections.abc import Sequence

from data.selection import Selection
from data.store import Question, Release
from layouts.components.parts import Cell, Record, Table
from layouts.components.rooms.parts import MethodsView, Section

TITLE = "How every judgement is made"
SENTENCE = (
    "{formulas} rules and formulas, {constants} constants: each is printed here from the objects "
    "the build itself has used, with its source or its reason."
)
COLUMNS = (
    "kind", "section", "id", "title", "formula", "words", "source", "constants", "value", "unit",
    "why",
)  # fmt: skip
POLICY_TITLES = {
    "comparison.toml": "Comparing",
    "credibility.toml": "Credibility",
    "coverage.toml": "Coverage and gaps",
    "disclosure.toml": "Disclosure control",
    "progress.toml": "Progress",
    "sensors.toml": "Sensors",
}


def answer(*, selection: Selection, release: Release) -> MethodsView:
    """Return every formula by section, then every constant by policy file."""
    formulas = release.ask(Question.FORMULAS).rows(named=True)
    constants = release.ask(Question.CONSTANTS).rows(named=True)
    values = {f"{one['file']} · {one['section']}.{one['name']}": one for one in constants}
    grouped: dict[str, list[Record]] = {}
    for one in formulas:
        named = [name for name in one["constants"].split("; ") if name]
        used = tuple(values[name] for name in named)
        grouped.setdefault(one["section"], []).append(one | {"used": used})
    return MethodsView(
        release=release.name,
        selection=selection,
        title=TITLE,
        sentence=SENTENCE.format(formulas=len(formulas), constants=len(constants)),
        crumbs=(),
        records=_records(formulas, constants),
        columns=COLUMNS,
        details={"formulas": formulas, "constants": constants},
        sections=tuple(
            Section(
                id=name.replace(" ", "-"),
                title=name[0].upper() + name[1:],
                formulas=tuple(found),
            )
            for name, found in grouped.items()
        ),
        policies=_policies(constants),
    )


def formulas_of(*, section: str, release: Release) -> tuple[Record, ...]:
    """Return the formulas of one section, for a page that prints its own; constants stay here."""
    rows = release.ask(Question.FORMULAS).iter_rows(named=True)
    return tuple(row | {"used": ()} for row in rows if row["section"] == section)


def _policies(constants: Sequence[Record]) -> tuple[tuple[str, Table], ...]:
    by_file: dict[str, list[Record]] = {}
    for one in constants:
        by_file.setdefault(one["file"], []).append(one)
    return tuple(
        (
            POLICY_TITLES.get(file, file),
            Table(
                caption=f"Every constant of data/catalogue/{file}",
                columns=("Constant", "Value", "Unit", "Why"),
                rows=tuple(
                    (
                        Cell(text=f"{one['section']}: {one['name']}".replace("_", " ")),
                        Cell(text=one["value"]),
                        Cell(text=one["unit"]),
                        Cell(text=one["why"], token="note"),
                    )
                    for one in found
                ),
            ).without_empty_columns(),
        )
        for file, found in by_file.items()
    )


def _records(formulas: Sequence[Record], constants: Sequence[Record]) -> tuple[Record, ...]:
    return tuple(
        [{"kind": "formula", **one} for one in formulas]
        + [
            {"kind": "constant", "id": one["name"], "section": f"{one['file']} {one['section']}",
             "value": one["value"], "unit": one["unit"], "why": one["why"]}
            for one in constants
        ]
    )  # fmt: skip
