"""The text of a guide as HTML: Markdown read without HTML, then cleaned of what is not a text.

Nobody's tag, script, picture or style reaches a page: Markdown is read with HTML off, and what
comes of it keeps only the elements of ``TAGS``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from data.guides import Source, anchor, cited
from layouts.language import _, digits, to

TAGS = frozenset(
    ("a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre",
     "strong", "table", "tbody", "td", "th", "thead", "tr", "ul")
)  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "rel", "class"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "ol": {"start"},
    "th": {"scope"},
}  # fmt: skip
SCHEMES = frozenset(("http", "https"))
CITED = "source-"
"""What the id of a source opens with, on the page."""
_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
_TITLE = re.compile(r"<h[234][^>]*>(.*?)</h[234]>", re.DOTALL)


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def html_of(text: str, *, sources: Sequence[Source] = (), anchors: Sequence[str] = ()) -> Markup:
    """Return a text as HTML in the language being spoken.

    ``anchors`` are the ids of its headings in their order, those of the English text; a text
    without them names its headings itself. A key of ``sources`` becomes its number, a link to it.
    """
    tokens = _reader().parse(cited(text, links=_numbers(sources)))
    _name_headings(tokens, anchors=anchors)
    for token in tokens:
        if token.type == "th_open":
            token.attrs = {"scope": "col"}
        for child in token.children or ():
            if child.type == "link_open":
                _lead(child)
    drawn = _reader().renderer.render(tokens, _reader().options, {})
    return Markup(_scrolling(cleaned(drawn)))


def cleaned(html: str) -> str:
    """Return HTML with nothing in it but text: its links lead to pages, and nothing is loaded."""
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def _numbers(sources: Sequence[Source]) -> Mapping[str, str]:
    return {
        source.key: f"[\\[{digits(number)}\\]](#{CITED}{source.key})"
        for number, source in enumerate(sources, start=1)
    }


def _name_headings(tokens: Sequence[Token], *, anchors: Sequence[str]) -> None:
    opened = [
        (token, tokens[n + 1].content)
        for n, token in enumerate(tokens)
        if token.type == "heading_open"
    ]
    for n, (token, said) in enumerate(opened):
        token.attrSet("id", anchors[n] if n < len(anchors) else anchor(said))


def _lead(link: Token) -> None:
    """Let a link of this site stay in the language, and one of another not reach back."""
    href = str(link.attrs.get("href", ""))
    if href.startswith(f"#{CITED}"):
        link.attrs["class"] = "cited"
    elif href.startswith("/") and not href.startswith("//"):
        link.attrs["href"] = to(href)
    elif not href.startswith("#"):
        link.attrs["rel"] = "noopener"


def _scrolling(html: str) -> str:
    """Return the HTML with its tables in a frame that scrolls, named by the heading above."""

    def framed(found: re.Match[str]) -> str:
        titles = _TITLE.findall(html[: found.start()])
        title = Markup(titles[-1]).striptags() if titles else ""
        label = escape(_("Table: {title}", title=title))
        return (
            f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">{found[0]}</div>'
        )

    return _TABLE.sub(framed, html)
