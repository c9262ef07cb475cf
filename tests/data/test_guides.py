"""The guides as people edit them: read whole, and a mistake named with file and place."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from data.catalogue import CATALOGUE
from data.errors import CatalogueError
from data.guides import guides, keys_of, read_guides, read_sources
from data.languages import LANGUAGES, PREFIXED
from data.modules import modules

PAIR = "ken-4.1.1-usawa-grade6-reading-uis"
ITEMS = ", ".join(f'"Item {n}."' for n in range(6))
TEXT = "## First\n\nA well is deep [WHO-16], and [safe](/methods).\n\n## Second\n\nSo is a lake.\n"
WORDS = f"""title = "Wells"
summary = "How to look into a well."
outcomes = ["Look."]
checklist = [{ITEMS}]
example_words = "Two wells."
"""
ENGLISH = f"""+++
id = "wells"
order = 1
minutes = 2
next = "wells"
example = "/kenya/goal-4/4.1.1?pair={PAIR}"
terms = ["prevalence"]
sources = ["WHO-16", "ONS"]
{WORDS}+++

{TEXT}"""
SPANISH = f'+++\norigin = "machine-made"\n{WORDS}+++\n\n{TEXT}'
SOURCES = """["WHO-16"]
text = "Rules"
address = "https://a.example"

["ONS"]
text = "Use"
address = ""
"""
Written = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Write a small catalogue of one guide; return its folder."""

    def write(english: str = ENGLISH, sources: str = SOURCES, **translations: str) -> Path:
        home = tmp_path / "guides"
        (home / "wells").mkdir(parents=True)
        (tmp_path / "pairs").mkdir()
        (tmp_path / "pairs" / f"{PAIR}.toml").touch()
        shutil.copy(CATALOGUE / "glossary.csv", tmp_path)
        (home / "sources.toml").write_text(sources, encoding="utf-8")
        for name, text in {"en": english, **translations}.items():
            (home / "wells" / f"{name}.md").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_the_eight_guides_are_read_in_their_order() -> None:
    found = guides()
    assert list(found) == [
        "what-is-citizen-data", "ask-to-compare", "privacy", "credibility", "statistics-offices",
        "campaign-data", "data-experts", "tools",
    ]  # fmt: skip
    assert [guide.next for guide in found.values()] == [*list(found)[1:], next(iter(found))]
    for guide in found.values():
        assert len(set(guide.anchors)) == len(guide.anchors) >= 4
        for said in guide.said.values():
            assert 6 <= len(said.checklist) <= 10
        named = set(keys_of(guide.words("en").text))
        assert named == {source.key for source in guide.sources}


def test_every_source_is_used() -> None:
    held = read_sources(CATALOGUE / "guides" / "sources.toml")
    named = (*guides().values(), *modules().values())
    assert set(held) == {source.key for one in named for source in one.sources}


