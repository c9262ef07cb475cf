"""Formulas that say themselves: the words on ``/methods`` hang on the function that computes.

``@formula(...)`` leaves the function as it is and puts a ``Formula`` beside it, so that what is
printed and what is computed cannot part: removing or renaming the one takes the other along.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

Function = TypeVar("Function", bound=Callable[..., object])


@dataclass(frozen=True, kw_only=True)
class Formula:
    """One formula as readers see it.

    ``formula`` is the formula itself, ``words`` says what it does and when it applies, ``source``
    who it is from; ``constants`` names the entries of policy files that it uses, as
    "comparison.toml · matching.nearest_years"; ``code`` is the function, as module.name.
    """

    id: str
    section: str
    title: str
    formula: str
    words: str
    source: str
    constants: tuple[str, ...]
    code: str


REGISTRY: dict[str, Formula] = {}


def formula(
    *,
    id: str,
    section: str,
    title: str,
    formula: str,
    words: str,
    source: str,
    constants: tuple[str, ...] = (),
) -> Callable[[Function], Function]:
    """Register what a function computes; raise ``ValueError`` when the id is taken."""

    def register(function: Function) -> Function:
        code = f"{function.__module__}.{function.__qualname__}"
        if id in REGISTRY and REGISTRY[id].code != code:
            raise ValueError(f"formula {id!r} is already that of {REGISTRY[id].code}")
        REGISTRY[id] = Formula(
            id=id, section=section, title=title, formula=formula, words=words, source=source,
            constants=constants, code=code,
        )  # fmt: skip
        return function

    return register
