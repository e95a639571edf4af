"""Agreements as journalists tell of them: a sentence or two, and the claims that a reader would write down."""

from datetime import date

import pytest

from pipeline.extraction import extract
from schemas.vocabulary import ClaimTable

PUBLISHED = date(2025, 11, 18)
Claim = dict[str, object]


def claim(kind: str, status: str, *parties: str, **fields: object) -> Claim:
    """What a claim must have; fields that are left out are not looked at."""
    return {"kind": kind, "status": status, "parties": frozenset(parties), **fields}


def listed(kind: str, *parties: str, sectors: list[str]) -> Claim:
    return claim(kind, "signed", *parties, sectors=sectors, signed_on="2025-11-12", part_of_bundle=True)


TOLD: dict[str, list[Claim]] = {
    # a bundle and what is listed under it
    "Казахстан и Узбекистан 12 ноября подписали три меморандума: о туризме, о цифровизации и о подготовке кадров.": [
        claim("bundle", "signed", "KAZ", "UZB", documents=3, signed_on="2025-11-12"),
        listed("memorandum", "KAZ", "UZB", sectors=["tourism"]),
        listed("memorandum", "KAZ", "UZB", sectors=["digital"]),
        listed("memorandum", "KAZ", "UZB", sectors=["education"]),
    ],
    "По итогам переговоров президентов Казахстана и Монголии 12 ноября подписан ряд документов:\n"
    "– Соглашение о сотрудничестве в сфере сельского хозяйства;\n"
    "– Меморандум между Министерством энергетики РК и Министерством транспорта Монголии о вывозе угля.": [
        listed("agreement", "KAZ", "MNG", sectors=["agriculture"]),
        listed("memorandum", "Министерство энергетики РК", "Министерство транспорта Монголии", sectors=["mining"]),
    ],
    "Делегация привезла из Китая 14 контрактов на 680 млн долларов. Крупнейший из них, на 210 млн долларов, "
    "предусматривает поставку автобусов.": [
        claim("bundle", "signed", "KAZ", "CHN", documents=14, amount=680000000),
        claim("contract", "signed", "KAZ", "CHN", amount=210000000, part_of_bundle=True),
    ],
    "Визит Шавката Мирзиёева в Пакистан завершился 6 ноября подписанием соглашений на 2 млрд долларов.": [
        claim("bundle", "signed", "UZB", "PAK", documents=None, amount=2000000000, signed_on="2025-11-06")
    ],
    # how far it is
    "«КазМунайГаз» и Masdar договорились построить ветропарк; рамочное соглашение планируется подписать в декабре.": [
        claim("agreement", "planned", "КазМунайГаз", "Masdar", signed_on="2025-12-01")
    ],
    "Между Казахстаном и ЕС будет подписан план сотрудничества в сфере критических минералов.": [
        claim("programme", "planned", "KAZ", "EU", sectors=["mining"])
    ],
    "Россия предложила Казахстану заключить соглашение о взаимных поставках газа.": [
        claim("contract", "proposed", "RUS", "KAZ")
    ],
    "Казахстан и Катар парафировали соглашение о защите инвестиций.": [
        claim("agreement", "agreed", "KAZ", "QAT", sectors=["investment"])
    ],
    "Договор о союзничестве между Казахстаном и Туркменистаном, подписанный в Ашхабаде в 2022 году, ратифицирован "
    "парламентами обеих стран.": [
        claim("treaty", "ratified", "KAZ", "TKM", sectors=["politics"], signed_on="2022-01-01")
    ],
    "Соглашение о транзите Казахстан и Иран подписать не успели, его обещают доработать.": [
        claim("agreement", "planned", "KAZ", "IRN")
    ],
    # who signs
    "«Узбекнефтегаз» подписал с «Туркменгазом» контракт на 1,3 млрд кубометров газа.": [
        claim("contract", "signed", "Узбекнефтегаз", "Туркменгаз", sectors=["oil_gas"])
    ],
    "Air Astana заказала у Boeing 15 лайнеров.": [claim("contract", "signed", "Air Astana", "Boeing")],
    "Казахстан и Грузия подписали меморандум о портах. Аналогичный документ с Арменией подписан 5 ноября.": [
        claim("memorandum", "signed", "KAZ", "GEO", sectors=["transport"]),
        claim("memorandum", "signed", "KAZ", "ARM", sectors=["transport"], signed_on="2025-11-05"),
    ],
    "Лидеры подписали на саммите Организации тюркских государств декларацию о цифровом сотрудничестве.": [
        claim("declaration", "signed", "OTS", sectors=["digital"])
    ],
    # a document told twice is one
    "Казахстан и Иран 12 ноября подписали меморандум о морских портах. Меморандум о портах скрепили подписями "
    "министры транспорта.": [claim("memorandum", "signed", "KAZ", "IRN", signed_on="2025-11-12")],
    # what a later sentence says of it by a pronoun
    "Соглашение о свободной торговле между ЕАЭС и ОАЭ снизит пошлины. Его подписали 27 июня 2025 года в Минске.": [
        claim("agreement", "signed", "EAEU", "ARE", sectors=["trade"], signed_on="2025-06-27", place="Minsk")
    ],
    "Казахстан торгует с Малайзией. Соглашение о свободной торговле не готово. Юристы спорят о списке товаров, "
    "и подписать его надеются до конца года.": [claim("agreement", "planned", "KAZ", "MYS", sectors=["trade"])],
    # several documents, each with its pair of firms
    "На форуме подписаны меморандумы «Самрук-Энерго» с Ansaldo и «КазМунайГаза» с Maire.": [
        claim("memorandum", "signed", "Самрук-Энерго", "Ansaldo"),
        claim("memorandum", "signed", "КазМунайГаз", "Maire"),
    ],
    # firms before a dash that stands for the verb
    "Казахстан и США 6 ноября подписали меморандум о критических минералах, а Cove Kaz Capital и «Тау-Кен Самрук» – "
    "соглашение о вольфраме на 1,1 млрд долларов.": [
        claim("memorandum", "signed", "KAZ", "USA", sectors=["mining"]),
        claim("agreement", "signed", "Cove Kaz Capital", "Тау-Кен Самрук", amount=1100000000),
    ],
    # the day of the visit that the text is about; the group that a summit's name holds
    "Деловое досье\n\nК визиту Токаева в Москву (11–12 ноября) обновили цифры.\n\nТорговля растёт.\n\n"
    "Казахстан и Россия подписали декларацию о партнёрстве. Ещё 14 соглашений – отраслевые.": [
        claim("declaration", "signed", "KAZ", "RUS", signed_on="2025-11-01", date_precision="month"),
        claim("bundle", "signed", "KAZ", "RUS", documents=14, signed_on="2025-11-01"),
    ],
    "В Астане прошёл саммит «Центральная Азия – Китай». Лидеры приняли Астанинскую декларацию.": [
        claim("declaration", "signed", "C5", "CHN")
    ],
    "Документ об открытии авиарейсов между Казахстаном и Японией будет подписан до лета.": [
        claim("agreement", "planned", "KAZ", "JPN", sectors=["aviation"])
    ],
    "Соглашение между правительствами Казахстана и Катара о газопроводе вступит в силу после ратификации.": [
        claim("agreement", "signed", "KAZ", "QAT", sectors=["oil_gas"])
    ],
    # counted without a verb of signing
    "Казахстан и Узбекистан подписали договор о союзничестве. Помимо него, появилось ещё 19 межправительственных и "
    "межведомственных документов. Самый практичный – соглашение о признании дипломов.": [
        claim("treaty", "signed", "KAZ", "UZB"),
        claim("bundle", "signed", "KAZ", "UZB", documents=19),
        claim("agreement", "signed", "KAZ", "UZB", part_of_bundle=True),
    ],
    "По итогам визита Токаева в Ташкент подписано 12 документов. Ещё 14 соглашений – межведомственные.": [
        claim("bundle", "signed", "KAZ", "UZB", documents=12),
        claim("bundle", "signed", "KAZ", "UZB", documents=14),
    ],
    "Узбекско-пакистанских документов ждут около тридцати, на 3,5 млрд долларов.": [
        claim("bundle", "planned", "UZB", "PAK", documents=30, documents_qualifier="about", amount=3500000000)
    ],
    "Казахстан и Чехия подписали шесть документов. Один из них – соглашение о поставках урана между «Казатомпромом» "
    "и CEZ.": [
        claim("bundle", "signed", "KAZ", "CZE", documents=6),
        claim("contract", "signed", "Казатомпром", "CEZ", part_of_bundle=True),
    ],
    # what the next sentence tells of its value; a quarter to come; the month told of before
    "«Казатомпром» в октябре заключил с французской Assystem контракт на проектирование. Его общая сумма – 7 млн евро. "
    "Договор с корейской Doosan планируется подписать во втором квартале.": [
        claim("contract", "signed", "Казатомпром", "Assystem", amount=7000000, unit="EUR", signed_on="2025-10-01"),
        claim("contract", "planned", "Doosan", amount=None, signed_on="2026-04-01"),
    ],
    "В мае Токаев приезжал в Баку. Тогда было подписано 12 документов.": [
        claim("bundle", "signed", "KAZ", "AZE", documents=12, signed_on="2025-05-01", date_precision="month")
    ],
    "Казахстан и Сербия условились подготовить и парафировать соглашение о туризме.": [
        claim("agreement", "planned", "KAZ", "SRB", sectors=["tourism"])
    ],
    # a document without a subject is about what the sentence before tells; "она" is the firm; a cabinet its country
    "Шведская Alleima построит в Атырау опреснительную станцию. Соглашение с Кабинетом министров она подписала "
    "12 ноября.": [claim("agreement", "signed", "Alleima", "KAZ", sectors=["water"], signed_on="2025-11-12")],
    # a document that is dated, awaited or waits to be ratified; a draft whose signing the next sentence expects
    "Соглашение между Казахстаном и Катаром о туризме датируется маем 2024 года.": [
        claim("agreement", "signed", "KAZ", "QAT", sectors=["tourism"], signed_on="2024-05-01")
    ],
    "Казахстан и Венгрия в июне подписали дорожную карту, а межправсоглашение ожидается в марте 2026 года.": [
        claim("programme", "signed", "KAZ", "HUN", signed_on="2025-06-01"),
        claim("agreement", "planned", "KAZ", "HUN", signed_on="2026-03-01"),
    ],
    "Договор об экстрадиции между Казахстаном и Чехией подписан в 2023 году и ожидает ратификации.": [
        claim("treaty", "signed", "KAZ", "CZE", signed_on="2023-01-01")
    ],
    "«КазМунайГаз» и SOCAR согласовали проект договора о закупках газа. Подписание ожидается в марте 2026 года.": [
        claim("contract", "planned", "КазМунайГаз", "SOCAR", signed_on="2026-03-01")
    ],
    # the document that is meant by the one it is with; a body by the first letters of its name; a delegation
    "Итоги недели\n\n«КазМунайГаз» 12 ноября подписал с CNPC контракт на бурение. «Самрук-Энерго» заключила с "
    "Alstom контракт на ремонт.\n"
    "Стоимость контракта с CNPC составляет 2 млрд долларов.": [
        claim("contract", "signed", "КазМунайГаз", "CNPC", amount=2000000000),
        claim("contract", "signed", "Самрук-Энерго", "Alstom", amount=None),
    ],
    "О встрече министра\n\nМинистр принял делегацию Исламского банка развития (ИБР). По завершении встречи подписано "
    "соглашение о водоснабжении.\n\nКредитный договор между ИБР и фондом «Байтерек» подписан в мае.": [
        claim("agreement", "signed", "KAZ", "Исламский банк развития", sectors=["water"]),
        claim("contract", "signed", "Исламский банк развития", "Байтерек", signed_on="2025-05-01"),
    ],
    # a name ends before those who sign; a government and a firm that only nouns name; a newspaper signs nothing
    "Шведская Alleima строит завод. Как сообщили «Азия-Плюс» в Минпроме, соглашение о строительстве правительство и "
    "компания подписали 12 ноября.": [
        claim("agreement", "signed", "KAZ", "Alleima", title="соглашение о строительстве", signed_on="2025-11-12")
    ],
    # heads of firms sign for the firms told before
    "Итоги недели\n\nНемецкая HSE и государственная «Самрук-Энерго» создадут предприятие. Учредительный договор "
    "подписали 12 ноября директора Томаж Шток и Ерлан Сеитов.": [claim("contract", "signed", "HSE", "Самрук-Энерго")],
    "Итоги недели\n\n«КазМунайГаз», «Самрук-Энерго» и Masdar ищут деньги. Договор подписан 12 ноября.": [],
    # what a paper provides for is its value, a loan's sum told before it too
    "ЕБРР и Министерство водных ресурсов подписали меморандум, предусматривающий инвестиции на 100 млн евро.": [
        claim("memorandum", "signed", "ЕБРР", "Министерство водных ресурсов", amount=100000000)
    ],
    "В 2026 году ЕБРР планирует выделить «Казахстан темир жолы» до 250 млн евро; кредитный договор подпишут в марте.": [
        claim("contract", "planned", "ЕБРР", "Казахстан темир жолы", amount=250000000, qualifier="up_to")
    ],
    "«Казатомпром» продаст Индии уран. Это уже третье подобное соглашение: первое было заключено в 2009 году.": [],
    # no document, or none that anybody signed
    "Клуб «Кайрат» подписал контракт с бразильским нападающим.": [],
    "Депутат напомнил, что соглашение с Южной Кореей о пенсионном обеспечении действует не первый год.": [],
    "Соглашение о транзите между Казахстаном и Ираном обсуждают. Его подписывать никто не торопится.": [],
    "Казахстан и Иран не подписали соглашение о транзите.": [],
    "Президенты Казахстана и Турции обсудили соглашение о транзите.": [],
    "Правительство Казахстана утвердило программу развития туризма.": [],
}


