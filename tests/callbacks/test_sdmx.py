"""SDMX-CSV: read by the library of others, with the structure that is served beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from pysdmx.io import get_datasets
from pysdmx.model import Schema

from data import sdmx as codes
from data.errors import FigureError
from layouts.downloads.sdmx import DIMENSIONS

SCOPES = ("/index", "/kenya", "/es/argentina/goal-6", "/kenya/goal-7/7.1.1", "/nepal/goal-16")
UN_DIMENSIONS = (
    "FREQ", "REPORTING_TYPE", "SERIES", "REF_AREA", "SEX", "AGE", "URBANISATION",
    "INCOME_WEALTH_QUANTILE", "EDUCATION_LEV", "OCCUPATION", "CUST_BREAKDOWN",
    "COMPOSITE_BREAKDOWN", "DISABILITY_STATUS", "ACTIVITY", "PRODUCT", "TIME_PERIOD",
)  # fmt: skip
"""The dimensions of IAEG-SDGs:SDG in their order, as the UN's structure has them."""


@pytest.fixture(scope="module")
def structure(client: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    answer = client.get("/sdmx.xml")
    assert answer.status_code == 200
    assert answer.mimetype == "application/vnd.sdmx.structure+xml"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    file: Path = tmp_path_factory.mktemp("sdmx") / "structure.xml"
    file.write_bytes(answer.data)
    return file


def read(client: Any, address: str, *, structure: Path) -> tuple[pl.DataFrame, Schema]:
    path, mark, query = address.partition("?")
    answer = client.get(f"{path}.sdmx.csv{mark}{query}")
    assert answer.status_code == 200
    assert answer.content_type.startswith("application/vnd.sdmx.data+csv; version=2.0.0")
    assert answer.headers["Content-Disposition"].endswith('.sdmx.csv"')
    file = structure.parent / "data.csv"
    file.write_bytes(answer.data)
    (found,) = get_datasets(file, structure)
    assert isinstance(found.structure, Schema)
    return pl.read_csv(answer.data, infer_schema=False), found.structure


@pytest.mark.parametrize("address", SCOPES)
def test_every_code_is_in_the_structure_and_every_key_stands_once(
    client: Any, structure: Path, address: str
) -> None:
    frame, schema = read(client, address, structure=structure)
    assert frame.height > 0
    assert set(frame["STRUCTURE"]) == {"datastructure"}
    assert set(frame["ACTION"]) == {"I"}
    for component in schema.components:
        if component.local_codes:
            allowed = {code.id for code in component.local_codes}
            found = set(frame[component.id].drop_nulls())
            assert found <= allowed, (component.id, sorted(found - allowed)[:5])
    keys = [component.id for component in schema.components.dimensions]
    assert not frame.select(keys).is_duplicated().any()
    required = [one.id for one in schema.components if one.required and one.id != "OBS_VALUE"]
    assert len(required) > len(UN_DIMENSIONS)
    assert not [name for name in required if frame[name].null_count()]


def test_the_dimensions_are_those_of_the_un_and_the_dataset() -> None:
    assert [name for name in (*DIMENSIONS, "TIME_PERIOD") if name != "DS_DATASET"] == list(
        UN_DIMENSIONS
    )


def test_a_known_figure_is_where_the_un_would_look_for_it(client: Any, structure: Path) -> None:
    """SE_TOT_PRFL and the like keep their codes; the census's 50.4 % of 2019 is national."""
    frame, _ = read(client, "/kenya/goal-7/7.1.1", structure=structure)
    (census,) = frame.filter(
        (pl.col("DS_DATASET") == "kenya-census-2019") & (pl.col("REF_AREA") == "404")
        & (pl.col("URBANISATION") == "_T")
    ).rows(named=True)  # fmt: skip
    assert (census["REPORTING_TYPE"], census["TIME_PERIOD"], census["FREQ"]) == ("N", "2019", "A")
    assert (census["UNIT_MEASURE"], census["UNIT_MULT"]) == ("PT", "0")
    assert float(census["OBS_VALUE"]) == pytest.approx(50.4, abs=0.05)
    assert census["SERIES"].startswith("DS_kenya-census-2019_")
    citizens = frame.filter(pl.col("REPORTING_TYPE") == "DS_C")
    assert citizens.height > 0


def test_the_uns_series_keep_their_codes_and_serve_all_their_indicators(
    client: Any, structure: Path
) -> None:
    frame, _ = read(client, "/index", structure=structure)
    electricity = frame.filter((pl.col("SERIES") == "EG_ACS_ELEC") & (pl.col("REF_AREA") == "404"))
    assert set(electricity["REPORTING_TYPE"]) == {"G"}
    assert set(electricity["DS_INDICATOR"]) == {"7.1.1"}
    shared = frame.filter(pl.col("DS_INDICATOR").str.contains(";"))
    assert shared.height > 0
    monthly = frame.filter(pl.col("FREQ") == "M")
    assert monthly["TIME_PERIOD"].str.contains(r"^\d{4}-\d{2}$").all()


def test_what_is_withheld_has_no_value_and_says_so(
    client: Any, release: Any, structure: Path
) -> None:
    frame, _ = read(client, "/index", structure=structure)
    withheld = frame.filter(pl.col("OBS_STATUS") == "Q")
    assert withheld.height > 0
    assert withheld["OBS_VALUE"].null_count() == withheld.height
    assert frame.filter(pl.col("OBS_STATUS") != "Q")["OBS_VALUE"].null_count() == 0


@pytest.mark.parametrize("address", ["/datasets", "/methods"])
def test_a_page_without_figures_of_its_own_says_where_they_are(client: Any, address: str) -> None:
    answer = client.get(f"{address}.sdmx.csv")
    assert answer.status_code == 404
    assert b"/kenya.sdmx.csv" in answer.data


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("COLOUR,red,R,,Red", "component", "UNIT_MEASURE"),
        ("SEX,other,NOT A CODE,,Other", "code", "letters, digits"),
        ("SEX,male,M,,Male\nSEX,male,M,,Male", "value", "has it already"),
        ("SEX,male,M,,Male\nSEX,men,M,,Men", "name", "Male"),
        ("UNIT_MEASURE,tonnes,T,lots,Tons", "multiplier", "power of ten"),
    ],
)
def test_a_mistake_in_the_catalogue_is_named(
    tmp_path: Path, line: str, column: str, words: str
) -> None:
    file = tmp_path / "sdmx.csv"
    file.write_text(",".join(codes.COLUMNS) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(FigureError, match=words) as caught:
        codes.read_codes(file)
    assert caught.value.column == column
    assert caught.value.line == 1 + len(line.splitlines())


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("kilograms per constant 2015 US dollar", "DS_KILOGRAMS_PER_CONSTANT_2015_US_DOLLAR"),
        ("items per 1,000 m²", "DS_ITEMS_PER_1_000_M2"),
        ("Ñandú + µg/m³", "DS_NANDU_PLUS_MICROG_M3"),
    ],
)
def test_words_without_a_code_of_the_un_get_one_of_ours(words: str, code: str) -> None:
    assert codes.own_code(words) == code
    assert codes.code_of("UNIT_MEASURE", words).name == words
