"""Offices of persons: who holds one on a day, and which are those of a firm."""

from dataclasses import replace

from pipeline.extraction.document import Document
from pipeline.extraction.mentions.model import Organisation, Person

HEADS = ("president", "monarch", "prime_minister")
# which offices of the registry an office word of the lexicon can mean
OFFICES = {
    "president": ("president", "monarch"),
    "us_foreign_minister": ("foreign_minister",),
    "eu_head": ("commission_president", "council_president", "high_representative", "commissioner"),
}
GOVERNED_BY_PREMIER = {"ARM", "IND", "GBR", "DEU", "ITA", "GEO", "PAK", "ISR", "HUN", "JPN", "ESP", "GRC", "POL", "MNG"}
# offices of the registry that rank below a minister, or speak for no country
BELOW_MINISTER = {
    "aide",
    "company_head",
    "deputy_minister",
    "secretary_general",
    "security_council_deputy_chair",
    "security_council_secretary",
    "special_envoy",
    "spokesman",
    "state_counsellor",
}
# words for a firm in the office of its head
FIRMS = {"COMPANY", "LEGALFORM", "QUOTEOPEN", "QUOTE"}


def heads_firm(document: Document, chunk: int, person: Person) -> bool:
    """Whether an office without a country is that of the firm named after it: "президент ОАО «РЖД»"."""
    if person.office != "president" or person.country:
        return False
    words = document.tokens.analyses[person.start : person.end]
    inside = any(not FIRMS.isdisjoint(each) for each in words)
    after = isinstance(document.mention(chunk + 1), Organisation) or document.of_class(chunk + 1, *FIRMS)
    return inside or (after and not person.name)


def in_office(term: list[str], day: str | None) -> bool:
    """Whether a term of the registry covers a day; without a day, whether it is still running."""
    _, since, until = term
    if day is None:
        return not until
    return (not since or since <= day) and (not until or day <= until)


def with_shared_office(document: Document, chunk: int, person: Person) -> Person:
    """One who shares the office of the one before: "главы МИД Италии и Мальты Антонио Таджани и Йан Борг"."""
    first = document.mention(chunk - 2) if document.key(chunk - 1) == "и" else None
    if person.known or person.office or not isinstance(first, Person) or not first.office or "m" not in first.features:
        return person
    lands = [land for at in range(first.start, first.end) if (land := document.tokens.value(at, "GEO"))]
    return replace(person, country=lands[1], office=first.office) if len(lands) > 1 else person
