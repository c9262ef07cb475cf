"""``python -m layouts.translations``: bring the catalogues up to the code and the warehouse.

What is new stands there untranslated, what is gone is dropped, what changed is untranslated again
(never guessed). ``--missing DOMAIN LANGUAGE`` prints what is untranslated as JSON; ``--take FILE``
puts translations in: JSON ``{"language", "domain", "messages": [[context, id, text | [texts]]]}``.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from data.store import Store
from layouts.language import DOMAINS, SPOKEN, TRANSLATIONS
from layouts.translations import messages

# Said on every page in these languages until a speaker has read the whole of a file.
STARTED = datetime(2026, 11, 23, tzinfo=UTC)
ORIGIN = "machine-made, not yet read by a speaker"


def wanted() -> dict[str, Catalog]:
    """Return what there is to translate, by domain."""
    release = Store().current()
    interface, names = messages.interface(), messages.names(release)
    for message in interface:
        if message.id and not message.context and not message.pluralizable:
            names.delete(message.id)
    short = [message.id for catalog in (interface, names) for message in catalog if message.id]
    prose = messages.prose(release, without=[one for one in short if isinstance(one, str)])
    return {
        "interface": interface, "names": names, "prose": prose, "directory": messages.directory(),
    }  # fmt: skip


def path_of(*, language: str, domain: str) -> Path:
    """Return the file of a language's domain."""
    return TRANSLATIONS / language / f"{domain}.po"


def read(*, language: str, domain: str) -> Catalog:
    """Return a file's catalogue; an empty one where there is none yet."""
    path = path_of(language=language, domain=domain)
    if not path.exists():
        return Catalog(locale=SPOKEN[language].cldr, domain=domain, charset="utf-8")
    with path.open("rb") as handle:
        return read_po(handle, locale=SPOKEN[language].cldr, domain=domain)


def write(catalog: Catalog, *, language: str, domain: str) -> None:
    """Write a file: sorted by what it says, without line numbers, so that a change is small."""
    path = path_of(language=language, domain=domain)
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        f"{SPOKEN[language].name}: {domain}. Translation: {ORIGIN}.",
        "A message is found by its English words; python -m layouts.translations adds new ones.",
    ]
    catalog.header_comment = "\n".join(f"# {line}" for line in lines)
    with path.open("wb") as handle:
        write_po(
            handle, catalog, width=100, no_location=True, omit_header=False, sort_output=True,
            ignore_obsolete=True,
        )  # fmt: skip


def update() -> None:
    """Bring every file up to date."""
    templates = wanted()
    for language in messages.languages():
        # Words that move from one domain to another keep their translation.
        old = Catalog(locale=SPOKEN[language].cldr, charset="utf-8")
        for domain in DOMAINS:
            for message in read(language=language, domain=domain):
                if message.id and _whole(message.string):
                    old.add(message.id, message.string, context=message.context)
        for domain, template in templates.items():
            new = Catalog(locale=SPOKEN[language].cldr, domain=domain, charset="utf-8",
                          project="DataShift Dashboard", fuzzy=False)  # fmt: skip
            # A file changes when its words do, never because a day has gone by.
            new.creation_date = new.revision_date = STARTED
            for message in template:
                if not message.id:
                    continue
                before = old.get(message.id, message.context)
                new.add(
                    message.id, before.string if before else None, context=message.context,
                    auto_comments=message.auto_comments,
                )  # fmt: skip
            write(new, language=language, domain=domain)


def missing(*, language: str, domain: str) -> list[list[object]]:
    """Return context, message and hints of everything untranslated."""
    return [
        [message.context, message.id, list(message.auto_comments)]
        for message in read(language=language, domain=domain)
        if message.id and not _whole(message.string)
    ]


def _whole(text: object) -> bool:
    return all(text) if isinstance(text, (tuple, list)) else bool(text)


def take(file: Path) -> int:
    """Put translations into their file; return how many. Raises ``KeyError`` for an unknown one."""
    given = json.loads(file.read_text(encoding="utf-8"))
    where = {"language": given["language"], "domain": given["domain"]}
    catalog = read(**where)
    for context, identity, text in given["messages"]:
        name = tuple(identity) if isinstance(identity, list) else identity
        message = catalog.get(name, context)
        if message is None:
            raise KeyError(f"{file}: no such message: {identity!r}")
        message.string = tuple(text) if isinstance(text, list) else text
    write(catalog, **where)
    return len(given["messages"])


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m layouts.translations", description=__doc__)
    parser.add_argument("--missing", nargs=2, metavar=("DOMAIN", "LANGUAGE"))
    parser.add_argument("--take", type=Path, nargs="+", metavar="FILE")
    given = parser.parse_args(arguments)
    if given.take:
        for file in given.take:
            sys.stdout.write(f"{file}: {take(file)} translations\n")
    elif given.missing:
        domain, language = given.missing
        found = missing(language=language, domain=domain)
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=0) + "\n")
    else:
        update()
        for domain in DOMAINS:
            for language in messages.languages():
                open_ones = len(missing(language=language, domain=domain))
                sys.stdout.write(f"{language} {domain}: {open_ones} untranslated\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
