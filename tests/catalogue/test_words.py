"""What the site says: complete in all languages, numbers and dates as each writes them, quotes marked."""

import re
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogue import saying
from pipeline.catalogue.console import Question, questions
from pipeline.catalogue.marks import pieces
from pipeline.catalogue.records import belongs
from pipeline.catalogue.site import ROOM
from pipeline.catalogue.words import counted, words
from pipeline.projections.identity.agreements import AGREEMENTS
from pipeline.projections.identity.figures import CORRIDORS, INVESTMENTS, TRADE
from pipeline.projections.identity.placing import ALONE
from pipeline.projections.identity.visits import VISITS
from schemas import reference, vocabulary
from schemas.packages import CLAIMED

WORDS = {
    "visit_kind": vocabulary.VisitKind,
    "visit_status": vocabulary.VisitStatus,
    "agreement_kind": vocabulary.AgreementKind,
    "agreement_status": vocabulary.AgreementStatus,
    "sector": vocabulary.Sector,
    "flow": vocabulary.Flow,
    "trade_measure": vocabulary.TradeMeasure,
    "metric": vocabulary.CorridorMetric,
    "investment_measure": vocabulary.InvestmentMeasure,
    "basis": vocabulary.Basis,
    "qualifier": vocabulary.Qualifier,
    "hedge": vocabulary.Qualifier,
    "date_precision": vocabulary.DatePrecision,
    "unit": vocabulary.Unit,
    "kind": vocabulary.ClaimTable,
    "how": vocabulary.How,
    "correction_action": vocabulary.CorrectionAction,
    "correction_status": vocabulary.CorrectionStatus,
    "party": vocabulary.PartyKind,
}


def test_every_text_is_there_in_every_language_with_the_same_gaps() -> None:
    for key, texts in words().items():
        assert all(text.strip() for text in texts), key
        assert len({tuple(sorted(re.findall(r"\{\w*\}", text))) for text in texts}) == 1, key


@pytest.mark.parametrize("prefix", WORDS)
def test_every_word_of_a_vocabulary_is_said(prefix: str) -> None:
    assert {f"{prefix}.{member}" for member in WORDS[prefix]} <= words().keys()


def test_every_column_of_records_and_claims_has_a_name() -> None:
    values = {column.name for item in CLAIMED for column in item.records.columns if column.name != item.records.key[0]}
    assert {f"field.{name}" for name in values - {"first_recorded_at", "last_recorded_at"}} <= words().keys()


def test_every_reason_why_a_claim_belongs_to_its_record_is_said() -> None:
    reasons = {fit.because for rules in (VISITS, AGREEMENTS) for fit in (*rules.fits, *rules.may)}
    reasons |= {
        found for rules in (TRADE, CORRIDORS, INVESTMENTS) for found in re.findall("'(same [^']*)'", rules.rows)
    }
    assert len(reasons) == 11
    assert not [reason for reason in (ALONE, *reasons) if len(set(belongs(reason))) < 3]


def test_a_correction_that_grouped_claims_is_named() -> None:
    assert belongs("merged by a person, correction cor_1")[1] == "соединено человеком, исправление cor_1"


def test_what_templates_and_scripts_say_is_in_the_file() -> None:
    said = set()
    for path in (*ROOM.rglob("*.html"), *ROOM.rglob("templates/**/*.svg"), *ROOM.glob("assets/*.js")):
        text = path.read_text(encoding="utf-8")
        said |= set(re.findall(r"\bt\('([\w.-]+)'\)", text))
        said |= set(re.findall(r"\b(?:word|filled|pair)\(\"([\w.-]+)\"", text))
    assert len(said) > 100
    assert said <= words().keys()


