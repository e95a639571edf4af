"""Where a text is sent from and by which agency: "БАКУ, 7 августа. /Trend/ –". Neither takes part in what it tells."""

from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.mentions.model import DateMention, Organisation, Party, Place
from pipeline.extraction.publishers import DOMAINS

# so many paragraphs can begin with one, and so many chunks it can have
PARAGRAPHS = 4
LONGEST = 20
MARKS = {",", ".", "–", "/", "(", ")", "|", ":"}
# marks after which the text itself can begin
STRONG = {".", "–", "/", ")", ":", "|"}
OPENERS = {"(", "/"}
# words of an agency's name or of its address on the web that are no mention
WORDS = {"корр", "спец", "новости", "инфо", "соб", "инф", "com", "net"} | DOMAINS.keys()


def datelines_of(document: Document) -> set[int]:
    """The chunks of all datelines of a document."""
    openers: list[Sentence] = []
    for sentence in document.sentences:
        if not openers or sentence.paragraph != openers[-1].paragraph:
            openers.append(sentence)
        if len(openers) == PARAGRAPHS:
            break
    return {chunk for sentence in openers for chunk in _dateline(document, *document.paragraph_of(sentence))}


def _dateline(document: Document, first: int, last: int) -> range:
    """The chunks of the dateline that a paragraph begins with; none where it begins with the text itself."""
    if not _opens(document, first):
        return range(first, first)
    end, told = first, False
    for at in range(first, min(first + LONGEST, last)):
        agency = _is_agency(document, at)
        # a name that begins what follows the agency's is the text's: "/ТАСС/. КТЖ – "
        strange = at != first and not (_belongs(document, at, first) or agency)
        if strange or (agency and told and document.key(at - 1) in STRONG):
            break
        told = told or agency
        if document.key(at) in STRONG and document.mention(at) is None:
            end = at + 1
    return range(first, end)


def _opens(document: Document, first: int) -> bool:
    """Whether a dateline begins: with a town, a day and a town, or an agency in brackets or before a day."""
    mention, after = document.mention(first), document.key(first + 1)
    match mention:
        case Place():
            return after in MARKS
        case Party() | DateMention():
            return after in (",", ".") and isinstance(document.mention(first + 2), Place)
        case Organisation():
            return after == "," and isinstance(document.mention(first + 2), DateMention)
        case _:
            opening = first if document.key(first) in OPENERS else first + 1
            closed = document.key(opening + 2) in (")", "/")
            return document.key(opening) in OPENERS and closed and _is_agency(document, opening + 1)


def _belongs(document: Document, chunk: int, first: int) -> bool:
    """Whether a chunk can be a part of a dateline that is no name: a town, a day, a mark, a part of an address."""
    match document.mention(chunk):
        case Place() as town:
            return "n" in town.features
        case DateMention():
            return True
        case Party():
            return chunk == first
        case _:
            return document.key(chunk) in MARKS | WORDS


def _is_agency(document: Document, chunk: int) -> bool:
    """Whether a name or a word for a medium stands where an agency does: before a mark or a further part of it."""
    if document.key(chunk) in WORDS:
        return False
    named = isinstance(document.mention(chunk), Organisation) or document.of_class(chunk, "MEDIA")
    unknown = document.mention(chunk) is None and document.chunks.heads[chunk : chunk + 1] == [{}]
    after = chunk + 1
    part = document.key(after) in MARKS | WORDS or isinstance(document.mention(after), Organisation)
    return part and (named or (unknown and document.key(chunk - 1) in OPENERS))
