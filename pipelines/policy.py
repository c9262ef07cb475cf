"""The policies people edit as TOML, read once into frozen objects. No constant lives in code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist

from data.catalogue import SIDES
from data.errors import CatalogueError
from pipelines.policy_file import Section, sections


def _two_sided_z(confidence: float) -> float:
    return NormalDist().inv_cdf(0.5 + confidence / 2)


@dataclass(frozen=True, kw_only=True)
class ComparisonPolicy:
    """Constants of comparability and comparison (``data/catalogue/comparison.toml``)."""

    decisive: tuple[str, ...]
    overlay: int
    caution: int
    side_by_side: int
    confidence: float
    equivalence_confidence: float
    design_effect: float
    no_assumed_interval: tuple[str, ...]
    interpolation_span_years: int
    nearest_years: int
    drift_per_year: float
    share_margin: float
    relative_margin: float

    @property
    def z(self) -> float:
        """Half-width of an interval in standard errors: 1.959964 at 95 %."""
        return _two_sided_z(self.confidence)

    @property
    def equivalence_scale(self) -> float:
        """What a half-width shrinks by for the equivalence test: 1.644854 / 1.959964."""
        return _two_sided_z(self.equivalence_confidence) / self.z

    @classmethod
    def read(cls, path: Path) -> ComparisonPolicy:
        """Read the policy; raise ``CatalogueError`` naming the entry that cannot be used."""
        of = sections(path, names=("verdict", "uncertainty", "matching", "materiality"))
        policy = cls(
            decisive=of["verdict"].words("decisive"),
            overlay=of["verdict"].whole("overlay"),
            caution=of["verdict"].whole("caution"),
            side_by_side=of["verdict"].whole("side_by_side"),
            confidence=of["uncertainty"].number("confidence", above=0, up_to=0.999),
            equivalence_confidence=of["uncertainty"].number(
                "equivalence_confidence", above=0, up_to=0.999
            ),
            design_effect=of["uncertainty"].number("design_effect", above=0),
            no_assumed_interval=of["uncertainty"].words("no_assumed_interval"),
            interpolation_span_years=of["matching"].whole("interpolation_span_years"),
            nearest_years=of["matching"].whole("nearest_years"),
            drift_per_year=of["matching"].number("drift_per_year", above=0),
            share_margin=of["materiality"].number("share_margin", above=0),
            relative_margin=of["materiality"].number("relative_margin", above=0, up_to=1),
        )
        if not policy.overlay > policy.caution > policy.side_by_side:
            raise CatalogueError(
                file=path.name,
                entry="[verdict]",
                found=(policy.overlay, policy.caution, policy.side_by_side),
                reason="overlay must be above caution, and caution above side_by_side",
            )
        return policy


Name = tuple[str, str]
"""A series: (dataset, series)."""


@dataclass(frozen=True, kw_only=True)
class DisclosurePolicy:
    """Thresholds of disclosure control (``data/catalogue/disclosure.toml``).

    ``thresholds``: sensitive topic → the count below which it is withheld. ``lines``: series → the
    series it is the same measure as; ``sums``: series → the series that are its parts.
    """

    estimate_threshold: int
    low_reliability_threshold: int
    estimate_sides: tuple[str, ...]
    sample_size_is_not_respondents: tuple[str, ...]
    thresholds: Mapping[str, int]
    count_sides: tuple[str, ...]
    count_units: tuple[str, ...]
    rate_units: tuple[str, ...]
    rates_of_large_counts: tuple[str, ...]
    national_levels: tuple[str, ...]
    notes_read: tuple[str, ...]
    lines: Mapping[Name, Name]
    sums: Mapping[Name, tuple[Name, ...]]
    columns: tuple[tuple[str, str], ...]
    """Pairs of (what a name looks like, regular expression)."""
    contents: tuple[tuple[str, str], ...]
    """Pairs of (what a cell looks like, regular expression)."""

    @classmethod
    def read(cls, path: Path) -> DisclosurePolicy:
        """Read the policy; raise ``CatalogueError`` naming the entry that cannot be used."""
        names = ("estimates", "counts", "topics", "rates", "lines", "sums", "columns", "contents")
        of = sections(path, names=names)
        estimates, counts, topics = of["estimates"], of["counts"], of["topics"]
        suppress_below = estimates.whole("suppress_below")
        least = counts.whole("suppress_below")
        return cls(
            estimate_threshold=suppress_below,
            low_reliability_threshold=estimates.whole(
                "low_reliability_below", at_least=suppress_below
            ),
            estimate_sides=estimates.words("sides", allowed=SIDES),
            sample_size_is_not_respondents=estimates.words("sample_size_is_not_respondents"),
            thresholds={topic: topics.whole(topic, at_least=least) for topic in topics.values},
            count_sides=counts.words("sides", allowed=SIDES),
            count_units=counts.words("units"),
            rate_units=counts.words("rate_units"),
            rates_of_large_counts=tuple(of["rates"].values),
            national_levels=counts.words("national_levels"),
            notes_read=counts.words("notes_read"),
            lines=_lines(of["lines"]),
            sums=_sums(of["sums"]),
            columns=_patterns(of["columns"]),
            contents=_patterns(of["contents"]),
        )


def _lines(section: Section) -> dict[Name, Name]:
    found = {
        _name(key, section=section, key=key): _name(section.value(key), section=section, key=key)
        for key in section.values
    }
    for part, whole in found.items():
        if whole in found:
            raise CatalogueError(
                file=section.file,
                entry=f"[{section.name}.{'/'.join(part)}]",
                found="/".join(whole),
                reason="a series that is itself the same as another: name that one",
            )
    return found


def _sums(section: Section) -> dict[Name, tuple[Name, ...]]:
    return {
        _name(key, section=section, key=key): tuple(
            _name(part, section=section, key=key) for part in section.words(key)
        )
        for key in section.values
    }


def _name(text: object, *, section: Section, key: str) -> Name:
    dataset, slash, series = text.partition("/") if isinstance(text, str) else ("", "", "")
    if not (dataset and slash and series):
        raise CatalogueError(
            file=section.file, entry=f"[{section.name}.{key}]", found=text,
            reason="a series is named dataset/series",
        )  # fmt: skip
    return dataset, series


def _patterns(section: Section) -> tuple[tuple[str, str], ...]:
    pairs = [(kind, pattern) for kind in section.values for pattern in section.words(kind)]
    for kind, pattern in pairs:
        try:
            re.compile(pattern)
        except re.error as error:
            raise CatalogueError(
                file=section.file,
                entry=f"[{section.name}.{kind}]",
                found=pattern,
                reason=f"not a regular expression: {error}",
            ) from error
    return tuple(pairs)
