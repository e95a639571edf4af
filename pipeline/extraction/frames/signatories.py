"""Who signs a document: firms and ministries by name, governments and heads as their countries (Reading 16).

Read first from the document's own name ("между A и B", "с A", "меморандум A и B"), then from those who act in the
clause. Whom the text leaves out is found by `agreements` from the bundle, the document before, or the focus.
"""

from pipeline.extraction.discourse.context import Discourse, segment_at
from pipeline.extraction.discourse.organisations import (
    ALIAS,
    firm_before,
    firm_meant,
    is_firm_noun,
    is_noun_alone,
    last_firm,
)
from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.instruments import Instrument, plain_key
from pipeline.extraction.frames.model import Span
from pipeline.extraction.frames.signers import LISTED, Signatory, distinct, makers, may_act, settled, sources_of
from pipeline.extraction.mentions.model import Organisation, Pair, Party, Person, Place
from schemas.vocabulary import AgreementKind

GOVERNMENT = ("правительств", "кабинет", "кабмин", "парламент", "администрация президента", "сенат", "мажилис")
WITH = {"с", "со"}
JOINERS = {"и", ",", ".", "с", "со", "а", "также", "–", "или"}
PLACED = {
    "в", "во", "из", "через", "на", "под", "из-за", "для", "к", "ко", "о", "об", "до", "по", "против", "при", "над",
    "внутри", "вокруг",
}  # fmt: skip
QUOTES = {"«", '"'}
REACH = 20
# nouns that can mean a firm named before
FIRM_NOUNS = ("ORGNOUN", "COMPANY", "INVESTORN")
# "с ней", "с ним" is with the firm named in the sentence before
HEADS = {"он", "она"}
PRONOUNS = {"ней", "нею", "ним"}
# words that mean who signs by what was told before
WORDS = PRONOUNS | HEADS
# a body that every country has signs only as that of one
EVERYWHERE = "МИД"
# cases in which a firm can act: subject, agent of a passive, or owner of what acts
ACTING = set("nig")


