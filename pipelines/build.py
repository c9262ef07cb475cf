"""The whole flow on one screen: read → harmonise → protect → pair → compare → assess → store."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from data import contracts
from data.catalogue import (
    CATALOGUE,
    OBSERVATIONS,
    Correction,
    Dataset,
    read_codes,
    read_corrections,
    read_datasets,
)
from data.credibility import Credibility, read_all_credibility
from data.errors import CatalogueError
from data.guides import FOLDER as GUIDES
from data.guides import read_guides
from data.headline import Headline, read_headlines
from data.initiatives import FILE as INITIATIVES
from data.initiatives import Allowed, read_initiatives
from data.modules import FILE as MODULES
from data.modules import read_modules
from data.pairs import Pair, read_pairs
from data.themes import Theme, read_themes
from data.unpaired import Unpaired, read_unpaired
from pipelines import (
    coverage,
    credibility,
    disclosed,
    endings,
    gaps,
    harmonise,
    methods,
    protect,
    revisions,
    tables,
    vintages,
    warehouse,
)
from pipelines.comparison import pairing
from pipelines.policy import ComparisonPolicy, DisclosurePolicy
from pipelines.progress import lines as progress_lines
from pipelines.progress import verdicts
from pipelines.progress.headline import headline_lines
from pipelines.progress.policy import ProgressPolicy
from pipelines.sources import REGISTRY
from pipelines.vocabularies import Vocabularies

Progress = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """Everything people edit, read and checked against itself before any figure is read."""

    folder: Path
    datasets: Mapping[str, Dataset]
    pairs: Mapping[str, Pair]
    unpaired: tuple[Unpaired, ...]
    corrections: tuple[Correction, ...]
    headlines: tuple[Headline, ...]
    themes: Mapping[str, Theme]
    """Read by the pages; here so that a mistake in them stops the build."""
    judged: Mapping[str, Credibility]
    comparison: ComparisonPolicy
    coverage: gaps.CoveragePolicy
    credibility: credibility.CredibilityPolicy
    disclosure: DisclosurePolicy
    progress: ProgressPolicy

    @classmethod
    def read(cls, folder: Path) -> Catalogue:
        """Read the catalogue; raise ``CatalogueError`` at the first thing that does not fit."""
        datasets, codes = read_datasets(folder=folder), read_codes(folder=folder)
        if (folder / INITIATIVES.name).exists():  # no figure rests on it: only pages do
            read_initiatives(folder / INITIATIVES.name, allowed=Allowed.read(folder))
        if (folder / GUIDES).exists():
            read_guides(folder=folder)
            read_modules(folder / GUIDES / MODULES.name)
        return cls(
            folder=folder,
            datasets=datasets,
            pairs=read_pairs(datasets=datasets, codes=codes, folder=folder),
            unpaired=read_unpaired(datasets=datasets, folder=folder),
            corrections=read_corrections(folder=folder),
            headlines=read_headlines(datasets=datasets, codes=codes, folder=folder),
            themes=read_themes(folder=folder),
            judged=read_all_credibility(datasets=datasets, folder=folder),
            comparison=ComparisonPolicy.read(folder / "comparison.toml"),
            coverage=gaps.CoveragePolicy.read(folder / "coverage.toml"),
            credibility=credibility.CredibilityPolicy.read(folder / "credibility.toml"),
            disclosure=DisclosurePolicy.read(folder / "disclosure.toml"),
            progress=ProgressPolicy.read(folder / "progress.toml"),
        )


def build(
    *,
    catalogue: Path = CATALOGUE,
    observations: Path = OBSERVATIONS,
    folder: Path = warehouse.WAREHOUSE,
    progress: Progress = lambda step: None,
    given_away: Callable[[pl.DataFrame], None] = lambda rows: None,
) -> tuple[str, pl.DataFrame]:
    """Build and publish a release; return its name and the report per dataset.

    Raises a named error (:mod:`data.errors`) at the first thing that does not fit; then nothing
    is published and the last release stays served. ``progress`` is told each step,
    ``given_away`` which withheld counts earlier public releases give away (row, dataset, reason).
    """
    known = Catalogue.read(catalogue)
    _complete(known.datasets, observations=observations)
    standings = {
        name: credibility.standing(credibility=one, policy=known.credibility)
        for name, one in known.judged.items()
    }
    hidden = credibility.never_shown(standings)
    read, kept, rejected = _harmonised(
        known, observations=observations, hidden=hidden, progress=progress
    )

    progress("newest vintage wins each line")
    lines = vintages.vintages(kept, policy=known.comparison)

    progress("protect")
    areas = tables.areas(folder=catalogue)
    guarded = protect.protected(
        observations=lines.drop("family", "line_series"),
        areas=areas.select("area", "level", "parent"),
        policy=known.disclosure,
        ledger=disclosed.read(catalogue / disclosed.FILE),
    )
    given_away(guarded.open)
    safe = contracts.check(guarded.observations, table=contracts.OBSERVATIONS).sort("row")
    current = safe.filter("current")

    progress("pair and compare")
    pairs = {name: pair for name, pair in known.pairs.items() if pair.citizen.dataset not in hidden}
    endings.check_caveats(
        datasets=known.datasets, pairs=known.pairs, corrections=known.corrections,
        observations=safe,
    )  # fmt: skip
    paired = pairing.all_pairs(
        pairs,
        observations=safe,
        directions=pairing.directions(catalogue=catalogue),
        policy=known.comparison,
        ceilings=credibility.ceilings(standings),
    )

    progress("progress, coverage, gaps, revisions")
    framework = tables.framework(folder=catalogue)
    aims = progress_lines.aims(folder=catalogue)
    both = progress_lines.joined(
        progress_lines.pair_lines(
            pairs=pairs, observations=paired["pair_observations"], aims=aims
        ),
        headline_lines(
            observations=safe, headlines=known.headlines, pairs=pairs, aims=aims,
            datasets=known.datasets, policy=known.progress,
        ),
    )  # fmt: skip
    moved = verdicts.progress(points=both.points, terms=both.terms, policy=known.progress)
    held = coverage.coverage(observations=safe)

    progress("store")
    report = tables.report(read=read, kept=safe, rejected=rejected)
    release = warehouse.publish(
        {
            **framework,
            **tables.about_datasets(known.datasets, corrections=known.corrections),
            **credibility.tables(
                judged=known.judged, standings=standings, observations=current,
                policy=known.credibility,
                reference_year=known.coverage.reference_year,
            ),
            **methods.tables(folder=catalogue),
            "unpaired": endings.check_unpaired(
                unpaired=known.unpaired, pairs=pairs, observations=current
            ),
            "areas": areas,
            "observations": safe,
            "disclosure": guarded.disclosure,
            **paired,
            "progress": moved,
            "shadow": verdicts.shadow(progress=moved, pairs=paired["pairs"]),
            "coverage": held,
            "gaps": gaps.gaps(
                coverage=held, indicators=framework["indicators"],
                targets=coverage.measured_targets(observations=safe), policy=known.coverage,
            ),
            "revisions": revisions.revisions(
                lines=lines, observations=safe, policy=known.comparison
            ),
            "report": contracts.check(report, table=contracts.REPORT),
            "meta": tables.meta(observations=safe, pairs=len(pairs), datasets=len(known.datasets)),
        },
        folder=folder,
    )  # fmt: skip
    return release, report


def _harmonised(
    known: Catalogue, *, observations: Path, hidden: Mapping[str, str], progress: Progress
) -> tuple[dict[str, int], pl.DataFrame, pl.DataFrame]:
    """Return the rows read of each dataset, those kept, and those rejected with the reason.

    Datasets in ``hidden`` (name → why) are read and checked like the others, and then turned away.
    """
    vocabularies = Vocabularies.read(folder=known.folder)
    kept, rejected, read = [], [], {}
    for name, about in known.datasets.items():
        progress(f"read and harmonise {name}")
        figures = observations / f"{name}.csv"
        # Before anything is read: personal data has no business here, whatever else is amiss.
        protect.check_columns(columns=_header(figures), file=figures.name, policy=known.disclosure)
        raw = REGISTRY["observations_csv"](figures)
        protect.check_contents(figures=raw, file=figures.name, policy=known.disclosure)
        result = harmonise.dataset(
            raw, about=about, vocabularies=vocabularies, corrections=known.corrections
        )
        read[name] = raw.height
        rejected.append(result.rejected)
        if name in hidden:
            turned_away = result.kept.select("row", "dataset", pl.lit(hidden[name]).alias("reason"))
            rejected.append(turned_away)
        else:
            kept.append(result.kept)
    return read, pl.concat(kept), pl.concat(rejected)


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8", errors="replace", newline="") as handle:
        return next(csv.reader(handle), [])


def _complete(datasets: Mapping[str, Dataset], *, observations: Path) -> None:
    """Every dataset has its figures and every file of figures its dataset."""
    files = {path.stem for path in observations.glob("*.csv")}
    for name in sorted(files ^ set(datasets)):
        missing = "observations" if name in datasets else "datasets"
        raise CatalogueError(
            file=f"{name}.toml" if name in datasets else f"{name}.csv",
            entry=name,
            found=name,
            allowed=sorted(files if missing == "observations" else datasets),
            reason=f"there is no file of that name under {missing}/",
        )
