"""What tells the same thing, what does not, and what a record shows where its claims differ."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.projections.kinds import KINDS, Kind
from pipeline.projections.projection import Projection
from tests.projections.telling import (
    BASE,
    Article,
    Told,
    agreement,
    append,
    corridor,
    investment,
    ledger_of,
    tell,
    trade,
    visit,
)

NOVEMBER = date(2025, 11, 1)


def records(root: Path, *articles: Article) -> list[dict[str, Any]]:
    """The records of all kinds that a ledger of these articles gives, kind by kind, most claims first."""
    projection = Projection(root / "state")
    projection.fold(ledger_of(root / "ledger", *articles))
    return [row for kind in KINDS for row in shown(projection, kind)]


def shown(projection: Projection, kind: Kind) -> list[dict[str, Any]]:
    with projection.opened() as (connection, _):
        cursor = connection.execute(f"SELECT * FROM {kind.records} ORDER BY claims DESC, {kind.record_id}")
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def elsewhere(claim: Told, country: str) -> Told:
    """The claim with another country in the place of China or Russia, so that cases do not meet in one ledger."""

    def moved(value: Any) -> Any:
        if isinstance(value, list):
            return [moved(item) for item in value]
        return country if value in ("CHN", "RUS") else value

    values = {**BASE[claim.table], **claim.values}
    return replace(claim, values={name: moved(value) for name, value in values.items()})


def each(*claims: Told) -> list[Article]:
    """One article for each claim."""
    return [Article(f"article {number}", [claim]) for number, claim in enumerate(claims)]


SAME = {
    "days that overlap": [visit(end_date=date(2025, 11, 13)), visit(start_date=date(2025, 11, 12))],
    "days that follow each other": [visit(), visit(start_date=date(2025, 11, 12))],
    "a plan for a month": [visit(start_date=NOVEMBER, date_precision="month", status="planned"), visit()],
    "a plan for a year": [visit(start_date=date(2025, 1, 1), date_precision="year", status="planned"), visit()],
    "no visitor named": [visit(visitor=None), visit()],
    "a surname alone": [visit(visitor="Tokayev"), visit()],
    "a bundle told twice": [
        agreement(
            kind="bundle", documents=70, documents_qualifier="over", amount=15_000_000_000, unit="USD", qualifier="over"
        ),
        agreement(
            kind="bundle",
            documents=None,
            documents_qualifier=None,
            amount=15_200_000_000,
            unit="USD",
            qualifier="exact",
        ),
    ],
    "a document by its value": [
        agreement(title="Соглашение о заводе", amount=5, unit="USD", qualifier="exact"),
        agreement(kind="contract", amount=5, unit="USD", qualifier="over"),
    ],
    "a document by its title in another case": [
        agreement(title="Декларация о стратегическом партнерстве и союзничестве стран"),
        agreement(title="Декларацию о стратегическом партнёрстве и союзничестве стран"),
    ],
    "a document announced for a month": [
        agreement(title="Договор о портах", status="planned", signed_on=NOVEMBER, date_precision="month"),
        agreement(title="Договор о портах"),
    ],
    "a document without more words": [agreement(), agreement()],
    "turnover from the other side": [trade(), trade(reporter="RUS", partner="KAZ")],
    "an export that is an import": [trade(flow="export"), trade(reporter="RUS", partner="KAZ", flow="import")],
    "goods in another case": [trade(commodity="нефть"), trade(commodity="нефти")],
    "a revised figure": [trade(), trade(amount=29_000_000_000)],
    "a stock told in one year": [investment(period_end=None), investment(period_end=None, amount=27_500_000_000)],
}

APART = {
    "another visitor": [visit(), visit(visitor="Murat Nurtleu")],
    "another week": [visit(), visit(start_date=date(2025, 11, 20))],
    "a visit and its return": [visit(), visit(visitor_country="CHN", destination="KAZ", visitor="Xi Jinping")],
    "a month in which the visit was cancelled": [
        visit(status="cancelled", start_date=NOVEMBER, date_precision="month"),
        visit(),
    ],
    "another value": [
        agreement(amount=5, unit="USD", qualifier="exact"),
        agreement(amount=9, unit="USD", qualifier="exact"),
    ],
    "another title": [agreement(title="Соглашение о портах"), agreement(title="Соглашение о туризме")],
    "a bundle and a document": [agreement(kind="bundle", documents=2), agreement()],
    "other parties": [agreement(), agreement(parties=["KAZ", "UZB"])],
    "another currency": [trade(), trade(unit="EUR")],
    "a balance from the other side": [trade(flow="balance"), trade(flow="balance", reporter="RUS", partner="KAZ")],
    "a share from the other side": [
        trade(measure="share", unit="percent", amount=20),
        trade(measure="share", unit="percent", amount=20, reporter="RUS", partner="KAZ"),
    ],
    "a forecast": [trade(), trade(basis="forecast")],
    "another direction": [corridor(origin="CHN", destination="EU"), corridor(origin="EU", destination="CHN")],
    "another sector": [investment(sector="energy"), investment(sector="mining")],
}


HEDGED = {
    "almost 30, exactly 28": ((30, "almost"), (28, "exact"), True),
    "over 50, exactly 52": ((50, "over"), (52, "exact"), False),
    "over 50, exactly 80": ((50, "over"), (80, "exact"), True),
    "about 30, exactly 28": ((30, "about"), (28, "exact"), False),
    "28, 28.4": ((28, "exact"), (28.4, "exact"), False),
    "28, 28.6": ((28, "exact"), (28.6, "exact"), True),
    "28.4, 28.6": ((28.4, "exact"), (28.6, "exact"), True),
    "at least 50, exactly 90": ((50, "at_least"), (90, "exact"), False),
    "up to 50, exactly 40": ((50, "up_to"), (40, "exact"), False),
    "up to 50, exactly 60": ((50, "up_to"), (60, "exact"), True),
    "almost 50, over 50": ((50, "almost"), (50, "over"), False),
    "a fall, a rise": ((-26, "exact"), (26, "exact"), True),
    "nothing, nothing": ((0, "exact"), (0, "exact"), False),
}


def hedged(amount: float, hedge: str, claimant: str) -> Told:
    return trade(amount=round(amount * 10**9), qualifier=hedge, claimant=claimant)


CASES = {**SAME, **APART} | {
    name: [hedged(*first, "Путин"), hedged(*second, "Токаев")] for name, (first, second, _) in HEDGED.items()
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """The records of each case; all cases are told in one ledger."""
    root = tmp_path_factory.mktemp("cases")
    articles = [
        Article(f"{name}/{place}", [elsewhere(claim, f"Q{number:02}")])
        for number, (name, claims) in enumerate(CASES.items())
        for place, claim in enumerate(claims)
    ]
    rows = records(root, *articles)
    with Projection(root / "state").opened() as (connection, _):
        cases = connection.execute(
            "SELECT record_id, min(string_split(file, '/')[1]) FROM told JOIN articles USING (article_id) GROUP BY 1"
        ).fetchall()
    case_of = dict(cases)
    return {name: [row for row in rows if case_of[next(iter(row.values()))] == name] for name in CASES}


@pytest.mark.parametrize("case", SAME)
def test_told_twice_is_one_record(found: dict[str, list[dict[str, Any]]], case: str) -> None:
    (record,) = found[case]
    assert (record["claims"], record["articles"], record["publishers"]) == (2, 2, 1)


@pytest.mark.parametrize("case", APART)
def test_something_else_is_another_record(found: dict[str, list[dict[str, Any]]], case: str) -> None:
    assert [record["claims"] for record in found[case]] == [1, 1]


@pytest.mark.parametrize("case", HEDGED)
def test_hedges_and_rounding_decide_what_contradicts(found: dict[str, list[dict[str, Any]]], case: str) -> None:
    (record,) = found[case]
    assert record["disputed"] is HEDGED[case][2]


def test_two_alike_documents_of_one_article_are_two_and_stay_two_when_told_again(tmp_path: Path) -> None:
    twice = [agreement(), agreement()]
    assert [record["claims"] for record in records(tmp_path, Article("a", twice), Article("b", twice))] == [2, 2]


def test_a_document_told_in_another_language_is_the_same_where_nothing_else_could_be_meant(tmp_path: Path) -> None:
    russian = Article("ru", [agreement(title="Меморандум о портах")])
    kazakh = Article("kk", [agreement(title="Порттар туралы меморандум")], language="kk")
    (record,) = records(tmp_path, russian, kazakh)
    assert record["claims"] == 2


def test_a_month_that_fits_two_visits_stands_apart_and_is_not_counted(tmp_path: Path) -> None:
    month = visit(start_date=NOVEMBER, date_precision="month")
    found = records(tmp_path, *each(visit(), visit(start_date=date(2025, 11, 25)), month))
    counted = {record["date_precision"]: record["recommended_for_totals"] for record in found}
    assert (len(found), counted) == (3, {"day": True, "month": False})


def test_a_plan_becomes_a_visit_whose_history_stays(tmp_path: Path) -> None:
    told = [
        Article("plan", [visit(status="planned")], published_on=date(2025, 10, 1)),
        Article("news", [visit(status="held", city="Beijing")], published_on=date(2025, 11, 12)),
    ]
    (record,) = records(tmp_path, *told)
    assert (record["status"], record["city"], record["disputed"]) == ("held", "Beijing", False)
    with Projection(tmp_path / "state").opened() as (connection, _):
        history = connection.execute("SELECT status, first_reported_on FROM status_history ORDER BY 2").fetchall()
    assert history == [("planned", date(2025, 10, 1)), ("held", date(2025, 11, 12))]


def test_a_speaker_who_revises_a_figure_does_not_dispute_it(tmp_path: Path) -> None:
    told = [
        Article("early", [trade(claimant="Росстат")], published_on=date(2025, 2, 1)),
        Article("late", [trade(claimant="Росстат", amount=31_000_000_000)], published_on=date(2025, 9, 1)),
    ]
    (record,) = records(tmp_path, *told)
    assert (record["amount"], record["revised"], record["disputed"]) == (31_000_000_000, True, False)
    assert record["chosen_because"] == "not replaced by a later report of the same speaker or publisher"


def test_amounts_far_apart_of_one_voice_in_one_article_are_several_figures(tmp_path: Path) -> None:
    found = records(tmp_path, Article("a", [trade(amount=10), trade(amount=15)]), Article("b", [trade(amount=15)]))
    assert [(record["amount"], record["claims"], record["disputed"]) for record in found] == [
        (15, 2, False),
        (10, 1, False),
    ]


def test_figures_without_an_end_are_as_of_their_report(tmp_path: Path) -> None:
    told = [
        Article(str(published_on), [investment(period_end=None)], published_on=published_on)
        for published_on in (date(2024, 5, 1), date(2025, 5, 1), None)
    ]
    assert len(records(tmp_path, *told)) == 3


def test_identifiers_stay_when_more_is_told_and_former_ones_lead_on(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path / "ledger", Article("plan", [visit(start_date=NOVEMBER, date_precision="month")]))
    projection = Projection(tmp_path / "state")
    projection.fold(ledger)
    (plan,) = shown(projection, KINDS[0])
    tell(ledger, Article("news", [visit()]))
    projection.fold(ledger)
    (news,) = shown(projection, KINDS[0])
    with projection.opened() as (connection, _):
        assert connection.execute("SELECT former_id, record_id FROM former_ids").fetchall() == [
            (plan["visit_id"], news["visit_id"])
        ]
    tell(ledger, Article("more", [visit(end_date=date(2025, 11, 12), city="Beijing")]))
    projection.fold(ledger)
    (more,) = shown(projection, KINDS[0])
    assert (more["visit_id"], more["end_date"], more["claims"]) == (news["visit_id"], date(2025, 11, 12), 3)
    append(ledger, Article("news", [], extractor="ru 2").read())
    projection.fold(ledger)
    assert shown(projection, KINDS[0])[0]["visit_id"] == news["visit_id"]


def test_totals_take_nothing_twice(tmp_path: Path) -> None:
    told = [
        trade(),
        trade(period_end=date(2024, 6, 30)),
        trade(partner="EU"),
        trade(partner="WORLD"),
        trade(commodity="нефть"),
        trade(basis="target"),
        trade(flow="balance", amount=1),
    ]
    assert sum(record["recommended_for_totals"] for record in records(tmp_path, *each(*told))) == 1


def test_every_claim_says_why_it_belongs_to_its_record(tmp_path: Path) -> None:
    records(tmp_path, *each(visit(), visit(start_date=NOVEMBER, date_precision="month"), trade(), trade()))
    with Projection(tmp_path / "state").opened() as (connection, _):
        reasons = [row[0] for row in connection.execute("SELECT DISTINCT matched_by FROM told ORDER BY 1").fetchall()]
    assert reasons == [
        "founds the record",
        "its month or year fits this visit only",
        "same two parties in any order, goods, measure, unit, period and basis",
    ]
