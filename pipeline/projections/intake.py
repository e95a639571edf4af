"""From `raw/corrections.yaml` into the ledger: an entry for each correction that is new or changed.

Here archive and ledger meet. Whether a correction applies is decided by each fold (`decisions`, `regrouping`), never
here: an entry is written for every correction that can be understood.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypedDict

from pipeline.archive.articles import Refused, article_id, read_article
from pipeline.archive.corrections import FILE, Correction, CorrectionsError, read_corrections
from pipeline.ledger import entries
from pipeline.ledger.store import Ledger
from schemas.vocabulary import ClaimTable, CorrectionAction, CorrectionStatus

CONTEXT = 600


class _Signed(TypedDict):
    correction_id: str
    reason: str
    author: str
    made_on: date
    status: CorrectionStatus


@dataclass(frozen=True)
class TakenIn:
    """What became of the file: how many corrections it has, which are new or changed, and what could not be taken."""

    corrections: int
    news: tuple[str, ...]
    problems: tuple[str, ...]


def take_in_corrections(raw: Path, ledger: Ledger) -> TakenIn:
    """Bring the corrections in raw/ into the ledger: an entry for each that is new or changed, in one append.

    A correction that vanished from the file stays in force and is named among the problems, as is an added claim whose
    quote is not in its article. CorrectionsError for a broken file, LedgerError from the ledger.
    """
    known = _known(ledger)
    corrections = read_corrections(raw)
    news: dict[str, entries.Correction] = {}
    problems = []
    for correction in corrections:
        try:
            entry = entry_of(raw, correction)
        except CorrectionsError as problem:
            problems.append(str(problem))
            continue
        if correction.correction_id not in known or known[correction.correction_id][1] != entry:
            news[correction.correction_id] = entry
    vanished = known.keys() - {correction.correction_id for correction in corrections}
    problems += [
        f"{raw}: {name} is no longer in {FILE} but still applies; put it back, with status withdrawn to end it"
        for name in sorted(vanished)
        if known[name][1].status != CorrectionStatus.WITHDRAWN
    ]
    replaced = [known[name][0] for name in news if name in known]
    digest = hashlib.sha256(repr((replaced, list(news.values()))).encode()).hexdigest()[:32]
    ledger.append(news.values(), f"corrections/{digest}")
    return TakenIn(len(corrections), tuple(news), tuple(problems))


def _known(ledger: Ledger) -> dict[str, tuple[int, entries.Correction]]:
    """The last entry about each correction, with its position."""
    types = [item for item in entries.ENTRY_TYPES.values() if issubclass(item, entries.Correction)]
    return {
        recorded.entry.correction_id: (recorded.position, recorded.entry)
        for recorded in ledger.read().of(*types)
        if isinstance(recorded.entry, entries.Correction)
    }


def entry_of(raw: Path, correction: Correction) -> entries.Correction:
    """A correction as an entry; CorrectionsError when the quote of an added claim is not in its article once."""
    signed = _Signed(
        correction_id=correction.correction_id,
        reason=correction.reason,
        author=correction.author,
        made_on=correction.made_on,
        status=CorrectionStatus(correction.status),
    )
    told = correction.details
    match correction.action:
        case CorrectionAction.CORRECT:
            expect = _anchored(told)
            return entries.ClaimCorrected(**signed, claim_id=told["claim"], changes=told["change"], expect=expect)
        case CorrectionAction.RETRACT:
            return entries.ClaimRetracted(**signed, claim_id=told["claim"], expect=_anchored(told))
        case CorrectionAction.ADD:
            return _added(raw, correction, signed)
        case CorrectionAction.MERGE:
            expect = {record: tuple(claims) for record, claims in told["expect"].items()}
            return entries.RecordsMerged(
                **signed, table=ClaimTable(told["table"]), record_ids=tuple(told["records"]), expect=expect
            )
        case CorrectionAction.SPLIT:
            return entries.RecordsSplit(
                **signed,
                table=ClaimTable(told["table"]),
                record_id=told["record"],
                groups=tuple(tuple(group) for group in told["groups"]),
                expect=tuple(told["expect"]),
            )


def _anchored(told: Mapping[str, Any]) -> dict[str, Any]:
    """What is expected, with the anchors by which the claim is found when a newer grammar gives it another id."""
    return {**told["expect"], "article_id": article_id(told["article"]), "quote": told["quote"]}


def _added(raw: Path, correction: Correction, signed: _Signed) -> entries.ClaimAdded:
    told, place = correction.details, f"{raw / FILE}, line {correction.line}"
    article = read_article(raw, told["article"])
    if isinstance(article, Refused):
        raise CorrectionsError(place, f"{told['article']} cannot be read: {article.detail}")
    count = article.text.count(told["quote"])
    if count != 1:
        raise CorrectionsError(
            place, f"{told['article']} has the quote {count} times", "give words that stand there exactly once"
        )
    start = article.text.index(told["quote"])
    end = start + len(told["quote"])
    return entries.ClaimAdded(
        **signed,
        claim_id="clm_" + hashlib.sha256(f"added|{correction.correction_id}".encode()).hexdigest()[:16],
        article_id=article.article_id,
        table=ClaimTable(told["table"]),
        text_sha256=article.text_sha256,
        values=told["values"],
        quote=told["quote"],
        start_char=start,
        end_char=end,
        context=_paragraph(article.text, start, end),
    )


def _paragraph(text: str, start: int, end: int) -> str:
    """The paragraph around a quote, cut to `CONTEXT` characters about it."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    spare = max(CONTEXT - (end - start), 0) // 2
    return text[max(first, start - spare) : min(len(text) if last < 0 else last, end + spare)]
