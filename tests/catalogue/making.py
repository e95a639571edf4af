"""Releases for the tests of the catalogue: the seed article's gold, a hostile article, and a second version."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.catalogue.site import Built, build
from pipeline.ledger.entries import Entry
from pipeline.ledger.store import Ledger
from pipeline.outlet import make_release
from pipeline.project import Project
from pipeline.projections.projection import Projection
from schemas.packages import PACKAGES
from tests.projections.gold import CORPUS, entries_of
from tests.projections.telling import Article, agreement, append, clock, corridor, trade, visit
from tests.sample import shared

ADDRESS = "https://catalogue.example/"
SCRIPT = "</script><script>window.hacked=1</script>"
IMAGE = "<img src=x onerror=window.hacked=1>"
HOSTILE = f"\"'>{SCRIPT}{IMAGE}</blockquote>&lt;b&gt;"
QUOTE = f"подписали {HOSTILE} документ"

_HOSTILE = Article(
    "hostile",
    [
        visit(QUOTE, visitor=f"Гость {HOSTILE}", occasion=HOSTILE, hosts=["__proto__", "=1+1"]),
        agreement(
            QUOTE,
            title=HOSTILE,
            parties=["KAZ", f"ТОО {HOSTILE}"],
            amount=Decimal(5),
            unit="USD",
            qualifier="over",
        ),
    ],
    publisher=f"Вестник {IMAGE}",
    words=f"Начало {SCRIPT}. Вчера {QUOTE} в столице.",
)
TRADE, VISIT, ROUTE = "торговля с Таджикистаном выросла", "визит в Италию", "перевезено 4,5 млн тонн"
_FIRST = Article(
    "first",
    [trade(TRADE, partner="TJK", amount=Decimal(1_000_000_000)), visit(VISIT, destination="ITA")],
    words=f"{TRADE}. {VISIT}.",
)
_SECOND = Article(
    "second",
    [
        trade(TRADE, partner="TJK", amount=Decimal(1_400_000_000), claimant="Серик Жумангарин"),
        corridor(ROUTE, corridor="middle-corridor", amount=Decimal(4_500_000)),
    ],
    published_on=date(2025, 12, 1),
    words=f"{TRADE}. {ROUTE}.",
)


def shared_releases(factory: pytest.TempPathFactory) -> Path:
    """The releases, made once for all workers."""
    return Project(shared(factory, "releases-for-the-catalogue", make_releases)).releases


def make_releases(root: Path) -> Path:
    """Two versions of each package: the second has the hostile article, a conflict, and no visit to Italy any more."""
    project = Project(root)
    ledger = Ledger.create(project.ledger, clock=clock())
    project.state.mkdir()
    append(ledger, entries_of(CORPUS / "seed" / "kazinform-bridge-power.gold.json"))
    _publish(ledger, project, [_FIRST.archived(), *_FIRST.read()])
    again = replace(_FIRST, claims=_FIRST.claims[:1], extractor="ru 2")
    hostile = replace(_HOSTILE.archived(), title=HOSTILE, url=f"javascript:{IMAGE}")
    _publish(ledger, project, [*again.read(), _SECOND.archived(), *_SECOND.read(), hostile, *_HOSTILE.read()])
    return project.releases


def _publish(ledger: Ledger, project: Project, entries: list[Entry]) -> None:
    append(ledger, entries)
    projection = Projection(project.state)
    projection.fold(ledger)
    assert all(report.passed for report in projection.validate())
    projection.serve(project.warehouse)
    for package in PACKAGES:
        make_release(package, project, ledger)


def correction(target: str) -> dict[str, Any]:
    """A row of the table `corrections` about a claim or record."""
    return {
        "correction_id": "2026-02-01-1",
        "action": "correct",
        "target": target,
        "change": '{"amount": 28100000000}',
        "expect": "{}",
        "reason": f"The table gives more {IMAGE}",
        "author": "A. Reader",
        "decided_on": date(2026, 2, 1),
        "status": "open",
        "outcome": "applied",
    }


def build_site(releases: Path, folder: Path, *corrections: dict[str, Any]) -> Built:
    """The site as a run builds it."""
    return build(releases, folder, corrections, ADDRESS)
