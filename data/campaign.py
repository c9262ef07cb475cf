"""What a campaign may say of a pair, from ``data/catalogue/campaign/claims.toml``.

A claim names the judgements that allow it; ``refusal`` holds a pair's judgements against them and
names the first that does not. The rule knows no figure: those stay in the release.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from data.catalogue import CATALOGUE
from data.contracts.observations import COMPARISON
from data.credibility import SAMPLINGS
from data.entry import Entry, toml
from data.pairs import INDEPENDENCE

FILE = CATALOGUE / "campaign" / "claims.toml"
VERDICTS = ("overlay", "overlay with caution", "side by side", "context only")
SHARED = "shares a source"
NO_WORD = "no word"
WORDS = (
    *(word for word in (COMPARISON.values or {})["agreement"] if word != SHARED), NO_WORD,
)  # fmt: skip
"""Words of agreement that a claim may want; of two that share a source, independence speaks."""
SIDES = ("higher", "lower")
NEEDS = (
    "areas compared", "both figures", "citizen figure", "citizens’ areas alone", "places apart",
    "a verdict on progress",
)  # fmt: skip
QUESTIONS = ("asked", "sure", "why", "independent", "made", "better")
ASKED = 3
"""Questions of a journalist that a claim is prepared for."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A claim and what allows it. Empty ``verdicts``, ``independence``, ``words`` or ``citizens``
    do not matter to it."""

    id: str
    title: str
    verdicts: tuple[str, ...]
    independence: tuple[str, ...]
    words: tuple[str, ...]
    citizens: str
    needs: tuple[str, ...]
    instead: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What is judged of a pair: ``word`` is its newest word of agreement for the whole country
    (``NO_WORD`` where there is none), ``citizens`` the side on which citizens' figure then lies,
    ``holds`` those of ``NEEDS`` that it has."""

    verdict: str
    independence: str
    word: str
    citizens: str = ""
    holds: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """``by`` is the judgement that does not allow a claim (``verdict``, ``independence``, ``word``,
    ``citizens`` or ``needs``), ``reason`` the words for it."""

    by: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Kit:
    """Everything the file says. ``refused`` maps a judgement and what was found to its words."""

    claims: Mapping[str, Claim]
    refused: Mapping[str, Mapping[str, str]] = field(repr=False)
    sampling: Mapping[str, str]
    questions: Mapping[str, str]

    def refusal(self, claim: Claim, judged: Judged) -> Refusal | None:
        """Return why a claim is refused; nothing where it is allowed."""
        held = (
            ("verdict", judged.verdict, claim.verdicts),
            ("independence", judged.independence, claim.independence),
            ("word", judged.word, claim.words),
            ("citizens", judged.citizens, (claim.citizens,) if claim.citizens else ()),
        )
        for by, found, allowed in held:
            if allowed and found not in allowed:
                return Refusal(by=by, reason=self.refused[by][found])
        for need in claim.needs:
            if need not in judged.holds:
                return Refusal(by="needs", reason=self.refused["needs"][need])
        return None

    def instead(self, claim: Claim, judged: Judged) -> Claim | None:
        """Return the nearest claim that is allowed; nothing where none is."""
        for name in claim.instead:
            if self.refusal(self.claims[name], judged) is None:
                return self.claims[name]
        return None


# Every value a judgement can refuse with needs its words.
REFUSED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "verdict": VERDICTS[2:],
        "independence": tuple(one for one in INDEPENDENCE if one.startswith(("shared", "same"))),
        "word": WORDS,
        "citizens": SIDES,
        "needs": NEEDS,
    }
)


def read_campaign(path: Path = FILE) -> Kit:
    """Return the claims, reasons and questions.

    Raises ``CatalogueError`` naming file, entry, what was found and what is allowed.
    """
    top = Entry(file=path.name, entry="campaign", values=toml(path))
    top.only("claims", "refused", "sampling", "questions")
    refused = top.table("refused")
    refused.only(*REFUSED)
    claims = {}
    names = [str(one.get("id", "")) for one in top.values.get("claims", ())]
    for item in top.tables("claims"):
        claim = _claim(item, names=names)
        if claim.id in claims:
            raise item.fail("id", claim.id, (), "stands twice")
        claims[claim.id] = claim
    return Kit(
        claims=MappingProxyType(claims),
        refused={by: _words(refused.table(by), wanted) for by, wanted in REFUSED.items()},
        sampling=_words(top.table("sampling"), SAMPLINGS, empty=True),
        questions=_words(top.table("questions"), QUESTIONS),
    )


def _claim(item: Entry, *, names: list[str]) -> Claim:
    item.only(
        "id", "title", "verdicts", "independence", "words", "citizens", "needs", "instead",
        "questions",
    )  # fmt: skip
    # A refusal must have its words: what a claim leaves out must be what REFUSED has words for.
    verdicts = _some(item, "verdicts", VERDICTS, must=VERDICTS[:2])
    independence = _some(item, "independence", INDEPENDENCE, must=("independent", "unknown"))
    claim = Claim(
        id=item.text("id"),
        title=item.text("title"),
        verdicts=verdicts,
        independence=independence,
        words=_some(item, "words", WORDS),
        citizens=item.text("citizens", default="", allowed=("", *SIDES)),
        needs=_some(item, "needs", NEEDS),
        instead=_some(item, "instead", names),
        questions=_some(item, "questions", QUESTIONS),
    )
    if len(claim.questions) != ASKED:
        raise item.fail("questions", claim.questions, QUESTIONS, f"{ASKED} are needed")
    if claim.id in claim.instead:
        raise item.fail("instead", claim.id, (), "a claim cannot stand in for itself")
    if claim.citizens and claim.words != ("differs",):
        raise item.fail(
            "words", claim.words, ("differs",), "who is higher is said of two that differ"
        )
    if claim.words and not (claim.verdicts and claim.independence):
        raise item.fail(
            "words", claim.words, (), "a word of agreement needs verdicts and independence"
        )
    return claim


def _some(
    item: Entry, key: str, allowed: list[str] | tuple[str, ...], *, must: tuple[str, ...] = ()
) -> tuple[str, ...]:
    found = item.texts(key, default=())
    for one in found:
        if one not in allowed:
            raise item.fail(key, one, allowed)
    if len(set(found)) < len(found):
        raise item.fail(key, found, (), "stands twice")
    for one in must:
        if found and one not in found:
            raise item.fail(key, found, must, f"no claim may refuse {one!r} alone")
    return found


def _words(table: Entry, wanted: tuple[str, ...], *, empty: bool = False) -> Mapping[str, str]:
    table.only(*wanted)
    for key in wanted:
        if key not in table.values:
            raise table.fail(key, None, wanted, "a text is needed here")
    return MappingProxyType({key: table.text(key, default="" if empty else None) for key in wanted})


@lru_cache(maxsize=1)
def campaign() -> Kit:
    """Return the file, read once."""
    return read_campaign()
