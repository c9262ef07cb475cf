"""The views of the rooms: plain, frozen, the same for HTML, JSON and CSV."""

from __future__ import annotations

from dataclasses import dataclass, field

from layouts.components.parts import Badge, CredibilityCard, Link, Record, Table, View


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
    """What one side of one country holds of an indicator, in words; a token for its colour."""

    text: str
    token: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class HeldRow:
    """One indicator of the matrix: what each country holds, officials first, then citizens."""

    code: str
    title: str
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
