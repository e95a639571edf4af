"""The test corpus as a ledger: each article with its gold annotation for claims, so that no grammar is needed."""

import hashlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.archive.articles import Article, read_article
from pipeline.ledger.entries import (
    ArticleArchived,
    ArticleRead,
    Checkpoint,
    ClaimExtracted,
    Entry,
    Evidence,
    ReleasePublished,
)
from pipeline.ledger.store import Ledger
from pipeline.projections.kinds import KINDS, Kind
from schemas.vocabulary import How
from tests.projections.telling import append, clock

CORPUS = Path(__file__).parents[1] / "corpus"


def gold_ledger(root: Path) -> Ledger:
    """The seed and dev articles, published in the order of their names, and a release in the middle."""
    ledger = Ledger.create(root, clock=clock())
    files = sorted(path for part in ("dev", "seed") for path in (CORPUS / part).glob("*.gold.json"))
    for number, gold in enumerate(files):
        append(ledger, entries_of(gold))
        if number == len(files) // 2:
            append(ledger, [_release(ledger.checkpoint(), package) for package in ("trade-flows", "visits")])
    return ledger


def _release(checkpoint: Checkpoint, package: str) -> ReleasePublished:
    return ReleasePublished(
        package=package, release="v1.0.0", checkpoint=checkpoint, descriptor_sha256="0" * 64, rows={}
    )


def entries_of(gold: Path) -> list[Entry]:
    article = read_article(gold.parent, gold.name.replace(".gold.json", ".txt"))
    assert isinstance(article, Article)
    told = json.loads(gold.read_text(encoding="utf-8"), parse_float=Decimal)
    claims = [_claim(article, kind, claim, place) for kind in KINDS for place, claim in enumerate(told[kind.name])]
    counts = {kind.name: len(told[kind.name]) for kind in KINDS}
    reading = ArticleRead(
        article_id=article.article_id, text_sha256=article.text_sha256, extractor="gold", claims=counts
    )
    return [_archived(article), reading, *claims]


def _archived(article: Article) -> ArticleArchived:
    return ArticleArchived(
        article_id=article.article_id,
        ordinal=1,
        file=article.file,
        sha256=article.sha256,
        size_bytes=article.size,
        text_sha256=article.text_sha256,
        characters=len(article.text),
        language=article.language or "ru",
        publisher=article.publisher,
        title=article.title,
        url=article.url,
        published_on=article.published_on,
    )


def _claim(article: Article, kind: Kind, claim: dict[str, Any], place: int) -> ClaimExtracted:
    values = {column.name: claim.get(column.name) for column in kind.values}
    quote = claim["quote"]
    start = article.text.index(quote)
    end = start + len(quote)
    digest = hashlib.sha256(f"{article.article_id}|{kind.name}|{place}|{quote}".encode()).hexdigest()
    evidence = tuple(
        Evidence(field=name, start_char=start, end_char=end, rule="gold", how=How.STATED)
        for name, value in sorted(values.items())
        if value not in (None, [])
    )
    return ClaimExtracted(
        claim_id=f"clm_{digest[:16]}",
        article_id=article.article_id,
        table=kind.name,
        text_sha256=article.text_sha256,
        values=values,
        quote=quote,
        start_char=start,
        end_char=end,
        context=article.text[max(0, start - 100) : end + 100],
        rule="gold",
        evidence=evidence,
        extractor="gold",
    )
