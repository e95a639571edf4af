"""Where documents stand in a sentence: the noun, its adjectives, its subject, and where its name ends.

What is done with a document is read in `signing`, who signs it in `signatories`.
"""

from dataclasses import dataclass
from itertools import pairwise

from pipeline.extraction.discourse.context import segment_at
from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.model import Span, Trigger
from pipeline.extraction.mentions.model import Amount, DateMention, Measure, Organisation, Party, Person, Place
from schemas.vocabulary import AgreementKind, ClaimTable

TITLE_WORDS = 32
STOPS = {";", ":", "(", "–", "!", "?", "…"}
SUBJECT = {"о", "об", "обо", "по", "на", "в", "во", "для", "касательно", "относительно"}
TRAILING = {",", ".", "и", "а", "также", "или", "о", "об", "в", "на", "по", "–", "еще"}
# after these a document is where something is written or a reason, not what is signed
BACKGROUND = {
    "в", "во", "как", "к", "ко", "по", "согласно", "о", "об", "из", "для", "от", "без", "при", "против", "вместо",
}  # fmt: skip
PRONOUNS = {"он", "она", "они"}
LISTING = 4
ADJECTIVAL = ("ое", "ая", "ый", "ий", "ую", "ого", "ые", "ие", "ым", "ой", "ому", "ыми", "ых", "яя", "юю", "ее")
LOOK_AHEAD = 6
# classes of words with which a name ends
CLOSING = {"CLAUSECONJ", "INFORCE", "NOTWORD", "NOVERB"}
PACKAGES = ("пакет", "набор", "комплект", "портфел")
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
    the kind told of before ("аналогичный документ"), `points_back` the very one ("сам договор"). `how` says what it is:
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
        known = best.get(trigger.head)
        if known is None or HOWS[trigger.setting("how")] < HOWS[known.setting("how")]:
            best[trigger.head] = trigger
    if not best:
        return []
    ordered = _standing(document, [best[head] for head in sorted(best)])
    firsts = [_first(document, sentence, trigger.head) for trigger in ordered]
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
    return [each for each in instruments if each.head not in renamed]


def _ends(document: Document, sentence: Sentence, firsts: list[int]) -> list[int]:
    """For each document where the next one begins that is no mere background."""
    ends, end = [], sentence.end
    for first in reversed(firsts):
        ends.append(end)
        end = end if _is_background(document, sentence, first) else first
    return ends[::-1]


def _standing(document: Document, triggers: list[Trigger]) -> list[Trigger]:
    """The triggers that can be read by themselves: a bare subject only after a bundle and a colon."""
    standing: list[Trigger] = []
    before: Trigger | None = None
    for trigger in triggers:
        if trigger.setting("how") != "subject":
            before = trigger
            standing.append(trigger)
        elif before and before.setting("how") in ("bundle", "counted"):
            standing += [trigger] if document.forms.has(before.head, trigger.head, ":") else []
    return standing


def _renamed(document: Document, instrument: Instrument, after: Instrument) -> bool:
    """Whether the next document only names this one: "политическое соглашение – Декларация о союзничестве"."""
    if instrument.how == "member":
        return after.first == instrument.trigger.end + 1 and plain_key(document, instrument.trigger.end) == "–"
    if instrument.how != "document" or after.how != "document" or is_plural(document, instrument):
        return False
    return after.first == instrument.head + 2 and plain_key(document, instrument.head + 1) == "–"


def _instrument(
    document: Document, sentence: Sentence, trigger: Trigger, first: int, limit: int, until: int
) -> Instrument | None:
    how = trigger.setting("how")
    head = trigger.head
    if _is_background(document, sentence, first) and not _told_of(document, trigger.end, sentence.end):
        return None
    start = trigger.end if how in ("bundle", "counted", "valued") else head + 1
    if how == "subject":
        how, first = "member", head
    end = _end(document, start, min(limit, head + TITLE_WORDS))
    topic = next((at for at in range(head if first == head else start, end) if plain_key(document, at) in SUBJECT), end)
    marks = {name: document.has(name, max(first - 1, sentence.first), head) for name in ("SAMEKIND", "VERY", "ANOTHER")}
    if how == "paper" and marks["ANOTHER"]:
        how = "document"
    return Instrument(
        trigger, how, _kind(document, how, head), head, first, topic, end, until, marks["SAMEKIND"], marks["VERY"]
    )


def is_plural(document: Document, instrument: Instrument) -> bool:
    """Whether the noun stands for several documents; of a form that is either, by what governs it."""
    names = ("DOC", "LOOSEDOC", "PAPER", "DOCS")
    features = next((found for name in names if (found := document.features(instrument.head, name))), "")
    if "m" not in features or "s" not in features:
        return "m" in features
    governed = document.tokens.analyses[document.chunks.firsts[instrument.first - 1]] if instrument.first else {}
    return any(set(governed.get(name, ("", ""))[1]) & set("PRFISQ") for name in ("SIGN", "ADOPT"))


def _kind(document: Document, how: str, head: int) -> AgreementKind:
    if how in ("bundle", "counted", "recount", "valued"):
        return AgreementKind.BUNDLE
    if how == "order":
        return AgreementKind.CONTRACT
    return AgreementKind(document.value(head, "DOC") or document.value(head, "LOOSEDOC") or AgreementKind.AGREEMENT)


