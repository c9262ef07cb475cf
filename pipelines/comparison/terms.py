"""What comparing needs to know of pairs, as objects and as a frame, and its checks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from data.errors import CatalogueError
from data.pairs import INDEPENDENCE, Break, Pair
from pipelines.comparison.assess import VERDICTS

DIRECTIONS = ("increase", "decrease", "")

TERMS_SCHEMA = {
    "pair": pl.String,
    "pair_unit": pl.String,
    "desired": pl.String,
    "independence": pl.String,
    "own_margin": pl.Float64,
}


@dataclass(frozen=True, kw_only=True)
class PairTerms:
    """What comparing needs to know of a pair; ``unit`` and ``margin`` in the indicator's unit.

    ``direction`` is the indicator's desired one ("increase", "decrease", "" when it has none);
    ``margin`` None means the policy's default.
    """

    pair: str
    unit: str
    direction: str
    independence: str
    verdict: str
    margin: float | None = None
    breaks: tuple[Break, ...] = ()

    @classmethod
    def of(cls, *, pair: Pair, unit: str, direction: str, verdict: str) -> PairTerms:
        """Take from a pair of the catalogue what comparing needs."""
        return cls(
            pair=pair.id,
            unit=unit,
            direction=direction,
            independence=pair.independence,
            verdict=verdict,
            margin=pair.margin,
            breaks=pair.breaks,
        )


def as_frame(terms: Iterable[PairTerms]) -> pl.DataFrame:
    """Return the terms as a frame, one row for each pair (:data:`TERMS_SCHEMA`)."""
    return pl.DataFrame(
        [(one.pair, one.unit, one.direction, one.independence, one.margin) for one in terms],
        schema=TERMS_SCHEMA,
        orient="row",
    )


def breaks(terms: Sequence[PairTerms]) -> pl.DataFrame:
    """Return the known breaks of every pair: ``pair, side, year``."""
    return pl.DataFrame(
        [(one.pair, known.side, known.year) for one in terms for known in one.breaks],
        schema={"pair": pl.String, "side": pl.String, "year": pl.Int64},
        orient="row",
    )


def check_terms(terms: PairTerms) -> None:
    """Raise ``CatalogueError`` at a term that is unknown."""
    for entry, found, allowed in (
        ("independence", terms.independence, INDEPENDENCE),
        ("verdict", terms.verdict, VERDICTS),
        ("direction", terms.direction, DIRECTIONS),
    ):
        if found not in allowed:
            raise CatalogueError(
                file=f"pairs/{terms.pair}.toml", entry=entry, found=found, allowed=allowed
            )
    if terms.margin is not None and not terms.margin > 0:
        raise CatalogueError(
            file=f"pairs/{terms.pair}.toml",
            entry="margin",
            found=terms.margin,
            reason="a number above 0 is needed",
        )


def check_unit(*, observations: pl.DataFrame, terms: pl.DataFrame, side: str) -> None:
    """Raise ``CatalogueError`` when a row has another unit than its pair."""
    wrong = observations.join(terms, on="pair").filter(
        pl.col("unit").ne_missing(pl.col("pair_unit"))
    )
    if not wrong.is_empty():
        pair, unit = wrong.select("pair", "pair_unit").row(0)
        first = wrong.filter(pl.col("pair") == pair).select("row", "unit").head(5).rows()
        raise CatalogueError(
            file=f"pairs/{pair}.toml",
            entry=f"[{side}] unit",
            found="; ".join(f"{row}: {unit}" for row, unit in first),
            allowed=(unit,),
            reason="an overlay needs one unit on both sides",
        )
