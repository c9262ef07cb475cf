"""Every message there is to translate: our own words, and the catalogue's.

``interface`` are the messages of code and templates; ``names`` the short words of the catalogue
and the warehouse that stand alone (titles, labels, units, words of a verdict); ``prose`` its
written reasons. A text belongs to the first domain that holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

from data.campaign import campaign
from data.glossary import glossary
from data.initiatives import initiatives
from data.modules import modules
from data.store import Question, Release
from data.themes import themes
from layouts import sentences as say
from layouts.language import SPOKEN

HOME = Path(__file__).resolve().parents[2]
METHODS = (("layouts/**.py", "python"), ("callbacks/**.py", "python"),
           ("layouts/templates/**.html", "jinja2"))  # fmt: skip
KEYWORDS = {
    "_": None, "mark": None, "plural": (1, 2), "mark_plural": (1, 2),
    "in_context": ((1, "c"), 2),
}  # fmt: skip
# Columns whose every text a page prints alone: table, columns.
NAMES = (
    ("pairs", ("title", "question", "citizen_label", "official_label", "unit", "independence",
               "verdict", "direction")),
    ("scores", ("dimension",)),
    ("datasets", ("title", "producer_type", "custody", "licence")),
    ("observations", ("unit", "base", "status", "interval_basis", "evidence")),
    ("comparison", ("agreement", "matched")),
    ("progress", ("method", "verdict")),
    ("credibility", ("gate", "ceiling", "sampling", "freshness", "verification", "design",
                     "consent", "ownership")),
    ("gates", ("gate", "state")),
    ("criteria", ("criterion",)),
    ("caveats", ("ends_as",)),
    ("corrections", ("action",)),
    ("formulas", ("title", "section")),
    ("constants", ("unit",)),
    ("gaps", ("citizens",)),
    ("areas", ("level",)),
)  # fmt: skip
PROSE = (
    ("pairs", ("independence_reason", "verdict_reason", "context_reason")),
    ("scores", ("reason", "remedy")),
    ("breaks", ("reason",)),
    ("left_out", ("reason",)),
    ("caveats", ("text",)),
    ("unpaired", ("reason",)),
    ("gates", ("reason", "would_establish")),
    ("criteria", ("reason",)),
    ("credibility", ("standing", "sampling_reason", "frequency_reason", "freshness_reason",
                     "verification_reason", "citizens_part_reason", "consent_reason",
                     "ownership_reason")),
    ("datasets", ("method", "obtain")),
    ("corrections", ("reason",)),
    ("progress", ("reason",)),
    ("formulas", ("words",)),
    ("constants", ("why",)),
    ("observations", ("age", "note")),
)  # fmt: skip
# Their series are titled by the publisher's own file: official names, kept as they are.
VERBATIM = ("unsd-", "uis-")


def interface() -> Catalog:
    """Return the messages of code and templates, with where each stands."""
    found = Catalog(charset="utf-8")
    for file, line, message, comments, context in extract_from_dir(
        HOME, method_map=list(METHODS), keywords=KEYWORDS, comment_tags=("Translators:",)
    ):
        found.add(message, locations=[(file, line)], auto_comments=comments, context=context)
    return found


def names(release: Release) -> Catalog:
    """Return the short words of the catalogue, with the table and column that hold each."""
    countries = [(release.areas[code], "countries") for code in release.known.countries.values()]
    return _catalog([*countries, *_texts(release, NAMES)])


def prose(release: Release, *, without: Iterable[str]) -> Catalog:
    """Return the written reasons of the catalogue that are not in ``without``."""
    known = set(without)
    found = [
        *_texts(release, PROSE), *_series(release), *_groups(release), *_explanations(),
        *_themes(), *_claims(),
    ]  # fmt: skip
    return _catalog(item for item in found if item[0] not in known)


def directory() -> Catalog:
    """Return what the initiatives do and what official figures ask. It is translated bit by bit:
    what is not yet is shown in English, marked as such."""
    asked = {one.name: one for one in modules().values()}.values()
    return _catalog(
        [
            *((one.summary, "initiatives.summary") for one in initiatives().values()),
            *((text, "modules") for one in asked for text in (one.name, one.official)),
        ]
    )


def _series(release: Release) -> Iterator[tuple[str, str]]:
    for dataset in sorted(release.known.datasets):
        if not dataset.startswith(VERBATIM):
            for title in release.ask(Question.DATASET_SERIES, dataset=dataset)["title"]:
                yield title, "series.title"


def _groups(release: Release) -> Iterator[tuple[str, str]]:
    for text in release.texts(table="observations", column="other"):
        yield say.other(text), "observations.other"


def _explanations() -> Iterator[tuple[str, str]]:
    for term in glossary().values():
        yield term.term, "glossary.term"
        yield term.plain, "glossary.plain"


def _themes() -> Iterator[tuple[str, str]]:
    for theme in themes().values():
        yield theme.title, "themes.title"
        yield theme.sentence, "themes.sentence"
        for prompt in theme.prompts:
            yield prompt, "themes.prompts"
        for place in theme.discuss:
            yield place.about, "themes.discuss"
        for why in theme.reasons.values():
            yield why, "themes.why"


def _claims() -> Iterator[tuple[str, str]]:
    kit = campaign()
    for claim in kit.claims.values():
        yield claim.title, "campaign.title"
    for table in (*kit.refused.values(), kit.sampling, kit.questions):
        for text in filter(None, table.values()):
            yield text, "campaign"


def _texts(
    release: Release, columns: Iterable[tuple[str, tuple[str, ...]]]
) -> Iterator[tuple[str, str]]:
    for table, names_of_columns in columns:
        for column in names_of_columns:
            for text in release.texts(table=table, column=column):
                yield text, f"{table}.{column}"


def _catalog(texts: Iterable[tuple[str, str]]) -> Catalog:
    found = Catalog(charset="utf-8")
    for text, place in texts:
        found.add(text, auto_comments=[place])
    return found


def languages() -> tuple[str, ...]:
    """Return the languages that are translated into."""
    return tuple(code for code in SPOKEN if code != "en")
