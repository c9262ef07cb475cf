"""The page of one country."""

from __future__ import annotations

from layouts.shell import render
from layouts.views import CountryView


def html(view: CountryView) -> str:
    """Return the page as HTML."""
    return render("country.html", address=view.address, view=view)
