"""The whole flow on one screen: read → harmonise → protect → pair → compare → store."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import polars as pl

from data import contracts
from data.catalogue import (
    CATALOGUE,
    OBSERVATIONS,
    Dataset,
    read_codes,
    read_corrections,
    read_datasets,
)
from data.errors import CatalogueError
from data.pairs import read_pairs
from pipelines import harmonise, pairing, protect, tables, warehouse
from pipelines.policy import ComparisonPolicy, DisclosurePolicy
from pipelines.sources import REGISTRY
from pipelines.vocabularies import Vocabularies

Progress = Callable[[str], None]


def build(
    *,
    catalogue: Path = CATALOGUE,
    observations: Path = OBSERVATIONS,
    folder: Path = warehouse.WAREHOUSE,
    progress: Progress = lambda step: None,
) -> tuple[str, pl.DataFrame]:
    """Build and publish a release; return its name and the report per dataset.

    Raises a named error (:mod:`data.errors`) at the first thing that does not fit; then nothing
    is published and the last release stays served. ``progress`` is told each step.
    """
    datasets = read_datasets(folder=catalogue)
    codes = read_codes(folder=catalogue)
    pairs = read_pairs(datasets=datasets, codes=codes, folder=catalogue)
    vocabularies = Vocabularies.read(folder=catalogue)
    disclosure = DisclosurePolicy.read(catalogue / "disclosure.toml")
    _complete(datasets, observations=observations)

    kept, rejected, read = [], [], {}
    corrections = read_corrections(folder=catalogue)
    for name, about in datasets.items():
        progress(f"read and harmonise {name}")
        figures = observations / f"{name}.csv"
        # Before anything is read: personal data has no business here, whatever else is amiss.
        protect.check_columns(columns=_header(figures), file=figures.name, policy=disclosure)
        raw = REGISTRY["observations_csv"](figures)
        result = harmonise.dataset(
            raw, about=about, vocabularies=vocabularies, corrections=corrections
        )
        read[name] = raw.height
        kept.append(result.kept)
        rejected.append(result.rejected)

    progress("newest vintage wins each line")
    lines = harmonise.vintages(pl.concat(kept)).drop("family", "line_series")

    progress("protect")
    areas = tables.areas(folder=catalogue)
    protected = protect.protect(
        observations=lines, areas=areas.select("area", "level", "parent"), policy=disclosure
    )
    safe = contracts.check(protected, table=contracts.OBSERVATIONS).sort("row")

    progress("pair and compare")
    policy = ComparisonPolicy.read(catalogue / "comparison.toml")
    paired = pairing.all_pairs(
        pairs,
        observations=safe,
        directions=pairing.directions(catalogue=catalogue),
        policy=policy,
    )

    progress("store")
    report = tables.report(read=read, kept=safe, rejected=pl.concat(rejected))
    release = warehouse.publish(
        {
            **tables.framework(folder=catalogue),
            **tables.about_datasets(datasets, corrections=corrections),
            "areas": areas,
            "observations": safe,
            **paired,
            "report": contracts.check(report, table=contracts.REPORT),
            "meta": tables.meta(observations=safe, pairs=len(pairs), datasets=len(datasets)),
        },
        folder=folder,
    )
    return release, report


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8", errors="replace", newline="") as handle:
        return next(csv.reader(handle), [])


def _complete(datasets: dict[str, Dataset], *, observations: Path) -> None:
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
