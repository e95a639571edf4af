"""Who signs a document: firms and ministries by name, governments and heads as their countries (Reading 16).

Read first from the document's own name ("между A и B", "с A", "меморандум A и B"), then from those who act in the
clause. Whom the text leaves out is found by `agreements` from the bundle, the document before, or the focus.
"""

from dataclasses import dataclass, replace

from pipeline.extraction.discourse.context import Discourse, segment_at
from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.instruments import Instrument, plain_key
from pipeline.extraction.frames.model import Slot, Span
from pipeline.extraction.mentions.model import Amount, Measure, Organisation, Pair, Party, Person, Place
from schemas.vocabulary import AgreementKind, PartyGroup

GOVERNMENT = ("правительств", "кабинет", "кабмин", "парламент", "администрация президента", "сенат", "мажилис")
WITH = {"с", "со"}
JOINERS = {"и", ",", ".", "с", "со", "а", "также", "–", "или"}
PLACED = {
    "в", "во", "из", "через", "на", "под", "из-за", "для", "к", "ко", "о", "об", "до", "по", "против", "при", "над",
    "внутри", "вокруг",
}  # fmt: skip
QUOTES = {"«", '"'}
REACH = 20
CODE = 3
# a body that every country has signs only as that of one
EVERYWHERE = "МИД"
SOURCE_CUES = ("data", "say", "count", "refer")
# cases in which a firm can act: subject, agent of a passive, or owner of what acts
ACTING = set("nig")
RULE = "ru.signatories"
LISTED = -1


@dataclass(frozen=True, slots=True)
class Signatory:
    """A party at a chunk.

    `kind` is firm (any body with a name of its own), government, person, country, or partner: a country that stands
    after "с" or for its firms ("с турецкими инвесторами").
    """

    name: str
    chunk: int
    kind: str


