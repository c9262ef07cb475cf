"""Answer "what may a campaign say of this figure?": the strongest sentence that a pair allows.

Which claim is allowed is ``data/catalogue/campaign/claims.toml``'s matter; every number comes from
the pair's own rows, in the sentences that its page says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from data.campaign import NO_WORD, Claim, Judged, Refusal, campaign
from data.contracts.progress import METHODS, NO_VERDICT
from data.errors import SelectionError
from data.languages import LANGUAGES, with_prefix
from data.selection import CAMPAIGN, GOAL_PREFIX, LEARN, TOTAL, Selection
from data.store import Question, Release
from layouts import sentences as say
from layouts.components import comparison, pairing
from layouts.components.areas import newest_by_area
from layouts.components.crumbs import country_name, goal_name
from layouts.components.evidence import evidence_of
from layouts.components.parts import ComparisonView, Link
from layouts.components.progress import spans_of
from layouts.components.rooms.parts import RoomView
from layouts.components.rooms.prose import whole
from layouts.components.rooms.texts import fitting
from layouts.language import SPOKEN, _, digits, mark, plural, select, speaking, to, words
from layouts.numbers import gap, number, plain

Row = Mapping[str, Any]
TITLE = mark("Campaign kit")
START = mark(
    "Choose a country, a goal, a pair of figures and what you would like to say. You get the "
    "strongest sentence that the data allow, with everything to carry it, or the reason why it "
    "may not be said."
)
OF_WHAT = mark("{country}. {title}. {sentence}")
ESTIMATED = mark("{label} estimated {value} in {when}.")
ALONE = mark(
    "{label} has figures for {n} areas of {country}; the official series beside it ({official}) "
    "has them for none."
)
CHANGE = mark("By the method “{method}”, the verdict on that is “{verdict}”.")
TERSE = {
    say.DIFFERS: mark(
        "{country}. {title}. Citizens, {when}: {citizen}; official: {official}. The two differ."
    ),
    say.CONSISTENT: mark(
        "{country}. {title}. Citizens, {when}: {citizen}; official: {official}. The two are "
        "consistent."
    ),
}
LEAST = mark("{title}: what citizens found, and what may be said of it.")
MOST_REASONS = 2
COLUMNS = ("pair", "claim", "title", "allowed", "reason", "sentence", "address")


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A claim to choose: ``allowed`` says whether it may be said of the pair."""

    link: Link
    allowed: bool