def subject_words(document: Document, instrument: Instrument) -> str:
    """The words of a document's subject, without the parties and dates in them."""
    chunks = range(instrument.topic, instrument.end)
    return " ".join(document.words(chunk, chunk + 1) for chunk in chunks if document.mention(chunk) is None)


def plain_key(document: Document, chunk: int) -> str:
    """The form of a plain word; empty for mentions and beyond the text."""
    return document.key(chunk) if document.mention(chunk) is None else ""


def _is_background(document: Document, sentence: Sentence, first: int) -> bool:
    """Whether a document is only where something is written; "пакет из 19 документов" is what it holds."""
    if first <= sentence.first or plain_key(document, first - 1) not in BACKGROUND:
        return False
    return not plain_key(document, first - 2).startswith(PACKAGES)


def _told_of(document: Document, start: int, end: int) -> bool:
    """Whether a participle goes on to say that it was signed: "в соглашении, подписанном в мае"."""
    return any(
        "Q" in document.features(at, "SIGN") or document.of_class(at, "INFORCE")
        for at in range(start, min(start + LOOK_AHEAD, end))
    )


def _first(document: Document, sentence: Sentence, head: int) -> int:
    first = head
    while first > sentence.first and _is_adjective(document, first - 1):
        first -= 1
    return first


def _is_adjective(document: Document, chunk: int) -> bool:
    mention = document.mention(chunk)
    if mention is not None:
        return isinstance(mention, Party) and mention.role == "adjective"
    analyses = document.tokens.analyses[document.chunks.firsts[chunk]]
    if "THISTHAT" in analyses or "AND" in analyses or "FUNC" in analyses or "SIGN" in analyses or "ADOPT" in analyses:
        return False
    if any("A" in features for _, features in analyses.values()):
        return True
    key = document.key(chunk)
    return not analyses and len(key) > 4 and key.endswith(ADJECTIVAL)


def _end(document: Document, start: int, limit: int) -> int:
    """Where a name ends that goes on from `start`: before a mark, a verb, a day, or those who sign."""
    end = start
    while end < limit and not _closes(document, end, limit):
        end += 1
    while end > start and plain_key(document, end - 1) in TRAILING:
        end -= 1
    return end


def _closes(document: Document, chunk: int, limit: int) -> bool:
    mention = document.mention(chunk)
    if mention is None:
        key = document.key(chunk)
        if key in STOPS:
            return True
        acting = "n" in document.features(chunk, "BUSINESS") and _before_signing(document, chunk + 1, limit)
        return not _lists_on(document, chunk, limit) if key == "," else acting or _is_verb(document, chunk)
    if isinstance(mention, DateMention):
        return mention.form in ("day", "days", "across", "numeric", "relday", "weekday", "sameday", "then") or (
            mention.preposition in ("в", "во", "еще")
        )
    if isinstance(mention, Amount):
        return mention.measure in (Measure.BARE, Measure.DOCUMENTS) and plain_key(document, chunk - 1) != "на"
    if plain_key(document, chunk - 1) in ("и", "–", "«", "между", "с", "со"):
        return False
    return _is_subject(document, chunk, limit)


def _is_subject(document: Document, chunk: int, limit: int) -> bool:
    """Whether a name belongs to those who sign: in the nominative, or up to a verb of signing."""
    mention = document.mention(chunk)
    if isinstance(mention, Party | Place | Person):
        return "n" in mention.features and "g" not in mention.features and "A" not in mention.features
    if not isinstance(mention, Organisation):
        return False
    return _before_signing(document, chunk + 1, limit)


def _before_signing(document: Document, at: int, limit: int) -> bool:
    """Whether only further names and nouns for firms stand before a verb of signing: "правительство и компания ..."."""
    while at < limit and (
        document.mention(at) is not None
        or plain_key(document, at) in ("и", ",", "с", "со")
        or "n" in document.features(at, "BUSINESS")
    ):
        at += 1
    verbs = [document.features(at, name) for name in ("SIGN", "ADOPT") if document.value(at, name) is not None]
    return any(set(features) & set("PFR") for features in verbs)


def _is_verb(document: Document, chunk: int) -> bool:
    if chunk >= len(document.chunks):
        return False
    analyses = document.tokens.analyses[document.chunks.firsts[chunk]]
    acting = "SIDES" in analyses or document.key(chunk) in PRONOUNS
    if analyses.keys() & CLOSING or (acting and _before_verb(document, chunk + 1)):
        return True
    return any(
        set(features) & set("PFRSGI") and not set(features) & set("An") for _, features in analyses.values()
    ) or any(set(analyses.get(name, ("", ""))[1]) & set("QT") for name in ("SIGN", "ADOPT"))


def _before_verb(document: Document, chunk: int) -> bool:
    return document.mention(chunk) is None and document.key(chunk) not in STOPS and _is_verb(document, chunk)


def _lists_on(document: Document, comma: int, limit: int) -> bool:
    """Whether a comma only joins words of the subject: "в сфере энергетики, транспорта и логистики"."""
    for at in range(comma + 1, min(comma + 1 + LISTING, limit)):
        key = plain_key(document, at)
        if document.mention(at) is not None or key in STOPS or _is_verb(document, at):
            return False
        if key in ("и", ",") and at > comma + 1:
            return not (document.mention(at + 1) is not None or _is_verb(document, at + 1))
    return False
