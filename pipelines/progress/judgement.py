"""What a method of progress is, and what several of them share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

import polars as pl

from data.contracts.progress import NO_VERDICT
from pipelines.progress.policy import ProgressPolicy

DECIMALS = 9
"""Ratios are rounded here before they meet a cut-off: 100 − x must get the word that x gets."""

NO_TARGET = "no value for 2030 is fixed"
BASE_MET = "the value of the base year met the target, the last does not"
BASE_NOT_POSITIVE = "the value of the base year is zero or below: a growth rate is not defined"
SIGN_CHANGES = "the series changes its sign: a growth rate is not defined"
ZERO_TARGET = (
    "the target is zero, which no growth rate reaches: a series exactly on its straight path to "
    "zero would score “limited progress”"
)
BY_GROWTH = "no value for 2030 is fixed: judged by its growth a year"


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What a method says of every line, as expressions.

    ``reason`` is null where nothing is to be added; ``verdict`` is "no verdict" where the method
    does not apply, and then ``reason`` says why.
    """

    verdict: pl.Expr
    ratio: pl.Expr
    projected: pl.Expr
    reason: pl.Expr


class Method(ABC):
    """One method: its name, its words from best to worst, and how it judges.

    Columns it may use: ``base_year, base_value, last_year, last_value, target`` (null where
    none), ``sense`` (1 where more is better, −1 where less is), ``base_met, last_met`` (false
    without a target), ``change`` (last − base), ``way`` (target − base), ``years`` (last − base),
    ``ahead`` (years from base to 2030), ``trend`` (what the weighted line expects of 2030),
    ``no_growth`` (why a growth rate says nothing of this line, "" when it does).
    """

    name: ClassVar[str]
    words: ClassVar[tuple[str, ...]]

    @abstractmethod
    def judge(self, *, policy: ProgressPolicy) -> Judgement:
        """Return verdict, ratio, projected value and reason."""


def growth() -> pl.Expr:
    """Compound annual growth rate between base and last value; null where it is not defined."""
    defined = (pl.col("base_value") > 0) & (pl.col("last_value") >= 0)
    grown = pl.when(defined).then(pl.col("last_value") / pl.col("base_value"))
    return grown ** (1 / pl.col("years")) - 1


def grown() -> pl.Expr:
    """The value that the growth so far expects of 2030."""
    return pl.col("base_value") * (1 + growth()) ** pl.col("ahead")


def refused_growth() -> pl.Expr:
    """Why there is no growth rate; null where there is one."""
    return (
        pl.when(pl.col("no_growth") != "")
        .then("no_growth")
        .when(pl.col("base_value") <= 0)
        .then(pl.lit(BASE_NOT_POSITIVE))
        .when(pl.col("last_value") < 0)
        .then(pl.lit(SIGN_CHANGES))
    )


def without_target() -> pl.Expr:
    """Say that no value of 2030 is fixed; null where one is."""
    return pl.when(pl.col("target").is_null()).then(pl.lit(NO_TARGET))


def turned() -> pl.Expr:
    """Did the base value meet the target, and the last one not? Then no ratio is defined."""
    return pl.col("base_met") & ~pl.col("last_met")


def word_of(*steps: tuple[pl.Expr, str], refused: pl.Expr) -> pl.Expr:
    """Return the word of the first step that holds; "no verdict" where the method is refused."""
    said: Any = pl.when(refused.is_not_null()).then(pl.lit(NO_VERDICT))
    for holds, word in steps:
        said = said.when(holds).then(pl.lit(word))
    found: pl.Expr = said.otherwise(pl.lit(NO_VERDICT))
    return found
