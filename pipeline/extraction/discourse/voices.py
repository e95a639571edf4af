"""Whose voice long stretches of a text have: a note about one source's figures, the answers of an interview.

Sources that reach a sentence or a quotation are in `sources`.
"""

from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.mentions.model import Person

# a lead is this many sentences long, that of a section shorter
LEAD = 4
SECTION_LEAD = 2
# fewer questions than this make no interview
QUESTIONS = 3
# the interviewee is named at the head of the text
INTRODUCED = 6


def section_of(document: Document, sentence: Sentence) -> tuple[int, int]:
    """The chunks from the heading before a sentence, or the text's beginning, to the next heading."""
    first, end = document.sentences[0].first, document.sentences[-1].end
    for each in document.sentences[1:]:
        if each.is_heading and each.index <= sentence.index:
            first = each.first
        elif each.is_heading:
            return first, each.first
    return first, end


def in_lead(document: Document, sentence: Sentence) -> bool:
    """Whether a sentence stands at the head of the text or of its section."""
    first, _ = section_of(document, sentence)
    opening = document.sentence_at(first).index
    return sentence.index - opening <= (SECTION_LEAD if opening else LEAD)


def interviewee(document: Document) -> tuple[int, Person] | None:
    """The person who answers, named in the title or the first sentences of an interview."""
    if len(_questions(document)) < QUESTIONS:
        return None
    for sentence in document.sentences[:INTRODUCED]:
        for chunk, mention in document.mentions(sentence.first, sentence.end):
            if isinstance(mention, Person) and not mention.is_low:
                return chunk, mention
    return None


def answers(document: Document) -> list[tuple[int, int]]:
    """Chunk spans of the paragraphs that answer: each that follows a question and asks none."""
    asked = _questions(document)
    if not asked:
        return []
    spans = []
    for paragraph, (first, last) in document.paragraphs.items():
        if paragraph > asked[0] and paragraph not in asked:
            spans.append((document.sentences[first].first, document.sentences[last].end))
    return spans


def _questions(document: Document) -> list[int]:
    """Paragraphs that begin with a dash and end with a question mark."""
    return [
        paragraph
        for paragraph, (first, last) in document.paragraphs.items()
        if document.key(document.sentences[first].first) == "–"
        and document.key(document.sentences[last].end - 1) == "?"
    ]
