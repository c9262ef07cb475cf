"""Exports of KoboToolbox and ODK Central (CSV or XLSX) read with the XLSForm they were asked with.

Headers may be names, names with their groups (``household/water``, ``household-water``,
``household.water``) or labels in any of the form's languages; answers may be codes or labels. A
question with several answers becomes one column for each choice, ``question/choice``, with 1, 0,
and nothing where it was not answered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl

from pipelines.microdata import personal, plain, sheets, xlsform
from pipelines.microdata.model import Microdata, MicrodataError, Variable, checksum
from pipelines.microdata.xlsform import MANY, ONE, Question
from pipelines.policy import DisclosurePolicy

POSITION_PARTS = ("latitude", "longitude", "altitude", "precision", "accuracy")
NUMBERS = ("integer", "decimal", "range")


def read(
    *,
    path: Path,
    form: Path,
    policy: DisclosurePolicy,
    columns: Sequence[str] | None = None,
    drop: Iterable[str] = (),
    sheet: str | None = None,
) -> Microdata:
    """Read an export; ``columns`` and ``drop`` name questions as the form does, or headers.

    Positions, pictures, recordings and devices are never read, whatever they are called. Raises
    ``MicrodataError`` with file, sheet, column and how many answers (first rows by number, never
    the cells) for a column that two questions could mean, an answer outside its list or a number
    that is none; ``ContractError`` for columns of persons.
    """
    digest = checksum(path)
    questions = xlsform.read(form)
    table = sheets.rows(path=path, sheet=sheet)
    named = _named(table[0], questions=questions, file=path.name)
    never = {
        header: questions[name]
        for header, (name, _) in named.items()
        if questions[name].kind in xlsform.NEVER_READ
    }
    beside = _beside_positions(table[0], questions=never.values())
    held = {
        key: questions[key].label if key in questions else ""
        for key in (_key(header, named=named) for header in table[0])
    }
    leave = {_key(header, named=named) for header in (*never, *beside)}
    asked, dropped = personal.chosen(
        held=held, wanted=columns, drop={*drop, *leave}, file=path.name, policy=policy
    )
    series: list[pl.Series] = []
    variables: dict[str, Variable] = {}
    for key in asked:
        headers = [header for header in table[0] if _key(header, named=named) == key]
        question = questions.get(key)
        cells = {header: sheets.column(table, name=header) for header in headers}
        made = _columns(key, question=question, cells=cells, named=named, file=path.name)
        for column, variable in made:
            series.append(column)
            variables[variable.name] = variable
    return Microdata(
        file=path.name,
        sha256=digest,
        frame=pl.DataFrame(series),
        variables=variables,
        dropped=dropped,
    )


def _named(
    headers: Sequence[str], *, questions: Mapping[str, Question], file: str
) -> dict[str, tuple[str, str]]:
    """Return header → (question, choice or ""); other columns (``_id``, ``start``) are left out."""
    known: dict[str, tuple[str, str]] = {}
    ways: tuple[Callable[[Question], set[str]], ...] = (_names, _texts)
    for ways_of in ways:
        spelt: dict[str, set[tuple[str, str]]] = {}
        for question in questions.values():
            for way in ways_of(question):
                spelt.setdefault(_plain(way), set()).add((question.name, ""))
                for code, labels in question.choices.items():
                    for said in {code, *labels.values()} if question.kind == MANY else ():
                        spelt.setdefault(_plain(f"{way}/{said}"), set()).add((question.name, code))
        for header in headers:
            meant = spelt.get(_plain(header), set()) if header not in known else set()
            if len(meant) > 1:
                raise MicrodataError(
                    file=file, where="header", found=header,
                    reason="it could be any of " + ", ".join(sorted(name for name, _ in meant))
                    + ": export with names instead of labels",
                )  # fmt: skip
            if meant:
                known[header] = next(iter(meant))
    return known


def _names(question: Question) -> set[str]:
    return {"/".join(question.path[at:]) for at in range(len(question.path))}


def _texts(question: Question) -> set[str]:
    return set(question.labels.values())


def _plain(header: str) -> str:
    """ODK Central joins groups with a hyphen, Kobo with a stroke, pandas users with a full stop."""
    return re.sub(r"\s+", " ", re.sub(r"[/.\-]", "/", header)).strip().casefold()


def _key(header: str, *, named: Mapping[str, tuple[str, str]]) -> str:
    return named[header][0] if header in named else header


def _beside_positions(headers: Iterable[str], *, questions: Iterable[Question]) -> list[str]:
    """Return the columns that both tools write beside a position: _home_latitude, home-Latitude."""
    stems = {way for question in questions for way in map(_plain, _names(question))}
    return [
        header
        for header in headers
        for part in POSITION_PARTS
        if _plain(header).strip("_").endswith(part)
        and re.sub(rf"[_/]{part}$", "", _plain(header)).strip("_") in stems
    ]


def _columns(
    key: str,
    *,
    question: Question | None,
    cells: Mapping[str, list[str]],
    named: Mapping[str, tuple[str, str]],
    file: str,
) -> list[tuple[pl.Series, Variable]]:
    if question is None:
        return [(plain.series(key, next(iter(cells.values()))), Variable(name=key))]
    if question.kind == MANY:
        return _several(question, cells=cells, named=named, file=file)
    found = next(iter(cells.values()))
    variable = Variable(name=key, label=question.label, values=_first_labels(question))
    if question.kind == ONE:
        codes = [_code(cell, question=question) for cell in found]
        _refuse(found, codes, question=question, file=file)
        return [(pl.Series(key, codes, dtype=pl.String), variable)]
    column = plain.series(key, found)
    if question.kind in NUMBERS and column.dtype == pl.String and column.null_count() < len(column):
        numbers = column.cast(pl.Float64, strict=False)
        _refuse(found, [None if n is None else "" for n in numbers], question=question, file=file)
    return [(column, variable)]


def _several(
    question: Question,
    *,
    cells: Mapping[str, list[str]],
    named: Mapping[str, tuple[str, str]],
    file: str,
) -> list[tuple[pl.Series, Variable]]:
    """Make one column of 1 and 0 for each choice, from the list in one cell or from its columns."""
    whole = next((found for header, found in cells.items() if not named[header][1]), None)
    split = {named[header][1]: found for header, found in cells.items() if named[header][1]}
    made = []
    picked = _picked(whole, question=question, file=file) if whole is not None else None
    for choice, labels in question.choices.items():
        if picked is not None:
            ticked = [None if one is None else int(choice in one) for one in picked]
        elif choice in split:
            ticked = [_tick(cell) for cell in split[choice]]
            _refuse(split[choice], [None if t is None else "" for t in ticked],
                    question=question, file=file)  # fmt: skip
        else:
            continue
        name = f"{question.name}/{choice}"
        label = f"{question.label}: {next(iter(labels.values()), choice)}"
        made.append(
            (
                pl.Series(name, ticked, dtype=pl.Int64),
                Variable(name=name, label=label, values={"0": "not chosen", "1": "chosen"}),
            )
        )
    return made


def _picked(
    whole: Sequence[str], *, question: Question, file: str
) -> list[frozenset[str] | None] | None:
    """Return the codes chosen by each respondent; labels are told apart by the list itself."""
    labels = sorted(
        ((text, code) for code, texts in question.choices.items() for text in texts.values()),
        key=lambda one: -len(one[0]),
    )
    found: list[frozenset[str] | None] = []
    for cell in whole:
        codes = frozenset(cell.split())
        if codes <= set(question.choices) or (question.other and "other" in codes):
            found.append(codes if cell else None)
            continue
        left = cell
        chosen: set[str] = set()
        for text, code in labels:
            if text in left:
                left, chosen = left.replace(text, " ", 1), chosen | {code}
        found.append(frozenset(chosen) if chosen and not left.strip(" ,;") else frozenset({""}))
    said = [None if one == frozenset({""}) else "" for one in found]
    _refuse(whole, said, question=question, file=file)
    return found


def _tick(cell: str) -> int | None:
    return {"1": 1, "0": 0, "true": 1, "false": 0}.get(cell.casefold())


def _code(cell: str, *, question: Question) -> str | None:
    if cell in question.choices or (question.other and cell == "other"):
        return cell
    return next((c for c, texts in question.choices.items() if cell in texts.values()), None)


def _first_labels(question: Question) -> dict[str, str]:
    codes = {code: next(iter(t.values()), code) for code, t in question.choices.items()}
    return {**codes, "other": "Other"} if question.other else codes


def _refuse(
    cells: Sequence[str],
    understood: Sequence[str | None],
    *,
    question: Question,
    file: str,
) -> None:
    """Raise where a cell holds something that was not understood; its content is not repeated."""
    wrong = [
        row
        for row, (cell, meant) in enumerate(zip(cells, understood, strict=True), start=2)
        if cell and meant is None
    ]
    if wrong:
        raise MicrodataError(
            file=file,
            where=f"question {question.name}, row {wrong[0]}",
            found=f"{len(wrong)} answers that do not fit it (first rows by number: "
            f"{', '.join(str(row) for row in wrong[:5])})",
            allowed=question.choices or ("a number",),
            reason=f"a question of type {question.kind}",
        )
