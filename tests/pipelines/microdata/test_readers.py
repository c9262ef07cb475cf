"""Readers of answers: SPSS, Stata, tables with a codebook, KoboToolbox and ODK with their form."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import polars as pl
import pyreadstat
import pytest
import svy_io

from data.catalogue import CATALOGUE
from data.errors import ContractError, FigureError
from pipelines.microdata import MicrodataError, read
from pipelines.policy import DisclosurePolicy

POLICY = DisclosurePolicy.read(CATALOGUE / "disclosure.toml")

FORM = {
    "survey": [
        ["type", "name", "label::English (en)", "label::Kiswahili (sw)"],
        ["start", "start", "", ""],
        ["deviceid", "machine", "", ""],
        ["begin group", "home", "The home", "Nyumbani"],
        ["geopoint", "where", "Where is it?", "Iko wapi?"],
        ["select_one water", "source", "Where does the water come from?", "Maji yanatoka wapi?"],
        ["select_multiple water", "others", "Which others?", "Vyanzo vingine?"],
        ["end group", "", "", ""],
        ["begin repeat", "child", "Children", "Watoto"],
        ["integer", "age", "Age", "Umri"],
        ["end repeat", "", "", ""],
        ["integer", "minutes", "Minutes to fetch it", "Dakika"],
    ],
    "choices": [
        ["list_name", "name", "label::English (en)", "label::Kiswahili (sw)"],
        ["water", "tap", "Tap", "Bomba"],
        ["water", "well", "Dug well", "Kisima"],
        ["water", "river", "River", "Mto"],
    ],
}
EXPORT = [
    ["start", "machine", "home/where", "_home/where_latitude", "home/source", "home/others",
     "minutes", "_id"],
    ["2024-05-01", "x1", "-6.8 39.2 0 0", "-6.8", "tap", "well river", "12", "1"],
    ["2024-05-01", "x2", "-6.9 39.1 0 0", "-6.9", "well", "", "30", "2"],
    ["2024-05-02", "x3", "-6.7 39.0 0 0", "-6.7", "", "tap", "", "3"],
]  # fmt: skip


def workbook(path: Path, sheets: dict[str, list[list[str]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
    book.save(path)
    return path


def table(path: Path, rows: list[list[str]]) -> Path:
    path.write_text("\n".join(",".join(row) for row in rows) + "\n")
    return path


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return workbook(tmp_path / "form.xlsx", FORM)


@pytest.fixture
def spss(tmp_path: Path) -> Path:
    path = tmp_path / "small.sav"
    pyreadstat.write_sav(
        pl.DataFrame(
            {
                "Q1": [1.0, 2.0, 9.0, 98.0, None],
                "place": ["Mwanza", " Mara", "Mwanza", "", "Mara"],
                "phone": ["1", "2", "3", "4", "5"],
            }
        ),
        str(path),
        column_labels={"Q1": "Went without water"},
        variable_value_labels={"Q1": {1.0: "No", 2.0: "Yes", 98.0: "Refused"}},
        missing_ranges={"Q1": [9.0, {"lo": 97.0, "hi": 99.0}]},
    )
    return path


def test_spss_keeps_labels_and_its_missing_codes(spss: Path) -> None:
    found = read(path=spss, policy=POLICY, columns=("Q1", "place"))
    assert found.codes("Q1").to_list() == ["1", "2", "9", "98", None]
    assert found.codes("place").to_list() == ["Mwanza", "Mara", "Mwanza", None, "Mara"]
    question = found.variable("Q1")
    assert question.label == "Went without water"
    assert question.values == {"1": "No", "2": "Yes", "98": "Refused"}
    assert question.missing == {"9", "98"}
    assert found.dropped == ("phone",)
    assert found.frame.columns == ["Q1", "place"]
    assert len(found.sha256) == 64


def test_a_second_library_reads_the_same_answers(spss: Path) -> None:
    other, _ = svy_io.read_sav(str(spss), normalize_names=False, user_na=True)
    mine = read(path=spss, policy=POLICY, columns=("Q1",)).frame["Q1"]
    assert mine.to_list() == other["Q1"].to_list()


def test_a_column_of_persons_is_refused_by_name_and_by_label(spss: Path, tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="phone"):
        read(path=spss, policy=POLICY)
    with pytest.raises(ContractError, match="phone"):
        read(path=spss, policy=POLICY, columns=("Q1", "phone"))
    assert read(path=spss, policy=POLICY, drop=("phone",)).dropped == ("phone",)
    path = tmp_path / "hidden.sav"
    pyreadstat.write_sav(
        pl.DataFrame({"V7": ["a"]}), str(path), column_labels={"V7": "Respondent name"}
    )
    with pytest.raises(ContractError, match="V7"):
        read(path=path, policy=POLICY)


def test_a_telephone_number_among_answers_stops_and_is_not_repeated(tmp_path: Path) -> None:
    path = table(tmp_path / "free.csv", [["remark"], ["call 0712 345 678"], ["none"]])
    with pytest.raises(FigureError, match="line 2, column remark") as raised:
        read(path=path, policy=POLICY)
    assert "0712" not in str(raised.value)


def test_stata_with_its_missing_letters(tmp_path: Path) -> None:
    pd = pytest.importorskip("pandas")
    path = tmp_path / "small.dta"
    pyreadstat.write_dta(
        pd.DataFrame({"q": pd.Series([1, 2, "a", None], dtype=object), "w": [0.5, 1.5, 1.0, 1.0]}),
        str(path),
        missing_user_values={"q": ["a"]},
        variable_value_labels={"q": {1: "Yes", "a": "Don't know"}},
    )
    found = read(path=path, policy=POLICY)
    assert found.codes("q").to_list() == ["1", "2", ".a", None]
    assert found.variable("q").missing == {".a"}
    assert found.variable("q").values[".a"] == "Don't know"
    assert found.frame["w"].to_list() == [0.5, 1.5, 1.0, 1.0]


def test_letters_of_an_old_file_are_read(tmp_path: Path) -> None:
    """A file whose é is one byte, which the UTF-8 it declares does not know."""
    path = tmp_path / "old.sav"
    pyreadstat.write_sav(pl.DataFrame({"place": ["Caf#"]}), str(path))
    path.write_bytes(path.read_bytes().replace(b"Caf#", "Café".encode("latin1")))
    found = read(path=path, policy=POLICY, encoding="latin1")
    assert found.codes("place").to_list() == ["Café"]
    with pytest.raises(MicrodataError, match="not readable in klingon"):
        read(path=path, policy=POLICY, encoding="klingon")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("no.sav", b"not SPSS", "no.sav, whole file"),
        ("no.xlsx", b"not a workbook", "not a readable workbook"),
        ("no.pdf", b"", r"found '\.pdf'"),
        ("no.csv", b"", "a header is needed"),
        ("two.csv", b"a,a\n1,2\n", "found 'a'; every column needs a name of its own"),
        ("long.csv", b"a,b\n1,2\n1,2,3\n", "row 3: found '1 rows with more cells"),
        ("empty.csv", b"a,b\n", "nobody answered"),
    ],
)
def test_files_that_cannot_be_read_say_why(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(MicrodataError, match=said):
        read(path=path, policy=POLICY)


def test_a_missing_file_sheet_or_variable_is_named(spss: Path, form: Path, tmp_path: Path) -> None:
    with pytest.raises(MicrodataError, match=r"none\.sav, whole file"):
        read(path=tmp_path / "none.sav", policy=POLICY)
    with pytest.raises(MicrodataError, match=r"found 'Q2'.*Q1"):
        read(path=spss, policy=POLICY, columns=("Q2",))
    with pytest.raises(MicrodataError, match=r"sheets: found 'answers'.*survey"):
        read(path=form, policy=POLICY, sheet="answers")


CODEBOOK = [
    ["variable", "label", "code", "meaning", "missing"],
    ["Q1", "Went without water", "1", "No", ""],
    ["Q1", "", "2", "Yes", ""],
    ["Q1", "", "9", "Don't know", "yes"],
]


def test_a_table_with_its_codebook(tmp_path: Path) -> None:
    codebook = table(tmp_path / "codes.csv", CODEBOOK)
    path = tmp_path / "answers.csv"
    path.write_bytes("Q1;área;code\n1;Perú;01\n9;Perú;02\n;Chile;10\n".encode("cp1252"))
    found = read(path=path, policy=POLICY, codebook=codebook)
    assert found.codes("Q1").to_list() == ["1", "9", None]
    assert found.variable("Q1").values == {"1": "No", "2": "Yes", "9": "Don't know"}
    assert found.variable("Q1").missing == {"9"}
    assert found.frame["code"].to_list() == ["01", "02", "10"]
    assert found.codes("área").to_list() == ["Perú", "Perú", "Chile"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["Q3", "", "1", "No", ""], r"row 5: found 'Q3'.*Q1"),
        (["Q1", "", "2", "Yes", ""], "row 5: found '2'; the code stands twice"),
    ],
)
def test_a_codebook_that_does_not_fit(tmp_path: Path, row: list[str], said: str) -> None:
    codebook = table(tmp_path / "codes.csv", [*CODEBOOK, row])
    path = table(tmp_path / "answers.csv", [["Q1"], ["1"]])
    with pytest.raises(MicrodataError, match=said):
        read(path=path, policy=POLICY, codebook=codebook)


def test_a_code_outside_the_codebook_is_counted_not_repeated(tmp_path: Path) -> None:
    codebook = table(tmp_path / "codes.csv", CODEBOOK)
    path = table(tmp_path / "answers.csv", [["Q1"], ["1"], ["77"]])
    with pytest.raises(MicrodataError, match=r"variable Q1: found '1 answers.*number: 2") as raised:
        read(path=path, policy=POLICY, codebook=codebook)
    assert "77" not in str(raised.value)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_with_its_form(tmp_path: Path, form: Path, kind: str) -> None:
    path = (
        table(tmp_path / "export.csv", EXPORT)
        if kind == "csv"
        else workbook(tmp_path / "export.xlsx", {"data": EXPORT})
    )
    found = read(path=path, policy=POLICY, form=form)
    assert found.codes("source").to_list() == ["tap", "well", None]
    assert found.variable("source").values == {"tap": "Tap", "well": "Dug well", "river": "River"}
    assert found.codes("others/well").to_list() == ["1", None, "0"]
    assert found.codes("others/river").to_list() == ["1", None, "0"]
    assert found.codes("others/tap").to_list() == ["0", None, "1"]
    assert found.frame["minutes"].to_list() == [12.0, 30.0, None]
    assert set(found.dropped) == {"machine", "where", "_home/where_latitude"}
    assert "where" not in found.frame.columns


def test_an_export_with_labels_in_another_language(tmp_path: Path, form: Path) -> None:
    """ODK's and Kobo's second way: headers and answers as people saw them."""
    rows = [
        ["Maji yanatoka wapi?", "Vyanzo vingine?", "Dakika"],
        ["Bomba", "Kisima Mto", "12"],
        ["Kisima", "", "30"],
    ]
    found = read(path=table(tmp_path / "sw.csv", rows), policy=POLICY, form=form)
    assert found.codes("source").to_list() == ["tap", "well"]
    assert found.codes("others/river").to_list() == ["1", None]
    assert found.codes("others/tap").to_list() == ["0", None]


def test_an_export_with_a_column_for_each_choice(tmp_path: Path, form: Path) -> None:
    rows = [
        ["home-others-tap", "home-others-well", "_id"],
        ["1", "0", "1"],
        ["", "", "2"],
        ["TRUE", "FALSE", "3"],
    ]
    found = read(path=table(tmp_path / "split.csv", rows), policy=POLICY, form=form)
    assert found.codes("others/tap").to_list() == ["1", None, "1"]
    assert found.codes("others/well").to_list() == ["0", None, "0"]


@pytest.mark.parametrize(
    ("header", "cell", "said"),
    [
        ("home/source", "borehole", r"question source, row 2: found '1 answers.*river"),
        ("home/others", "tap borehole", "question others, row 2"),
        ("minutes", "soon", "question minutes, row 2.*a number"),
    ],
)
def test_an_answer_outside_its_list_is_named_by_row(
    tmp_path: Path, form: Path, header: str, cell: str, said: str
) -> None:
    path = table(tmp_path / "odd.csv", [[header, "_id"], [cell, "1"]])
    with pytest.raises(MicrodataError, match=said) as raised:
        read(path=path, policy=POLICY, form=form)
    assert cell not in str(raised.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("survey", 5, 0, "select_one wells"), r"sheet survey, row 6: found 'wells'.*water"),
        (("survey", 6, 1, "source"), "sheet survey, row 7: found 'source'; the name stands twice"),
        (("survey", 7, 0, "note"), "found 'home'; this group is never closed"),
        (("survey", 0, 0, "kind"), "the column type is needed"),
        (("choices", 2, 1, "tap"), "sheet choices, row 3: found 'tap'; the choice stands twice"),
    ],
)
def test_a_form_that_does_not_hold_together(
    tmp_path: Path, change: tuple[str, int, int, str], said: str
) -> None:
    sheet, row, cell, text = change
    sheets = {name: [list(one) for one in rows] for name, rows in FORM.items()}
    sheets[sheet][row][cell] = text
    path = table(tmp_path / "export.csv", EXPORT)
    with pytest.raises(MicrodataError, match=said):
        read(path=path, policy=POLICY, form=workbook(tmp_path / "form.xlsx", sheets))


def test_a_label_that_two_questions_share_is_refused(tmp_path: Path) -> None:
    sheets = {**FORM, "survey": [list(one) for one in FORM["survey"]]}
    sheets["survey"][11][2] = "Where does the water come from?"
    form = workbook(tmp_path / "form.xlsx", sheets)
    path = table(tmp_path / "export.csv", [["Where does the water come from?"], ["tap"]])
    with pytest.raises(MicrodataError, match="any of minutes, source"):
        read(path=path, policy=POLICY, form=form)
