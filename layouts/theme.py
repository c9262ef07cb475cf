"""The look, said once: colours and type for the pages' style sheet, Plotly and Matplotlib.

Two schemes, light and dark, hold the same names. Every colour used for words reaches a contrast
of 4.5:1 on both backgrounds of its scheme (WCAG 2.2, success criterion 1.4.3), tested. Marks of
the citizens' side keep the brighter orange; words use ``citizen_text``, which is darker because
#C8551B on white is only 4.4:1.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields

FAMILY = "Noto Sans"
# "… like Noto" are the device's own fonts, as wide as Noto until it has come (assets/fonts.css).
STACK = "'Noto Sans','Noto Sans Devanagari','Android like Noto','Like Noto',sans-serif"


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """Colours of one scheme, as #RRGGBB. Field names with hyphens are the CSS properties."""

    page: str
    ink: str
    mute: str
    line: str
    axis: str
    control: str
    soft: str
    official: str
    official_weak: str
    citizen: str
    citizen_weak: str
    citizen_text: str
    consistent: str
    differs: str
    cannot_tell: str
    focus: str


LIGHT = Scheme(
    page="#FFFFFF",
    ink="#1B2430",
    mute="#56616E",
    line="#DDE2E8",
    axis="#A3ACB6",
    control="#7F8A96",
    soft="#F5F7F9",
    official="#1F4E79",
    official_weak="#8AA9C8",
    citizen="#C8551B",
    citizen_weak="#E5A482",
    citizen_text="#B54A14",
    consistent="#1B7F6B",
    differs="#8A2C6A",
    cannot_tell="#5B6673",
    focus="#1F4E79",
)
DARK = Scheme(
    page="#12171E",
    ink="#E8ECF1",
    mute="#A7B2BE",
    line="#2B3440",
    axis="#5A6675",
    control="#758292",
    soft="#1A212A",
    official="#86B6E6",
    official_weak="#54779B",
    citizen="#EF8A4C",
    citizen_weak="#9A5D38",
    citizen_text="#F29A63",
    consistent="#4FC3A6",
    differs="#E58CC3",
    cannot_tell="#AEB8C3",
    focus="#86B6E6",
)


@dataclass(frozen=True, kw_only=True)
class Ramps:
    """Five classes each, light to dark; the gap from "citizens lower" to "citizens higher"."""

    citizen: tuple[str, ...] = ("#FBE9DF", "#F3C6AC", "#E59A70", "#C9602A", "#8A360B")
    official: tuple[str, ...] = ("#E3ECF5", "#B5CDE4", "#7BA4CC", "#3D73A8", "#173F69")
    gap: tuple[str, ...] = ("#8A2C6A", "#C898B6", "#EEF0F2", "#8FC5B8", "#1B7F6B")
    missing: str = "#F0F2F5"
    missing_hatch: str = "#AEB7C1"
    suppressed: str = "#D5DAE0"
    suppressed_hatch: str = "#56616E"

    def of(self, side: str) -> tuple[str, ...]:
        """Return the five classes of "citizen", "official" or "gap"."""
        return {"citizen": self.citizen, "official": self.official, "gap": self.gap}[side]


# On a dark page the largest values are the brightest: what is most stands out in both schemes.
DARK_RAMPS = Ramps(
    citizen=("#3A2418", "#6B3A1D", "#A2562A", "#D98149", "#FFC49B"),
    official=("#1C2B3B", "#2C4B6B", "#3F70A0", "#6BA3D8", "#BBDCFA"),
    gap=("#E58CC3", "#8A5078", "#39434F", "#2F7A69", "#4FC3A6"),
    missing="#1F2731",
    missing_hatch="#4A5665",
    suppressed="#39434F",
    suppressed_hatch="#9AA6B3",
)


@dataclass(frozen=True, kw_only=True)
class Theme:
    """Everything that gives the product its look. Sizes are in CSS pixels."""

    light: Scheme = LIGHT
    dark: Scheme = DARK
    ramps: Ramps = field(default_factory=Ramps)
    dark_ramps: Ramps = DARK_RAMPS
    family: str = FAMILY
    stack: str = STACK
    label: float = 13.0
    small: float = 12.0
    tick: float = 12.0

    def ramps_of(self, scheme: Scheme) -> Ramps:
        """Return the maps' colours that go with a scheme."""
        return self.dark_ramps if scheme == self.dark else self.ramps


THEME = Theme()
SHADOW = "0 6px 24px rgb(0 0 0/.18)"
"""Under what lies over the page: lists, notes, menus."""
WORDS = ("ink", "mute", "official", "citizen_text", "consistent", "differs", "cannot_tell")
READ = (
    *((words, ground) for words in WORDS for ground in ("page", "soft")),
    ("page", "ink"),
    ("page", "official"),
)
"""Every pair of (words, ground) in the style sheets: each reaches 4.5:1 in both schemes."""
SEEN = (
    *((mark, "page") for mark in ("official", "citizen", "focus", "control")),
    ("focus", "soft"),
)
"""Marks that say something without words: each reaches 3:1 (success criterion 1.4.11)."""
AGREEMENT_TOKENS = {
    "differs": "differs",
    "consistent": "consistent",
    "cannot tell": "cannot_tell",
    "uncertainty not stated": "mute",
    "shares a source": "mute",
}


def property_name(token: str) -> str:
    """Return the CSS custom property of a colour: ``citizen_text`` is ``--citizen-text``."""
    return "--" + token.replace("_", "-")


def words_token(side: str) -> str:
    """Return the colour for words about a side."""
    return "citizen_text" if side == "citizen" else "official"


def _declarations(scheme: Scheme) -> str:
    names = [one.name for one in fields(scheme)]
    return "".join(f"{property_name(name)}:{getattr(scheme, name)};" for name in names)


def _ramp_declarations(ramps: Ramps) -> str:
    classes = "".join(
        f"--{side}-{position}:{colour};"
        for side in ("citizen", "official", "gap")
        for position, colour in enumerate(ramps.of(side), start=1)
    )
    states = ("missing", "missing_hatch", "suppressed", "suppressed_hatch")
    return classes + "".join(
        f"--map{property_name(name)[1:]}:{getattr(ramps, name)};" for name in states
    )


def css_variables() -> str:
    """Return the style sheet's custom properties: light, dark by the reader's system, print."""
    light, dark = _declarations(THEME.light), _declarations(THEME.dark)
    ramps, dark_ramps = _ramp_declarations(THEME.ramps), _ramp_declarations(THEME.dark_ramps)
    return (
        f":root{{color-scheme:light dark;--font:{THEME.stack};--shadow:{SHADOW};{light}{ramps}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}{dark_ramps}}}}}\n"
    )


def scheme_variables(scheme: Scheme, *, ground: str = "", ink: str = "") -> str:
    """Return the custom properties of one scheme for a page that stands in another's.

    ``ground`` and ``ink`` (#RRGGBB) are the host's own; the ground may be ``transparent``.
    """
    own = f"--page:{ground};" * bool(ground) + f"--ink:{ink};--mute:{ink};" * bool(ink)
    said = "dark" if scheme == THEME.dark else "light"
    ramps = _ramp_declarations(THEME.ramps_of(scheme))
    return (
        f":root{{color-scheme:{said};--font:{THEME.stack};{_declarations(scheme)}{ramps}{own}}}\n"
    )


def _channel(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    """Return the relative luminance of #RRGGBB, 0 to 1 (WCAG 2.2, definition)."""
    red, green, blue = (_channel(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