@dataclass(frozen=True, kw_only=True)
class Said:
    """The texts for social media in one language; ``path`` is the pair's short address."""

    code: str
    language: str
    path: str
    short: str
    long: str


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What a claim comes to: its sentence and all that carries it; or why it is refused, what was
    judged (``because``) and what may be said ``instead``."""

    title: str
    sentence: str
    reason: str
    because: str
    instead: Link | None
    caveats: tuple[str, ...]
    questions: tuple[tuple[str, str], ...]
    texts: tuple[Said, ...]


@dataclass(frozen=True, kw_only=True)
class CampaignView(RoomView):
    """The steps, what each offers, and what came of them. ``about`` is the View of the pair."""

    countries: tuple[Link, ...]
    goals: tuple[Link, ...]
    pairs: tuple[Link, ...]
    claims: tuple[Choice, ...]
    about: ComparisonView | None
    kept: Kept | None


@dataclass(frozen=True, kw_only=True)
class Material:
    """A pair, and what was asked of the release about it."""

    evidence: pairing.Evidence
    observed: pl.DataFrame
    progress: Sequence[Row]
    credibility: Row
    country: str
    publisher: str


def answer(*, selection: Selection, release: Release) -> CampaignView:
    """Return the kit as far as a reader has chosen.

    Raises ``SelectionError`` where the pair is not of the country, or of the goal.
    """
    chosen = _pair_of(selection, release=release)
    word = release.known.word(chosen["country"]) if chosen else selection.country
    goal = f"{GOAL_PREFIX}{chosen['goal']}" if chosen else selection.filter("goal")
    here = select(room=LEARN, entry=CAMPAIGN, country=word)
    pairs = _pairs(word, release=release) if word else []
    about = _about(chosen, word=word, release=release) if chosen else None
    material = material_of(chosen, release=release) if chosen else None
    judged = judged_of(material) if material else None
    claim = _claim_of(selection, judged)
    kept = None
    if claim and material and judged:
        kept = kept_of(claim, material=material, judged=judged, here=here)
    there = here.filtered(goal=goal, pair=chosen["pair"] if chosen else "")
    records = tuple(_records(material, judged, there)) if material and judged else ()
    return CampaignView(
        release=release.name,
        selection=selection,
        title=_(TITLE),
        sentence=_(START) if kept is None else kept.sentence or kept.reason,
        crumbs=(
            Link(text=_("Overview"), href=to("/")),
            Link(text=_("Learn"), href=select(room=LEARN).address()),
            Link(text=_(TITLE), href=select(room=LEARN, entry=CAMPAIGN).address()),
        ),
        records=records,
        columns=COLUMNS,
        details=_details(kept, chosen=chosen, claim=claim, about=about, records=records),
        countries=tuple(
            Link(
                text=country_name(one, release=release),
                href=select(room=LEARN, entry=CAMPAIGN, country=one).address(),
                current=one == word,
            )
            for one in release.known.countries
        ),
        goals=tuple(
            Link(
                text=goal_name(one, release=release), href=f"{GOAL_PREFIX}{one}",
                current=f"{GOAL_PREFIX}{one}" == goal,
            )
            for one in sorted({row["goal"] for row in pairs})
        ),
        pairs=tuple(
            Link(
                text=f"{row['indicator']} {words(row['title'])}", href=row["pair"],
                current=bool(chosen) and row["pair"] == chosen["pair"],
            )
            for row in pairs
            if f"{GOAL_PREFIX}{row['goal']}" == goal
        ),
        claims=tuple(
            Choice(
                link=Link(
                    text=words(one.title), href=there.filtered(claim=one.id).address(),
                    current=one == claim,
                ),
                allowed=campaign().refusal(one, judged) is None,
            )
            for one in campaign().claims.values()
        ) if judged else (),
        about=about,
        kept=kept,
    )  # fmt: skip


def _pairs(word: str, *, release: Release) -> list[dict[str, Any]]:
    country = release.known.countries[word]
    return release.ask(Question.PAIRS, country=country, goal=None, indicator=None).rows(named=True)


def _pair_of(selection: Selection, *, release: Release) -> dict[str, Any]:
    """Return the chosen pair; nothing where none is."""
    name, goal = selection.filter("pair"), selection.filter("goal")
    if not name:
        return {}
    country, _measure = release.known.pairs[name]
    rows = _pairs(selection.country or release.known.word(country), release=release)
    fitting_rows = {
        row["pair"]: row for row in rows if not goal or goal == f"{GOAL_PREFIX}{row['goal']}"
    }
    if name not in fitting_rows:
        raise SelectionError(parameter="pair", found=name, allowed=fitting_rows)
    return fitting_rows[name]


def _place(pair: Row, *, word: str) -> Selection:
    return select(country=word, goal=pair["goal"], indicator=pair["indicator"], pair=pair["pair"])


def _about(pair: Row, *, word: str, release: Release) -> ComparisonView:
    return comparison.answer(selection=_place(pair, word=word), release=release)


def material_of(pair: Row, *, release: Release) -> Material:
    """Return what the release holds of a pair, in the language being spoken."""
    observed = release.ask(Question.PAIR_OBSERVATIONS, pair=pair["pair"], country=None)
    credibility = release.ask(Question.CREDIBILITY, datasets=[pair["citizen_dataset"]])
    progress = release.ask(
        Question.PROGRESS, pair=pair["pair"], country=None, indicator=None, kind="pair"
    )
    return Material(
        evidence=evidence_of(
            pair=pair,
            scores=release.ask(Question.SCORES, pair=pair["pair"]).rows(named=True),
            observed=observed,
            compared=release.ask(Question.COMPARISON, pair=pair["pair"], country=None),
            selection=_place(pair, word=release.known.word(pair["country"])),
            names=release.areas,
        ),
        observed=observed,
        progress=progress.filter(pl.col("side") == "citizen").rows(named=True),
        credibility=credibility.row(0, named=True) if credibility.height else {},
        country=release.areas[pair["country"]],
        publisher=release.ask(Question.DATASETS, datasets=[pair["citizen_dataset"]])["publisher"][
            0
        ],
    )


def judged_of(material: Material) -> Judged:
    """Return what is judged of a pair, for the rule to hold a claim against."""
    evidence = material.evidence
    latest = evidence.latest
    holds = {
        "areas compared": {say.DIFFERS, say.CONSISTENT} & set(evidence.below),
        "both figures": evidence.newest("citizen") and evidence.newest("official"),
        "citizen figure": evidence.newest("citizen"),
        "citizens’ areas alone": _alone(material),
        "places apart": _apart(material),
        "a verdict on progress": _progress(material),
    }
    return Judged(
        verdict=evidence.pair["verdict"],
        independence=evidence.pair["independence"],
        word=latest["agreement"] if latest else NO_WORD,
        citizens=("higher" if latest["gap"] > 0 else "lower") if latest else "",
        holds=frozenset(name for name, found in holds.items() if found),
    )


def _alone(material: Material) -> int:
    """Return how many areas citizens have a figure for, where the official series has none."""
    country = material.evidence.pair["country"]
    below = material.observed.filter((pl.col("area") != country) & pl.col("value").is_not_null())
    areas = dict(below.group_by("side").agg(pl.col("area").n_unique()).iter_rows())
    return 0 if areas.get("official") else areas.get("citizen", 0)


def _newest_areas(material: Material) -> pl.DataFrame:
    """Return the citizens' newest figure of every area below the country."""
    rows = material.observed.filter((pl.col("side") == "citizen") & pl.col("value").is_not_null())
    country = material.evidence.pair["country"]
    return newest_by_area(rows, country=country, sex=TOTAL, urbanisation=TOTAL)


