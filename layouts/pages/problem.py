"""The pages that say what went wrong, and what exists instead. Never a stack trace."""

from __future__ import annotations

from typing import Any

from data.errors import SelectionError, closest
from data.selection import PATH_PARTS
from layouts.components.parts import Link
from layouts.shell import render

TITLES = {
    400: "This address asks for something that does not exist",
    404: "There is no such page",
    405: "This address does not take that",
    500: "Something went wrong here",
    503: "No figures yet",
}
SENTENCES = {
    404: "The address leads nowhere.",
    405: "Pages can be read, and nothing else.",
    500: "The server could not make this page. It has been written down for us to mend.",
    503: "No release is built, or it cannot be read. Build one with: python -m pipelines build",
}
MOST_CHOICES = 60


def status_of(error: SelectionError) -> int:
    """Return 404 for a part of the path, 400 for a parameter."""
    return 404 if error.parameter in PATH_PARTS else 400


def sentence_of(error: SelectionError) -> str:
    """Return what is not known, in words."""
    return f"Unknown {error.parameter}: “{error.found}”."


def document(
    *, status: int, error: SelectionError | None = None, sentence: str = ""
) -> dict[str, Any]:
    """Return the same for machines: what was found, what exists, the closest first."""
    found: dict[str, Any] = {
        "status": status,
        "error": sentence_of(error) if error else sentence or SENTENCES.get(status, ""),
    }
    if error:
        found |= {
            "parameter": error.parameter,
            "found": str(error.found),
            "closest": list(closest(error.found, error.allowed)),
            "allowed": list(error.allowed),
        }
    return found


def html(*, status: int, address: str = "", error: SelectionError | None = None) -> str:
    """Return the page as HTML."""
    said = document(status=status, error=error)
    base = address.split("?")[0].strip("/").split("/")
    return render(
        "problem.html",
        address="",
        status=status,
        title=TITLES.get(status, TITLES[400]),
        sentence=said["error"],
        parameter=said.get("parameter", ""),
        closest=tuple(_link(value, said["parameter"], base) for value in said.get("closest", ())),
        allowed=tuple(_link(value, said["parameter"], base) for value in said.get("allowed", ()))[
            :MOST_CHOICES
        ],
        more=max(0, len(said.get("allowed", ())) - MOST_CHOICES),
    )


def _link(value: str, parameter: str, base: list[str]) -> Link:
    """Return a way to what exists; plain text where a value alone is no address."""
    depth = {"country": 0, "goal": 1, "dataset": 1, "indicator": 2}.get(parameter)
    if parameter == "address":
        return Link(text=value, href=value)
    if depth is not None:
        return Link(text=value, href="/" + "/".join([*base[:depth], value]))
    path = "/" + "/".join(base)
    if parameter == "parameter":
        return Link(text=value, href="")
    return Link(text=value, href=f"{path}?{parameter}={value}")
