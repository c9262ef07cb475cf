"""The views of the rooms: plain, frozen, the same for HTML, JSON and CSV."""

from __future__ import annotations

from dataclasses import dataclass, field

from layouts.components.parts import Badge, CredibilityCard, Link, PairCard, Record, Table, View
from layouts.figures.multiples import MultiplesChart


@dataclass(frozen=True, kw_only=True)
class RoomView(View):
    """A page about the whole. ``columns`` are those of its CSV, ``details`` what its JSON adds."""

    columns: tuple[str, ...]
    details: Record = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Section:
    """Formulas that belong together."""

    id: str
    title: str
    formulas: tuple[Record, ...]


@dataclass(frozen=True, kw_only=True)
class MethodsView(RoomView):
    """Every formula with its source, every constant with its reason."""

    sections: tuple[Section, ...]
    policies: tuple[tuple[str, Table], ...]


@dataclass(frozen=True, kw_only=True)
class DatasetsView(RoomView):
    """Every dataset: the citizens' with what their gates and scores come to."""

    chips: tuple[Link, ...]
    citizen: Table
    official: Table


@dataclass(frozen=True, kw_only=True)
class DatasetView(RoomView):
    """One dataset: who, how, how credible, what it feeds, what was done to it."""

    about: Record
    badges: tuple[Badge, ...]
    credibility: CredibilityCard | None
    pairs: Table | None
    unpaired: tuple[tuple[str, tuple[str, ...]], ...]
    """Reason, and the titles of the series it is about."""
    series: Table
    caveats: tuple[Record, ...]
    corrections: Table | None
    report: Record
    citations: tuple[Record, ...]


@dataclass(frozen=True, kw_only=True)
class Held:
    """What one side of one country holds of an indicator, in words; a token for its colour.

    ``who`` names the side for those who see no colours.
    """

    text: str
    token: str
    note: str = ""
    who: str = ""


@dataclass(frozen=True, kw_only=True)
class HeldRow:
    """One indicator of the matrix: what each country holds, officials first, then citizens."""

    code: str
    title: str
    across: Link | None
    cells: tuple[tuple[str, tuple[Held, ...]], ...]
    """Address of the indicator's page in the country, and the sides' words."""


@dataclass(frozen=True, kw_only=True)
class HeldGoal:
    """The indicators of one goal."""

    goal: Record
    rows: tuple[HeldRow, ...]
    sentence: str


@dataclass(frozen=True, kw_only=True)
class CoverageView(RoomView):
    """What is measured where and by whom, and the ranked list of what is missing."""

    chips: tuple[Link, ...]
    countries: tuple[str, ...]
    goals: tuple[HeldGoal, ...]
    gaps: Table
    more_gaps: int
    formulas: tuple[Record, ...]


@dataclass(frozen=True, kw_only=True)
class Place:
    """One country of an indicator: its best pairs, or what one side measures there.

    ``state`` says who measures; ``said`` the newest figure of each side where nothing is paired;
    ``more`` leads to the pairs that are not among the cards.
    """

    country: Link
    state: str
    said: tuple[str, ...]
    cards: tuple[PairCard, ...]
    more: Link | None


@dataclass(frozen=True, kw_only=True)
class IndicatorView(RoomView):
    """One indicator or target over the four countries."""

    name: str
    heading: str
    places: tuple[Place, ...]
    themes: tuple[Link, ...]
    multiples: MultiplesChart | None
    notes: tuple[str, ...]
    figures: Table | None


@dataclass(frozen=True, kw_only=True)
class AboutView(RoomView):
    """What this is, and the licence of every dataset. ``places``: a country's word and name."""

    places: tuple[tuple[str, str], ...]
    licences: Table


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A filter of a form: its name in the address, and each value with how many it would leave."""

    name: str
    label: str
    options: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class InitiativeCard:
    """An entry of the directory in short; ``summary`` is the catalogue's, said by the page."""

    id: str
    name: str
    href: str
    organisation: str
    summary: str
    facts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Entries at one place of a map; ``x``, ``y`` and ``radius`` are units of its drawing."""

    id: str
    x: float
    y: float
    radius: float
    label: str
    entries: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class SpotMap:
    """A country's outline with the places of its entries; ``whole`` are those of no one place."""

    id: str
    title: str
    path: str
    width: int
    height: int
    spots: tuple[Spot, ...]
    whole: int
    said: str


@dataclass(frozen=True, kw_only=True)
class InitiativesView(RoomView):
    """The directory: what a filter leaves, as a list and on maps."""

    query: str
    filters: tuple[Filter, ...]
    cards: tuple[InitiativeCard, ...]
    maps: tuple[SpotMap, ...]
    all: Link | None
    lifts: tuple[Link, ...]
    most_letters: int


@dataclass(frozen=True, kw_only=True)
class InitiativeView(RoomView):
    """One entry: who measures what, where, since when, and what of it stands here."""

    entry: Record
    facts: tuple[tuple[str, str], ...]
    goals: tuple[Link, ...]
    targets: tuple[Link, ...]
    datasets: tuple[Link, ...]
    pairs: tuple[Link, ...]
    beside: tuple[Link, ...]
    maps: tuple[SpotMap, ...]
    source: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class ProposedField:
    """A field of the form: ``options`` hold value (``href``) and words where one may choose, of
    which ``several`` may be chosen; ``problem`` says why its value cannot be used."""

    name: str
    label: str
    hint: str
    value: str
    options: tuple[Link, ...]
    several: bool
    long: bool
    needed: bool
    problem: str

    @property
    def described(self) -> str:
        """The ids of what is said beside the field."""
        said = {f"hint-{self.name}": self.hint, f"wrong-{self.name}": self.problem}
        return " ".join(key for key, text in said.items() if text)


@dataclass(frozen=True, kw_only=True)
class ProposalView(RoomView):
    """An entry to send: its line of the file as ``row``, ``ready`` once it was sent in and nothing
    is ``wrong``; ``changes`` are column, what stood there and what is to stand there."""

    fields: tuple[ProposedField, ...]
    row: dict[str, str]
    ready: bool
    changes: tuple[tuple[str, str, str], ...]
    wrong: int
    most_letters: int
