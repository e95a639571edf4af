"""Entries of earlier versions, read as if they had been written today.

An upcast is a pure function from the fields of one version of a type to the fields of the next. It may only say what
follows from the old fields: what an old entry did not know stays null. Stored entries are never rewritten. A type
whose meaning changes gets a new name instead.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from pipeline.ledger.entries import ENTRY_TYPES

Fields: TypeAlias = dict[str, Any]
Upcast: TypeAlias = Callable[[Fields], Fields]

UPCASTS: Mapping[tuple[str, int], Upcast] = {}
"""By type and stored version: the fields of the next version. Every version before the current one has its upcast."""


def upcast(type_name: str, version: int, data: Fields, upcasts: Mapping[tuple[str, int], Upcast] = UPCASTS) -> Fields:
    """The fields of an entry in the current version of its type.

    ValueError for a type or version that this program does not know: it was written by a newer one.
    """
    known = ENTRY_TYPES.get(type_name)
    if known is None or version > known.version:
        raise ValueError(f"{type_name} version {version} is unknown: a newer version of this program wrote it")
    for step in range(version, known.version):
        data = upcasts[type_name, step](data)
    return data
