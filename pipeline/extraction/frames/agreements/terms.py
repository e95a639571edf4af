"""The terms of a document: of what kind it is, how many there are, and what is bought for how much."""

from bisect import bisect_left
from decimal import Decimal

from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.forms import within
from pipeline.extraction.frames.agreements.instruments import Instrument
from pipeline.extraction.frames.agreements.signers import is_country
from pipeline.extraction.frames.model import Slot
from pipeline.extraction.mentions.model import Amount, Measure
from pipeline.extraction.mentions.numbers import HEDGES
from schemas.vocabulary import AgreementKind, ClaimTable, Qualifier

PURCHASE = ("покупк", "закуп", "поставк", "приобретен", "продаж", "купл", "подряд")
TOPIC = ("о", "об", "по", "на")
# "соглашение о финансировании поставки" buys nothing itself
FINANCED = ("финансиров", "страхован", "гарант", "кредит")
PRICED = ("за", "на")
LOOK_BACK = 200
COVERING = 2
FIGURES = {ClaimTable.TRADE, ClaimTable.INVESTMENTS}
COUNTED = {Measure.PIECES: "", Measure.GOODS: "", Measure.MASS: "", Measure.TRAINS: "", Measure.CONTAINERS: ""}


def kind_of(document: Document, title: str, parties: Slot, kind: AgreementKind) -> AgreementKind:
    """The kind by the noun (Reading 15): of purchases and supplies a contract, as is a "договор" between firms."""
    bought = buys(title)
    framed = "рамочн" in title.lower()
    names = parties.value if isinstance(parties.value, list) else []
    firms = bool(names) and all(not is_country(document, name) for name in names)
    if kind is AgreementKind.TREATY and (firms or bought):
        return AgreementKind.CONTRACT
    return AgreementKind.CONTRACT if kind is AgreementKind.AGREEMENT and bought and not framed else kind


def buys(title: str) -> bool:
    """Whether a document is about a purchase or a supply."""
    words = title.lower().split(" ")
    topic = next((at for at, word in enumerate(words) if word in TOPIC), 0)
    financed = any(word.startswith(FINANCED) for word in words[topic + 1 : topic + 3])
    return any(part in word for word in words for part in PURCHASE) and not financed


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
    if instrument.how == "recount":
        return slots
    start = instrument.head + (0 if instrument.how == "order" else 1)
    bought = instrument.points_back and document.has("ORDERV", sentence.first, instrument.first)
    bought = bought or (instrument.how == "document" and document.has("LOANN", sentence.first, instrument.first))
    bought = bought or "кредит" in document.words(*instrument.span).lower()
    settled = instrument.topic == instrument.end and document.has("AGREE", sentence.first, instrument.first)
    bought = bought or (settled and instrument.how == "document")
    told = document.of_kind(Amount, start, _reach(document, sentence, instrument))
    for chunk, amount in (*told, *document.of_kind(Amount, sentence.first, instrument.first if bought else 0)):
        at = (chunk, chunk + 1)
        unit = amount.unit if amount.measure is Measure.MONEY else _currency_left_out(document, chunk, amount)
        if unit is not None and "amount" not in slots:
            slots |= _money_slots(document, chunk, amount, unit)
        elif amount.measure in COUNTED and "quantity" not in slots and not instrument.is_bundle:
            slots["quantity"] = Slot(Decimal(amount.value), at, amount.rule)
            slots["quantity_unit"] = Slot(amount.unit, at, amount.rule)
    return slots


def money_after(document: Document, sentence: Sentence, first: int) -> dict[str, Slot]:
    """The first sum of money of a sentence from a chunk on, as the value of a document."""
    for chunk, amount in sentence.amounts:
        if chunk >= first and amount.measure is Measure.MONEY:
            return _money_slots(document, chunk, amount, str(amount.unit))
    return {}


def lent_before(document: Document, sentence: Sentence, instrument: Instrument) -> dict[str, Slot]:
    """The sum of a loan that the sentence before tells: "Банк выделит 103 млн евро. Соглашение о займе ..."."""
    before = document.sentences[max(sentence.index - 1, 0)]
    if before.paragraph != sentence.paragraph or not document.has("LOANN", *instrument.span):
        return {}
    return money_after(document, before, before.first) if len(before.amounts) == 1 else {}


def _money_slots(document: Document, chunk: int, amount: Amount, unit: str) -> dict[str, Slot]:
    at = (chunk, chunk + 1)
    return {
        "amount": Slot(amount.value, at, amount.rule),
        "amount_to": Slot(amount.high, at, amount.rule),
        "unit": Slot(unit, at, amount.rule),
        "qualifier": Slot(str(_hedge(document, chunk, amount)), at, amount.rule),
    }


def _currency_left_out(document: Document, chunk: int, amount: Amount) -> str | None:
    """The currency of "за 8,5 млрд": that of the money named last; None for what is no price."""
    priced = amount.measure is Measure.ELIDED and document.key(chunk - 1) in PRICED
    return money_before(document, chunk) if priced else None


def money_before(document: Document, chunk: int) -> str | None:
    """The currency of the money named last before a chunk."""
    for at in reversed(within(document.kinds.get(Amount, []), chunk - LOOK_BACK + 1, chunk)):
        earlier = document.mention(at)
        if isinstance(earlier, Amount) and earlier.measure is Measure.MONEY:
            return earlier.unit
    return None


def _hedge(document: Document, chunk: int, amount: Amount) -> Qualifier:
    """The hedge of an amount, one before its preposition included: "почти на 25 млрд"."""
    if amount.qualifier is Qualifier.EXACT and document.key(chunk - 1) == "до":
        return Qualifier.UP_TO
    if amount.qualifier is Qualifier.EXACT and document.key(chunk - 1) in ("на", "в"):
        for name, qualifier in HEDGES.items():
            if document.mention(chunk - 2) is None and document.value(chunk - 2, name) is not None:
                return qualifier
    return amount.qualifier


def _reach(document: Document, sentence: Sentence, instrument: Instrument) -> int:
    """Where the figures of a document end: at the next document, or where trade or investments are spoken of."""
    if instrument.how == "member" or document.key(instrument.end) == ":":
        return instrument.until
    triggers = sentence.triggers
    first = bisect_left(triggers, instrument.end, key=lambda found: found.start)
    end = bisect_left(triggers, instrument.until, first, key=lambda found: found.start)
    others = (
        found.start
        for found in triggers[first:end]
        if found.rule.table in FIGURES
        and not found.rule.settings.get("cost")  # "контракт, его стоимость – 680 млн"
        and not document.has("COVER", found.start - COVERING, found.start)  # "предусматривающий инвестиции на 5 млн"
    )
    return next(others, instrument.until)
