"""Four methods of judging progress, each with its own words, side by side.

A method turns the columns that :func:`pipelines.progress.verdicts.progress` prepares (one row for
each line) into four expressions. Nothing here reads a row of data.
"""

from __future__ import annotations

import polars as pl

from data.contracts.progress import METHODS
from pipelines.formula import formula
from pipelines.progress.judgement import (
    BASE_MET,
    BY_GROWTH,
    DECIMALS,
    ZERO_TARGET,
    Judgement,
    Method,
    grown,
    growth,
    refused_growth,
    turned,
    without_target,
    word_of,
)
from pipelines.progress.policy import ProgressPolicy


class Linear(Method):
    """Observed yearly change over the yearly change that reaches the target. The headline."""

    name = METHODS[0]
    words = ("target met", "on track", "moderate", "stagnating", "moving away")

    @formula(
        id="progress-linear",
        section="progress",
        title="Linear",
        formula="ratio = ((last − base) ÷ (last year − base year)) ÷ ((target − base) ÷ (2030 − "
        "base year)); target met: the last value meets the target, whatever the ratio; moving "
        "away: ratio < 0; stagnating: < stagnating_below; moderate: < on_track_from; on track: "
        "from there on",
        words="The observed change a year over the change a year that would reach the target in "
        "2030. The headline method: its word does not change when an indicator is restated as "
        "its complement (with access, without access). Without a value for 2030 there is no "
        "verdict. Where the base value met the target and the last does not, it is moving away.",
        source="after the trend dashboards of the Sustainable Development Report (Sustainable "
        "Development Solutions Network); base year and target as in the 2030 Agenda",
        constants=(
            "progress.toml · years.base",
            "progress.toml · years.base_after",
            "progress.toml · years.target",
            "progress.toml · years.apart",
            "progress.toml · linear.stagnating_below",
            "progress.toml · linear.on_track_from",
        ),
    )
    def judge(self, *, policy: ProgressPolicy) -> Judgement:
        """Judge by straight lines; complement-proof."""
        met, on_track, moderate, stagnating, away = self.words
        observed = pl.col("change") / pl.col("years")
        needed = pl.col("way") / pl.col("ahead")
        ratio = pl.when(~pl.col("base_met")).then((observed / needed).round(DECIMALS))
        refused = without_target()
        return Judgement(
            verdict=word_of(
                (pl.col("last_met"), met),
                (turned(), away),
                (ratio < 0, away),
                (ratio < policy.linear_stagnating, stagnating),
                (ratio < policy.linear_on_track, moderate),
                (ratio >= policy.linear_on_track, on_track),
                refused=refused,
            ),
            ratio=pl.when(refused.is_null()).then(ratio),
            projected=pl.col("base_value") + observed * pl.col("ahead"),
            reason=pl.coalesce(refused, pl.when(turned()).then(pl.lit(BASE_MET))),
        )


class Unsd(Method):
    """Projection with the growth rate, as the United Nations' progress chart does."""

    name = METHODS[1]
    words = ("on track", "fair progress", "stagnation or regression")

    @formula(
        id="progress-unsd",
        section="progress",
        title="UNSD 2023",
        formula="CAGR = (last ÷ base)^(1 ÷ years) − 1; projected = base × (1 + CAGR)^(2030 − base "
        "year); r = (projected − base) ÷ (target − base); on track: r ≥ on_track_from; fair "
        "progress: r ≥ fair_from; stagnation or regression below. Without target: CAGR in the "
        "desired direction ≥ growth_on_track_from, ≥ growth_fair_from, or below",
        words="The growth so far, carried on to 2030, over the way from base to target. A last "
        "value that meets the target is on track. A base value of zero or below and a change of "
        "sign have no growth rate, and then there is no verdict; nor is one said of series whose "
        "values are growth rates themselves, or yes and no. The word can change when an "
        "indicator is restated as its complement.",
        source="United Nations Statistics Division, The Sustainable Development Goals Progress "
        "Chart 2023, technical note",
        constants=(
            "progress.toml · unsd.on_track_from",
            "progress.toml · unsd.fair_from",
            "progress.toml · unsd.growth_on_track_from",
            "progress.toml · unsd.growth_fair_from",
        ),
    )
    def judge(self, *, policy: ProgressPolicy) -> Judgement:
        """Judge by compound growth, with or without a target."""
        on_track, fair, stagnation = self.words
        has_target = pl.col("target").is_not_null()
        part = ((grown() - pl.col("base_value")) / pl.col("way")).round(DECIMALS)
        speed = (pl.col("sense") * growth()).round(DECIMALS)
        ratio = pl.when(~has_target).then(speed).when(~pl.col("base_met")).then(part)
        refused = pl.when(~pl.col("last_met")).then(refused_growth())
        return Judgement(
            verdict=word_of(
                (pl.col("last_met"), on_track),
                (turned(), stagnation),
                (has_target & (part >= policy.unsd_on_track), on_track),
                (has_target & (part >= policy.unsd_fair), fair),
                (~has_target & (speed >= policy.unsd_growth_on_track), on_track),
                (~has_target & (speed >= policy.unsd_growth_fair), fair),
                (pl.lit(value=True), stagnation),
                refused=refused,
            ),
            ratio=pl.when(refused.is_null()).then(ratio),
            projected=pl.when(refused_growth().is_null()).then(grown()),
            reason=pl.coalesce(
                refused,
                pl.when(turned()).then(pl.lit(BASE_MET)),
                pl.when(~has_target).then(pl.lit(BY_GROWTH)),
            ),
        )


