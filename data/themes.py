"""The themes that cut through the goals, from ``data/catalogue/themes.csv`` and ``themes/*.toml``.

A line of the CSV puts an indicator under a theme and says why. The TOML file of a theme holds its
title, one sentence, three questions to discuss, and where people already talk about it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, TypeVar

from data.catalogue import CATALOGUE, read_codes
from data.entry import Entry, toml
from data.errors import CatalogueError, FigureError

COLUMNS = ("theme", "indicator", "why")
PROMPTS = 3
SECURE = "https://"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where people already talk about a theme, who they are, and where that was read."""

    name: str
    address: str
    about: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Theme:
    """A theme: ``reasons`` maps its indicators, in the order of the file, to why they are in it."""

    id: str
    title: str
    sentence: str
    prompts: tuple[str, ...]
    discuss: tuple[Place, ...]
    reasons: Mapping[str, str]

    @property
    def indicators(self) -> tuple[str, ...]:
        """The codes of its indicators."""
        return tuple(self.reasons)

    @property
    def targets(self) -> tuple[str, ...]:
        """The targets of its indicators, each once."""
        return tuple(dict.fromkeys(code.rpartition(".")[0] for code in self.reasons))


def read_themes(*, folder: Path = CATALOGUE) -> dict[str, Theme]:
    """Return the themes by id, in the order of ``themes.csv``.

    Raises ``FigureError`` (file, line, column) for a line and ``CatalogueError`` (file, entry) for
    a file that cannot be used.
    """
    reasons = _read_reasons(folder / "themes.csv", codes=read_codes(folder=folder), folder=folder)
    return {name: _read_theme(folder / "themes" / f"{name}.toml", reasons[name])
            for name in reasons}  # fmt: skip


def _read_reasons(
    path: Path, *, codes: Iterable[str], folder: Path
) -> dict[str, Mapping[str, str]]:
    known = sorted(code for code in codes if code.count(".") > 1)
    files = sorted(one.stem for one in (folder / "themes").glob("*.toml"))
    found: dict[str, dict[str, str]] = {}
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise FigureError(
                file=path.name, line=1, column="all", found=reader.fieldnames,
                reason="the columns must be: " + ", ".join(COLUMNS),
            )  # fmt: skip
        for row in reader:
            theme, code = row["theme"], row["indicator"]
            wrong = {
                "theme": (theme not in files, files, "there is no such file under themes/"),
                "indicator": (code not in known, known, "is no indicator of the framework"),
                "why": (not row["why"], (), "say why the indicator is in the theme"),
            }
            for column, (fails, allowed, reason) in wrong.items():
                if fails:
                    raise FigureError(
                        file=path.name, line=reader.line_num, column=column, found=row[column],
                        allowed=allowed, reason=reason,
                    )  # fmt: skip
            if code in found.setdefault(theme, {}):
                raise FigureError(
                    file=path.name, line=reader.line_num, column="indicator", found=code,
                    reason=f"stands twice under {theme!r}",
                )  # fmt: skip
            found[theme][code] = row["why"]
    for name in files:
        if name not in found:
            raise CatalogueError(
                file=f"{name}.toml", entry=name, found=name, allowed=found,
                reason=f"no line of {path.name} puts an indicator under it",
            )  # fmt: skip
    return {name: MappingProxyType(said) for name, said in found.items()}


def _read_theme(path: Path, reasons: Mapping[str, str]) -> Theme:
    top = Entry(file=path.name, entry=path.stem, values=toml(path))
    top.only("id", "title", "sentence", "prompts", "discuss")
    if top.text("id") != path.stem:
        raise top.fail("id", top.text("id"), (path.stem,), "must equal the file's name")
    prompts = top.texts("prompts")
    if len(set(prompts)) != PROMPTS or not all(prompts):
        raise top.fail("prompts", len(set(filter(None, prompts))), (str(PROMPTS),),
                       f"{PROMPTS} different questions are needed")  # fmt: skip
    for prompt in prompts:
        if any(letter.isdigit() for letter in prompt):
            raise top.fail("prompts", prompt, (), "a question asserts no figure")
    return Theme(
        id=path.stem,
        title=top.text("title"),
        sentence=top.text("sentence"),
        prompts=prompts,
        discuss=tuple(_read_place(item) for item in top.tables("discuss")),
        reasons=reasons,
    )


def _read_place(item: Entry) -> Place:
    item.only("name", "address", "about", "source")
    address = item.text("address")
    if not address.startswith(SECURE):
        raise item.fail("address", address, (SECURE,), "a whole address is needed")
    return Place(
        name=item.text("name"),
        address=address,
        about=item.text("about"),
        source=item.text("source"),
    )


@lru_cache(maxsize=1)
def themes() -> Mapping[str, Theme]:
    """Return the themes by id, read once."""
    return MappingProxyType(read_themes())


class Active(Protocol):
    """What is asked of an initiative: whether it works on a theme, and what it is called."""

    @property
    def id(self) -> str:
        """Its id in the directory."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def countries(self) -> tuple[str, ...]:
        """ISO 3166-1 alpha-3."""

    @property
    def targets(self) -> tuple[str, ...]:
        """Codes of targets."""

    @property
    def kind(self) -> str:
        """What it is: an initiative, a tool …"""

    @property
    def status(self) -> str:
        """Whether it goes on."""


Found = TypeVar("Found", bound=Active)
WORKING = ("initiative", "observatory", "network")
"""Kinds that measure something or bring people together; tools and methods work on no theme."""
ENDED = "ended"


def initiatives_of(theme: Theme, *, among: Iterable[Found], country: str = "") -> tuple[Found, ...]:
    """Return the initiatives that serve a target of the theme, in a country where one is named
    (ISO 3166-1 alpha-3), and that are not known to have ended."""
    return tuple(
        one
        for one in among
        if one.kind in WORKING
        and one.status != ENDED
        and not set(theme.targets).isdisjoint(one.targets)
        and (not country or country in one.countries)
    )
