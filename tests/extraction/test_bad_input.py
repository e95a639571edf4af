"""Whatever a text holds, reading it ends well: no crash, no invented claim, quotes that are exactly where they say."""

import json
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.extraction import Reading, extract
from pipeline.extraction.discourse.compounds import is_compound
from tests.extraction.soundness import assert_sound

CORPUS = Path(__file__).parents[1] / "corpus"
PUBLISHED = date(2025, 11, 18)
ARTICLES = ("seed/kazinform-bridge-power", "dev/b02", "dev/c19", "more/d19")
LATIN = str.maketrans("аеорсух", "aeopcyx")
# what a reader of the page would not see, or not care about
UNSEEN: dict[str, Callable[[str], str]] = {
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "thin spaces in numbers": lambda text: re.sub(r"(?<=\d) (?=\d)", "\u202f", text),
    "tabs": lambda text: text.replace(" ", "\t"),
    "spaces at the ends of lines": lambda text: text.replace("\n", " \n "),
    "lines of Windows": lambda text: text.replace("\n", "\r\n"),
    "line separators": lambda text: text.replace("\n", "\u2028"),
    "a byte order mark": lambda text: "\ufeff" + text,
    "soft hyphens": lambda text: re.sub(r"(?<=[а-яё]{3})(?=[а-яё]{3})", "\u00ad", text),
    "zero-width spaces": lambda text: re.sub(r"(?<=[а-яё]{2})(?=[а-яё]{2})", "\u200b", text),
    "direction marks": lambda text: text.replace(" ", " \u200f"),
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text),
    "em dashes": lambda text: text.replace("–", "—"),
    "minus signs": lambda text: text.replace("–", "−"),
    "decimal points": lambda text: re.sub(r"(?<=\d),(?=\d)", ".", text),
    "е for ё": lambda text: text.replace("ё", "е"),
    "Latin look-alikes": lambda text: re.sub(r"[а-яё]{4,}", lambda found: found[0].translate(LATIN), text),
}
NO_CLAIM = {
    "a table": "Страна\t2023\t2024\nИталия\t18,3\t20,1\nКитай\t31,5\t38,9\n\nИтого\t49,8\t59,0",
    "a table in marks": "| Страна | Экспорт, млрд долл. | Импорт |\n|---|---|---|\n| Италия | 18,3 | 2,1 |",
    "a list": "Список покупок:\n1. Яблоки из Польши – 5 кг\n2. Кофе из Бразилии – 1 кг, 7 000 тенге",
    "an e-mail": "From: ivan@mail.ru\nTo: petr@mail.ru\nDate: Tue, 18 Nov 2025 10:00:00 +0500\n\n> Привет!\n"
    "Счет на 5 млн тенге оплачен, встреча с Ивановым 12 ноября в 15:00.\n--\nтел. +7 701 123 45 67",
    "code": "def trade(partner):\n    # товарооборот с Китаем\n    return {'amount': 20_000_000, 'unit': 'долларов'}",
    "a log": "2025-11-18 10:00:01 INFO server started on port 8080, 15 connections from 10.0.0.1",
    "mark-up": '<div class="a"><p>товарооборот</p><span>Китай</span></div><script>var a = 20;</script>',
    "another encoding": "рПЧБТППВПТПФ У йФБМЙЕК ДПУФЙЗ 20 НМТД ДПММБТПЧ",
    "lost characters": "Това\ufffdооборот с Ита\ufffdией дост\ufffdг 20 мл\ufffdд дол\ufffdаров",
    "Latin letters": "Tovarooborot Kazakhstana s Italiey dostig 20 mlrd dollarov v 2024 godu.",
    "Bulgarian": "Стокообменът между България и Турция достигна 10 млрд. долара през 2024 година.",
    "Ukrainian": "Товарообіг між Україною та Італією у 2024 році сягнув 5 млрд доларів.",
    "Kyrgyz": "Кыргызстан менен Кытайдын ортосундагы соода жүгүртүү 2024-жылы 20 млрд долларга жетти.",
    "Mongolian": "Монгол, Хятадын худалдааны эргэлт 2024 онд 18 тэрбум ам.долларт хүрчээ.",
    "small letters only": "в 2024 году товарооборот казахстана с италией достиг 20 млрд долларов.",
    "capital letters only": "В 2024 ГОДУ ТОВАРООБОРОТ КАЗАХСТАНА С ИТАЛИЕЙ ДОСТИГ 20 МЛРД ДОЛЛАРОВ.",
    "numbers": " ".join(map(str, range(3000))),
}
ORDERS = (
    "В 2024 году товарооборот Казахстана с Италией достиг 20 млрд долларов.",
    "Товарооборот Казахстана с Италией в 2024 году достиг 20 млрд долларов.",
    "20 млрд долларов достиг в 2024 году товарооборот Казахстана с Италией.",
    "До 20 млрд долларов в 2024 году вырос товарооборот Казахстана с Италией.",
    "Товарооборот с Италией у Казахстана в 2024 году достиг $20 млрд.",
)
# the sentences of all articles, and the parts that commas cut them into
SENTENCES = [
    sentence
    for path in sorted(CORPUS.glob("*/*.txt"))
    for line in path.read_text(encoding="utf-8").split("\n")
    for sentence in re.split(r"(?<=[.!?]) ", line)
    if sentence
]
PARTS = [part for sentence in SENTENCES for part in re.split(r"(?<=[,;:–]) ", sentence)]
SAMPLE = (CORPUS / f"{ARTICLES[0]}.txt").read_text(encoding="utf-8")
PIECES = [
    *("товарооборот", "Казахстана", "с Италией", "достиг", "20", "млрд", "долларов", "в 2024 году", "экспорт", "на"),
    *("Токаев", "посетил", "Рим", "подписали", "меморандум", "«", "»", '"', "–", "-", "(", ")", ",", ".", ";", ":"),
    *("\n", "\n\n", "\t", "\u00a0", "\u200b", "\u0301", "\ud800", "\x00", "😀", "%", "$", "№", "С", "т", "г", "тыс."),
    *("12.11.99999", "0.0.0", "31.02.2024", "9" * 30, "1 000 000", "1,5", "12-й", "11–12", "за 99999 месяцев", "млн т"),
    *("министр", "иностранных", "дел", "SpaceX", "Kазахстан", "Қазақстан", "the", "по словам", "он", "заявил", "КНР"),
    *SAMPLE.split()[:400],
]