def _apart(material: Material) -> tuple[Row, Row] | None:
    """Return the citizens' lowest and highest area of one time whose intervals lie apart."""
    known = _newest_areas(material).filter(
        pl.col("lower").is_not_null() & pl.col("upper").is_not_null()
    )
    ordered = known.sort("value", "area")
    if ordered.height < 2:
        return None
    low, high = ordered.row(0, named=True), ordered.row(-1, named=True)
    same = low["period"] == high["period"]
    return (low, high) if same and low["upper"] < high["lower"] else None


def _progress(material: Material) -> Row | None:
    """Return the verdict on the citizens' figures by the first method that has one."""
    judged = {row["method"]: row for row in material.progress if row["verdict"] != NO_VERDICT}
    return next((judged[method] for method in METHODS if method in judged), None)


def _claim_of(selection: Selection, judged: Judged | None) -> Claim | None:
    """Return the claim that is chosen, else the strongest that is allowed."""
    if judged is None:
        return None
    claims = campaign().claims
    if wanted := selection.filter("claim"):
        return claims[wanted]
    allowed = (one for one in claims.values() if campaign().refusal(one, judged) is None)
    return next(allowed, None) or next(iter(claims.values()))


def sentence_of(claim: Claim, material: Material) -> str:
    """Return the sentence of a claim that is allowed, with where and of what it is said."""
    return _(
        OF_WHAT,
        country=words(material.country),
        title=words(material.evidence.pair["title"]),
        sentence=said_of(claim, material),
    )


def said_of(claim: Claim, material: Material) -> str:
    """Return what an allowed claim says, in the language being spoken."""
    evidence = material.evidence
    label = words(evidence.pair["citizen_label"])
    if claim.words:
        return pairing.sentence(evidence)
    if claim.id == "areas":
        return say.area_words(evidence.below, year=evidence.below_year)
    if claim.id == "both":
        return pairing.values(evidence)
    if claim.id == "places":
        return _places(material)
    if claim.id == "citizen-only":
        return _(
            ALONE, label=label, n=plain(_alone(material), 0), country=words(material.country),
            official=words(evidence.pair["official_label"]),
        )  # fmt: skip
    if claim.id == "change":
        row: Row = _progress(material) or {}
        verdict = _(CHANGE, method=words(row["method"]), verdict=words(row["verdict"]))
        return " ".join((*spans_of([row], labels={"citizen": label}), verdict))
    return _level(material)


def _level(material: Material) -> str:
    evidence = material.evidence
    row: Row = evidence.newest("citizen") or {}
    ends = say.interval(row)
    message = ESTIMATED if ends else say.ONE["citizen"]
    found = _(
        message,
        label=words(evidence.pair["citizen_label"]),
        value=say.amount(row) + ends,
        when=say.among(
            say.period(row), sex=row["sex"], urbanisation=row["urbanisation"], area=evidence.where
        ),
    )
    return " ".join(filter(None, (found, _caution(material))))


def _places(material: Material) -> str:
    low, high = _apart(material) or ({}, {})
    return _(
        say.SPREAD,
        label=words(material.evidence.pair["citizen_label"]),
        low=say.amount(low) + say.interval(low),
        low_area=words(low["area_name"]),
        high=say.amount(high) + say.interval(high),
        high_area=words(high["area_name"]),
        when=say.among(say.period(high), sex=high["sex"], urbanisation=high["urbanisation"]),
    )


