"""The pages that say what went wrong, and what exists instead. Never a stack trace."""

from __future__ import annotations

from typing import Any

from data.errors import SelectionError, closest
from data.languages import ENGLISH, PREFIXED
from data.selection import INDICATOR, PATH_PARTS
from layouts.components.parts import Link
from layouts.language import _, mark, speaking, to, words
from layouts.shell import NAMES, render

TITLES = {
    400: mark("This address asks for something that does not exist"),
    404: mark("There is no such page"),
    405: mark("This address does not take that"),
    500: mark("Something went wrong here"),
    503: mark("No figures yet"),
}
SENTENCES = {
    404: mark("The address leads nowhere."),
    405: mark("Pages can be read, and nothing else."),
    500: mark("The server could not make this page. It has been written down for us to mend."),
    503: mark(
        "No release is built, or it cannot be read. Build one with: python -m pipelines build"
    ),
}
UNKNOWN = {
    "address": mark("Unknown address: “{found}”."),
    "country": mark("Unknown country: “{found}”."),
    "goal": mark("Unknown goal: “{found}”."),
    "indicator": mark("Unknown indicator: “{found}”."),
    "dataset": mark("Unknown dataset: “{found}”."),
    "entry": mark("Unknown entry: “{found}”."),
    "pair": mark("Unknown pair: “{found}”."),
    "area": mark("Unknown area: “{found}”."),
    "parameter": mark("Unknown parameter: “{found}”."),
}
OTHER = mark("Unknown {parameter}: “{found}”.")
DEPTHS = {"goal": 1, "dataset": 1, "entry": 1, "indicator": 2}
"""How many parts of the path stand before the one that is not known."""
MOST_CHOICES = 60


def status_of(error: SelectionError) -> int:
    """Return 404 for a part of the path and for a page too far, 400 for a parameter."""
    return 404 if error.parameter in (*PATH_PARTS, "page") else 400


def sentence_of(error: SelectionError) -> str:
    """Return what is not known, in words. Parameters keep their names."""
    known = UNKNOWN.get(error.parameter, OTHER)
    return _(known, parameter=error.parameter, found=str(error.found))


def language_of(address: str) -> str:
    """Return the language that an address opens with, English without one."""
    first = address.split("?")[0].strip("/").split("/")[0]
    return first if first in PREFIXED else ENGLISH


def document(
    *, status: int, error: SelectionError | None = None, sentence: str = ""
) -> dict[str, Any]:
    """Return the same for machines: what was found, what exists, the closest first."""
    found: dict[str, Any] = {
        "status": status,
        "error": sentence_of(error) if error else sentence or _said(status),
    }
    if error:
        found |= {
            "parameter": error.parameter,
            "found": str(error.found),
            "closest": list(closest(error.found, error.allowed)),
            "allowed": list(error.allowed),
        }
    return found


def _said(status: int) -> str:
    return _(SENTENCES[status]) if status in SENTENCES else ""


def html(*, status: int, address: str = "", error: SelectionError | None = None) -> str:
    """Return the page as HTML, in the language that the address opens with."""
    with speaking(language_of(address)):
        return _html(status=status, address=address, error=error)


def _html(*, status: int, address: str, error: SelectionError | None) -> str:
    said = document(status=status, error=error)
    base = [part for part in address.split("?")[0].split("/") if part]
    base = base[1:] if base and base[0] in PREFIXED else base
    allowed = said.get("allowed", ())
    return render(
        "problem.html",
        address="",
        status=status,
        title=_(TITLES.get(status, TITLES[400])),
        sentence=said["error"],
        parameter=said.get("parameter", ""),
        closest=tuple(_link(value, said["parameter"], base) for value in said.get("closest", ())),
        allowed=tuple(_link(value, said["parameter"], base) for value in allowed[:MOST_CHOICES]),
        more=max(0, len(allowed) - MOST_CHOICES),
    )


def _link(value: str, parameter: str, base: list[str]) -> Link:
    """Return a way to what exists; plain text where a value alone is no address."""
    depth = DEPTHS.get(parameter)
    if parameter == "indicator" and base[:1] == [INDICATOR]:
        depth = 1
    if parameter == "country":
        return Link(text=words(NAMES.get(value, value)), href=to(f"/{value}"))
    if parameter == "address":
        return Link(text=value, href=to(value))
    if depth is not None:
        return Link(text=value, href=to("/" + "/".join([*base[:depth], value])))
    path = to("/" + "/".join(base))
    if parameter == "parameter":
        return Link(text=value, href="")
    return Link(text=value, href=f"{path}?{parameter}={value}")
