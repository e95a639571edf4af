"""What a caller of `extract` relies on."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from pipeline.extraction import (
    Reading,
    country_of_publisher,
    detect_language,
    extract,
    extractor_version,
    supported_languages,
)
from schemas.vocabulary import ClaimTable
from tests.extraction.soundness import assert_sound

ROOT = Path(__file__).parents[2]
SAMPLE = next((ROOT / "tests/corpus/seed").glob("*.txt")).read_text(encoding="utf-8")
TRADE = "В 2024 году товарооборот Казахстана с Италией достиг почти 20 млрд долларов."


def values(reading: Reading, table: str) -> list[dict[str, object]]:
    return [dict(claim.values) for claim in reading.claims if claim.table == table]


def test_the_sample_gives_claims_of_every_table_with_sound_quotes() -> None:
    reading = extract(SAMPLE)
    assert reading.language == "ru"
    assert {claim.table for claim in reading.claims} == set(ClaimTable)
    assert_sound(SAMPLE, reading)


def test_a_claim_has_the_columns_of_the_codebook() -> None:
    (claim,) = extract(TRADE, language="ru").claims
    assert claim.table is ClaimTable.TRADE
    expected = {"reporter": "KAZ", "partner": "ITA", "flow": "turnover", "measure": "value", "qualifier": "almost"}
    assert expected.items() <= dict(claim.values).items()
    assert (str(claim.values["amount"]), claim.values["unit"], claim.values["period_start"]) == (
        "20000000000",
        "USD",
        "2024-01-01",
    )
    assert claim.rule == "ru.trade.turnover"


def test_a_paragraph_in_another_language_yields_nothing() -> None:
    foreign = (
        "Қазақстан мен Италия арасындағы тауар айналымы 2024 жылы 20 млрд долларға жетті, деп хабарлады министрлік."
    )
    alone, mixed = extract(TRADE, language="ru"), extract(f"{TRADE}\n{foreign}", language="ru")
    assert [claim.quote for claim in mixed.claims] == [claim.quote for claim in alone.claims]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (TRADE, "ru"),
        ("Қазақстан Президенті Астанада Өзбекстан Президентімен кездесті, екі ел арасындағы сауда", "kk"),
        ("Trade between the two countries reached 20 billion dollars in 2024", "en"),
        ("12 345", None),
    ],
)
def test_languages_are_told_apart(text: str, language: str | None) -> None:
    assert detect_language(text) == language


def test_a_language_without_a_grammar_yields_nothing() -> None:
    assert "ru" in supported_languages()
    assert extract("Trade with Italy reached 20 billion dollars in 2024", language="en").claims == ()


@pytest.mark.parametrize("name", ["a23", "c05", "c16"])
def test_articles_full_of_other_numbers_yield_nothing(name: str) -> None:
    path = ROOT / "tests/corpus/dev" / f"{name}.txt"
    published = json.loads(path.with_suffix(".meta.json").read_text(encoding="utf-8"))["published_at"]
    assert extract(path.read_text(encoding="utf-8"), published_on=date.fromisoformat(published)).claims == ()


def test_dates_follow_the_day_of_publication() -> None:
    text = "По итогам января – сентября взаимная торговля Казахстана и Узбекистана составила 3,6 млрд долларов."
    (claim,) = values(extract(text, language="ru", published_on=date(2025, 11, 18)), "trade")
    assert (claim["period_start"], claim["period_end"]) == ("2025-01-01", "2025-09-30")


def test_the_voice_fills_what_the_text_leaves_out() -> None:
    text = "В прошлом году товарооборот с Италией составил 20 млрд долларов."
    (claim,) = values(extract(text, language="ru", voice="UZB"), "trade")
    assert {claim["reporter"], claim["partner"]} == {"UZB", "ITA"}


def test_the_trace_says_why_a_number_became_no_claim() -> None:
    reading = extract("За пять лет тариф на перевозку вырос на 64%.", language="ru")
    assert reading.claims == ()
    assert [decision.words for sentence in reading.sentences for decision in sentence.decisions] == ["64%"]


def test_the_same_text_gives_the_same_bytes_under_any_hash_seed() -> None:
    program = (
        "import sys; from pipeline.extraction import extract, extractor_version;"
        "print(extractor_version(), extract(sys.stdin.read(), language='ru').claims)"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            input=SAMPLE,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(outputs) == 1
    assert outputs.pop().startswith(extractor_version())


@pytest.mark.parametrize(
    "opening",
    [
        "Товарооборот Казахстана с Латвией за семь месяцев составил 310 млн долларов.",
        "В январе–июле Казахстан и Латвия наторговали на 310 млн долларов, сообщили в Бюро национальной статистики, "
        "которое опубликовало оперативные данные о внешней и взаимной торговле страны за первые семь месяцев года",
        "Товарооборот Казахстана с Латвией за семь месяцев составил 310 млн долларов. Об этом сообщил посол.",
    ],
)
def test_a_text_without_a_title_is_read_from_its_first_line(opening: str) -> None:
    claims = extract(
        f"{opening}\n\nСтороны обсудили и сотрудничество в логистике.", published_on=date(2025, 11, 18)
    ).claims
    assert [(claim.values["partner"], claim.values["amount"]) for claim in claims] == [("LVA", 310_000_000)]


def test_a_title_ends_without_a_full_stop_or_with_an_abbreviation() -> None:
    for title in (
        "Торговля Казахстана с Латвией достигла 310 млн",
        "Торговля Казахстана с Латвией выросла до 310 млн долл.",
    ):
        body = "Торговля Казахстана с Латвией выросла до 312,4 млн долларов."
        claims = extract(f"{title}\n\n{body}", published_on=date(2025, 11, 18)).claims
        assert [claim.values["amount"] for claim in claims] == [312_400_000]


@pytest.mark.parametrize(
    ("text", "published_in", "reporter"),
    [
        ("Экспорт свинины в январе вырос на 18%.", None, None),
        ("Экспорт свинины в январе вырос на 18%.", "RUS", "RUS"),
        ("Экспорт свинины в январе вырос на 18%, сообщили в Россельхознадзоре.", None, "RUS"),
        ("Экспорт свинины в январе вырос на 18%, сообщили в Белстате.", "RUS", "BLR"),
        ("Экспорт казахстанской свинины в январе вырос на 18%.", "RUS", "KAZ"),
        ("В Китай за месяц поставили 300 тонн говядины, сообщили в Россельхознадзоре.", None, "RUS"),
        ("Товарооборот с Китаем за год вырос на 7%.", None, None),
        ("Товарооборот с Китаем за год вырос на 7%.", "KGZ", "KGZ"),
        ("Импорт сахара за полугодие сократился на 12%, до 4 тыс. тонн.", "GEO", "GEO"),
        ("Экспорт обуви в Алжир за год вырос на 6%. Так Латвия расширила рынок.", "RUS", "LVA"),
        ("Посол Сербии рассказал, что товарооборот с Венгрией за год достиг 3 млрд долларов.", None, "SRB"),
    ],
)
def test_whose_trade_is_told_by_the_text_its_institutions_or_its_publisher(
    text: str, published_in: str | None, reporter: str | None
) -> None:
    claims = extract(text, language="ru", published_on=date(2025, 11, 18), published_in=published_in).claims
    assert {claim.values["reporter"] for claim in claims} == ({reporter} if reporter else set())


def test_a_publisher_speaks_for_the_country_of_its_domain() -> None:
    urls = (
        "https://www.akchabar.kg/kg/news",
        "http://xn--80a.xn--p1ai/a",
        "https://eadaily.com/ru/news",
        None,
        "x://[",
    )
    assert [country_of_publisher(url) for url in urls] == ["KGZ", "RUS", None, None, None]
