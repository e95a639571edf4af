"""What later sentences add to a document told of before: by a pronoun, "документ", or a noun without a subject."""

from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.agreements.document_names import is_verb
from pipeline.extraction.frames.agreements.instruments import Instrument, is_plural
from pipeline.extraction.frames.agreements.listing import Listing
from pipeline.extraction.frames.agreements.retelling import CONTEXT, GENERIC, NEAR, STEM, Told, enrich, told_with
from pipeline.extraction.frames.agreements.signers import Signatory, is_country, signatories_slot
from pipeline.extraction.frames.agreements.signing import Signing, SigningReader
from pipeline.extraction.frames.agreements.terms import money_after, value_slots
from pipeline.extraction.frames.model import Slot
from pipeline.extraction.frames.sectors import sectors_of_bundle
from pipeline.extraction.mentions.model import DateMention, Measure
from schemas.vocabulary import AgreementStatus

# a document beside the one told before: "дополнительное соглашение", "соответствующее соглашение"
NEW = ("новое", "новый", "нынешн")
# "этот исторический договор"
POINTING = ("этот", "эта", "это", "эту", "данн", "указанн", "упомянут")
BESIDE = ("дополнит", "соответств")
PARAGRAPHS = 2
OPEN = {str(AgreementStatus.PLANNED), str(AgreementStatus.PROPOSED), str(AgreementStatus.AGREED)}
# the rule of a word that says that a document is signed
DONE = "ru.signing.signed"
# the rule of a noun for the signing
SIGNING = "ru.signing.signing"


def retold(
    document: Document,
    told: list[Told],
    sentence: Sentence,
    instrument: Instrument,
    named: list[Signatory],
    signing: Signing,
) -> Told | None:
    """The document told of shortly before that a noun without a subject means: "Соглашение было подписано в мае"."""
    pointing = instrument.points_back or _is_signed_one(document, instrument)
    alone = instrument.end == instrument.head + 1 or pointing
    alone = alone and not instrument.is_bundle and not instrument.is_similar
    alone = alone and not is_plural(document, instrument) and _is_bare(document, instrument)
    # "банк выделит 110 млн евро, соглашение подпишут в июле" is of the loan
    lent = document.has("LOANN", sentence.first, instrument.first) or any(
        chunk < instrument.first and amount.measure is Measure.MONEY for chunk, amount in sentence.amounts
    )
    if instrument.how != "document" or not alone or lent:
        return None
    for known in reversed(told):
        far = sentence.index - known.sentence.index > NEAR or sentence.paragraph - known.sentence.paragraph > PARAGRAPHS
        this = document.key(instrument.first - 1).startswith(POINTING)
        if far or (known.sentence is sentence and not this):
            return None
        if not known.instrument.is_bundle:
            generic = document.key(instrument.head).startswith(GENERIC)
            # "подписание меморандума станет основой" tells of no other paper than the protocol just signed
            generic = generic or (not named and signing.rule == SIGNING)
            same = document.key(instrument.head)[:STEM] == document.key(known.instrument.head)[:STEM]
            alike = generic or same or str(instrument.kind) in (known.draft.value("kind"), str(known.instrument.kind))
            return known if alike and _can_sign(document, known, named) else None
    return None


def _is_bare(document: Document, instrument: Instrument) -> bool:
    """Whether nothing before a noun makes a document of its own of it."""
    if document.value(instrument.first - 1, "ANOTHER") is not None:
        return False
    if document.key(instrument.first - 1).startswith(POINTING) or _is_signed_one(document, instrument):
        return True
    words = range(instrument.first, instrument.head)
    acts = is_verb(document, instrument.end)  # "Новый договор закрепляет ..."
    if acts and all(document.key(at).startswith(NEW) for at in words):
        return True
    return all(document.is_a(at, "VERY") and not document.key(at).startswith(BESIDE) for at in words)


def _is_signed_one(document: Document, instrument: Instrument) -> bool:
    """Whether a participle right before a noun says that it is the one signed: "подписанный вчера договор"."""
    before = document.mention(instrument.first - 1)
    at = instrument.first - (2 if isinstance(before, DateMention) and before.form == "relday" else 1)
    return "Q" in document.features(at, "SIGN")


