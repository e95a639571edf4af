"""Surnames alone: a person's only after the article has given the full name.

"Премьер-министр Шахбаз Шариф ... Сам Шариф", "глава МИД Мали Абдулай Диоп ... Диоп": surnames that stand for one
person of the registry wherever they occur are in the lexicon; whom no registry knows is told by his office.
"""

import re
from bisect import bisect_left
from typing import Any, NamedTuple

from pipeline.extraction.lexicon import Lexicon
from pipeline.extraction.mentions.model import Mention, Person
from pipeline.extraction.tokens import Tokens

RULE = "ru.person.surname"
ENDINGS = {"": "ns", "а": "gas", "у": "ds", "ом": "is", "ым": "is", "е": "ps"}
FEMININE = {"а": "ns", "ой": "gdips", "у": "as"}
ADJECTIVAL = {"ий": "ns", "ого": "gas", "ому": "ds", "им": "is", "ом": "ps"}
VOWELS = "аеиоуыэюя"
LEAST = 4
OF_WOMAN = re.compile(r"(?<=[оеё]в|[иы]н)(?:а|ой|у)$")
OF_ADJECTIVE = re.compile(r"(?<=[сц]к)(?:ий|ого|ому|им|ом)$")


class Surname(NamedTuple):
    """One form of a surname: whose it is, by the registry or by the word itself, and its cases."""

    known: str | None
    features: str


def with_surnames(tokens: Tokens, mentions: list[Mention], lexicon: Lexicon) -> list[Mention]:
    """The mentions, with those by a surname alone of persons whom the text named in full before."""
    full = [each for each in mentions if isinstance(each, Person) and (each.known or (each.office and each.name))]
    forms_of = {person.end: _forms(tokens, person, lexicon) for person in full}
    surnames = set().union(*forms_of.values())
    if surnames.isdisjoint(tokens.keys):
        return mentions
    at_surnames = [at for at, key in enumerate(tokens.keys) if key in surnames]
    persons: dict[str, Any] = lexicon.facts["persons"]
    forms: dict[str, Surname] = {}
    found: list[Mention] = []
    position = 0
    for mention in mentions:
        found += _between(tokens, at_surnames, range(position, mention.start), forms, persons)
        found.append(mention)
        position = mention.end
        forms |= forms_of.get(position, {})
    return [*found, *_between(tokens, at_surnames, range(position, len(tokens)), forms, persons)]


def _forms(tokens: Tokens, person: Person, lexicon: Lexicon) -> dict[str, Surname]:
    """The forms of the surname of a full name, none for one that the lexicon knows."""
    last = tokens.keys[person.end - 1].split(" ")[-1]
    given = " " in str(person.name) if person.known is None else " " in tokens.keys[person.end - 1]
    known = lexicon.form(last)
    if (
        not given
        or len(last) < LEAST
        or (known is not None and (person.known is None or "PERSONNAME" in known.capital))
    ):
        return {}
    stem, endings = _declension(last, "n" in person.features)
    return {stem + end: Surname(person.known, features) for end, features in endings.items()}


def _declension(last: str, is_nominative: bool) -> tuple[str, dict[str, str]]:
    """The stem of a surname in some case and its endings."""
    for pattern, endings in ((OF_WOMAN, FEMININE), (OF_ADJECTIVE, ADJECTIVAL)):
        if pattern.search(last) and (endings is ADJECTIVAL or is_nominative == last.endswith("а")):
            return pattern.sub("", last), endings
    stem = next((last[: -len(end)] for end in ("ом", "ым", "а", "у", "е") if last.endswith(end)), last)
    stem = last if is_nominative else stem
    return stem, {"": "ngdaips"} if stem[-1] in VOWELS else ENDINGS


def _between(
    tokens: Tokens, chosen: list[int], span: range, forms: dict[str, Surname], persons: dict[str, Any]
) -> list[Mention]:
    """The persons at those of the chosen tokens that stand in a span."""
    found: list[Mention] = []
    for at in chosen[bisect_left(chosen, span.start) : bisect_left(chosen, span.stop)]:
        if tokens.keys[at] in forms and tokens.words(at, at + 1)[:1].isupper():
            known, features = forms[tokens.keys[at]]
            if known is None:
                found.append(Person(at, at + 1, RULE, tokens.words(at, at + 1), None, None, None, features))
                continue
            facts = persons[known]
            found.append(Person(at, at + 1, RULE, facts["name"], known, facts["country"], None, features))
    return found
