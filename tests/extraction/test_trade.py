"""Sentences as journalists write them, and the trade claims that a reader would draw from them."""

from datetime import date

import pytest

from pipeline.extraction import extract

PUBLISHED = date(2025, 11, 18)
COLUMNS = ("reporter", "partner", "flow", "measure", "amount", "unit")
# each claim: reporter, partner, flow, measure, amount, unit
TEXTS: dict[str, list[str]] = {
    "Объём торговли между Казахстаном и Польшей за девять месяцев вырос на 12,3% и достиг 1,1 млрд долларов. "
    "Экспорт составил 640 млн долларов (+8%), импорт – 460 млн (рост на 19%).": [
        "KAZ POL turnover growth 12.3 percent",
        "KAZ POL turnover value 1100000000 USD",
        "KAZ POL export value 640000000 USD",
        "KAZ POL export growth 8 percent",
        "KAZ POL import value 460000000 USD",
        "KAZ POL import growth 19 percent",
    ],
    "Крупнейшими торговыми партнёрами Казахстана остаются Китай (30,1 млрд долларов), Россия (27,8 млрд) и "
    "Италия (19,6 млрд).": [
        "KAZ CHN turnover value 30100000000 USD",
        "KAZ RUS turnover value 27800000000 USD",
        "KAZ ITA turnover value 19600000000 USD",
    ],
    "Внешнеторговый оборот Узбекистана в январе–сентябре превысил 57 млрд долларов. Доля Китая составила 20,4%, "
    "России – 16,5%. Импорт вырос до 34,5 млрд, дефицит торгового баланса – 11,5 млрд долларов.": [
        "UZB WORLD turnover value 57000000000 USD",
        "UZB CHN turnover share 20.4 percent",
        "UZB RUS turnover share 16.5 percent",
        "UZB WORLD import value 34500000000 USD",
        "UZB WORLD balance value -11500000000 USD",
    ],
    "Экспорт казахстанских товаров в страны Евросоюза за восемь месяцев снизился на 11,2%, до 21,4 млрд долларов. На "
    "Италию пришлась половина этого объёма, на Нидерланды – 15%.": [
        "KAZ EU export growth -11.2 percent",
        "KAZ EU export value 21400000000 USD",
        "KAZ ITA export share 50 percent",
        "KAZ NLD export share 15 percent",
    ],
    "Китай закупил в Казахстане 480 тыс. тонн пшеницы, Узбекистан – 2,9 млн тонн, Таджикистан – 1,1 млн.": [
        "CHN KAZ import volume 480000 t",
        "UZB KAZ import volume 2900000 t",
        "TJK KAZ import volume 1100000 t",
    ],
    "Казахстанско-немецкий товарооборот за семь месяцев составил 2,3 млрд долларов. Из них 1,1 млрд – экспорт "
    "Казахстана, 1,2 млрд – импорт.": [
        "KAZ DEU turnover value 2300000000 USD",
        "KAZ DEU export value 1100000000 USD",
        "KAZ DEU import value 1200000000 USD",
    ],
    "Внешнеторговый оборот Казахстана составил 140 млрд долларов. Экспорт и импорт составили 81 млрд и 59 млрд "
    "долларов соответственно. Доли Италии и Китая в экспорте равнялись соответственно 22,8% и 18,3%.": [
        "KAZ WORLD turnover value 140000000000 USD",
        "KAZ WORLD export value 81000000000 USD",
        "KAZ WORLD import value 59000000000 USD",
        "KAZ ITA export share 22.8 percent",
        "KAZ CHN export share 18.3 percent",
    ],
    "Чаще всего Казахстан торговал с Россией: 27,8 млрд долларов.": ["KAZ RUS turnover value 27800000000 USD"],
    "Внешняя торговля Казахстана растет. По импорту лидируют Россия – 18,3 млрд долларов, США – 2,2 млрд и Италия – "
    "1,1 млрд.": [
        "KAZ RUS import value 18300000000 USD",
        "KAZ USA import value 2200000000 USD",
        "KAZ ITA import value 1100000000 USD",
    ],
    "Казахстан отправил в Беларусь товаров на 120 млн долларов, тогда как встречный поток – 826 млн.": [
        "KAZ BLR export value 120000000 USD",
        "KAZ BLR import value 826000000 USD",
    ],
    "Товарооборот Казахстана и Вьетнама достиг 742 млн долларов. Из них 52 млн – казахстанский экспорт. К 2030 году "
    "показатель намерены довести до 1,5 млрд долларов.": [
        "KAZ VNM turnover value 742000000 USD",
        "KAZ VNM export value 52000000 USD",
        "KAZ VNM turnover value 1500000000 USD",
    ],
    "Экспорт урана из Казахстана в США вырос за год вдвое. На американский рынок ушло 3,4 тыс. тонн.": [
        "KAZ USA export growth 2 times",
        "KAZ USA export volume 3400 t",
    ],
    "Казахстанская пшеница в марте прибыла в Иран: 200 тыс. тонн. Еще 50 тыс. тонн – в апреле.": [
        "KAZ IRN export volume 200000 t",
        "KAZ IRN export volume 50000 t",
    ],
    "Торговля с монархиями Залива скромна. С ОАЭ за 2024 год – 360 млн долларов, с Саудовской Аравией – 38.": [
        "KAZ ARE turnover value 360000000 USD",
        "KAZ SAU turnover value 38000000 USD",
    ],
    "ЕРЕВАН, 20 октября. Армения за восемь месяцев экспортировала в Россию товаров на 1,6 млрд долларов, показывают "
    "данные Армстата. Внешнеторговый оборот республики сократился на 38%, до 13,2 млрд долларов. Импорт составил "
    "7,9 млрд. Торговля с Казахстаном выросла вдвое, хотя поставки туда сократились на 5%.": [
        "ARM RUS export value 1600000000 USD",
        "ARM WORLD turnover growth -38 percent",
        "ARM WORLD turnover value 13200000000 USD",
        "ARM WORLD import value 7900000000 USD",
        "ARM KAZ turnover growth 2 times",
        "ARM KAZ export growth -5 percent",
    ],
    "Узбекистан закупил в Казахстане 2,1 млн тонн зерна, следует из данных Узстата. Экспорт в Афганистан вырос на 12%. "
    "Дефицит внешней торговли страны – 9 млрд долларов.": [
        "UZB KAZ import volume 2100000 t",
        "UZB AFG export growth 12 percent",
        "UZB WORLD balance value -9000000000 USD",
    ],
    "МИНСК. Белоруссия нарастила поставки молочной продукции в Китай до 300 тыс. тонн, сообщил Белстат. Из Казахстана "
    "за тот же период поступило зерна на жалкие 4 млн долларов.": [
        "BLR CHN export volume 300000 t",
        "BLR KAZ import value 4000000 USD",
    ],
    "Казахстан закупил в Грузии вина на 20 млн долларов, сообщил Geostat. Торговля с Китаем достигла 30 млрд.": [
        "KAZ GEO import value 20000000 USD",
        "KAZ CHN turnover value 30000000000 USD",
    ],
    "ТАШКЕНТ. Казахстан и Узбекистан нарастили товарооборот до 4,2 млрд долларов. Экспорт составил 3 млрд.": [
        "KAZ UZB turnover value 4200000000 USD",
        "KAZ UZB export value 3000000000 USD",
    ],
    "Товарооборот с Арменией за 2024 год – 1,2 млрд долларов, из них 800 млн – наш экспорт. Россия даёт около "
    "28 млрд, Китай, если верить таможне КНР, 43 млрд.": [
        "KAZ ARM turnover value 1200000000 USD",
        "KAZ ARM export value 800000000 USD",
        "KAZ RUS turnover value 28000000000 USD",
        "KAZ CHN turnover value 43000000000 USD",
    ],
    "За семь месяцев Казахстан продал меди на 2,3 млрд долларов, из них 1,5 млрд заплатил Китай.": [
        "KAZ WORLD export value 2300000000 USD",
        "KAZ CHN export value 1500000000 USD",
    ],
    "Товарооборот Казахстана и Венгрии достиг 200 млн долларов (около 172 млн евро).": [
        "KAZ HUN turnover value 200000000 USD",
    ],
}
NO_TRADE = [
    "Розничный товарооборот за десять месяцев увеличился на 6,3%, до 18,6 трлн тенге.",
    "Вывоз в дальние страны государство субсидирует, от 20 до 30 тысяч тенге на тонну.",
    "На элеваторах скопилось 11,5 млн тонн старого и нового зерна.",
    "Доля нацвалют в расчётах с Ираном превысила 96%.",
    "Товарооборот с Турцией вырос на 500 млн долларов.",
    "Продажи новых автомобилей в Узбекистане выросли на 12%, до 240 тысяч.",
]