def _can_sign(document: Document, known: Told, named: list[Signatory]) -> bool:
    """Whether those named with a document can be those of the one told before.

    They are its parties, or the one firm whose head signed for a country.
    """
    slot = known.draft.slots["parties"]
    parties = slot.value if isinstance(slot.value, list) else []
    # "с чилийской стороны соглашение подписал мэр"
    sides = {each.chunk for each in named if document.key(each.chunk + 1).startswith("сторон")}
    others = [each.name for each in named if each.name not in parties and each.chunk not in sides]
    if slot.rule.startswith(CONTEXT) or not others:
        return True
    state = all(is_country(document, name) for name in parties)
    return state and len(others) == 1 and not is_country(document, others[0])


def meant(
    document: Document, told: list[Told], sentence: Sentence, instrument: Instrument, named: list[Signatory]
) -> Told | None:
    """The document told of before to which a sentence that makes no claim of its own can add something."""
    named_before = told_with(told, str(instrument.kind), named)
    known = named_before or (told[-1] if told else None)
    apart = known is None or sentence.index - known.sentence.index > NEAR or instrument.how == "member"
    if known is None or apart or is_plural(document, instrument):
        return None
    if known.sentence is sentence or instrument.topic < instrument.end:
        return None
    if instrument.how == "document" and not (named_before or _may_be(document, told[-1], instrument)):
        return None
    return known


def _may_be(document: Document, last: Told, instrument: Instrument) -> bool:
    """Whether a noun for a document can mean the one told before: of its kind, not another, not denied."""
    another = any(document.value(at, "ANOTHER") is not None for at in (instrument.first - 1, instrument.first))
    bare = instrument.first == instrument.head or instrument.points_back
    same = last.sentence.paragraph == document.sentence_at(instrument.head).paragraph
    return bare and same and not another and str(instrument.kind) == last.draft.value("kind")


def add(
    document: Document,
    known: Told,
    sentence: Sentence,
    instrument: Instrument,
    named: list[Signatory],
    signing: Signing | None,
) -> None:
    """Give a claim what a sentence adds: value, day, place, who signed it, and that it was signed after all."""
    values = value_slots(document, sentence, instrument)
    if signing is not None:
        values |= signing.slots()
        if len(named) > 1 and known.draft.slots["parties"].rule.startswith(CONTEXT):
            known.draft.slots["parties"] = signatories_slot(named)
        if signing.status is AgreementStatus.SIGNED and signing.rule == DONE and known.draft.value("status") in OPEN:
            known.draft.slots["status"] = Slot(str(signing.status), signing.span, signing.rule)
    enrich(known.draft, values)


def tell_more(document: Document, sentence: Sentence, signings: SigningReader, known: Told) -> None:
    """The day that the next sentence gives to a document: "Подписать его планируется в мае"."""
    if sentence.index - known.sentence.index != 1:
        return
    words = sentence.cues.get("worth_of_it")
    if words and not known.instrument.is_bundle:
        enrich(known.draft, money_after(document, sentence, words[0].end - 1))
    planned = known.draft.value("status") == AgreementStatus.PLANNED
    span = (sentence.first, sentence.end)
    day = signings.day_of(AgreementStatus.PLANNED if planned else AgreementStatus.SIGNED)
    if day is not None and (document.has("THISTHAT", *span) or document.has("IT", *span)):
        enrich(known.draft, day)


def value_after(document: Document, sentence: Sentence, listing: Listing | None) -> None:
    """The value that the next sentence gives to a bundle: "Их общая стоимость – около 7,5 млрд долларов"."""
    if listing is None or listing.draft is None or sentence.index - listing.sentence.index != 1:
        return
    words = sentence.cues.get("worth", [])
    if words:
        enrich(listing.draft, money_after(document, sentence, words[0].end))


def cover(document: Document, sentence: Sentence, listing: Listing | None) -> None:
    """The fields that a sentence says the documents of a bundle are about."""
    if listing is None or listing.draft is None or sentence.index - listing.sentence.index != 1:
        return
    if sentence.cues.get("covers"):
        sectors = sectors_of_bundle(document, sentence)
        enrich(listing.draft, {"sectors": Slot(sectors, (sentence.first, sentence.end), "ru.sector")})
