"""The page's chart in somebody else's page, with its sentence, its judgement and its source; of the
directory its maps and its list."""

from __future__ import annotations

from markupsafe import Markup

from layouts.components.rooms.parts import InitiativesView
from layouts.embedding import Look, chart_of, figure_of, sources_of
from layouts.head import root
from layouts.shell import fragment
from layouts.static import static_text
from layouts.theme import THEME, css_variables, scheme_variables
from layouts.views import ComparisonView, View

MOST_JUDGED = 3


def html(view: View, *, look: Look) -> str:
    """Return the embed of a view."""
    comparison = view if isinstance(view, ComparisonView) else None
    return fragment(
        "embed.html",
        view=view,
        page=root() + view.address,
        chart=chart_of(view),
        directory=view if isinstance(view, InitiativesView) else None,
        judged=comparison.badges[:MOST_JUDGED] if comparison else (),
        filters=comparison.filters if comparison else (),
        sources=sources_of(view),
        figure=figure_of(view, look) if comparison and comparison.chart else "",
        theme="light" if look.theme == "clear" else look.theme,
        colours=Markup(colours(look)),
        styles=Markup(static_text("embed.css")),
    )


def colours(look: Look) -> str:
    """Return the custom properties of a look."""
    own = {
        "ground": f"#{look.ground}" if look.ground else "",
        "ink": f"#{look.ink}" if look.ink else "",
    }
    if look.theme == "clear":
        own["ground"] = own["ground"] or "transparent"
    if look.theme == "auto" and not any(own.values()):
        return css_variables()
    return scheme_variables(THEME.dark if look.theme == "dark" else THEME.light, **own)
