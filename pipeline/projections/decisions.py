"""What people decided about claims, applied to the claims of one article; pure, no tables.

A decision is anchored by its claim's id, and where a newer grammar gives another id, by its article and quote. It
applies only while the claim says what its author expected; otherwise it is reported as not applicable, with the
reason. Merging and splitting records is in `regrouping`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from pipeline.projections.kinds import KINDS, Kind
from pipeline.projections.motion import BY_PERSON
from schemas.table import Column

Row = Mapping[str, Any]
KIND_OF: dict[str, Kind] = {kind.name: kind for kind in KINDS}
_ANCHORS = frozenset({"article_id", "quote"})


@dataclass(frozen=True)
class Decision:
    """The present state of one correction by a person; `payload` is its entry's JSON."""

    correction_id: str
    type: str
    entry: int
    recorded_at: Any
    article_id: str | None
    claim_id: str | None
    kind: str | None
    payload: Mapping[str, Any]

    @property
    def is_withdrawn(self) -> bool:
        """Whether its author took it back."""
        return bool(self.payload["status"] == "withdrawn")


@dataclass(frozen=True)
class Outcome:
    """Whether a decision applies, to what, and what else there is to know."""

    correction_id: str
    applied: bool
    target: str | None
    detail: str | None = None


@dataclass(frozen=True)
class Told:
    """A claim with the columns that are said, and what people did to it."""

    kind: Kind
    row: Row
    retracted_by: str | None = None
    changed: bool = False


@dataclass
class Verdict:
    """The claims of an article after all decisions, by claim id, and the outcome of each decision."""

    told: dict[str, Told]
    outcomes: list[Outcome] = field(default_factory=list)


class NotApplicableError(Exception):
    """A decision does not apply; the message says why."""


def decide(decisions: Iterable[Decision], told: Mapping[str, Told], text_sha256: str | None) -> Verdict:
    """Apply decisions to the claims of one article, added claims first, then in the order of their entries."""
    verdict = Verdict(dict(told))
    for decision in sorted(decisions, key=lambda item: (item.type != "ClaimAdded", item.entry)):
        try:
            if decision.is_withdrawn:
                raise NotApplicableError("withdrawn by its author")
            target, detail = _applied(decision, verdict.told, text_sha256)
            verdict.outcomes.append(Outcome(decision.correction_id, True, target, detail))
        except NotApplicableError as reason:
            missing = None if decision.type == "ClaimAdded" else decision.claim_id
            verdict.outcomes.append(Outcome(decision.correction_id, False, missing, str(reason)))
    return verdict


def _applied(decision: Decision, told: dict[str, Told], text_sha256: str | None) -> tuple[str, str | None]:
    if decision.type == "ClaimAdded":
        claim = _added(decision, told, text_sha256)
        told[claim.row["claim_id"]] = claim
        return claim.row["claim_id"], None
    claim_id = _target(decision, told)
    detail = None if claim_id == decision.claim_id else f"the claim is {claim_id} now"
    if decision.type == "ClaimRetracted":
        told[claim_id] = replace(told[claim_id], retracted_by=decision.correction_id)
    else:
        told[claim_id] = _corrected(decision, told[claim_id])
    return claim_id, detail


def _target(decision: Decision, told: Mapping[str, Told]) -> str:
    """The claim that a decision is about: by its id, else the only one with its quote that says what is expected."""
    expect = decision.payload["expect"]
    found = told.get(decision.claim_id or "")
    if found is not None:
        _check_expected(decision, found)
        return str(found.row["claim_id"])
    quote = expect.get("quote")
    similar = [
        claim
        for claim in told.values()
        if quote is not None and _overlaps(quote, claim.row["quote"]) and not _differences(expect, claim, _ANCHORS)
    ]
    if len(similar) != 1:
        what = "several claims of the article have" if similar else "no claim of the article has"
        raise NotApplicableError(f"{decision.claim_id} is no longer there, and {what} its quote and expected values")
    return str(similar[0].row["claim_id"])


def _overlaps(one: str, other: str) -> bool:
    return one in other or other in one


def _check_expected(decision: Decision, claim: Told) -> None:
    if claim.retracted_by:
        raise NotApplicableError(f"the claim was retracted by {claim.retracted_by}")
    differences = _differences(decision.payload["expect"], claim, frozenset())
    if not differences:
        return
    changes = decision.payload.get("changes")
    if changes and not _differences(changes, claim, frozenset()):
        raise NotApplicableError("the claim says so by itself now")
    raise NotApplicableError("; ".join(differences))


