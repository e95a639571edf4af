"""Which names of an article are forms of one name: "Рустем Мустафин", "Рустема Мустафина"."""

from dataclasses import replace

from pipeline.extraction.document import Document
from pipeline.extraction.mentions.model import Person

# by how many of its first letters a word of a name is known in any case
STEM = 5


def stems(name: str) -> tuple[str, ...]:
    """How the words of a name begin, whatever their case."""
    return tuple(word[:STEM].lower() for word in name.split(" "))


def shortest_forms(document: Document) -> dict[tuple[str, ...], str]:
    """Of the forms of each name of two words or more that no lexicon knows, the shortest."""
    forms: dict[tuple[str, ...], str] = {}
    for mention in document.chunks.marks.values():
        if isinstance(mention, Person) and mention.name and not mention.known and " " in mention.name:
            key = stems(mention.name)
            forms[key] = min(forms.get(key, mention.name), mention.name, key=len)
    return forms


def same(person: Person, named: Person) -> Person:
    """A person who is the one named before."""
    return replace(person, known=named.known, name=named.name, country=named.country)
