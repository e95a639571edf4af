"""The same document told twice in an article is one claim, with what either place says of it."""

import re
from dataclasses import dataclass
from itertools import takewhile

from pipeline.extraction.document import Sentence
from pipeline.extraction.frames.agreements.instruments import Instrument
from pipeline.extraction.frames.agreements.signers import Signatory
from pipeline.extraction.frames.model import Draft, Slot
from schemas.vocabulary import AgreementKind

WORTH = ("proposed", "planned", "agreed", "signed", "ratified", "in_force")
STEM = 5
LEAST = 4
# how many sentences on a document without a subject can be the one told before
NEAR = 4
# nouns that can mean a document of any kind
GENERIC = ("соглашени", "договоренност", "сделк", "договор")
# words that stand before a subject and tell nothing of it
LINKS = {"между", "рамках", "сфере", "сферах", "области", "областях", "вопросам", "также"}
# words with which a subject begins
OPENING = ("о", "об", "по", "на", "в", "с", "со", "между")
# the rule of parties of which the first is told and the other only guessed
GUESSED = "context.home"
ALIKE = 0.5
LIKE = ("подобн", "соответств")
PAPER = "ru.agreement.paper"
CONTEXT = "context."
ABBREVIATION = re.compile(r"\b[А-ЯЁ]{3,}\b")
# how many documents back a contract can be told of again
LOOK_BACK = 40


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with the place where the text first tells of its document; `stems` stand for its subject.

    `lands` are the countries of its parties, as far as their names tell them: those of "МИД Чили и МИД Перу".
    """

    sentence: Sentence
    instrument: Instrument
    stems: frozenset[str]
    draft: Draft
    lands: frozenset[str] = frozenset()


def stems_of(title: str) -> frozenset[str]:
    """The beginnings of the words that tell documents apart."""
    words = (word.strip('«»"(),.') for word in title.lower().split())
    return frozenset(word[:STEM] for word in words if len(word) >= LEAST and word not in LINKS)


def is_same(told: Told, before: Told, near: bool) -> bool:
    """Whether two claims are about one document; `near` lets one without a subject be the one told just before."""
    new, known = told.draft, before.draft
    alike = set(_parties(new)) == set(_parties(known))
    single = not told.instrument.is_bundle and not before.instrument.is_bundle
    if single and alike and near and str(new.value("title")).lower().startswith(LIKE) and not told.stems:
        return True  # "проект соответствующего соглашения", "подписание подобного соглашения" of the same two
    if told.instrument.is_similar:  # "аналогичную сделку с Индией ... подобное соглашение": one told of twice
        return alike and before.instrument.is_similar and near
    if alike and near and before.instrument.how == "paper" and not told.instrument.is_bundle:
        return True  # "подписали документ о дружбе ... Договор об углублении дружбы"
    kindred = alike and near and not before.instrument.is_bundle and (_is_bare(told) or _is_any_kind(told, before))
    if not (new.value("kind") == known.value("kind") or kindred) or not (
        _parties_agree(new, known) or _of_same_lands(told, before)
    ):
        return False
    amounts = [draft.value("amount") for draft in (new, known)]
    if None not in amounts and amounts[0] != amounts[1]:
        return False
    if new.value("kind") == AgreementKind.BUNDLE:
        pairs = [(new.value(key), known.value(key)) for key in ("documents", "amount")]
        return all(None in pair or pair[0] == pair[1] for pair in pairs) and any(None not in pair for pair in pairs)
    if not told.stems and alike and new.value("signed_on") in (None, known.value("signed_on")):
        return True  # "подписание соглашения с ЕС" long after it was told of
    if told.stems and before.stems:
        return _shares_subject(told, before)
    return near


def _shares_subject(told: Told, before: Told) -> bool:
    """Whether the subjects of two documents are told in the same words, an abbreviation standing for its words."""
    new, known = str(told.draft.value("title") or ""), str(before.draft.value("title") or "")
    a, b = told.stems | _spelled(new, known), before.stems | _spelled(known, new)
    return len(a & b) > ALIKE * min(len(told.stems), len(before.stems))


def _spelled(title: str, other: str) -> frozenset[str]:
    """The words of another title that an abbreviation of one stands for: "ЗСТ" of "зоне свободной торговли"."""
    words = other.lower().split()
    initials = "".join(word[0] for word in words)
    found = ((initials.find(short.lower()), len(short)) for short in ABBREVIATION.findall(title))
    return frozenset().union(*(stems_of(" ".join(words[at : at + length])) for at, length in found if at >= 0))


def _is_any_kind(told: Told, before: Told) -> bool:
    """Whether a noun for any document tells of the one before again: "сделка о газе ... соглашение о газе"."""
    names = (str(each.draft.value("title") or "").lower() for each in (told, before))
    nouns = (takewhile(lambda word: word not in OPENING, name.split(" ")) for name in names)
    general = any(word.startswith(GENERIC) for words in nouns for word in words)
    return general and bool(told.stems and before.stems) and _shares_subject(told, before)


def _is_bare(told: Told) -> bool:
    """Whether a noun for any document tells nothing of its own: "подписали соглашение с Китаем"."""
    words = str(told.draft.value("title") or "").lower().split(" ")
    alone = len(words) == 1 or words[1] in ("с", "со", "между")
    return alone and not told.stems and words[0].startswith(GENERIC) and not told.instrument.is_bundle


def told_with(told: list[Told], kind: str, named: list[Signatory]) -> Told | None:
    """The document of a kind that was told of with the one firm named: "Стоимость контракта с CNPC – 3,2 млрд"."""
    if len(named) != 1 or named[0].kind != "firm":
        return None
    same = (each for each in reversed(told[-LOOK_BACK:]) if each.draft.value("kind") == kind)
    return next((each for each in same if named[0].name in _parties(each.draft)), None)


def _parties_agree(new: Draft, known: Draft) -> bool:
    a, b = set(_parties(new)), set(_parties(known))
    if a <= b or b <= a or (len(a & b) > 1 and len(a ^ b) <= len(a & b)):
        return True
    for draft, others in ((new, b), (known, a)):
        if _is_from_context(draft):
            return draft.slots["parties"].rule != GUESSED or _parties(draft)[0] in others
    return False


def _of_same_lands(told: Told, before: Told) -> bool:
    """Whether one place names the countries and the other their ministries, both for one subject."""
    if len(told.lands) < 2 or told.lands != before.lands:
        return False
    states = any(each.lands == set(_parties(each.draft)) for each in (told, before))
    return states and bool(told.stems & before.stems)


def _parties(draft: Draft) -> list[str]:
    value = draft.value("parties")
    return value if isinstance(value, list) else []


def _is_from_context(draft: Draft) -> bool:
    return draft.slots["parties"].rule.startswith(CONTEXT)


def merge(known: Draft, new: Draft) -> None:
    """Give the claim told first what the second adds; the later stage of its life wins."""
    worth = [WORTH.index(str(draft.value("status"))) for draft in (known, new)]
    # "подписание" by itself tells of no more than was told before
    bare = new.slots["status"].rule == "ru.signing.signing"
    later = worth[1] > worth[0] and not bare
    named = known.slots["kind"].rule == PAPER != new.slots["kind"].rule
    for name, slot in new.slots.items():
        if name == "status":
            if later:
                known.slots[name] = slot
        elif name in ("kind", "title") and named:
            known.slots[name] = slot
        elif name == "parties":
            told = not _is_from_context(new) and worth[1] >= worth[0] and (not bare or len(_parties(known)) < 2)
            if _is_from_context(known) or (told and len(_parties(new)) > len(_parties(known))):
                known.slots[name] = slot
        elif known.value(name) in (None, []) and worth[1] >= worth[0]:
            known.slots[name] = slot


def enrich(known: Draft, slots: dict[str, Slot]) -> None:
    """Add what a later sentence says of a document to its claim, where that leaves it open."""
    for name, slot in slots.items():
        if known.value(name) in (None, []):
            known.slots[name] = slot
