"""A page's chart in somebody else's page: what may be asked, and what it says.

``/embed/kenya/goal-7/7.1.1?theme=dark&release=…``: HTML and SVG, readable without JavaScript.
A release in the address freezes it; without one it is live.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from markupsafe import Markup

from data.errors import SelectionError
from layouts.components.rooms.parts import InitiativesView
from layouts.figures import paper
from layouts.figures.chart import TimeChart
from layouts.head import root, social_href
from layouts.language import _, words
from layouts.views import ComparisonView, View

THEMES = ("auto", "light", "dark", "clear")
"""``auto`` follows the reader's system, ``clear`` has the light colours and no ground."""
WIDE = 640
"""From this width on, in pixels, the wide drawing is shown."""
WIDTH = 720
MOST_HIGH = 800.0
OWN = ("theme", "release", "ground", "ink")
"""Parameters of the embed, beside those of the page."""
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")


@dataclass(frozen=True, kw_only=True)
class Look:
    """How an embed looks; ``release`` is "" for a live one, ``ground`` and ``ink`` are RRGGBB."""

    theme: str = "auto"
    release: str = ""
    ground: str = ""
    ink: str = ""

    def query(self) -> dict[str, str]:
        """Return the parameters that are not the usual ones."""
        said = {"theme": self.theme if self.theme != "auto" else "", "release": self.release,
                "ground": self.ground, "ink": self.ink}  # fmt: skip
        return {name: value for name, value in said.items() if value}


def look_of(given: Mapping[str, str]) -> Look:
    """Return the look that parameters ask for. Raises ``SelectionError`` with what is allowed."""
    theme = given.get("theme", "auto")
    if theme not in THEMES:
        raise SelectionError(parameter="theme", found=theme, allowed=THEMES)
    for name in ("ground", "ink"):
        if given.get(name) and not _COLOUR.fullmatch(given[name]):
            raise SelectionError(
                parameter=name, found=given[name], allowed=("six digits, as in 1F4E79",)
            )
    return Look(
        theme=theme, release=given.get("release", ""), ground=given.get("ground", ""),
        ink=given.get("ink", ""),
    )  # fmt: skip


def address_of(view: View, look: Look | None = None) -> str:
    """Return the embed's address of a page."""
    path, _mark, query = view.address.partition("?")
    own = urlencode((look or Look()).query())
    return "/embed" + path + ("?" if query or own else "") + "&".join(filter(None, (query, own)))


def figure_of(view: View, look: Look) -> str:
    """Return where the interactive chart of an embed is asked for; ``&`` may follow."""
    path, _mark, query = view.address.partition("?")
    return f"/figure{path}?{query}{'&' if query else ''}release={look.release or view.release}"


def chart_of(view: View) -> paper.PaperChart | None:
    """Return the one drawing of a page that is shown elsewhere; nothing where it has none."""
    if isinstance(view, ComparisonView):
        if isinstance(view.chart, TimeChart):
            return replace(view.chart, title="") if hasattr(view.chart, "title") else view.chart
        return view.areas_chart
    for name in ("bars", "multiples", "spans"):
        if chart := getattr(view, name, None):
            return chart  # type: ignore[no-any-return]
    return None


def sources_of(view: View) -> str:
    """Return who measured, in a line: both sides, or nothing."""
    if not isinstance(view, ComparisonView):
        return ""
    first = {source.side: words(source.title) for source in reversed(view.sources)}
    said = []
    if "citizen" in first:
        said.append(_("Citizens: {name}", name=first["citizen"]))
    if "official" in first:
        said.append(_("Official: {name}", name=first["official"]))
    return " · ".join(said)


def height_of(view: View, *, width: int) -> int:
    """Return how high a frame of a width must be for what is in it, in pixels; a little more
    rather than less."""
    chart = chart_of(view)
    drawn = 0.0
    if chart is not None:
        sheet = paper.sheet_of(chart, wide=width >= WIDE)
        drawn = sheet.height * min(1.0, (width - 32) / sheet.width)
    if isinstance(view, InitiativesView):
        # Whoever frames a long list lets it scroll.
        rows = -(-len(view.maps) // max(1, width // 190))
        drawn = min(MOST_HIGH, rows * 300.0 + len(view.cards) * 30 / max(1, width // 300))
    letters = len(view.title) * 1.3 + len(view.sentence)
    lines = letters * 8.2 / max(width - 32, 200) + 8
    return round(drawn + 24 * lines)


def frame_of(view: View, *, width: int, height: int, look: Look | None = None) -> str:
    """Return the HTML that puts a page's embed into another page."""
    return str(
        Markup(
            '<iframe src="{src}" title="{title}" width="{width}" height="{height}"'
            ' style="border:0;max-width:100%" loading="lazy"></iframe>'
        ).format(src=root() + address_of(view, look), title=view.title, width=width, height=height)
    )


@dataclass(frozen=True, kw_only=True)
class Snippet:
    """A text to paste into another page."""

    id: str
    text: str
    code: str


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What a page offers to embed: where the embed is, and the texts that show it."""

    href: str
    snippets: tuple[Snippet, ...]


def offer_of(view: View) -> Offer | None:
    """Return how to show a page elsewhere; nothing for a page without a drawing or a map."""
    if chart_of(view) is None and not isinstance(view, InitiativesView):
        return None
    height = height_of(view, width=WIDTH)
    live, frozen = (
        frame_of(view, width=WIDTH, height=height, look=look)
        for look in (None, Look(release=view.release))
    )
    picture, place = root() + social_href(view), root() + view.address
    image = Markup(
        '<a href="{place}"><img src="{picture}" width="600" height="315" alt="{alt}"></a>'
    )
    return Offer(
        href=address_of(view),
        snippets=(
            Snippet(id="live", text=_("Live"), code=live),
            Snippet(
                id="frozen",
                text=_("Frozen"),
                code=frozen,
            ),
            Snippet(
                id="picture",
                text=_("As a picture"),
                code=str(image.format(place=place, picture=picture, alt=view.sentence)),
            ),
            Snippet(
                id="markdown",
                text="Markdown",
                code=f"[![{_bare(view.sentence)}]({picture})]({place})",
            ),
            Snippet(id="link", text=_("Link"), code=place),
        ),
    )


def _bare(text: str) -> str:
    """Return a text that ends no Markdown link early."""
    return text.replace("[", "(").replace("]", ")")
