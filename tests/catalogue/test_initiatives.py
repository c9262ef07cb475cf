"""The directory of initiatives: every line fits, and a line that does not is named."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from data.errors import FigureError
from data.initiatives import COLUMNS, FILE, initiatives, read_initiatives, row_of

GOOD = dict.fromkeys(COLUMNS, "") | {
    "id": "river-watch", "name": "River Watch", "organisation": "Neighbours", "countries": "KEN",
    "area": "KE-30", "place": "Nairobi", "latitude": "-1.29", "longitude": "36.82",
    "goals": "6;15", "targets": "6.3", "kind": "initiative", "method": "citizen science",
    "years_from": "2015", "years_to": "2018", "status": "ended", "languages": "en;sw",
    "data_open": "partly", "url": "https://example.org", "summary": "Neighbours test a river.",
    "source": "A report, 2016", "checked": "2026-11", "datasets": "sensors-africa-nairobi",
}  # fmt: skip


def write(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "initiatives.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_line_is_read_whole(tmp_path: Path) -> None:
    one = read_initiatives(write(tmp_path, GOOD))["river-watch"]
    assert (one.countries, one.goals, one.targets) == (("KEN",), (6, 15), ("6.3",))
    assert (one.latitude, one.longitude, one.years_from, one.years_to) == (-1.29, 36.82, 2015, 2018)
    assert one.datasets == ("sensors-africa-nairobi",)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("goals", "18", ("goals", "'18'", "allowed", "1, ")),
        ("targets", "5.2", ("targets", "'5.2'", "6.2")),
        ("countries", "UGA", ("countries", "'UGA'", "KEN")),
        ("area", "NP-P3", ("area", "'NP-P3'", "KE-")),
        ("kind", "club", ("kind", "'club'", "initiative")),
        ("method", "guess", ("method", "'guess'", "survey")),
        ("status", "asleep", ("status", "'asleep'", "active")),
        ("data_open", "maybe", ("data_open", "'maybe'", "partly")),
        ("languages", "xx", ("languages", "'xx'", "en")),
        ("latitude", "27.7", ("latitude", "27.7, 36.82", "outside of KEN")),
        ("latitude", "nan", ("latitude", "nan", "between")),
        ("longitude", "", ("longitude", "degrees")),
        ("years_from", "15", ("years_from", "'15'", "year")),
        ("years_to", "2014", ("years_to", "'2014'", "ends before 2015")),
        ("source", "", ("source", "text is needed")),
        ("url", "example.org", ("url", "https://")),
        ("checked", "2026", ("checked", "2026-11")),
        ("id", "River Watch", ("id", "hyphens")),
        ("datasets", "sensors-africa", ("datasets", "sensors-africa-nairobi")),
    ],
)
def test_what_does_not_fit_is_named(
    tmp_path: Path, column: str, value: str, said: tuple[str, ...]
) -> None:
    with pytest.raises(FigureError) as stopped:
        read_initiatives(write(tmp_path, GOOD | {"id": "first"}, GOOD | {column: value}))
    assert "initiatives.csv, line 3" in str(stopped.value)
    for part in said:
        assert part in str(stopped.value)


def test_an_id_stands_once(tmp_path: Path) -> None:
    with pytest.raises(FigureError, match=r"line 3, column id.*twice"):
        read_initiatives(write(tmp_path, GOOD, GOOD))


def test_a_point_just_off_the_shore_is_that_of_its_country(tmp_path: Path) -> None:
    at_sea = GOOD | {"area": "", "latitude": "-4.06", "longitude": "39.70"}
    assert read_initiatives(write(tmp_path, at_sea))


def test_every_entry_says_what_the_file_says() -> None:
    with FILE.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == len(initiatives())
    numbers = ("latitude", "longitude")
    for row in rows:
        said = row_of(initiatives()[row["id"]])
        assert {k: v for k, v in said.items() if k not in numbers} == {
            k: v for k, v in row.items() if k not in numbers
        }
        assert [float(said[k]) for k in numbers if said[k]] == [
            float(row[k]) for k in numbers if row[k]
        ]


def test_datasets_lie_in_a_country_of_their_initiative() -> None:
    from data.catalogue import OBSERVATIONS

    for one in initiatives().values():
        for dataset in one.datasets:
            with (OBSERVATIONS / f"{dataset}.csv").open(encoding="utf-8", newline="") as handle:
                held = {row["country"] for row in csv.DictReader(handle)}
            assert held & set(one.countries), (one.id, dataset, held)
