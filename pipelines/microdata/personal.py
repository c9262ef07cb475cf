"""Which columns of a file of answers are read at all: decided on names, before any cell is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from data.errors import ContractError
from pipelines.microdata.model import MicrodataError
from pipelines.policy import DisclosurePolicy
from pipelines.protect import check_columns


def chosen(
    *,
    held: Mapping[str, str],
    wanted: Sequence[str] | None,
    drop: Iterable[str],
    file: str,
    policy: DisclosurePolicy,
) -> tuple[list[str], tuple[str, ...]]:
    """Return (columns to read, columns of persons or positions that are never read).

    ``held``: column → its label or question, in the file's order. Without ``wanted`` every column
    is read but those of ``drop``, and one that looks like a person or an exact place, by its name
    or its label, raises ``ContractError``: whoever reads the file says what to drop. With
    ``wanted`` only those are read, and their names are checked. Raises ``MicrodataError`` for a
    name that is not in the file.
    """
    leave = set(drop)
    for name in [*(wanted or ()), *sorted(leave)]:
        if name not in held:
            raise MicrodataError(
                file=file, where="variables", found=name, allowed=held, reason="no such variable"
            )
    read = [name for name in held if name not in leave and (wanted is None or name in set(wanted))]
    check_columns(columns=read, file=file, policy=policy)
    if wanted is None:
        _check_labels({name: held[name] for name in read}, file=file, policy=policy)
    personal = tuple(
        name
        for name in held
        if name not in read and (name in leave or _looks_personal(name, file=file, policy=policy))
    )
    return read, personal


def _check_labels(labels: Mapping[str, str], *, file: str, policy: DisclosurePolicy) -> None:
    """Refuse a column whose label is itself such a name ("Phone number"), whatever it is called."""
    for name, label in labels.items():
        if label and _looks_personal(label, file=file, policy=policy):
            raise ContractError(
                table=file,
                column=name,
                found=label,
                reason="its label looks like a person or an exact place: drop it",
            )


def _looks_personal(name: str, *, file: str, policy: DisclosurePolicy) -> bool:
    try:
        check_columns(columns=[name], file=file, policy=policy)
    except ContractError:
        return True
    return False