class Signatories:
    """Reads the parties of the documents of one article."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self.document: Document = discourse.document
        nouns = (chunk for name in FIRM_NOUNS for chunk in self.document.places.get(name, ()))
        words = (chunk for chunk, key in enumerate(self.document.keys) if key in WORDS)
        self.naming = {*self.document.marked, *nouns, *words}
        """The chunks that can name who signs."""

    def of(
        self, sentence: Sentence, breaks: list[int], instrument: Instrument, instruments: list[Instrument], cue: int
    ) -> list[Signatory]:
        """The parties that the sentence names for a document; empty where it leaves them to the context.

        `cue` is the chunk of the word that says what is done with it, `LISTED` where only the bundle's does.
        """
        between = self._between(instrument)
        if len(between) >= 2:
            return between
        own = distinct([*self._adjectival(instrument), *self._owners(instrument), *self._partners(instrument)])
        sold = makers(self.document, instrument)
        if len(own) >= 2:
            return own
        acting = [] if cue == LISTED else self._acting(sentence, breaks, instrument, instruments, cue)
        if self.document.has("LOANN", sentence.first, instrument.first):
            acting = settled(acting)
        if len(own) + len(acting) < 2 and (cue != LISTED or instrument.points_back):
            acting.extend(each for each in self._before(sentence, instrument, instruments) if each not in acting)
        names = {each.name for each in own}
        return settled(distinct([*own, *(each for each in acting if each.name not in names), *sold]))

    def _between(self, instrument: Instrument) -> list[Signatory]:
        """Everything joined after "между"."""
        limit = max(instrument.end, min(instrument.until, instrument.end + REACH))
        for start in range(instrument.head, limit):
            if self.document.key(start) == "между" and self.document.mention(start) is None:
                return self._joined(start + 1, min(start + REACH, instrument.until))
        return []

    def _joined(self, first: int, end: int) -> list[Signatory]:
        found: list[Signatory] = []
        for chunk in range(first, end):
            signatory = self.at(chunk, end)
            if signatory:
                found.append(signatory)
            elif found and self.document.mention(chunk) is None and not self.joins(chunk):
                break
        return found

    def joins(self, chunk: int) -> bool:
        """Whether a chunk only joins those who sign, or says what kind of firm follows."""
        return self.document.key(chunk) in JOINERS or self.document.value(chunk, "BUSINESS") is not None

    def _adjectival(self, instrument: Instrument) -> list[Signatory]:
        """The countries of "казахстанско-китайское соглашение"."""
        return [
            Signatory(code, chunk, "country")
            for chunk in range(instrument.first - 1, instrument.topic)
            if isinstance(mention := self.document.mention(chunk), Pair)
            for code in mention.parties
        ]

    def _owners(self, instrument: Instrument) -> list[Signatory]:
        """Whose document it is: "меморандум университета и корпорации", "контракт Air Astana на ..."."""
        start = instrument.head + 1
        partner = next((at for at in range(start, instrument.topic) if plain_key(self.document, at) in WITH), None)
        end = instrument.topic if partner is None else partner
        return [each for chunk in range(start, end) if (each := self.at(chunk, instrument.end))]

    def _partners(self, instrument: Instrument) -> list[Signatory]:
        """Who stands after "с" in the document's name: "соглашение с Ираном"."""
        found: list[Signatory] = []
        for chunk in range(instrument.head + 1, instrument.end):
            if plain_key(self.document, chunk) in WITH:
                owner = self.document.mention(chunk - 1)
                if isinstance(owner, Organisation) and (each := self.at(chunk - 1, instrument.end)):
                    found.append(each)
                joined = self._joined(chunk + 1, min(chunk + 5, instrument.end))
                found.extend(each._replace(kind="partner") if each.kind == "country" else each for each in joined)
        return found

    def _acting(
        self, sentence: Sentence, breaks: list[int], instrument: Instrument, instruments: list[Instrument], cue: int
    ) -> list[Signatory]:
        """Those who act in the clause of the document or of the word that says it is signed, outside all names."""
        names = [each.span for each in instruments]
        own = segment_at(sentence, breaks, instrument.head)
        told = segment_at(sentence, breaks, cue) if sentence.first <= cue < sentence.end else own
        sources = sources_of(sentence, self.document)
        for span in dict.fromkeys((told, own)):
            end = self._list_end(max(instrument.end, cue + 1), span[1])
            named = self._named(instrument, (span[0], end), names, sources)
            found = [each for each in named if may_act(each, instrument, cue)]
            if found:
                return found
        return []

    def _list_end(self, first: int, end: int) -> int:
        """Where those who act end after a verb: at a comma that no further name follows."""
        for chunk in range(first, end):
            if plain_key(self.document, chunk) != "," or self.document.has("SIGN", chunk, end):
                continue
            if not self._names_on(chunk + 1, end):
                return chunk
        return end

    def _names_on(self, chunk: int, end: int) -> bool:
        after = plain_key(self.document, chunk + 1)
        return chunk < end and self.at(chunk, end) is not None and (chunk + 1 >= end or after in JOINERS | {".", ";"})

    def _before(self, sentence: Sentence, instrument: Instrument, instruments: list[Instrument]) -> list[Signatory]:
        """The firms of the clauses before, where a document names no party: "A и B договорились; контракт подписан"."""
        if instrument.is_bundle:
            return []
        names = [each.span for each in instruments]
        span = (sentence.first, instrument.first)
        named = self._named(instrument, span, names, sources_of(sentence, self.document))
        firms = [each for each in named if each.kind == "firm"]
        if self.document.has("LOANN", *span):
            return distinct([*firms[:1], *self._receivers(span), *firms[1:]])
        return firms if len(firms) > 1 or instrument.points_back else []

    def _receivers(self, span: Span) -> list[Signatory]:
        """The countries that a loan is given to: "предоставит Узбекистану кредит", "одобрил для республики заем"."""
        return [
            Signatory(mention.party, chunk, "partner")
            for chunk, mention in self.document.mentions(*span)
            if isinstance(mention, Party)
            and mention.role == "noun"
            and ("d" in mention.features or self.document.key(chunk - 1) == "для")
        ]

    def _sells(self, instrument: Instrument, before: str) -> bool:
        """Whether an order is placed there: "разместили на верфи X заказ"."""
        return before == "на" and instrument.kind is AgreementKind.CONTRACT

    def _named(self, instrument: Instrument, span: Span, names: list[Span], sources: set[int]) -> list[Signatory]:
        found: list[Signatory] = []
        named = {chunk for first, end in names for chunk in range(first, end)}
        for chunk in range(*span):
            if chunk not in self.naming or chunk in sources or chunk in named:
                continue
            mention = self.document.mention(chunk)
            before = plain_key(self.document, chunk - 1)
            told = self.document.of_class(chunk - 1, "SAY")
            if isinstance(mention, Organisation) and (told or not set(mention.features) & ACTING):
                continue
            if isinstance(mention, Pair):
                found.extend(Signatory(code, chunk, "country") for code in mention.parties)
            elif (before not in PLACED or self._sells(instrument, before)) and (each := self.at(chunk, span[1])):
                found.append(each)
            elif before == "из" and self.document.value(chunk - 2, "BUSINESS") is not None:
                found.extend([each] if (each := self.at(chunk, span[1])) else [])
        return distinct(found)

    def at(self, chunk: int, limit: int) -> Signatory | None:
        """Who signs at a chunk, None for what cannot sign."""
        if chunk not in self.naming:
            return None
        mention = self.document.mention(chunk)
        match mention:
            case Organisation():
                return self._firm(chunk, mention)
            case Party(role="adjective"):
                national = any(
                    self.document.value(at, "BUSINESS") is not None for at in range(chunk + 1, min(chunk + 4, limit))
                )
                return Signatory(mention.party, chunk, "partner") if national else None
            case Party():
                return Signatory(mention.party, chunk, self._stance(chunk))
            case Place(is_capital=True):
                return Signatory(mention.country, chunk, self._stance(chunk))
            case Person():
                return self._person(chunk, mention)
            case None:
                return self._unnamed(chunk)
            case _:
                return None

    def _unnamed(self, chunk: int) -> Signatory | None:
        """Whom a pronoun or a noun without a name stands for."""
        key = self.document.key(chunk)
        if key in HEADS:
            return self._by_pronoun(chunk)
        if key.startswith(GOVERNMENT[0]):
            alone = "m" not in self.document.features(chunk, "ORGNOUN")
            return Signatory(self.discourse.focus.home(chunk), chunk, "government") if alone else None
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
        named = any(isinstance(each, Person) for _, each in self.document.mentions(before.first, chunk))
        firm = None if named or before.paragraph != sentence.paragraph else firm_before(self.document, chunk)
        return Signatory(firm[1].name, chunk, "firm") if firm else None

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
        if not person.is_low:
            country = person.country or (self.discourse.focus.home(chunk) if person.office else None)
            return Signatory(country, chunk, "person") if country else None
        for at in range(person.start, person.end):
            if (known := tokens.value(at, "ORG")) is not None:
                return Signatory(known, chunk, "firm")
            if tokens.keys[at] in QUOTES:
                close = next((to for to in range(at + 2, person.end) if tokens.keys[to] in ("»", '"')), None)
                return Signatory(tokens.words(at + 1, close), chunk, "firm") if close else None
        return None

    def _firm(self, chunk: int, mention: Organisation) -> Signatory | None:
        tokens = self.document.tokens
        if mention.name.lower().startswith(GOVERNMENT):
            return Signatory(mention.country or self.discourse.focus.home(chunk), chunk, "government")
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
        named = [tokens.analyses[at] for at in range(mention.start, mention.end)]
        if any("MEDIA" in analyses and "ORGNOUN" not in analyses for analyses in named):
            return None
        if mention.country and mention.name[0].islower() and mention.rule == "ru.org.noun-adjective":
            return Signatory(mention.country, chunk, "country")
        if tokens.keys[mention.start] in QUOTES and self.document.value(chunk - 1, "TITLEDN") is not None:
            return None
        return Signatory(mention.name, chunk, "firm")
