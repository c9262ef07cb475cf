"""Answer "what is this, for whom, and on what terms?"; the text is the template's own."""

from __future__ import annotations

from data.selection import DATASETS, Selection
from data.store import Question, Release
from layouts.components.crumbs import country_name, crumbs_of
from layouts.components.parts import Cell, Table
from layouts.components.rooms.parts import AboutView
from layouts.language import _, mark, select, written

TITLE = mark("About this dashboard")
SENTENCE = mark(
    "Citizens count, ask and measure too. This site sets their figures beside the official ones "
    "for the Sustainable Development Goals in Argentina, Kenya, Tanzania and Nepal, and says how "
    "far the two can be compared."
)
COLUMNS = ("dataset", "side", "title", "publisher", "licence", "obtain")


def answer(*, selection: Selection, release: Release) -> AboutView:
    """Return the page; as data it is the licence of every dataset."""
    datasets = release.ask(Question.DATASETS, datasets=None).rows(named=True)
    records = tuple({name: row[name] for name in COLUMNS} for row in datasets)
    return AboutView(
        release=release.name,
        selection=selection,
        title=_(TITLE),
        sentence=_(SENTENCE),
        crumbs=crumbs_of(selection=selection, release=release),
        records=records,
        columns=COLUMNS,
        details={"licences": records},
        places=tuple(
            (word, country_name(word, release=release)) for word in release.known.countries
        ),
        licences=Table(
            caption=_("Every dataset and its licence"),
            columns=(_("Dataset"), _("Publisher"), _("Licence")),
            rows=tuple(
                (
                    Cell(
                        text=written(row["title"]),
                        href=select(room=DATASETS, dataset=row["dataset"]).address(),
                    ),
                    Cell(text=row["publisher"] or ""),
                    Cell(text=written(row["licence"])),
                )
                for row in datasets
            ),
        ),
    )
