"""The language of the page being made: its words, numbers, years and addresses.

Words come from gettext catalogues (``layouts/translations/<language>/*.po``), numbers and months
from the CLDR, both through Babel. A page is made inside ``speaking``; every function here then
answers in that language::

    with speaking("es"):
        _("Release {name}.", name="2026-11")    # "Versión 2026-11."

Extraction looks for ``_`` (a message), ``plural`` (one and many), ``in_context`` (one English
word, several meanings), ``mark`` and ``mark_plural`` (constants, translated where they are used);
``words`` gives what the catalogue says, translated if it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import get_month_names
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations
from markupsafe import Markup, escape

from data.catalogue import CATALOGUE
from data.languages import ENGLISH, LANGUAGES, with_prefix
from data.selection import Selection

TRANSLATIONS = Path(__file__).resolve().parent / "translations"
DOMAINS = ("interface", "names", "prose", "directory")
"""Our own words; short words of the catalogue; its written reasons. One file a domain."""
# Whose places are named in a language: by data/catalogue/areas.csv, "local_name".
NAMED_IN = {"sw": ("KEN", "TZA"), "ne": ("NPL",)}
NO_BREAK = "\u00a0"
MINUS = "\u2212"
_NOTHING = re.compile(r"-[0.,]*")


@dataclass(frozen=True, kw_only=True)
class Language:
    """``code`` is ISO 639-1; ``name`` its name in itself; ``cldr`` the locale of its numbers.

    ``percent`` follows a share; ``zero`` is the first of its ten digits (Babel knows a locale's
    numbering system and leaves the digits as they are).
    """

    code: str
    name: str
    cldr: str
    percent: str
    zero: str = "0"

    @property
    def locale(self) -> Locale:
        """The CLDR locale."""
        return Locale.parse(self.cldr)


# Numbers as they are written in Argentina, East Africa and Nepal. The percent sign follows the
# CLDR's pattern of each locale, but in English, where the house style keeps a blank before it.
SPOKEN = {
    "en": Language(code="en", name="English", cldr="en", percent=f"{NO_BREAK}%"),
    "es": Language(code="es", name="Español", cldr="es_AR", percent=f"{NO_BREAK}%"),
    "sw": Language(code="sw", name="Kiswahili", cldr="sw_KE", percent="%"),
    "ne": Language(code="ne", name="नेपाली", cldr="ne_NP", percent="%", zero="०"),
}
_CURRENT: ContextVar[str] = ContextVar("language", default=ENGLISH)


@contextmanager
def speaking(code: str) -> Iterator[Language]:
    """Make everything inside speak a language. Raises ``KeyError`` for one there is not."""
    language = SPOKEN[code]
    token = _CURRENT.set(code)
    try:
        yield language
    finally:
        _CURRENT.reset(token)


def current() -> Language:
    """Return the language being spoken."""
    return SPOKEN[_CURRENT.get()]


@lru_cache(maxsize=len(LANGUAGES))
def _translations(code: str) -> Translations:
    """Return the catalogues of a language as one; those of English are empty."""
    found = Catalog(locale=SPOKEN[code].cldr)
    for domain in DOMAINS:
        path = TRANSLATIONS / code / f"{domain}.po"
        if not path.exists():
            continue
        with path.open("rb") as handle:
            for message in read_po(handle, locale=SPOKEN[code].cldr):
                if message.id and message.string and not message.fuzzy:
                    found.add(message.id, message.string, context=message.context)
    for name, local in _places(code):
        if name not in found:
            found.add(name, local)
    compiled = io.BytesIO()
    write_mo(compiled, found)
    compiled.seek(0)
    return Translations(compiled)


def _places(code: str) -> Iterator[tuple[str, str]]:
    """Give the names of areas in a language that is spoken there."""
    with (CATALOGUE / "areas.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            if row["local_name"] and row["country"] in NAMED_IN.get(code, ()):
                yield row["name"], row["local_name"]


def _filled(text: str, values: dict[str, Any]) -> str:
    """Fill the braces; a value that is HTML makes the whole HTML, the words escaped."""
    if not values:
        return text
    if any(isinstance(value, Markup) for value in values.values()):
        return Markup(escape(text)).format(**values)
    return text.format(**values)


def _(message: str, /, **values: Any) -> str:
    """Return a message in the language being spoken, its braces filled."""
    return _filled(_translations(_CURRENT.get()).gettext(message), values)


def plural(one: str, many: str, number: int, /, **values: Any) -> str:
    """Return the form that a number asks for; ``{n}`` is the number, as the language writes it."""
    found = _translations(_CURRENT.get()).ngettext(one, many, number)
    return _filled(found, {"n": decimal(number, 0), **values})


def in_context(context: str, message: str, /, **values: Any) -> str:
    """Return a message whose English word has several meanings."""
    return _filled(str(_translations(_CURRENT.get()).pgettext(context, message)), values)


def mark(message: str) -> str:
    """Return the message as it is: it is translated where it is used."""
    return message


def mark_plural(one: str, many: str) -> tuple[str, str]:
    """Return both forms as they are: ``plural(*forms, n)`` translates them where they are used."""
    return one, many


def words(text: str | None) -> str:
    """Return what the catalogue says, in the language being spoken if it is translated."""
    return _translations(_CURRENT.get()).gettext(text) if text else ""


def is_translated(text: str) -> bool:
    """Return whether words of the catalogue are in the language being spoken."""
    code = _CURRENT.get()
    return code == ENGLISH or not text or text in getattr(_translations(code), "_catalog", {})


def written(text: str | None) -> Markup:
    """Return words of the catalogue as HTML: what is not translated says that it is English."""
    if not text:
        return Markup("")
    if is_translated(text):
        return escape(words(text))
    return Markup('<span lang="en">{}</span>').format(text)


def decimal(value: float, places: int) -> str:
    """Return a number as the language writes it, with a real minus sign; no sign on a zero."""
    language = current()
    if language.code == ENGLISH:  # the same as the CLDR's pattern, twenty times faster
        text = f"{value:,.{places}f}"
    else:
        text = format_decimal(
            round(value, places),
            format=_pattern(language.cldr, places),
            locale=language.cldr,
            numbering_system="default",
        )
    if text.startswith("-"):
        text = text[1:] if _NOTHING.fullmatch(text) else MINUS + text[1:]
    return digits(text)


@lru_cache(maxsize=64)
def _pattern(cldr: str, places: int) -> str:
    """Return the CLDR's pattern of a locale with as many decimals as wanted."""
    whole = Locale.parse(cldr).decimal_formats[None].pattern.partition(".")[0]
    return f"{whole}.{'0' * places}" if places else whole


def digits(text: object) -> str:
    """Return a text with its digits as the language writes them: years, "2015–2019"."""
    zero = current().zero
    return str(text) if zero == "0" else str(text).translate(_digits(zero))


@lru_cache(maxsize=4)
def _digits(zero: str) -> dict[int, str]:
    return {ord("0") + n: chr(ord(zero) + n) for n in range(10)}


@lru_cache(maxsize=12 * len(LANGUAGES))
def _month(code: str, number: int) -> str:
    return str(get_month_names("wide", context="stand-alone", locale=SPOKEN[code].cldr)[number])


def month(number: int) -> str:
    """Return the name of a month, 1 to 12."""
    return _month(_CURRENT.get(), number)


def listed(parts: list[str]) -> str:
    """Return "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return _("{first} and {last}", first=", ".join(parts[:-1]), last=parts[-1])


def select(**parts: Any) -> Selection:
    """Return a selection in the language being spoken."""
    return Selection(language=_CURRENT.get(), **parts)


def to(address: str) -> str:
    """Return an address of the site in the language being spoken: ``/methods`` → ``/es/methods``.

    For addresses that hold no language yet: those of templates and of the warehouse.
    """
    return with_prefix(address, language=_CURRENT.get())
