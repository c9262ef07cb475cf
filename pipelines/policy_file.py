"""Policy files: every constant with its value, its unit and why it is so, read without surprises.

A constant is a table of its section: ``[matching.nearest_years]`` with ``value``, ``why`` and,
where it has one, ``unit``. A list may be written as a table of name = reason.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.errors import CatalogueError

KEYS = ("value", "unit", "why")


@dataclass(frozen=True, kw_only=True)
class Constant:
    """One judgement that a policy file fixes, as it is printed on ``/methods``."""

    file: str
    section: str
    name: str
    value: str
    unit: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Section:
    """One table of a policy file; its getters name file and entry when a value is unusable."""

    file: str
    name: str
    values: Mapping[str, Mapping[str, Any]]

    def _fail(self, key: str, reason: str) -> CatalogueError:
        found = self.values.get(key, {}).get("value", "nothing")
        return CatalogueError(
            file=self.file, entry=f"[{self.name}.{key}]", found=found, reason=reason
        )

    def value(self, key: str) -> Any:
        """Return the value as it stands, None when there is none."""
        return self.values.get(key, {}).get("value")

    def number(self, key: str, *, above: float, up_to: float = float("inf")) -> float:
        """Return a number in (above, up_to], else raise ``CatalogueError``."""
        value = self.value(key)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not above < value <= up_to:
            raise self._fail(key, f"a number above {above:g} and up to {up_to:g} is needed")
        return float(value)

    def whole(self, key: str, *, at_least: int = 0) -> int:
        """Return a whole number of at least ``at_least``, else raise ``CatalogueError``."""
        value = self.value(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < at_least:
            raise self._fail(key, f"a whole number of at least {at_least} is needed")
        return value

    def words(self, key: str, *, allowed: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return a list of texts, each one of ``allowed`` if given, else raise."""
        value = self.value(key)
        value = list(value) if isinstance(value, dict) else value
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise self._fail(key, "a list of texts is needed")
        for word in value:
            if allowed and word not in allowed:
                raise CatalogueError(
                    file=self.file, entry=f"[{self.name}.{key}]", found=word, allowed=allowed
                )
        return tuple(value)

    def constants(self) -> Iterator[Constant]:
        """Yield every constant of the section, in the order of the file."""
        for name, entry in self.values.items():
            yield Constant(
                file=self.file,
                section=self.name,
                name=name,
                value=_said(entry["value"]),
                unit=str(entry.get("unit", "")),
                why=str(entry["why"]),
            )


def sections(path: Path, *, names: tuple[str, ...]) -> dict[str, Section]:
    """Read the sections of a policy file, exactly ``names``.

    Raises ``CatalogueError`` when the file cannot be read, a section is missing or too many, or a
    constant has no value, no reason, or a key nobody reads.
    """
    try:
        parsed = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(
            file=path.name, entry="whole file", found=str(error), reason="cannot be read"
        ) from error
    for name in {*parsed, *names}:
        if name not in names or not isinstance(parsed.get(name), dict):
            raise CatalogueError(
                file=path.name,
                entry=f"[{name}]",
                found=name if name in parsed else "nothing",
                allowed=names,
                reason="exactly these tables are needed",
            )
    for name in names:
        for key, entry in parsed[name].items():
            _check(entry, file=path.name, entry=f"[{name}.{key}]")
    return {name: Section(file=path.name, name=name, values=parsed[name]) for name in names}


def constants(path: Path) -> list[Constant]:
    """Return every constant of a policy file, in its order."""
    names = tuple(tomllib.loads(path.read_text(encoding="utf-8")))
    return [one for part in sections(path, names=names).values() for one in part.constants()]


def _check(found: Any, *, file: str, entry: str) -> None:
    if not isinstance(found, dict) or not {"value", "why"} <= set(found) <= set(KEYS):
        raise CatalogueError(
            file=file, entry=entry, found=found, allowed=KEYS,
            reason="a constant is a table with its value and why it is so",
        )  # fmt: skip
    if not isinstance(found["why"], str) or not found["why"].strip():
        raise CatalogueError(file=file, entry=f"{entry} why", found=found["why"],
                             reason="a judgement carries its reason")  # fmt: skip


def _said(value: Any) -> str:
    if value in ([], {}):
        return "none"
    if isinstance(value, dict):
        return "; ".join(f"{name} ({reason})" if reason else name for name, reason in value.items())
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
