"""Every caveat, with where it ended: read this file's test names to see them all."""

from __future__ import annotations

from typing import Any

import pytest

from data.catalogue import Caveat, read_corrections, read_datasets
from data.pairs import read_pairs

DATASETS = read_datasets()
CAVEATS = [
    (name, position, caveat)
    for name, about in DATASETS.items()
    for position, caveat in enumerate(about.caveats, start=1)
]


def told(case: tuple[str, int, Caveat]) -> str:
    name, position, caveat = case
    return f"{name} {position}: {caveat.ends_as} {'; '.join(caveat.where)}".strip()


@pytest.fixture(scope="module")
def pairs() -> Any:
    from data.catalogue import read_codes

    return read_pairs(datasets=DATASETS, codes=read_codes())


def test_every_dataset_has_a_caveat() -> None:
    assert {name for name, _, _ in CAVEATS} == set(DATASETS)


@pytest.mark.parametrize("case", CAVEATS, ids=told)
def test_a_caveat_ended_somewhere(
    case: tuple[str, int, Caveat], pairs: Any, release: Any, client: Any
) -> None:
    name, _, caveat = case
    if caveat.ends_as == "correction":
        corrected = {
            series for one in read_corrections() if one.dataset == name
            for series in one.where["series"]
        }  # fmt: skip
        assert set(caveat.where) <= corrected
    elif caveat.ends_as == "comparability reason":
        for end in caveat.where:
            pair, _, dimension = end.partition(" · ")
            assert name in (pairs[pair].citizen.dataset, pairs[pair].official.dataset)
            assert dimension in {score.dimension for score in pairs[pair].scores}
    elif caveat.ends_as == "status flag":
        rows = client.get(f"/datasets/{name}.json").get_json()["report"]["reasons"]
        for flag in caveat.where:
            assert flag in rows
    # Whatever its end, it is printed on the dataset's page.
    printed = client.get(f"/datasets/{name}.json").get_json()["caveats"]
    assert caveat.text in {one["text"] for one in printed}
