"""The API for people: what it holds, how to ask, and examples that run as they stand.

The examples are files of ``data/catalogue/examples``; ``{site}`` is where this copy is served.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from data.languages import with_prefix
from data.store import Release
from layouts.api.query import MOST, USUAL
from layouts.api.resources import RESOURCES, VERSION, table
from layouts.components.parts import Cell, Table
from layouts.head import root
from layouts.language import _, current
from layouts.numbers import plain
from layouts.shell import render

ADDRESS = "/api"
EXAMPLES = Path(__file__).resolve().parents[2] / "data" / "catalogue" / "examples"
LANGUAGES = {"python": "Python", "r": "R", "curl": "curl"}


@dataclass(frozen=True, kw_only=True)
class Example:
    """A program to copy."""

    id: str
    name: str
    code: str


def examples() -> tuple[Example, ...]:
    """Return the examples, asking this copy of the site."""
    return tuple(
        Example(
            id=id_,
            name=name,
            code=(EXAMPLES / f"{id_}.txt").read_text("utf-8").strip().replace("{site}", root()),
        )
        for id_, name in LANGUAGES.items()
    )


def html(*, release: Release) -> str:
    """Return the page."""
    front = f"{ADDRESS}/{VERSION}"
    resources = Table(
        caption=_("What there is to ask for"),
        columns=(_("Address"), _("What it holds"), _("Rows"), _("Narrowed by")),
        rows=tuple(
            (
                Cell(text=f"{front}/{one.name}", href=f"{front}/{one.name}?size=10"),
                Cell(text=_(one.about)),
                Cell(text=plain(table(name=one.name, release=release).height, 0)),
                Cell(text=", ".join(one.filters(table(name=one.name, release=release)))),
            )
            for one in RESOURCES.values()
        ),
        numeric=frozenset({_("Rows")}),
    )
    return render(
        "api.html",
        address=with_prefix(ADDRESS, language=current().code),
        release=release.name,
        resources=resources,
        examples=examples(),
        usual=plain(USUAL, 0),
        most=plain(MOST, 0),
        front=front,
    )
