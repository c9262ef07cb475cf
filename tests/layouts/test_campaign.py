"""The campaign kit: nothing said that the pair does not allow, no number that it does not hold."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import brotli
import pytest

from data.campaign import campaign
from data.languages import LANGUAGES
from data.store import Question
from layouts import sentences as say
from layouts.components import pairing
from layouts.components.rooms import campaign as room
from layouts.components.rooms.texts import LIMITS, fitting, length, weighted
from layouts.language import digits, speaking, words
from layouts.numbers import gap, number, plain

MOST_BYTES = 20_000
NUMBER = re.compile(r"[0-9०-९]+(?:[.,\u00a0][0-9०-९]+)*")
WORDS = {
    "differs": re.compile(r"the two differ\b|The two differ\b"),
    "consistent": re.compile(r"are consistent"),
}
BLAME = re.compile(r"\b(because|cause[sd]?|wrong|false|lie[sd]?|hid(es|den)?|fail(ed|s)?)\b")
NB = "\u00a0"


@pytest.fixture(scope="session")
def pairs(release: Any) -> list[dict[str, Any]]:
    rows = release.ask(Question.PAIRS, country=None, goal=None, indicator=None)
    return list(rows.iter_rows(named=True))


def numbers_of(material: room.Material) -> set[str]:
    """Every number that may stand in a sentence of a pair, as the language writes it."""
    pair, evidence = material.evidence.pair, material.evidence
    rows = [*material.observed.iter_rows(named=True), *material.progress]
    known = [pair["title"], pair["citizen_label"], pair["official_label"], pair["unit"]]
    texts = [words(one) for one in known] + ["95", "2030"]
    for row in rows:
        for name in ("value", "lower", "upper", "base_value", "last_value", "target"):
            if row.get(name) is not None:
                texts.append(number(row[name], row["unit"] or ""))
        texts += [str(row.get(name) or "") for name in
                  ("period", "base_year", "last_year", "unit", "base", "method")]  # fmt: skip
        texts += [words(row.get(name)) for name in ("unit", "base", "method") if row.get(name)]
    for row in evidence.compared.iter_rows(named=True):
        texts += [number(row[name], pair["unit"]) for name in ("citizen", "official")]
        texts += [gap(abs(row["gap"]), pair["unit"]), str(row["year"])]
    below = evidence.below.values()
    texts += [plain(n, 0) for n in (*below, sum(below))] + [str(evidence.below_year)]
    measured = {
        row["area"] for row in rows if row.get("side") == "citizen" and row.get("value") is not None
    }
    texts.append(plain(len(measured - {pair["country"]}), 0))
    found = {one for text in texts for one in NUMBER.findall(text)}
    return found | {digits(one) for one in found}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_claim_on_every_pair(pairs: list[Any], release: Any, code: str) -> None:
    """Refused exactly where the rule refuses; else a sentence with the pair's numbers only."""
    kit, allowed = campaign(), 0
    with speaking(code):
        for pair in pairs:
            material = room.material_of(pair, release=release)
            judged = room.judged_of(material)
            held = numbers_of(material)
            here = room.select(room="learn", entry="campaign", country="kenya")
            for claim in kit.claims.values():
                where = (pair["pair"], claim.id)
                refusal = kit.refusal(claim, judged)
                if refusal is None:
                    allowed += 1
                    said = room.sentence_of(claim, material)
                    assert set(NUMBER.findall(said)) <= held, (where, said)
                    assert not re.search("[{}]|None", said), where
                if code != "en":  # what is kept holds the texts of all four languages
                    continue
                kept = room.kept_of(claim, material=material, judged=judged, here=here)
                assert kept.caveats, where
                assert bool(kept.reason) == (refusal is not None), where
                assert bool(kept.sentence) == (refusal is None), where
                assert len(kept.questions) == (0 if refusal else 3), where
                assert all(question and said for question, said in kept.questions), where
                assert [one.code for one in kept.texts] == ([] if refusal else list(LANGUAGES))
                for one in kept.texts:
                    assert length(one.short, most="short") <= LIMITS["short"], where
                    assert length(one.long, most="long") <= LIMITS["long"], where
    assert allowed > len(pairs)


def test_no_word_is_stronger_than_the_agreement(pairs: list[Any], release: Any) -> None:
    for pair in pairs:
        material = room.material_of(pair, release=release)
        judged = room.judged_of(material)
        one_axis = pair["verdict"] in ("overlay", "overlay with caution")
        compared = one_axis and pair["independence"] not in pairing.NOT_INDEPENDENT
        for claim in campaign().claims.values():
            if campaign().refusal(claim, judged):
                continue
            said = " ".join(
                (room.sentence_of(claim, material), *(t.short for t in room.texts_of(
                    claim, material=material) if t.code == "en"))
            )  # fmt: skip
            for word, pattern in WORDS.items():
                if pattern.search(said):
                    assert compared, (pair["pair"], claim.id)
                    assert judged.word == word or claim.id == "areas", (pair["pair"], said)
            assert not BLAME.search(said.replace(words(pair["title"]), "")), said


