"""Persons, organisations, countries, cities and corridors from the matches of their rules."""

from dataclasses import replace
from functools import cache
from typing import Any

from pipeline.extraction.matching import Found
from pipeline.extraction.mentions.model import CorridorMention, Organisation, Pair, Party, Person, Place
from pipeline.extraction.mentions.regions import is_of_region
from pipeline.extraction.nominative import agreeing, firm_name, is_ministry
from pipeline.extraction.tokens import Tokens

CASES = "ngdaip"
NUMBERS = "sm"
PARTY_CLASSES = {"GEO": "noun", "GEOADJ": "adjective", "PEOPLE": "people", "SEAT": "seat"}
POINTING = {
    "OURLAND": "@voice",
    "NEIGHBOUR": "@partner",
    "MONARCHY": "@partner",
    "REGIONWORD": "@region",
    "UNIONWORD": "@union",
    "THISLAND": "@voice",
}
# the rule for "страны" where it can only be one country
ONE_LAND = "ru.party.this-land"
REGION = "ru.place.region"
HEAD_OF_BODY = "ru.person.head-of-body"
TITLES = ("OFFICE", "LOWRANK", "HEADOF", "COLLEAGUE")
NAME_CLASSES = ("PERSONNAME", "PATRONYMIC")
# a foreign or quoted name stands in every case unchanged
ANY_CASE = "ngdaips"
QUOTES = {"«", "»", '"'}
INSTRUMENTAL = {"с", "со", "между"}
EAST = {"north-south": "north-south-east"}


@cache
def nominal(features: str) -> str:
    """The features that a mention's code can carry: adjective, cases, number."""
    return "".join(letter for letter in "Angdaipsm" if letter in features)


def build_party(tokens: Tokens, found: Found) -> Party | None:
    """A country or group by one of its words; "страны ЕС" stand in the case of "страны"."""
    if "h" in found.groups:
        at = found.groups["g"][0]
        pointers = (pointer for name, pointer in POINTING.items() if tokens.value(at, name) is not None)
        group = tokens.value(at, "GEO") or tokens.value(at, "GEOADJ") or next(pointers)
        head = found.groups["h"][0]
        named = (tokens.features(head, name) for name in ("COUNTRYN", "THISLAND", "MONARCHY"))
        features = _counted(tokens, found, next(filter(None, named), ""))
        return Party(found.start, found.end, found.rule.id, group, "noun", features)
    at = found.groups["g"][0]
    analyses = tokens.analyses[at]
    for name, role in PARTY_CLASSES.items():
        if name in analyses:
            code, features = analyses[name]
            return Party(found.start, found.end, found.rule.id, code, role, _counted(tokens, found, features))
    for name, pointer in POINTING.items():
        features = tokens.features(found.start, name)
        abroad = name == "THISLAND" and is_of_region(tokens, found.start - 1)
        pointer = POINTING["NEIGHBOUR"] if abroad else pointer
        several = name == "THISLAND" and "m" in features and found.rule.id != ONE_LAND and not abroad
        if tokens.value(found.start, name) is not None and not several:
            role = "adjective" if "A" in features else "noun"
            return Party(found.start, found.end, found.rule.id, pointer, role, nominal(features or "ngdaips"))
    return None


def _counted(tokens: Tokens, found: Found, features: str) -> str:
    """The cases of a party, "все пять стран" being a subject and an object beside its genitive."""
    first = tokens.analyses[found.start]
    if "NUMW" not in first and "WHOLE" not in first:
        return nominal(features)
    straight = tokens.keys[found.start] in ("все", "оба", "обе") or "NUMW" in first
    oblique = tokens.keys[found.start].endswith(("и", "ми"))
    return nominal(features + "na" if straight and not oblique and "g" in features else features)


def build_pair(tokens: Tokens, found: Found) -> Pair:
    """The countries of a compound adjective, in their order."""
    return Pair(found.start, found.end, found.rule.id, str(tokens.value(found.start, "PAIR")).split("/"))


def build_place(tokens: Tokens, found: Found) -> Place:
    """A city of the registry, or a region by its name or its adjective."""
    if found.rule.id == REGION:
        head, at = found.groups.get("h", found.groups["c"])[0], found.groups["c"][0]
        name = "OBLAST" if "h" in found.groups else "REGION"
        country = str(tokens.value(at, "REGIONADJ" if "h" in found.groups else "REGION"))
        features = nominal(tokens.features(head, name))
        return Place(found.start, found.end, found.rule.id, "", country, False, features)
    name, _, country = str(tokens.value(found.start, "CITY")).partition("/")
    features = nominal(tokens.features(found.start, "CITY"))
    return Place(found.start, found.end, found.rule.id, name, country.rstrip("*"), country.endswith("*"), features)


