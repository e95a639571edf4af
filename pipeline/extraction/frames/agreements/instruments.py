"""Where documents stand in a sentence: the noun, its adjectives, its subject, and where its name ends.

What is done with a document is read in `signing`, who signs it in `signatories`.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.extraction.discourse.context import segment_at
from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.agreements.document_names import name_end, name_start, plain_key
from pipeline.extraction.frames.agreements.mentioned import is_aside, is_background, told_of
from pipeline.extraction.frames.model import Span, Trigger
from pipeline.extraction.mentions.model import Amount
from schemas.vocabulary import AgreementKind, ClaimTable

TITLE_WORDS = 32
SUBJECT = {"о", "об", "обо", "по", "на", "в", "во", "для", "касательно", "относительно"}
# endings of adjectives of several: "действующие соглашения"
PLURAL = ("ые", "ие", "ых", "их", "ыми", "ими")
# prepositions of a subject, and within how many chunks of the noun, those who sign between them, it begins
ABOUT, OWNERS = ("о", "об", "обо"), 6
BOTH = ("оба", "обе", "обо")
HOWS = {
    "order": 0,
    "subject": 4,
    "bundle": 0,
    "counted": 0,
    "recount": 0,
    "valued": 1,
    "member": 2,
    "document": 3,
    "paper": 4,
}


@dataclass(frozen=True, slots=True)
class Instrument:
    """A document or a counted bundle at chunk `head`.

    `first` up to, not including, `end` are the chunks of its name; `topic` is where the name begins to tell its subject
    (`end` if it does not); `until` is where the next document of the sentence begins. `is_similar` marks another one of
    the kind told of before ("аналогичный документ"), `points_back` the very one ("сам договор"), `heads_list` the first
    of several whose subjects follow ("соглашения о туризме, о музеях и об архивах"). `how` says what it is:
    `bundle`, `counted` (the number follows), `recount` (the bundle before as another source counts it), `valued`
    (several with a value only), `document`, `order` (things bought, without a noun), `member` (one of a bundle, without
    a noun of its own), or `paper` (a word that points at a document named before).
    """

    trigger: Trigger
    how: str
    kind: AgreementKind
    head: int
    first: int
    topic: int
    end: int
    until: int
    is_similar: bool = False
    points_back: bool = False
    heads_list: bool = False

    @property
    def span(self) -> Span:
        """The chunks of its name."""
        return self.first, self.end

    def is_draft(self, document: Document) -> bool:
        """Whether only a draft of it is spoken of: "проект соглашения"."""
        return plain_key(document, self.first - 1).startswith("проект")

    @property
    def is_bundle(self) -> bool:
        """Whether it stands for several documents."""
        return self.kind is AgreementKind.BUNDLE


def instruments_of(document: Document, sentence: Sentence, breaks: list[int]) -> list[Instrument]:
    """The documents of a sentence in the order of the text, those that only another one's name mentions left out."""
    best: dict[int, Trigger] = {}
    for found in sentence.triggers:
        if found.rule.table != ClaimTable.AGREEMENTS:
            continue
        trigger = Trigger.of(found)
        if _is_of_one(document, trigger):
            continue
        known = best.get(trigger.head)
        if known is None or HOWS[trigger.setting("how")] < HOWS[known.setting("how")]:
            best[trigger.head] = trigger
    if not best:
        return []
    ordered = _standing(document, [best[head] for head in sorted(best) if not is_aside(document, head)])
    firsts = [name_start(document, sentence, trigger.head) for trigger in ordered]
    ends = _ends(document, sentence, firsts)
    instruments: list[Instrument] = []
    for index, (trigger, until) in enumerate(zip(ordered, ends, strict=True)):
        limit = min(until, segment_at(sentence, breaks, trigger.head)[1])
        if instruments and firsts[index] < instruments[-1].end:
            continue
        if trigger.setting("how") == "member" and instruments and plain_key(document, firsts[index] - 1) == "–":
            continue
        made = _instrument(document, sentence, trigger, firsts[index], limit, until)
        if made is not None:
            instruments.append(made)
    renamed = {each.head for each, after in pairwise(instruments) if _renamed(document, each, after)}
    renamed |= {after.head for each, after in pairwise(instruments) if _is_apposed(document, each, after)}
    left = [each for each in instruments if each.head not in renamed]
    listed = {each.head for each, after in pairwise(left) if _is_subject(after) and each.how == "document"}
    return [replace(each, heads_list=True) if each.head in listed else each for each in left]


def _is_subject(instrument: Instrument) -> bool:
    """Whether only its subject is told of a document."""
    return instrument.trigger.setting("how") == "subject"


def _is_of_one(document: Document, trigger: Trigger) -> bool:
    """Whether what looks like a bundle is one document, or those told of: "одним из документов", "оба договора"."""
    if trigger.setting("how") == "bundle":
        amount = document.mention(trigger.head)
        return document.key(trigger.head).startswith(BOTH) or (isinstance(amount, Amount) and amount.value == 0)
    if trigger.setting("how") == "counted":
        amount = document.mention(trigger.end - 1)
        return isinstance(amount, Amount) and amount.value == 1
    single = "s" in document.features(trigger.head, "DOCS") and document.is_a(trigger.head - 1, "WORTHN")
    return single and trigger.setting("how") == "valued"


def _ends(document: Document, sentence: Sentence, firsts: list[int]) -> list[int]:
    """For each document where the next one begins that is no mere background."""
    ends, end = [], sentence.end
    for first in reversed(firsts):
        ends.append(end)
        end = end if is_background(document, sentence, first) else first
    return ends[::-1]


