"""Asking so that it compares: a page an indicator, and forms as KoboToolbox and ODK open them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from pyxform.xls2xform import convert

from data.catalogue import CATALOGUE
from data.errors import CatalogueError
from data.languages import LANGUAGES, with_prefix
from data.modules import modules, read_modules
from data.selection import ASK, LEARN
from layouts.learning.form import ALWAYS, form_of


def test_every_indicator_with_pairs_has_a_page_and_a_form_that_opens(
    client: Any, release: Any
) -> None:
    codes = release.known.filters[f"{LEARN}/{ASK}"]["indicator"]
    assert set(codes) == {indicator for _country, indicator in release.known.pairs.values()}
    for code in codes:
        assert (
            f'href="/learn/{ASK}.xlsx?indicator={code}"'
            in client.get(f"/learn/{ASK}?indicator={code}").text
        )
        form = client.get(f"/learn/{ASK}.xlsx?indicator={code}")
        made = convert(io.BytesIO(form.data), file_type=".xlsx", pretty_print=False)
        assert not [one for one in made.warnings if "iana" not in one.lower()], made.warnings
        for _kind, name, _label, _when in ALWAYS:
            assert f"/{name}" in made.xform
        for name in ("English (en)", "Español (es)", "Kiswahili (sw)", "नेपाली (ne)"):
            assert f'lang="{name}"' in made.xform
        module = modules().get(code)
        if module and module.safety:
            assert "answer_1" not in made.xform
        elif module:
            asked = module.questions + len(module.steps)
            assert f"/answer_{asked}" in made.xform
            assert f"/answer_{asked + 1}" not in made.xform


def test_a_form_writes_no_words_of_a_published_module() -> None:
    made = convert(
        io.BytesIO(form_of(code="2.1.2", title="Hunger", module=modules()["2.1.2"])),
        file_type=".xlsx",
    )
    for n in range(1, 9):
        assert f"paste question {n} of 8 here unchanged" in made.xform
    assert "worried" not in made.xform


def test_remedies_stand_by_dimension_and_name_their_pair(client: Any, release: Any) -> None:
    rows = client.get(f"/learn/{ASK}.json?indicator=16.5.1").get_json()["remedies"]
    assert rows
    for row in rows:
        assert row["remedy"]
        assert client.get(row["address"]).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_page_and_the_form(client: Any, language: str) -> None:
    path = with_prefix(f"/{LEARN}/{ASK}", language=language)
    assert client.get(f"{path}?indicator=7.1.1").status_code == 200
    form = client.get(f"{path}.xlsx?indicator=7.1.1")
    assert form.headers["Content-Disposition"] == 'attachment; filename="compare-7.1.1.xlsx"'


@pytest.mark.parametrize("query", ["", "?indicator=9.9.9", "?indicator=7.1.1&area=KE-30"])
def test_a_form_of_nothing_says_what_there_is(client: Any, query: str) -> None:
    answer = client.get(f"/{LEARN}/{ASK}.xlsx{query}")
    assert answer.status_code in (400, 404)
    assert b"indicator" in answer.data


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('indicators = ["4.1.1"]', 'indicators = ["2.1.2"]', "stands in two modules"),
        ('sources = ["FIES-m", "FIES-j"]', 'sources = ["FIES-x"]', "is no key of sources.toml"),
        ("questions = 8\n", "", "are needed"),
        ('answers = "yes_no"', 'answers = "maybe"', "yes_no"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    folder = CATALOGUE / "guides"
    text = (folder / "modules.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "modules.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    (tmp_path / "sources.toml").write_bytes((folder / "sources.toml").read_bytes())
    with pytest.raises(CatalogueError, match=said):
        read_modules(tmp_path / "modules.toml")
