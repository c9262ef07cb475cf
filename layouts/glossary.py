"""Words explained where they stand: ``{{ term("comparability") }}`` in a template.

The word is a button that opens a small card (the browser's own popover: keyboard, touch, Escape,
no script). A browser without popovers shows a link to the glossary beside the word instead.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from data.glossary import Term, term_of
from data.languages import ENGLISH
from data.selection import GLOSSARY
from layouts.language import _, current, is_translated, select, words, written

EXPLAINED = Markup(
    '<span class="term"><button type="button" popovertarget="{id}"'
    ' style="anchor-name:--{id}"{lang}>{text}</button>'
    '<span class="term-note" popover id="{id}" style="position-anchor:--{id}">'
    '<span><b{name_lang}>{name}</b> {plain}</span> <a href="{href}">{more}</a></span></span>'
)


@dataclass(frozen=True, kw_only=True)
class Said:
    """A term's name. ``language`` is "" for that of the page; ``machine``: a machine made it."""

    text: str
    language: str = ""
    machine: bool = False


def name_of(term: Term) -> Said:
    """Return a term's name in the language being spoken, the English one where there is none.

    The catalogue's own name comes first, then the translation of the dashboard's words.
    """
    code = current().code
    if code == ENGLISH:
        return Said(text=term.term)
    if name := term.names.get(code):
        return Said(text=name.text, machine=name.machine)
    if is_translated(term.term):
        return Said(text=words(term.term), machine=True)
    return Said(text=term.term, language=ENGLISH)


def address_of(term: Term) -> str:
    """Return where a term stands in the glossary, in the language being spoken."""
    return f"{select(room=GLOSSARY).address()}#{term.id}"


def term(key: str, /, *, text: str = "", place: str = "") -> Markup:
    """Return a word with its explanation in place, for a template.

    ``key`` is the term's id or an English word for it ("suppressed"); ``text`` the words to print
    where they are not the term's name; ``place`` tells two uses on one page apart. Raises
    ``data.glossary.TermError``. It stands where words may stand: never inside a link, a button or
    a summary.
    """
    found = term_of(key)
    name = name_of(found)
    lang = Markup(' lang="{}"').format(name.language) if name.language else Markup("")
    return EXPLAINED.format(
        id="-".join(part for part in ("term", found.id, place) if part),
        text=text or name.text,
        lang="" if text else lang,
        name=name.text,
        name_lang=lang,
        plain=written(found.plain),
        href=address_of(found),
        more=_("Glossary"),
    )
