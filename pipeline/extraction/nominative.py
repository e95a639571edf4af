"""The nominative of names that no lexicon knows, by their endings and the case that their title shows."""

import re
from functools import lru_cache

# as many names as some articles have; those of one come again and again
MOST_KEPT = 1_000

# masculine endings by case letter: what to cut and what to put instead
ENDINGS = (
    (re.compile(r"(ск|цк)(?:ого|ому|им|ом)$"), r"\1ий"),
    (re.compile(r"([оеё]в|[иы]н)(?:а|у|ым|е)$"), r"\1"),
    (re.compile(r"([бвгдзклмнпрстфх])(?:а|у|ом)$"), r"\1"),
    (re.compile(r"([жшчщц])(?:а|у|ем)$"), r"\1"),
    (re.compile(r"([аеиоуыэ])(?:я|ю|ем)$"), r"\1й"),
)
# names that lose a vowel where they decline
FLEETING_NAMES = {"Павл": "Павел", "Льв": "Лев"}
FLEETING = re.compile(r"^(Павл|Льв)(?:а|у|ом|е)$")
FEMININE = re.compile(r"([оеё]в|[иы]н)ой$")


@lru_cache(MOST_KEPT)
def nominative(name: str, features: str) -> str:
    """The name as it would stand as a subject; unchanged when `features` allow that it already does."""
    if "n" in features or not features:
        return name
    words = name.split(" ")
    if any(FEMININE.search(word) for word in words):
        return " ".join(_word(word) if FEMININE.search(word) else _womans(word) for word in words)
    return " ".join(_word(word) for word in words)


def _womans(word: str) -> str:
    """The nominative of a woman's first name in the genitive: "Ольги", "Марии", "Гульмиры"."""
    if word.endswith("ы"):
        return word[:-1] + "а"
    return word[:-1] + ("а" if word[-2:-1] in VELAR else "я") if word.endswith("и") else word


def _word(word: str) -> str:
    if found := FLEETING.match(word):
        return FLEETING_NAMES[found[1]]
    if FEMININE.search(word):
        return FEMININE.sub(r"\1а", word)
    for pattern, replacement in ENDINGS:
        if pattern.search(word):
            return pattern.sub(replacement, word)
    return word


# parts of firms' names, with the endings that they decline by
FIRM_MASCULINE = (
    "газ|пром|атом|транс|флот|банк|телеком|строй|инвест|холдинг|экспорт|цинк|хром|металл|космос|лизинг|ойл|алюминий|исполком|надзор|статком|госкомстат|потребсоюз|центр|резерв|трест|комбинат"
    "|мин(?:план|торг|эконом|труд|строй|культ|фин|юст|здрав|обр|сельхоз|сельхозпрод|иностран|цифр|спорт|внешторг|водхоз)"
)
FIRM_FEMININE = "корпораци|геологи"
FIRM_FIXED = "энерго|авиа|агро|гидро|нефть|почта"
FIRM = re.compile(
    rf"^(?P<stem>.*(?:{FIRM_MASCULINE}))(?:|а|у|ом|е)$|^(?P<soft>.*(?:{FIRM_FEMININE}))(?:я|и|ю|ей)$"
    rf"|^(?P<oil>.*нефт)(?:ь|и|ью)$|^(?P<post>.*почт)(?:а|ы|у|ой|е)$|^(?P<fixed>.*(?:{FIRM_FIXED}))$",
    re.IGNORECASE,
)
FIRM_ENDINGS = {"stem": "", "soft": "я", "oil": "ь", "post": "а", "fixed": ""}
SHORTEST_FIRM = 7
# parts of the short names of ministries; what stands in the genitive behind "Мин" does not decline
MINISTRY = re.compile(
    r"^мин(?:обр|транспорт|эконом|сельхоз|просвещ|инвест|природ|цифр|доход|энерг|индустр|соц|водресурс|здрав|финанс"
    r"|торгов|юст|развит|промышлен|промэнерго|эколог|нефт|туризм|финэконом|связ|культур|спорт|строй|нац|иност|восток|наук|продовольств|территор|комм)\w*$",
    re.IGNORECASE,
)
ADJECTIVE_STEM = re.compile(r"(?:ого|ому|его|ему|ыми|ими|ый|ий|ой|ая|яя|ое|ее|ую|юю|ым|им|ом|ем|ей|ых|их|ые|ие)$")
VELAR = "кгхжшчщ"


def firm_name(word: str) -> str | None:
    """The nominative of a firm's name of one word; None for a word whose parts do not tell that it is a firm."""
    found = FIRM.match(word) if len(word) >= SHORTEST_FIRM else None
    if found is None or found.lastgroup is None:
        return None
    return found[found.lastgroup] + FIRM_ENDINGS[found.lastgroup]


def is_ministry(word: str) -> bool:
    """Whether a word is the short name of a ministry: "Минтранспорта", "Минобрнауки"."""
    return MINISTRY.match(word) is not None


def agreeing(adjective: str, noun: str) -> str:
    """An adjective in the nominative singular, in the gender that the ending of its noun tells."""
    found = ADJECTIVE_STEM.search(adjective)
    if found is None or not adjective[: found.start()]:
        return adjective
    stem = adjective[: found.start()]
    soft = found[0][0] in "еиюя" and stem[-1].lower() not in VELAR
    if noun.endswith(("а", "я")):
        return stem + ("яя" if soft else "ая")
    if noun.endswith(("о", "е")):
        return stem + ("ее" if soft else "ое")
    return stem + ("ий" if soft or stem[-1].lower() in VELAR else "ый")
