"""Outlines: sound geometry on the files we ship, and an honest stop on files we cannot use."""

from __future__ import annotations

import json

import geopandas
import pytest
import shapely

from data.catalogue import CATALOGUE, rows
from data.errors import CatalogueError
from pipelines import outlines

FOLDER = CATALOGUE / "outlines"
# Generous boxes around each country: west, south, east, north.
BOXES = {
    "arg": (-73.7, -55.2, -53.5, -21.7),
    "ken": (33.8, -4.8, 42.0, 5.1),
    "tza": (29.2, -11.9, 40.6, -0.9),
    "npl": (80.0, 26.3, 88.3, 30.6),
    "npl-districts": (80.0, 26.3, 88.3, 30.6),
}
COUNTS = {"arg": 24, "ken": 47, "tza": 31, "npl": 7, "npl-districts": 77}
# Towns well inside their area: a map with swapped codes would fail here.
TOWNS = [
    ("arg", "AR-X", -64.18, -31.42, "Córdoba"),
    ("arg", "AR-C", -58.44, -34.61, "Buenos Aires city"),
    ("arg", "AR-A", -65.41, -24.79, "Salta"),
    ("arg", "AR-V", -67.70, -54.00, "Río Grande's hinterland"),
    ("ken", "KE-30", 36.82, -1.29, "Nairobi"),
    ("ken", "KE-31", 36.07, -0.30, "Nakuru"),
    ("ken", "KE-24", 41.00, 3.60, "Mandera county"),
    ("ken", "KE-43", 35.60, 3.12, "Lodwar"),
    ("tza", "TZ-03", 35.74, -6.17, "Dodoma"),
    ("tza", "TZ-14", 33.45, -8.90, "Mbeya"),
    ("tza", "TZ-31", 32.93, -9.11, "Vwawa"),
    ("tza", "TZ-01", 36.68, -3.37, "Arusha"),
    ("npl", "NP-P3", 85.32, 27.71, "Kathmandu"),
    ("npl", "NP-P4", 83.99, 28.21, "Pokhara"),
    ("npl-districts", "NPL-district-kathmandu", 85.32, 27.71, "Kathmandu"),
    ("npl-districts", "NPL-district-kaski", 83.99, 28.24, "Pokhara"),
]
FILES = pytest.mark.parametrize("name", COUNTS)


def load(name: str) -> geopandas.GeoDataFrame:
    return geopandas.read_file(FOLDER / f"{name}.geojson")


def parsed(name: str) -> dict:
    return json.loads((FOLDER / f"{name}.geojson").read_text(encoding="utf-8"))


def rings(name: str):
    """Yield (exterior?, ring) of every polygon, as written in the file."""
    for feature in parsed(name)["features"]:
        shape = feature["geometry"]
        parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        for part in parts:
            for position, ring in enumerate(part):
                yield position == 0, ring


@FILES
def test_small_enough(name):
    assert (FOLDER / f"{name}.geojson").stat().st_size < 60_000


@FILES
def test_features_are_the_areas_of_the_catalogue(name):
    outline = next(one for one in outlines.OUTLINES if one.result == name)
    features = parsed(name)["features"]
    drawn = {feature["id"]: feature["properties"]["name"] for feature in features}
    assert len(features) == len(drawn) == COUNTS[name]
    assert drawn == outlines.wanted(outline=outline)
    assert all(set(one["properties"]) == {"area", "name"} for one in features)
    assert all(one["id"] == one["properties"]["area"] for one in features)


@FILES
def test_geometry_is_valid_and_borders_are_shared(name):
    shapes = load(name).geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    assert not shapely.is_empty(shapes).any()
    assert shapely.coverage_is_valid(shapes)


@FILES
def test_nothing_overlaps(name):
    """The areas sum to the area of their union: no place belongs to two of them."""
    shapes = load(name).geometry.to_numpy()
    together = shapely.area(shapely.union_all(shapes))
    assert shapely.area(shapes).sum() == pytest.approx(together, rel=1e-9)


@FILES
def test_exterior_rings_run_clockwise_and_holes_do_not(name):
    for exterior, ring in rings(name):
        assert ring[0] == ring[-1]
        assert shapely.is_ccw(shapely.LinearRing(ring)) != exterior


@FILES
def test_coordinates_have_at_most_four_decimals(name):
    for _, ring in rings(name):
        for number in (number for point in ring for number in point):
            assert number == round(number, outlines.DECIMALS)


@FILES
def test_lies_inside_its_country(name):
    west, south, east, north = BOXES[name]
    bounds = load(name).total_bounds
    assert west < bounds[0] < bounds[2] < east
    assert south < bounds[1] < bounds[3] < north


