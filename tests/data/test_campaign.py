"""What a campaign may say: the rule by hand, and errors in its file that name what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.campaign import FILE, Judged, campaign, read_campaign
from data.errors import CatalogueError

DIFFERS = Judged(
    verdict="overlay", independence="independent", word="differs", citizens="higher",
    holds=frozenset({"citizen figure", "both figures"}),
)  # fmt: skip


def judged(**changes: object) -> Judged:
    values = {name: getattr(DIFFERS, name) for name in Judged.__dataclass_fields__}
    return Judged(**(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("claim", "pair", "by", "instead"),
    [
        ("official-lower", {}, "", ""),
        ("official-lower", {"citizens": "lower"}, "citizens", "official-higher"),
        ("official-lower", {"word": "cannot tell"}, "word", "both"),
        ("official-lower", {"word": "consistent"}, "word", "agree"),
        ("official-lower", {"word": "no word"}, "word", "both"),
        ("official-lower", {"word": "uncertainty not stated"}, "word", "both"),
        ("official-lower", {"independence": "unknown"}, "", ""),
        ("official-lower", {"independence": "shared source"}, "independence", "both"),
        ("official-lower", {"independence": "same records"}, "independence", "both"),
        ("official-lower", {"verdict": "side by side"}, "verdict", "both"),
        ("official-lower", {"verdict": "context only"}, "verdict", "level"),
        ("agree", {}, "word", "official-lower"),
        ("agree", {"word": "consistent"}, "", ""),
        ("agree", {"word": "cannot tell"}, "word", "both"),
        ("both", {"verdict": "side by side"}, "", ""),
        ("both", {"verdict": "context only"}, "verdict", "level"),
        ("level", {"verdict": "context only"}, "", ""),
        ("level", {"holds": frozenset()}, "needs", ""),
        ("change", {}, "needs", "level"),
        ("places", {"holds": frozenset({"places apart"})}, "", ""),
    ],
)
def test_a_claim_is_refused_for_one_reason_and_the_nearest_is_named(
    claim: str, pair: dict[str, object], by: str, instead: str
) -> None:
    kit, found = campaign(), judged(**pair)
    refusal = kit.refusal(kit.claims[claim], found)
    assert (refusal.by if refusal else "") == by
    if refusal:
        assert refusal.reason.endswith(".")
        other = kit.instead(kit.claims[claim], found)
        assert (other.id if other else "") == instead


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('words = ["consistent"]', 'words = ["the same"]', "'the same'; allowed, closest first"),
        ('verdicts = ["overlay", "overlay with caution"]', 'verdicts = ["overlay"]',
         "no claim may refuse 'overlay with caution' alone"),
        ('independence = ["independent", "unknown"]', "", "needs verdicts and independence"),
        ('instead = ["places"]', 'instead = ["place"]', "'place'; allowed, closest first"),
        ('questions = ["asked", "made", "sure"]', 'questions = ["asked"]', "3 are needed"),
        ('id = "change"', 'id = "official-lower"', "stands twice"),
        ('"register" = ', '"registry" = ', "unknown key"),
        ('"cannot tell" = ', '"cannot say" = ', "unknown key"),
        ('needs = ["citizen figure"]', 'need = ["citizen figure"]', "unknown key"),
        ("[questions]", "[questions", "not readable as TOML"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_entry(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert before in text
    path = tmp_path / "campaign.toml"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as error:
        read_campaign(path)
    assert said in str(error.value)
    assert str(error.value).startswith("campaign.toml, ")
