"""``python -m pipelines build | check | disclose | initiatives | list | survey``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import polars as pl
from tqdm import tqdm

from data.catalogue import CATALOGUE, OBSERVATIONS, read_datasets
from data.errors import CatalogueError, ContractError, FigureError
from pipelines import disclosed, initiatives, warehouse
from pipelines.build import build
from pipelines.microdata import command as survey_command

NAMED = (CatalogueError, ContractError, FigureError, ArithmeticError, OSError)
STEPS_AFTER_READING = 4


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return 0, or 1 after a named error."""
    parser = argparse.ArgumentParser(prog="python -m pipelines", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, about in (
        ("build", "build a release and publish it"),
        ("check", "build a release and throw it away: nothing is published"),
    ):
        command = commands.add_parser(name, help=about)
        command.add_argument("--warehouse", type=Path, default=warehouse.WAREHOUSE)
        command.add_argument("--quiet", action="store_true", help="no bar and no table")
    command = commands.add_parser(
        "disclose", help="write into the ledger what the built release discloses: it is made public"
    )
    command.add_argument("--warehouse", type=Path, default=warehouse.WAREHOUSE)
    commands.add_parser("list", help="list the datasets and their files of figures")
    survey_command.add(commands)
    initiatives.add(commands)
    chosen = parser.parse_args(arguments)
    if chosen.command == "survey":
        return survey_command.run(chosen)
    if chosen.command == "initiatives":
        return initiatives.run(chosen)
    try:
        if chosen.command == "list":
            _list()
        elif chosen.command == "disclose":
            _disclose(folder=chosen.warehouse)
        elif chosen.command == "check":
            with tempfile.TemporaryDirectory() as folder:
                _build(folder=Path(folder), quiet=chosen.quiet)
        else:
            _build(folder=chosen.warehouse, quiet=chosen.quiet)
    except NAMED as error:
        served = warehouse.current(folder=getattr(chosen, "warehouse", warehouse.WAREHOUSE))
        print(f"\nThe build stopped.\n{error}", file=sys.stderr)
        print(f"Still served: {served or 'nothing yet'}", file=sys.stderr)
        return 1
    return 0


def _list() -> None:
    for name, about in read_datasets().items():
        print(f"{name:32} {about.side:9} {about.title} ({OBSERVATIONS.name}/{name}.csv)")


def _disclose(*, folder: Path) -> None:
    release, printed, withheld = disclosed.append(catalogue=CATALOGUE, warehouse=folder)
    if printed or withheld:
        print(
            f"release {release} prints {printed} counts on sensitive topics, withholds {withheld}"
        )
        print(f"now in {CATALOGUE.name}/{disclosed.FILE}: commit it, so that every clone knows")
    else:
        print(f"release {release}: the ledger already says what it discloses")


def _given_away(rows: pl.DataFrame) -> None:
    if rows.height:
        named = ", ".join(rows["row"])
        print(f"\n{rows.height} counts are {rows['reason'][0]}: {named}", file=sys.stderr)


def _build(*, folder: Path, quiet: bool) -> None:
    steps = len(read_datasets()) + STEPS_AFTER_READING
    with tqdm(total=steps, unit="step", disable=quiet, leave=False) as bar:

        def progress(step: str) -> None:
            bar.set_description(f"{step:44.44}")
            bar.update()

        release, report = build(folder=folder, progress=progress, given_away=_given_away)
    if not quiet:
        _print(report)
    print(f"release {release}")


def _print(report: pl.DataFrame) -> None:
    numbers = ("read", "kept", "suppressed", "flagged", "rejected")
    print(f"{'dataset':34}" + "".join(f"{name:>11}" for name in numbers) + "  reasons")
    for row in report.iter_rows(named=True):
        print(
            f"{row['dataset']:34}"
            + "".join(f"{row[name]:>11,}" for name in numbers)
            + f"  {row['reasons'][:150]}"
        )
    totals = report.select(pl.col(numbers).sum()).row(0)
    print(f"{'all':34}" + "".join(f"{total:>11,}" for total in totals))


if __name__ == "__main__":
    sys.exit(main())