@pytest.mark.parametrize(
    ("name", "area", "longitude", "latitude", "town"), TOWNS, ids=[town[4] for town in TOWNS]
)
def test_towns_lie_in_their_area(name, area, longitude, latitude, town):
    frame = load(name)
    inside = frame[frame.contains(shapely.Point(longitude, latitude))]
    assert list(inside["area"]) == [area]


def test_districts_of_nepal_lie_in_their_province():
    """By a point inside each district: the two files are simplified apart, edges differ."""
    provinces, parent = load("npl"), {row["area"]: row["parent"] for row in areas()}
    for row in load("npl-districts").itertuples():
        point = row.geometry.representative_point()
        assert list(provinces[provinces.contains(point)]["area"]) == [parent[row.area]], row.name


def areas() -> list[dict[str, str]]:
    return rows(CATALOGUE / "areas.csv")


def test_readme_names_every_file():
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    for path in FOLDER.glob("*.geojson"):
        assert f"`{path.name}`" in text
    assert "© OpenStreetMap contributors" in text


# ---- building, on two hand-made areas -----------------------------------------------------

SQUARES = {
    "XX-1": shapely.box(0, 0, 1, 1),
    "XX-2": shapely.box(1, 0, 2, 1),
}
TWO = outlines.Outline(source="two", result="two", country="XXX", level="province", by="code")
NAMES = {"XX-1": "West", "XX-2": "East"}


def write(folder, shapes: dict) -> None:
    frame = geopandas.GeoDataFrame(
        {"code": list(shapes), "name": list(shapes)},
        geometry=list(shapes.values()),
        crs="EPSG:4326",
    )
    frame.to_file(folder / "two.geojson", driver="GeoJSON")


def test_reads_in_the_order_of_the_catalogue(tmp_path):
    write(tmp_path, dict(reversed(SQUARES.items())))
    frame = outlines.read(outline=TWO, source=tmp_path, areas=NAMES)
    assert list(frame["area"]) == ["XX-1", "XX-2"]
    assert frame.geometry[0].equals(SQUARES["XX-1"])


@pytest.mark.parametrize(
    ("shapes", "found"),
    [
        ({"XX-1": SQUARES["XX-1"]}, "nothing"),
        ({**SQUARES, "XX-3": shapely.box(2, 0, 3, 1)}, "XX-3"),
        ({"XX-1": shapely.box(0, 0, 1.5, 1), "XX-2": SQUARES["XX-2"]}, "features [0, 1]"),
    ],
    ids=["missing", "unknown", "overlapping"],
)
def test_stops_at_a_file_it_cannot_use(tmp_path, shapes, found):
    write(tmp_path, shapes)
    with pytest.raises(CatalogueError) as raised:
        outlines.read(outline=TWO, source=tmp_path, areas=NAMES)
    assert raised.value.found == found
    assert "two.geojson" in str(raised.value)


def test_rounding_keeps_a_shared_border_shared():
    edge = 1.00004999
    shapes = [shapely.box(0, 0, edge, 1), shapely.box(edge, 0, 2, 1)]
    first, second = outlines.coverage(shapes, file="two.geojson")
    assert first.bounds[2] == second.bounds[0] == 1.0


def test_writes_clockwise_with_ids(tmp_path):
    write(tmp_path, SQUARES)
    frame = outlines.read(outline=TWO, source=tmp_path, areas=NAMES)
    written, tolerance = outlines.small(frame=frame, file="two.geojson")
    assert tolerance == 0
    feature = json.loads(written)["features"][1]
    assert feature["id"] == "XX-2"
    assert feature["properties"] == {"area": "XX-2", "name": "East"}
    assert not shapely.is_ccw(shapely.LinearRing(feature["geometry"]["coordinates"][0]))


def test_simplifies_only_as_far_as_the_size_asks(monkeypatch):
    wavy = [(x / 100, 0.0005 * (x % 2)) for x in range(101)]
    upper = shapely.Polygon([*wavy, (1, 1), (0, 1)])
    lower = shapely.Polygon([*wavy, (1, -1), (0, -1)])
    frame = geopandas.GeoDataFrame(
        {"area": ["XX-1", "XX-2"], "name": ["a", "b"]}, geometry=[upper, lower], crs="EPSG:4326"
    )
    monkeypatch.setattr(outlines, "LIMIT", 1_000)
    written, tolerance = outlines.small(frame=frame, file="two.geojson")
    assert tolerance > 0
    shapes = [shapely.geometry.shape(one["geometry"]) for one in json.loads(written)["features"]]
    assert shapely.coverage_is_valid(shapes)
    monkeypatch.setattr(outlines, "LIMIT", 10)
    with pytest.raises(CatalogueError, match="must stay under 10"):
        outlines.small(frame=frame, file="two.geojson")


@pytest.mark.parametrize(
    ("short", "full"), [("Rukum_E", "Rukum East"), ("Rukum_W", "Rukum West"), ("Dang", "Dang")]
)
def test_names_written_out(short, full):
    assert outlines.name_in_full(short) == full
