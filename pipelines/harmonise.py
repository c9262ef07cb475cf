"""Publishers' codes, units, places and vintages → the observation contract.

Every step is a function over a Polars frame; a term without a translation stops the build with
file, line, value and the closest terms allowed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from data.catalogue import (
    COUNTRIES,
    Correction,
    Dataset,
)
from data.contracts import OBSERVATION_COLUMNS, PUBLISHED_KEY
from data.errors import FigureError
from pipelines import corrections as corrections_module
from pipelines.places import Places
from pipelines.vocabularies import Vocabularies

PERIOD = r"^(\d{4})(-\d{2})?(/(\d{4})(-\d{2})?)?$"


@dataclass(frozen=True, kw_only=True)
class Harmonised:
    """``kept`` follows the observation contract (before protection); ``rejected`` has
    the columns row, dataset and reason."""

    kept: pl.DataFrame
    rejected: pl.DataFrame


def dataset(
    raw: pl.DataFrame,
    *,
    about: Dataset,
    vocabularies: Vocabularies,
    corrections: Iterable[Correction] = (),
) -> Harmonised:
    """Harmonise one dataset's published rows (see ``sources``) into observations.

    ``current`` is still true for every row: see :mod:`pipelines.vintages`.
    """
    file = f"{about.id}.csv"
    _known(raw, file=file, column="series", allowed=about.series)
    _known(raw, file=file, column="citation", allowed=about.citations)
    _known(raw, file=file, column="indicator", allowed=vocabularies.codes)
    _known(raw, file=file, column="country", allowed=COUNTRIES.values())
    _unique(raw, file=file)
    frame = corrections_module.apply(raw, corrections=corrections, dataset=about.id)
    frame = _numbers(frame, file=file)
    frame = _words(frame, file=file, vocabularies=vocabularies)
    frame = _periods(frame, file=file)
    frame = _places(frame, file=file, dataset=about.id, places=vocabularies.places)
    frame = _units(frame, file=file, vocabularies=vocabularies)
    frame = _complements(frame)
    frame = _intervals(frame, basis=about.interval_basis)
    frame = _lines(frame, about=about, vocabularies=vocabularies)
    _ranges(frame, file=file, about=about)
    rejected = frame.filter(pl.col("action") == "exclude")
    kept = frame.filter(pl.col("action") != "exclude")
    return Harmonised(
        kept=kept.select("family", "line_series", *OBSERVATION_COLUMNS),
        rejected=rejected.select("row", "dataset", pl.col("correction").alias("reason")),
    )


def _known(frame: pl.DataFrame, *, file: str, column: str, allowed: Iterable[str]) -> None:
    choices = list(allowed)
    bad = frame.filter(~pl.col(column).is_in(choices))
    if bad.height:
        raise FigureError(
            file=file, line=bad["line"][0], column=column, found=bad[column][0], allowed=choices
        )


def _unique(frame: pl.DataFrame, *, file: str) -> None:
    twice = frame.filter(pl.struct(PUBLISHED_KEY).is_duplicated())
    if twice.height:
        first = twice.row(0, named=True)
        same = twice.filter(
            pl.all_horizontal(pl.col(name) == first[name] for name in PUBLISHED_KEY)
        )
        raise FigureError(
            file=file, line=same["line"][1], column=" + ".join(PUBLISHED_KEY),
            found=tuple(first[name] for name in PUBLISHED_KEY),
            reason=f"the key stands twice, first in line {first['line']}",
        )  # fmt: skip


def _numbers(frame: pl.DataFrame, *, file: str) -> pl.DataFrame:
    for name in ("value", "lower", "upper", "sample_size"):
        number = pl.col(name).str.strip_chars().cast(pl.Float64, strict=False)
        needed = pl.lit(True) if name == "value" else pl.col(name) != ""
        bad = frame.filter(needed & (number.is_null() | ~number.is_finite()))
        if bad.height:
            raise FigureError(
                file=file, line=bad["line"][0], column=name, found=bad[name][0],
                reason="a number is needed",
            )  # fmt: skip
        frame = frame.with_columns(number.alias(name))
    bad = frame.filter(
        (pl.col("lower") > pl.col("value") + 1e-9) | (pl.col("upper") < pl.col("value") - 1e-9)
    )
    if bad.height:
        row = bad.row(0, named=True)
        raise FigureError(
            file=file, line=row["line"], column="lower/upper",
            found=(row["lower"], row["value"], row["upper"]),
            reason="the value lies outside its own interval",
        )  # fmt: skip
    bad = frame.filter((pl.col("sample_size") < 1) | (pl.col("sample_size") % 1 != 0))
    if bad.height:
        raise FigureError(
            file=file, line=bad["line"][0], column="sample_size", found=bad["sample_size"][0],
            reason="a whole number above 0 is needed",
        )  # fmt: skip
    return frame.with_columns(pl.col("sample_size").cast(pl.Int64))


def _words(frame: pl.DataFrame, *, file: str, vocabularies: Vocabularies) -> pl.DataFrame:
    for column, target, words in (
        ("sex", "sex", vocabularies.sex),
        ("age", "age", vocabularies.age),
        ("urbanisation", "urbanisation", vocabularies.urbanisation),
        ("nature", "nature", vocabularies.nature),
        ("flag", "status", vocabularies.status),
    ):
        _known(frame, file=file, column=column, allowed=words)
        frame = frame.with_columns(
            pl.col(column)
            .replace_strict(list(words), list(words.values()), return_dtype=pl.String)
            .alias(target)
        )
    return frame.with_columns(
        # One spelling of breakdown names: "Education level" and "education_level" are one.
        pl.col("other").str.replace("^Education level=", "education_level=")
        .str.replace("^Name of non-communicable disease=", "name_of_non_communicable_disease=")
    )  # fmt: skip


def _places(frame: pl.DataFrame, *, file: str, dataset: str, places: Places) -> pl.DataFrame:
    key = ["country", "area", "area_level", "year_start"]
    names = frame.select(key).unique(maintain_order=True)
    resolved = []
    for country, name, level, year in names.iter_rows():
        try:
            area = places.resolve(
                country=country, dataset=dataset, name=name, level=level, year=year
            )
        except LookupError:
            first = frame.filter((pl.col("country") == country) & (pl.col("area") == name))
            raise FigureError(
                file=file, line=first["line"][0], column="area", found=name,
                allowed=places.names(country=country),
                reason=f"no single area of {country} has this name or a reviewed alias for it",
            ) from None  # fmt: skip
        resolved.append(area)
    names = names.with_columns(pl.Series("area_code", resolved, dtype=pl.String))
    return frame.join(names, on=key, how="left", maintain_order="left").with_columns(
        pl.col("area_code").alias("area")
    )


def _periods(frame: pl.DataFrame, *, file: str) -> pl.DataFrame:
    bad = frame.filter(~pl.col("period").str.contains(PERIOD))
    if bad.height:
        raise FigureError(
            file=file, line=bad["line"][0], column="period", found=bad["period"][0],
            allowed=("2018", "2018-04", "2017/2022", "2016-07/2017-07"),
        )  # fmt: skip
    start = pl.col("period").str.extract(PERIOD, 1).cast(pl.Int64)
    end = pl.col("period").str.extract(PERIOD, 4).cast(pl.Int64)
    return frame.with_columns(start.alias("year_start"), pl.coalesce(end, start).alias("year_end"))


def _units(frame: pl.DataFrame, *, file: str, vocabularies: Vocabularies) -> pl.DataFrame:
    units = vocabularies.units
    _known(frame, file=file, column="unit", allowed=units)
    named = frame.with_columns(pl.col("unit").alias("unit_published"))
    factor = pl.col("unit").replace_strict(
        list(units), [value[2] for value in units.values()], return_dtype=pl.Float64
    )
    unit, base = (
        pl.col("unit").replace_strict(
            list(units), [value[part] for value in units.values()], return_dtype=pl.String
        )
        for part in (0, 1)
    )
    corrected = pl.col("action") == "unit"
    return named.with_columns(
        pl.col("value").alias("value_published"),
        (pl.col("value") * factor).alias("value"),
        (pl.col("lower") * factor).alias("lower"),
        (pl.col("upper") * factor).alias("upper"),
        pl.when(corrected).then(pl.col("to")).otherwise(unit).alias("unit"),
        pl.when(corrected).then(pl.lit("")).otherwise(base).alias("base"),
    )


def _complements(frame: pl.DataFrame) -> pl.DataFrame:
    turned = pl.col("action") == "complement"
    return frame.with_columns(
        # 100 − 83.1 is 16.9, not 16.900000000000006: the publisher gives few decimals.
        pl.when(turned).then((100 - pl.col("value")).round(6)).otherwise("value").alias("value"),
        pl.when(turned).then((100 - pl.col("upper")).round(6)).otherwise("lower").alias("lower"),
        pl.when(turned).then((100 - pl.col("lower")).round(6)).otherwise("upper").alias("upper"),
    )


def _intervals(frame: pl.DataFrame, *, basis: str) -> pl.DataFrame:
    # A published interval of no width (0 or 100 % in a small group, or a bound repeated) says
    # nothing about uncertainty.
    real = (
        pl.col("lower").is_not_null()
        & pl.col("upper").is_not_null()
        & (pl.col("upper") > pl.col("lower"))
    )
    return frame.with_columns(
        pl.when(real).then("lower").otherwise(None).alias("lower"),
        pl.when(real).then("upper").otherwise(None).alias("upper"),
        pl.when(real).then(pl.lit(basis)).otherwise(pl.lit("none")).alias("interval_basis"),
    )


def _lines(frame: pl.DataFrame, *, about: Dataset, vocabularies: Vocabularies) -> pl.DataFrame:
    codes = {
        series: vocabularies.series.get((about.family, series), (series, ""))
        for series in about.series
    }
    status = {one.id: one.status for one in about.series.values()}
    evidence = {one.id: one.evidence for one in about.citations.values()}

    def translate(column: str, table: Mapping[str, str]) -> pl.Expr:
        return pl.col(column).replace_strict(
            list(table), list(table.values()), return_dtype=pl.String
        )

    of_line = {name: value[1] for name, value in codes.items()}
    flagged = translate("series", status)
    note = pl.concat_str("note", "correction", separator="; ").str.strip_chars("; ")
    return frame.with_columns(
        pl.concat_str(pl.lit(about.id + ":"), pl.col("line")).alias("row"),
        pl.lit(about.id).alias("dataset"),
        pl.lit(about.side).alias("side"),
        pl.lit(about.family).alias("family"),
        translate("series", {name: value[0] for name, value in codes.items()}).alias("line_series"),
        pl.when(pl.col("indicator").str.count_matches(r"\.") == 2)
        .then(pl.lit("indicator"))
        .otherwise(pl.lit("context"))
        .alias("relation"),
        pl.when((pl.col("urbanisation") == "total") & (translate("series", of_line) != ""))
        .then(translate("series", of_line))
        .otherwise("urbanisation")
        .alias("urbanisation"),
        pl.when(pl.col("action") == "flag")
        .then("to")
        .when(pl.col("status") != "normal")
        .then("status")
        .otherwise(flagged)
        .alias("status"),
        translate("citation", evidence).alias("evidence"),
        note.alias("note"),
        pl.lit(True).alias("current"),
    )


def _ranges(frame: pl.DataFrame, *, file: str, about: Dataset) -> None:
    """Shares lie in 0-100 and counts and rates at or above 0, unless the series says why not."""
    free = [one.id for one in about.series.values() if one.unbounded]
    live = frame.filter((pl.col("action") != "exclude") & ~pl.col("series").is_in(free))
    share = pl.col("unit") == "percent"
    counted = (pl.col("unit") == "count") | pl.col("unit").str.starts_with("per ")
    bad = live.filter(
        (share & ~pl.col("value").is_between(0, 100)) | (counted & (pl.col("value") < 0))
    )
    if bad.height:
        row = bad.row(0, named=True)
        raise FigureError(
            file=file, line=row["line"], column="value", found=row["value"],
            allowed=("0 to 100",) if row["unit"] == "percent" else ("0 and above",),
            reason=f"series {row['series']}: declare `unbounded` with a reason if this is right",
        )  # fmt: skip
