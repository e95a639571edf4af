"""Entries of earlier versions, read as if they had been written today.

An upcast is a pure function from the fields of one version of a type to the fields of the next. It may only say what
follows from the old fields: what an old entry did not know stays null. Stored entries are never rewritten. A type
whose meaning changes gets a new name instead.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from pipeline.ledger.entries import ENTRY_TYPES

Fields: TypeAlias = dict[str, Any]
Upcast: TypeAlias = Callable[[Fields], Fields]

UPCASTS: dict[tuple[str, int], Upcast] = {}
"""By type and stored version, how to get the next version. Every version but the current one of a type is here."""


def upcast(type_name: str, version: int, fields: Fields) -> Fields:
    """The fields of a stored entry in the current version of its type."""
    for step in range(version, ENTRY_TYPES[type_name].version):
        fields = UPCASTS[type_name, step](fields)
    return fields