def build_corridor(tokens: Tokens, found: Found) -> CorridorMention:
    """A corridor of the registry, its eastern branch, or a route that is not in it."""
    fixed = found.rule.settings.get("corridor")
    if fixed:
        return CorridorMention(found.start, found.end, found.rule.id, None if fixed == "other" else fixed)
    corridor = str(tokens.value(found.groups["c"][0], "CORRIDOR"))
    if "e" in found.groups:
        corridor = EAST.get(corridor, corridor)
    return CorridorMention(found.start, found.end, found.rule.id, corridor)


def build_organisation(tokens: Tokens, found: Found) -> Organisation | None:
    """An organisation; its name is what stands in quotation marks, or else its whole run of words."""
    country = next((code for at in range(found.start, found.end) if (code := _country_at(tokens, at))), None)
    first, last = found.groups.get("q") or found.groups.get("n", (found.start, found.end))
    features = ""
    for at in range(found.start, found.end):
        for name in ("ORG", "ORGNOUN"):
            features = features or tokens.features(at, name)
    features = features or ANY_CASE
    known = tokens.value(first, "ORG") if last == first + 1 else None
    if known and " " in tokens.keys[first] and set(ANY_CASE) <= set(features):
        known = tokens.words(first, last)  # a name that does not decline stands as the text writes it
    if known and found.end - first == 1 and "a" not in found.groups:
        return Organisation(found.start, found.end, found.rule.id, known, country, nominal(features))
    if known and "a" in found.groups and "g" not in found.groups:
        return Organisation(found.start, found.end, found.rule.id, known, country, nominal(features))
    if found.rule.id == "ru.org.firm":
        return _by_its_parts(tokens, found, country)
    if "q" in found.groups:
        name = _quoted_name(tokens, found, tokens.words(first, last).strip('«»" '))
    elif found.rule.id in ("ru.org.latin", "ru.org.site"):
        name = tokens.words(first, last)
        if len(name) == 1:
            return None  # a letter behind a number or a grade ("5G") names nobody
    else:
        name = nominative_run(tokens, found.start, found.end)
    return Organisation(found.start, found.end, found.rule.id, name, country, nominal(features))


def _by_its_parts(tokens: Tokens, found: Found, country: str | None) -> Organisation | None:
    """A ministry by its short name, with its country, or a firm."""
    name = tokens.words(*found.groups["n"])
    if is_ministry(name):
        name = tokens.words(found.start, found.end)
        return Organisation(found.start, found.end, found.rule.id, name, country, ANY_CASE)
    firm = firm_name(name)
    return Organisation(found.start, found.end, found.rule.id, firm, None, ANY_CASE) if firm else None


def nominative_run(tokens: Tokens, first: int, last: int) -> str:
    """The words of a name with its head and the adjectives before it in the nominative, the rest as the text has it."""
    words = [tokens.words(at, at + 1) for at in range(first, last)]
    for at in range(first, last):
        head = tokens.value(at, "ORG") or tokens.value(at, "ORGNOUN")
        if head:
            index = at - first
            before = [agreeing(word, head.split(" ")[-1]) for word in words[:index]]
            if not any(word.endswith(("ые", "ие")) for word in words[:index]):
                words = [*before, _in_case_of(words[index], head), *words[index + 1 :]]
            break
    return " ".join(word for word in words if word not in QUOTES).replace(" ,", ",")


def _in_case_of(word: str, lemma: str) -> str:
    """The lemma with the capital letter that the word has in the text."""
    return lemma[0].upper() + lemma[1:] if word[0].isupper() else lemma


def _quoted_name(tokens: Tokens, found: Found, name: str) -> str:
    """The nominative of a name in quotation marks: it declines only where no noun before it does."""
    bare = tokens.keys[found.start] in QUOTES
    if bare and " " in name:
        *first, last = name.split(" ")
        return " ".join([*first, firm_name(last) or last])
    known = firm_name(name)
    if not bare:
        return known or name
    if known is not None:
        return known
    before = tokens.keys[found.start - 1] if found.start else ""
    return name[:-2] if before in INSTRUMENTAL and name.endswith("ом") else name


def _country_at(tokens: Tokens, at: int) -> str | None:
    analyses = tokens.analyses[at]
    if not analyses:
        return None
    for name in PARTY_CLASSES:
        if name in analyses:
            return analyses[name][0]
    city = tokens.value(at, "CITY")
    return city.partition("/")[2].rstrip("*") if city and city.endswith("*") else None


def build_persons(tokens: Tokens, found: Found, persons: dict[str, Any]) -> list[Person]:
    """The person of a match; two where an officer stands before somebody else: "у президента Чили Токаев был"."""
    person = build_person(tokens, found, persons)
    country = _country_of_office(tokens, found)
    if not (person.known and person.office and country and "o" in found.groups and country != person.country):
        return [person]
    at = found.groups["n"][0]
    cases = set(CASES) & set(tokens.features(at, "PERSONNAME"))
    if not cases or cases & set(person.features):
        return [person]
    office = replace(person, end=at, name=None, known=None, country=country)
    return [office, replace(person, start=at, office=None, features=nominal(tokens.features(at, "PERSONNAME")))]


