"""The terms of a document: of what kind it is, how many there are, and what is bought for how much."""

from decimal import Decimal

from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.instruments import Instrument
from pipeline.extraction.frames.model import Slot
from pipeline.extraction.mentions.model import Amount, Measure
from schemas.vocabulary import AgreementKind, ClaimTable, PartyGroup, Qualifier

PURCHASE = ("покупк", "закуп", "поставк", "приобретен", "продаж", "купл", "подряд")
CODE = 3
FIGURES = {ClaimTable.TRADE, ClaimTable.INVESTMENTS}
COUNTED = {Measure.PIECES: "", Measure.GOODS: "", Measure.MASS: "", Measure.TRAINS: "", Measure.CONTAINERS: ""}


def kind_of(instrument: Instrument, title: str, parties: Slot) -> AgreementKind:
    """The kind by the noun (Reading 15): of purchases and supplies a contract, as is a "договор" between firms."""
    kind = instrument.kind
    bought = any(word in title.lower() for word in PURCHASE)
    framed = "рамочн" in title.lower()
    names = parties.value if isinstance(parties.value, list) else []
    firms = bool(names) and all(not _is_country(name) for name in names)
    if kind is AgreementKind.TREATY and (firms or bought):
        return AgreementKind.CONTRACT
    return AgreementKind.CONTRACT if kind is AgreementKind.AGREEMENT and bought and not framed else kind


def _is_country(name: str) -> bool:
    return name in set(PartyGroup) or (len(name) == CODE and name.isascii() and name.isupper())


def count_slots(document: Document, instrument: Instrument) -> dict[str, Slot]:
    """How many documents there are; unknown for a bundle that only its value counts (Reading 16)."""
    if not instrument.is_bundle:
        exact = Slot(str(Qualifier.EXACT), None, "codebook.single")
        return {"documents": Slot(1, None, "codebook.single"), "documents_qualifier": exact}
    for chunk in range(instrument.trigger.start, instrument.trigger.end):
        amount = document.mention(chunk)
        if isinstance(amount, Amount) and amount.measure in (Measure.DOCUMENTS, Measure.BARE):
            at = (chunk, chunk + 1)
            return {
                "documents": Slot(int(amount.value), at, amount.rule),
                "documents_qualifier": Slot(str(amount.qualifier), at, amount.rule),
            }
    return {}


def value_slots(document: Document, sentence: Sentence, instrument: Instrument) -> dict[str, Slot]:
    """The money and the things counted that belong to a document: up to the next one or another subject's figures."""
    slots: dict[str, Slot] = {}
    for chunk in range(instrument.head + 1, _reach(sentence, instrument)):
        amount = document.mention(chunk)
        at = (chunk, chunk + 1)
        if not isinstance(amount, Amount):
            continue
        if amount.measure is Measure.MONEY and "amount" not in slots:
            slots["amount"] = Slot(amount.value, at, amount.rule)
            slots["amount_to"] = Slot(amount.high, at, amount.rule)
            slots["unit"] = Slot(amount.unit, at, amount.rule)
            slots["qualifier"] = Slot(str(amount.qualifier), at, amount.rule)
        elif amount.measure in COUNTED and "quantity" not in slots and not instrument.is_bundle:
            slots["quantity"] = Slot(Decimal(amount.value), at, amount.rule)
            slots["quantity_unit"] = Slot(amount.unit, at, amount.rule)
    return slots


def _reach(sentence: Sentence, instrument: Instrument) -> int:
    """Where the figures of a document end: at the next document, or where trade or investments are spoken of."""
    others = [
        found.start
        for found in sentence.triggers
        if found.rule.means["table"] in FIGURES and instrument.end <= found.start < instrument.until
    ]
    return min([instrument.until, *others])