class Signatories:
    """Reads the parties of the documents of one article."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self.document: Document = discourse.document

    def of(
        self, sentence: Sentence, breaks: list[int], instrument: Instrument, instruments: list[Instrument], cue: int
    ) -> list[Signatory]:
        """The parties that the sentence names for a document; empty where it leaves them to the context.

        `cue` is the chunk of the word that says what is done with it, `LISTED` where only the bundle's does.
        """
        between = self._between(instrument)
        if len(between) >= 2:
            return between
        own = _distinct([*self._adjectival(instrument), *self._owners(instrument), *self._partners(instrument)])
        sold = self._makers(instrument)
        if len(own) >= 2:
            return own
        acting = [] if cue == LISTED else self._acting(sentence, breaks, instrument, instruments, cue)
        if len(own) + len(acting) < 2 and cue != LISTED:
            acting.extend(each for each in self._before(sentence, instrument, instruments) if each not in acting)
        names = {each.name for each in own}
        return _settled(_distinct([*own, *(each for each in acting if each.name not in names), *sold]))

    def _between(self, instrument: Instrument) -> list[Signatory]:
        """Everything joined after "между"."""
        limit = max(instrument.end, min(instrument.until, instrument.end + REACH))
        for start in range(instrument.head, limit):
            if plain_key(self.document, start) == "между":
                return self._joined(start + 1, min(start + REACH, instrument.until))
        return []

    def _joined(self, first: int, end: int) -> list[Signatory]:
        found: list[Signatory] = []
        for chunk in range(first, end):
            signatory = self.at(chunk, end)
            if signatory:
                found.append(signatory)
            elif found and self.document.mention(chunk) is None and not self._joins(chunk):
                break
        return found

    def _joins(self, chunk: int) -> bool:
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
                joined = self._joined(chunk + 1, min(chunk + 5, instrument.end))
                found.extend(replace(each, kind="partner") if each.kind == "country" else each for each in joined)
        return found

    def _makers(self, instrument: Instrument) -> list[Signatory]:
        """The maker of what is bought: "15 лайнеров Boeing"."""
        found = []
        for chunk in range(instrument.topic, instrument.end):
            amount = self.document.mention(chunk)
            if isinstance(amount, Amount) and amount.measure is Measure.PIECES:
                maker = self.document.mention(chunk + 1)
                if isinstance(maker, Organisation):
                    found.append(Signatory(maker.name.split(" ")[0], chunk + 1, "firm"))
        return found

    def _acting(
        self, sentence: Sentence, breaks: list[int], instrument: Instrument, instruments: list[Instrument], cue: int
    ) -> list[Signatory]:
        """Those who act in the clause of the document or of the word that says it is signed, outside all names."""
        names = [each.span for each in instruments]
        own = segment_at(sentence, breaks, instrument.head)
        told = segment_at(sentence, breaks, cue) if sentence.first <= cue < sentence.end else own
        sources = _sources(sentence, self.document)
        for span in dict.fromkeys((told, own)):
            end = self._list_end(max(instrument.end, cue + 1), span[1])
            named = self._named(instrument, (span[0], end), names, sources)
            found = [each for each in named if _may_act(each, instrument, cue)]
            if found:
                return found
        return []

    def _list_end(self, first: int, end: int) -> int:
        """Where those who act end after a verb: at a comma that no further name follows."""
        for chunk in range(first, end):
            signs = self.document.has("SIGN", chunk, end)
            if plain_key(self.document, chunk) == "," and not signs and not self._names_on(chunk + 1, end):
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
        named = self._named(instrument, (sentence.first, instrument.first), names, _sources(sentence, self.document))
        firms = [each for each in named if each.kind == "firm"]
        return firms if len(firms) > 1 or instrument.points_back else []

    def _sells(self, instrument: Instrument, before: str) -> bool:
        """Whether an order is placed there: "разместили на верфи X заказ"."""
        return before == "на" and instrument.kind is AgreementKind.CONTRACT

    def _named(self, instrument: Instrument, span: Span, names: list[Span], sources: set[int]) -> list[Signatory]:
        found: list[Signatory] = []
        for chunk in range(*span):
            if chunk in sources or any(first <= chunk < end for first, end in names):
                continue
            mention = self.document.mention(chunk)
            before = plain_key(self.document, chunk - 1)
            if isinstance(mention, Organisation) and not set(mention.features) & ACTING:
                continue
            if isinstance(mention, Pair):
                found.extend(Signatory(code, chunk, "country") for code in mention.parties)
            elif (before not in PLACED or self._sells(instrument, before)) and (each := self.at(chunk, span[1])):
                found.append(each)
            elif before == "из" and self.document.value(chunk - 2, "BUSINESS") is not None:
                found.extend([each] if (each := self.at(chunk, span[1])) else [])
        return _distinct(found)

    def at(self, chunk: int, limit: int) -> Signatory | None:
        """Who signs at a chunk, None for what cannot sign."""
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
            case _:
                return None

    def _stance(self, chunk: int) -> str:
        return "partner" if plain_key(self.document, chunk - 1) in WITH | {"из"} else "country"

    def _person(self, chunk: int, person: Person) -> Signatory | None:
        """A person signs for the firm that the office names, or else for a country."""
        if not person.is_low and "m" in person.features and person.end - person.start == 1:
            return None  # "лидеры", "министры": of which countries the text leaves open
        if not person.is_low:
            return Signatory(person.country, chunk, "person") if person.country else None
        tokens = self.document.tokens
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
            return Signatory(mention.country, chunk, "government") if mention.country else None
        if mention.name == EVERYWHERE:
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


def _may_act(signatory: Signatory, instrument: Instrument, cue: int) -> bool:
    """Firms act before the document, or beside a verb that follows it; what is named later is another matter."""
    if signatory.kind != "firm" or signatory.chunk < instrument.first:
        return True
    return cue >= instrument.end or signatory.chunk == instrument.end


def _sources(sentence: Sentence, document: Document) -> set[int]:
    """The chunks of those who only tell of it: "сообщила пресс-служба", "по данным министерства"."""
    return {
        match.groups["s"][0]
        for cue in SOURCE_CUES
        for match in sentence.cues.get(cue, ())
        if "s" in match.groups
        and not ("v" in match.groups and document.is_a(match.groups["v"][0], "SIGN", "TOSIGN", "ORDERV"))
    }


def _distinct(found: list[Signatory]) -> list[Signatory]:
    return list({each.name: each for each in reversed(found)}.values())[::-1]


def _settled(found: list[Signatory]) -> list[Signatory]:
    """Beside firms a country signs only where its government is named, or as the other side."""
    firms = [each for each in found if each.kind == "firm"]
    if not firms:
        return found
    return [each for each in found if each.kind in ("firm", "government", "partner")]


def signatories_slot(found: list[Signatory]) -> Slot:
    """The slot `parties` of signatories."""
    chunks = [each.chunk for each in found]
    return Slot([each.name for each in found], (min(chunks), max(chunks) + 1), RULE)


def is_country(name: str) -> bool:
    """Whether a party is a country or group by its code, not a body by its name."""
    return name in set(PartyGroup) or (len(name) == CODE and name.isascii() and name.isupper())
