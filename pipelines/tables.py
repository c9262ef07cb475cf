"""Catalogue files → tables of the warehouse, and the build's report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl

from data.catalogue import Correction, Dataset


def framework(*, folder: Path) -> dict[str, pl.DataFrame]:
    """Return goals, targets and indicators as they stand in the framework files."""
    return {
        name: pl.read_csv(folder / "framework" / f"{name}.csv", infer_schema=False)
        .with_columns(pl.all().fill_null(""))
        .with_columns(
            pl.col(column).cast(pl.Float64, strict=False)
            for column in (("target_value",) if name == "indicators" else ())
        )
        for name in ("goals", "targets", "indicators")
    }


def areas(*, folder: Path) -> pl.DataFrame:
    """Return the areas: id, country, level, names, parent, validity."""
    return pl.read_csv(folder / "areas.csv", infer_schema=False).with_columns(
        pl.all().fill_null("")
    )


def about_datasets(
    datasets: Mapping[str, Dataset], *, corrections: Iterable[Correction]
) -> dict[str, pl.DataFrame]:
    """Return the tables datasets, caveats, citations, series and corrections."""
    # A complement changes what a series says, so its title changes with it.
    renamed = {(one.dataset, one.where["series"][0]): one.title for one in corrections if one.title}
    text = pl.String
    about = [
        (
            d.id, d.side, d.title, d.publisher, d.producer_type, d.vintage, d.licence, d.obtain,
            d.method, d.family, d.custody,
        )
        for d in datasets.values()
    ]  # fmt: skip
    caveats = [
        (d.id, position, caveat.text, caveat.ends_as, "; ".join(caveat.where))
        for d in datasets.values()
        for position, caveat in enumerate(d.caveats, start=1)
    ]
    citations = [
        (d.id, c.id, c.publisher, c.text, c.read_from, c.evidence)
        for d in datasets.values()
        for c in d.citations.values()
    ]
    series = [
        (
            d.id, s.id, renamed.get((d.id, s.id), s.title), " ".join(s.indicators), s.status,
            s.match, s.method or d.method,
        )
        for d in datasets.values()
        for s in d.series.values()
    ]  # fmt: skip
    corrected = [
        (one.dataset, one.where["series"][0], one.action, one.reason, one.provider,
         len(one.expect))
        for one in corrections
    ]  # fmt: skip

    def frame(rows: Sequence[tuple[object, ...]], names: str) -> pl.DataFrame:
        columns = names.split()
        whole = {"position", "rows"}
        schema = {name: pl.Int64 if name in whole else text for name in columns}
        return pl.DataFrame(rows, schema=schema, orient="row")

    return {
        "datasets": frame(
            about,
            "dataset side title publisher producer_type vintage licence obtain method family "
            "custody",
        ),
        "caveats": frame(caveats, "dataset position text ends_as ends_in"),
        "citations": frame(citations, "dataset citation publisher text read_from evidence"),
        "series": frame(series, "dataset series title indicators status match method"),
        "corrections": frame(corrected, "dataset series action reason provider rows"),
    }


def report(*, read: Mapping[str, int], kept: pl.DataFrame, rejected: pl.DataFrame) -> pl.DataFrame:
    """Return rows read, kept, suppressed, flagged and rejected of each dataset, with reasons.

    ``kept`` are the rows with status normal; ``flagged`` are kept too, with another status than
    normal or suppressed. Raises ArithmeticError if a row got lost: read must equal their sum.
    """
    counts = kept.group_by("dataset").agg(
        (pl.col("status") == "normal").sum().cast(pl.Int64).alias("kept"),
        (pl.col("status") == "suppressed").sum().cast(pl.Int64).alias("suppressed"),
        (~pl.col("status").is_in(["normal", "suppressed"])).sum().cast(pl.Int64).alias("flagged"),
    )
    turned_away = rejected.group_by("dataset").agg(pl.len().cast(pl.Int64).alias("rejected"))
    reasons = (
        pl.concat(
            [
                kept.filter(pl.col("status") != "normal").select(
                    "dataset", pl.col("status").alias("reason")
                ),
                rejected.select("dataset", "reason"),
            ]
        )
        .group_by("dataset", "reason")
        .agg(pl.len().alias("rows"))
        .sort("dataset", "rows", "reason", descending=[False, True, False])
        .group_by("dataset", maintain_order=True)
        .agg(pl.format("{}: {}", "rows", "reason").str.join("; ").alias("reasons"))
    )
    table = (
        pl.DataFrame({"dataset": list(read), "read": list(read.values())})
        .join(counts, on="dataset", how="left")
        .join(turned_away, on="dataset", how="left")
        .join(reasons, on="dataset", how="left")
        .with_columns(pl.col("kept", "suppressed", "flagged", "rejected").fill_null(0))
        .with_columns(pl.col("reasons").fill_null(""))
        .sort("dataset")
    )
    lost = table.filter(
        pl.col("read") != pl.sum_horizontal("kept", "suppressed", "flagged", "rejected")
    )
    if lost.height:
        raise ArithmeticError(f"rows in do not equal rows out: {lost.row(0, named=True)}")
    return table


def meta(*, observations: pl.DataFrame, pairs: int, datasets: int) -> pl.DataFrame:
    """Return what /healthz tells; the release's name is added when it is known."""
    return pl.DataFrame(
        {
            "key": ["observations", "pairs", "datasets"],
            "value": [str(observations.height), str(pairs), str(datasets)],
        }
    )
