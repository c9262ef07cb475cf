"""What was measured, against what was aimed at, as lines of a table."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

# Decimals by unit: seconds are held to limits of tenths, shares of a window to hundredths.
DECIMALS = {"s": 2, "": 3}


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One number: the median of its ``runs``, its unit, and the most it should be (if set)."""

    what: str
    runs: tuple[float, ...]
    unit: str
    most: float | None = None
    note: str = ""

    @property
    def median(self) -> float:
        """Return the median of the runs, in ``unit``."""
        return statistics.median(self.runs)


def timed(action: Callable[[], object], *, times: int) -> tuple[float, ...]:
    """Return how long each of ``times`` calls of ``action`` took, in milliseconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        taken.append((time.perf_counter() - start) * 1000)
    return tuple(taken)


def table(measures: Iterable[Measure]) -> str:
    """Return the measures as a Markdown table: median, range, aim, whether the aim is met."""
    rows: list[tuple[str, ...]] = [("what", "median", "range", "n", "aim", "")]
    rows += [_row(measure) for measure in measures]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    rule = tuple("-" * width for width in widths)
    return "\n".join(_line(row=row, widths=widths) for row in (rows[0], rule, *rows[1:]))


def _row(measure: Measure) -> tuple[str, ...]:
    if not measure.runs:
        return (measure.what, "not measured", "", "0", "", measure.note)
    places = DECIMALS.get(measure.unit, 1)
    low, high = min(measure.runs), max(measure.runs)
    aim, verdict = "", measure.note
    if measure.most is not None:
        aim = f"≤ {measure.most:g} {measure.unit}".strip()
        verdict = "met" if measure.median <= measure.most else "MISSED"
    return (
        measure.what,
        f"{measure.median:.{places}f} {measure.unit}".strip(),
        f"{low:.{places}f}–{high:.{places}f}",
        str(len(measure.runs)),
        aim,
        verdict,
    )


def _line(*, row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
    return "| " + " | ".join(cells) + " |"
