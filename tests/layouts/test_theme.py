"""The theme: contrast in both schemes, one source for the style sheet."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError, fields
from itertools import pairwise

import pytest

from layouts.theme import AGREEMENT_TOKENS, DARK, LIGHT, THEME, contrast, css_variables

WORDS = (
    *("ink", "mute", "official", "citizen_text"),
    *("consistent", "differs", "cannot_tell", "focus"),
)


def test_contrast_of_black_and_white_is_21():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("token", WORDS)
def test_words_are_readable_on_both_backgrounds(scheme, token):
    colour = getattr(scheme, token)
    assert contrast(colour, scheme.page) >= 4.5
    assert contrast(colour, scheme.soft) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("token", ["official", "citizen"])
def test_marks_stand_out(scheme, token):
    assert contrast(getattr(scheme, token), scheme.page) >= 3


@pytest.mark.parametrize("side", ["citizen", "official"])
def test_map_ramps_darken_step_by_step(side):
    steps = [contrast(colour, "#FFFFFF") for colour in THEME.ramps.of(side)]
    assert len(steps) == 5
    assert all(after > before * 1.3 for before, after in pairwise(steps))


def test_style_sheet_names_every_colour_in_both_schemes():
    light, dark = css_variables().split("@media", 1)
    for one in fields(LIGHT):
        name = "--" + one.name.replace("_", "-")
        assert f"{name}:{getattr(LIGHT, one.name)};" in light
        assert f"{name}:{getattr(DARK, one.name)};" in dark
    assert len(re.findall(r"--(?:citizen|official|gap)-[1-5]:#", light)) == 15


def test_theme_is_frozen_and_knows_every_word_of_agreement():
    with pytest.raises(FrozenInstanceError):
        THEME.family = "Other"  # type: ignore[misc]
    assert {getattr(LIGHT, token) for token in AGREEMENT_TOKENS.values()}
