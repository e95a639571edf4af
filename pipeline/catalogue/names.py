"""What things are called in all languages: parties, persons, cities, corridors, and the words of the vocabularies."""

from collections.abc import Mapping
from functools import cache

from pipeline.catalogue.words import Three, fill, same, three
from schemas import reference

TRANSIT = "transit-"
_TRANSIT_NAME: Three = ("Transit through {}", "Транзит: {}", "{}: транзит")


@cache
def _parties() -> Mapping[str, Three]:
    return {party.code: (party.name_en, party.name_ru, party.name_kk) for party in reference.parties()}


@cache
def _persons() -> Mapping[str, Three]:
    """By each of their names, so that a name in any language finds the others."""
    found: dict[str, Three] = {}
    for person in reference.persons():
        names = (person.name_en, person.name_ru, person.name_kk)
        found |= {name: names for name in names if name not in found}
    return found


@cache
def _cities() -> Mapping[str, Three]:
    return {city.name_en: (city.name_en, city.name_ru, city.name_kk) for city in reversed(reference.cities())}


@cache
def _corridors() -> Mapping[str, Three]:
    return {item.id: (item.name_en, item.name_ru, item.name_kk) for item in reference.corridors()}


def party(code: str) -> Three:
    """A country or group by its code; an organisation is called as the sources call it."""
    return _parties().get(code) or same(code)


def is_place(code: str) -> bool:
    """Whether a party is a country or a group of countries, which have pages of their own."""
    return code in _parties()


def person(name: str) -> Three:
    """A person of the registry in all languages, any other as the sources call them."""
    return _persons().get(name) or same(name)


def city(name: str) -> Three:
    """A city of the registry in all languages."""
    return _cities().get(name) or same(name)


def corridor(identifier: str) -> Three:
    """A corridor of the registry, or a country's transit at large."""
    if identifier.startswith(TRANSIT):
        return fill(_TRANSIT_NAME, party(identifier.removeprefix(TRANSIT)))
    return _corridors()[identifier]


VOCABULARY = {
    ("visits", "kind"): "visit_kind",
    ("visits", "status"): "visit_status",
    ("agreements", "kind"): "agreement_kind",
    ("agreements", "status"): "agreement_status",
    ("trade", "measure"): "trade_measure",
    ("investments", "measure"): "investment_measure",
    ("corridors", "metric"): "metric",
}
"""Whose words a column of a kind of claim uses, where the column's name does not say it."""

_BY_COLUMN = frozenset({"sector", "sectors", "flow", "basis", "qualifier", "documents_qualifier", "date_precision"})


def word(kind: str, column: str, value: str) -> Three | None:
    """A value of a vocabulary in words; None where the column has no vocabulary."""
    prefix = VOCABULARY.get((kind, column))
    if prefix is None and column in _BY_COLUMN:
        prefix = {"sectors": "sector", "qualifier": "hedge", "documents_qualifier": "hedge"}.get(column, column)
    return three(f"{prefix}.{value}") if prefix else None
