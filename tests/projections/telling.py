"""What the tests of the projections write: articles with claims, and ledgers with a clock that ticks by the hour."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.archive.articles import article_id
from pipeline.ledger.entries import ArticleArchived, ArticleRead, ClaimExtracted, Entry, Evidence, Values
from pipeline.ledger.store import Ledger
from schemas.vocabulary import ClaimTable, How

START = datetime(2026, 1, 1, tzinfo=UTC)

VISIT: Values = {
    "visitor": "Kassym-Jomart Tokayev",
    "visitor_country": "KAZ",
    "destination": "CHN",
    "city": None,
    "kind": "unspecified",
    "occasion": None,
    "hosts": [],
    "start_date": date(2025, 11, 11),
    "end_date": None,
    "date_precision": "day",
    "status": "held",
}
AGREEMENT: Values = {
    "kind": "memorandum",
    "title": None,
    "parties": ["KAZ", "CHN"],
    "documents": 1,
    "documents_qualifier": "exact",
    "amount": None,
    "amount_to": None,
    "unit": None,
    "qualifier": None,
    "quantity": None,
    "quantity_unit": None,
    "sectors": ["trade"],
    "signed_on": date(2025, 11, 11),
    "date_precision": "day",
    "place": None,
    "status": "signed",
    "part_of_bundle": False,
}
TRADE: Values = {
    "reporter": "KAZ",
    "partner": "RUS",
    "flow": "turnover",
    "measure": "value",
    "amount": Decimal(28_000_000_000),
    "amount_to": None,
    "unit": "USD",
    "qualifier": "exact",
    "commodity": None,
    "period_start": date(2024, 1, 1),
    "period_end": date(2024, 12, 31),
    "basis": "actual",
    "claimant": None,
}
CORRIDOR: Values = {
    "corridor": "middle-corridor",
    "metric": "volume",
    "amount": Decimal(4_500_000),
    "amount_to": None,
    "unit": "t",
    "qualifier": "exact",
    "origin": None,
    "destination": None,
    "commodity": None,
    "period_start": date(2024, 1, 1),
    "period_end": date(2024, 12, 31),
    "basis": "actual",
    "claimant": None,
}
INVESTMENT: Values = {
    "source": "CHN",
    "target": "KAZ",
    "measure": "stock",
    "amount": Decimal(27_000_000_000),
    "amount_to": None,
    "unit": "USD",
    "qualifier": "exact",
    "sector": None,
    "period_start": None,
    "period_end": date(2025, 6, 30),
    "basis": "actual",
    "claimant": None,
}
BASE: dict[ClaimTable, Values] = {
    ClaimTable.VISITS: VISIT,
    ClaimTable.AGREEMENTS: AGREEMENT,
    ClaimTable.TRADE: TRADE,
    ClaimTable.CORRIDORS: CORRIDOR,
    ClaimTable.INVESTMENTS: INVESTMENT,
}


@dataclass(frozen=True)
class Told:
    """A claim of an article: its table and what differs from `BASE`; the quote is unique in its article."""

    table: ClaimTable
    values: Mapping[str, Any] = field(default_factory=dict)
    quote: str | None = None


def visit(quote: str | None = None, **values: Any) -> Told:
    return Told(ClaimTable.VISITS, values, quote)


def agreement(quote: str | None = None, **values: Any) -> Told:
    return Told(ClaimTable.AGREEMENTS, values, quote)


def trade(quote: str | None = None, **values: Any) -> Told:
    return Told(ClaimTable.TRADE, values, quote)


def corridor(quote: str | None = None, **values: Any) -> Told:
    return Told(ClaimTable.CORRIDORS, values, quote)


def investment(quote: str | None = None, **values: Any) -> Told:
    return Told(ClaimTable.INVESTMENTS, values, quote)


@dataclass(frozen=True)
class Article:
    """An article as the tests tell it; `words` stands for its text."""

    name: str
    claims: Sequence[Told] = ()
    published_on: date | None = date(2025, 11, 20)
    publisher: str | None = "Kazinform"
    language: str = "ru"
    words: str = "text"
    ordinal: int = 1
    extractor: str = "ru 1"

    @property
    def article_id(self) -> str:
        return article_id(f"{self.name}.txt")

    @property
    def text_sha256(self) -> str:
        return hashlib.sha256(self.words.encode()).hexdigest()

    def archived(self) -> ArticleArchived:
        return ArticleArchived(
            article_id=self.article_id,
            ordinal=self.ordinal,
            file=f"{self.name}.txt",
            sha256=self.text_sha256,
            size_bytes=len(self.words.encode()),
            text_sha256=self.text_sha256,
            characters=len(self.words),
            language=self.language,
            publisher=self.publisher,
            title=f"About {self.name}",
            url=None,
            published_on=self.published_on,
        )

    def read(self) -> list[Entry]:
        claims = [self.claim(place, told) for place, told in enumerate(self.claims)]
        counts = {table: sum(claim.table == table for claim in claims) for table in ClaimTable}
        reading = ArticleRead(
            article_id=self.article_id, text_sha256=self.text_sha256, extractor=self.extractor, claims=counts
        )
        return [reading, *claims]

    def claim(self, place: int, told: Told) -> ClaimExtracted:
        values = {**BASE[told.table], **told.values}
        quote = told.quote or f"{told.table} {place}"
        start = self.words.index(quote) if quote in self.words else 100 * place
        digest = hashlib.sha256(f"{self.article_id}|{told.table}|{quote}|{place}".encode()).hexdigest()
        evidence = tuple(
            Evidence(field=name, start_char=start, end_char=start + 3, rule="tests.rule", how=How.STATED)
            for name, value in sorted(values.items())
            if value not in (None, [])
        )
        return ClaimExtracted(
            claim_id=f"clm_{digest[:16]}",
            article_id=self.article_id,
            table=told.table,
            text_sha256=self.text_sha256,
            values=values,
            quote=quote,
            start_char=start,
            end_char=start + len(quote),
            context=f"Before it. {quote}, and after it.",
            rule="tests.rule",
            evidence=evidence,
            extractor=self.extractor,
        )

    def claim_id(self, place: int = 0) -> str:
        return self.claim(place, self.claims[place]).claim_id

    def entries(self) -> list[Entry]:
        return [self.archived(), *self.read()]


def clock(days: int = 0) -> Callable[[], datetime]:
    """A clock that begins some days after `START` and moves by an hour each time it is asked."""
    times = (START + timedelta(days=days, hours=count) for count in range(10**9))
    return lambda: next(times)


def ledger_of(root: Path, *articles: Article) -> Ledger:
    """A ledger with one append for each article."""
    ledger = Ledger.create(root, clock=clock())
    return tell(ledger, *articles)


def tell(ledger: Ledger, *articles: Article) -> Ledger:
    for article in articles:
        append(ledger, article.entries())
    return ledger


def append(ledger: Ledger, entries: Iterable[Entry]) -> None:
    ledger.append(list(entries), key=f"tests/{ledger.head().position}")
