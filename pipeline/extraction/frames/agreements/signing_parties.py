"""Which party a word stands for that can sign: a firm, a government, an office and its holder, a pronoun.

Which of those named in a sentence do sign is read in `signatories`.
"""

from functools import cached_property

from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.discourse.organisations import (
    ALIAS,
    firm_before,
    firm_meant,
    is_firm_noun,
    is_noun_alone,
    last_firm,
)
from pipeline.extraction.document import Document
from pipeline.extraction.frames.agreements.document_names import plain_key
from pipeline.extraction.frames.agreements.local_parties import LocalParties
from pipeline.extraction.frames.agreements.signers import Signatory
from pipeline.extraction.mentions.model import Organisation, Party, Person, Place
from pipeline.extraction.nominative import firm_name

GOVERNMENT = (
    "правительств", "кабинет", "кабмин", "парламент", "администрация президента",
    "сенат", "мажилис", "меджлис", "конгресс", "национальное собрание",
)  # fmt: skip
# words of whose government has a name of its own
REGIONS = ("области", "края", "района", "округа", "города", "штата", "провинции")
# what approves documents for its country
HOUSES = ("палата парламента", "палата представителей", "парламент", "мажилис", "меджлис", "государственная дума")
# who signs for a country in an office below that of a minister
SERVANTS = ("посол", "посла", "послом", "замминистр", "министр", "премьер", "вице-премьер", "госсекретар")
WITH = {"с", "со"}
PLURAL = ("ые", "ие", "ых", "их", "ыми", "ими")
# how far back the firm of somebody is told, and by how many letters a surname is known in any case
REACH, STEM = 150, 5
QUOTES = {"«", '"'}
# nouns that can mean a firm named before
FIRM_NOUNS = ("ORGNOUN", "COMPANY", "INVESTORN")
# "с ней", "с ним" is with the firm named in the sentence before
HEADS = {"он", "она"}
PRONOUNS = {"ней", "нею", "ним"}
# words that mean who signs by what was told before
WORDS = PRONOUNS | HEADS
# a body that every country has signs only as that of one
EVERYWHERE = "МИД"
# the office that only the European Union has: "глава Еврокомиссии"
OF_UNION = "eu_head"
# the body that signs for it
COMMISSION = ("Еврокомиссия", "Европейская комиссия")
# the rule of "республика" without a name
THIS_LAND = "ru.party.this-land"


