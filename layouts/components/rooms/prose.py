"""Written reasons of the catalogue as HTML: whole sentences, marked where they are English."""

from __future__ import annotations

from markupsafe import Markup, escape

from layouts import sentences as say
from layouts.language import digits, is_translated, words


def whole(text: str | None) -> Markup:
    """Return a reason as a sentence, with its capital letter and its full stop."""
    if not text:
        return Markup("")
    if is_translated(text):
        return escape(say.sentence_of(words(text)))
    return Markup('<span lang="en">{}</span>').format(say.sentence_of(text))


def counted(text: str) -> str:
    """Return "web page: 19; organisation page: 4" with its words and digits as the page's."""
    found = []
    for part in (text or "").split("; "):
        name, _, number = part.rpartition(": ")
        if name.isdigit():  # "405: low reliability": the number comes first
            found.append(f"{digits(name)}: {words(number)}")
        else:
            found.append(f"{words(name)}: {digits(number)}" if name else words(part))
    return "; ".join(found)
