"""Recipes: which file, variables and codes make a published series (``data/catalogue/recipes``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data.catalogue import CATALOGUE
from data.entry import Entry, toml
from data.errors import CatalogueError
from pipelines.microdata.terms import Design, NoAnswers, Share

RECIPES = CATALOGUE / "recipes"
BREAKDOWNS = ("all", "sex", "area")
IN_FILE, PROXY = "in the file", "proxy"
IN_ORDER = "_cluster_in_order"
NO_ANSWER = ("dont_know", "refused", "missing", "not_asked")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One series of one round: its measure and the breakdowns it was published by."""

    series: str
    measure: Share
    by: tuple[str, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class Round:
    """One file of answers: its checksum, design, and the variables that break figures down.

    ``clusters_in_order``: (variable that numbers respondents as they were asked, how many make a
    cluster), for a file that does not name its clusters. ``sexes``, ``areas``: code → the word that
    figures are published under; an area without an entry goes by its own code.
    """

    period: str
    file: str
    sha256: str
    encoding: str | None
    design: Design
    clusters_in_order: tuple[str, int] | None
    clusters_basis: str
    reasons: Mapping[str, str]
    sex: str
    sexes: Mapping[str, str]
    area: str
    areas: Mapping[str, str]
    lines: tuple[Line, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Every variable that is read, each once; no other column of the file is."""
        asked = [name for line in self.lines for name in line.measure.variables]
        numbered = [self.clusters_in_order[0]] if self.clusters_in_order else []
        design = [name for name in self.design.columns if name != IN_ORDER]
        return tuple(dict.fromkeys([*design, *numbered, self.sex, self.area, *asked]))


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How to work a dataset's figures out again; ``absent``: period → why it cannot be."""

    dataset: str
    rounds: tuple[Round, ...]
    absent: Mapping[str, str]


def read_recipe(path: Path) -> Recipe:
    """Read one recipe.

    Raises ``CatalogueError`` with file, entry, what was found and what is allowed: an unknown key,
    a missing reason, a series or period twice, a counted code that is no answer, a code in two
    places.
    """
    top = Entry(file=path.name, entry="recipe", values=toml(path))
    top.only("dataset", "absent", "rounds")
    dataset = top.text("dataset", allowed=(path.stem,))
    absent = {}
    for one in top.tables("absent"):
        one.only("period", "reason")
        absent[one.text("period")] = one.text("reason")
    rounds = tuple(_round(one) for one in top.tables("rounds"))
    periods = [one.period for one in rounds]
    for period in periods:
        if periods.count(period) > 1 or period in absent:
            raise top.fail("rounds", period, (), "the period stands twice")
    if not rounds:
        raise top.fail("rounds", "nothing", (), "a recipe has at least one round")
    return Recipe(dataset=dataset, rounds=rounds, absent=absent)


def read_recipes(*, folder: Path = RECIPES) -> dict[str, Recipe]:
    """Read every recipe of a folder, by dataset."""
    return {path.stem: read_recipe(path) for path in sorted(folder.glob("*.toml"))}


def find(dataset: str, *, folder: Path = RECIPES) -> Recipe:
    """Return a dataset's recipe, or raise ``CatalogueError`` with the closest ones."""
    path = folder / f"{dataset}.toml"
    if not path.is_file():
        raise CatalogueError(
            file=folder.name,
            entry="recipes",
            found=dataset,
            allowed=[one.stem for one in folder.glob("*.toml")],
            reason="no recipe of that name",
        )
    return read_recipe(path)


def _round(entry: Entry) -> Round:
    entry.only(
        "period", "file", "sha256", "encoding", "weight", "weight_reason", "strata",
        "strata_reason", "clusters", "clusters_in_order", "clusters_basis", "clusters_reason",
        "sex", "area", "series",
    )  # fmt: skip
    clusters = entry.texts("clusters", default=())
    basis = entry.text("clusters_basis", allowed=(IN_FILE, PROXY, "none"))
    if (basis == "none") != (not clusters):
        raise entry.fail("clusters_basis", basis, (), "it says where the clusters come from")
    ordered = _in_order(entry)
    design = Design(
        weight=entry.text("weight", default="") or None,
        strata=entry.texts("strata", default=()),
        clusters=(*clusters, IN_ORDER) if ordered else clusters,
    )
    sex, area = entry.table("sex"), entry.table("area")
    sex.only("variable", "male", "female")
    area.only("variable", "names")
    lines = tuple(_line(one) for one in entry.tables("series"))
    named = [line.series for line in lines]
    for name in named:
        if named.count(name) > 1:
            raise entry.fail("series", name, (), "the series stands twice")
    return Round(
        period=entry.text("period"),
        file=entry.text("file"),
        sha256=entry.text("sha256"),
        encoding=entry.text("encoding", default="") or None,
        design=design,
        clusters_in_order=ordered,
        clusters_basis=basis,
        reasons={what: entry.text(f"{what}_reason") for what in ("weight", "strata", "clusters")},
        sex=sex.text("variable"),
        sexes={sex.text("male"): "male", sex.text("female"): "female"},
        area=area.text("variable"),
        areas=dict(area.values.get("names", {})),
        lines=lines,
    )


def _in_order(entry: Entry) -> tuple[str, int] | None:
    if "clusters_in_order" not in entry.values:
        return None
    table = entry.table("clusters_in_order")
    table.only("number", "every")
    return table.text("number"), int(table.number("every", at_least=2))


def _line(entry: Entry) -> Line:
    entry.only("id", "variables", "counted", "among", *NO_ANSWER, "by", "reason")
    counted, among = frozenset(entry.texts("counted")), frozenset(entry.texts("among"))
    for code in sorted(counted - among):
        raise entry.fail("counted", code, sorted(among), "a counted code is among the answers")
    none = {kind: frozenset(entry.texts(kind, default=())) for kind in NO_ANSWER}
    placed = [*among, *(code for codes in none.values() for code in codes)]
    for code in placed:
        if placed.count(code) > 1:
            raise entry.fail("among", code, (), "the code stands in two places")
    by = entry.texts("by")
    for one in by:
        if one not in BREAKDOWNS:
            raise entry.fail("by", one, BREAKDOWNS)
    return Line(
        series=entry.text("id"),
        measure=Share(
            variables=entry.texts("variables"),
            counted=counted,
            among=among,
            none=NoAnswers(**none),
        ),
        by=by,
        reason=entry.text("reason"),
    )
