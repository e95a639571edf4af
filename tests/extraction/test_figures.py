"""Whose a figure is: the time it is told of, whether it has happened, and who says so, across clauses and sentences."""

from datetime import date

import pytest

from pipeline.extraction import extract

PUBLISHED = date(2025, 11, 18)


def told(text: str, *columns: str, table: str = "trade") -> list[str]:
    claims = extract(text, language="ru", published_on=PUBLISHED, voice="KAZ").claims
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


def test_a_hope_that_leaves_out_what_it_is_of_goes_on_with_the_trade_before() -> None:
    text = (
        "Торговля с Венгрией\n\nВ прошлом году товарооборот двух стран вырос на 14% и превысил 180 млн долларов. "
        "К 2030 году стороны рассчитывают довести его до миллиарда."
    )
    last = told(text, "flow", "amount", "unit", "basis", "period_start")[-1]
    assert last == "turnover 1000000000 USD forecast 2030-01-01"


@pytest.mark.parametrize("wanted", ["К 2035 году {} планируют довести до", "В 2035 году {} должен достигнуть"])
def test_no_year_is_reckoned_from_one_that_is_still_to_come(wanted: str) -> None:
    goal = wanted.format("товарооборот Казахстана с Венгрией")
    text = f"{goal} 4 млрд долларов. В прошлом году экспорт в Венгрию составил 90 млн долларов."
    read = [claim.values["period_start"] for claim in extract(text, language="ru").claims]
    assert read == ["2035-01-01", None]
    read = [claim.values["period_start"] for claim in extract(text, published_on=date(2025, 3, 1)).claims]
    assert read == ["2035-01-01", "2024-01-01"]


def test_where_the_greater_part_goes_is_not_where_all_goes() -> None:
    text = "За восемь месяцев Казахстан вывез 420 тыс. тонн ячменя, в основном в Иран и Китай."
    assert told(text, "reporter", "partner", "amount") == ["KAZ WORLD 420000"]


@pytest.mark.parametrize(
    ("title", "partner"),
    [("Мельники теряют Афганистан", "WORLD"), ("Экспорт муки в Афганистан", "AFG"), ("Казахстан и Афганистан", "AFG")],
)
def test_a_title_tells_the_partner_only_where_it_tells_of_dealings(title: str, partner: str) -> None:
    text = f"{title}\n\nЗа пять месяцев сезона казахстанские мельники вывезли 880 тысяч тонн муки."
    assert told(text, "partner") == [partner]


@pytest.mark.parametrize(
    ("lead", "reporter"),
    [
        ("ТБИЛИСИ, 5 ноября. /ТАСС/. Товарооборот Грузии с Казахстаном вырос на 5%.", "GEO"),
        ("Товарооборот между Грузией и Казахстаном вырос на 5%, следует из данных таможенной службы Грузии.", "GEO"),
        ("Товарооборот Казахстана с Грузией вырос на 5%, следует из данных Бюро национальной статистики.", "KAZ"),
    ],
)
def test_a_note_tells_the_trade_of_its_dateline_or_of_the_office_that_counts_it(lead: str, reporter: str) -> None:
    assert told(f"Товарооборот вырос\n\n{lead} Экспорт составил 40 млн долларов.", "reporter")[-1] == reporter


def test_a_share_of_a_flow_named_anew_is_one_of_all_partners() -> None:
    text = (
        "Внешнеторговый оборот Грузии составил 20 млрд долларов. Турция купила грузинских товаров на 600 млн долларов. "
        "Больше половины ввоза (54,1%) приходится на Китай."
    )
    assert told(text, "reporter", "partner", "flow", "amount")[-1] == "GEO CHN import 54.1"


def test_who_adds_that_something_is_so_adds_nothing_to_it() -> None:
    text = "Министр добавил, что в структуре экспорта Казахстана в Италию 46% занимает нефть."
    assert told(text, "measure", "amount") == ["share 46"]


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("Узбекистан закупил в Казахстане молочных продуктов на 24 млн долларов.", ["молочный продукт"]),
        ("Казахстан закупил в Узбекистане различных товаров на 24 млн долларов.", ["None"]),
        ("Китай остаётся покупателем казахстанской меди. В мае туда вывезено 38 тыс. тонн этого металла.", ["медь"]),
        (
            "Из Казахстана вывезено 800 тыс. тонн муки. Узбекистан увеличил закупки на 8%, до 190 тысяч.",
            ["мука", "мука", "мука"],
        ),
    ],
)
def test_goods_are_told_by_their_adjective_or_were_told_before(text: str, goods: list[str]) -> None:
    assert told(text, "commodity") == goods


def test_the_same_period_a_year_earlier_is_that_of_the_year_before() -> None:
    text = (
        "С сентября 2024 года по январь 2025 года Казахстан вывез 880 тыс. тонн муки. "
        "Годом ранее за тот же период вывезли 1,02 млн тонн."
    )
    assert told(text, "period_start") == ["2024-09-01", "2023-09-01"]


