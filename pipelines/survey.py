"""Shares, means and ratios from respondents' answers, with the design of their survey.

Why svy. Four libraries were compared on Python 3.11 with the versions pinned here. statsmodels 0.15
knows weights, but neither strata nor clusters of a sample. samplics 0.6 knows them, and says of
itself that it is no longer maintained and that svy follows it. pysurveyx 0.21 had its last release
a year ago, has no public place for issues and brings a web framework along. svy 0.35 (MIT, called a
beta, several releases a month, checked against R's survey package) remains: Taylor linearisation in
which a group is a subpopulation of the design and not a file cut down, degrees of freedom counted
within the group, a halt at a stratum with one cluster unless it is told what to do, finite
populations, Polars frames as they are. For the sample of ten in the tests svy, samplics and the sum
by hand all give 58.3333 % with a standard error of 12.1875 points, and agree in both of its groups.
Its price is 370 MB on disk (pyarrow, SciPy and its own core): it is imported when an estimate is
made, never by the web process.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from pipelines.formula import formula
from pipelines.microdata.frame import (
    CLUSTER,
    IN_BASE,
    POPULATION,
    STRATUM,
    WEIGHT,
    X,
    Y,
    counts,
    frame,
)
from pipelines.microdata.model import Microdata, MicrodataError
from pipelines.microdata.terms import Design, Mean, Measure, Ratio, Share

__all__ = ["RESULT", "Design", "Mean", "Ratio", "Share", "estimate"]

RESULT: Mapping[str, Any] = {
    "value": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "interval_basis": pl.String,
    "interval_method": pl.String,
    "standard_error": pl.Float64,
    "degrees_of_freedom": pl.Int64,
    "n": pl.Int64,
    "design_effect": pl.Float64,
    "effective_n": pl.Float64,
    "kish_effect": pl.Float64,
    "dont_know_n": pl.Int64,
    "dont_know_share": pl.Float64,
    "refused_n": pl.Int64,
    "refused_share": pl.Float64,
    "missing_n": pl.Int64,
    "not_asked_n": pl.Int64,
    "lonely_strata": pl.Int64,
}
"""Columns of an estimate after those of its domain. Shares in percent, ``n`` unweighted."""

COMPUTED, NO_INTERVAL = "computed", "none"
LOGIT = "on the logit scale"
EXACT = "exact (Korn and Graubard), since the share is 0 or 100"
STUDENT = "Student's t"
NOBODY = "none: nobody answered"
ONE_CLUSTER = "none: no two clusters to compare within a stratum"
NO_WIDTH = "none: all clusters give the same answer"
AT_END = 1e-9
EVERYBODY = "_everybody"


def estimate(
    *,
    microdata: Microdata,
    measure: Measure,
    design: Design,
    by: Sequence[str] = (),
    levels: Mapping[str, Sequence[str]] | None = None,
    confidence: float = 0.95,
) -> pl.DataFrame:
    """Estimate one measure, for everybody or for each group of ``by``.

    Returns one row for each group: the columns of ``by`` (codes as text) and those of
    :data:`RESULT`; with everybody answering in a group ``value`` is in percent for a
    :class:`Share`, else in the variable's unit. Groups are subpopulations of the whole design, not
    files of their own. A group in which nobody answered has ``n`` 0 and no value.

    ``levels`` names groups that must be there. Raises ``MicrodataError`` for an unknown variable
    (closest names), a weight that is no positive number or a missing stratum or cluster (how many,
    the first rows by number), an answer whose code the measure does not place, a stratum with one
    cluster where the design says "stop", and an empty base or a level nobody has.
    """
    groups = tuple(by) or (EVERYBODY,)
    rows = frame(microdata=microdata, measure=measure, design=design, by=by)
    rows = rows.with_columns(pl.lit("all").alias(EVERYBODY))
    counted = counts(rows, by=groups)
    _check_groups(microdata, measure=measure, counted=counted, levels=levels or {})
    lonely = _lonely(rows, design=design, file=microdata.file)
    found = _with_library(rows, measure=measure, design=design, by=groups, alpha=1 - confidence)
    scale = 100.0 if isinstance(measure, Share) else 1.0
    bounded = (pl.col("upper") > pl.col("lower")).fill_null(value=False)
    measured = bounded & (pl.col("design_effect") > 0)
    joined = counted.join(found, on=groups, how="left", nulls_equal=True)
    return joined.with_columns(
        *((scale * pl.col(name)).alias(name) for name in ("value", "standard_error")),
        # Rounding must not push a bound across the value it surrounds.
        lower=pl.when(bounded).then(scale * pl.min_horizontal("lower", "value")),
        upper=pl.when(bounded).then(scale * pl.max_horizontal("upper", "value")),
        interval_basis=pl.when(bounded).then(pl.lit(COMPUTED)).otherwise(pl.lit(NO_INTERVAL)),
        interval_method=pl.when(bounded)
        .then("interval_method")
        .when(pl.col("n") == 0)
        .then(pl.lit(NOBODY))
        .when(pl.col("degrees_of_freedom") > 0)
        .then(pl.lit(NO_WIDTH))
        .otherwise(pl.lit(ONE_CLUSTER)),
        # Without spread there is no effect of the design to speak of: nought would be a claim.
        design_effect=pl.when(measured).then("design_effect"),
        effective_n=pl.when(measured).then(pl.col("n") / pl.col("design_effect")),
        lonely_strata=pl.lit(lonely, dtype=pl.Int64),
    ).select(*by, *(pl.col(name).cast(kind) for name, kind in RESULT.items()))


def _check_groups(
    microdata: Microdata,
    *,
    measure: Measure,
    counted: pl.DataFrame,
    levels: Mapping[str, Sequence[str]],
) -> None:
    if not counted["n"].sum():
        raise MicrodataError(
            file=microdata.file,
            where=f"the base of {measure.name}",
            found="nobody",
            reason="an estimate needs somebody who answered",
        )
    for name, wanted in levels.items():
        answering = counted.filter(pl.col("n") > 0)[name].to_list()
        for level in wanted:
            if level not in answering:
                raise MicrodataError(
                    file=microdata.file,
                    where=f"the groups of {name}",
                    found=level,
                    allowed=[one for one in answering if one is not None],
                    reason=f"nobody there answered {measure.name}",
                )


def _lonely(rows: pl.DataFrame, *, design: Design, file: str) -> int:
    """Return how many strata have one cluster (without clusters: one respondent)."""
    unit = pl.col(CLUSTER).n_unique() if design.clusters else pl.len()
    alone = rows.group_by(STRATUM).agg(unit.alias("k")).filter(pl.col("k") == 1)
    if alone.height and design.lonely == "stop":
        raise MicrodataError(
            file=file,
            where="strata " + " and ".join(design.strata or ("(none)",)),
            found=f"{alone.height} with one cluster",
            allowed=("centre", "stop"),
            reason="no spread can be measured there, and the design says to stop",
        )
    return alone.height


@formula(
    id="survey-taylor",
    section="survey microdata",
    title="Estimate and standard error from respondents",
    formula="p = Σ w·y ÷ Σ w;  SE² = Σ over strata of  k ÷ (k − 1) · (1 − k ÷ K) · "
    "Σ over clusters of (z − mean z)²,  with  z = Σ in the cluster of  w·(y − p) ÷ Σ w",
    words="w is a respondent’s weight, y the answer (1 or 0 for a share), k the clusters of the "
    "stratum in the sample and K those in the population (left out where K is not stated). For a "
    "group, those outside it stay in the design with y − p set to 0. A ratio puts "
    "(y − p·x) ÷ Σ w·x for the last term. A stratum with one cluster is measured from the mean of "
    "all strata, and how many there are is said. Computed by the library svy.",
    source="R. S. Woodruff, A simple method for approximating the variance of a complicated "
    "estimate, Journal of the American Statistical Association 66(334), 1971",
)
def _with_library(
    rows: pl.DataFrame, *, measure: Measure, design: Design, by: Sequence[str], alpha: float
) -> pl.DataFrame:
    """Return value, bounds and errors by group from svy; z's degrees of freedom are the group's."""
    # Imported here: heavy (SciPy, pyarrow), and the web process must never load it.
    import svy

    sample = svy.Sample(
        rows,
        svy.Design(
            wgt=WEIGHT,
            stratum=STRATUM if design.strata else None,
            psu=CLUSTER if design.clusters else None,
            pop_size=POPULATION if design.population else None,
            singleton="center" if design.strata and design.lonely == "centre" else None,
        ),
    )
    how: dict[str, Any] = {"by": list(by), "where": pl.col(IN_BASE), "alpha": alpha}
    main = _main(sample.estimation, measure=measure, how=how).select(
        *by,
        pl.col("est").alias("value"),
        pl.col("se").alias("standard_error"),
        pl.col("df").alias("degrees_of_freedom"),
        pl.col("lci").fill_nan(None).alias("lower"),
        pl.col("uci").fill_nan(None).alias("upper"),
        pl.col("deff").fill_nan(None).alias("design_effect"),
        pl.lit(STUDENT).alias("interval_method"),
    )
    if not isinstance(measure, Share):
        return main
    bounds = _bounds_of_shares(sample.estimation, by=by, how=how)
    return main.drop("lower", "upper", "interval_method").join(bounds, on=by, nulls_equal=True)


def _main(estimation: Any, *, measure: Measure, how: Mapping[str, Any]) -> pl.DataFrame:
    """Return svy's table; where nobody differs from anybody, the effect of the design is null."""
    from svy.errors import MethodError

    def asked(**more: str) -> pl.DataFrame:
        if isinstance(measure, Ratio):
            return estimation.ratio(Y, X, **how, **more).to_polars()
        return estimation.mean(Y, **how, **more).to_polars()

    try:
        return asked(deff="wr")
    except MethodError as error:
        if error.code != "DEFF_NOT_COMPUTABLE":
            raise
        return asked().with_columns(deff=pl.lit(None, dtype=pl.Float64))


