"""Fields of cooperation, by the words of a title or beside an amount."""

from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.instruments import Instrument
from pipeline.extraction.frames.model import Figure, Slot
from pipeline.extraction.mentions.model import Amount, CorridorMention, Measure, Organisation
from schemas.vocabulary import AgreementKind, Sector

OF_UNITS = {
    "aircraft": Sector.AVIATION,
    "ships": Sector.TRANSPORT,
    "locomotives": Sector.TRANSPORT,
    "wagons": Sector.TRANSPORT,
    "buses": Sector.TRANSPORT,
    "satellites": Sector.SPACE,
    "plants": Sector.INDUSTRY,
}
# fields so wide that a narrower one beside them says more
WIDE = {Sector.INVESTMENT, Sector.TRADE, Sector.FINANCE}


def sectors_within(document: Document, first: int, end: int) -> list[str]:
    """The sectors that words of a span of chunks speak for, in their order."""
    return _of_chunks(document, range(first, end), names=True)


def sectors_of_document(
    document: Document, sentence: Sentence, instrument: Instrument, kind: AgreementKind
) -> list[str]:
    """The fields of a document: of its subject, else of its whole name with those who sign, else of what follows."""
    subject = _of_chunks(document, range(instrument.topic, instrument.end), names=False)
    adjectives = _of_chunks(document, range(instrument.first, instrument.head + 1), names=True)
    found = list(dict.fromkeys([*subject, *adjectives]))
    if not found:
        found = _of_chunks(document, range(instrument.head, instrument.end), names=True)
    if not found and not instrument.is_bundle:
        found = _of_chunks(document, range(instrument.end, min(instrument.until, sentence.end)), names=False)
    if not found and kind is AgreementKind.DECLARATION:
        found = [str(Sector.POLITICS)]
    return found


def sectors_of_bundle(document: Document, sentence: Sentence) -> list[str]:
    """The fields that a sentence says the documents of a bundle are about."""
    return _of_chunks(document, range(sentence.first, sentence.end), names=False)


def _of_chunks(document: Document, chunks: range, *, names: bool) -> list[str]:
    found: dict[str, None] = {}
    tokens = document.tokens
    for chunk in chunks:
        mention = document.mention(chunk)
        if isinstance(mention, CorridorMention):
            found[str(Sector.TRANSPORT)] = None
        if isinstance(mention, Amount) and mention.measure is Measure.PIECES and mention.unit in OF_UNITS:
            found[str(OF_UNITS[mention.unit])] = None
        if isinstance(mention, Organisation) and not names:
            continue
        for at in range(document.chunks.firsts[chunk], document.chunks.firsts[chunk + 1]):
            for value in (tokens.value(at, "SECTOR"), *_inside(document, tokens.keys[at])):
                found.update((sector, None) for sector in (value or "").split(",") if sector)
    return list(found)


def _inside(document: Document, key: str) -> list[str | None]:
    """The sectors of the words of a phrase of the lexicon ("контейнерные перевозки")."""
    if " " not in key:
        return []
    records = [record for word in key.split(" ") if (record := document.lexicon.form(word)) is not None]
    return [each.plain["SECTOR"][0] for each in records if "SECTOR" in each.plain]


def sector_slot(figure: Figure) -> dict[str, Slot]:
    """The slot `sector` of an investment: the field named in the clause of the amount, if it is one."""
    first, end = figure.segment
    found = [sector for sector in sectors_within(figure.document, first, end) if sector not in WIDE]
    found = [sector for sector in found if sector != Sector.INDUSTRY] or found
    return {"sector": Slot(found[0], (first, end), "ru.sector")} if found else {}
