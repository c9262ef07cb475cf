"""Personal data stops the build: names of columns, and what cells hold. None is ever repeated."""

from __future__ import annotations

import csv

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.catalogue import OBSERVATIONS as FILES
from data.contracts import OBSERVATIONS, PUBLISHED
from data.errors import ContractError, FigureError
from pipelines.build import build
from pipelines.protect import check_columns, check_contents
from pipelines.sources import REGISTRY
from tests.pipelines.attack import POLICY
from tests.pipelines.small import ROWS, project, write_rows

# --- names of columns ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "column",
    ["name", "Respondent name", "respondentName", "first_name", "apellido", "phone", "PHONE NO",
     "contact_phone", "email", "E-mail", "e-mail address", "national_id", "ID Number", "dni",
     "lat", "gps_longitude", "_geolocation", "geo_point", "coordinates", "home address"],
)  # fmt: skip
def test_columns_about_a_person_stop_the_build(column: str) -> None:
    with pytest.raises(ContractError, match=r"raw\.csv") as caught:
        check_columns(columns=["value", column], file="raw.csv", policy=POLICY)
    assert column in str(caught.value)


def test_every_such_column_is_named() -> None:
    with pytest.raises(ContractError, match=r"phone \(looks like a phone\), lat \(looks like"):
        check_columns(columns=["phone", "value", "lat"], file="raw.csv", policy=POLICY)


@pytest.mark.parametrize(
    "columns",
    [
        PUBLISHED,
        tuple(OBSERVATIONS.columns),
        ("county_name", "area_name", "owns_mobile_phone", "latest", "plate", "idle", "paid"),
    ],
)
def test_ordinary_columns_pass(columns: tuple[str, ...]) -> None:
    check_columns(columns=columns, file="raw.csv", policy=POLICY)


# --- cells --------------------------------------------------------------------------------------

EMAIL, PHONE, PLACE = "e-mail address", "telephone number", "pair of coordinates"


def figures(cell: str, *, column: str = "note") -> pl.DataFrame:
    rows = [dict.fromkeys(PUBLISHED, "") for _ in range(3)]
    rows[1][column] = cell
    return pl.DataFrame(rows).with_columns(line=pl.Series(["2", "3", "4"]))


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        (EMAIL, "wanjiru.k@example.org"),
        (EMAIL, "told by A. B. <a-b+c@mail.example.co.ke> in May"),
        (PHONE, "+254 712 345 678"),
        (PHONE, "+254712345678"),
        (PHONE, "+54 9 11 4444-5555"),
        (PHONE, "00977 9812345678"),
        (PHONE, "call 0712 345 678"),
        (PHONE, "0712345678"),
        (PHONE, "(011) 4444-5555"),
        (PHONE, "tel. 4444 5555"),
        (PLACE, "-1.2833, 36.8167"),
        (PLACE, "-1.28333 36.81667"),
        (PLACE, "34.6037° S, 58.3816° W"),
        (PLACE, "27° 42' N"),
        (PLACE, "POINT (36.8 -1.3)"),
    ],
)
@pytest.mark.parametrize("column", ["note", "area", "other", "citation"])
def test_such_a_cell_stops_the_build_unrepeated(kind: str, cell: str, column: str) -> None:
    with pytest.raises(FigureError) as caught:
        check_contents(figures=figures(cell, column=column), file="raw.csv", policy=POLICY)
    said = str(caught.value)
    assert said.startswith(f"raw.csv, line 3, column {column}: found 'what looks like a {kind}'")
    assert cell not in said


def test_the_first_is_named_and_all_are_counted() -> None:
    rows = figures("a@example.org").with_columns(other=pl.lit("+254712345678"))
    with pytest.raises(FigureError, match=r"line 2, column other.*4 such cells"):
        check_contents(figures=rows, file="raw.csv", policy=POLICY)


@pytest.mark.parametrize(
    "cell",
    ["", "2015-2016", "2018/2019", "20 Mar 2020 - Mar 2021", "1,201 in 2023", "95 % 12.3-13.4",
     "0.123 (0.100-0.150)", "15-24", "18+", "N=1,234,567", "1 000 000 000", "2010 2011 2012 2013",
     "ISO 3166-2", "listed counts sum to 284", "https://example.org/2018/03/1234567", "<0.0001"],
)  # fmt: skip
def test_ordinary_cells_pass(cell: str) -> None:
    check_contents(figures=figures(cell), file="raw.csv", policy=POLICY)


@given(st.integers(0, 9_999_999), st.integers(1950, 2030), st.integers(1950, 2030))
@example(0, 2000, 2000)
def test_numbers_and_years_pass(number: int, one: int, two: int) -> None:
    cell = f"{number:,} of {one}-{two}, {one}/{two}, {number / 100:.2f} ({one})"
    check_contents(figures=figures(cell), file="raw.csv", policy=POLICY)


@given(
    st.emails(domains=st.just("example.org")).filter(lambda one: one[0].isalnum()),
    st.text(alphabet="abc ,;", max_size=9),
)
def test_addresses_do_not_pass(address: str, around: str) -> None:
    with pytest.raises(FigureError):
        check_contents(
            figures=figures(f"{around} {address} {around}"), file="raw.csv", policy=POLICY
        )


@given(st.floats(-90, 90), st.floats(-180, 180), st.sampled_from([", ", ",", " ", "; "]))
def test_positions_do_not_pass(latitude: float, longitude: float, between: str) -> None:
    with pytest.raises(FigureError):
        check_contents(
            figures=figures(f"at {latitude:.4f}{between}{longitude:.4f}"),
            file="raw.csv",
            policy=POLICY,
        )


@pytest.mark.parametrize("path", sorted(FILES.glob("*.csv")), ids=lambda path: path.stem)
def test_the_shipped_files_pass(path) -> None:
    with path.open(encoding="utf-8", newline="") as handle:
        check_columns(columns=next(csv.reader(handle)), file=path.name, policy=POLICY)
    raw = REGISTRY["observations_csv"](path)
    check_contents(figures=raw, file=path.name, policy=POLICY)


def test_the_whole_build_stops(tmp_path) -> None:
    catalogue, observations, folder = project(tmp_path)
    write_rows(observations / "walk.csv", [dict(ROWS["walk"][0], note="ask a@example.org")])
    with pytest.raises(FigureError, match=r"walk\.csv, line 2, column note.*e-mail"):
        build(catalogue=catalogue, observations=observations, folder=folder)
