"""Publishers' place names → areas, through a reviewed table: never by resemblance."""

from __future__ import annotations

from pathlib import Path

from data.catalogue import CATALOGUE, rows
from data.errors import CatalogueError

# Levels whose names count without an alias: today's first level of each country.
CURRENT = ("province", "county", "region")
ALWAYS = (1900, 2100)


class Places:
    """Look up areas. ``resolve`` raises KeyError; the caller names file and line."""

    def __init__(self, *, folder: Path = CATALOGUE) -> None:
        self.areas = {row["area"]: row for row in rows(folder / "areas.csv")}
        self._names = {
            (row["country"], row["name"]): row
            for row in self.areas.values()
            if row["level"] in CURRENT and not row["valid_to"]
        }
        self._aliases: dict[tuple[str, str], list[dict[str, str]]] = {}
        for line, row in enumerate(rows(folder / "area_aliases.csv"), start=2):
            if row["area"] not in self.areas:
                raise CatalogueError(
                    file="area_aliases.csv", entry=f"line {line}", found=row["area"],
                    allowed=self.areas, reason="no such area",
                )  # fmt: skip
            self._aliases.setdefault((row["country"], row["published_name"]), []).append(row)

    def resolve(self, *, country: str, dataset: str, name: str, level: str, year: int) -> str:
        """Return the area's id.

        An alias of the dataset comes before one of the country, one of the level before one of
        any; then today's first level by its exact name, if the row states no other level. A map
        that changed has aliases with years. Raises KeyError if nothing fits and LookupError if
        two aliases fit equally well.
        """
        if not name:
            return country
        ranked: dict[tuple[bool, bool], list[str]] = {}
        for alias in self._aliases.get((country, name), ()):
            if _fits(alias, dataset=dataset, level=level, year=year):
                rank = (bool(alias["dataset"]), bool(alias["level"]))
                ranked.setdefault(rank, []).append(alias["area"])
        if ranked:
            best = ranked[max(ranked)]
            if len(best) > 1:
                raise LookupError(f"{name} fits {', '.join(best)}")
            return best[0]
        row = self._names[country, name]
        if level not in ("", row["level"]):
            raise KeyError(name)
        return row["area"]

    def names(self, *, country: str) -> list[str]:
        """Return every name that ``country`` knows, for an error's list of allowed values."""
        known = (*self._names, *self._aliases)
        return sorted({name for land, name in known if land == country})


def _fits(alias: dict[str, str], *, dataset: str, level: str, year: int) -> bool:
    first, last = (
        int(alias[column] or default)
        for column, default in zip(("year_from", "year_to"), ALWAYS, strict=True)
    )
    return (
        alias["dataset"] in ("", dataset)
        and alias["level"] in ("", level)
        and first <= year <= last
    )
