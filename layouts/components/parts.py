"""The parts views are made of: plain, frozen, and the same for HTML, JSON and CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

from data.selection import Selection
from layouts.figures.chart import (
    AreaMap,
    BarChart,
    DumbbellChart,
    GapChart,
    SmallChart,
    SpanChart,
    TimeChart,
)
from layouts.figures.paper_map import LegendEntry

Record = Mapping[str, Any]


class Rows(Sequence[Record]):
    """Rows that ``make`` makes whenever they are read.

    A View that is remembered holds the frame they come from, which takes a tenth of what they take
    as dictionaries.
    """

    def __init__(self, make: Callable[[], Sequence[Record]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[Record]:
        return iter(self._make())

    def __len__(self) -> int:
        return len(self._make())

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Record]: ...
    def __getitem__(self, index: int | slice) -> Record | Sequence[Record]:
        return self._make()[index]


@dataclass(frozen=True, kw_only=True)
class Badge:
    """A short judgement: ``strong`` stands in ``text`` where the braces are; ``token`` is its
    colour."""

    text: str
    strong: str = ""
    token: str = ""
    href: str = ""

    @property
    def before(self) -> str:
        """The words before the strong one."""
        return self.text.partition("{}")[0]

    @property
    def after(self) -> str:
        """The words after the strong one."""
        return self.text.partition("{}")[2]


@dataclass(frozen=True, kw_only=True)
class Link:
    """A way to another page. ``current`` marks the one the reader is on."""

    text: str
    href: str
    current: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A cell of a table: its words, a colour token for a word of agreement, maybe a link."""

    text: str = ""
    token: str = ""
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table for reading. ``numeric`` names the columns aligned right; the first cell heads
    its row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: frozenset[str] = frozenset()

    def without_empty_columns(self) -> Table:
        """Return the table without columns in which no row says anything."""
        kept = [n for n in range(len(self.columns)) if any(row[n].text for row in self.rows)]
        return Table(
            caption=self.caption,
            columns=tuple(self.columns[n] for n in kept),
            rows=tuple(tuple(row[n] for n in kept) for row in self.rows),
            numeric=self.numeric,
        )


@dataclass(frozen=True, kw_only=True)
class MapPart:
    """A map, the address of its drawing, its legend and what it says."""

    chart: AreaMap
    href: str
    width: int
    height: int
    legend: tuple[LegendEntry, ...]


@dataclass(frozen=True, kw_only=True)
class Source:
    """A dataset as a source: who, how, what to know of it, and where its figures were read."""

    side: str
    dataset: str
    title: str
    publisher: str
    producer_type: str
    vintage: str
    licence: str
    method: str
    caveats: tuple[str, ...]
    citations: tuple[Record, ...]


@dataclass(frozen=True, kw_only=True)
class Initiatives:
    """Who measures here by the directory: how many, the first of them, and the way to all."""

    sentence: str
    first: tuple[Link, ...]
    all: Link


@dataclass(frozen=True, kw_only=True)
class PairCard:
    """A pair in short: its sentence, its judgements, a small chart and the newest figures."""

    pair: str
    goal: int
    indicator: str
    title: str
    question: str
    href: str
    verdict: str
    total: int
    independence: str
    state: str
    sentence: str
    badges: tuple[Badge, ...]
    figures: tuple[Cell, ...]
    small: SmallChart | None
    record: Record = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class View:
    """What every page is: a question answered, for every outlet alike.

    ``records`` are the rows of the page as CSV and the heart of its JSON.
    """

    release: str
    selection: Selection
    title: str
    sentence: str
    crumbs: tuple[Link, ...]
    records: Sequence[Record]
    goal: int = 0
    colour: str = ""
    country: str = ""
    previous: Link | None = None
    following: Link | None = None

    @property
    def address(self) -> str:
        """The permanent address, without the release."""
        return self.selection.address()


@dataclass(frozen=True, kw_only=True)
class ProgressPart:
    """``lead`` is the shadow verdict ("" where the sides do not part or may not be set beside each
    other); ``sentence`` says how the sides stand; ``spans`` from where to where each went."""

    lead: str
    sentence: str
    spans: tuple[str, ...]
    table: Table
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RevisionPart:
    """What to say of the revisions, and every one of them."""

    sentence: str
    table: Table
    records: tuple[Record, ...]


