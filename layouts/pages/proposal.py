"""The page on which an entry of the directory is proposed or corrected."""

from __future__ import annotations

from layouts.components.rooms.parts import ProposalView
from layouts.corrections import proposal_of
from layouts.shell import render


def html(view: ProposalView) -> str:
    """Return the page as HTML."""
    message = proposal_of(view) if view.ready else None
    return render("proposal.html", address=view.address, view=view, message=message)
