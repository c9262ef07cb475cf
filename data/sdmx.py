"""The UN's codes for our words, from ``data/catalogue/sdmx.csv``.

The codes are those of the data structure definition that the UN's Inter-agency and Expert Group on
SDG Indicators publishes (``IAEG-SDGs:SDG``) and national offices reuse. A word without a line there
is no mistake: it goes out under a code of our own, made from the word and marked ``DS_``.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from data.catalogue import CATALOGUE
from data.errors import FigureError

FILE = CATALOGUE / "sdmx.csv"
COLUMNS = ("component", "value", "code", "multiplier", "name")
OWN = "DS_"
CODED = (
    "FREQ", "REPORTING_TYPE", "REF_AREA", "SEX", "AGE", "URBANISATION", "EDUCATION_LEV",
    "DISABILITY_STATUS", "COMPOSITE_BREAKDOWN", "NATURE", "OBS_STATUS", "UNIT_MEASURE",
)  # fmt: skip
IDENTIFIER = re.compile(r"[A-Za-z0-9_@$\-]+")
"""What an SDMX identifier may hold (SDMX 3.0, common:IDType)."""
WORDED = MappingProxyType({"+": " plus ", "%": " percent ", "µ": "micro", "²": "2", "³": "3"})


@dataclass(frozen=True, kw_only=True)
class Code:
    """A code and its name; ``multiplier`` is the power of ten of a unit."""

    code: str
    name: str
    multiplier: int = 0


def own_code(text: str) -> str:
    """Return a code of our own for words that the UN has none for: ``DS_KILOGRAMS_PER_…``."""
    for sign, word in WORDED.items():
        text = text.replace(sign, word)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return OWN + re.sub(r"[^A-Za-z0-9]+", "_", plain).strip("_").upper()


def read_codes(path: Path = FILE) -> dict[tuple[str, str], Code]:
    """Return the codes by component and our word. Raises ``FigureError`` naming file and line."""
    found: dict[tuple[str, str], Code] = {}
    names: dict[tuple[str, str], str] = {}
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise FigureError(
                file=path.name, line=1, column="header", found=",".join(reader.fieldnames or ()),
                allowed=[",".join(COLUMNS)],
            )  # fmt: skip
        for row in reader:

            def wrong(
                column: str,
                *,
                allowed: tuple[str, ...] = (),
                reason: str = "",
                row: dict[str, str] = row,
            ) -> FigureError:
                return FigureError(
                    file=path.name, line=reader.line_num, column=column, found=row[column],
                    allowed=allowed, reason=reason,
                )  # fmt: skip

            component, value, code = row["component"], row["value"], row["code"]
            if component not in CODED:
                raise wrong("component", allowed=CODED)
            if not IDENTIFIER.fullmatch(code):
                raise wrong("code", reason="letters, digits, _ @ $ - only")
            if (component, value) in found:
                raise wrong("value", reason=f"{component} has it already")
            if names.setdefault((component, code), row["name"]) != row["name"] or not row["name"]:
                raise wrong("name", allowed=(names[component, code],), reason="one name a code")
            if row["multiplier"] and not re.fullmatch(r"-?\d{1,2}", row["multiplier"]):
                raise wrong("multiplier", reason="a power of ten")
            found[component, value] = Code(
                code=code, name=row["name"], multiplier=int(row["multiplier"] or 0)
            )
    return found


@lru_cache(maxsize=1)
def codes() -> Mapping[tuple[str, str], Code]:
    """Return the catalogue's codes, read once."""
    return MappingProxyType(read_codes())


def code_of(component: str, value: str) -> Code:
    """Return the code of one of our words: the UN's where it has one, else our own."""
    return codes().get((component, value)) or Code(code=own_code(value), name=value)
