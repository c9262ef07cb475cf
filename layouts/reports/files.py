"""The files that a report is written to, and their addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from layouts.components.parts import View
from layouts.reports.document import Report
from layouts.reports.pdf import to_pdf
from layouts.reports.word import to_docx

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, kw_only=True)
class Format:
    """How a report becomes a file, and its media type."""

    make: Callable[[Report], bytes]
    mimetype: str


FORMATS: Mapping[str, Format] = {
    "pdf": Format(make=to_pdf, mimetype="application/pdf"),
    "docx": Format(make=to_docx, mimetype=DOCX),
}


def address_of(view: View, kind: str = "") -> str:
    """Return where the report of a page is: as a page, or as a file of a ``kind``."""
    return f"/report{view.address}{'.' if kind else ''}{kind}"


def name_of(view: View, kind: str) -> str:
    """Return the name of a file on the reader's disk."""
    return "-".join(("shadow-report", *filter(None, view.address.split("/")))) + f".{kind}"
