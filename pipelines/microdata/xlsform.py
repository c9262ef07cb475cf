"""XLSForm: the workbook a KoboToolbox or ODK survey is written in, as far as answers need it.

Sheets ``survey`` (type, name, label…) and ``choices`` (list_name, name, label…), see
https://xlsform.org. pyxform would validate and compile a form for a telephone; for reading answers
its two tables are all there is to know, so no further library is taken on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines.microdata import sheets
from pipelines.microdata.model import MicrodataError

ONE, MANY = "select_one", "select_multiple"
NEVER_READ = {
    "geopoint": "exact position",
    "geotrace": "exact position",
    "geoshape": "exact position",
    "start-geopoint": "exact position",
    "image": "picture",
    "audio": "recording",
    "background-audio": "recording",
    "video": "recording",
    "file": "file",
    "audit": "recording of the interview",
    "deviceid": "device",
    "subscriberid": "device",
    "simserial": "device",
    "phonenumber": "phone",
    "username": "person",
    "email": "e-mail",
}
"""Question types that by their nature say who or where somebody is: such columns are not read."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question: ``path`` is the groups it stands in and its name; ``labels``: language → text.

    ``choices``: code → language → label, for select_one and select_multiple.
    """

    name: str
    kind: str
    path: tuple[str, ...]
    labels: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]]
    other: bool = False

    @property
    def label(self) -> str:
        """The question in the form's first language."""
        return next(iter(self.labels.values()), "")


def read(path: Path) -> dict[str, Question]:
    """Return name → question of the main table, questions inside repeats left out.

    Raises ``MicrodataError`` with sheet and row for a missing sheet or column, a list of choices
    that does not exist, a choice or question named twice, or groups that do not close.
    """
    choices = _choices(path)
    table = _sheet(path, sheet="survey", needed=("type", "name"))
    questions: dict[str, Question] = {}
    groups: list[tuple[str, str]] = []
    for number, row in enumerate(sheets.records(table), start=2):
        kind, _, rest = " ".join(row["type"].split()).partition(" ")
        kind, of = _group_word(kind, rest)
        if kind in ("begin_group", "begin_repeat"):
            groups.append((kind, row["name"]))
        elif kind in ("end_group", "end_repeat"):
            if not groups:
                raise _wrong(path, "survey", number, kind, "no group is open here")
            groups.pop()
        elif row["name"] and not any(one == "begin_repeat" for one, _ in groups):
            if row["name"] in questions:
                raise _wrong(path, "survey", number, row["name"], "the name stands twice")
            questions[row["name"]] = Question(
                name=row["name"],
                kind=kind,
                path=(*(name for _, name in groups), row["name"]),
                labels=_labels(row),
                choices=_list(choices, kind=kind, of=of, path=path, number=number),
                other="or_other" in of.split()[1:],
            )
    if groups:
        raise _wrong(path, "survey", len(table), groups[-1][1], "this group is never closed")
    return questions


def _group_word(kind: str, rest: str) -> tuple[str, str]:
    """Read "begin group" and "select one" as the words with an underline."""
    first, _, left = rest.partition(" ")
    joined = f"{kind}_{first}"
    if joined in ("begin_group", "begin_repeat", "end_group", "end_repeat", ONE, MANY):
        return joined, left
    return kind, rest


def _list(
    choices: Mapping[str, Mapping[str, Mapping[str, str]]],
    *,
    kind: str,
    of: str,
    path: Path,
    number: int,
) -> Mapping[str, Mapping[str, str]]:
    if kind not in (ONE, MANY):
        return {}
    name = of.split()[0] if of else ""
    if name not in choices:
        raise MicrodataError(
            file=path.name, where=f"sheet survey, row {number}", found=name, allowed=choices,
            reason="no such list of choices",
        )  # fmt: skip
    return choices[name]


def _choices(path: Path) -> dict[str, dict[str, dict[str, str]]]:
    if "choices" not in sheets.sheet_names(path):
        return {}
    table = _sheet(path, sheet="choices", needed=("list_name", "name"))
    lists: dict[str, dict[str, dict[str, str]]] = {}
    for number, row in enumerate(sheets.records(table), start=2):
        one = lists.setdefault(row["list_name"], {})
        if row["name"] in one:
            raise _wrong(path, "choices", number, row["name"], "the choice stands twice")
        one[row["name"]] = _labels(row)
    return lists


def _sheet(path: Path, *, sheet: str, needed: tuple[str, ...]) -> sheets.Rows:
    table = sheets.rows(path=path, sheet=sheet)
    table[0] = [
        "list_name" if name.lower() in ("list name", "list_name") else name for name in table[0]
    ]
    for name in needed:
        if name not in table[0]:
            raise MicrodataError(
                file=path.name, where=f"sheet {sheet}, header", found=", ".join(table[0]),
                allowed=needed, reason=f"the column {name} is needed",
            )  # fmt: skip
    return table


def _labels(row: Mapping[str, str]) -> dict[str, str]:
    """Return language → text from ``label`` and ``label::English (en)``; "" is no language."""
    return {
        name.partition("::")[2].strip(): text
        for name, text in row.items()
        if text and name.partition("::")[0].strip().lower() == "label"
    }


def _wrong(path: Path, sheet: str, number: int, found: str, reason: str) -> MicrodataError:
    return MicrodataError(
        file=path.name, where=f"sheet {sheet}, row {number}", found=found, reason=reason
    )
