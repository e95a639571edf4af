"""The words of a sentence that tell what is done with its documents, in the order in which they settle it."""

from typing import NamedTuple

from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.agreements.document_names import name_start
from pipeline.extraction.frames.agreements.signing_days import SigningDays
from pipeline.extraction.mentions.model import Measure

# cues in the order in which they settle the status when they stand equally near
SETTLING = (
    "ratified", "in_force", "managed", "to_be_signed", "initialled", "signed", "to_sign", "proposed", "agreed",
    "prepared", "signing", "brought", "counted",
)  # fmt: skip
# cues that can stand inside what is read as the name of a document
IN_NAMES = ("signed", "in_force", "to_be_signed")
# "обменялись документами"
EXCHANGED, EXCHANGE = "обменя", 4

# cues of what somebody does to a document himself
DOINGS = ("signed", "to_sign", "to_be_signed")
# how many chunks before what is wished for "чтобы" stands
WISHED = 8
# how far behind a decree a document can be signed with it: "подписали постановление коллегии и план консультаций"
BESIDE = 20
# "закрепили соглашением", but "соглашение закрепит"
FIXES = "закреп"


class Cue(NamedTuple):
    """What is done at a chunk, by the name of the cue and the rule that found it."""

    name: str
    at: int
    rule: str


def cues_of(document: Document, sentence: Sentence, days: SigningDays) -> list[Cue]:
    """All words that settle a status, those inside a document's name left out."""
    found = []
    for name in SETTLING:
        for match in sentence.cues.get(name, ()):
            at = match.groups["x"][0]
            if document.key(at).startswith(EXCHANGED) and not _exchanges(document, sentence, at):
                continue
            if document.key(at).startswith(FIXES) and _is_done_by_document(document, at):
                continue
            if name in DOINGS and _is_of_decree(document, at):
                continue
            if name in ("signed", "signing") and _only_marks(document, at):
                continue
            wished = name == "signed" and document.forms.has(max(at - WISHED, sentence.first), at, "чтобы")
            name = "to_sign" if wished else name  # "усилия, чтобы соглашение было подписано"
            if name in IN_NAMES or not days.in_name(at):
                found.append(Cue(name, at, match.rule.id))
    return found


def _is_of_decree(document: Document, at: int) -> bool:
    """Whether it is a decree or a law that is signed, and no document with it: "распоряжение подписал премьер"."""
    near = [each for each in (at - 1, at + 1) if set(document.features(each, "DECREE")) & set("na")]
    sentence = document.sentence_at(at)
    beside = document.those(at + 2, min(at + BESIDE, sentence.end), "DOC", "LOOSEDOC") if near else []
    joined = (document.key(name_start(document, sentence, each) - 1) for each in beside)
    return bool(near) and not any(key in ("и", ",", "а также") for key in joined)


def _only_marks(document: Document, at: int) -> bool:
    """Whether a participle only says which countries are meant: "пятая страна, заключившая такой договор"."""
    active = "T" in document.features(at, "SIGN") and document.key(at - 1) == ","
    noun = document.tokens.keys[document.chunks.firsts[at] - 2].split(" ")[-1]
    return active and noun.startswith(("стран", "государств"))


def _is_done_by_document(document: Document, at: int) -> bool:
    """Whether a verb is what a document does, not what is done with it: "меморандум закрепит правила"."""
    nouns = (document.features(at - 1, name) for name in ("DOC", "LOOSEDOC", "PAPER"))
    return any("n" in features for features in nouns)


def _exchanges(document: Document, sentence: Sentence, at: int) -> bool:
    """Whether it is documents that are exchanged, not views or news."""
    first, end = max(at - EXCHANGE, sentence.first), min(at + 1 + EXCHANGE, sentence.end)
    counted = (amount.measure for chunk, amount in sentence.amounts if first <= chunk < end)
    named = document.those(first, end, "DOC", "DOCS", "PAPER", "SIGN")
    return any(chunk != at for chunk in named) or Measure.DOCUMENTS in counted
