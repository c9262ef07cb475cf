"""The languages of the dashboard, as addresses and catalogues name them (ISO 639-1)."""

from __future__ import annotations

ENGLISH = "en"
LANGUAGES = (ENGLISH, "es", "sw", "ne")
"""English has no prefix in addresses; the others begin with theirs: ``/es/kenya``."""
PREFIXED = LANGUAGES[1:]


def with_prefix(path: str, *, language: str) -> str:
    """Return an address of the site in a language: ``/kenya`` → ``/es/kenya``."""
    if language == ENGLISH:
        return path
    return f"/{language}" if path == "/" else f"/{language}{path}"
