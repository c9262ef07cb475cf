"""What official figures ask or count, for those who plan a survey beside them.

Read from ``data/catalogue/guides/modules.toml``. A published module is never quoted: a form holds
a place for each of its questions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from data.catalogue import CATALOGUE
from data.entry import Entry, toml
from data.guides import FOLDER, SOURCES, Source, read_sources
from data.languages import ENGLISH, LANGUAGES

FILE = CATALOGUE / FOLDER / "modules.toml"
YES_NO = "yes_no"


@dataclass(frozen=True, kw_only=True)
class Module:
    """``steps`` are what must be asked, in order, by language; ``questions`` how many questions a
    published module has (0: none is named); ``safety``: a form must ask nothing."""

    indicators: tuple[str, ...]
    name: str
    official: str
    questions: int
    steps: tuple[Mapping[str, str], ...]
    yes_no: bool
    safety: bool
    sources: tuple[Source, ...]


def read_modules(path: Path = FILE) -> dict[str, Module]:
    """Return the modules by indicator. Raises ``CatalogueError`` naming file, entry and field."""
    sources = read_sources(path.parent / SOURCES)
    found: dict[str, Module] = {}
    for number, values in enumerate(toml(path).get("module", ()), start=1):
        entry = Entry(file=path.name, entry=f"module {number}", values=values)
        module = _module(entry, sources=sources)
        for code in module.indicators:
            if code in found:
                raise entry.fail("indicators", code, (), "stands in two modules")
            found[code] = module
    return found


@lru_cache(maxsize=1)
def modules() -> Mapping[str, Module]:
    """Return the modules by indicator, read once."""
    return MappingProxyType(read_modules())


def _module(entry: Entry, *, sources: Mapping[str, Source]) -> Module:
    steps = entry.values.get("steps", ())
    for step in steps:
        if set(step) != set(LANGUAGES) or not all(step.values()):
            raise entry.fail("steps", step.get(ENGLISH), LANGUAGES, "needs words in each language")
    keys = entry.texts("sources")
    for key in keys:
        if key not in sources:
            raise entry.fail("sources", key, sources, f"is no key of {SOURCES}")
    safety = entry.values.get("safety", False)
    questions = int(entry.number("questions", at_least=1)) if "questions" in entry.values else 0
    if safety == bool(steps or questions):
        raise entry.fail("steps", len(steps), (), "are needed, or safety = true without them")
    return Module(
        indicators=entry.texts("indicators"),
        name=entry.text("name"),
        official=entry.text("official"),
        questions=questions,
        steps=tuple(MappingProxyType(step) for step in steps),
        yes_no=entry.text("answers", default="", allowed=("", YES_NO)) == YES_NO,
        safety=safety,
        sources=tuple(sources[key] for key in keys),
    )