@pytest.mark.parametrize(
    ("amount", "unit", "said"),
    [
        (17_200_000_000, "USD", ("$17.2\u202fbn", "17,2\u202fмлрд\u202f$", "17,2\u202fмлрд\u202f$")),
        (1_500, "TEU", ("1,500 TEU", "1\u202f500 TEU", "1\u202f500 TEU")),
        (-9.5, "percent", ("−9.5%", "−9,5 %", "−9,5 %")),
        (2_000_000, "KZT", ("2\u202fm KZT", "2\u202fмлн\u202fKZT", "2\u202fмлн\u202fKZT")),
        (
            28_123_456_789,
            "USD",
            ("$28.123456789\u202fbn", "28,123456789\u202fмлрд\u202f$", "28,123456789\u202fмлрд\u202f$"),
        ),
    ],
)
def test_amounts_lose_no_digit(amount: float, unit: str, said: tuple[str, str, str]) -> None:
    assert saying.amount(amount, unit) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2024-01-01", "2024-12-31", "2024"),
        ("2020-01-01", "2024-12-31", "2020–2024"),
        ("2025-01-01", "2025-10-31", "январь–октябрь 2025"),
        ("2025-05-01", "2025-05-31", "май 2025"),
        (None, "2030-12-31", "до 2030"),
        ("2005-01-01", None, "с 2005"),
        ("2025-05-03", "2025-05-03", "3 мая 2025"),
        ("2025-05-03", "2025-06-02", "3 мая 2025 – 2 июня 2025"),
    ],
)
def test_periods_in_words(start: str | None, end: str | None, said: str) -> None:
    told = saying.period(start, end)
    assert told
    assert told[1] == said


def test_a_span_that_is_not_known_is_not_said() -> None:
    assert saying.period(None, None) is None


@pytest.mark.parametrize(
    ("number", "said"), [(1, "запись"), (3, "записи"), (11, "записей"), (21, "запись"), (25, "записей")]
)
def test_russian_counts(number: int, said: str) -> None:
    assert counted(number, "home.records")[1] == f"{number} {said}"


@given(st.text(max_size=30), st.text(min_size=1, max_size=20), st.text(max_size=30), st.integers(0, 500), st.data())
def test_pieces_are_the_context_and_mark_the_quote(
    before: str, quote: str, after: str, offset: int, data: st.DataObject
) -> None:
    context = before + quote + after
    start = data.draw(st.integers(0, len(quote) - 1))
    end = data.draw(st.integers(start + 1, len(quote)))
    carried = {"field": "amount", "words": quote[start:end], "start_char": offset + start, "end_char": offset + end}
    cut = pieces(context, quote, offset, [carried])
    assert "".join(piece.text for piece in cut) == context
    assert "".join(piece.text for piece in cut if piece.quoted) == quote
    assert "".join(piece.text for piece in cut if piece.fields) == quote[start:end]


def test_of_two_places_the_words_tell_which_is_quoted() -> None:
    evidence = [{"field": "year", "words": "2023", "start_char": 104, "end_char": 108}]
    cut = pieces("рост 2024, рост 2023", "рост", 99, evidence)
    assert [(piece.text, piece.quoted) for piece in cut if piece.quoted or piece.fields] == [
        ("рост", True),
        ("2023", False),
    ]


@pytest.mark.parametrize("question", questions(), ids=lambda question: f"{question.number}")
def test_every_question_of_the_console_is_answered(question: Question, releases: Path) -> None:
    folder = max((releases / question.package).glob("v*"))
    with sqlite3.connect(f"file:{folder / question.package}.sqlite?mode=ro", uri=True) as database:
        cursor = database.execute(question.sql)
        assert cursor.description
        assert cursor.fetchall() is not None


def test_there_are_twenty_questions() -> None:
    assert [question.number for question in questions()] == list(range(1, 21))


def test_every_corridor_of_the_registry_has_a_route_through_known_places() -> None:
    cities = {(city.name_en, city.lat, city.lon) for city in reference.cities()}
    named = {city.name_en for city in reference.cities()}
    points = reference.corridor_points()
    assert {point.corridor for point in points} == {corridor.id for corridor in reference.corridors()}
    assert all((point.place, point.lat, point.lon) in cities for point in points if point.place in named)
    branches: dict[tuple[str, str], list[int]] = {}
    for point in points:
        branches.setdefault((point.corridor, point.branch), []).append(point.position)
    assert all(places == list(range(1, len(places) + 1)) for places in branches.values())
    assert all(len(places) > 1 for places in branches.values())
    assert {point.mode for point in points} == {"rail", "road", "oil", "gas"}