class CagrRatio(Method):
    """Growth observed over growth needed."""

    name = METHODS[2]
    words = (
        "target achieved", "on track", "acceleration needed", "limited progress", "deterioration",
    )  # fmt: skip

    @formula(
        id="progress-cagr-ratio",
        section="progress",
        title="CAGR ratio",
        formula="R = d × CAGR ÷ |(target ÷ base)^(1 ÷ (2030 − base year)) − 1|, CAGR = (last ÷ "
        "base)^(1 ÷ years) − 1, d = 1 where more is better and −1 where less is; target "
        "achieved: the last value meets the target; on track: R ≥ on_track_from; acceleration "
        "needed: R ≥ acceleration_from; limited progress: R ≥ 0; deterioration: R < 0",
        words="The growth observed over the growth needed. It is not applied to zero targets, "
        "which no growth rate reaches: a series exactly on its straight path to zero would score "
        "“limited progress”. Without a value for 2030, with a base value of zero or below, or "
        "with a change of sign there is no verdict. The word can change when an indicator is "
        "restated as its complement.",
        source="Statistics Canada and Open SDG, Progress Measurement Methodology for the "
        "Sustainable Development Goals, after Eurostat",
        constants=(
            "progress.toml · cagr_ratio.on_track_from",
            "progress.toml · cagr_ratio.acceleration_from",
        ),
    )
    def judge(self, *, policy: ProgressPolicy) -> Judgement:
        """Judge by the ratio of growth rates; targets of zero are refused."""
        achieved, on_track, acceleration, limited, deterioration = self.words
        per_year = 1 / pl.col("ahead")
        reachable = pl.when((pl.col("target") > 0) & (pl.col("base_value") > 0))
        needed = reachable.then(pl.col("target") / pl.col("base_value")) ** per_year - 1
        ratio = pl.when(~pl.col("base_met")).then(
            (pl.col("sense") * growth() / needed.abs()).round(DECIMALS)
        )
        zero = pl.when(pl.col("target") <= 0).then(pl.lit(ZERO_TARGET))
        refused = pl.coalesce(
            without_target(), zero, pl.when(~pl.col("last_met")).then(refused_growth())
        )
        return Judgement(
            verdict=word_of(
                (pl.col("last_met"), achieved),
                (turned(), deterioration),
                (ratio >= policy.cagr_on_track, on_track),
                (ratio >= policy.cagr_acceleration, acceleration),
                (ratio >= 0, limited),
                (ratio < 0, deterioration),
                refused=refused,
            ),
            ratio=pl.when(refused.is_null()).then(ratio),
            projected=pl.when(refused_growth().is_null()).then(grown()),
            reason=pl.coalesce(refused, pl.when(turned()).then(pl.lit(BASE_MET))),
        )


class Escap(Method):
    """The gap that a line weighted towards recent values leaves in 2030."""

    name = METHODS[3]
    words = ("maintain progress", "accelerate progress", "reverse trend")

    @formula(
        id="progress-escap",
        section="progress",
        title="ESCAP",
        formula="projected = the straight line of 2030, fitted to all values from first_year on "
        "with weights year − first_year + 1; P = 100 × |target − projected| ÷ |target − base|, 0 "
        "where the projected value meets the target; maintain progress: P ≤ maintain_up_to; "
        "accelerate progress: P ≤ accelerate_up_to; reverse trend above",
        words="Anticipated progress: how much of the way from base to target will be left in 2030 "
        "when the weighted trend goes on. Without a value for 2030 there is no verdict. Where the "
        "base value met the target and the projected one does not, the trend is to be reversed. "
        "Weights and cut-offs are to be verified against the source.",
        source="United Nations Economic and Social Commission for Asia and the Pacific, "
        "anticipated progress index: Statistics Division Working Papers SD/WP/04 (March 2017, "
        "weighted extrapolation) and SD/WP/05 (A. Bidarbakht Nia, Tracking progress towards the "
        "SDGs, May 2017); cut-offs to be verified against the source",
        constants=(
            "progress.toml · escap.first_year",
            "progress.toml · escap.maintain_up_to",
            "progress.toml · escap.accelerate_up_to",
        ),
    )
    def judge(self, *, policy: ProgressPolicy) -> Judgement:
        """Judge by the gap that the weighted trend leaves."""
        maintain, accelerate, reverse = self.words
        reaches = ((pl.col("trend") - pl.col("target")) * pl.col("sense")).round(DECIMALS) >= 0
        gap = (100 * (pl.col("target") - pl.col("trend")).abs() / pl.col("way").abs()).round(
            DECIMALS
        )
        ratio = pl.when(reaches).then(0.0).when(~pl.col("base_met")).then(gap)
        refused = without_target()
        lost = pl.col("base_met") & ~reaches
        return Judgement(
            verdict=word_of(
                (lost, reverse),
                (ratio <= policy.escap_maintain, maintain),
                (ratio <= policy.escap_accelerate, accelerate),
                (ratio > policy.escap_accelerate, reverse),
                refused=refused,
            ),
            ratio=pl.when(refused.is_null()).then(ratio),
            projected=pl.col("trend"),
            reason=pl.coalesce(
                refused,
                pl.when(lost).then(
                    pl.lit("the value of the base year met the target, the projected does not")
                ),
            ),
        )


ALL: tuple[Method, ...] = (Linear(), Unsd(), CagrRatio(), Escap())
