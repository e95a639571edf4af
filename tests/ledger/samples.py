"""What the ledger's tests write: an entry of every type, appends of any size, and a clock that ticks by the hour."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypedDict

from pipeline.ledger.entries import (
    ArticleArchived,
    ArticleRead,
    ArticleRejected,
    Checkpoint,
    ClaimAdded,
    ClaimCorrected,
    ClaimExtracted,
    ClaimRetracted,
    Entry,
    Evidence,
    RecordsMerged,
    RecordsSplit,
    ReleasePublished,
    ReleaseWithdrawn,
)
from pipeline.ledger.store import Ledger
from schemas.vocabulary import ClaimTable, CorrectionStatus, How

START = datetime(2026, 1, 1, tzinfo=UTC)
TEXT = "1f" * 32


class _Correction(TypedDict):
    correction_id: str
    reason: str
    author: str
    made_on: date
    status: CorrectionStatus


CORRECTION: _Correction = {
    "correction_id": "turnover-2024",
    "reason": "the ministry's table says 28",
    "author": "an analyst",
    "made_on": date(2026, 1, 31),
    "status": CorrectionStatus.OPEN,
}


def clock(start: datetime = START, step: timedelta = timedelta(hours=1)) -> Callable[[], datetime]:
    """A clock that says `start` first and moves by `step` each time it is asked."""
    times = (start + step * count for count in range(10**9))
    return lambda: next(times)


def ledger_at(root: Path) -> Ledger:
    """A new ledger with a clock that ticks by the hour."""
    return Ledger.create(root, clock=clock())


def rejections(count: int, word: str = "empty") -> list[Entry]:
    """So many small entries, different from each other."""
    return [
        ArticleRejected(file=f"raw/{number}.txt", sha256=None, reason=word, detail=f"{word}\n{number}")
        for number in range(count)
    ]


def claim(number: int = 1, article_id: str = "art_0123456789ab", amount: Decimal = Decimal("26.5")) -> ClaimExtracted:
    """A claim as the extraction makes them."""
    return ClaimExtracted(
        claim_id=f"clm_{number:016x}",
        article_id=article_id,
        table=ClaimTable.TRADE,
        text_sha256=TEXT,
        values={
            "reporter": "KAZ",
            "partner": "CHN",
            "amount": amount,
            "period_start": date(2024, 1, 1),
            "claimant": None,
        },
        quote="товарооборот вырос\nна 26,5%",
        start_char=10,
        end_char=37,
        context="За год «товарооборот вырос\nна 26,5%».",
        rule="trade.growth",
        evidence=(
            Evidence(field="amount", start_char=30, end_char=34, rule="amount.percent", how=How.STATED),
            Evidence(field="reporter", start_char=None, end_char=None, rule="voice", how=How.DEFAULT),
        ),
        extractor="ru-1.0.0",
    )


def reading(claims: int, article_id: str = "art_0123456789ab") -> list[Entry]:
    """A reading of an article with so many claims."""
    read = ArticleRead(article_id=article_id, text_sha256=TEXT, extractor="ru-1.0.0", claims={ClaimTable.TRADE: claims})
    return [read, *(claim(number, article_id) for number in range(claims))]


def by_people() -> list[Entry]:
    """One entry of every type that a correction becomes, with every field filled."""
    return [
        ClaimAdded(
            **CORRECTION,
            claim_id="clm_000000000000000a",
            article_id="art_0123456789ab",
            table=ClaimTable.VISITS,
            text_sha256=TEXT,
            values={"visitor": "Kassym-Jomart Tokayev", "hosts": ["Shavkat Mirziyoyev"], "start_date": "2025-11-14"},
            quote="14–16 ноября",
            start_char=0,
            end_char=12,
            context="14–16 ноября Токаев провел в Ташкенте.",
        ),
        ClaimCorrected(
            **CORRECTION,
            claim_id="clm_0000000000000000",
            changes={"amount": Decimal("28000000000")},
            expect={"amount": Decimal("30000000000"), "qualifier": "almost"},
        ),
        ClaimRetracted(**CORRECTION, claim_id="clm_0000000000000000", expect={"partner": "CHN"}),
        RecordsMerged(
            **CORRECTION,
            table=ClaimTable.VISITS,
            record_ids=("vis_000000000001", "vis_000000000002"),
            expect={"vis_000000000001": ("clm_1",), "vis_000000000002": ("clm_2", "clm_3")},
        ),
        RecordsSplit(
            **CORRECTION,
            table=ClaimTable.TRADE,
            record_id="trd_000000000001",
            groups=(("clm_1", "clm_2"), ("clm_3",)),
            expect=("clm_1", "clm_2", "clm_3", "clm_4"),
        ),
    ]


def every_type() -> list[Entry]:
    """One entry of every type, with every field filled."""
    return [
        ArticleArchived(
            article_id="art_0123456789ab",
            ordinal=2,
            file="raw/kazinform/2026-01-31-«мост».txt",
            sha256="2e" * 32,
            size_bytes=2048,
            text_sha256=TEXT,
            characters=1200,
            language="ru",
            publisher="Kazinform",
            title="Мостовая держава",
            url="https://example.org/ru/1",
            published_on=date(2026, 1, 31),
        ),
        ArticleRejected(file="raw/broken.txt", sha256="3d" * 32, reason="not_utf8", detail="byte 0xFF at offset 3"),
        *reading(1),
        *by_people(),
        ReleasePublished(
            package="trade-flows",
            release="1.2.0",
            checkpoint=Checkpoint(position=8, version=3, tip="4c" * 32, commit="5b" * 32),
            descriptor_sha256="6a" * 32,
            rows={"trade_flows": 12, "trade_claims": 15},
        ),
        ReleaseWithdrawn(package="trade-flows", release="1.1.0", reason="amounts in the wrong unit"),
    ]
