"""Fields of cooperation, by the words of a title or beside an amount."""

from bisect import bisect_left
from functools import lru_cache

from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.forms import within
from pipeline.extraction.frames.agreements.instruments import Instrument
from pipeline.extraction.frames.model import Draft, Figure, Slot, Span
from pipeline.extraction.mentions.model import Amount, CorridorMention, Measure, Organisation, Person
from schemas.vocabulary import AgreementKind, How, Sector

OF_UNITS = {
    "aircraft": Sector.AVIATION,
    "ships": Sector.TRANSPORT,
    "locomotives": Sector.TRANSPORT,
    "wagons": Sector.TRANSPORT,
    "buses": Sector.TRANSPORT,
    "satellites": Sector.SPACE,
    "plants": Sector.INDUSTRY,
}
FLUIDS = {"m3", "bbl"}
# parts of firms' names that tell their field
OF_NAMES = (
    ("газ", Sector.OIL_GAS),
    ("gaz", Sector.OIL_GAS),
    ("gas", Sector.OIL_GAS),
    ("нефт", Sector.OIL_GAS),
    ("petro", Sector.OIL_GAS),
    ("oil", Sector.OIL_GAS),
    ("атом", Sector.NUCLEAR),
    ("nuclear", Sector.NUCLEAR),
    ("энерго", Sector.ENERGY),
    ("energy", Sector.ENERGY),
    ("power", Sector.ENERGY),
    ("airways", Sector.AVIATION),
    ("airlines", Sector.AVIATION),
    ("air ", Sector.AVIATION),
    ("авиа", Sector.AVIATION),
    ("железн", Sector.TRANSPORT),
    ("railway", Sector.TRANSPORT),
    ("транс", Sector.TRANSPORT),
    ("ports", Sector.TRANSPORT),
    ("logistic", Sector.TRANSPORT),
    ("cargo", Sector.TRANSPORT),
    ("кабель", Sector.DIGITAL),
    ("телеком", Sector.DIGITAL),
    ("telecom", Sector.DIGITAL),
    ("банк", Sector.FINANCE),
    ("bank", Sector.FINANCE),
    ("mining", Sector.MINING),
    ("minerals", Sector.MINING),
    ("университет", Sector.EDUCATION),
    ("university", Sector.EDUCATION),
    ("агро", Sector.AGRICULTURE),
    ("agro", Sector.AGRICULTURE),
    ("фарм", Sector.HEALTH),
    ("pharma", Sector.HEALTH),
)
# "связи" between countries are no means of communication
RELATIONS = {"связях", "связям", "связями", "связей"}
SEVERAL = ("ые", "ие", "ых", "их")
# how many chunks before a document without a subject tell what was agreed
BEFORE = 12
# what documents about no field of their own are about
GENERAL = ("сотруднич", "взаимопониман", "взаимодейств", "намерен", "партнерств", "и")
# fields so wide that a narrower one beside them says more
FIELDS = (Sector.FINANCE, Sector.TRADE)
WIDE = {Sector.INVESTMENT, Sector.TRADE, Sector.FINANCE, Sector.POLITICS}


def sectors_within(document: Document, first: int, end: int) -> list[str]:
    """The sectors that words of a span of chunks speak for, in their order."""
    return _of_chunks(document, range(first, end), names=True)


def sectors_of_document(
    document: Document, sentence: Sentence, instrument: Instrument, kind: AgreementKind
) -> list[str]:
    """The fields of a document: of its subject, else of its whole name with those who sign, else of what follows."""
    subject = _of_chunks(document, range(instrument.topic, instrument.end), names=False)
    heads = instrument.head + (1 if instrument.is_bundle or instrument.how == "order" else 0)
    adjectives = _of_chunks(document, range(instrument.first, heads), names=True)
    found = list(dict.fromkeys([*subject, *adjectives]))
    if not found:
        found = _of_chunks(document, range(instrument.head + 1, instrument.end), names=True)
    if not found and not instrument.is_bundle:
        found = _of_chunks(document, range(instrument.end, _clause_end(document, sentence, instrument)), names=False)
    if not found and not instrument.is_bundle and instrument.trigger.head - sentence.first > 1:
        found = _of_chunks(document, range(_actors_from(document, sentence, instrument), instrument.first), names=False)
    if not found or (kind is AgreementKind.CONTRACT and all(sector in WIDE for sector in found)):
        found += [each for each in _of_names(document, range(sentence.first, sentence.end)) if each not in found]
    if not found and kind in (AgreementKind.DECLARATION, AgreementKind.TREATY):
        found = [str(Sector.POLITICS)]
    return found


