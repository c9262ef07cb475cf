"""The door to the warehouse: named questions, one release at a time."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from data.store import QUERIES, Question, Store, WarehouseError, sentence_of


def test_every_question_is_a_file_and_every_file_a_question() -> None:
    assert {path.stem for path in QUERIES.glob("*.sql")} == {str(one) for one in Question}


@pytest.mark.parametrize("question", list(Question))
def test_every_question_opens_with_its_sentence(question: Question) -> None:
    said = sentence_of(question)
    assert said.endswith(".")
    assert len(said.split()) >= 5


def test_the_release_says_how_much_it_holds(release: Any) -> None:
    counts = release.ask(Question.COUNTS).row(0, named=True)
    assert counts["pairs"] >= 20
    assert counts["datasets"] == 56


def test_nothing_built_is_said(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="no release is built yet"):
        Store(folder=tmp_path).current()


def point(folder: Path, *, release: str, file: str) -> None:
    new = folder / "new.json"
    new.write_text(json.dumps({"release": release, "file": file}), encoding="utf-8")
    new.replace(folder / "current.json")


def test_a_moved_pointer_is_followed(warehouse: Path, tmp_path: Path) -> None:
    named = json.loads((warehouse / "current.json").read_text(encoding="utf-8"))["file"]
    for name in ("one", "two"):
        shutil.copy(warehouse / named, tmp_path / f"{name}.duckdb")
    store = Store(folder=tmp_path)
    point(tmp_path, release="one", file="one.duckdb")
    first = store.current()
    assert store.current() is first
    point(tmp_path, release="two", file="two.duckdb")
    second = store.current()
    assert (first.name, second.name) == ("one", "two")
    # A reader that began with the first release ends with it.
    assert first.ask(Question.COUNTS).height == 1


def test_a_broken_pointer_leaves_the_release_in_service(warehouse: Path, tmp_path: Path) -> None:
    named = json.loads((warehouse / "current.json").read_text(encoding="utf-8"))["file"]
    shutil.copy(warehouse / named, tmp_path / "one.duckdb")
    store = Store(folder=tmp_path)
    point(tmp_path, release="one", file="one.duckdb")
    store.current()
    point(tmp_path, release="two", file="missing.duckdb")
    assert store.current().name == "one"