class PartyReader:
    """Reads the words of one article that can name who signs."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self.document: Document = discourse.document
        self.read: dict[int, Signatory | None] = {}
        self.locals = LocalParties(discourse.document)

    @cached_property
    def naming(self) -> set[int]:
        """The chunks that can name who signs."""
        nouns = (chunk for name in FIRM_NOUNS for chunk in self.document.places.get(name, ()))
        words = (chunk for word in WORDS for chunk in self.document.forms[word])
        return {*self.document.marked, *nouns, *words, *self.locals.towns} - self.document.datelines

    @cached_property
    def chunks(self) -> list[int]:
        """The same in order."""
        return sorted(self.naming)

    def at(self, chunk: int, limit: int) -> Signatory | None:
        """Who signs at a chunk, None for what cannot sign."""
        if chunk not in self.naming:
            return None
        if self.is_adjective(chunk):
            return self._at(chunk, limit)
        if chunk not in self.read:
            self.read[chunk] = self._at(chunk, limit)
        return self.read[chunk]

    def is_adjective(self, chunk: int) -> bool:
        """Whether a chunk is a country's adjective, which signs only for what follows it up to a limit."""
        mention = self.document.mention(chunk)
        return isinstance(mention, Party) and mention.role == "adjective"

    def _at(self, chunk: int, limit: int) -> Signatory | None:
        mention = self.document.mention(chunk)
        if chunk in self.locals.towns:
            return Signatory(self.locals.towns[chunk][0], chunk, "firm")
        match mention:
            case Organisation():
                return self._firm(chunk, mention)
            case Party(role="adjective"):
                near = range(chunk + 1, min(chunk + 4, limit))
                noun = next((at for at in near if self.document.value(at, "BUSINESS") is not None), None)
                # "польская грузовая компания PKP" is the firm
                unnamed = noun is not None and not isinstance(self.document.mention(noun + 1), Organisation)
                return Signatory(mention.party, chunk, "partner") if unnamed else None
            case Party() if self._of_region(chunk):
                return None
            case Party():
                return Signatory(mention.party, chunk, self._stance(chunk))
            case Place(is_capital=True):
                return Signatory(mention.country, chunk, self._stance(chunk))
            case Place():
                named = self.locals.at(chunk)
                return Signatory(named, chunk, "firm") if named else None
            case Person():
                return self._person(chunk, mention)
            case None:
                return self._unnamed(chunk)
            case _:
                return None

    def _of_region(self, chunk: int) -> bool:
        """Whether "республика" at a chunk is one by the region named next: "Правительство Республики Татарстан"."""
        land, region = self.document.mention(chunk), self.document.mention(chunk + 1)
        return isinstance(land, Party) and land.rule == THIS_LAND and isinstance(region, Place) and not region.city

    def _unnamed(self, chunk: int) -> Signatory | None:
        """Whom a pronoun or a noun without a name stands for."""
        key = self.document.key(chunk)
        if key in HEADS:
            return self._by_pronoun(chunk)
        if key.startswith(GOVERNMENT[0]):
            alone = "m" not in self.document.features(chunk, "ORGNOUN")
            return self._of_home(chunk, "government") if alone else None
        firm = None
        if key in PRONOUNS and plain_key(self.document, chunk - 1) in WITH:
            firm = firm_before(self.document, chunk)
        elif self.document.is_a(chunk, *FIRM_NOUNS):
            firm = firm_meant(self.document, chunk)
        return Signatory(firm[1].name, chunk, "firm") if firm else None

    def _by_pronoun(self, chunk: int) -> Signatory | None:
        """The state whose head "он", "она" is, or the firm named before where nobody else is: "Она подписала ..."."""
        person = self.discourse.people.before(chunk, subject=True)
        if person and self.discourse.people.heads(person):
            return Signatory(str(person.country), chunk, "government")
        sentence = self.document.sentence_at(chunk)
        before = self.document.sentences[max(sentence.index - 1, 0)]
        named = self.document.of_kind(Person, before.first, chunk)
        firm = None if named or before.paragraph != sentence.paragraph else firm_before(self.document, chunk)
        return Signatory(firm[1].name, chunk, "firm") if firm else None

    def _of_home(self, chunk: int, kind: str) -> Signatory | None:
        """The country at home, for a government or office of no country that is named."""
        home = self.discourse.focus.own_side(chunk)
        return Signatory(home, chunk, kind) if home else None

    def _stance(self, chunk: int) -> str:
        return "partner" if plain_key(self.document, chunk - 1) in WITH | {"из"} else "country"

    def _person(self, chunk: int, person: Person) -> Signatory | None:
        """A person signs for the firm that the office names, or else for a country."""
        if not person.is_low and "m" in person.features and person.end - person.start == 1:
            return None  # "лидеры", "министры": of which countries the text leaves open
        tokens = self.document.tokens
        noun = next((tokens.keys[at] for at in range(person.start, person.end) if is_firm_noun(tokens.keys[at])), None)
        if noun and not person.known and (meant := last_firm(self.document, chunk, noun)) is not None:
            return Signatory(meant[1].name, chunk, "firm")
        headed = self.locals.headed_by(chunk, person)
        if headed is not None:
            return Signatory(headed, chunk, "firm")
        if not person.is_low:
            return self._of_office(chunk, person)
        for at in range(person.start, person.end):
            if (known := tokens.value(at, "ORG")) is not None:
                return Signatory(known, chunk, "firm")
            if tokens.keys[at] in QUOTES:
                close = next((to for to in range(at + 2, person.end) if tokens.keys[to] in ("»", '"')), None)
                quoted = tokens.words(at + 1, close) if close else None
                return Signatory(self._in_full(quoted, chunk), chunk, "firm") if quoted else None
        serves = any(tokens.keys[at].startswith(SERVANTS) for at in range(person.start, person.end))
        return Signatory(person.country, chunk, "person") if serves and person.country else None

    def _of_office(self, chunk: int, person: Person) -> Signatory | None:
        """The country of a high office, or of somebody known; the firm of somebody who is neither."""
        if person.office == OF_UNION:
            return Signatory("EU", chunk, "person")
        if person.country:
            return Signatory(person.country, chunk, "person")
        return self._of_home(chunk, "person") if person.office else self._of_firm_head(chunk, person)

    def _in_full(self, quoted: str, chunk: int) -> str:
        """The nominative of a quoted name, as the article has it elsewhere: "директор «Иностранки»"."""
        stem = quoted[:-1]
        for _, firm in reversed(self.document.of_kind(Organisation, max(chunk - REACH, 0), chunk)):
            if firm.name.startswith(stem) and len(firm.name) <= len(quoted) and firm.name != quoted:
                return firm.name
        return firm_name(quoted) or quoted

    def _of_firm_head(self, chunk: int, person: Person) -> Signatory | None:
        """The firm for which somebody signs who was named with it before: "главы РЖД Якунина ... Якунин подписал"."""
        surname = (person.name or "").split(" ")[-1].lower()[:STEM]
        for at, before in reversed(self.document.of_kind(Person, max(chunk - REACH, 0), chunk)):
            firm = self.document.mention(at - 1)
            named = (before.name or "").split(" ")[-1].lower()
            if surname and named.startswith(surname) and isinstance(firm, Organisation):
                return Signatory(firm.name, chunk, "firm")
        return None

    def _government(self, chunk: int, mention: Organisation) -> Signatory | None:
        """A government as its country, that of a region by its name."""
        if self._of_region(chunk + 1):
            return Signatory(f"{mention.name} {self.document.words(chunk + 1, chunk + 3)}", chunk, "firm")
        if mention.country:
            return Signatory(mention.country, chunk, "government")
        regional = mention.name.endswith(REGIONS) or self.document.tokens.value(mention.end - 1, "REGION") is not None
        if not regional and mention.name.split(" ")[-1].islower() and chunk + 1 in self.locals.towns:
            return Signatory(f"{mention.name} {self.document.words(chunk + 1, chunk + 2)}", chunk, "firm")
        return Signatory(mention.name, chunk, "firm") if regional else self._of_home(chunk, "government")

    def _firm(self, chunk: int, mention: Organisation) -> Signatory | None:
        tokens = self.document.tokens
        if mention.name.lower().startswith(GOVERNMENT):
            return self._government(chunk, mention)
        if mention.name in COMMISSION:
            return Signatory("EU", chunk, "government")
        if (land := tokens.value(mention.start, "HOUSE")) is not None:
            return Signatory(mention.country or land, chunk, "government")
        if any(part in mention.name.lower() for part in HOUSES):
            return Signatory(mention.country, chunk, "government") if mention.country else None
        if is_noun_alone(self.document, mention):
            meant = firm_meant(self.document, chunk)
            return Signatory(meant[1].name, chunk, "firm") if meant else None
        # "министерства обороны двух стран"
        each_has = mention.name[0].islower() and self.document.is_a(chunk + 1, "SIDES")
        if mention.name == EVERYWHERE or mention.rule == ALIAS or each_has:
            return None
        both = mention.country and plain_key(self.document, chunk + 1) == "и"
        if both and isinstance(self.document.mention(chunk + 2), Party) and "m" in mention.features:
            return Signatory(str(mention.country), chunk, "country")
        return self._named_firm(chunk, mention)

    def _named_firm(self, chunk: int, mention: Organisation) -> Signatory | None:
        """A firm or body by its name; one without a name of its own as its country."""
        tokens = self.document.tokens
        named = [tokens.analyses[at] for at in range(mention.start, mention.end)]
        if any("MEDIA" in analyses and "ORGNOUN" not in analyses for analyses in named):
            return None
        many = tokens.keys[mention.start].endswith(PLURAL) and is_firm_noun(mention.name.split(" ")[-1].lower())
        if mention.country and (mention.name[0].islower() or many) and mention.rule == "ru.org.noun-adjective":
            governs = any(word.startswith(GOVERNMENT) for word in mention.name.split(" "))
            return Signatory(mention.country, chunk, "government" if governs else self._stance(chunk))
        unnamed = tokens.value(mention.start, "ORGNOUN") is not None and mention.name.count(" ") == 1
        if mention.country and unnamed and mention.name[0].islower():
            return Signatory(mention.country, chunk, "partner")  # "оператор Китая"
        if tokens.keys[mention.start] in QUOTES and self.document.value(chunk - 1, "TITLEDN") is not None:
            return None
        return Signatory(mention.name, chunk, "firm")
