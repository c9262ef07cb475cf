"""What to send when a figure or an entry looks wrong, or is missing. Nothing is stored here."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from data.selection import INITIATIVES
from layouts.components.rooms.parts import ProposalView
from layouts.head import root
from layouts.language import _, select
from layouts.outlets import to_csv
from layouts.views import View

TO = "CORRECTIONS_TO"
"""The mail address that takes corrections. Without it the text is there to copy."""
ISSUES = "ISSUES_AT"
"""Where a public issue is opened (``https://github.com/<who>/<what>/issues/new``), if anywhere."""


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A message ready to send; ``mail`` is a ``mailto:`` address, ``issue`` where it becomes a
    public issue; both "" where none is set."""

    text: str
    mail: str
    issue: str = ""


def correction_of(view: View) -> Correction:
    """Return the message about a page, with a place for what the reader found."""
    text = "\n".join(
        (
            _("What is wrong, and how do you know?"),
            "",
            "",
            _("Page: {address}", address=root() + view.address),
            _("Release {name}.", name=view.release),
            _("It says: {sentence}", sentence=view.sentence or view.title),
        )
    )
    subject = _("Correction: {title}", title=view.title)
    return Correction(text=text, mail=_mail(subject, text))


def proposal_of(view: ProposalView) -> Correction:
    """Return the message that carries a checked entry: what changes, and its line of the file."""
    said = [view.title]
    if view.changes:
        said.append(root() + select(room=INITIATIVES, entry=view.row["id"]).address())
        said += [f"{name}: {old or '–'} → {new or '–'}" for name, old, new in view.changes]
    # As numbers, degrees south of the equator are not taken for a formula.
    degrees = {name: float(view.row[name]) for name in ("latitude", "longitude") if view.row[name]}
    block = to_csv([{**view.row, **degrees}], columns=view.columns).decode("utf-8")
    text = "\n".join((*said, "", *block.split("\r\n"))).rstrip("\n")
    at = os.environ.get(ISSUES, "")
    issue = urlencode({"title": view.title, "body": f"```\n{text}\n```"}, quote_via=quote)
    return Correction(text=text, mail=_mail(view.title, text), issue=f"{at}?{issue}" if at else "")


def _mail(subject: str, text: str) -> str:
    to = os.environ.get(TO, "")
    return f"mailto:{quote(to)}?subject={quote(subject)}&body={quote(text)}" if to else ""
