"""From a row back to where it comes from: claims, quotes, words, articles, rules, ledger entries, corrections."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from pipeline.projections.errors import ProjectionError
from pipeline.projections.kinds import KINDS, Kind
from pipeline.projections.serving import reading

Row = Mapping[str, Any]


@dataclass(frozen=True)
class ExplainedClaim:
    """A claim with its article, and the words that carry each of its fields."""

    claim: Row
    article: Row
    evidence: tuple[Row, ...]


@dataclass(frozen=True)
class Explanation:
    """A record, or a claim that was set aside, and all that is behind it.

    `table` holds `record`. The claims stand in the order in which they would be shown, the first is the one that is.
    `asked` is the identifier that was asked for: the record's, a former one, or that of one of its claims.
    """

    asked: str
    table: str
    record: Row
    claims: tuple[ExplainedClaim, ...] = ()
    corrections: tuple[Row, ...] = ()
    former_ids: tuple[str, ...] = ()

    @property
    def entries(self) -> tuple[int, ...]:
        """Positions of the ledger entries behind it, in order."""
        rows = [*(item.claim for item in self.claims), *self.corrections, self.record]
        return tuple(sorted({row["entry"] for row in rows if "entry" in row}))

    def __str__(self) -> str:
        """The explanation as text to read."""
        return "\n".join(_lines(self))


def explain(warehouse: Path, identifier: str) -> Explanation:
    """What is behind a record or claim of a warehouse; ProjectionError when it has no such identifier."""
    if not warehouse.exists():
        raise ProjectionError(warehouse, "there is no warehouse", "`bridgepower run` builds it")
    with reading(warehouse) as connection:
        for kind in KINDS:
            record_id = _record_of(connection, kind, identifier)
            if record_id is not None:
                return _explained(connection, kind, identifier, record_id)
        for row in _rows(
            connection, "FROM rejected_claims WHERE claim_id = ? ORDER BY failed_rule LIMIT 1", identifier
        ):
            return Explanation(identifier, "rejected_claims", row, corrections=_corrections(connection, identifier))
    raise ProjectionError(
        warehouse,
        f"no record and no claim is {identifier}",
        "list them with `bridgepower sql`; what is gone, a package lists in `withdrawn`",
    )


def _record_of(connection: DuckDBPyConnection, kind: Kind, identifier: str) -> str | None:
    """The record that an identifier leads to: its own, that of one of its claims, or one that it had before."""
    found = connection.execute(
        f"SELECT {kind.record_id} FROM {kind.records} WHERE {kind.record_id} = $id UNION ALL "
        f"SELECT {kind.record_id} FROM {kind.claims} WHERE claim_id = $id UNION ALL "
        f"(SELECT record_id FROM former_ids WHERE former_id = $id AND record_table = '{kind.records}' ORDER BY ALL)",
        {"id": identifier},
    ).fetchall()
    return str(found[0][0]) if found else None


def _explained(connection: DuckDBPyConnection, kind: Kind, identifier: str, record_id: str) -> Explanation:
    (record,) = _rows(connection, f"FROM {kind.records} WHERE {kind.record_id} = ?", record_id)
    claims = _rows(connection, f"FROM {kind.claims} WHERE {kind.record_id} = ? ORDER BY standing", record_id)
    explained = []
    for claim in claims:
        (article,) = _rows(connection, "FROM articles WHERE article_id = ?", claim["article_id"])
        evidence = _rows(connection, "FROM evidence WHERE claim_id = ? ORDER BY start_char, field", claim["claim_id"])
        explained.append(ExplainedClaim(claim, article, tuple(evidence)))
    former = _rows(connection, "FROM former_ids WHERE record_id = ? ORDER BY former_id", record_id)
    return Explanation(
        identifier,
        kind.records,
        record,
        tuple(explained),
        _corrections(connection, record_id, *(item.claim["claim_id"] for item in explained)),
        tuple(row["former_id"] for row in former),
    )


def _corrections(connection: DuckDBPyConnection, *targets: str) -> tuple[Row, ...]:
    """Corrections of these claims or records, also those that do not apply and those that set claims aside."""
    query = (
        "FROM corrections WHERE list_contains($1, target) OR (action IN ('merge', 'split') AND EXISTS ("
        "SELECT 1 FROM (SELECT unnest($1) AS named) WHERE contains(change || expect, named))) ORDER BY entry"
    )
    return tuple(_rows(connection, query, list(targets)))


def _rows(connection: DuckDBPyConnection, query: str, parameter: Any) -> list[Row]:
    cursor = connection.execute(query, [parameter])
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _lines(explanation: Explanation) -> Iterator[str]:
    record = explanation.record
    yield f"{next(iter(record.values()))} in {explanation.table}"
    if explanation.former_ids:
        yield f"  known before as {', '.join(explanation.former_ids)}"
    yield from (f"  {name}: {_shown(value)}" for name, value in list(record.items())[1:] if value not in (None, []))
    for item in explanation.claims:
        yield ""
        yield from _claim_lines(item)
    for correction in explanation.corrections:
        yield ""
        yield f"correction {correction['correction_id']}: {correction['action']}, {correction['outcome']}"
        yield f"  {correction['author']}, {correction['decided_on']}: {correction['reason']}"
        yield f"  changes {correction['change']}, expects {correction['expect']}; entry {correction['entry']}"
        if correction["outcome_detail"]:
            yield f"  {correction['outcome_detail']}"


def _claim_lines(item: ExplainedClaim) -> Iterator[str]:
    claim, article = item.claim, item.article
    source = [article["publisher"], article["published_on"], f"“{article['title']}”", article["url"] or article["file"]]
    yield f"{claim['standing']}. {claim['claim_id']}: {claim['matched_by']}"
    yield f"  “{claim['quote']}” (characters {claim['start_char']} to {claim['end_char']})"
    yield f"  in: {claim['context']}"
    yield f"  {', '.join(str(part) for part in source if part)}"
    if claim.get("claimant"):
        yield f"  said by {claim['claimant']}"
    yield f"  found by {claim['rule']}; entry {claim['entry']}, recorded {claim['recorded_at']:%Y-%m-%d %H:%M} UTC"
    for field in item.evidence:
        words = f"“{field['words']}”" if field["words"] else field["how"]
        yield f"    {field['field']}: {_shown(claim[field['field']])} from {words} ({field['how']}, {field['rule']})"


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return format(value.normalize(), "f") if hasattr(value, "normalize") else str(value)