def _actors_from(document: Document, sentence: Sentence, instrument: Instrument) -> int:
    """Where those begin who sign a document: "подписали A о рейсах, министры сельского хозяйства – план действий"."""
    first = max(sentence.first, instrument.first - BEFORE)
    if document.key(instrument.first - 1) != "–":
        return first
    marks = (document.forms.those(first, instrument.first, mark) for mark in (",", ";"))
    return max((at for each in marks for at in each), default=first)


def _clause_end(document: Document, sentence: Sentence, instrument: Instrument) -> int:
    """Where what follows a document's name stops telling of it; after a colon or a dash it tells what it is about."""
    limit = min(instrument.until, sentence.end)
    if instrument.how == "member":
        return limit
    told = document.key(instrument.end) in (":", "–")
    for at in range(instrument.end + 1, limit):
        goes_on = told or document.key(at + 1).startswith("котор")  # "сделка с X, которой достанутся 12 лайнеров"
        if document.mention(at) is None and document.key(at) in (",", ";", ".") and not goes_on:
            return at
    return limit if instrument.end < limit and document.key(instrument.end) != "," else instrument.end


def _of_names(document: Document, chunks: range) -> list[str]:
    """The fields that the names of firms tell: "Туркменгаз", "Vietnam Airlines"."""
    firms = document.of_kind(Organisation, chunks.start, chunks.stop)
    return list(_told_by(tuple(dict.fromkeys(firm.name for _, firm in firms)))) if firms else []


@lru_cache(maxsize=256)
def _told_by(names: tuple[str, ...]) -> tuple[str, ...]:
    told = [name.lower() for name in names]
    return tuple(dict.fromkeys(str(sector) for part, sector in OF_NAMES for name in told if part in name))


def sectors_before(document: Document, sentence: Sentence, instrument: Instrument) -> list[str]:
    """The fields of a document without a subject: those that the sentence before tells, or else the title."""
    subject = range(instrument.topic + 1, instrument.end)
    pointed = document.has("THISTHAT", subject.start, subject.stop) or document.has("IT", subject.start, subject.stop)
    if subject and not pointed and not all(document.key(at).startswith(GENERAL) for at in subject):
        return []
    before, title = document.sentences[max(sentence.index - 1, 0)], document.sentences[0]
    for told in (before, title) if before.paragraph == sentence.paragraph else (title,):
        found = _of_chunks(document, range(told.first, told.end), names=False)
        narrow = [sector for sector in found if sector not in WIDE]
        if narrow and told is not sentence:
            return narrow
    return []


def sectors_told(draft: Draft) -> list[str]:
    """The fields that a claim has already."""
    value = draft.value("sectors")
    return value if isinstance(value, list) else []


def sectors_of_bundle(document: Document, sentence: Sentence) -> list[str]:
    """The fields that a sentence says the documents of a bundle are about."""
    return _of_chunks(document, range(sentence.first, sentence.end), names=False)


def _of_chunks(document: Document, chunks: range, *, names: bool) -> list[str]:
    found: dict[str, None] = {}
    sentence: Sentence | None = document.sentence_at(chunks.start)
    while sentence is not None and sentence.first < chunks.stop:
        if sentence.sectors is None:
            sentence.sectors = _of_sentence(document, sentence)
        named = sentence.sectors
        for _, sectors, is_name in named[bisect_left(named, (chunks.start,)) : bisect_left(named, (chunks.stop,))]:
            if names or not is_name:
                found.update(dict.fromkeys(sectors))
        after = sentence.index + 1
        sentence = document.sentences[after] if after < len(document.sentences) else None
    return list(found)


def _of_sentence(document: Document, sentence: Sentence) -> list[tuple[int, list[str], bool]]:
    """The chunks of a sentence that speak for sectors, those they speak for, and whether they are a name."""
    mention, heads, named = document.mention, document.chunks.heads, []
    for chunk in range(sentence.first, sentence.end):
        if heads[chunk] or mention(chunk) is not None:
            sectors = _of_chunk(document, chunk)
            if sectors:
                named.append((chunk, sectors, isinstance(mention(chunk), Organisation | Person)))
    return named


