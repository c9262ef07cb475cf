"""The first use of a glossary term on a page, explained where it stands.

``base.html`` passes the content of a page through ``explained``. Terms are those whose line in
``data/catalogue/glossary.csv`` says ``in_place``; words that mean something else in everyday use
(a gap, a margin) are explained by the templates alone, where they mean this
(``layouts.glossary.term``).
"""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup

from data.glossary import glossary
from data.languages import ENGLISH, LANGUAGES
from layouts.glossary import name_of, term
from layouts.language import current

# Where no button may stand, or where none would be met by reading.
CLOSED = frozenset(
    ("a", "audio", "button", "caption", "code", "figcaption", "form", "h1", "h2", "h3", "h4", "h5",
     "h6", "label", "nav", "option", "pre", "script", "select", "style", "summary", "svg",
     "template", "textarea", "th", "video")
)  # fmt: skip
VOID = frozenset(("br", "hr", "img", "input", "link", "meta", "wbr"))
_PIECES = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)
_NAME = re.compile(r"</?([a-zA-Z][\w-]*)")
# Parts that are hidden from sight, are said aloud when they change, or speak another language.
_ASIDE = re.compile(
    r"\s(?:hidden|aria-hidden|aria-live|role=\"status\"|lang=|data-said)"
    r"|class=\"(?:[^\"]*\s)?(?:hidden|live|badges|term|printed|math)[\s\"]"
)
_BRACKETS = re.compile(r"\s*\(([^)]*)\)")
# What may follow a term: an English or Spanish plural, a Nepali postposition.
_ENDINGS = {
    "en": r"s?(?!\w)",
    "es": r"(?:e?s)?(?!\w)",
    "sw": r"(?!\w)",
    "ne": r"(?:हरू|हरु)?(?:को|का|की|मा|ले|लाई|बाट|सँग|भन्दा)?(?![\w\u0900-\u097f])",
}
_LETTERS = r"[\w\u0900-\u0963\u0970-\u097f]"


@lru_cache(maxsize=len(LANGUAGES))
def _terms(code: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the pattern of all terms of a language, and which term each word is for."""
    meant: dict[str, str] = {}
    for one in glossary().values():
        if not one.in_place:
            continue
        name = name_of(one)
        if name.language:
            continue  # the language has no word for it yet
        full = name.text
        said = (_BRACKETS.sub("", full), *_BRACKETS.findall(full))
        for text in (*said, *(one.also if code == ENGLISH else ())):
            meant.setdefault(text.casefold(), one.id)
    words = "|".join(
        re.escape(text).replace(r"\ ", r"\s+") for text in sorted(meant, key=len, reverse=True)
    )
    pattern = rf"(?<!{_LETTERS})(?P<word>{words}){_ENDINGS[code]}" if words else r"(?!)"
    return re.compile(pattern, re.IGNORECASE), meant


def explained(html: str) -> Markup:
    """Return the content of a page with the first use of each term explained in place.

    ``html`` is ours (templates escape what they print), in the language being spoken. Nothing is
    put into links, buttons, headings, drawings, or what is hidden; a term that the template has
    explained itself is left alone.
    """
    pattern, meant = _terms(current().code)
    met = set(re.findall(r'popover id="term-([\w-]+?)"', html))
    pieces = _PIECES.split(str(html))
    within: list[tuple[str, bool]] = []  # open elements, and whether each closes the way
    closed = 0
    for n, piece in enumerate(pieces):
        if n % 2:
            closed += _step(piece, within)
        elif not closed and piece and not piece.isspace():
            pieces[n] = pattern.sub(lambda found: _said(found, meant, met), piece)
    return Markup("".join(pieces))


def _step(tag: str, within: list[tuple[str, bool]]) -> int:
    """Follow a tag into or out of an element; return by how much more the way is closed."""
    if tag.startswith("<!") or not (found := _NAME.match(tag)):
        return 0
    name = found[1].lower()
    if tag.startswith("</"):
        while within:
            left, closes = within.pop()
            if left == name:
                return -int(closes)
        return 0
    if name in VOID or tag.endswith("/>"):
        return 0
    closes = name in CLOSED or bool(_ASIDE.search(tag))
    within.append((name, closes))
    return int(closes)


def _said(found: re.Match[str], meant: dict[str, str], met: set[str]) -> str:
    word = re.sub(r"\s+", " ", found["word"]).casefold()
    key = meant.get(word)
    if key is None or key in met:
        return found[0]
    met.add(key)
    return str(term(key, text=Markup(found[0])))
