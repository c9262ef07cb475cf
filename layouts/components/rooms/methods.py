"""Answer "how is this worked out?" from the formulas and constants that the build has used."""

from __future__ import annotations

from collections.abc import Sequence

from data.selection import Selection
from data.store import Question, Release
from layouts.components.crumbs import crumbs_of
from layouts.components.parts import Cell, Record, Table
from layouts.components.rooms.parts import MethodsView, Section
from layouts.language import _, mark, words, written
from layouts.numbers import plain

TITLE = mark("How every judgement is made")
SENTENCE = mark(
    "{formulas} rules and formulas, {constants} constants: each is printed here from the objects "
    "the build itself has used, with its source or its reason."
)
SECTION_TITLES = {
    "comparability": mark("Comparability"),
    "vintages and revisions": mark("Vintages and revisions"),
    "uncertainty": mark("Uncertainty"),
    "gap and agreement": mark("Gap and agreement"),
    "progress": mark("Progress"),
    "disclosure control": mark("Disclosure control"),
    "credibility": mark("Credibility"),
    "coverage and gaps": mark("Coverage and gaps"),
    "survey microdata": mark("Survey microdata"),
    "sensors": mark("Sensors"),
}
COLUMNS = (
    "kind", "section", "id", "title", "formula", "words", "source", "constants", "value", "unit",
    "why",
)  # fmt: skip
POLICY_TITLES = {
    "comparison.toml": mark("Comparing"),
    "credibility.toml": mark("Credibility"),
    "coverage.toml": mark("Coverage and gaps"),
    "disclosure.toml": mark("Disclosure control"),
    "progress.toml": mark("Progress"),
    "sensors.toml": mark("Sensors"),
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
        title=_(TITLE),
        sentence=_(SENTENCE, formulas=plain(len(formulas), 0), constants=plain(len(constants), 0)),
        crumbs=crumbs_of(selection=selection, release=release),
        records=_records(formulas, constants),
        columns=COLUMNS,
        details={"formulas": formulas, "constants": constants},
        sections=tuple(
            Section(
                id=name.replace(" ", "-"),
                title=_(SECTION_TITLES[name]) if name in SECTION_TITLES else words(name),
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
            _(POLICY_TITLES.get(file, file)),
            Table(
                caption=_("Every constant of {file}", file=f"data/catalogue/{file}"),
                columns=(_("Constant"), _("Value"), _("Unit"), _("Why")),
                rows=tuple(
                    (
                        Cell(text=written(f"{one['section']}: {one['name']}".replace("_", " "))),
                        Cell(text=one["value"]),
                        Cell(text=written(one["unit"])),
                        Cell(text=written(one["why"]), token="note"),
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
