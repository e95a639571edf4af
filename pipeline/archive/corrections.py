"""`raw/corrections.yaml`: what people found wrong in claims and records, as data with a reason.

Here belongs the file: its format, reading it, adding to it. What a correction does to tables is the business of
`pipeline.projections`; the format is described for its authors in `docs/corrections.md`.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from schemas.vocabulary import ClaimTable, CorrectionAction, CorrectionStatus

FILE = "corrections.yaml"
MAX_BYTES = 4 * 1024 * 1024

_ALWAYS = {"id", "action", "reason", "author", "date", "status"}
KEYS: Mapping[CorrectionAction, frozenset[str]] = {
    CorrectionAction.CORRECT: frozenset({"claim", "article", "quote", "change", "expect"}),
    CorrectionAction.RETRACT: frozenset({"claim", "article", "quote", "expect"}),
    CorrectionAction.ADD: frozenset({"table", "article", "quote", "values"}),
    CorrectionAction.MERGE: frozenset({"table", "records", "expect"}),
    CorrectionAction.SPLIT: frozenset({"table", "record", "groups", "expect"}),
}
"""The keys that each action has beside `id`, `action`, `reason`, `author`, `date` and `status`; all are needed."""


class CorrectionsError(Exception):
    """The file cannot be used. The three parts of the message are kept apart for whoever shows it."""

    def __init__(self, place: str, what: str, next_step: str = "mend it, then run again") -> None:
        super().__init__(f"{place}: {what}; {next_step}")
        self.place = place
        self.what = what
        self.next_step = next_step


@dataclass(frozen=True)
class Correction:
    """One correction as its author wrote it; `details` holds the keys that its action has (see `KEYS`).

    Numbers are int or Decimal, dates are dates. `line` is where it stands in the file.
    """

    correction_id: str
    action: CorrectionAction
    reason: str
    author: str
    made_on: date
    status: CorrectionStatus
    details: Mapping[str, Any] = field(default_factory=dict)
    line: int = 0


class _Loader(yaml.SafeLoader):
    """YAML without floats (a number is exact), without aliases, and without a key that is given twice."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError(f"line {self.line + 1} refers to another place; write the value out")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        mapping = super().construct_mapping(node, deep=True)
        if len(mapping) != len(node.value):
            raise yaml.YAMLError(f"line {node.start_mark.line + 1} gives a key twice")
        return mapping

    def construct_decimal(self, node: Any) -> Decimal:
        try:
            return Decimal(self.construct_scalar(node).replace("_", ""))
        except InvalidOperation as error:
            raise yaml.YAMLError(f"line {node.start_mark.line + 1} has no finite number") from error


_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.construct_decimal)


def read_corrections(raw: Path) -> list[Correction]:
    """The corrections in a folder, in the order of the file, none where there is no file.

    CorrectionsError, naming the line, for what is not as `docs/corrections.md` says; then none of them is used.
    """
    path = raw / FILE
    if not path.exists():
        return []
    if path.stat().st_size > MAX_BYTES:
        raise CorrectionsError(str(path), f"has more than {MAX_BYTES} bytes", "split what does not belong there")
    corrections = list(_parsed(path, path.read_bytes()))
    seen: set[str] = set()
    for correction in corrections:
        if correction.correction_id in seen:
            raise CorrectionsError(_place(path, correction.line), f"{correction.correction_id!r} is there twice")
        seen.add(correction.correction_id)
    return corrections


def _parsed(path: Path, content: bytes) -> Iterator[Correction]:
    try:
        loader = _Loader(content.decode("utf-8"))
        root = loader.get_single_node()
        if root is None:
            return
        if not isinstance(root, yaml.SequenceNode):
            raise CorrectionsError(_place(path, 1), "is no list of corrections")
        items = [(node.start_mark.line + 1, loader.construct_object(node, deep=True)) for node in root.value]
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise CorrectionsError(str(path), " ".join(str(error).split())) from error
    for line, item in items:
        yield _checked(_place(path, line), line, item)


def _place(path: Path, line: int) -> str:
    return f"{path}, line {line}"


