"""The themes as people edit them: read whole, and a mistake named with file and place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from data.catalogue import CATALOGUE
from data.errors import CatalogueError, FigureError
from data.themes import Theme, initiatives_of, read_themes

QUESTIONS = 'prompts = ["Who?", "Where?", "When?"]\n'
FILE = 'id = "water"\ntitle = "Water"\nsentence = "Who drinks what."\n' + QUESTIONS
PLACE = '[[discuss]]\nname = "A net"\naddress = "https://a.example"\nabout = "People."\n'
LINES = "theme,indicator,why\nwater,6.1.1,Safe water.\n"
Written = Callable[[str, str], Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Write a small catalogue of one theme; return its folder."""

    def write(lines: str, text: str) -> Path:
        shutil.copytree(CATALOGUE / "framework", tmp_path / "framework")
        (tmp_path / "themes").mkdir()
        (tmp_path / "themes.csv").write_text(lines, encoding="utf-8")
        (tmp_path / "themes" / "water.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_the_three_themes_are_read_whole() -> None:
    found = read_themes()
    assert {name: len(theme.reasons) for name, theme in found.items()} == {
        "inequality": 26, "governance": 28, "climate": 30,
    }  # fmt: skip
    for theme in found.values():
        assert len(set(theme.prompts)) == 3
        assert theme.discuss
        assert all(one.source for one in theme.discuss)


def test_a_theme_knows_its_targets(written: Written) -> None:
    theme = read_themes(folder=written(LINES + "water,6.2.1,Toilets.\n", FILE))["water"]
    assert (theme.indicators, theme.targets) == (("6.1.1", "6.2.1"), ("6.1", "6.2"))


@pytest.mark.parametrize(
    ("lines", "line", "column", "found"),
    [
        (LINES + "water,6.1.9,Lakes.\n", 3, "indicator", "6.1.9"),
        (LINES + "water,6.1,A target is no indicator.\n", 3, "indicator", "6.1"),
        (LINES + "watr,6.2.1,Toilets.\n", 3, "theme", "watr"),
        (LINES + "water,6.2.1,\n", 3, "why", ""),
        (LINES + "water,6.1.1,Again.\n", 3, "indicator", "6.1.1"),
        ("theme,why\n", 1, "all", ["theme", "why"]),
    ],
)
def test_a_wrong_line_is_named(
    written: Written, lines: str, line: int, column: str, found: object
) -> None:
    with pytest.raises(FigureError) as caught:
        read_themes(folder=written(lines, FILE))
    error = caught.value
    assert (error.file, error.line, error.column, error.found) == (
        "themes.csv", line, column, found,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FILE.replace('"When?"', '"Who?"'), "3 different questions"),
        (FILE.replace(QUESTIONS, 'prompts = ["Who?"]\n'), "3 different questions"),
        (FILE.replace("When?", "Why 40 %?"), "asserts no figure"),
        (FILE.replace('id = "water"', 'id = "wet"'), "must equal the file's name"),
        (FILE.replace("sentence", "sentense"), "unknown key"),
        (FILE + PLACE, "a text is needed"),
        (FILE + PLACE.replace("https://a", "a") + 'source = "S"\n', "a whole address"),
    ],
)
def test_a_wrong_file_is_named(written: Written, text: str, said: str) -> None:
    with pytest.raises(CatalogueError, match=said) as caught:
        read_themes(folder=written(LINES, text))
    assert caught.value.file == "water.toml"


def test_a_file_without_an_indicator_is_named(written: Written) -> None:
    folder = written(LINES, FILE)
    (folder / "themes" / "empty.toml").write_text(FILE.replace('"water"', '"empty"'))
    with pytest.raises(CatalogueError, match=r"empty\.toml"):
        read_themes(folder=folder)


@dataclass(frozen=True, kw_only=True)
class Group:
    """An initiative, as far as a theme asks."""

    id: str
    name: str = "Group"
    countries: tuple[str, ...] = ("KEN",)
    targets: tuple[str, ...] = ("6.1",)
    kind: str = "initiative"
    status: str = "active"


def test_initiatives_of_a_theme_serve_its_targets() -> None:
    theme = Theme(
        id="water", title="Water", sentence="", prompts=(), discuss=(), reasons={"6.1.1": "Water."}
    )
    groups = (
        Group(id="wells"),
        Group(id="lakes", targets=("6.6",)),
        Group(id="tests", countries=("NPL", "TZA"), targets=("3.9", "6.1")),
        Group(id="over", status="ended"),
        Group(id="sheets", kind="tool"),
    )
    assert [one.id for one in initiatives_of(theme, among=groups)] == ["wells", "tests"]
    assert [one.id for one in initiatives_of(theme, among=groups, country="NPL")] == ["tests"]