def told(text: str) -> list[str]:
    claims = [
        claim.values for claim in extract(text, published_on=PUBLISHED, voice="KAZ").claims if claim.table == "trade"
    ]
    return [" ".join(str(values[name]) for name in COLUMNS) for values in claims]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_gives_its_claims_and_no_others(text: str) -> None:
    assert sorted(told(text)) == sorted(TEXTS[text])


@pytest.mark.parametrize("text", NO_TRADE)
def test_home_trade_prices_stocks_and_increments_are_no_trade(text: str) -> None:
    assert told(text) == []


def test_what_is_left_out_comes_from_the_sentences_before() -> None:
    """Goods, period and source carry on through a note that names them once."""
    text = (
        "Геостат подвёл итоги восьми месяцев.\n\nЭкспорт вина из Грузии достиг 180 тысяч тонн. "
        "Основные покупатели: Россия (110 тыс. тонн), Казахстан (9 тыс. тонн)."
    )
    claims = [claim.values for claim in extract(text, published_on=PUBLISHED, voice="KAZ").claims]
    assert [values["partner"] for values in claims] == ["WORLD", "RUS", "KAZ"]
    assert {values["commodity"] for values in claims} == {"вино"}
    assert {values["claimant"] for values in claims} == {"Геостат"}
    assert {values["period_end"] for values in claims} == {"2025-08-31"}