def _standing(document: Document, triggers: list[Trigger]) -> list[Trigger]:
    """The triggers that can be read by themselves: a bare subject only after a bundle and a colon."""
    standing: list[Trigger] = []
    before: Trigger | None = None
    for trigger in triggers:
        if trigger.setting("how") != "subject":
            before = before if before and trigger.setting("how") == "paper" else trigger
            standing.append(trigger)
        elif before and before.setting("how") in ("bundle", "counted"):
            standing += [trigger] if document.forms.has(before.head, trigger.head, ":") else []
        elif before and document.value(before.head, "DOC") is not None and _has_subjects(document, before, trigger):
            standing.append(trigger)
    return standing


def _has_subjects(document: Document, before: Trigger, trigger: Trigger) -> bool:
    """Whether a bare subject is that of another of several documents: "соглашения о туризме, о музеях и о банках"."""
    sentence = document.sentence_at(before.head)
    several = is_plural_at(document, name_start(document, sentence, before.head), before.head)
    return several and any(plain_key(document, at) in ABOUT for at in range(before.head + 1, before.head + OWNERS))


def _renamed(document: Document, instrument: Instrument, after: Instrument) -> bool:
    """Whether the next document only names this one: "политическое соглашение – Декларация о союзничестве"."""
    if instrument.how == "member":
        return after.first == instrument.trigger.end + 1 and plain_key(document, instrument.trigger.end) == "–"
    if instrument.how != "document" or after.how != "document" or is_plural(document, instrument):
        return False
    return after.first == instrument.head + 2 and plain_key(document, instrument.head + 1) == "–"


def _is_apposed(document: Document, instrument: Instrument, after: Instrument) -> bool:
    """Whether a document between commas only says what the one before is: "Соглашение о доступе, первый такой пакт"."""
    if instrument.how != "document" or after.how != "document":
        return False
    at = instrument.end
    short = document.key(at) == "(" and document.key(at + 2) == ")"
    at += 3 if short else 0
    said = short or document.has("ONEOF", after.first, after.head) or document.has("VERY", after.first, after.head)
    return said and document.key(at) == "," and after.first == at + 1 and not is_plural(document, after)


def _instrument(
    document: Document, sentence: Sentence, trigger: Trigger, first: int, limit: int, until: int
) -> Instrument | None:
    how = trigger.setting("how")
    head = trigger.head
    if is_background(document, sentence, first) and not told_of(document, trigger.end, sentence.end):
        return None
    start = trigger.end if how in ("bundle", "counted", "valued") else head + 1
    if how == "subject":
        how, first = "member", head
    end = name_end(document, start, min(limit, head + TITLE_WORDS))
    topic = next((at for at in range(head if first == head else start, end) if plain_key(document, at) in SUBJECT), end)
    marks = {name: document.has(name, max(first - 1, sentence.first), head) for name in ("SAMEKIND", "VERY", "ANOTHER")}
    if how == "paper" and marks["ANOTHER"]:
        how = "document"
    return Instrument(
        trigger, how, _kind(document, how, head), head, first, topic, end, until, marks["SAMEKIND"], marks["VERY"]
    )


def is_plural(document: Document, instrument: Instrument) -> bool:
    """Whether the noun stands for several documents."""
    return is_plural_at(document, instrument.first, instrument.head)


def is_plural_at(document: Document, first: int, head: int) -> bool:
    """The same for a name that begins at a chunk; of a form that is either, by what governs it."""
    if first < head and document.key(head - 1).endswith(PLURAL):
        return True
    names = ("DOC", "LOOSEDOC", "PAPER", "DOCS")
    features = next((found for name in names if (found := document.features(head, name))), "")
    if "m" not in features or "s" not in features:
        return "m" in features
    if set("ngdaip") <= set(features):
        return False  # "подписали коммюнике"
    if head == document.sentence_at(head).first:
        return True  # no genitive opens a sentence
    told = next((found for name in ("SIGN", "ADOPT") if (found := document.features(head + 1, name))), "")
    if "S" in told and "n" in features:
        return "m" in told  # "соглашения подписаны"
    governed = document.tokens.analyses[document.chunks.firsts[first - 1]] if first else {}
    return any(set(governed.get(name, ("", ""))[1]) & set("PRFISQ") for name in ("SIGN", "ADOPT"))


def _kind(document: Document, how: str, head: int) -> AgreementKind:
    if how in ("bundle", "counted", "recount", "valued"):
        return AgreementKind.BUNDLE
    if how == "order":
        return AgreementKind.CONTRACT
    return AgreementKind(document.value(head, "DOC") or document.value(head, "LOOSEDOC") or AgreementKind.AGREEMENT)


def subject_words(document: Document, instrument: Instrument) -> str:
    """The words of a document's subject, without parties and dates, and of its own name: "Бакинская декларация"."""
    # a noun that holds the preposition already: "контракт на поставку истребителей"
    held = instrument.topic == instrument.end and " на " in document.key(instrument.head)
    chunks = range(instrument.head + 1 if held else instrument.topic, instrument.end)
    words = [document.words(chunk, chunk + 1) for chunk in chunks if document.mention(chunk) is None]
    opens = document.sentence_at(instrument.head).first
    before = (document.words(at, at + 1) for at in range(max(instrument.first, opens + 1), instrument.head))
    return " ".join([*(word for word in before if word[0].isupper()), *words])