def test_the_sentence_is_that_of_the_pair_s_page(client: Any, pairs: list[Any]) -> None:
    for name in ("arg-6.1.1-latinobarometro-jmp", "ken-6.1.1-sauti-improved-water-jmp"):
        kit = client.get(f"/learn/campaign.json?pair={name}").get_json()
        page = client.get(kit["comparison"].replace("?", ".json?")).get_json()
        assert kit["sentence"].endswith(page["sentence"])
        assert kit["texts"][0]["address"] == f"/p/{name}"
        assert len(kit["pictures"]) == 3
        for address in kit["pictures"]:
            path = "/" + address.split("/", 3)[3]
            assert client.get(path).mimetype == "image/png"


CASE = "/learn/campaign{kind}?in=argentina&goal=goal-6&pair=arg-6.1.1-latinobarometro-jmp"


def test_a_claim_typed_out_by_hand(client: Any) -> None:
    found = client.get(CASE.format(kind=".json") + "&claim=official-higher").get_json()
    assert found["allowed"]
    assert found["sentence"] == (
        "Argentina. “Agua potable” at home and basic water, 2013 and 2016. In 2016, "
        f"Latinobarómetro found 93.2{NB}% (95{NB}% interval 91.7–94.7{NB}%); the official figure "
        f"(WHO/UNICEF JMP) was 99.0{NB}% of population: the two differ, citizens’ figure being "
        f"5.8{NB}points lower, against the desired direction."
    )
    assert found["questions"][1] == {
        "question": "How sure are you?",
        "answer": f"The 95{NB}% interval of citizens’ figure is 91.7–94.7{NB}% (computed). The gap "
        f"is −5.8{NB}points, interval −7.3 to −4.3{NB}points.",
    }


def test_a_refusal_says_why_and_what_may_be_said(client: Any) -> None:
    found = client.get(CASE.format(kind=".json") + "&claim=official-lower").get_json()
    assert not found["allowed"]
    assert found["reason"].endswith("the other way round: citizens’ figure is the lower one.")
    assert found["instead"].endswith("claim=official-higher&goal=goal-6"
                                     "&pair=arg-6.1.1-latinobarometro-jmp")  # fmt: skip
    html = unescape(client.get(CASE.format(kind="") + "&claim=official-lower").text)
    assert "This may not be said." in html
    assert found["reason"] in html


@pytest.mark.parametrize("step", ["", "?in=kenya", "?in=kenya&goal=goal-7", "?goal=goal-4"])
def test_a_step_without_a_pair_is_a_page(client: Any, step: str) -> None:
    answer = client.get(f"/learn/campaign{step}")
    assert answer.status_code == 200
    assert 'id="kit"' not in answer.text
    assert client.get(f"/learn/campaign.json{step}").get_json()["claims"] == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("in=kenya&pair=arg-6.1.1-latinobarometro-jmp", "ken-"),
        ("goal=goal-1&pair=arg-6.1.1-latinobarometro-jmp", "arg-1"),
        ("claim=blame", "official-lower"),
        ("pair=nothing", "pair"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(client: Any, query: str, said: str) -> None:
    answer = client.get(f"/learn/campaign?{query}")
    assert answer.status_code == 400
    assert said in answer.text


def test_the_page_is_light_and_speaks(client: Any, pairs: list[Any]) -> None:
    for number_of, pair in enumerate(pairs[::6]):
        code = LANGUAGES[number_of % len(LANGUAGES)]
        prefix = "" if code == "en" else f"/{code}"
        answer = client.get(f"{prefix}/learn/campaign?pair={pair['pair']}")
        assert answer.status_code == 200
        assert len(brotli.compress(answer.data)) <= MOST_BYTES, pair["pair"]
        assert answer.text.count("<textarea") in (0, 10)


def test_a_comparison_leads_to_the_kit(client: Any) -> None:
    page = client.get("/kenya/goal-7/7.1.1").text
    address = re.search(r'href="(/learn/campaign\?pair=[^"]+)"', page)
    assert address
    assert client.get(address[1]).status_code == 200


def test_letters_are_counted_as_x_counts_them() -> None:
    assert weighted("agua – “sí” ’") == 13
    assert weighted("e\u0301") == 1  # composed first
    assert weighted("पानी") == 4  # Devanagari weighs one
    assert weighted("水") == 2
    assert weighted("−5") == 3  # the minus sign is outside of the light letters


def test_a_text_is_never_cut() -> None:
    assert length("a" * 256, most="short") == 280
    assert fitting(("a" * 257, "b"), most="short") == "b"
    with pytest.raises(ValueError, match="fits into 280"):
        fitting(("a" * 257,), most="short")
    assert say.DIFFERS in WORDS
