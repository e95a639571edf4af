"""From a command into `raw/corrections.yaml`: corrections about what a warehouse shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.archive.corrections import Correction, add_correction, next_id
from pipeline.projections.acceptance import rules_broken_by
from pipeline.projections.decisions import NotApplicableError, plain, typed
from pipeline.projections.errors import ProjectionError
from pipeline.projections.intake import entry_of
from pipeline.projections.kinds import KINDS, Kind
from pipeline.projections.serving import reading
from schemas.table import Column
from schemas.vocabulary import ClaimTable, CorrectionAction, CorrectionStatus


@dataclass(frozen=True)
class Signature:
    """Who corrects, why, and when."""

    author: str
    reason: str
    made_on: date
    status: CorrectionStatus = CorrectionStatus.OPEN


class Corrector:
    """Writes corrections about what a warehouse shows into the file in raw/; nothing else is changed.

    What stands in the warehouse now becomes the guard of the correction. Each method returns the new correction;
    ProjectionError for what the warehouse does not have, CorrectionsError for a broken file.
    """

    def __init__(self, raw: Path, warehouse: Path) -> None:
        self._raw = raw
        self._warehouse = warehouse

    def correct(self, claim_id: str, change: Mapping[str, Any], signature: Signature) -> Correction:
        """Give columns of a claim other values; texts are read as its type, an empty one as null or no item."""
        kind, claim = self._claim(claim_id)
        values = _typed(kind, change)
        expect = {name: plain(claim[name]) for name in change}
        _check_corrected(kind, claim, values)
        return self._write(CorrectionAction.CORRECT, signature, _about(claim) | {"change": values, "expect": expect})

    def retract(self, claim_id: str, signature: Signature) -> Correction:
        """Set a claim aside that its article does not make."""
        kind, claim = self._claim(claim_id)
        said = {column.name: plain(claim[column.name]) for column in kind.values}
        expect = {name: value for name, value in said.items() if value not in (None, [])}
        return self._write(CorrectionAction.RETRACT, signature, _about(claim) | {"expect": expect})

    def add(
        self, table: ClaimTable, article: str, quote: str, values: Mapping[str, Any], signature: Signature
    ) -> Correction:
        """Add a claim that the extractor missed; the quote must stand once in the article, a path below raw/."""
        (kind,) = (item for item in KINDS if item.name == table)
        details = {"table": str(table), "article": article, "quote": quote, "values": _typed(kind, values)}
        return self._write(CorrectionAction.ADD, signature, details)

    def merge(self, record_ids: Sequence[str], signature: Signature) -> Correction:
        """Make several records one; the first keeps its identifier."""
        kinds = {self._kind_of(record_id) for record_id in record_ids}
        if len(kinds) != 1 or len(set(record_ids)) < 2:
            raise ProjectionError(", ".join(record_ids), "are not at least two records of one table", "name others")
        (kind,) = kinds
        expect = {record_id: self._claims_of(kind, record_id) for record_id in record_ids}
        details = {"table": str(kind.name), "records": list(record_ids), "expect": expect}
        return self._write(CorrectionAction.MERGE, signature, details)

    def split(self, record_id: str, groups: Iterable[Iterable[str]], signature: Signature) -> Correction:
        """Make a record several: the claims of each group leave it together, the others stay."""
        kind = self._kind_of(record_id)
        leaving, expect = [list(group) for group in groups], self._claims_of(kind, record_id)
        strangers = {claim for group in leaving for claim in group} - set(expect)
        if strangers or not all(leaving):
            raise ProjectionError(
                record_id, f"has no claims {sorted(strangers)}", f"its claims are {', '.join(expect)}"
            )
        details = {"table": str(kind.name), "record": record_id, "groups": leaving, "expect": expect}
        return self._write(CorrectionAction.SPLIT, signature, details)

    def _write(self, action: CorrectionAction, signature: Signature, details: Mapping[str, Any]) -> Correction:
        correction_id = next_id(self._raw, signature.made_on)
        correction = Correction(
            correction_id, action, signature.reason, signature.author, signature.made_on, signature.status, details
        )
        entry_of(self._raw, correction)  # what the ledger could not take is not written either
        add_correction(self._raw, correction)
        return correction

    def _claim(self, claim_id: str) -> tuple[Kind, dict[str, Any]]:
        for kind in KINDS:
            query = f"SELECT c.*, file FROM {kind.claims} c JOIN articles USING (article_id) WHERE claim_id = ?"
            for row in self._rows(query, claim_id):
                return kind, row
        raise ProjectionError(
            self._warehouse, f"no claim is {claim_id}", "`bridgepower explain` names the claims of a record"
        )

    def _kind_of(self, record_id: str) -> Kind:
        for kind in KINDS:
            if self._rows(f"SELECT 1 FROM {kind.records} WHERE {kind.record_id} = ?", record_id):
                return kind
        raise ProjectionError(self._warehouse, f"no record is {record_id}", "list them with `bridgepower sql`")

    def _claims_of(self, kind: Kind, record_id: str) -> list[str]:
        query = f"SELECT claim_id FROM {kind.claims} WHERE {kind.record_id} = ? ORDER BY standing"
        return [row["claim_id"] for row in self._rows(query, record_id)]

    def _rows(self, query: str, parameter: str) -> list[dict[str, Any]]:
        with reading(self._warehouse) as connection:
            cursor = connection.execute(query, [parameter])
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _check_corrected(kind: Kind, claim: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """ProjectionError for a correction that would change nothing, or by which its claim would break a rule."""
    same = [name for name, value in values.items() if plain(value) == plain(claim[name])]
    if same:
        raise ProjectionError(claim["claim_id"], f"has this {', '.join(same)} already", "leave out what stays")
    words = {column.name: ", ".join(column.categories) for column in kind.values}
    for broken in rules_broken_by(kind, {**claim, **values}):
        advice = f"give one of {known}" if (known := words.get(broken.column or "")) else "give other values"
        raise ProjectionError(claim["claim_id"], f"would break a rule of {kind.claims}: {broken.rule}", advice)


def _about(claim: Mapping[str, Any]) -> dict[str, Any]:
    return {"claim": claim["claim_id"], "article": claim["file"], "quote": claim["quote"]}


def _typed_value(column: Column | None, name: str, value: Any) -> Any:
    empty = value == "" and column is not None and column.kind != "list"
    return None if empty else typed(column, name, value)


def _typed(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    columns = {column.name: column for column in kind.values}
    try:
        return {name: _typed_value(columns.get(name), name, value) for name, value in values.items()}
    except NotApplicableError as reason:
        raise ProjectionError(kind.claims, str(reason), f"its columns are {', '.join(columns)}") from reason
