"""Counts on sensitive topics as one table: which are small, what protects them, what is disclosed.

Between the rows of the observations and the cells of :mod:`pipelines.secondary`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from data.contracts.table import check
from pipelines import disclosed
from pipelines.disclosed import BETWEEN, CELL, DISCLOSURE, LINE
from pipelines.formula import formula
from pipelines.policy import DisclosurePolicy
from pipelines.relations import Cell, Places, Values, relations
from pipelines.secondary import Hidden, hidden_cells

TO_PROTECT = "withheld so that no total gives a small count back"
OPEN = "withheld, but earlier public releases give it away: nothing printed now can protect it"


@dataclass(frozen=True, kw_only=True)
class Counts:
    """``rows`` are sensitive counts: their columns, number, threshold, local and gone."""

    rows: pl.DataFrame
    areas: pl.DataFrame
    policy: DisclosurePolicy
    ledger: pl.DataFrame | None

    @cached_property
    def _placed(self) -> list[tuple[Cell, dict[str, Any]]]:
        rows = self.rows.with_columns(value=pl.when(~pl.col("gone")).then("value"))
        return [
            (disclosed.cell(row, lines=self.policy.lines), row)
            for row in rows.iter_rows(named=True)
        ]

    @cached_property
    def _tables(self) -> list[Values]:
        """The current table and those of older vintages: cell → value, None where one is gone."""
        rows = [row for _, row in self._placed]
        found = disclosed.tables(rows, lines=self.policy.lines)
        return [
            {cell: _known(values) for cell, values in table.items()} for table in found.values()
        ]

    @cached_property
    def _places(self) -> Places:
        return Places(
            parents=dict(self.areas.select("area", pl.col("parent").fill_null("")).iter_rows()),
            levels=dict(self.areas.select("area", "level").iter_rows()),
            national=self.policy.national_levels,
        )

    @property
    @formula(
        id="small-counts",
        section="disclosure control",
        title="Small counts on sensitive topics",
        formula="count < threshold of its topic, in an area smaller than a country: withheld",
        words=(
            "A nought is a small count too. One figure in several vintages is one count: where "
            "one of them is small, all are withheld. A rate goes with its count, and a rate whose "
            "count is not printed is withheld, since the population gives the count back. Notes "
            "that hold numbers are left out beside such counts unless somebody has read them."
        ),
        source="own rule",
        constants=(
            "disclosure.toml · counts.suppress_below",
            "disclosure.toml · counts.national_levels",
            "disclosure.toml · counts.rate_units",
            "disclosure.toml · counts.notes_read",
        ),
    )
    def _primary(self) -> frozenset[Cell]:
        return frozenset(
            cell
            for cell, row in self._placed
            if row["local"] and row["value"] is not None and row["value"] < row["threshold"]
        )

    @cached_property
    def hidden(self) -> Hidden:
        """Every count to withhold, in this release and in view of the earlier ones."""
        if not self._placed:
            return Hidden(cells=frozenset(), open=frozenset())
        thresholds: dict[tuple[str, ...], float] = {}
        for cell, row in self._placed:
            thresholds[cell.line] = max(row["threshold"], thresholds.get(cell.line, 0))
        former = (
            [] if self.ledger is None else disclosed.former(self.ledger, lines=self.policy.lines)
        )
        return hidden_cells(
            tables=self._tables,
            primary=self._primary,
            places=self._places,
            thresholds=thresholds,
            sums=self.policy.sums,
            former=former,
        )

    def withheld(self) -> pl.DataFrame:
        """Return ``number`` and ``why`` of every row to withhold."""
        primary = self._primary
        found = [
            (
                row["number"],
                f"a count below {row['threshold']} on a sensitive topic"
                if cell in primary
                else TO_PROTECT,
            )
            for cell, row in self._placed
            if cell in self.hidden.cells
        ]
        return pl.DataFrame(found, schema={"number": pl.UInt32, "why": pl.String}, orient="row")

    def open(self) -> pl.DataFrame:
        """Return row, dataset and reason of what earlier public releases give away."""
        found = [
            (row["row"], row["dataset"], OPEN)
            for cell, row in self._placed
            if cell in self.hidden.open
        ]
        text = pl.String
        return pl.DataFrame(
            found, schema={"row": text, "dataset": text, "reason": text}, orient="row"
        )

    def disclosure(self) -> pl.DataFrame:
        """Return what this release prints and withholds, as the ledger takes it."""
        kinds: dict[Cell, set[str]] = {}
        for table in self._tables:
            for one in relations(values=table, places=self._places, sums=self.policy.sums):
                if one.complete:
                    kinds.setdefault(one.total, set()).add(one.kind)
        made = list(self._disclosed(kinds))
        frame = pl.DataFrame(made, schema=dict(DISCLOSURE.columns), orient="row")
        return check(frame.sort(frame.columns), table=DISCLOSURE)

    def _disclosed(self, kinds: Mapping[Cell, set[str]]) -> Iterator[dict[str, Any]]:
        seen = set()
        for cell, row in self._placed:
            said = {name: row[name] or "" for name in (*LINE, *CELL, "vintage")}
            # One series under two codes is one count.
            if tuple(said.values()) not in seen:
                seen.add(tuple(said.values()))
                yield said | {
                    "current": row["current"],
                    "value": None if cell in self.hidden.cells else row["value"],
                    "sums": BETWEEN.join(sorted(kinds.get(cell, ()))),
                }


def _known(values: list[float | None]) -> float | None:
    """Return the least of them; None where one is withheld: nobody here knows it then."""
    known = [value for value in values if value is not None]
    return min(known) if len(known) == len(values) else None