def _caution(material: Material) -> str:
    """Return what the figure cannot speak for, by how people came in."""
    return words(campaign().sampling.get(material.credibility.get("sampling", ""), ""))


def kept_of(claim: Claim, *, material: Material, judged: Judged, here: Selection) -> Kept:
    """Return what a claim comes to for a pair."""
    kit, pair = campaign(), material.evidence.pair
    refusal = kit.refusal(claim, judged)
    other = kit.instead(claim, judged) if refusal else None
    goal = f"{GOAL_PREFIX}{pair['goal']}"
    there = here.filtered(goal=goal, pair=pair["pair"], claim=other.id if other else "")
    return Kept(
        title=words(claim.title),
        sentence="" if refusal else sentence_of(claim, material),
        reason=words(refusal.reason) if refusal else "",
        because=_because(refusal, material),
        instead=Link(text=words(other.title), href=there.address()) if other else None,
        caveats=_caveats(material),
        questions=() if refusal else tuple(
            (words(kit.questions[name]), ANSWERS[name](claim, material)) for name in claim.questions
        ),
        texts=() if refusal else texts_of(claim, material=material),
    )  # fmt: skip


def _because(refusal: Refusal | None, material: Material) -> str:
    """Return what was written about the judgement that refuses a claim."""
    pair = material.evidence.pair
    if refusal is None:
        return ""
    if refusal.by == "verdict":
        if pair["verdict"] == say.SIDE_BY_SIDE:
            return whole(pairing.no_axis_reason(material.evidence))
        return whole(pair["context_reason"] or pair["verdict_reason"])
    return whole(pair["independence_reason"]) if refusal.by == "independence" else ""


def _caveats(material: Material) -> tuple[str, ...]:
    """Return what to say when asked: what cannot be compared, who is in it, how credible it is."""
    found = [
        *lowest_of(material),
        _caution(material),
        whole(material.credibility.get("standing", "")),
    ]
    return tuple(text for text in found if text)


def lowest_of(material: Material) -> tuple[str, ...]:
    """Return the reasons of the lowest scores, two at most, as they are written."""
    return pairing.lowest_reasons(material.evidence.scores)[:MOST_REASONS]


def figures_of(claim: Claim, material: Material) -> list[Row]:
    """Return the citizens' observations that an allowed claim rests on."""
    evidence, latest = material.evidence, material.evidence.latest
    if claim.words and latest is not None:
        return [row for row in (evidence.row(latest["citizen_row"]),) if row]
    if claim.id == "places":
        return list(_apart(material) or ())
    if claim.id in ("areas", "citizen-only"):
        return list(_newest_areas(material).iter_rows(named=True))
    return [row for row in (evidence.newest("citizen"),) if row]


def _asked(claim: Claim, material: Material) -> str:
    sizes = sorted(row["sample_size"] for row in figures_of(claim, material) if row["sample_size"])
    if not sizes:
        found = _("No sample size is known for this figure.")
    elif sizes[0] == sizes[-1]:
        found = _("Sample size: {n}.", n=plain(sizes[0], 0))
    else:
        low, high = plain(sizes[0], 0), plain(sizes[-1], 0)
        found = _("Sample size: {low} to {high}, by area.", low=low, high=high)
    sampling = material.credibility.get("sampling", "")
    came = _("Who came in, and how: {sampling}.", sampling=words(sampling)) if sampling else ""
    reason = whole(material.credibility.get("sampling_reason", ""))
    return " ".join(filter(None, (found, came, reason)))


def _sure(claim: Claim, material: Material) -> str:
    rows, latest = figures_of(claim, material), material.evidence.latest
    known = [row for row in rows if say.interval(row)]
    if not known:
        found = _("No interval is known for citizens’ figure.")
    elif len(rows) == 1:
        row = rows[0]
        found = _(
            "The 95\u00a0% interval of citizens’ figure is {ends} ({basis}).",
            ends=say.span(row["lower"], row["upper"], row["unit"]),
            basis=words(row["interval_basis"]),
        )
    else:
        found = plural(
            "{n} of these figures has a 95\u00a0% interval of its own.",
            "{n} of these figures have a 95\u00a0% interval each.", len(known),
        )  # fmt: skip
    if not claim.words:
        return found
    if latest and latest["gap_lower"] is not None and latest["agreement"] != say.SHARED:
        unit = material.evidence.pair["unit"]
        ends = say.gap_span(latest["gap_lower"], latest["gap_upper"], unit)
        size = gap(latest["gap"], unit)
        found += " " + _("The gap is {gap}, interval {ends}.", gap=size, ends=ends)
    return found