def build_person(tokens: Tokens, found: Found, persons: dict[str, Any]) -> Person:
    """A person by name, office or both. The country is that of the person, or else the one named with the office."""
    low = False
    office = None
    if "o" in found.groups:
        at = found.groups["o"][0]
        office = tokens.value(at, "OFFICE")
        low = office is None or any(tokens.keys[each].startswith("бывш") for each in range(found.start, at))
    elif "h" in found.groups:
        office = "president"
    if "office" in found.rule.settings:
        office, low = found.rule.settings["office"], False
    elif found.rule.id == HEAD_OF_BODY and tokens.keys[found.groups["m"][0] - 1].startswith("мин"):
        office, low = "minister", False  # "глава Минводхоза"
    country = _country_of_office(tokens, found)
    known, name = None, None
    if "n" in found.groups:
        known, name = _named(tokens, found.groups["n"])
    if known and _is_namesake(tokens, found, country, persons[known]["country"]):
        known, name = None, tokens.words(found.groups["v"][0], found.groups["n"][1])
    if known and _is_anothers(tokens, found):
        return Person(found.start, found.end, found.rule.id, None, None, country, None, _features(tokens, found), True)
    if known:
        country, name = persons[known]["country"], persons[known]["name"]
        low = False
    features = _features(tokens, found)
    return Person(found.start, found.end, found.rule.id, name, known, country, office, features, low)


def _country_of_office(tokens: Tokens, found: Found) -> str | None:
    """The country that is named with an office, before it or behind it."""
    country = None
    for group in ("a", "g"):
        if group in found.groups and country is None:
            country = _country_at(tokens, found.groups[group][0])
    if country is None and "m" in found.groups:
        first, last = found.groups["m"]
        named = [code for at in range(first, last) if (code := _country_at(tokens, at))]
        nouns = (code for at in range(first, last) if (code := tokens.value(at, "GEO")))
        country = next(nouns, named[0] if named else None)  # "министр европейской интеграции Хорватии"
    return country


def _is_namesake(tokens: Tokens, found: Found, country: str | None, own: str) -> bool:
    """Whether a surname of the registry stands behind another given name for somebody else.

    That is so for an officer of another country, and where its form is not in the case of the office: "министр Дарига
    Назарбаева".
    """
    first, end = found.groups.get("v", (0, 0))
    if first == end:
        return False
    at, title = found.groups["n"][0], found.groups["o"][0]
    office = tokens.features(title, "OFFICE") or tokens.features(title, "LOWRANK")
    agrees = set(CASES) & set(office) & set(tokens.features(at, "PERSONNAME"))
    return not agrees or (country is not None and country != own)


def _is_anothers(tokens: Tokens, found: Found) -> bool:
    """Whether an office below a minister is held under the person named: "спецпредставитель Трампа"."""
    if "o" not in found.groups or tokens.value(found.groups["o"][0], "LOWRANK") is None:
        return False
    title = tokens.features(found.groups["o"][0], "LOWRANK")
    name = tokens.features(found.groups["n"][0], "PERSONNAME")
    return bool(title and name) and not set(CASES) & set(title) & set(name)


def _named(tokens: Tokens, span: tuple[int, int]) -> tuple[str | None, str]:
    for at in range(span[0], span[1]):
        for name in NAME_CLASSES:
            if (person := tokens.value(at, name)) is not None:
                return person, ""
    first, last = span
    if last - first > 2 and firm_name(tokens.words(first, first + 1)):
        first += 1  # "заместитель председателя Гомельоблисполкома Иван Петров"
    return None, tokens.words(first, last)


def _features(tokens: Tokens, found: Found) -> str:
    if any(tokens.value(at, "ACTING") is not None for at in range(found.start, min(found.start + 2, found.end))):
        named = tokens.features(found.groups["n"][0], "PERSONNAME") if "n" in found.groups else ""
        return nominal(named or ANY_CASE)  # "исполняющий обязанности министра": the office stands in the genitive
    if "o" in found.groups:
        at = found.groups["o"][0]
        title = next(filter(None, (tokens.features(at, name) for name in TITLES)), "")
        if title:
            # "главы" of one body is a genitive, which is a plural subject elsewhere
            return "gs" if found.rule.id == HEAD_OF_BODY and {"s", "m"} <= set(title) else nominal(title)
    if "h" in found.groups:
        return nominal(tokens.features(found.groups["h"][0], "HEADOF"))
    if "n" in found.groups:
        at = found.groups["n"][0]
        return nominal(tokens.features(at, "PERSONNAME") or tokens.features(at, "PATRONYMIC") or "ns")
    return ""
