"""Entries as canonical JSON and back: equal entries are equal bytes, whoever writes them.

Keys are sorted, nothing is padded, text is UTF-8; a Decimal is a plain number without exponent, rounding or trailing
zeros; a date is its ISO text. A float is refused, because money and measures are never floats here. The fields that
are columns of the ledger (`COLUMN_FIELDS`) are left out of the JSON: a fact is stored once.

Both directions follow the declared type of a field, so that nothing is written which could not be read back.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import Field, dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, ClassVar, Protocol, get_args, get_origin, get_type_hints

from pipeline.ledger.entries import ENTRY_TYPES, Entry, Values

COLUMN_FIELDS = {"article_id": "article_id", "claim_id": "claim_id", "table": "claim_table"}
"""Fields of entries that are columns of the ledger, so that folds can filter on them, with the column's name."""

LARGEST_EXPONENT = 60
"""No measure needs more; a number like 1E+999999999 would otherwise be written out digit by digit."""

_quoted: Callable[[str], str] = json.encoder.encode_basestring


class _Dataclass(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


@dataclass(frozen=True)
class _Form:
    """How values of one declared type are written as JSON text, and read from what JSON gives."""

    write: Callable[[Any], str]
    read: Callable[[Any], Any]


_FORMS: dict[type[_Dataclass], dict[str, _Form]] = {}


def payload_of(entry: Entry) -> str:
    """The canonical JSON of all fields that have no column; TypeError or ValueError for what does not fit its field."""
    return _object([item for item in _forms(type(entry)).items() if item[0] not in COLUMN_FIELDS], entry)


def entry_of(type_name: str, data: Mapping[str, Any]) -> Entry:
    """The entry of a type from its fields as JSON has them; TypeError, ValueError or KeyError when they do not fit."""
    cls = ENTRY_TYPES[type_name]
    forms = _forms(cls)
    return cls(**{name: forms[name].read(value) for name, value in data.items()})


def loads(payload: str) -> dict[str, Any]:
    """A payload as plain data, its fractions as Decimal."""
    data: dict[str, Any] = json.loads(payload, parse_float=Decimal)
    return data


def canonical(value: object) -> str:
    """Plain data as canonical JSON: text, numbers, dates, lists and mappings; TypeError or ValueError for others."""
    match value:
        case str():
            return _quoted(value)
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Decimal():
            return _plain(value)
        case Mapping():
            return _braced(f"{_quoted(name)}:{canonical(value[name])}" for name in sorted(value))
        case Sequence():
            return f"[{','.join(map(canonical, value))}]"
    raise TypeError(f"{value!r} cannot be stored: use text, whole numbers, Decimal, dates or lists of text")


def _plain(number: Decimal) -> str:
    if not number.is_finite() or abs(number.adjusted()) > LARGEST_EXPONENT:
        raise ValueError(f"{number} cannot be stored: no measure is that large or that small")
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _forms(cls: type[_Dataclass]) -> dict[str, _Form]:
    """The form of each field of a class, in the order of canonical JSON."""
    if cls not in _FORMS:
        hints = get_type_hints(cls)
        _FORMS[cls] = {name: _form(hints[name]) for name in sorted(field.name for field in fields(cls))}
    return _FORMS[cls]


def _form(hint: Any) -> _Form:
    inner = get_args(hint)
    if hint == Values:
        return _Form(canonical, dict)
    if isinstance(hint, UnionType):
        (item,) = (_form(kind) for kind in inner if kind is not NoneType)
        return _optional(item)
    if get_origin(hint) is tuple:
        return _list(_form(inner[0]))
    if get_origin(hint) is Mapping:
        return _mapping(_form(inner[0]), _form(inner[1]))
    return _nested(hint) if hasattr(hint, "__dataclass_fields__") else _scalar(hint)


def _scalar(kind: type) -> _Form:
    def exactly(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(f"{value!r} is not of type {kind.__name__}")
        return value

    if kind is date:
        return _Form(lambda value: f'"{exactly(value).isoformat()}"', date.fromisoformat)
    if issubclass(kind, StrEnum):
        return _Form(lambda value: _quoted(kind(value)), kind)
    write = _quoted if kind is str else str
    return _Form(lambda value: write(exactly(value)), exactly)


def _optional(item: _Form) -> _Form:
    return _Form(
        lambda value: "null" if value is None else item.write(value),
        lambda value: None if value is None else item.read(value),
    )


def _list(item: _Form) -> _Form:
    return _Form(
        lambda values: f"[{','.join(map(item.write, values))}]",
        lambda values: tuple(map(item.read, values)),
    )


def _mapping(key: _Form, item: _Form) -> _Form:
    return _Form(
        lambda values: _braced(f"{key.write(name)}:{item.write(values[name])}" for name in sorted(values)),
        lambda values: {key.read(name): item.read(value) for name, value in values.items()},
    )


def _nested(cls: type[_Dataclass]) -> _Form:
    forms = _forms(cls)
    return _Form(
        lambda value: _object(forms.items(), value),
        lambda data: cls(**{name: forms[name].read(value) for name, value in data.items()}),
    )


def _object(forms: Iterable[tuple[str, _Form]], value: Any) -> str:
    return _braced(f'"{name}":{form.write(getattr(value, name))}' for name, form in forms)


def _braced(members: Iterable[str]) -> str:
    return "{" + ",".join(members) + "}"
