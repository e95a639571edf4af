"""Whose a figure is: the time it is told of, whether it has happened, and who says so, across clauses and sentences."""

from datetime import date

import pytest

from pipeline.extraction import extract

PUBLISHED = date(2025, 11, 18)


def told(text: str, *columns: str, table: str = "trade") -> list[str]:
    claims = extract(text, language="ru", published_on=PUBLISHED).claims
    return [" ".join(str(claim.values[name]) for name in columns) for claim in claims if claim.table == table]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "В прошлом году товарооборот с Грузией достиг 200 млн долларов, в нынешнем рассчитывают на 250 млн.",
            ["200000000 actual 2024-01-01", "250000000 forecast 2025-01-01"],
        ),
        (
            "В этом году мы рассчитываем продать Китаю 2 млн тонн зерна, в прошлом их было 1,5 млн.",
            ["2000000 forecast 2025-01-01", "1500000 actual 2024-01-01"],
        ),
        (
            "За 2024 год экспорт в Иран составил 180 млн долларов, и стороны намерены удержать этот уровень.",
            ["180000000 actual 2024-01-01"],
        ),
    ],
)
def test_what_is_over_is_neither_planned_nor_expected(text: str, figures: list[str]) -> None:
    assert told(text, "amount", "basis", "period_start") == figures


def test_the_former_value_of_what_will_change_stands() -> None:
    text = "К 2030 году экспорт в Китай планируют нарастить с 15 до 20 млрд долларов."
    assert told(text, "amount", "basis") == ["15000000000 actual", "20000000000 target"]


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("По прогнозу ЕАБР, экспорт Казахстана достигнет 90 млрд долларов.", "ЕАБР"),
        ("Экспорт в Китай вырос на 5%, рассказал представитель QazTrade Асхат Нурланов.", "Асхат Нурланов"),
        ("По оценке экспертов Kpler, экспорт нефти из Казахстана вырастет на 3%.", "Kpler"),
        ("По мнению главы Пивного союза Евгения Карабанова, экспорт в Китай вырастет на 3%.", "Евгений Карабанов"),
        (
            "Нацкомитет по статистике зафиксировал оборот торговли с Китаем в 14 млрд долларов.",
            "Нацкомитет по статистике",
        ),
    ],
)
def test_a_speaker_is_named_with_office_firm_and_name(text: str, claimant: str) -> None:
    assert told(text, "claimant") == [claimant]


def test_an_opinion_is_no_source_of_the_whole_note() -> None:
    text = (
        "Экспорт зерна растёт\n\nПо прогнозу ЕАБР, экспорт зерна из Казахстана вырастет на 5%.\n\n"
        "За девять месяцев в Китай вывезено 600 тыс. тонн пшеницы."
    )
    assert told(text, "amount", "claimant") == ["5 ЕАБР", "600000 None"]