def _differences(expect: Mapping[str, Any], claim: Told, without: frozenset[str]) -> list[str]:
    return [
        f"{name} is {plain(claim.row.get(name))!r} now, {plain(value)!r} was expected"
        for name, value in expect.items()
        if name not in without and plain(claim.row.get(name)) != plain(value)
    ]


def plain(value: Any) -> Any:
    """A value so that what a table holds equals what JSON holds."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value.normalize()
    return list(value) if isinstance(value, tuple) else value


def _corrected(decision: Decision, claim: Told) -> Told:
    columns = {column.name: column for column in claim.kind.values}
    changes = {name: typed(columns.get(name), name, value) for name, value in decision.payload["changes"].items()}
    row = dict(claim.row) | changes
    row["problems"] = [problem for problem in row["problems"] if problem["col"] not in changes]
    if row["problems"]:
        raise NotApplicableError(f"the claim stays set aside: {row['problems'][0]['rule']}")
    row["corrections"] = [*row["corrections"], decision.correction_id]
    row["evidence"] = [
        *(item for item in row["evidence"] if item["field"] not in changes),
        *(_by_person(name, decision) for name, value in changes.items() if value is not None),
    ]
    _learned(row, decision)
    return replace(claim, row=row, changed=True)


def _learned(row: dict[str, Any], decision: Decision) -> None:
    if decision.entry > row["entry"]:
        row["entry"], row["recorded_at"] = decision.entry, decision.recorded_at


def _by_person(name: str, decision: Decision) -> dict[str, Any]:
    rule = f"{BY_PERSON}{decision.correction_id}"
    return {"field": name, "start_char": None, "end_char": None, "how": "person", "rule": rule}


def _added(decision: Decision, told: Mapping[str, Told], text_sha256: str | None) -> Told:
    payload, kind = decision.payload, KIND_OF[decision.kind or ""]
    if payload["text_sha256"] != text_sha256:
        raise NotApplicableError("the article's text is not the one it was added for")
    columns = {column.name: column for column in kind.values}
    values = {name: typed(columns.get(name), name, value) for name, value in payload["values"].items()}
    start, end = payload["start_char"], payload["end_char"]
    for claim in told.values():
        near = claim.row["start_char"] < end and start < claim.row["end_char"]
        if claim.kind is kind and near and not _differences({k: v for k, v in values.items() if v}, claim, _ANCHORS):
            raise NotApplicableError(f"the grammar finds it by itself now, as {claim.row['claim_id']}")
    empty: dict[str, Any] = {column.name: [] if column.kind == "list" else None for column in kind.values}
    row = empty | values | {name: payload[name] for name in ("quote", "start_char", "end_char", "context")}
    row |= {"claim_id": decision.claim_id, "article_id": decision.article_id, "entry": decision.entry}
    row |= {"rule": f"{BY_PERSON}{decision.correction_id}", "corrections": [decision.correction_id]}
    row |= {"recorded_at": decision.recorded_at, "content": 0, "problems": []}
    row["evidence"] = [_by_person(name, decision) for name, value in values.items() if value not in (None, [])]
    return Told(kind, row, changed=True)


def typed(column: Column | None, name: str, value: Any) -> Any:
    """A value of a correction with the type of its column; NotApplicableError when it has none or does not fit."""
    if column is None:
        raise NotApplicableError(f"the table has no column {name!r}")
    if value is None:
        return None
    try:
        return _CASTS[column.kind](value)
    except (ValueError, TypeError, KeyError, InvalidOperation) as error:
        raise NotApplicableError(f"{name} {value!r} is no {column.kind}") from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


_CASTS: dict[str, Callable[[Any], Any]] = {
    "text": _text,
    "integer": lambda value: int(str(value)),
    "decimal": lambda value: Decimal(str(value)),
    "date": lambda value: value if isinstance(value, date) else date.fromisoformat(value),
    "boolean": lambda value: {"true": True, "false": False}[str(value).lower()],
    "list": lambda value: (
        [part.strip() for part in value.split(";") if part.strip()] if isinstance(value, str) else list(value)
    ),
}
"""How a value is read; a list may be one text with semicolons, as a command line gives it."""
