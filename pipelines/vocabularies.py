"""What publishers write → what it means here: the vocabularies of ``data/catalogue``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data.catalogue import CATALOGUE, read_codes, rows, vocabulary
from pipelines.places import Places


@dataclass(frozen=True, kw_only=True)
class Vocabularies:
    """Published term → harmonised term, and the units with base and factor."""

    sex: Mapping[str, str]
    age: Mapping[str, str]
    urbanisation: Mapping[str, str]
    nature: Mapping[str, str]
    status: Mapping[str, str]
    units: Mapping[str, tuple[str, str, float]]
    series: Mapping[tuple[str, str], tuple[str, str]]
    codes: frozenset[str]
    places: Places

    @classmethod
    def read(cls, *, folder: Path = CATALOGUE) -> Vocabularies:
        """Read them from ``data/catalogue``."""
        units = {
            row["published"]: (row["unit"], row["base"], float(row["factor"]))
            for row in rows(folder / "vocabularies" / "units.csv")
        }
        series = {
            (row["family"], row["published"]): (row["series"], row["urbanisation"])
            for row in rows(folder / "vocabularies" / "series_codes.csv")
        }
        words = {
            name: vocabulary(name, folder=folder)
            for name in ("sex", "age", "urbanisation", "nature", "status")
        }
        return cls(
            **words,
            units=units,
            series=series,
            codes=frozenset(read_codes(folder=folder)),
            places=Places(folder=folder),
        )
