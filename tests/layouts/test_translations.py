"""Four languages, whole: what is missing, broken or left over in a catalogue fails here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from data.languages import PREFIXED
from layouts.language import DOMAINS, SPOKEN, decimal, digits, speaking
from layouts.numbers import gap, moment, number
from layouts.translations import messages
from layouts.translations.__main__ import ORIGIN, path_of, read, wanted

TEMPLATES = Path(__file__).resolve().parents[2] / "layouts" / "templates"
BRACES = re.compile(r"\{(\w*)\}")
WHOLE = [(code, domain) for code in PREFIXED for domain in DOMAINS]
# Names and signs that are the same in every language.
SAME = {"Data", "Shift", "Dashboard", "JSON", "CSV"}
SAME |= {"GeoJSON", "OpenAPI", "Package", "ZIP", "XLSX", "Parquet", "Atom"}


@pytest.fixture(scope="module")
def templates(warehouse: Path) -> Any:
    return wanted()


def _forms(text: Any) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, (tuple, list)) else (text,)


@pytest.mark.parametrize(("language", "domain"), WHOLE)
def test_everything_is_translated(templates: Any, language: str, domain: str) -> None:
    catalog = read(language=language, domain=domain)
    missing = [
        message.id
        for message in templates[domain]
        if message.id
        and not all(
            _forms(((found := catalog.get(message.id, message.context)) and found.string) or "")
        )
    ]
    assert missing == [], "python -m layouts.translations, then translate what it lists"


@pytest.mark.parametrize("language", PREFIXED)
@pytest.mark.parametrize("domain", DOMAINS)
def test_nothing_is_left_over_or_guessed(templates: Any, language: str, domain: str) -> None:
    catalog = read(language=language, domain=domain)
    wanted_ids = {(one.context, str(one.id)) for one in templates[domain] if one.id}
    held = {(one.context, str(one.id)) for one in catalog if one.id}
    assert held == wanted_ids, "run python -m layouts.translations"
    assert [one.id for one in catalog if one.id and one.fuzzy] == []


@pytest.mark.parametrize("language", PREFIXED)
@pytest.mark.parametrize("domain", DOMAINS)
def test_braces_of_a_message_are_those_of_its_translation(language: str, domain: str) -> None:
    for message in read(language=language, domain=domain):
        if not message.id or not any(_forms(message.string)):
            continue
        allowed = {name for form in _forms(message.id) for name in BRACES.findall(form)}
        for form in _forms(message.string):
            found = set(BRACES.findall(form))
            # A form for one thing may leave the number out.
            assert found <= allowed, (message.id, form)
            assert allowed - found <= {"n"}, (message.id, form)


@pytest.mark.parametrize("language", PREFIXED)
def test_a_translation_says_who_made_it(language: str) -> None:
    for domain in ("interface", "names", "prose"):
        head = path_of(language=language, domain=domain).read_text(encoding="utf-8")[:400]
        assert ORIGIN in head


def test_templates_hold_no_words_of_their_own() -> None:
    """Words between tags would stay English: they belong into ``_(…)``."""
    bare = []
    for path in sorted(TEMPLATES.rglob("*.html")):
        text = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", " ", path.read_text(), flags=re.S)
        text = re.sub(r"<(script|style)\b.*?</\1>", " ", text, flags=re.S)
        attributes = re.findall(r'\b(?:aria-label|title|placeholder|alt)="([^"]*)"', text)
        words = " ".join([re.sub(r"<[^>]*>", " ", text), *attributes])
        found = set(re.findall(r"[^\W\d_]{2,}", words)) - SAME
        bare += [f"{path.name}: {word}" for word in sorted(found)]
    assert bare == []


def test_numbers_follow_each_language() -> None:
    said = {}
    for code in SPOKEN:
        with speaking(code):
            said[code] = (decimal(1234567.891, 1), number(54.3, "percent"), digits("2015–2019"))
    assert said["en"] == ("1,234,567.9", "54.3\u00a0%", "2015–2019")
    assert said["es"] == ("1.234.567,9", "54,3\u00a0%", "2015–2019")
    assert said["sw"] == ("1,234,567.9", "54.3%", "2015–2019")
    assert said["ne"] == ("१२,३४,५६७.९", "५४.३%", "२०१५–२०१९")


@pytest.mark.parametrize("code", list(SPOKEN))
def test_a_rounded_zero_has_no_sign(code: str) -> None:
    with speaking(code):
        assert decimal(-0.04, 1) == decimal(0.0, 1)
        assert decimal(-3.2, 1).startswith("\u2212")


def test_moments_and_gaps_speak() -> None:
    with speaking("es"):
        assert moment(2018.3) == "abril de 2018"
        assert gap(-3.24, "percent").startswith("\u22123,2")
    with speaking("ne"):
        assert moment(2018.0) == "२०१८"


def test_the_language_is_left_as_it_was() -> None:
    with speaking("ne"), speaking("es"):
        pass
    assert decimal(0.5, 1) == "0.5"
    assert messages.languages() == PREFIXED