def told(reading: Reading) -> list[str]:
    """The claims as text, in which ё and decimal commas are written one way."""
    rows = [json.dumps([claim.table, dict(claim.values)], default=str, ensure_ascii=False) for claim in reading.claims]
    return [re.sub(r"(?<=\d),(?=\d)", ".", row).replace("ё", "е") for row in rows]


@pytest.fixture(scope="module")
def articles() -> dict[str, list[str]]:
    """Articles of several sources and what they claim."""
    texts = [(CORPUS / f"{name}.txt").read_text(encoding="utf-8") for name in ARTICLES]
    claims = {text: told(extract(text, language="ru", published_on=PUBLISHED)) for text in texts}
    assert sum(map(len, claims.values())) > 40
    return claims


@pytest.mark.parametrize("mutation", UNSEEN)
def test_what_a_reader_does_not_see_changes_no_claim(mutation: str, articles: dict[str, list[str]]) -> None:
    mutated = {UNSEEN[mutation](text): claims for text, claims in articles.items()}
    assert mutated != articles
    for text, claims in mutated.items():
        reading = extract(text, language="ru", published_on=PUBLISHED)
        assert_sound(text, reading)
        assert told(reading) == claims


@pytest.mark.parametrize("kind", NO_CLAIM)
def test_what_is_no_russian_prose_yields_no_claim(kind: str) -> None:
    assert extract(NO_CLAIM[kind], published_on=PUBLISHED).claims == ()


@pytest.mark.parametrize("text", ORDERS)
def test_the_order_of_words_changes_no_claim(text: str) -> None:
    (claim,) = extract(text, language="ru", published_on=PUBLISHED).claims
    names = ("reporter", "partner", "flow", "unit", "period_start", "period_end")
    assert [claim.values[name] for name in names] == ["KAZ", "ITA", "turnover", "USD", "2024-01-01", "2024-12-31"]
    assert claim.values["amount"] == 20_000_000_000


def test_a_word_is_told_from_names_whose_parts_fit_in_endless_ways() -> None:
    # eight words of which each may explain any three to twelve of forty letters
    assert not is_compound("а" * 40 + "ббббб", " ".join(["а" * 12] * 8))
    assert not is_compound("аб" * 60 + "ббббб", " ".join(["аб" * 30] * 8))
    assert is_compound("а" * 42, " ".join(["а" * 12] * 4))


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=50), st.sampled_from(["", " ", "  "]))
@example(["за", "9" * 5000, "месяцев"], " ")
@example(["до", "9" * 40, "трлн", "долларов", "вырос", "товарооборот"], " ")
@example(["($720", "посетить", "С"], " ")
@example(["«Нұр жолы» бекетіндегі кезек: не өзгерді?", "США/."], " ")
@example(["the trade of", "Италия", "Италия", "Италия", "was said to have grown in the last five years of the"], " ")
@example(["The official statement says Рамафоса президент – ЮАР"], " ")
@example(["Экспорт вырос на 5%", ",", "заявил глава РЖД"], " ")
@example(["Реинвестировал 5 млн"], " ")
@example(["Через Казахстан", *["новых"] * 9, "контейнерных", "поездов стало 300."], " ")
@settings(max_examples=250)
def test_no_text_breaks_reading(pieces: list[str], glue: str) -> None:
    text = glue.join(pieces)
    assert_sound(text, extract(text, language="ru", published_on=PUBLISHED))


@given(st.lists(st.sampled_from(SENTENCES) | st.sampled_from(PARTS), max_size=15), st.sampled_from([" ", "\n"]))
@example(["Токаев прибыл с визитом в Рим", "Переговоры в Риме"], "\n")
@settings(max_examples=400)
def test_sentences_in_any_order_can_be_read(sentences: list[str], glue: str) -> None:
    text = glue.join(sentences)
    assert_sound(text, extract(text, language="ru", published_on=PUBLISHED))
