"""A form to start a survey from: an XLSForm (xlsform.org) for KoboToolbox and ODK.

It holds what every survey must record, and a place for each question of the official module. The
words of a published module are never written here: its owner's text is pasted in unchanged.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

import xlsxwriter

from data.languages import LANGUAGES
from data.modules import Module
from layouts.language import SPOKEN, _, mark, speaking

SHEETS = ("survey", "choices", "settings")
CONSENTED = "${consent} = 'yes'"
COMPLETE = "${visit_result} = 'complete' and ${consent} = 'yes'"
ALWAYS = (
    ("today", "date", mark("Date"), ""),
    ("text", "interviewer", mark("Code of the interviewer (no name)"), ""),
    ("text", "cluster", mark("Cluster: number of the village or area"), ""),
    ("text", "stratum", mark("Stratum: region, town or country"), ""),
    ("integer", "homes_in_area", mark("For the weight: homes in the area"), ""),
    ("integer", "homes_chosen", mark("For the weight: homes chosen in the area"), ""),
    ("select_one visit_result", "visit_result",
     mark("Result of the visit; fill it in for every visit"), ""),
    ("select_one interview_language", "interview_language", mark("Language of the interview"), ""),
    ("note", "consent_words",
     mark("Read your consent text aloud: who asks, why, what happens with the answers, that a no "
          "has no cost, and that the person may stop at any time."), ""),
    ("select_one yes_no", "consent", mark("Does the person say a free and informed yes?"), ""),
    ("integer", "people_in_home",
     mark("For the weight: people at home who could be chosen"), CONSENTED),
    ("integer", "people_chosen", mark("For the weight: people chosen in the home"), CONSENTED),
    ("select_one sex", "sex", mark("Sex of the person"), COMPLETE),
    ("integer", "age", mark("Age in completed years"), COMPLETE),
    ("note", "disability",
     mark("Disability: paste the six questions of the Washington Group Short Set here unchanged, "
          "each with its own list of answers (not yes or no). "
          "Source: washingtongroup-disability.com"), COMPLETE),
)  # fmt: skip
"""Type, name, label and when it is asked: what no interval can be worked out without."""
CHOICES = {
    "yes_no": (("yes", mark("Yes")), ("no", mark("No"))),
    "sex": (("female", mark("Female")), ("male", mark("Male"))),
    "visit_result": (
        ("complete", mark("Interview done")), ("refused", mark("Refused")),
        ("nobody", mark("Nobody at home")), ("not_found", mark("Home not found or empty")),
        ("broken_off", mark("Broken off")),
    ),
    "interview_language": (
        ("en", mark("English")), ("es", mark("Spanish")), ("sw", mark("Swahili")),
        ("ne", mark("Nepali")), ("other", mark("Another language")),
    ),
}  # fmt: skip
QUESTION = mark("{module}: paste question {n} of {total} here unchanged")
POINTER = mark("{module}. Source: {sources}")
NO_MODULE = mark(
    "Indicator {code}: no tested set of questions was read for it. Write your question from the "
    "official definition, and try it before you use it."
)
SAFETY = mark(
    "This form asks nothing about violence. Questions on it can put people in danger. Follow the "
    "WHO safety rules: a private place, trained women interviewers, one woman in each home, help "
    "that is ready. If you cannot, leave the questions out."
)
Row = dict[str, str]


def labels(message: str, **values: object) -> Row:
    """Return a message in every language, as columns of an XLSForm: ``label::English (en)``."""
    found: Row = {}
    for code in LANGUAGES:
        with speaking(code):
            found[_column(code)] = _(message, **values)
    return found


def _column(code: str) -> str:
    return f"label::{SPOKEN[code].name} ({code})"


def survey_of(*, code: str, title: str, module: Module | None) -> Iterator[Row]:
    """Yield the rows of the survey sheet of an indicator: consent and what is always recorded
    first, then the places of its questions; ``title`` is its official name."""
    for kind, name, label, relevant in ALWAYS:
        yield {"type": kind, "name": name, "relevant": relevant} | labels(label)
    if module and module.safety:
        yield {"type": "note", "name": "safety", "relevant": ""} | labels(SAFETY)
        return
    yield {"type": "begin_group", "name": "topic", "relevant": COMPLETE} | {
        _column(one): f"{code} {title}" for one in LANGUAGES
    }
    if module is None:
        yield {"type": "note", "name": "definition"} | labels(NO_MODULE, code=code)
        yield {"type": "text", "name": "answer_1"} | {_column(one): title for one in LANGUAGES}
    else:
        sources = "; ".join(one.address or one.text for one in module.sources)
        yield {"type": "note", "name": "module"} | labels(
            POINTER, module=module.name, sources=sources
        )
        yield from _places(module)
    yield {"type": "end_group", "name": ""}


def _places(module: Module) -> Iterator[Row]:
    kind = "select_one yes_no" if module.yes_no else "text"
    for n in range(1, module.questions + 1):
        label = labels(QUESTION, module=module.name, n=n, total=module.questions)
        yield {"type": kind, "name": f"answer_{n}"} | label
    for n, step in enumerate(module.steps, start=1):
        asked = {"type": kind, "name": f"answer_{n}"}
        yield asked | {_column(code): words for code, words in step.items()}


def form_of(*, code: str, title: str, module: Module | None) -> bytes:
    """Return the XLSForm of an indicator."""
    survey = list(survey_of(code=code, title=title, module=module))
    choices = [
        {"list_name": name, "name": value} | labels(label)
        for name, rows in CHOICES.items()
        for value, label in rows
    ]
    english = SPOKEN[LANGUAGES[0]].name
    settings = [{
        "form_title": f"{code} {title}", "form_id": "compare_" + code.replace(".", "_"),
        "version": "1", "default_language": f"{english} ({LANGUAGES[0]})",
    }]  # fmt: skip
    return _workbook(dict(zip(SHEETS, (survey, choices, settings), strict=True)))


def _workbook(sheets: Mapping[str, list[Row]]) -> bytes:
    out = io.BytesIO()
    options: dict[str, Any] = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(out, options) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            columns = list(dict.fromkeys(column for row in rows for column in row))
            sheet.set_column(0, len(columns) - 1, 24)
            sheet.freeze_panes(1, 0)
            for at, column in enumerate(columns):
                sheet.write_string(0, at, column)
                for line, row in enumerate(rows, start=1):
                    if row.get(column):
                        sheet.write_string(line, at, row[column])
    return out.getvalue()
