"""``python -m pipelines survey DATASET --folder FOLDER``: published figures worked out again."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from data.catalogue import CATALOGUE
from data.errors import CatalogueError, ContractError, FigureError
from pipelines.microdata.model import MicrodataError
from pipelines.microdata.recipe import RECIPES, Recipe, find
from pipelines.microdata.reproduce import EQUAL, design_effects, reproduce
from pipelines.policy import ComparisonPolicy, DisclosurePolicy

NAMED = (CatalogueError, ContractError, FigureError, MicrodataError, OSError)
ABOUT = "work a dataset's published figures out again from its respondents' answers"
COLUMNS = (
    ("series", 44), ("year", 5), ("group", 18), ("value", 7), ("again", 7), ("diff", 6),
    ("n", 5), ("again", 6), ("interval", 13), ("weights only", 13), ("whole design", 13),
    ("deff", 5), ("verdict", 22),
)  # fmt: skip


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser of ``python -m pipelines``."""
    command = commands.add_parser("survey", help=ABOUT, description=ABOUT)
    command.add_argument("dataset", help="a recipe of data/catalogue/recipes")
    command.add_argument("--folder", type=Path, required=True, help="where the answers are")
    command.add_argument(
        "--record",
        action="store_true",
        help="write what the design costs beside the recipe (medians only, no answers)",
    )
    command.add_argument("--quiet", action="store_true", help="print only what differs")


def run(chosen: argparse.Namespace) -> int:
    """Print the table; return 0 when every figure comes out, 1 when one differs or on an error."""
    try:
        recipe = find(chosen.dataset)
        disclosure = DisclosurePolicy.read(CATALOGUE / "disclosure.toml")
        figures = reproduce(
            recipe=recipe,
            folder=chosen.folder,
            disclosure=disclosure,
            comparison=ComparisonPolicy.read(CATALOGUE / "comparison.toml"),
        )
        show(figures, recipe=recipe, quiet=chosen.quiet)
        if chosen.record:
            effects = design_effects(
                figures=figures,
                recipe=recipe,
                folder=chosen.folder,
                disclosure=disclosure,
                day=datetime.now(UTC).date().isoformat(),
            )
            print(f"written: {write(effects, path=RECIPES / f'{recipe.dataset}.csv').name}")
    except NAMED as error:
        print(f"\nNothing was worked out.\n{error}", file=sys.stderr)
        return 1
    return 0 if (figures["verdict"] == EQUAL).all() else 1


def show(figures: pl.DataFrame, *, recipe: Recipe, quiet: bool) -> None:
    """Print figure by figure what comes out, then what the design costs and what is absent."""
    print("  ".join(f"{name:{width}.{width}}" for name, width in COLUMNS))
    for row in figures.iter_rows(named=True):
        if quiet and row["verdict"] == EQUAL:
            continue
        again = row["again"]
        cells = (
            row["series"], row["period"], row["group"] or "all", row["value"], _one(again),
            "" if again is None else f"{again - float(row['value']):+.2f}",
            str(row["sample_size"]), "" if row["again_n"] is None else str(row["again_n"]),
            f"{row['lower']}–{row['upper']}", _between(row, "kish"), _between(row, "design"),
            "" if row["design_effect"] is None else f"{row['design_effect']:.2f}", row["verdict"],
        )  # fmt: skip
        print("  ".join(f"{c or '':{w}.{w}}" for c, (_, w) in zip(cells, COLUMNS, strict=True)))
    equal = figures.filter(pl.col("verdict") == EQUAL).height
    print(f"\n{equal} of {figures.height} figures come out, value, n and interval.")
    _print_effects(figures, recipe=recipe)
    for period, reason in recipe.absent.items():
        print(f"{period} not worked out: {reason}")


def _print_effects(figures: pl.DataFrame, *, recipe: Recipe) -> None:
    for part in recipe.rounds:
        of = figures.filter(pl.col("period") == part.period)
        kish, whole = of.select(
            kish=((pl.col("kish_upper") - pl.col("kish_lower")) / 2).median(),
            whole=((pl.col("design_upper") - pl.col("design_lower")) / 2).median(),
        ).row(0)
        print(
            f"{part.period}: clusters {part.clusters_basis}; median effect of weights alone "
            f"{_of(of, 'kish_effect')}, with strata {_of(of, 'strata_effect')}, with clusters "
            f"{_of(of, 'design_effect')}; median half-width {_one(kish)} → {_one(whole)}; "
            f"strata with one cluster {_largest(of, 'lonely_strata')}; don't know up to "
            f"{_largest(of, 'dont_know_n')}, refused up to {_largest(of, 'refused_n')}"
        )


def _of(figures: pl.DataFrame, name: str) -> str:
    return f"{figures.select(pl.col(name).median()).item():.2f}"


def _largest(figures: pl.DataFrame, name: str) -> str:
    return str(figures.select(pl.col(name).max()).item())


def _one(number: float | None) -> str:
    return "" if number is None else f"{number:.2f}"


def _between(row: dict[str, Any], name: str) -> str:
    lower, upper = row[f"{name}_lower"], row[f"{name}_upper"]
    return "none" if lower is None or upper is None else f"{lower:.1f}–{upper:.1f}"


def write(frame: pl.DataFrame, *, path: Path) -> Path:
    """Write a table whole or not at all; return its path."""
    unfinished = path.with_suffix(".csv.part")
    frame.write_csv(unfinished)
    return unfinished.replace(path)