def _of_chunk(document: Document, chunk: int) -> list[str]:
    mention, tokens = document.mention(chunk), document.tokens
    found: list[str] = []
    if isinstance(mention, CorridorMention):
        found.append(str(Sector.TRANSPORT))
    if isinstance(mention, Amount) and mention.measure is Measure.PIECES and mention.unit in OF_UNITS:
        found.append(str(OF_UNITS[mention.unit]))
    if isinstance(mention, Amount) and mention.unit in FLUIDS:
        found.append(str(Sector.OIL_GAS))
    for at in range(document.chunks.firsts[chunk], document.chunks.firsts[chunk + 1]):
        if ("SECTOR" not in tokens.analyses[at] and " " not in tokens.keys[at]) or "DOC" in tokens.analyses[at]:
            continue  # no "road map" is about roads
        if tokens.keys[at] in RELATIONS or (tokens.keys[at] == "связи" and tokens.keys[at - 1].endswith(SEVERAL)):
            continue
        for value in (tokens.value(at, "SECTOR"), *_inside(document, tokens.keys[at])):
            found.extend(sector for sector in (value or "").split(",") if sector)
    return found


def _inside(document: Document, key: str) -> list[str | None]:
    """The sectors of the words of a phrase of the lexicon ("контейнерные перевозки")."""
    if " " not in key:
        return []
    records = [record for word in key.split(" ") if (record := document.lexicon.form(word)) is not None]
    return [each.plain["SECTOR"][0] for each in records if "SECTOR" in each.plain]


def sector_slot(figure: Figure, source: Slot, *, project: bool) -> dict[str, Slot]:
    """The slot `sector` of an investment: the field named in the clause of the amount, of several the nearest.

    What an office or a person who is heard is called tells no field of the money.
    """
    first, end = figure.segment
    for span in dict.fromkeys((_piece(figure), _piece_after(figure), (first, end))):
        found = [sector for sector in _of_chunks(figure.document, range(*span), names=False) if sector not in WIDE]
        found = [sector for sector in found if sector != Sector.INDUSTRY] or found
        if Sector.MINING in found and Sector.OIL_GAS in found:
            found = [Sector.OIL_GAS]  # "добыча газа"
        if found:
            return {"sector": Slot(found[0], span, "ru.sector")}
    named = _named_field(figure.document, first, end)
    if named:
        return {"sector": Slot(named, (first, end), "ru.sector")}
    return _of_investor(figure, source) if project else {}


def _named_field(document: Document, first: int, end: int) -> str | None:
    """A wide field where money goes into it by name: "в финансовый сектор", "в банковскую сферу"."""
    for chunk in document.those(first, end, "ECONOMYN", "INVESTPLACE"):
        field = document.value(chunk - 1, "SECTOR")
        if field in FIELDS:
            return field
    return None


def _of_investor(figure: Figure, source: Slot) -> dict[str, Slot]:
    """The field of a project that its clause leaves out: that of the sentence before, or of its firm's name."""
    document, sentence = figure.document, figure.sentence
    before = document.sentences[max(sentence.index - 1, 0)]
    if before.paragraph == sentence.paragraph and not before.is_heading:
        told = [each for each in sectors_within(document, before.first, before.end) if each not in WIDE]
        told = [each for each in told if each != Sector.INDUSTRY] or told
        if len(told) == 1:
            return {"sector": Slot(told[0], (before.first, before.end), "ru.sector", How.CONTEXT)}
    named = next((str(sector) for part, sector in OF_NAMES if part in str(source.value).lower()), None)
    return {"sector": Slot(named, source.span, "ru.sector")} if named else {}


def _piece_after(figure: Figure) -> Span:
    """The part of a clause behind an amount put between commas: "больше всего, 132 млн, ушло в промышленность, ..."."""
    first, end = figure.segment
    forms, comma = figure.document.forms, figure.chunk + 1
    inserted = figure.document.key(comma - 2) == "," and forms.has(comma, min(comma + 1, end), ",")
    return (comma, forms.next(comma + 1, end, ",")) if inserted else (first, first)


def _piece(figure: Figure) -> Span:
    """The part of a clause between commas that holds its amount, where the clause lists several amounts."""
    first, end = figure.segment
    if len(within(figure.sentence.numbers, first, end)) < 2:
        return first, end
    forms = figure.document.forms
    before = forms.those(first, figure.chunk, ",")
    return before[-1] if before else first, forms.next(figure.chunk, end, ",")
