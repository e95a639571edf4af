"""Surnames that are words or other people's names too: a person's only after the article has given the full name.

"Премьер-министр Шахбаз Шариф ... Сам Шариф": surnames that stand for one person wherever they occur are in the lexicon.
"""

from bisect import bisect_left
from typing import Any

from pipeline.extraction.lexicon import Lexicon
from pipeline.extraction.mentions.model import Mention, Person
from pipeline.extraction.tokens import Tokens

RULE = "ru.person.surname"
ENDINGS = {"": "ns", "а": "gas", "у": "ds", "ом": "is", "ым": "is", "е": "ps"}
VOWELS = "аеиоуыэюя"
LEAST = 4


def with_surnames(tokens: Tokens, mentions: list[Mention], lexicon: Lexicon) -> list[Mention]:
    """The mentions, with those by a surname alone of persons whom the text named in full before."""
    known = [mention for mention in mentions if isinstance(mention, Person) and mention.known]
    forms_of = {person.end: _forms(tokens, person, lexicon) for person in known}
    surnames = set().union(*forms_of.values())
    if surnames.isdisjoint(tokens.keys):
        return mentions
    at_surnames = [at for at, key in enumerate(tokens.keys) if key in surnames]
    persons: dict[str, Any] = lexicon.facts["persons"]
    forms: dict[str, tuple[str, str]] = {}
    found: list[Mention] = []
    position = 0
    for mention in mentions:
        found += _between(tokens, at_surnames, range(position, mention.start), forms, persons)
        found.append(mention)
        position = mention.end
        forms |= forms_of.get(position, {})
    return [*found, *_between(tokens, at_surnames, range(position, len(tokens)), forms, persons)]


def _forms(tokens: Tokens, person: Person, lexicon: Lexicon) -> dict[str, tuple[str, str]]:
    """The forms of the surname of a full name, none for one that the lexicon knows, with whose it is and its case."""
    *given, last = tokens.keys[person.end - 1].split(" ")
    known = lexicon.form(last)
    if not given or len(last) < LEAST or (known is not None and "PERSONNAME" in known.capital):
        return {}
    stem = next((last[: -len(end)] for end in ("ом", "ым", "а", "у", "е") if last.endswith(end)), last)
    stem = last if "n" in person.features else stem
    endings = {"": "ngdaips"} if stem[-1] in VOWELS else ENDINGS
    return {stem + end: (str(person.known), features) for end, features in endings.items()}


def _between(
    tokens: Tokens, chosen: list[int], span: range, forms: dict[str, tuple[str, str]], persons: dict[str, Any]
) -> list[Mention]:
    """The persons at those of the chosen tokens that stand in a span."""
    found: list[Mention] = []
    for at in chosen[bisect_left(chosen, span.start) : bisect_left(chosen, span.stop)]:
        if tokens.keys[at] in forms and tokens.words(at, at + 1)[:1].isupper():
            known, features = forms[tokens.keys[at]]
            facts = persons[known]
            found.append(Person(at, at + 1, RULE, facts["name"], known, facts["country"], None, features))
    return found
