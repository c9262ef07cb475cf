"""The page of the campaign kit: pictures and addresses put beside what may be said."""

from __future__ import annotations

from layouts.components.rooms.campaign import CampaignView
from layouts.pictures import shared
from layouts.shell import render


def html(view: CampaignView) -> str:
    """Return the page as HTML."""
    return render(
        "campaign.html",
        address=view.address,
        view=view,
        drawn=shared(view.about) if view.about else (),
    )
