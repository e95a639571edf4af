"""What holds for any articles: order of arrival, unrelated articles and the cuts between folds change no record."""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipeline.ledger.entries import Entry
from pipeline.ledger.store import Ledger
from pipeline.projections.kinds import KINDS
from pipeline.projections.projection import Projection
from tests.projections.telling import Article, Told, agreement, append, clock, corridor, investment, trade, visit

FEW = settings(
    max_examples=int(os.environ.get("BRIDGEPOWER_EXAMPLES", "2")),
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)

days = st.integers(1, 9).map(lambda day: date(2025, 11, day))
hedges = st.sampled_from(["exact", "about", "almost", "over", "at_least", "up_to"])
amounts = st.sampled_from([27_000_000_000, 28_000_000_000, 28_400_000_000, 30_000_000_000])


@st.composite
def visits(draw: st.DrawFn) -> Told:
    precision = draw(st.sampled_from(["day", "day", "day", "month", "year", None]))
    start = {"day": draw(days), "month": date(2025, 11, 1), "year": date(2025, 1, 1), None: None}[precision]
    length = draw(st.sampled_from([None, 0, 2])) if precision == "day" else None
    return visit(
        visitor=draw(st.sampled_from([None, "Kassym-Jomart Tokayev", "Tokayev", "Murat Nurtleu"])),
        destination=draw(st.sampled_from(["CHN", "RUS"])),
        kind=draw(st.sampled_from(["unspecified", "state", "working"])),
        start_date=start,
        end_date=(start and length is not None and start.replace(day=start.day + length)) or None,
        date_precision=precision,
        status=draw(st.sampled_from(["held", "planned", "cancelled", "invited"])),
    )


@st.composite
def agreements(draw: st.DrawFn) -> Told:
    kind = draw(st.sampled_from(["memorandum", "agreement", "bundle"]))
    amount = draw(st.none() | amounts)
    precision = draw(st.sampled_from(["day", "day", "month", "year", None]))
    return agreement(
        kind=kind,
        title=draw(st.sampled_from([None, "Соглашение о едином транзитном тарифе", "Меморандум о портах"])),
        parties=draw(st.sampled_from([["KAZ", "CHN"], ["CHN", "KAZ"], ["KAZ", "Eni"]])),
        documents=draw(st.sampled_from([30, 31, 70])) if kind == "bundle" else 1,
        amount=amount,
        unit=amount and "USD",
        qualifier=amount and draw(hedges),
        signed_on={"day": draw(days), "month": date(2025, 11, 1), "year": date(2025, 1, 1), None: None}[precision],
        date_precision=precision,
        status=draw(st.sampled_from(["signed", "planned", "proposed"])),
        part_of_bundle=kind != "bundle" and draw(st.booleans()),
    )


@st.composite
def figures(draw: st.DrawFn) -> Told:
    said: dict[str, Any] = {
        "amount": draw(amounts),
        "qualifier": draw(hedges),
        "claimant": draw(st.sampled_from([None, "Путин", "Токаев"])),
        "period_end": draw(st.sampled_from([None, date(2024, 12, 31)])),
    }
    parties = draw(st.permutations(["KAZ", "RUS"]))
    if draw(st.booleans()):
        flow = draw(st.sampled_from(["turnover", "export", "import"]))
        return trade(reporter=parties[0], partner=parties[1], flow=flow, **said)
    return draw(st.sampled_from([investment(measure="flow", **said), corridor(**said)]))


told = st.lists(visits() | agreements() | figures(), max_size=5)
publication = st.sampled_from([None, date(2025, 11, 20), date(2025, 12, 20), date(2026, 1, 20)])
publishers = st.sampled_from([None, "Kazinform", "Interfax"])
languages = st.sampled_from(["ru", "en"])


@st.composite
def archives(draw: st.DrawFn) -> list[Article]:
    """A few articles with a few claims each, many of which may tell the same thing."""
    count = draw(st.integers(1, 5))
    return [
        Article(f"article {number}", draw(told), draw(publication), draw(publishers), draw(languages))
        for number in range(count)
    ]


def appends_of(articles: Sequence[Article]) -> list[list[Entry]]:
    return [article.entries() for article in articles]


def written(root: Path, appends: Sequence[Sequence[Entry]]) -> Ledger:
    ledger = Ledger.create(root, clock=clock())
    for entries in appends:
        append(ledger, entries)
    return ledger


def records(projection: Projection) -> dict[str, dict[str, Any]]:
    """All records without what tells of the ledger: when and by which entry it learned of them."""
    found: dict[str, dict[str, Any]] = {}
    with projection.opened() as (connection, _):
        for kind in KINDS:
            cursor = connection.execute(f"SELECT * EXCLUDE (first_recorded_at, last_recorded_at) FROM {kind.records}")
            names = [column[0] for column in cursor.description or ()]
            found |= {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}
    return found


@FEW
@given(archives(), st.randoms())
def test_the_order_in_which_articles_arrive_changes_no_record(articles: list[Article], random: Any) -> None:
    shuffled = random.sample(articles, len(articles))
    with tempfile.TemporaryDirectory() as folder:
        states = []
        for name, order in (("one", articles), ("two", shuffled)):
            projection = Projection(Path(folder) / f"state {name}")
            projection.fold(written(Path(folder) / f"ledger {name}", appends_of(order)))
            assert [report for report in projection.validate() if not report.passed] == []
            states.append(records(projection))
    assert states[0] == states[1]


@FEW
@given(archives())
def test_an_unrelated_article_changes_no_record(articles: list[Article]) -> None:
    elsewhere = Article("elsewhere", [visit(visitor_country="UZB"), trade(reporter="UZB"), agreement(parties=["UZB"])])
    with tempfile.TemporaryDirectory() as folder:
        ledger = written(Path(folder) / "ledger", appends_of(articles))
        projection = Projection(Path(folder) / "state")
        projection.fold(ledger)
        before = records(projection)
        append(ledger, elsewhere.entries())
        projection.fold(ledger)
        after = records(projection)
    assert {name: after.get(name) for name in before} == before
    assert len(after) == len(before) + 3


@st.composite
def histories(draw: st.DrawFn) -> list[list[Entry]]:
    """Articles that are read, changed and read again, with what people decided about them."""
    articles = draw(archives())
    appends = appends_of(articles)
    for again in draw(st.lists(st.sampled_from(articles), max_size=4)):
        kept = [claim for claim in again.claims if draw(st.booleans())]
        version = replace(again, claims=[*kept, *draw(told)], published_on=draw(publication), extractor="ru 2")
        appends.append(draw(st.sampled_from([version.entries(), version.read(), [version.archived()]])))
    return appends


@FEW
@given(histories(), st.data())
def test_folding_in_steps_gives_what_one_fold_gives(appends: list[list[Entry]], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger = written(Path(folder) / "ledger", appends)
        last = ledger.head().position
        cuts = data.draw(st.lists(st.integers(0, last), max_size=4))
        whole, stepped = Projection(Path(folder) / "whole"), Projection(Path(folder) / "stepped")
        whole.fold(ledger)
        for position in sorted(cuts):
            stepped.fold(ledger, until=position)
        stepped.fold(ledger)
        assert stepped.digest() == whole.digest()
        assert [report for report in stepped.validate() if not report.passed] == []
