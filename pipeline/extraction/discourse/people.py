"""Who is meant: offices resolved to their holders, and a closed set of words resolved to a person named before.

"Президент Казахстана", "турецкий лидер", "премьер", "дипломат", "он". Anything else stays what the text calls it.
"""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pipeline.extraction.discourse.namesakes import same, shortest_forms, stems
from pipeline.extraction.discourse.offices import (
    BELOW_MINISTER,
    GOVERNED_BY_PREMIER,
    HEADS,
    OFFICES,
    heads_firm,
    in_office,
    with_shared_office,
)
from pipeline.extraction.document import Document
from pipeline.extraction.mentions.model import Party, Person, Place
from pipeline.extraction.nominative import nominative

# offices that are those of another person: of a colleague, of the one before in a list
SHARED = {"colleague", "listed"}
SHARING = 3
LEADER = "лидер"
LOOK_BACK = 40
# how many sentences back a guest was named whom "глава государства" means
VISITING = 3


class People:
    """The persons of one article in reading order, resolved."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.registry: dict[str, Any] = document.lexicon.facts["persons"]
        self.offices = document.lexicon.offices
        self.groups: dict[str, list[str]] = document.lexicon.facts["groups"]
        self.holders: dict[tuple[str, str], str | None] = {}
        self.bare: dict[int, Person] = {}
        self.seen: list[tuple[int, Person]] = []
        self.forms = shortest_forms(document)
        for chunk, mention in document.pairs.copy():
            if isinstance(mention, Person):
                mention = with_shared_office(document, chunk, mention)
                if heads_firm(document, chunk, mention):
                    mention = replace(mention, office=None, country=None, is_low=True)
                resolved = self._in_nominative(self._resolved(mention))
                if mention.office == "president" and "s" in mention.features and not (mention.country or mention.name):
                    self.bare[chunk] = mention
                document.settle(chunk, resolved)
                self.seen.append((chunk, resolved))
        self.chunks = [chunk for chunk, _ in self.seen]

    def settle(self, home: Callable[[int], str]) -> None:
        """Give "президент", "глава нашего государства" of a text in another voice the head of that voice's country.

        Where that country has no president the one is meant who was named last.
        """
        for index, chunk in enumerate(self.chunks):
            country = home(chunk)
            if chunk not in self.bare or country == self.document.voice:
                continue
            known = self.holder(country, "president") or self.holder(country, "prime_minister")
            presides = known is not None and "president" in self.offices[known] and not self._is_abroad(country, index)
            other = None if presides else self._president_before(index)
            settled = same(self.bare[chunk], other) if other else self._with_name(self.bare[chunk], known)
            self.seen[index] = (chunk, settled)
            self.document.settle(chunk, settled)

    def _is_abroad(self, country: str, index: int) -> bool:
        """Whether a text sent from a country tells of a guest there, and has named nobody of that country so far."""
        near = self.document.sentence_at(self.chunks[index]).index - VISITING
        told = self.seen[max(index - LOOK_BACK, 0) : index]
        guest = any(
            each.known and each.country != country for at, each in told if self.document.sentence_at(at).index >= near
        )
        hosts = any(each.name and each.country == country for _, each in told)
        return guest and not hosts and self.document.spoken_by.published_in != country

    def _president_before(self, index: int) -> Person | None:
        """The president named last before a place among the persons, rather the one of the reader's country."""
        named = (each for _, each in self.seen[max(index - LOOK_BACK, 0) : index][::-1] if each.name and each.country)
        presidents = [
            each
            for each in named
            if ("president" in self.offices[each.known] if each.known else each.office == "president")
        ]
        ours = (each for each in presidents if each.country == self.document.voice)
        return next(ours, presidents[0] if presidents else None)

    def holder(self, country: str, office: str) -> str | None:
        """The one person of the registry who holds an office of a country on the article's day; None if several do."""
        if (country, office) not in self.holders:
            self.holders[country, office] = self._found_holder(country, office)
        return self.holders[country, office]

    def _found_holder(self, country: str, office: str) -> str | None:
        wanted = OFFICES.get(office, (office,))
        day = self.document.published_on.isoformat() if self.document.published_on else None
        for office_name in wanted:
            holders = [
                person
                for person in self.document.lexicon.citizens.get(country, ())
                if any(term[0] == office_name and in_office(term, day) for term in self.registry[person]["terms"])
            ]
            if len(holders) == 1:
                return holders[0]
        return None

    def officer(self, country: str, office: str, features: str) -> Person:
        """The holder of an office of a country as a person mentioned with these features; nameless if unknown."""
        known = self.holder(country, office) or (self.holder(country, "prime_minister") if office in HEADS else None)
        name = str(self.registry[known]["name"]) if known else None
        return Person(0, 0, "ru.person.officer", name, known, country, office, features)

    def last_of(self, country: str, chunk: int) -> Person | None:
        """The last head of delegation of a country named before a chunk."""
        before = self.seen[: bisect_left(self.chunks, chunk)][: -LOOK_BACK - 1 : -1]
        return next((person for _, person in before if person.country == country and self.heads(person)), None)

    def last_heads(self, chunk: int) -> list[Person]:
        """The two heads of different states named last before a chunk, fewer if fewer are named."""
        found: list[Person] = []
        for _, person in self.seen[: bisect_left(self.chunks, chunk)][: -LOOK_BACK - 1 : -1]:
            heads = person.known and not self.offices[person.known].isdisjoint(HEADS)
            if heads and all(person.country != each.country for each in found):
                found.append(person)
            if len(found) == 2:
                break
        return found

    def heads(self, person: Person) -> bool:
        """Whether a person can head a delegation: of a country or the EU, by name or office, no rank below minister."""
        if person.is_low or not person.country or not (person.office or person.known):
            return False
        if person.country in self.groups and person.country != "EU":
            return False
        if person.known is None:
            return person.office not in BELOW_MINISTER
        return not self.offices[person.known] <= BELOW_MINISTER

    def before(self, chunk: int, *, subject: bool = False, paragraph: int | None = None) -> Person | None:
        """The last person before a chunk; with `subject` of those in its sentence one in the nominative."""
        at = bisect_left(self.chunks, chunk)
        last: Person | None = None
        sentence = 0
        for index in range(at - 1, max(-1, at - 8), -1):
            where, person = self.seen[index]
            if paragraph is not None and self.document.sentence_at(where).paragraph < paragraph - 1:
                break
            if person.name is None:
                continue
            if last is None:
                last, sentence = person, self.document.sentence_at(where).index
            if self.document.sentence_at(where).index < sentence:
                break
            if not subject or "n" in person.features:
                return person
        return last

    def other_than(self, subjects: list[int], chunk: int) -> Person | None:
        """The last person named before a chunk who is none of those at some chunks."""
        before = self.seen[: bisect_left(self.chunks, chunk)][: -LOOK_BACK - 1 : -1]
        return next((person for at, person in before if person.name and at not in subjects), None)

    def _recent(self) -> list[tuple[int, Person]]:
        """The persons named last, the latest first; no reference reaches further back."""
        return self.seen[: -LOOK_BACK - 1 : -1]

    def _resolved(self, person: Person) -> Person:
        if person.known or (person.name and not person.office):
            return self._named_before(person)
        if person.office in SHARED:
            return self._same_office(person)
        if person.name:
            return person
        if person.is_low:
            return self._same_rank(person)
        if self.document.tokens.value(person.start - 1, "FORMER") is not None:
            return person
        if person.country and person.office:
            return self._with_name(person, self._office_holder(person))
        return self._bare_office(person)

    def _same_office(self, person: Person) -> Person:
        """Somebody with the office of another: "с турецким коллегой X", "президенты Казахстана X и Армении Y"."""
        near = (each for _, each in self.seen[: -SHARING - 1 : -1] if self.heads(each))
        other = next((each for each in near if person.office == "colleague" or "m" in each.features), None)
        if other is None or other.country == person.country:
            return replace(person, office=None)
        offices = sorted(self.offices[other.known]) if other.known else []
        return replace(person, office=other.office or next(iter(offices), "minister"))

    def _office_holder(self, person: Person) -> str | None:
        country, office = str(person.country), str(person.office)
        word = self.document.tokens.words(person.start, person.end).lower()
        named = self._named(country, office)
        if office == "president" and LEADER in word and country in GOVERNED_BY_PREMIER and not named:
            return self._named(country, "prime_minister") or self.holder(country, "prime_minister")
        return named or self.holder(country, office)

    def _named(self, country: str, office: str) -> str | None:
        """A person of that country and office whom the article itself names."""
        wanted = OFFICES.get(office, (office,))
        for _, seen in self._recent():
            if seen.known and seen.country == country:
                offices = self.offices[seen.known]
                minister = office == "minister" and any("minister" in each for each in offices)
                if minister or not offices.isdisjoint(wanted):
                    return seen.known
        return None

    def _with_name(self, person: Person, known: str | None) -> Person:
        if known is None:
            return person
        return replace(person, known=known, name=self.registry[known]["name"], country=self.registry[known]["country"])

    def _bare_office(self, person: Person) -> Person:
        """An office without a country: the last such person of the article, rather a subject; or the home president."""
        office = str(person.office)
        if "s" not in person.features:
            return person  # "премьеры" are several
        holders = [seen for _, seen in self._recent() if self._has_office(seen, office)]
        seen = next((each for each in holders if "n" in each.features), holders[0] if holders else None)
        if seen:
            return same(person, seen)
        if office == "president":
            other = None if self._names_voice(person.start) else self._president_before(len(self.seen))
            if other:
                return same(person, other)
            return self._with_name(person, self.holder(self.document.voice, "president"))
        return person

    def _names_voice(self, before: int) -> bool:
        """Whether the article names the country in whose voice it speaks, or somebody of it, before a token."""
        voice, kinds = self.document.voice, self.document.kinds
        named = (self.document.mention(chunk) for kind in (Party, Place) for chunk in kinds[kind])
        lands = (each for each in named if isinstance(each, Party | Place) and each.start < before)
        persons = any(each.known and each.country == voice for _, each in self._recent())
        return persons or any((each.party if isinstance(each, Party) else each.country) == voice for each in lands)

    def _has_office(self, seen: Person, office: str) -> bool:
        """Whether a person named before can be meant by an office alone; of presidents only the voice's."""
        if office == "president" and seen.country != self.document.voice:
            return False
        if seen.name and not seen.is_low and (seen.office == office or self._is_minister(seen, office)):
            return True
        return seen.known is not None and office != "president" and office in self.offices[seen.known]

    def _is_minister(self, seen: Person, office: str) -> bool:
        """Whether "министр" alone can mean a person: any minister but the prime minister."""
        if office != "minister":
            return False
        offices = self.offices[seen.known] if seen.known else {str(seen.office)}
        return any(each.endswith("_minister") and "prime" not in each for each in offices)

    def _same_rank(self, person: Person) -> Person:
        """A rank without a name means the last named person below a minister, if the text has one."""
        for _, seen in self._recent():
            if seen.name and seen.known is None and (seen.is_low or seen.office is None):
                return replace(person, name=seen.name, country=seen.country or person.country)
        return person

    def _named_before(self, person: Person) -> Person:
        """A surname alone takes the rank and full name that the article gave before."""
        if person.known:
            return self._of_that_name(person)
        if not person.name:
            return person
        last = person.name.split(" ")[-1][:5]
        for _, seen in self._recent():
            if (
                seen.name
                and not seen.known
                and seen.name.split(" ")[-1][:5] == last
                and len(seen.name) >= len(person.name)
            ):
                name = nominative(seen.name, seen.features) if "n" in person.features else seen.name
                return replace(person, name=name, country=seen.country, office=seen.office, is_low=seen.is_low)
        return person

    def _of_that_name(self, person: Person) -> Person:
        """Of two persons with one surname the one who holds the office that is named with it: "король Ибрагим"."""
        in_full = " " in self.document.tokens.keys[person.end - 1]
        if in_full or not person.office or not person.country or person.office in self.offices[str(person.known)]:
            return person
        other = self.holder(person.country, person.office)
        shared = set(str(person.name).split()) & set(str(self.registry[other]["name"]).split()) if other else set()
        return self._with_name(person, other) if shared else person

    def _in_nominative(self, person: Person) -> Person:
        """A name that shows no case is taken in its shortest form: "Рустем", where "Рустема" stands elsewhere."""
        if person.known or not person.name or "n" not in person.features:
            return person
        shortest = min(person.name, self.forms.get(stems(person.name), person.name), key=len)
        return person if shortest == person.name else replace(person, name=shortest)