def test_goods_that_a_contract_counts_are_its_quantity_and_no_trade() -> None:
    text = "«Казатомпром» подписал с Orano контракт на поставку 600 тонн урана."
    (only,) = extract(text, language="ru", published_on=PUBLISHED).claims
    assert (only.table, only.values["quantity"], only.values["quantity_unit"]) == (ClaimTable.AGREEMENTS, 600, "t")


def test_what_a_later_sentence_counts_apart_is_no_value_of_the_documents_before() -> None:
    text = (
        "Новости недели\n\nКазахстан и Турция 28 июля подписали меморандум о туризме.\n\n"
        "Из частных планов самый заметный – завод, который Tiryaki намерен поставить в Астане за 295 млн долларов."
    )
    claims = extract(text, language="ru", published_on=PUBLISHED).claims
    assert [(each.table, each.values["amount"]) for each in claims if each.table is not ClaimTable.VISITS] == [
        (ClaimTable.AGREEMENTS, None),
        (ClaimTable.INVESTMENTS, 295000000),
    ]


@pytest.mark.parametrize("text", TOLD)
def test_agreements_are_read_as_told(text: str) -> None:
    reading = extract(text, language="ru", published_on=PUBLISHED)
    found = [dict(each.values) for each in reading.claims if each.table is ClaimTable.AGREEMENTS]
    got = [values | {"parties": frozenset(values["parties"])} for values in found]  # type: ignore[arg-type]
    for values, wanted in zip(got, TOLD[text], strict=True):
        assert {name: values[name] for name in wanted} == wanted
