"""What a report is made of, the same for every format."""

from __future__ import annotations

from dataclasses import dataclass

from layouts.components.parts import Table
from layouts.figures.paper import PaperChart

LONG = 24  # letters: a column with more gets its share of what the short ones leave


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading; ``level`` 1 to 3. ``id`` is for links within the page."""

    text: str
    level: int = 1
    id: str = ""


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A paragraph; ``style`` is "normal", "lead" (a sentence to quote) or "note"."""

    text: str
    style: str = "normal"


@dataclass(frozen=True, kw_only=True)
class Bullets:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A drawing with what stands under it."""

    chart: PaperChart
    caption: str


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table for reading."""

    table: Table


def shares(table: Table) -> list[int]:
    """Return how wide columns are among the long ones; 0 for one as wide as its words."""
    longest = [
        max([len(name), *(len(row[n].text) for row in table.rows)])
        for n, name in enumerate(table.columns)
    ]
    return [0 if letters <= LONG else min(4, 1 + letters // 60) for letters in longest]


Block = Heading | Paragraph | Bullets | Figure | Grid


@dataclass(frozen=True, kw_only=True)
class Report:
    """A whole report, in one language. ``colour`` is the goal's or blank; ``address`` is the
    page's whole address, ``machine`` the note that a machine translated it, or ""."""

    title: str
    place: str
    sentence: str
    release: str
    address: str
    language: str
    machine: str
    colour: str
    blocks: tuple[Block, ...]