def test_a_guide_without_a_translation_is_english(written: Written) -> None:
    guide = read_guides(folder=written(es=SPANISH.replace('"Wells"', '"Pozos"')))["wells"]
    assert guide.words("es").title == "Pozos"
    assert guide.words("es").origin == "machine-made"
    assert guide.words("ne") is guide.words("en")
    assert guide.anchors == ("first", "second")
    assert [source.address for source in guide.sources] == ["https://a.example", ""]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('summary = "How to look into a well."\n', "", r"summary.*a text is needed"),
        ('"Item 0.", ', "", r"checklist: found 5;.*6 to 10"),
        (ITEMS, ", ".join(['"One."'] * 11), r"checklist: found 11;"),
        ('next = "wells"', 'next = "lakes"', r"next: found 'lakes';.*wells"),
        ('["prevalence"]', '["prevalance"]', r"terms: found 'prevalance';.*prevalence"),
        ('"WHO-16", "ONS"', '"WHO-17"', r"sources: found 'WHO-17';.*WHO-16"),
        ("[WHO-16], and", "[WHO-99], and", r"text: found 'WHO-99'"),
        ("A well", "A <b>well</b>", r"text: found '<b>';.*HTML"),
        ("A well", "A <!-- deep --> well", "HTML"),
        ('"Two wells."', '"Two <img src=x>."', "HTML"),
        ("minutes = 2", 'minutes = "two"', r"minutes"),
        ('id = "wells"', 'id = "lakes"', r"must equal the folder's name"),
        ("minutes = 2", "minutes = 2\nhours = 1", r"hours.*unknown key"),
        (f"/kenya/goal-4/4.1.1?pair={PAIR}", "kenya", r"example.*no address"),
        ("/kenya/goal-4/4.1.1", "/kenya/goal-5/4.1.1", r"example.*no address"),
        ("/kenya/", "/kenia/", r"example: found 'kenia'"),
        (f"pair={PAIR}", "pair=nothing", r"example.*no pair"),
        ("+++\nid", "id", r"file.*two lines"),
        ('id = "wells"', "id = wells", r"file.*two lines"),
        (TEXT, "", r"text.*has a text"),
    ],
)
def test_a_wrong_guide_is_named(written: Written, before: str, after: str, said: str) -> None:
    assert before in ENGLISH
    with pytest.raises(CatalogueError, match=said) as caught:
        read_guides(folder=written(ENGLISH.replace(before, after, 1)))
    assert caught.value.file == "wells/en.md"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("origin", 'id = "pozos"\norigin', r"id: found 'pozos';.*English file says"),
        ("origin", "order = 2\norigin", r"order: found 2;"),
        ("origin", 'sources = ["ONS"]\norigin', r"sources: found \['ONS'\]"),
        ('"Item 0.", ', '"Item 0.", "More.", ', r"checklist: found 7;.*as many as in English"),
        ('["Look."]', '["Look.", "See."]', r"outcomes: found 2;"),
        ("## Second\n\n", "", r"headings: found 1;"),
        (" [WHO-16]", "", r"other sources"),
        ("[WHO-16]", "[ONS]", r"other sources"),
        ("machine-made", "by me", r"origin: found 'by me'"),
        ("A well", "Un <i>pozo</i>", "HTML"),
    ],
)
def test_a_wrong_translation_is_named(written: Written, before: str, after: str, said: str) -> None:
    assert before in SPANISH
    with pytest.raises(CatalogueError, match=said) as caught:
        read_guides(folder=written(es=SPANISH.replace(before, after, 1)))
    assert caught.value.file == "wells/es.md"


def test_a_language_there_is_not_is_named(written: Written) -> None:
    with pytest.raises(CatalogueError, match="no language of the dashboard"):
        read_guides(folder=written(fr=SPANISH))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("https://a.example", "a.example", r"WHO-16 · address: found 'a.example'"),
        ('text = "Use"\n', "", r"ONS · text"),
        ("text", "words", r"WHO-16 · words.*unknown key"),
        ('["ONS"]', '["a key"]', r"a key: .*a source is a table"),
        ('["ONS"]', '["WHO-16"]', r"not readable as TOML"),
    ],
)
def test_a_wrong_source_is_named(written: Written, before: str, after: str, said: str) -> None:
    with pytest.raises(CatalogueError, match=said) as caught:
        read_guides(folder=written(sources=SOURCES.replace(before, after, 1)))
    assert caught.value.file == "sources.toml"


def test_every_guide_is_there_in_every_language() -> None:
    """The numbers of a text are those of the English: none is lost or new on the way."""
    for guide in guides().values():
        assert set(guide.said) == set(LANGUAGES), guide.id
        english = numbers(guide.words("en").text)
        for language in PREFIXED:
            assert numbers(guide.words(language).text) == english, (guide.id, language)


def numbers(text: str) -> list[str]:
    """Return the numbers of two digits and more in a text, in the digits of English."""
    plain = "".join(
        str(unicodedata.digit(letter, letter)) if letter.isdigit() else letter for letter in text
    )
    return sorted(re.findall(r"\d{2,}", re.sub(r"(?<=\d)[.,\u00a0](?=\d{3})", "", plain)))
