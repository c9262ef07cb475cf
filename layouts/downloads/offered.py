"""The files a page offers, each with its address."""

from __future__ import annotations

from dataclasses import dataclass

from layouts.components.parts import Link, View
from layouts.downloads.bundle import OF_A_SCOPE
from layouts.language import _, mark

DATA = {
    "csv": "CSV", "xlsx": "XLSX", "json": "JSON", "parquet": "Parquet", "zip": "ZIP",
    "sdmx.csv": "SDMX-CSV",
}  # fmt: skip
CITATIONS = {"txt": mark("Text"), "bib": "BibTeX", "ris": "RIS", "csl": "CSL-JSON"}
IN_A_PAGE = frozenset({"csv", "json", "txt"})
FRONT = "index"


@dataclass(frozen=True, kw_only=True)
class Files:
    """Links to a page's figures and citations; ``note`` is set where the file is to be kept."""

    data: tuple[Link, ...]
    citations: tuple[Link, ...]


def files_of(view: View) -> Files:
    """Return the files of a page: all formats where it has figures of its own, else its list."""
    whole = isinstance(view, OF_A_SCOPE)
    path, mark_, query = view.address.partition("?")
    front = "" if path.rstrip("/") else FRONT

    def links(kinds: dict[str, str]) -> tuple[Link, ...]:
        return tuple(
            Link(
                text=_(text),
                href=f"{path}{front}.{kind}{mark_}{query}",
                note="" if kind in IN_A_PAGE else "file",
            )
            for kind, text in kinds.items()
            if whole or kind in IN_A_PAGE
        )

    return Files(data=links(DATA), citations=links(CITATIONS) if whole else ())
