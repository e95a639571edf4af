"""A reading of an article is whole, or it is not appended: folds replace the older reading by it."""

from collections import Counter
from collections.abc import Iterable

from pipeline.ledger.entries import ArticleRead, ClaimExtracted, Entry
from pipeline.ledger.errors import LedgerError
from schemas.vocabulary import ClaimTable


def check_readings(entries: Iterable[Entry]) -> None:
    """LedgerError unless each reading in an append is followed by exactly the claims that it announces, each once."""
    readings: dict[str, ArticleRead] = {}
    claims: dict[str, ClaimExtracted] = {}
    for entry in entries:
        if isinstance(entry, ArticleRead):
            if entry.article_id in readings:
                raise _refusal(entry.article_id, "the append holds two readings of it")
            readings[entry.article_id] = entry
        elif isinstance(entry, ClaimExtracted):
            _check_claim(entry, readings.get(entry.article_id))
            if entry.claim_id in claims:
                raise _refusal(entry.article_id, f"claim {entry.claim_id} comes twice")
            claims[entry.claim_id] = entry
    found = Counter((claim.article_id, claim.table) for claim in claims.values())
    for article_id, reading in readings.items():
        for table in ClaimTable:
            announced, follow = reading.claims.get(table, 0), found[article_id, table]
            if announced != follow:
                raise _refusal(article_id, f"it announces {announced} claims on {table}, but {follow} follow")


def _check_claim(claim: ClaimExtracted, reading: ArticleRead | None) -> None:
    if reading is None:
        raise _refusal(claim.article_id, f"claim {claim.claim_id} comes before a reading")
    if (claim.text_sha256, claim.extractor) != (reading.text_sha256, reading.extractor):
        raise _refusal(claim.article_id, f"claim {claim.claim_id} is from another text or extractor")


def _refusal(article_id: str, what: str) -> LedgerError:
    return LedgerError(
        f"reading of {article_id}", what, "Nothing was appended; append a reading and all its claims together."
    )