@dataclass(frozen=True, kw_only=True)
class CredibilityCard:
    """What is judged and recorded of a citizen dataset, ready to print."""

    standing: str
    href: str
    badges: tuple[Badge, ...]
    gates: tuple[Record, ...]
    scores: tuple[Record, ...]
    recorded: tuple[tuple[str, str, str], ...]
    """Name, state, reason."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What would count for a side that has no figure: ``lead`` says what, ``asks`` how."""

    side: str
    title: str
    lead: str
    asks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ComparisonView(View):
    """One indicator of one country: a pair side by side, or the one side that there is."""

    question: str
    indicator: str
    indicator_title: str
    badges: tuple[Badge, ...]
    chart: TimeChart | None
    chart_notes: tuple[str, ...]
    maps: tuple[MapPart, ...]
    areas_chart: DumbbellChart | None
    area_choice: tuple[Link, ...]
    table: Table
    area_table: Table | None
    group_table: Table | None
    caption: str
    pair: Record | None
    scores: tuple[Record, ...]
    sources: tuple[Source, ...]
    chooser: tuple[Link, ...]
    filters: tuple[str, ...]
    observations: Sequence[Record]
    comparison: Sequence[Record]
    lines: Table | None = None
    progress: ProgressPart | None = None
    credibility: CredibilityCard | None = None
    revisions: RevisionPart | None = None
    background: Table | None = None
    unpaired: tuple[tuple[str, str], ...] = ()
    measure: Record = field(default_factory=dict)
    gap_chart: GapChart | None = None
    gap_table: Table | None = None
    wanted: tuple[Wanted, ...] = ()
    gap_rank: int = 0
    before: Link | None = None
    after: Link | None = None


@dataclass(frozen=True, kw_only=True)
class OneSide:
    """An indicator that only one side measures, or both without a pair.

    ``heading`` is the title as HTML, which says its language where it is not the page's.
    """

    indicator: str
    title: str
    heading: str
    href: str
    citizen: str
    official: str


@dataclass(frozen=True, kw_only=True)
class MeasureGroup:
    """The pairs of one indicator or target: "Indicator 4.1.1", and its page over all countries."""

    indicator: str
    words: str
    heading: str
    across: Link | None
    cards: tuple[PairCard, ...]


@dataclass(frozen=True, kw_only=True)
class GoalView(View):
    """One goal of one country: every pair as a card, and what only one side measures."""

    goal_title: str
    groups: tuple[MeasureGroup, ...]
    lacks: tuple[Link, ...]
    lacks_citizens: bool
    spans: SpanChart | None
    one_sided: tuple[OneSide, ...]
    nobody: tuple[Link, ...]
    neighbours: tuple[Link, ...]
    initiatives: Initiatives | None = None


@dataclass(frozen=True, kw_only=True)
class GoalCell:
    """One country × goal of the overview: what is said of it, word by word."""

    country: str
    goal: int
    href: str
    state: str
    lines: tuple[Cell, ...]
    record: Record


@dataclass(frozen=True, kw_only=True)
class CountryView(View):
    """One country: its goals, strongest agreements and disagreements, coverage, datasets."""

    goals: tuple[tuple[Record, GoalCell], ...]
    bars: BarChart | None
    agreements: tuple[PairCard, ...]
    differences: tuple[PairCard, ...]
    counts: tuple[tuple[str, str], ...]
    datasets: Table
    shadows: tuple[Link, ...]
    initiatives: Initiatives | None = None


@dataclass(frozen=True, kw_only=True)
class CountryLine:
    """A country on the overview: its outline as SVG, what is said of its pairs and its goals."""

    link: Link
    outline: str
    sentence: str
    goals: str


@dataclass(frozen=True, kw_only=True)
class OverviewView(View):
    """Four countries by seventeen goals, one sentence a country."""

    countries: tuple[Link, ...]
    lines: tuple[CountryLine, ...]
    bars: BarChart | None
    matrix: tuple[tuple[Record, tuple[GoalCell, ...]], ...]
    shadows: tuple[Link, ...]
