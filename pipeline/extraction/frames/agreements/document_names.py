"""Where the name of a document begins and ends: its adjectives before the noun, its subject after it."""

import re

from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.mentions.model import Amount, DateMention, Measure, Organisation, Pair, Party, Person, Place

STOPS = {";", ":", "(", "–", "!", "?", "…", "в присутствии", "при участии", "на полях"}
TRAILING = {",", ".", "и", "а", "также", "или", "о", "об", "в", "на", "по", "–", "еще", "при", "для", "с", "со", "к"}
# a mark that closes what a name did not open is no part of it
CLOSERS = {")": "(", "»": "«", '"': '"'}
PRONOUNS = {"он", "она", "они"}
LISTING = 4
ADJECTIVAL = ("ое", "ая", "ый", "ий", "ую", "ого", "ые", "ие", "ым", "ой", "ому", "ыми", "ых", "яя", "юю", "ее")
# endings of nouns that look like those of adjectives: "согласование соглашения"
NOUNS = ("ание", "ение")
# what looks like an adjective and is none: "представляет собой меморандум"
PRONOMINAL = ("собой", "мной", "тобой")
# classes of words with which a name ends
CLOSING = {"CLAUSECONJ", "INFORCE", "NOTWORD", "NOVERB"}
# endings that no noun or adjective has
VERB = re.compile(r"..(?:[еи]тся|[юя]тся|л(?:ся|ась|ось|ись)|[аяу]ет|[аяую]ют)$")
# endings that no genitive has, by which an unknown word right behind the noun of a document is what it does
FINITE = re.compile(r"..(?:[ия]т|[инджч]ет|[нджч]ут|[аиуя]л|[аеиуя]ло|[ия]ла|[иуя]ли|[аея]но|[лнчщж]ен|изван[ао]?)$")


# nouns after "на" for what is to be done with a document: "внесли договор на рассмотрение парламента"
HANDED_IN = ("рассмотрени", "утверждени", "подпис", "ратификац", "согласовани", "доработк", "одобрени", "экспертиз")


def plain_key(document: Document, chunk: int) -> str:
    """The form of a plain word; empty for mentions and beyond the text."""
    return document.key(chunk) if document.mention(chunk) is None else ""


def name_start(document: Document, sentence: Sentence, head: int) -> int:
    """Where the adjectives of a document's noun begin: "новое кредитное соглашение"."""
    first = head
    while first > sentence.first and _is_adjective(document, first - 1):
        first -= 1
    return first


def _is_adjective(document: Document, chunk: int) -> bool:
    mention = document.mention(chunk)
    if mention is not None:
        return isinstance(mention, Pair) or (isinstance(mention, Party) and mention.role == "adjective")
    analyses = document.tokens.analyses[document.chunks.firsts[chunk]]
    if "THISTHAT" in analyses or "AND" in analyses or "FUNC" in analyses or "SIGN" in analyses or "ADOPT" in analyses:
        return False
    if any("A" in features for _, features in analyses.values()):
        return True
    key = document.key(chunk)
    unlike = key.endswith(NOUNS) or key in PRONOMINAL
    return not analyses and len(key) > 4 and key.endswith(ADJECTIVAL) and not unlike


def name_end(document: Document, start: int, limit: int) -> int:
    """Where a name ends that goes on from `start`: before a mark, a verb, a day, or those who sign."""
    end = start
    if start < limit and is_finite(document, start):
        return start
    while end < limit and not _closes(document, end, limit):
        end += 1
    while end > start and (plain_key(document, end - 1) in TRAILING or _only_closes(document, start, end - 1)):
        end -= 1
    return end


def _only_closes(document: Document, start: int, last: int) -> bool:
    """Whether a name ends with a mark that it has no opening mark for."""
    opening = CLOSERS.get(plain_key(document, last))
    return opening is not None and all(plain_key(document, at) != opening for at in range(start, last))


def _closes(document: Document, chunk: int, limit: int) -> bool:
    mention = document.mention(chunk)
    if mention is None:
        key = document.key(chunk)
        if key in STOPS or (key == "от" and document.key(chunk + 1) == "имени"):
            return True
        if key == "на" and plain_key(document, chunk + 1).startswith(HANDED_IN):
            return True
        acting = "n" in document.features(chunk, "BUSINESS") and before_signing(document, chunk + 1, limit)
        return not _lists_on(document, chunk, limit) if key == "," else acting or is_verb(document, chunk)
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
    if isinstance(mention, Party) and "A" in mention.features:
        return "n" in mention.features and "a" not in mention.features  # "после подписания договора китайская сторона"
    if isinstance(mention, Party | Place | Person):
        return "n" in mention.features and "g" not in mention.features
    if not isinstance(mention, Organisation):
        return False
    return before_signing(document, chunk + 1, limit)


def before_signing(document: Document, at: int, limit: int) -> bool:
    """Whether only further names and nouns for firms stand before a verb of signing: "правительство и компания ..."."""
    while at < limit and (
        document.mention(at) is not None
        or plain_key(document, at) in ("и", ",", "с", "со")
        or "n" in document.features(at, "BUSINESS")
    ):
        at += 1
    verbs = [
        document.features(at, name) for name in ("SIGN", "ADOPT", "TOSIGN") if document.value(at, name) is not None
    ]
    return any(set(features) & set("PFR") for features in verbs)


def is_verb(document: Document, chunk: int) -> bool:
    """Whether a word is a verb or begins a clause as one does, with which a name ends."""
    if chunk >= len(document.chunks):
        return False
    analyses = document.tokens.analyses[document.chunks.firsts[chunk]]
    acting = "SIDES" in analyses or document.key(chunk) in PRONOUNS
    if analyses.keys() & CLOSING or (acting and _before_verb(document, chunk + 1)):
        return True
    if (not analyses and VERB.search(document.key(chunk))) or analyses.get("TOSIGN", ("", "_"))[1] == "":
        return document.mention(chunk) is None
    return any(
        set(features) & set("PFRSGI") and not set(features) & set("An") for _, features in analyses.values()
    ) or any(set(analyses.get(name, ("", ""))[1]) & set("QT") for name in ("SIGN", "ADOPT"))


def is_finite(document: Document, chunk: int) -> bool:
    """Whether an unknown word is a verb by its ending, where only a genitive could stand otherwise."""
    unknown = document.mention(chunk) is None and not document.tokens.analyses[document.chunks.firsts[chunk]]
    return unknown and FINITE.search(document.key(chunk)) is not None


def _before_verb(document: Document, chunk: int) -> bool:
    return document.mention(chunk) is None and document.key(chunk) not in STOPS and is_verb(document, chunk)


def _lists_on(document: Document, comma: int, limit: int) -> bool:
    """Whether a comma only joins words of the subject: "в сфере энергетики, транспорта и логистики"."""
    for at in range(comma + 1, min(comma + 1 + LISTING, limit)):
        key = plain_key(document, at)
        if document.mention(at) is not None or key in STOPS or is_verb(document, at):
            return False
        if key in ("и", ",") and at > comma + 1:
            return not (document.mention(at + 1) is not None or is_verb(document, at + 1))
    return False
