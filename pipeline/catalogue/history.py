"""What became of a record from version to version, as its page tells it: values in words, as elsewhere on the page."""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from pipeline.catalogue import saying
from pipeline.catalogue.briefs import Row
from pipeline.catalogue.records import FOLDED, Told, because, said, spread_of
from pipeline.catalogue.words import Three, joined, three
from schemas.packages import CLAIMED
from schemas.vocabulary import ClaimTable

_KINDS: Mapping[ClaimTable, Mapping[str, str]] = {
    item.kind: {column.name: column.kind for column in item.records.columns} for item in CLAIMED
}
"""What the values of each column of records are."""
_INTERNAL = frozenset({"chosen_claim", "first_recorded_at", "last_recorded_at"})
"""Columns whose values say nothing to a reader of the page."""
_HOMES = FOLDED | {"lowest_amount": "spread", "highest_amount": "spread"}
"""The field with which a column is said."""
_PERIOD = {"period_start": "period", "period_end": "period"}
"""Columns that pages call otherwise than the files do."""


def history_of(told: Told) -> list[dict[str, Any]]:
    """An item for each version in which something changed that a reader can use, the oldest first.

    A difference tells the changed columns alone, so the whole row is followed back from the record as it stands.
    """
    items: list[dict[str, Any]] = []
    after = told.row
    for _, group in groupby(reversed(told.history), key=lambda change: change["version"]):
        changes = list(group)[::-1]
        before = _before(told.kind, after, changes)
        first = changes[0]
        fields = _fields(told.kind, before, after, changes) if first["change"] == "changed" else []
        if fields or first["change"] != "changed":
            reasons = dict.fromkeys(change["reason"] for change in changes if change["reason"])
            items.append(
                {
                    "version": first["version"],
                    "created": saying.day(first["created"]),
                    "change": first["change"],
                    "reason": "; ".join(reasons) or None,
                    "fields": fields,
                }
            )
        after = before
    return items[::-1]


def _before(kind: ClaimTable, after: Row, changes: Sequence[Row]) -> Row:
    """The row before a version; a withdrawal tells it as a whole."""
    columns = _KINDS[kind]
    if changes[0]["change"] == "withdrawn":
        whole: Mapping[str, Any] = json.loads(changes[0]["old"])
        listed = {name: json.dumps(value) if isinstance(value, list) else value for name, value in whole.items()}
        return dict.fromkeys(columns) | listed
    changed = {change["col"]: change["old"] for change in changes if change["col"] in columns}
    return {**after, **{name: _value(columns[name], old) for name, old in changed.items()}}


def _value(kind: str, text: str | None) -> Any:
    """A value of a difference as the SQLite file has it."""
    if text is None or kind not in ("integer", "boolean"):
        return text
    return int(text) if kind == "integer" else int(text == "TRUE")


def _fields(kind: ClaimTable, before: Row, after: Row, changes: Iterable[Row]) -> list[list[Any]]:
    """Field, old and new value in words for each field that reads otherwise than before."""
    changed = {change["col"] for change in changes} - _INTERNAL
    names = [name for name in _KINDS[kind] if name in changed]
    homes = dict.fromkeys(_home(kind, name) for name in names)
    told = [[name, *(_said(kind, name, row) for row in (before, after))] for name in homes]
    return [field for field in told if field[1] != field[2]]


def _home(kind: ClaimTable, name: str) -> str:
    if name == "date_precision" and kind is ClaimTable.AGREEMENTS:
        return "signed_on"
    return _HOMES.get(name, name)


def _said(kind: ClaimTable, name: str, row: Row) -> Three | None:
    if name == "spread":
        return spread_of(row)
    value = row[name]
    if name == "disputed_fields":
        return joined(", ", [three(f"field.{_PERIOD.get(field, field)}") for field in json.loads(value)])
    if _KINDS[kind][name] == "boolean":
        return three("yes" if value else "no")
    if name in ("claims", "articles", "publishers"):
        return saying.number(value)
    if name in ("first_reported_on", "last_reported_on"):
        return saying.day(value) if value else None
    return because(value) if name == "chosen_because" else said(kind, name, row)
