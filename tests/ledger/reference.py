"""The table of entry types in `docs/ledger.md`, from the classes: `python -m tests.ledger.reference` writes it anew."""

import inspect
import re
from dataclasses import fields
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_type_hints

from pipeline.ledger.entries import ENTRY_TYPES, Entry

PAGE = Path(__file__).parent.parent.parent / "docs" / "ledger.md"
BEGIN, END = "<!-- entry types: from the classes -->\n", "<!-- end of entry types -->\n"
WORDS = {"str": "text", "int": "integer", "ClaimTable": "table", "CorrectionStatus": "status"}


def rendered() -> str:
    rows = "".join(_row(name, cls) for name, cls in ENTRY_TYPES.items())
    return f"{BEGIN}| type, version | what it says | fields |\n| --- | --- | --- |\n{rows}{END}"


def with_reference(page: str) -> str:
    """The page with the table as the classes have it."""
    return re.sub(f"{BEGIN}.*{END}", lambda _: rendered(), page, flags=re.DOTALL)


def _row(name: str, cls: type[Entry]) -> str:
    hints = get_type_hints(cls)
    columns = ", ".join(f"`{field.name}` {_kind(hints[field.name])}" for field in fields(cls))
    return f"| `{name}`, {cls.version} | {' '.join(inspect.getdoc(cls).split())} | {columns} |\n"  # type: ignore[union-attr]  # all have one


def _kind(hint: Any) -> str:
    arguments = get_args(hint)
    if isinstance(hint, UnionType):
        (inner,) = (item for item in arguments if item is not NoneType)
        return f"{_kind(inner)} or null"
    name = getattr(hint, "__name__", str(hint))
    if name == "tuple":
        return f"list of {_kind(arguments[0])}"
    if name == "Mapping":
        return (
            "values by column" if len(get_args(arguments[1])) > 2 else f"{_kind(arguments[1])} by {_kind(arguments[0])}"
        )
    return WORDS.get(name, name.lower())


if __name__ == "__main__":
    PAGE.write_text(with_reference(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
