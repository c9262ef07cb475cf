"""The page of the campaign kit: pictures and addresses put beside what may be said."""

from __future__ import annotations

from layouts import pictures
from layouts.components.parts import Link
from layouts.components.rooms.campaign import CampaignView
from layouts.head import social_href
from layouts.language import _
from layouts.pictures import Picture
from layouts.shell import render


def html(view: CampaignView) -> str:
    """Return the page as HTML."""
    return render("campaign.html", address=view.address, view=view, drawn=drawn_of(view))


def drawn_of(view: CampaignView) -> tuple[Link, ...]:
    """Return the picture of a pair in the shapes that are shared; the first one is shown."""
    about = view.about
    if about is None:
        return ()
    card = Link(text=_("PNG, 1200 × 630 pixels"), href=social_href(about))
    if pictures.MAIN not in pictures.charts_of(about):
        return (card,)
    shapes = ((_("square"), "square"), (_("for phones"), "narrow"))
    frozen = {
        size: Picture(kind="png", size=size, release=view.release, scale=1 + (size == "narrow"))
        for _name, size in shapes
    }
    return (
        card,
        *(Link(text=name, href=pictures.address_of(about, frozen[size])) for name, size in shapes),
    )