@formula(
    id="survey-logit",
    section="uncertainty",
    title="Interval of a share computed from respondents",
    formula="ln(p ÷ (1 − p)) ± t(df) · SE ÷ (p·(1 − p)), turned back into a share",
    words="p is the share, SE its standard error with strata, clusters and weights, df the "
    "clusters less the strata in the group, t Student’s quantile. Near 0 and 100 the interval "
    "stays inside and is not symmetric. Where all who answered say the same, no spread can be "
    "measured, and the interval is the exact one of Korn and Graubard with the number of "
    "respondents. Computed by the library svy; its Wilson interval is not used, since that one "
    "counts few clusters twice (in the effective sample and in t).",
    source="E. L. Korn and B. I. Graubard, Confidence intervals for proportions with small "
    "expected number of positive counts estimated from survey data, Survey Methodology 24(2), "
    "1998",
    constants=("comparison.toml · uncertainty.confidence",),
)
def _bounds_of_shares(
    estimation: Any, *, by: Sequence[str], how: Mapping[str, Any]
) -> pl.DataFrame:
    """Return lower, upper (0 to 1) and method by group."""
    logit, exact = (
        _of_yes(estimation.prop(Y, ci_method=name, **how).to_polars(), by=by)
        for name in ("logit", "korn-graubard")
    )
    at_end = ~pl.col("share").is_between(AT_END, 1 - AT_END)
    return logit.join(exact, on=by, suffix="_exact", nulls_equal=True).select(
        *by,
        pl.when(at_end).then("lower_exact").otherwise("lower").alias("lower"),
        pl.when(at_end).then("upper_exact").otherwise("upper").alias("upper"),
        interval_method=pl.when(at_end).then(pl.lit(EXACT)).otherwise(pl.lit(LOGIT)),
    )


def _of_yes(found: pl.DataFrame, *, by: Sequence[str]) -> pl.DataFrame:
    """Return the row of "yes" by group; where nobody says yes, the row of "no" turned round."""
    yes = pl.col(Y).cast(pl.Float64) == 1
    return (
        found.select(
            *by,
            yes.alias("yes"),
            pl.when(yes).then("est").otherwise(1 - pl.col("est")).alias("share"),
            pl.when(yes).then("lci").otherwise(1 - pl.col("uci")).fill_nan(None).alias("lower"),
            pl.when(yes).then("uci").otherwise(1 - pl.col("lci")).fill_nan(None).alias("upper"),
        )
        .sort("yes", descending=True)
        .unique(by, keep="first", maintain_order=True)
    )
