"""Citizen series that stand in no pair, each with the sentence that says why.

Read from ``data/catalogue/unpaired/<country>.toml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data.catalogue import CATALOGUE, COUNTRIES, Dataset
from data.entry import Entry, toml
from data.errors import CatalogueError


@dataclass(frozen=True, kw_only=True)
class Unpaired:
    """Why series of a citizen dataset have no pair in a country.

    With ``official`` ("<dataset>/<series>") it says why they are not put beside that one series.
    """

    country: str
    dataset: str
    series: tuple[str, ...]
    reason: str
    file: str
    entry: str
    official: str = ""


def read_unpaired(
    *, datasets: Mapping[str, Dataset], folder: Path = CATALOGUE
) -> tuple[Unpaired, ...]:
    """Read every file; raise ``CatalogueError`` naming file, entry, found and allowed."""
    files = sorted((folder / "unpaired").glob("*.toml"))
    return tuple(one for path in files for one in _read(path, datasets=datasets))


def _read(path: Path, *, datasets: Mapping[str, Dataset]) -> list[Unpaired]:
    file = f"unpaired/{path.name}"
    country = path.stem.upper()
    if country not in COUNTRIES.values():
        raise CatalogueError(
            file=file, entry="file", found=path.stem,
            allowed=[code.lower() for code in COUNTRIES.values()],
        )  # fmt: skip
    found = []
    for item in Entry(file=file, entry=path.stem, values=toml(path)).tables("unpaired"):
        item.only("dataset", "series", "reason", "official")
        dataset = item.text("dataset", allowed=datasets)
        if datasets[dataset].side != "citizen":
            raise item.fail("dataset", dataset, (), "is not a citizen dataset")
        for one in item.texts("series"):
            if one not in datasets[dataset].series:
                raise item.fail("series", one, datasets[dataset].series)
        official = item.text("official", default="")
        _check_official(item, official, datasets=datasets)
        found.append(
            Unpaired(
                country=country,
                dataset=dataset,
                series=item.texts("series"),
                reason=item.text("reason"),
                file=file,
                entry=item.entry,
                official=official,
            )
        )
    return found


def _check_official(item: Entry, official: str, *, datasets: Mapping[str, Dataset]) -> None:
    if not official:
        return
    name, _, series = official.partition("/")
    if name not in datasets or datasets[name].side != "official":
        allowed = [one.id for one in datasets.values() if one.side == "official"]
        raise item.fail("official", official, allowed, "is no official dataset")
    if series not in datasets[name].series:
        raise item.fail("official", official, datasets[name].series, "is no series of it")
