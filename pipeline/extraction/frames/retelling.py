"""The same document told twice in an article is one claim, with what either place says of it."""

from dataclasses import dataclass

from pipeline.extraction.document import Sentence
from pipeline.extraction.frames.instruments import Instrument
from pipeline.extraction.frames.model import Draft, Slot
from pipeline.extraction.frames.signers import Signatory
from schemas.vocabulary import AgreementKind

WORTH = ("proposed", "planned", "agreed", "signed", "ratified", "in_force")
STEM = 5
LEAST = 4
# how many sentences on a document without a subject can be the one told before
NEAR = 4
# nouns that can mean a document of any kind
GENERIC = ("соглашени", "договоренност", "сделк", "договор")
LINKS = {"между"}
ALIKE = 0.5
CONTEXT = "context."
# how many documents back a contract can be told of again
LOOK_BACK = 40


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with the place where the text first tells of its document; `stems` stand for its subject."""

    sentence: Sentence
    instrument: Instrument
    stems: frozenset[str]
    draft: Draft


def stems_of(title: str) -> frozenset[str]:
    """The beginnings of the words that tell documents apart."""
    words = (word.strip('«»"(),.') for word in title.lower().split())
    return frozenset(word[:STEM] for word in words if len(word) >= LEAST and word not in LINKS)


def is_same(told: Told, before: Told, near: bool) -> bool:
    """Whether two claims are about one document; `near` lets one without a subject be the one told just before."""
    new, known = told.draft, before.draft
    alike = set(_parties(new)) == set(_parties(known))
    if told.instrument.is_similar:  # "аналогичную сделку с Индией ... подобное соглашение": one told of twice
        return alike and before.instrument.is_similar and near
    kindred = alike and near and _is_bare(told) and not before.instrument.is_bundle
    if not (new.value("kind") == known.value("kind") or kindred) or not _parties_agree(new, known):
        return False
    if new.value("kind") == AgreementKind.BUNDLE:
        pairs = [(new.value(key), known.value(key)) for key in ("documents", "amount")]
        return all(None in pair or pair[0] == pair[1] for pair in pairs) and any(None not in pair for pair in pairs)
    if not told.stems and alike and new.value("signed_on") in (None, known.value("signed_on")):
        return True  # "подписание соглашения с ЕС" long after it was told of
    if told.stems and before.stems:
        return len(told.stems & before.stems) / min(len(told.stems), len(before.stems)) > ALIKE
    return near


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
    return a <= b or b <= a or _is_from_context(new) or _is_from_context(known)


def _parties(draft: Draft) -> list[str]:
    value = draft.value("parties")
    return value if isinstance(value, list) else []


def _is_from_context(draft: Draft) -> bool:
    return draft.slots["parties"].rule.startswith(CONTEXT)


def merge(known: Draft, new: Draft) -> None:
    """Give the claim told first what the second adds; the later stage of its life wins."""
    worth = [WORTH.index(str(draft.value("status"))) for draft in (known, new)]
    # "подписание" by itself tells of no more than was told before
    later = worth[1] > worth[0] and new.slots["status"].rule != "ru.signing.signing"
    for name, slot in new.slots.items():
        if name == "status":
            if later:
                known.slots[name] = slot
        elif name == "parties":
            if _is_from_context(known) or (not _is_from_context(new) and len(_parties(new)) > len(_parties(known))):
                known.slots[name] = slot
        elif known.value(name) in (None, []) and worth[1] >= worth[0]:
            known.slots[name] = slot


def enrich(known: Draft, slots: dict[str, Slot]) -> None:
    """Add what a later sentence says of a document to its claim, where that leaves it open."""
    for name, slot in slots.items():
        if known.value(name) in (None, []):
            known.slots[name] = slot
