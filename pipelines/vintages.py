"""Which vintage of an official line is shown, when a database was released several times."""

from __future__ import annotations

import polars as pl

from pipelines.formula import formula
from pipelines.policy import ComparisonPolicy

# One release wins a whole line: these columns say what a line is.
LINE = ("family", "line_series", "indicator", "area", "sex", "age", "urbanisation", "other")
SERIES_AREA = LINE[:4]


@formula(
    id="vintages",
    section="vintages and revisions",
    title="Which vintage is shown",
    formula="the newest vintage that holds a line wins the whole line; a breakdown that only an "
    "older vintage holds stays when that vintage and the newest agree on the other lines of the "
    "same series and area within the margin, and is set aside when they differ by more",
    words="A line is one series of a database for one area and one group of people. Values of two "
    "vintages are never joined in one line and never averaged. Where a newest release gives the "
    "total alone and the total was revised, the older figures of women and men or of town and "
    "countryside belong to what was revised, so they are not set beside the new total.",
    source="own rule",
    constants=(
        "comparison.toml · materiality.share_margin",
        "comparison.toml · materiality.relative_margin",
    ),
)
def vintages(frame: pl.DataFrame, *, policy: ComparisonPolicy) -> pl.DataFrame:
    """Let the newest vintage win each whole line; older ones stay, ``current`` false.

    A line is a database family's series × indicator × area × breakdown (:data:`LINE`): values
    of two vintages are never mixed inside one line, and never averaged. A line that only an
    older vintage holds is current with a note, unless that vintage was revised materially in
    another line of the same series and area.
    """
    newest = pl.col("vintage").max().over(LINE)
    of_series = pl.col("vintage").max().over(SERIES_AREA)
    told = frame.with_columns(current=pl.col("vintage") == newest, newest=of_series)
    revised = _revised(told, policy=policy).with_columns(gone=pl.lit(value=True))
    older = pl.col("vintage") != pl.col("newest")
    said = pl.format("of the vintage {}; the newest, {}, does not give it", "vintage", "newest")
    joined = told.join(
        revised, on=[*SERIES_AREA, "vintage"], how="left", maintain_order="left", nulls_equal=True
    )
    kept = pl.col("current") & pl.col("gone").is_null()
    return joined.with_columns(
        current=kept,
        note=pl.when(kept & older)
        .then(pl.concat_str(pl.col("note").replace("", None), said, separator="; ",
                            ignore_nulls=True))
        .otherwise("note"),
    ).drop("newest", "gone")  # fmt: skip


def _revised(told: pl.DataFrame, *, policy: ComparisonPolicy) -> pl.DataFrame:
    """Return the vintages of each series and area that the newest has revised materially."""
    keys = [*LINE, "period"]
    newest = told.filter(pl.col("vintage") == pl.col("newest")).select(*keys, now="value")
    change = (pl.col("now") - pl.col("value")).abs()
    margin = (
        pl.when(pl.col("unit") == "percent")
        .then(policy.share_margin)
        .otherwise(policy.relative_margin * pl.col("now").abs())
    )
    return (
        told.filter(pl.col("vintage") != pl.col("newest"))
        .join(newest, on=keys, how="inner", nulls_equal=True)
        .filter(change > margin)
        .select(*SERIES_AREA, "vintage")
        .unique()
    )