def _checked(place: str, line: int, item: Any) -> Correction:
    if not isinstance(item, dict) or item.get("action") not in list(CorrectionAction):
        raise CorrectionsError(place, f"has no action out of {', '.join(CorrectionAction)}")
    action = CorrectionAction(item["action"])
    wanted = _ALWAYS | KEYS[action]
    if set(item) != wanted:
        missing, unknown = sorted(wanted - set(item)), sorted(map(str, set(item) - wanted))
        raise CorrectionsError(place, f"a correction to {action} lacks {missing} and has the unknown {unknown}")
    for name in sorted(wanted & _SHAPES.keys()):
        shape, is_right = _SHAPES[name]
        if not is_right(item[name]):
            raise CorrectionsError(place, f"its {name} is not {shape}")
    return Correction(
        correction_id=item["id"],
        action=action,
        reason=item["reason"],
        author=item["author"],
        made_on=item["date"],
        status=CorrectionStatus(item["status"]),
        details={name: item[name] for name in sorted(KEYS[action])},
        line=line,
    )


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_text, value))


def _is_values(value: Any) -> bool:
    return isinstance(value, dict) and all(
        _is_text(name) and not isinstance(item, dict) for name, item in value.items()
    )


def _is_expected(value: Any) -> bool:
    """For a claim its values, for a merge the claims of each record, for a split the claims of the record."""
    return _is_texts(value) or (isinstance(value, dict) and all(map(_is_text, value)))


_SHAPES = {
    "id": ("a text", _is_text),
    "reason": ("a text", _is_text),
    "author": ("a text", _is_text),
    "date": ("a date like 2026-01-31", lambda value: type(value) is date),
    "status": (f"one of {', '.join(CorrectionStatus)}", lambda value: value in list(CorrectionStatus)),
    "table": (f"one of {', '.join(ClaimTable)}", lambda value: value in list(ClaimTable)),
    "claim": ("a claim's identifier", _is_text),
    "article": ("a path below raw/", _is_text),
    "quote": ("a text", _is_text),
    "record": ("a record's identifier", _is_text),
    "records": ("a list of at least two records", lambda value: _is_texts(value) and len(set(value)) > 1),
    "groups": ("a list of lists of claims", lambda value: isinstance(value, list) and all(map(_is_texts, value))),
    "change": ("columns with their new values", _is_values),
    "values": ("columns with their values", _is_values),
    "expect": ("what was there when it was written", _is_expected),
}


class _Dumper(yaml.SafeDumper):
    """YAML that writes a Decimal as a plain number."""


_Dumper.add_representer(
    Decimal, lambda dumper, value: dumper.represent_scalar(f"tag:yaml.org,2002:{_kind(value)}", format(value, "f"))
)


def _kind(value: Decimal) -> str:
    return "float" if "." in format(value, "f") else "int"


def add_correction(raw: Path, correction: Correction) -> None:
    """Append a correction to the file, whole or not at all; what is there stays as it was written.

    CorrectionsError when the file is broken, or already has that identifier.
    """
    if correction.correction_id in {item.correction_id for item in read_corrections(raw)}:
        raise CorrectionsError(str(raw / FILE), f"{correction.correction_id!r} is there already", "choose another id")
    item = {
        "id": correction.correction_id,
        "action": str(correction.action),
        **correction.details,
        "reason": correction.reason,
        "author": correction.author,
        "date": correction.made_on,
        "status": str(correction.status),
    }
    text = yaml.dump([item], Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
    path = raw / FILE
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    separator = "" if before == "" or before.endswith("\n") else "\n"
    list(_parsed(path, (before + separator + text).encode()))
    unfinished = path.with_name(f".{FILE}.unfinished")
    with unfinished.open("w", encoding="utf-8") as file:
        file.write(before + separator + text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def next_id(raw: Path, made_on: date) -> str:
    """An identifier that no correction in the folder has yet: the date and a number."""
    taken = {item.correction_id for item in read_corrections(raw)}
    return next(name for name in (f"{made_on}-{number}" for number in range(1, len(taken) + 2)) if name not in taken)
