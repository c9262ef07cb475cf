"""What is said beside the figures: what they are, how to read and cite them, under which terms."""

from __future__ import annotations

from layouts.downloads.bundle import Bundle, described
from layouts.downloads.citations import line_of, works_of
from layouts.head import SITE, root
from layouts.language import _, mark, words

TABLES = {
    "observations": mark("every figure of both sides, each with its source"),
    "comparison": mark("what was compared: both figures, the gap and the word of agreement"),
    "pairs": mark("the pairs of a citizen series and an official one, and how far they compare"),
    "scores": mark("the ten comparability scores of each pair, with reason and remedy"),
    "progress": mark("progress towards 2030 by four methods"),
    "datasets": mark("who measured, how, and under which terms"),
    "citations": mark("where each figure was read"),
}
"""What each table holds."""
PRODUCERS_FIRST = mark("Name the producers of the figures first, then the page.")
NOTES = (
    mark("A withheld figure has no value and says so in its status; it is not a zero."),
    mark(
        "“Differs”, “consistent” and “cannot tell” are words for two figures, not for who is right."
    ),
    mark("No gap is computed where two series cannot share an axis: that too is a result."),
    mark(
        "Text that a spreadsheet would run as a formula begins with an apostrophe in the CSV files."
    ),
    mark("Their publishers’ terms hold, dataset by dataset: see the column licence of datasets."),
)  # fmt: skip


def sections(bundle: Bundle) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the README as (heading, lines); the first heading is the title."""
    place = f"{SITE}, {root()}{bundle.address}"
    tables = [f"{name}: {_(TABLES[name])} ({one.height})" for name, one in bundle.tables.items()]
    cited = [line_of(work) for work in works_of(bundle)]
    columns = [f"{name}: {words(text)}" for name, text in columns_of(bundle).items()]
    return (
        (bundle.title, (bundle.sentence, place, _("Release {name}.", name=bundle.release))),
        (_("What is in it"), tuple(tables)),
        (_("How to read it"), tuple(_(text) for text in NOTES)),
        (_("How to cite"), (_(PRODUCERS_FIRST), *cited)),
        (_("Columns"), tuple(columns)),
    )


def columns_of(bundle: Bundle) -> dict[str, str]:
    """Return the columns of a bundle's tables and what each means."""
    about = described()
    return {name: about[name] for frame in bundle.tables.values() for name in frame.columns}


def markdown(bundle: Bundle) -> str:
    """Return the README as Markdown."""
    parts = []
    for n, (heading, lines) in enumerate(sections(bundle)):
        head = f"{'#' if n == 0 else '##'} {heading}"
        body = "\n\n".join(lines) if n == 0 else "\n".join(f"- {line}" for line in lines)
        parts.append(f"{head}\n\n{body}\n")
    return "\n".join(parts)
