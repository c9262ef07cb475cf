"""Boundary files → the small outlines that maps draw: ``python -m pipelines.outlines FOLDER``.

The borders of neighbours stay shared: all areas of a country are one coverage, simplified
together (Visvalingam-Whyatt on shared edges, GEOS ``coverage_simplify``) and only as far as the
size allows. Exterior rings run clockwise, against RFC 7946, because Plotly's ``go.Choropleth``
fills the rest of the globe otherwise.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import numpy
import shapely

from data.catalogue import CATALOGUE, rows
from data.errors import CatalogueError

DECIMALS = 4  # about 11 m: finer than any of the sources
LIMIT = 60_000  # bytes of one file: a map must not outweigh the page it stands on
# Tolerances in degrees, tried in turn: 0 keeps the source's own generalisation.
TOLERANCES = (0.0, 0.002, 0.004, 0.006, 0.008, 0.01, 0.012, 0.014, 0.016, 0.018, 0.02)


@dataclass(frozen=True, kw_only=True)
class Outline:
    """One file to build. ``by`` is the column that finds the area: its id or its name."""

    source: str
    result: str
    country: str
    level: str
    by: str


OUTLINES = (
    Outline(source="arg_adm1", result="arg", country="ARG", level="province", by="code"),
    Outline(source="ken_adm1", result="ken", country="KEN", level="county", by="code"),
    Outline(source="tza_adm1", result="tza", country="TZA", level="region", by="code"),
    Outline(source="npl_adm1", result="npl", country="NPL", level="province", by="code"),
    Outline(source="npl_adm2", result="npl-districts", country="NPL", level="district", by="name"),
)


def name_in_full(name: str) -> str:
    """Return a district's name with the source's ``_E`` and ``_W`` written out."""
    for short, full in (("_E", " East"), ("_W", " West")):
        if name.endswith(short):
            return name.removesuffix(short) + full
    return name


def wanted(*, outline: Outline, folder: Path = CATALOGUE) -> dict[str, str]:
    """Return area → name of the areas the file must hold, from ``areas.csv``."""
    return {
        row["area"]: row["name"]
        for row in rows(folder / "areas.csv")
        if row["country"] == outline.country
        and row["level"] == outline.level
        and not row["valid_to"]
    }


def read(*, outline: Outline, source: Path, areas: Mapping[str, str]) -> geopandas.GeoDataFrame:
    """Read one boundary file; columns ``area``, ``name``, ``geometry`` in the order of ``areas``.

    Raises:
        CatalogueError: an area is missing, unknown or drawn twice, or the geometry is unusable.
    """
    path = source / f"{outline.source}.geojson"
    frame = geopandas.read_file(path)
    if outline.by == "code":
        found = list(frame["code"])
    else:
        by_name = {name: area for area, name in areas.items()}
        names = [name_in_full(name) for name in frame["name"]]
        found = [by_name.get(name, name) for name in names]
    for area in found:
        if area not in areas or found.count(area) > 1:
            raise CatalogueError(
                file=path.name, entry="features", found=area, allowed=areas,
                reason="must be an area of areas.csv, once",
            )  # fmt: skip
    for area in areas:
        if area not in found:
            raise CatalogueError(
                file=path.name, entry="features", found="nothing", allowed=(area,),
                reason="this area has no outline",
            )  # fmt: skip
    shapes = dict(zip(found, frame.geometry, strict=True))
    return geopandas.GeoDataFrame(
        {"area": list(areas), "name": list(areas.values())},
        geometry=coverage([shapes[area] for area in areas], file=path.name),
        crs="EPSG:4326",
    )


def coverage(shapes: list[Any], *, file: str) -> numpy.ndarray:
    """Return the shapes, rounded, as a coverage: no overlap, shared borders vertex by vertex.

    Rounding the same way on both sides keeps a shared vertex shared.

    Raises:
        CatalogueError: areas overlap, or their borders do not meet in the same vertices.
    """
    rounded = shapely.transform(numpy.array(shapes), lambda xy: numpy.round(xy, DECIMALS))
    if not _sound(rounded):
        edges = shapely.coverage_invalid_edges(rounded)
        bad = [index for index, edge in enumerate(edges) if edge is not None and not edge.is_empty]
        raise CatalogueError(
            file=file, entry="geometry", found=f"features {bad}",
            reason="neighbours overlap or their borders do not meet",
        )  # fmt: skip
    return rounded


def _sound(shapes: numpy.ndarray) -> bool:
    return bool(shapely.is_valid(shapes).all() and shapely.coverage_is_valid(shapes))


def clockwise(shape: Any) -> Any:
    """Return a polygon or multipolygon with exterior rings clockwise, holes the other way."""
    return shapely.orient_polygons(shape, exterior_cw=True)


def text(*, frame: geopandas.GeoDataFrame) -> str:
    """Return the GeoJSON text: ``id`` and ``properties.area`` are the area's id."""
    features = [
        {
            "type": "Feature",
            "id": area,
            "properties": {"area": area, "name": name},
            "geometry": shapely.geometry.mapping(clockwise(shape)),
        }
        for area, name, shape in zip(frame["area"], frame["name"], frame.geometry, strict=True)
    ]
    return json.dumps(
        {"type": "FeatureCollection", "features": features},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def small(*, frame: geopandas.GeoDataFrame, file: str) -> tuple[str, float]:
    """Return the text under ``LIMIT`` and the tolerance in degrees that was needed.

    Raises:
        CatalogueError: no tolerance makes the file small enough and keeps it sound.
    """
    size = 0
    for tolerance in TOLERANCES:
        shapes = frame.geometry.to_numpy()
        if tolerance:
            shapes = shapely.coverage_simplify(shapes, tolerance)
        written = text(frame=frame.assign(geometry=shapes))
        size = len(written.encode("utf-8"))
        if size < LIMIT and _sound(shapes):
            return written, tolerance
    raise CatalogueError(
        file=file, entry="size", found=f"{size} bytes", reason=f"must stay under {LIMIT}"
    )


def build(*, source: Path, folder: Path = CATALOGUE) -> list[str]:
    """Write every outline into ``folder/outlines`` and return one line of report for each."""
    target = folder / "outlines"
    target.mkdir(parents=True, exist_ok=True)
    report = []
    for outline in OUTLINES:
        file = f"{outline.result}.geojson"
        areas = wanted(outline=outline, folder=folder)
        frame = read(outline=outline, source=source, areas=areas)
        written, tolerance = small(frame=frame, file=file)
        (target / file).write_text(written + "\n", encoding="utf-8")
        size = len(written.encode("utf-8")) / 1000
        report.append(f"{file}: {len(areas)} areas, {size:.1f} kB, simplified by {tolerance:g}°")
    return report


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m pipelines.outlines", description=__doc__)
    parser.add_argument("source", type=Path, help="folder of arg_adm1.geojson, ken_adm1.geojson, …")
    options = parser.parse_args(arguments)
    print("\n".join(build(source=options.source)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
