"""Credibility of citizen datasets: what gates and scores allow, and how a bad file stops."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data.catalogue import CATALOGUE, read_datasets
from data.credibility import CRITERIA, Credibility, Criterion, read_credibility
from data.errors import CatalogueError
from pipelines import warehouse
from pipelines.build import build
from pipelines.credibility import CredibilityPolicy, freshness, standing
from tests.pipelines.small import credibility_text, pair_text, project

POLICY = CredibilityPolicy.read(CATALOGUE / "credibility.toml")


@pytest.fixture
def judged(tmp_path: Path) -> Credibility:
    catalogue, _, _ = project(tmp_path)
    datasets = read_datasets(folder=catalogue)
    return read_credibility(catalogue / "credibility" / "walk.toml", datasets=datasets)


def scored(judged: Credibility, *values: int) -> Credibility:
    scores = tuple(
        Criterion(criterion=name, score=value, reason="x", evidence="y")
        for name, value in zip(CRITERIA, values, strict=True)
    )
    return replace(judged, scores=scores)


@pytest.mark.parametrize(
    ("values", "usable"),
    [
        ((2, 2, 2, 1, 1), True),  # mean 1.6
        ((2, 2, 1, 1, 1), False),  # mean 1.4
        ((3, 3, 3, 3, 0), False),  # mean 2.4, but one is zero
        ((1, 1, 1, 2, 3), True),
    ],
)
def test_usable_by_hand(judged: Credibility, values: tuple[int, ...], usable: bool) -> None:
    found = standing(credibility=scored(judged, *values), policy=POLICY)
    assert found.usable is usable
    assert found.ceiling == ("" if usable else "context only")
    assert found.mean == pytest.approx(sum(values) / 5)


def test_a_mean_of_just_the_threshold_is_not_above_it(judged: Credibility) -> None:
    policy = replace(POLICY, mean_above=1.6)
    assert not standing(credibility=scored(judged, 2, 2, 2, 1, 1), policy=policy).usable


def test_who_chose_themselves_represents_nobody(judged: Credibility) -> None:
    found = standing(credibility=replace(judged, sampling="opt-in"), policy=POLICY)
    assert found.ceiling == "context only"
    assert "opt-in" in found.sentence


def test_uncalibrated_sensors_have_a_ceiling(judged: Credibility) -> None:
    found = standing(credibility=replace(judged, sampling="uncalibrated sensors"), policy=POLICY)
    assert found.ceiling == "overlay with caution"
    weak = replace(scored(judged, 1, 1, 1, 1, 1), sampling="uncalibrated sensors")
    assert standing(credibility=weak, policy=POLICY).ceiling == "context only"


def test_not_established_is_not_failed(judged: Credibility) -> None:
    gates = tuple(
        replace(gate, state="not established", would_establish="A text.") for gate in judged.gates
    )
    found = standing(credibility=replace(judged, gates=gates), policy=POLICY)
    assert (found.gate, found.ceiling) == ("not established", "")


@pytest.mark.parametrize(
    ("rhythm", "last", "word"),
    [(1.0, 2024, "fresh"), (1.0, 2023, "late"), (3.0, 2022, "fresh"), (0.0, 2010, "single round")],
)
def test_freshness_by_hand(judged: Credibility, rhythm: float, last: int, word: str) -> None:
    found, reason = freshness(
        credibility=replace(judged, frequency_years=rhythm),
        last_year=last,
        reference_year=2026,
        grace_years=1,
    )
    assert found == word
    assert reason


def run(folder: Path, *, text: str, pair: str = "") -> tuple[Path, Any]:
    catalogue, observations, target = project(folder)
    (catalogue / "credibility" / "walk.toml").write_text(text)
    if pair:
        (catalogue / "pairs" / "ken-4.1.1-walk-exam.toml").write_text(pair)
    build(catalogue=catalogue, observations=observations, folder=target)
    pointer = json.loads((target / "current.json").read_text())
    return target / pointer["file"], pointer


def ask(file: Path, sql: str) -> list[tuple[Any, ...]]:
    with contextlib.closing(duckdb.connect(str(file), read_only=True)) as connection:
        return connection.execute(sql).fetchall()


def test_a_failed_gate_is_listed_and_never_charted(tmp_path: Path) -> None:
    file, _ = run(tmp_path, text=credibility_text(gate="fail"))
    assert ask(file, "select count(*) from observations where side = 'citizen'") == [(0,)]
    assert ask(file, "select count(*) from pairs") == [(0,)]
    assert ask(file, "select ceiling from credibility") == [("not shown",)]
    [(sentence,)] = ask(file, "select standing from credibility")
    assert "gate is failed" in sentence
    # Nothing vanishes without being told: what was read is counted as rejected, with the reason.
    [(read, rejected, why)] = ask(
        file, "select read, rejected, reasons from report where dataset = 'walk'"
    )
    assert read == rejected == 3
    assert "gate is failed" in why


def test_an_opt_in_sample_is_background_whatever_its_pair_scores(tmp_path: Path) -> None:
    file, _ = run(tmp_path, text=credibility_text(sampling="opt-in"))
    assert ask(file, "select verdict, total from pairs") == [("context only", 20)]
    assert ask(file, "select count(*) from comparison") == [(0,)]


def test_uncalibrated_sensors_never_overlay_without_caution(tmp_path: Path) -> None:
    file, _ = run(tmp_path, text=credibility_text(sampling="uncalibrated sensors"))
    assert ask(file, "select verdict from pairs") == [("overlay with caution",)]


def test_a_ceiling_never_lifts_a_verdict(tmp_path: Path) -> None:
    text = credibility_text(sampling="uncalibrated sensors")
    file, _ = run(tmp_path, text=text, pair=pair_text(score=0))
    assert ask(file, "select verdict from pairs") == [("context only",)]


BAD = [
    ('reason = "Said of methods."', 'reason = ""', "scores methods · reason"),
    ("score = 2", "score = 4", "score"),
    ("score = 2", "score = -1", "score"),
    ("score = 2", "score = true", "score"),
    ('evidence = "The report, page 1"', "", "evidence"),
    ('gate = "need"', 'gate = "needs"', "need"),
    ('criterion = "coverage"', 'criterion = "methods"', "in order"),
    ('sampling = "probability"', 'sampling = "random"', "probability"),
    ("frequency_years = 1.0", "frequency_years = -1.0", "frequency_years"),
    ('state = "verified"', 'state = "checked"', "verified"),
    ('design = "yes"', 'design = "maybe"', "partly"),
    ('dataset = "walk"', 'dataset = "exam"', "walk"),
    ('state = "pass"', 'state = "not established"', "would_establish"),
]


@pytest.mark.parametrize(("old", "new", "said"), BAD)
def test_a_bad_file_stops_and_the_last_release_serves(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    catalogue, observations, folder = project(tmp_path)
    good, _ = build(catalogue=catalogue, observations=observations, folder=folder)
    path = catalogue / "credibility" / "walk.toml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(CatalogueError) as stopped:
        build(catalogue=catalogue, observations=observations, folder=folder)
    assert "credibility/walk.toml" in str(stopped.value)
    assert said in str(stopped.value)
    assert warehouse.current(folder=folder) == good


def test_a_citizen_dataset_without_judgement_stops(tmp_path: Path) -> None:
    catalogue, observations, folder = project(tmp_path)
    (catalogue / "credibility" / "walk.toml").unlink()
    with pytest.raises(CatalogueError, match=r"credibility/walk\.toml"):
        build(catalogue=catalogue, observations=observations, folder=folder)
