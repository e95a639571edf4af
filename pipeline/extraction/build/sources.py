"""What the lexicon and the grammar of a language are written in: YAML files, and the registries of `schemas.reference`.

Reading and checking their shape belongs here; inflecting and encoding are done by `lexicon` and `grammar`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, product
from pathlib import Path
from typing import Any

import yaml

from schemas import reference

LANGUAGES = Path(__file__).parent.parent / "languages"
PERSONS = "persons.yaml"
# routes of more ends are written with one kind of dash
MOST_ENDS = 4
RANKS = ("president", "monarch", "prime_minister", "foreign_minister", "deputy_prime_minister")


class SourceError(ValueError):
    """A lexicon or grammar file that cannot be used; the message names the file and what to change."""


@dataclass(frozen=True)
class Entry:
    """A lemma in a class, and how it inflects.

    `manner` is empty for the dictionary, `~` for its ending, `?` for the first of both that knows it, `=` for none.
    """

    name: str
    value: str
    lemma: str
    manner: str
    source: str
    feminine: bool = False
    surname_first: bool = False


class _Loader(yaml.CSafeLoader):
    """YAML in which `yes` and `no` are words, as a grammar needs them."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def load_yaml(path: Path) -> dict[str, Any]:
    """A YAML mapping. SourceError when the file holds anything else."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as error:
        raise SourceError(f"{path}: no valid YAML: {error}") from error
    if not isinstance(data, dict):
        raise SourceError(f"{path}: a mapping is needed at the top, found {type(data).__name__}")
    return data


def lexicon_entries(language: str) -> Iterator[Entry]:
    """All entries of a language: its class files in alphabetical order, then the registries."""
    for path in sorted((LANGUAGES / language / "lexicon").glob("*.yaml")):
        if path.name != PERSONS:
            yield from _class_file(path)
    yield from _registry_entries(language)


def _class_file(path: Path) -> Iterator[Entry]:
    for name, groups in load_yaml(path).items():
        by_value = groups if isinstance(groups, dict) else {"": groups}
        for value, lemmas in by_value.items():
            if not isinstance(lemmas, list):
                raise SourceError(f"{path}: {name}/{value}: a list of lemmas is needed")
            for lemma in map(str, lemmas):
                manner = lemma[0] if lemma[0] in "=~" else ""
                bare = lemma[1:] if manner else lemma
                for spelling in _spellings(bare) if name == "CORRIDOR" else [bare]:
                    yield Entry(name, bare if value == "_" else str(value), spelling, manner, path.name)


def _spellings(name: str) -> list[str]:
    """A route named by its ends, with each dash between them tight or loose: "Баку – Тбилиси-Карс"."""
    parts = re.split(" – |(?<=[а-яё])-(?=[А-ЯЁ])", name)
    if not 2 < len(parts) <= MOST_ENDS:
        return [name]
    dashes = product((" – ", "-"), repeat=len(parts) - 1)
    return ["".join(chain(*zip(parts, (*each, ""), strict=True))) for each in dashes]


def _registry_entries(language: str) -> Iterator[Entry]:
    named = f"name_{language}"
    for party in reference.parties():
        if party.code != "WORLD":
            yield Entry("GEO", party.code, getattr(party, named), "?", "parties.csv")
    for city in reference.cities():
        value = f"{city.name_en}/{city.country}{'*' if city.is_capital else ''}"
        yield Entry("CITY", value, getattr(city, named), "?", "cities.csv")
    for corridor in reference.corridors():
        yield Entry(
            "CORRIDOR", corridor.id, getattr(corridor, named).replace("«", "").replace("»", ""), "=", "corridors.csv"
        )
    yield from _person_entries(language)


def _person_entries(language: str) -> Iterator[Entry]:
    manner = load_yaml(LANGUAGES / language / "lexicon" / PERSONS)
    seen: set[tuple[str, str]] = set()
    for tenure in sorted(reference.persons(), key=_prominence):
        full = getattr(tenure, f"name_{language}")
        feminine = tenure.person in manner["feminine"]
        eastern = tenure.country in manner["surname_first"]
        names = [full, *manner["aliases"].get(tenure.person, [])]
        if not eastern and tenure.person not in manner["full_only"]:
            names.append(_surname(full))
        names += [name.replace(" бин ", f" {son} ") for name in names if " бин " in name for son in ("бен", "ибн")]
        for name in names:
            if (tenure.person, name) not in seen:
                seen.add((tenure.person, name))
                yield Entry("PERSONNAME", tenure.person, name, "~", "persons.csv", feminine, eastern)


def _prominence(tenure: reference.Tenure) -> tuple[int, bool]:
    """Who is meant by a surname that several have: heads of state first, then those in office."""
    rank = RANKS.index(tenure.office) if tenure.office in RANKS else len(RANKS)
    return rank, tenure.until is not None


def _surname(full: str) -> str:
    """The last word, with the particles before it: "фон дер Ляйен", "бин Фархан"."""
    words = full.split(" ")
    first = len(words) - 1
    while first > 1 and words[first - 1][0].islower():
        first -= 1
    return " ".join(words[first:])


def facts_of(language: str) -> dict[str, Any]:
    """What the registries know about the values of entries: offices of persons, names, ends of corridors."""
    named = f"name_{language}"
    persons: dict[str, Any] = {}
    for tenure in reference.persons():
        person = persons.setdefault(
            tenure.person,
            {"name": tenure.name_en, "native": getattr(tenure, named), "country": tenure.country, "terms": []},
        )
        since = tenure.since.isoformat() if tenure.since else ""
        until = tenure.until.isoformat() if tenure.until else ""
        person["terms"].append([tenure.office, since, until])
    cities = {city.country: city.name_en for city in reference.cities() if city.is_capital}
    towns = {city.name_en: getattr(city, named) for city in reference.cities()}
    parties = {party.code: getattr(party, named) for party in reference.parties()}
    groups = {
        party.code: sorted(reference.members().get(party.code, ()))
        for party in reference.parties()
        if party.kind == "group"
    }
    directions = {each.id: [each.origin, each.destination] for each in reference.corridors() if each.origin}
    return {
        "persons": persons,
        "capitals": cities,
        "towns": towns,
        "parties": parties,
        "groups": groups,
        "directions": directions,
    }
