"""From archived articles to claims in the ledger: which articles are due, read by as many processes as it pays.

Here extraction and ledger meet. What a claim is, the grammar decides; what becomes of it, the projections.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from pipeline.archive.articles import Article, read_article
from pipeline.extraction import Claim, extract_article, extractor_version
from pipeline.intake import At, Known, Tell, known_to
from pipeline.ledger.entries import ArticleArchived, ArticleRead, ClaimExtracted, Entry, Evidence
from pipeline.ledger.store import Ledger
from schemas.vocabulary import ClaimTable

ARTICLES_PER_APPEND = 200
"""A commit costs some 20 ms, so one for each article would cost more than reading it."""

ARTICLES_PER_PROCESS = 100
"""Below this, starting a process costs more than it saves."""

_SUBJECT = {
    ClaimTable.VISITS: ("visitor_country", "destination"),
    ClaimTable.AGREEMENTS: ("kind",),
    ClaimTable.TRADE: ("flow", "measure"),
    ClaimTable.CORRIDORS: ("metric",),
    ClaimTable.INVESTMENTS: ("measure",),
}
"""What tells claims with the same quote apart, besides their order."""


@dataclass(frozen=True)
class Text:
    """What a worker needs to read an article; plain data, so that it can go to another process or machine."""

    article_id: str
    file: str
    text_sha256: str
    text: str
    language: str
    published_on: date | None
    url: str | None


@dataclass
class ReadNow:
    """What a run has read: articles, claims by table, and articles whose file is no longer what was archived."""

    articles: int = 0
    claims: Counter[str] = field(default_factory=Counter)
    gone: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def read_due(raw: Path, ledger: Ledger, tell: Tell, workers: int) -> ReadNow:
    """Read every archived article that this grammar has not read in its present version; claims go into the ledger.

    An article whose file is gone or changed since it was archived keeps its last reading. So does one on which the
    grammar fails; it is told and stays due, and does not hold up the others.
    """
    version = extractor_version()
    known = known_to(ledger)
    due = [recorded for recorded in known.archived.values() if _is_due(known, recorded, version)]
    done = ReadNow()
    for batch in _batches(due):
        texts = [text for recorded in batch if (text := _text_of(raw, recorded.entry, done.gone)) is not None]
        readings = list(_read_all(texts, workers))
        failed = [f"{text.file}: {read}" for text, read in zip(texts, readings, strict=True) if isinstance(read, str)]
        done.failed += failed
        entries = [entry for read in readings if not isinstance(read, str) for entry in read]
        ledger.append(entries, _key(version, batch, failed))
        done.articles += len(texts) - len(failed)
        done.claims.update(str(entry.table) for entry in entries if isinstance(entry, ClaimExtracted))
        tell(f"read {done.articles} of {len(due)} articles, {done.claims.total()} claims so far")
    for failure in done.failed:
        tell(f"the grammar fails on {failure}; this is a defect, please report it with the article")
    for file in done.gone:
        tell(f"{file} is no longer what was archived: its last reading stands")
    return done


def _is_due(known: Known, archived: At[ArticleArchived], version: str) -> bool:
    last = known.readings.get(archived.entry.article_id)
    return last is None or last.position < archived.position or last.entry.extractor != version


def _batches(due: Sequence[At[ArticleArchived]]) -> Iterator[Sequence[At[ArticleArchived]]]:
    for start in range(0, len(due), ARTICLES_PER_APPEND):
        yield due[start : start + ARTICLES_PER_APPEND]


def _key(version: str, batch: Iterable[At[ArticleArchived]], failed: Sequence[str]) -> str:
    """Named after grammar and input: the same articles in the same version are never read into the ledger twice."""
    positions = json.dumps([[recorded.position for recorded in batch], failed])
    return f"reading/{version}/{hashlib.sha256(positions.encode()).hexdigest()[:32]}"


def _text_of(raw: Path, archived: ArticleArchived, gone: list[str]) -> Text | None:
    article = read_article(raw, archived.file)
    if not isinstance(article, Article) or article.sha256 != archived.sha256:
        gone.append(archived.file)
        return None
    return Text(
        archived.article_id,
        archived.file,
        archived.text_sha256,
        article.text,
        archived.language,
        archived.published_on,
        archived.url,
    )


def _read_all(texts: Sequence[Text], workers: int) -> Iterable[list[Entry] | str]:
    if len(texts) < ARTICLES_PER_PROCESS or workers == 1:
        return map(_tried, texts)
    # a fresh interpreter each: a fork would copy the locks and threads of Arrow and Dagster
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(_tried, texts, chunksize=10))


def _tried(text: Text) -> list[Entry] | str:
    try:
        return read_text(text)
    except Exception as defect:
        return f"{type(defect).__name__}: {defect}"


def read_text(text: Text) -> list[Entry]:
    """The reading of one article and its claims, as entries. Pure, and cheap to start in another process."""
    reading = extract_article(text)
    version = extractor_version()
    seen: Counter[tuple[str, ...]] = Counter()
    claims = [_claim_entry(text, claim, version, seen) for claim in reading.claims]
    counts = Counter(claim.table for claim in claims)
    read = ArticleRead(
        article_id=text.article_id,
        text_sha256=text.text_sha256,
        extractor=version,
        claims={table: counts[table] for table in ClaimTable},
    )
    return [read, *claims]


def _claim_entry(text: Text, claim: Claim, version: str, seen: Counter[tuple[str, ...]]) -> ClaimExtracted:
    return ClaimExtracted(
        claim_id=_claim_id(text.article_id, claim, seen),
        article_id=text.article_id,
        table=claim.table,
        text_sha256=text.text_sha256,
        values=claim.values,
        quote=claim.quote,
        start_char=claim.start_char,
        end_char=claim.end_char,
        context=claim.context,
        rule=claim.rule,
        evidence=tuple(_evidence(item) for item in claim.evidence),
        extractor=version,
    )


def _evidence(item: Any) -> Evidence:
    return Evidence(field=item.field, start_char=item.start_char, end_char=item.end_char, rule=item.rule, how=item.how)


def _claim_id(article_id: str, claim: Claim, seen: Counter[tuple[str, ...]]) -> str:
    """Stable while article and quote stay: hashed from both, the subject, and the order among what is still equal."""
    subject = (str(claim.values.get(field)) for field in _SUBJECT[claim.table])
    identity = (article_id, str(claim.table), claim.quote, *subject)
    seen[identity] += 1
    words = json.dumps([*identity, seen[identity]], ensure_ascii=False)
    return "clm_" + hashlib.sha256(words.encode()).hexdigest()[:16]
