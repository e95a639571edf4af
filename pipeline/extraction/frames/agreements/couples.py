"""Firms that sign in pairs, and those before a dash that stands for the verb; all others are in `signatories`."""

from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.agreements.document_names import plain_key
from pipeline.extraction.frames.agreements.instruments import Instrument
from pipeline.extraction.frames.agreements.sides import JOINERS
from pipeline.extraction.frames.agreements.signatories import PLACED, Signatories
from pipeline.extraction.frames.agreements.signers import Signatory, distinct
from pipeline.extraction.frames.agreements.signing_parties import WITH
from pipeline.extraction.mentions.model import Organisation, Party, Person

REACH = 12
# how many sentences back three states can be named, and of how many chunks at most
ROW_BACK, ROW_SENTENCE = 6, 120
AND = ("и", "с", "со")
# the ending of an adjective that describes a firm: "HSE и государственная EPS"
DESCRIBING = ("ый", "ий", "ая", "яя", "ое")


def pairs(signatories: Signatories, instrument: Instrument) -> list[list[Signatory]]:
    """Who signs each of several documents: "меморандумы A с B и C с D"; nothing where it is only one pair."""
    document = signatories.document
    found: list[list[Signatory]] = []
    at, end = instrument.head + 1, instrument.until
    while at + 2 < end and plain_key(document, at + 1) in WITH:
        pair = [each for chunk in (at, at + 2) if (each := signatories.at(chunk, end)) and each.kind == "firm"]
        if len(pair) < 2:
            break
        found.append(pair)
        if plain_key(document, at + 3) not in ("и", ",", "а также"):
            break
        at += 4
    return found if len(found) > 1 else []


def buyer(signatories: Signatories, instrument: Instrument) -> list[Signatory]:
    """The firms that what follows a colon has buying or supplying: "контракт с Boeing: Air Astana купит 18 лайнеров".

    Who is supplied stands behind the verb: "контракт: X поставит Y 20 машин".
    """
    document, at = signatories.document, instrument.end
    if document.key(at) != ":" or not document.is_a(at + 2, "ORDERV", "EXPORTV"):
        return []
    chunks = (at + 1, at + 3) if document.is_a(at + 2, "EXPORTV") else (at + 1,)
    found = [signatories.at(chunk, instrument.until) for chunk in chunks]
    return [firm for firm in found if firm is not None and firm.kind == "firm"]


def before_dash(
    signatories: Signatories, sentence: Sentence, instrument: Instrument, named: list[Signatory]
) -> list[Signatory]:
    """The firms that sign where a dash stands for the verb: "а X и Y – соглашение о ...", "а X – меморандум с Y"."""
    document = signatories.document
    if plain_key(document, instrument.first - 1) != "–":
        return []
    found: list[Signatory] = []
    for chunk in range(instrument.first - 2, max(sentence.first, instrument.first - REACH) - 1, -1):
        signatory = signatories.at(chunk, instrument.first)
        if signatory is not None and signatory.kind == "firm":
            found.append(signatory)
        elif signatory is not None or (document.mention(chunk) is None and plain_key(document, chunk) not in AND):
            break
    inside = [each for each in named if each.kind == "firm" and instrument.first <= each.chunk < instrument.until]
    found = [*found[::-1], *(each for each in inside if each.name not in {other.name for other in found})]
    return found if len(found) > 1 and len(found) > len(inside) else []


def listed_states(document: Document, sentence: Sentence) -> list[Signatory]:
    """Three countries or more that a sentence names in a row: "между Арменией, Ираном и Грузией"."""
    found: list[Signatory] = []
    for chunk, mention in document.mentions(sentence.first, sentence.end):
        land = mention.party if isinstance(mention, Party) and mention.role == "noun" else None
        if isinstance(mention, Person) and mention.office and not mention.name:
            land = mention.country  # "министры Армении, Ирака и Грузии"
        if land is None:
            continue
        if found and (chunk - found[-1].chunk != 2 or plain_key(document, chunk - 1) not in ("и", ",")):
            if len(found) > 2:
                break
            found = []
        found.append(Signatory(land, chunk, "country"))
    return distinct(found) if len(found) > 2 else []


def states_in_row(document: Document, sentence: Sentence, pair: tuple[str, str]) -> list[str]:
    """The three states or more that this sentence or one before names in a row, where a pair is two of them."""
    for told in reversed(document.sentences[max(sentence.index - ROW_BACK, 0) : sentence.index + 1]):
        if told.end - told.first < ROW_SENTENCE:
            names = [each.name for each in listed_states(document, told)]
            if set(pair) <= set(names):
                return names
    return []


def acting_together(signatories: Signatories, sentence: Sentence) -> list[Signatory]:
    """The firms and governments that are the subject of a sentence: "Министерство, фонд и Masdar согласовали"."""
    document = signatories.document
    found: list[Signatory] = []
    for chunk, mention in document.mentions(sentence.first, sentence.end):
        if not isinstance(mention, Organisation) or "n" not in mention.features:
            continue
        each = signatories.at(chunk, sentence.end)
        placed = document.key(chunk - 1) in PLACED | WITH
        described = chunk - 2 if plain_key(document, chunk - 1).endswith(DESCRIBING) else chunk - 1
        if found and document.key(described) not in JOINERS and not signatories.joins(described):
            break
        found.extend([each] if each is not None and not placed else [])
    return distinct(found)
