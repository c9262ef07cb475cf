"""What /methods prints comes from the objects that the build uses."""

from __future__ import annotations

import pkgutil
import shutil
from pathlib import Path

import pytest

from data.catalogue import CATALOGUE
from data.errors import CatalogueError
from pipelines import build as whole
from pipelines import methods, policy_file
from pipelines.formula import REGISTRY, formula

POLICY_FILES = sorted(
    path.name for path in CATALOGUE.glob("*.toml") if path.name != "corrections.toml"
)


def test_every_policy_file_is_printed() -> None:
    assert sorted(methods.POLICIES) == POLICY_FILES


@pytest.mark.parametrize("name", POLICY_FILES)
def test_every_constant_carries_its_reason(name: str) -> None:
    found = policy_file.constants(CATALOGUE / name)
    assert found
    for one in found:
        assert one.value
        assert len(one.why.split()) > 2, one


def test_every_formula_hangs_on_a_function_that_exists() -> None:
    assert whole.build  # importing the build has imported every module that computes
    assert len(REGISTRY) > 8
    for one in REGISTRY.values():
        assert pkgutil.resolve_name(one.code) is not None, one.code
        for text in (one.title, one.formula, one.words, one.source):
            assert text.strip(), one.id


def test_every_constant_of_a_formula_exists_and_every_section_is_known() -> None:
    found = methods.tables(folder=CATALOGUE)
    assert found["formulas"].height == len(REGISTRY)
    assert set(found["formulas"]["section"]) == set(methods.SECTIONS)


def test_a_constant_that_is_gone_is_named(tmp_path: Path) -> None:
    for name in methods.POLICIES:
        shutil.copy(CATALOGUE / name, tmp_path / name)
    path = tmp_path / "comparison.toml"
    path.write_text(path.read_text().replace("[uncertainty.design_effect]", "[uncertainty.deff]"))
    with pytest.raises(CatalogueError, match=r"uncertainty\.design_effect"):
        methods.tables(folder=tmp_path)


def test_two_functions_cannot_claim_one_formula() -> None:
    taken = next(iter(REGISTRY))

    def other() -> None:
        """Compute something else."""

    with pytest.raises(ValueError, match=taken):
        formula(id=taken, section="x", title="x", formula="x", words="x", source="x")(other)
