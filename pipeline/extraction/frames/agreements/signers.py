"""Those who can sign a document, and which of those named together do.

Who is named where is read in `signatories`.
"""

from typing import NamedTuple

from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.agreements.document_names import before_signing
from pipeline.extraction.frames.agreements.instruments import Instrument
from pipeline.extraction.frames.model import Slot
from pipeline.extraction.mentions.model import Amount, Measure, Organisation, Party, Person, Place

SOURCE_CUES = ("data", "say", "count", "refer")
# two who sign are so many chunks apart when only "и" stands between them, or a name and "и"
JOINED = (2, 3)
RULE = "ru.signatories"
# the place of the word that says what is done with a document, where only its bundle's does
LISTED = -1


class Signatory(NamedTuple):
    """A party at a chunk.

    `kind` is firm (any body with a name of its own), government, person, country, or partner: a country that stands
    after "с" or for its firms ("с турецкими инвесторами").
    """

    name: str
    chunk: int
    kind: str


def may_act(document: Document, signatory: Signatory, instrument: Instrument, cue: int) -> bool:
    """Firms act before the document, or beside a verb behind it or them; what is named later is another matter."""
    if signatory.kind != "firm" or signatory.chunk < instrument.first:
        return True
    if cue >= instrument.end or signatory.chunk == instrument.end:
        return True
    return before_signing(document, signatory.chunk + 1, document.sentence_at(signatory.chunk).end)


def heads_sign(document: Document, sentence: Sentence) -> bool:
    """Whether only heads of firms act in a sentence: "договор подписали главы компаний A и B", persons of no state."""
    span = (sentence.first, sentence.end)
    if any(document.names(kind, *span) for kind in (Party, Place, Organisation)):
        return False
    persons = [person for _, person in document.of_kind(Person, *span)]
    return bool(persons) and all(each.is_low or not (each.known or each.country or each.office) for each in persons)


def makers(document: Document, instrument: Instrument) -> list[Signatory]:
    """The maker of what is bought: "15 лайнеров Boeing"."""
    found = []
    for chunk, amount in document.of_kind(Amount, instrument.head, instrument.end):
        maker = document.mention(chunk + 1)
        model = isinstance(document.mention(chunk + 2), Amount) or document.key(chunk + 2) == "–"  # "лайнеров SSJ-100"
        if amount.measure is Measure.PIECES and isinstance(maker, Organisation) and not model:
            found.append(Signatory(maker.name.split(" ")[0], chunk + 1, "firm"))
    return found


def sources_of(sentence: Sentence, document: Document) -> set[int]:
    """The chunks of those who only tell of it: "сообщила пресс-служба", "по данным министерства"."""
    return {
        match.groups["s"][0]
        for cue in SOURCE_CUES
        for match in sentence.cues.get(cue, ())
        if "s" in match.groups
        and not ("v" in match.groups and _is_none(document, *match.groups["s"], match.groups["v"][0]))
    }


def _is_none(document: Document, source: int, end: int, verb: int) -> bool:
    """Whether who stands beside a verb of speech says nothing: "министры Чили, как сообщает агентство, подписали"."""
    return _intends(document, verb) or (end <= verb and document.key(verb - 1) == "как")


def _intends(document: Document, verb: int) -> bool:
    """Whether a verb is one of signing or intention: "«Газпром» выразил готовность подписать"."""
    return document.is_a(verb, "SIGN", "TOSIGN", "ORDERV") or document.is_a(verb + 1, "TOWARDSN")


def distinct(found: list[Signatory]) -> list[Signatory]:
    """Each party once, where it is named first."""
    return list({each.name: each for each in reversed(found)}.values())[::-1]


def settled(found: list[Signatory]) -> list[Signatory]:
    """Beside firms a country signs only by its government or a person joined to them, or as the other side."""
    firms = [each for each in found if each.kind == "firm"]
    if not firms:
        return found
    beside = {firm.chunk + step for firm in firms for step in (*JOINED, *(-each for each in JOINED))}
    kinds = ("firm", "government", "partner")
    return [each for each in found if each.kind in kinds or (each.kind == "person" and each.chunk in beside)]


def signatories_slot(found: list[Signatory]) -> Slot:
    """The slot `parties` of signatories."""
    chunks = [each.chunk for each in found]
    return Slot([each.name for each in found], (min(chunks), max(chunks) + 1), RULE)


def is_country(document: Document, name: str) -> bool:
    """Whether a party is a country or group by its code, not a body by its name."""
    return name in document.lexicon.facts["parties"]