def _why(_claim: Claim, material: Material) -> str:
    known = lowest_of(material)
    if not known:
        return _("That is not known. Both were measured in much the same way.")
    return " ".join((_("That is not known. What is known is how the two were measured:"), *known))


def _independent(_claim: Claim, material: Material) -> str:
    pair = material.evidence.pair
    return " ".join(
        filter(None, (f"{pairing.independence_of(pair)}.", whole(pair["independence_reason"])))
    )


def _made(_claim: Claim, material: Material) -> str:
    part = whole(material.credibility.get("citizens_part_reason", ""))
    found = _(
        "Published by {publisher}. Who paid for it is not in our records.",
        publisher=material.publisher,
    )
    return " ".join(filter(None, (found, part)))


def _better(_claim: Claim, material: Material) -> str:
    row = _progress(material)
    if row is not None:
        return said_of(campaign().claims["change"], material)
    reasons = dict.fromkeys(one["reason"] for one in material.progress if one["reason"])
    return " ".join((_("That cannot be told."), *(whole(one) for one in reasons)))


ANSWERS = {
    "asked": _asked, "sure": _sure, "why": _why, "independent": _independent, "made": _made,
    "better": _better,
}  # fmt: skip
"""How each question of the catalogue is answered, from the release."""


def texts_of(claim: Claim, *, material: Material) -> tuple[Said, ...]:
    """Return the texts for social media in every language, whatever the page's."""
    found = []
    name = material.evidence.pair["pair"]
    for code in LANGUAGES:
        with speaking(code):
            said = sentence_of(claim, material)
            terse = _terse(claim, material)
            title = words(material.evidence.pair["title"])
            shorter = (said, *terse, said_of(claim, material), _(LEAST, title=title), title)
            reasons = [f"{said} {caveat}" for caveat in _caveats(material)[:1]]
            path = with_prefix(f"/p/{name}", language=code)
            found.append(
                Said(
                    code=code, language=SPOKEN[code].name, path=path,
                    short=fitting(shorter, most="short"),
                    long=fitting((*reasons, *shorter), most="long"),
                )
            )  # fmt: skip
    return tuple(found)


def _terse(claim: Claim, material: Material) -> tuple[str, ...]:
    """Return a word of agreement in few words; nothing for claims without one."""
    evidence = material.evidence
    latest = evidence.latest
    if not claim.words or latest is None:
        return ()
    unit, row = evidence.pair["unit"], evidence.row(latest["citizen_row"]) or {}
    when = say.among(
        digits(latest["year"]), sex=latest["sex"], urbanisation=latest["urbanisation"],
        area=evidence.where,
    )  # fmt: skip
    message = TERSE[latest["agreement"]]
    return (
        _(
            message,
            country=words(material.country),
            title=words(evidence.pair["title"]),
            when=when,
            citizen=number(latest["citizen"], unit) + say.interval(row),
            official=number(latest["official"], unit),
        ),
    )


def _records(material: Material, judged: Judged, there: Selection) -> list[dict[str, Any]]:
    """Return a row a claim: whether it is allowed, and its sentence or the reason."""
    found = []
    for claim in campaign().claims.values():
        refusal = campaign().refusal(claim, judged)
        found.append(
            {
                "pair": material.evidence.pair["pair"],
                "claim": claim.id,
                "title": words(claim.title),
                "allowed": refusal is None,
                "reason": words(refusal.reason) if refusal else "",
                "sentence": "" if refusal else sentence_of(claim, material),
                "address": there.filtered(claim=claim.id).address(),
            }
        )
    return found


def _details(
    kept: Kept | None, *, chosen: Row, claim: Claim | None, about: ComparisonView | None,
    records: Sequence[Row],
) -> dict[str, Any]:  # fmt: skip
    if kept is None or claim is None or about is None:
        return {"claims": records}
    return {
        "pair": chosen["pair"],
        "claim": claim.id,
        "allowed": not kept.reason,
        "reason": kept.reason,
        "because": str(kept.because),
        "instead": kept.instead.href if kept.instead else "",
        "source": about.caption,
        "comparison": about.address,
        "caveats": [str(one) for one in kept.caveats],
        "questions": [{"question": one, "answer": str(said)} for one, said in kept.questions],
        "texts": [
            {"language": one.code, "address": one.path, "short": one.short, "long": one.long}
            for one in kept.texts
        ],
        "claims": records,
    }
