"""Who holds an office that is named with its body: "председатель правления «Вектор» (ВК) Иван Марков"."""

from collections.abc import Callable

from pipeline.extraction.document import Document
from pipeline.extraction.mentions.model import CorridorMention, Organisation, Party, Person

# how much can stand between an office and who holds it, and how much of it in brackets
BETWEEN, IN_BRACKETS = 12, 9
QUOTES = {"«", "»", '"'}
# words that can begin another part of an office: "управления по торговле в составе комитета"
JOINING = {"по", "при", "в", "с", "со", "и", "для"}
OFFICES = ("HEADOF", "LOWRANK", "ROLE", "OFFICE")


def opens_with_office(document: Document, mention: Organisation) -> bool:
    """Whether an office is a part of a body's mention: "председатель правления «Вектор»"."""
    return any(document.tokens.value(mention.start, kind) is not None for kind in OFFICES)


def named_after(document: Document, chunk: int, name_of: Callable[[Person], str | None]) -> str | None:
    """Who is named behind a body or an office and what belongs to it: "службы по надзору (СН) России Иван Марков"."""
    closed = chunk
    for at in range(chunk + 1, chunk + BETWEEN + 1):
        mention = document.mention(at)
        if document.key(at) == "(":
            closed = document.forms.next(at, at + IN_BRACKETS, ")")
        elif at > closed or document.key(at) != ")":
            if isinstance(mention, Person):
                return None if mention.office else name_of(mention)
            if at > closed and not _belongs(document, at):
                return None
    return None


def _belongs(document: Document, chunk: int) -> bool:
    """Whether a chunk can be a part of an office: a name, a quotation mark, a word that is no verb."""
    if isinstance(document.mention(chunk), Organisation | Party | CorridorMention) or document.key(chunk) in QUOTES:
        return True
    word = document.words(chunk, chunk + 1)
    if document.mention(chunk) is not None or not (word.isalpha() and word.islower()):
        return False
    other = document.of_class(chunk, "PREP") and word not in JOINING
    return not other and not document.of_class(chunk, "SAY", "COUNTV")
