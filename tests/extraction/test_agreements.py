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
    # no document, or none that anybody signed
    "Казахстан и Иран не подписали соглашение о транзите.": [],
    "Президенты Казахстана и Турции обсудили соглашение о транзите.": [],
    "Правительство Казахстана утвердило программу развития туризма.": [],
}


@pytest.mark.parametrize("text", TOLD)
def test_agreements_are_read_as_told(text: str) -> None:
    reading = extract(text, language="ru", published_on=PUBLISHED)
    found = [dict(each.values) for each in reading.claims if each.table is ClaimTable.AGREEMENTS]
    got = [values | {"parties": frozenset(values["parties"])} for values in found]  # type: ignore[arg-type]
    for values, wanted in zip(got, TOLD[text], strict=True):
        assert {name: values[name] for name in wanted} == wanted
