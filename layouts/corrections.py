"""What to send when a figure looks wrong: its address, its release and what the page says of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import quote

from layouts.head import root
from layouts.language import _
from layouts.views import View

TO = "CORRECTIONS_TO"
"""The mail address that takes corrections. Without it the text is there to copy."""


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A message ready to send; ``mail`` is a ``mailto:`` address, or "" where none is set."""

    text: str
    mail: str


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
    to = os.environ.get(TO, "")
    subject = quote(_("Correction: {title}", title=view.title))
    return Correction(
        text=text, mail=f"mailto:{quote(to)}?subject={subject}&body={quote(text)}" if to else ""
    )
