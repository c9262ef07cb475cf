"""Official names of goals, targets and indicators, in the language being spoken.

They are kept verbatim (``data/catalogue/framework``). Spanish ones are the United Nations' own;
where the catalogue has none in a language, the English one is printed, and says that it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from data.languages import ENGLISH
from layouts.language import current


def official(row: Mapping[str, Any], name: str = "title") -> str:
    """Return ``name`` ("title" or "short") of a goal, target or indicator."""
    return str(row.get(f"{name}_{current().code}") or row[name])


def official_html(row: Mapping[str, Any], name: str = "title") -> Markup:
    """Return the same as HTML, marked as English where it is in another language's page."""
    code = current().code
    if code == ENGLISH or row.get(f"{name}_{code}"):
        return escape(official(row, name))
    return Markup('<span lang="en">{}</span>').format(row[name])
