"""What is estimated, and how the sample was drawn: the words recipes are written in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Codes = frozenset[str]
NONE: Codes = frozenset()


@dataclass(frozen=True, kw_only=True)
class Design:
    """How the sample was drawn, as names of columns; several columns together name one thing.

    ``weight``: None counts everybody once. ``clusters``: the units drawn first. ``population``: how
    many clusters the stratum has in all, for a sample that took a large part of them. ``lonely``:
    a stratum with one cluster has no spread of its own; "centre" measures it from the mean of all
    strata (on the safe side; R's lonely.psu = "adjust", Stata's singleunit(centered)), "stop"
    raises.
    """

    weight: str | None = None
    strata: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()
    population: str | None = None
    lonely: Literal["centre", "stop"] = "centre"

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns it names."""
        single = tuple(name for name in (self.weight, self.population) if name)
        return (*single, *self.strata, *self.clusters)


@dataclass(frozen=True, kw_only=True)
class NoAnswers:
    """Codes that are no answer, each kind counted apart and none of them hidden."""

    dont_know: Codes = NONE
    refused: Codes = NONE
    missing: Codes = NONE
    not_asked: Codes = NONE


@dataclass(frozen=True, kw_only=True)
class Share:
    """Percent of those who answered whose answer to any of ``variables`` is ``counted``.

    ``among``: all codes that are an answer, the counted ones included. With several variables a
    respondent has answered where any of them has an answer, and is counted where any is.
    """

    variables: tuple[str, ...]
    counted: Codes
    among: Codes
    none: NoAnswers = NoAnswers()

    @property
    def name(self) -> str:
        """How messages call it."""
        return " or ".join(self.variables)


@dataclass(frozen=True, kw_only=True)
class Mean:
    """Mean of a variable that holds numbers, its codes for no answer left out."""

    variable: str
    none: NoAnswers = NoAnswers()

    @property
    def name(self) -> str:
        """How messages call it."""
        return self.variable


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """Sum of one variable over the sum of another, among those who gave both."""

    numerator: str
    denominator: str
    none: NoAnswers = NoAnswers()

    @property
    def name(self) -> str:
        """How messages call it."""
        return f"{self.numerator} over {self.denominator}"


Measure = Share | Mean | Ratio
