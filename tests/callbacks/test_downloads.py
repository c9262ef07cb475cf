"""Downloads: every format opens in what reads it, says its sources, and keeps what is withheld."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import bibtexparser
import openpyxl
import polars as pl
import pytest
import rispy
from frictionless import Package

from data.languages import LANGUAGES, with_prefix
from data.selection import Selection
from layouts.downloads.bundle import Bundle, columns_used, described
from layouts.downloads.files import workbook

GRID = "/kenya/goal-7/7.1.1"
SCOPES = (GRID, f"{GRID}?area=KE-30", "/kenya/goal-7", "/kenya", "/es/argentina/goal-6", "/index")
TABLES = ["observations", "comparison", "pairs", "scores", "progress", "datasets", "citations"]
HOSTILE = ("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")')


def fetch(client: Any, address: str, kind: str) -> bytes:
    path, mark, query = address.partition("?")
    answer = client.get(f"{path}.{kind}{mark}{query}")
    assert answer.status_code == 200, (address, kind)
    assert re.fullmatch(
        rf'attachment; filename="datashift-[a-z0-9.-]+\.{kind}"',
        answer.headers["Content-Disposition"],
    )
    return bytes(answer.data)


@pytest.mark.parametrize("address", SCOPES)
def test_the_zip_is_a_valid_data_package(client: Any, tmp_path: Path, address: str) -> None:
    with zipfile.ZipFile(io.BytesIO(fetch(client, address, "zip"))) as archive:
        archive.extractall(tmp_path)
        names = set(archive.namelist())
    assert {"datapackage.json", "README.md", "citations.bib", "citations.ris"} <= names
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])[:5]
    described_by = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in described_by["resources"]] == TABLES
    assert described_by["sources"]


def test_a_zip_is_the_same_bytes_whenever_it_is_made(client: Any, release: Any) -> None:
    from layouts.downloads.bundle import bundle_of
    from layouts.downloads.files import package
    from layouts.views import answer

    selection = Selection.from_address("/kenya/goal-7", "", known=release.known)
    bundle = bundle_of(answer(selection=selection, release=release), release=release)
    assert package(bundle) == package(bundle)


@pytest.mark.parametrize("address", SCOPES[:-1])
def test_every_format_holds_the_same_figures(client: Any, address: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(fetch(client, address, "xlsx")), read_only=False)
    assert book.sheetnames == [*TABLES, "README"]
    sheet = book["observations"]
    assert sheet.freeze_panes == "A2"
    rows = sheet.iter_rows(values_only=True)
    head = next(rows)
    in_book = [dict(zip(head, row, strict=True)) for row in rows]
    in_file = pl.read_parquet(io.BytesIO(fetch(client, address, "parquet"))).to_dicts()
    with zipfile.ZipFile(io.BytesIO(fetch(client, address, "zip"))) as archive:
        text = archive.read("data/observations.csv").decode("utf-8")
    in_csv = list(csv.DictReader(io.StringIO(text)))
    assert len(in_book) == len(in_file) == len(in_csv) > 0
    for book_row, file_row, csv_row in zip(in_book, in_file, in_csv, strict=True):
        assert book_row["row"] == file_row["row"] == csv_row["row"]
        value = file_row["value"]
        if value is None:
            assert book_row["value"] is None
            assert csv_row["value"] == ""
        else:
            assert book_row["value"] == pytest.approx(value)
            assert float(csv_row["value"]) == value


def test_what_is_withheld_stays_withheld_with_its_mark(client: Any, release: Any) -> None:
    held = pl.read_parquet(io.BytesIO(fetch(client, "/index", "parquet")))
    withheld = held.filter(pl.col("status") == "suppressed")
    assert withheld.height > 100
    assert withheld["value"].null_count() == withheld.height
    assert withheld["lower"].null_count() == withheld["upper"].null_count() == withheld.height


def test_a_goal_holds_what_its_pages_show(client: Any) -> None:
    whole = pl.read_parquet(io.BytesIO(fetch(client, "/kenya/goal-7", "parquet")))
    page = pl.read_parquet(io.BytesIO(fetch(client, GRID, "parquet")))
    assert set(page["row"]) <= set(whole["row"])
    assert set(whole["goal"]) == {7}
    assert set(whole["country"]) == {"KEN"}
    country = pl.read_parquet(io.BytesIO(fetch(client, "/kenya", "parquet")))
    assert set(whole["row"]) < set(country["row"])


def test_every_column_is_explained() -> None:
    assert set(columns_used()) <= set(described())
    assert all(text.endswith(".") for text in described().values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_citations_name_the_producers_first(client: Any, language: str) -> None:
    address = with_prefix(GRID, language=language)
    lines = fetch(client, address, "txt").decode("utf-8").splitlines()
    assert lines[0].startswith("Afrobarometer")
    assert lines[1].startswith("Kenya National Bureau of Statistics")
    assert "DataShift Dashboard" in lines[-1]
    assert address in lines[-1]
    library = bibtexparser.parse_string(fetch(client, address, "bib").decode("utf-8"))
    assert not library.failed_blocks
    references = rispy.loads(fetch(client, address, "ris").decode("utf-8"))
    items = json.loads(fetch(client, address, "csl"))
    assert len(library.entries) == len(references) == len(items) == len(lines)
    assert [one["type"] for one in items] == ["dataset", "dataset", "webpage"]
    assert references[-1]["urls"][0].endswith(address)


def test_every_source_of_a_figure_is_cited(client: Any) -> None:
    with zipfile.ZipFile(io.BytesIO(fetch(client, "/kenya", "zip"))) as archive:
        figures = archive.read("data/observations.csv").decode("utf-8")
        cited = {one["id"] for one in json.loads(archive.read("citations.csl"))}
    for row in csv.DictReader(io.StringIO(figures)):
        assert f"{row['dataset']}-{row['citation']}" in cited


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_runs_as_a_formula(text: str) -> None:
    frame = pl.DataFrame({"row": [text], "value": [1.5]})
    bundle = Bundle(
        release="r", address="/", title=text, sentence=text,
        tables={"observations": frame, "datasets": pl.DataFrame(schema={"dataset": pl.String}),
                "citations": pl.DataFrame(schema={"dataset": pl.String})},
    )  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(workbook(bundle)))
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
    assert text.strip() in book["observations"]["A2"].value


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/methods.xlsx", 404), ("/kenia.xlsx", 404), ("/kenya.docx", 404),
        (f"{GRID}.xlsx?area=XX", 400), (f"{GRID}.zip?pair=none", 400),
        (f"{GRID}.parquet?colour=red", 400), ("/kenya/goal-18.zip", 404),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_refused(client: Any, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_file_that_has_not_changed_is_not_sent_again(client: Any) -> None:
    first = client.get(f"{GRID}.xlsx")
    again = client.get(f"{GRID}.xlsx", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
