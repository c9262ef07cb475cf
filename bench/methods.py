"""How long comparing, judging progress and counting coverage take on up to a million pair-years.

The figures are made up and seeded: pairs × areas × years, each with a citizen value; the official
side leaves out every fifth year (interpolation), and in every tenth pair it is a census of every
tenth year (nearest year, with its own drift). ``python -m bench.methods 1000000`` is one run.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from typing import Any

import polars as pl

from bench.table import Measure

SIZES = (10_000, 100_000, 1_000_000)
AREAS, YEARS, FIRST_YEAR = 100, 25, 2000
SEED = 17
# getrusage counts kilobytes on Linux and bytes on macOS.
_MAXRSS_BYTES = 1 if sys.platform == "darwin" else 1024


class MethodsError(RuntimeError):
    """The run that was to be measured failed."""


def measure(*, times: int) -> list[Measure]:
    """Run every size in a process of its own; seconds, growth and megabytes (10^6 bytes)."""
    found = []
    taken: dict[tuple[int, str], list[float]] = {}
    for size in SIZES:
        megabytes = []
        for _ in range(times):
            seconds, most = _once(size=size)
            megabytes.append(most / 1e6)
            for part, value in [*seconds.items(), ("all three", sum(seconds.values()))]:
                taken.setdefault((size, part), []).append(value)
        largest = size == SIZES[-1]
        for part in ("compare", "progress", "coverage", "all three"):
            whole = part == "all three"
            found.append(
                Measure(
                    what=f"{part}, {size:,} pair-years",
                    runs=tuple(value * (1 if whole else 1000) for value in taken[size, part]),
                    unit="s" if whole else "ms",
                    most=10 if largest and whole else None,
                    note=_growth(taken, size=size, part=part),
                )
            )
        found.append(
            Measure(
                what=f"memory at most, {size:,} pair-years",
                runs=tuple(megabytes),
                unit="MB",
                most=1500 if largest else None,
            )
        )
    return found


def _growth(taken: dict[tuple[int, str], list[float]], *, size: int, part: str) -> str:
    """Say by how much ten times the rows take longer."""
    before = taken.get((size // 10, part))
    return f"×{min(taken[size, part]) / min(before):.1f} for ×10" if before else ""


def _once(*, size: int) -> tuple[dict[str, float], float]:
    """Return seconds by part, and the largest resident size of the process in bytes."""
    with tempfile.TemporaryFile() as output:
        command = [sys.executable, "-m", "bench.methods", str(size)]
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read().decode(errors="replace")
    if process.returncode:
        raise MethodsError(f"{' '.join(command)} ended with {process.returncode}:\n{said[-2000:]}")
    seconds: dict[str, float] = json.loads(said)
    return seconds, usage.ru_maxrss * _MAXRSS_BYTES


def run(*, size: int) -> dict[str, float]:
    """Make ``size`` pair-years, run the three methods once, return the seconds of each."""
    from data.catalogue import CATALOGUE
    from pipelines.comparison.compare import compare_all
    from pipelines.comparison.terms import PairTerms
    from pipelines.coverage import coverage
    from pipelines.policy import ComparisonPolicy
    from pipelines.progress.policy import ProgressPolicy
    from pipelines.progress.verdicts import progress

    pairs = size // (AREAS * YEARS)
    citizen, official = (_observations(pairs=pairs, side=side) for side in ("citizen", "official"))
    terms = [
        PairTerms(
            pair=f"p{number}", unit="percent", direction="increase", verdict="overlay",
            independence="independent",
        )
        for number in range(pairs)
    ]  # fmt: skip
    seconds, made = {}, {}
    policy = ComparisonPolicy.read(CATALOGUE / "comparison.toml")
    start = time.perf_counter()
    compared = compare_all(terms=terms, citizen=citizen, official=official, policy=policy)
    seconds["compare"] = time.perf_counter() - start
    made["compare"] = compared.rows.height
    del compared  # each part is measured with what it needs in memory, not with the last one's

    points, lines = _lines(citizen, official)
    years = ProgressPolicy.read(CATALOGUE / "progress.toml")
    start = time.perf_counter()
    made["progress"] = progress(points=points, terms=lines, policy=years).height
    seconds["progress"] = time.perf_counter() - start
    del points, lines

    both = pl.concat([citizen, official])
    del citizen, official
    start = time.perf_counter()
    made["coverage"] = coverage(observations=both).height
    seconds["coverage"] = time.perf_counter() - start
    if made["compare"] < size * 0.8 or not made["progress"] or not made["coverage"]:
        raise MethodsError(f"of {size} pair-years only these were judged: {made}")
    return seconds


def _observations(*, pairs: int, side: str) -> pl.DataFrame:
    """Return one side of every pair, area and year, in the columns that the methods want."""
    number = pl.int_range(pairs * AREAS * YEARS, dtype=pl.Int64)
    pair, area = number // (AREAS * YEARS), number // YEARS % AREAS
    year = FIRST_YEAR + number % YEARS
    shift = 0 if side == "citizen" else 3
    frame = pl.select(number=number, pair=pair, place=area, year=year).with_columns(
        value=(20 + (pl.col("number").hash(SEED + shift) % 6000) / 100).cast(pl.Float64)
    )
    if side == "official":
        census = pl.col("pair") % 10 == 0
        tenth, fifth = (pl.col("year") - FIRST_YEAR) % 10, pl.col("year") % 5
        frame = frame.filter(pl.when(census).then(tenth == 5).otherwise(fifth != 2))
    constant: dict[str, Any] = {
        "side": side, "relation": "indicator", "sex": "total", "urbanisation": "total",
        "age": "total", "other": "", "base": "", "unit": "percent", "status": "normal",
        "interval_basis": "none", "nature": "C",
    }  # fmt: skip
    return frame.select(
        pair=pl.format("p{}", "pair"),
        row=pl.format(f"{side}:{{}}", "number"),
        dataset=pl.format("d{}", pl.col("pair") % 40),
        series=pl.format("s{}", "pair"),
        indicator=pl.format("{}.1.1", pl.col("pair") % 17 + 1),
        country=pl.lit("KEN"),
        area=pl.when(pl.col("place") == 0)
        .then(pl.lit("KEN"))
        .otherwise(pl.format("KE-{}", "place")),
        year_start="year",
        year_end="year",
        value="value",
        lower=pl.lit(None, pl.Float64),
        upper=pl.lit(None, pl.Float64),
        sample_size=pl.lit(800 if side == "citizen" else None, pl.Int64),
        current=pl.lit(value=True),
        **{name: pl.lit(value) for name, value in constant.items()},
    )


def _lines(citizen: pl.DataFrame, official: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Let every pair, area and side be a line of progress."""
    from pipelines.progress.verdicts import TERMS_SCHEMA

    line = pl.format("{} {} {}", "pair", "area", "side")
    points = pl.concat(
        frame.select(line=line, year="year_end", value="value") for frame in (citizen, official)
    )
    usual: dict[str, Any] = {
        "kind": "pair", "pair": "p", "country": "KEN", "indicator": "7.1.1", "side": "citizen",
        "dataset": "d", "series": "s", "area": "KEN", "unit": "percent", "direction": "increase",
        "no_growth": "", "refused": "", "note": "",
    }  # fmt: skip
    terms = points.select(pl.col("line").unique(maintain_order=True)).with_columns(
        target=pl.lit(100.0), **{name: pl.lit(value) for name, value in usual.items()}
    )
    return points, terms.select(list(TERMS_SCHEMA))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(size=int(sys.argv[1]))))
