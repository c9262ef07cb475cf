"""A report as a page: to read first, and where its files are."""

from __future__ import annotations

from dataclasses import replace

from layouts.components.parts import Link, View
from layouts.head import in_other_languages
from layouts.reports.document import Report
from layouts.reports.files import FORMATS, address_of, name_of
from layouts.shell import render


def html(view: View, *, report: Report) -> str:
    """Return the page."""
    files = tuple(
        Link(text=kind.upper(), href=address_of(view, kind), note=name_of(view, kind))
        for kind in FORMATS
    )
    languages = tuple(
        replace(one, href=f"/report{one.href}") for one in in_other_languages(view.address)
    )
    return render(
        "report.html",
        address=address_of(view),
        view=view,
        report=report,
        files=files,
        languages=languages,
    )