def test_an_office_alone_means_who_was_a_subject_before() -> None:
    text = (
        "Премьер-министр Венгрии Виктор Орбан прибыл в Астану. На переговорах с казахстанским коллегой Олжасом "
        "Бектеновым обсуждали торговлю. Товарооборот двух стран вырос на 5%, отметил премьер."
    )
    assert told(text, "claimant") == ["Виктор Орбан"]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "По Среднему коридору перевезено 5 млн тонн грузов. Количество контейнерных блок-поездов из Китая за это "
            "время увеличилось с 200 до 300. На будущий год запланировано пропустить 500 таких составов.",
            [
                "middle-corridor 5000000 t",
                "middle-corridor 200 trains",
                "middle-corridor 300 trains",
                "middle-corridor 500 trains",
            ],
        ),
        (
            "По Среднему коридору перевезено 5 млн тонн грузов. Время в пути от Сианя до порта Баку сократилось до "
            "11 суток.",
            ["middle-corridor 5000000 t", "middle-corridor 11 days"],
        ),
        (
            "Грузопоток по коридору «Север – Юг» достиг 28 млн тонн. По восточному маршруту «Север – Юг» прошло 2 млн "
            "тонн. К 2030 году мощность всех трёх веток планируется довести до 45 млн тонн.",
            ["north-south 28000000 t", "north-south-east 2000000 t", "north-south 45000000 t"],
        ),
        ("Через погранпереход Достык проследовало 3412 поездов Китай – Европа.", []),
        (
            "По маршруту Китай – Европа совершено 8,2 тыс. рейсов; через территорию Казахстана прошло 80% составов.",
            ["china-europe 8200 trains", "transit-KAZ 80 percent"],
        ),
    ],
)
def test_what_a_corridor_is_said_to_carry(text: str, figures: list[str]) -> None:
    assert told(text, "corridor", "amount", "unit", table="corridors") == figures


def test_what_has_been_carried_since_a_route_was_opened_has_no_end() -> None:
    text = "По нефтепроводу КТК с момента запуска в 2001 году отгружено свыше 900 млн тонн казахстанской нефти."
    assert told(text, "period_start", "period_end", "origin", table="corridors") == ["2001-01-01 None KAZ"]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "Экспорт Казахстана в Иран вырос на 5%, до 180 млн долларов. Экспорт в натуральном выражении составил "
            "900 тыс. тонн.",
            ["KAZ IRN export 5", "KAZ IRN export 180000000", "KAZ IRN export 900000"],
        ),
        (
            "Россия поставила в Казахстан автомобилей на 214 млн долларов. В штуках экспорт вырос до 16 тысяч машин с "
            "11 тысяч.",
            ["RUS KAZ export 214000000", "RUS KAZ export 16000", "RUS KAZ export 11000"],
        ),
        (
            "Главным поставщиком машин в Казахстан остаётся Китай: оттуда за год ввезли техники на 700 млн долларов.",
            ["KAZ CHN import 700000000"],
        ),
        (
            "Внешнеторговый оборот Грузии составил 4 млрд долларов. Лидирует по обороту Турция – 900 млн, за ней "
            "следует Китай – 800 млн.",
            ["GEO WORLD turnover 4000000000", "GEO TUR turnover 900000000", "GEO CHN turnover 800000000"],
        ),
        (
            "Казахстан остаётся третьим среди партнёров Грузии: на него пришлось 9% внешнеторгового оборота Грузии.",
            ["GEO KAZ turnover 9"],
        ),
    ],
)
def test_who_trades_goes_on_from_what_was_told(text: str, claims: list[str]) -> None:
    assert told(text, "reporter", "partner", "flow", "amount") == claims


def test_what_exceeds_the_year_before_has_grown_by_so_much() -> None:
    text = "Экспорт в Китай составил 5 млрд долларов, превысив показатель прошлого года на 7%."
    assert told(text, "measure", "amount", "qualifier") == ["value 5000000000 exact", "growth 7 exact"]


def test_trade_of_the_two_countries_is_that_of_the_title_where_a_paragraph_begins_with_it() -> None:
    text = (
        "Россия увеличила поставки в Казахстан\n\nКазахстан закупил в Китае машин на 700 млн долларов.\n\n"
        "Товарооборот двух стран в прошлом году превысил 27 млрд долларов."
    )
    assert told(text, "reporter", "partner", "flow")[-1] == "KAZ RUS turnover"


@pytest.mark.parametrize(
    "text",
    [
        "Вывоз вина из Грузии растёт\n\nГрузия экспортировала вина на 200 млн долларов. Экспорт составил 70 тыс. тонн.",
        "Таджикистан больше продаёт Казахстану\n\nДУШАНБЕ, 24 июля. Казахстан стал третьим партнёром. Экспорт в "
        "Казахстан составил 70 млн долларов. Всего экспорт достиг 900 млн долларов.",
    ],
)
def test_a_text_on_one_country_counts_its_trade(text: str) -> None:
    assert {claim.split()[0] for claim in told(text, "reporter", "partner")} <= {"GEO", "TJK"}


@pytest.mark.parametrize(
    ("text", "claimants"),
    [
        (
            "По словам главы турецкого государства, экспорт Казахстана в Турцию вырос на 5%.",
            ["Реджеп Тайип Эрдоган"],
        ),
        (
            "Экспорт в Китай достиг 5 млрд долларов, сообщил министр торговли Арман Шаккалиев. Из них на нефть "
            "пришлось 2 млрд долларов.",
            ["Арман Шаккалиев", "Арман Шаккалиев"],
        ),
        (
            "Экспорт растёт\n\nЭкспорт Узбекистана вырос на 5%. Такие данные опубликовал 20 октября Национальный "
            "комитет по статистике.",
            ["Национальный комитет по статистике"],
        ),
    ],
)
def test_who_says_so_is_named_beside_or_before(text: str, claimants: list[str]) -> None:
    assert told(text, "claimant") == claimants
