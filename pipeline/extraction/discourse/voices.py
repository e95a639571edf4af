"""Whose voice long stretches of a text have: a note about one source's figures, the answers of an interview.

Sources that reach a sentence or a quotation are in `sources`.
"""

from bisect import bisect_left
from operator import attrgetter
from typing import NamedTuple

from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.mentions.model import Person

# a lead is this many sentences long, that of a section shorter
LEAD = 4
SECTION_LEAD = 2
# a text of so many sentences is a note, and all of it one person's if its lead names no other source
NOTE = 7
# fewer questions than this make no interview
QUESTIONS = 3
# the interviewee is named at the head of the text
INTRODUCED = 6
NOTE_RULES = {
    "ru.source.by-data",
    "ru.source.data-show",
    "ru.source.refer",
    "ru.source.counts",
    "ru.source.table-of",
    "ru.source.gapped",
}
# what one thinks, and what a number is called after, is no source of all that a note tells
OPINIONS = {"ru.source.by-opinion", "ru.source.believe", "ru.source.at-person"}


class Source(NamedTuple):
    """A claimant and the chunks it answers for; `chunk` is where it is named."""

    name: str
    chunk: int
    first: int
    end: int
    rule: str
    is_person: bool = False

    def covers(self, chunk: int) -> bool:
        """Whether a chunk is said by this source."""
        return self.first <= chunk < self.end


def notes_of(document: Document, found: list[Source], published: list[Source]) -> list[Source]:
    """Whose figures a text or a section of it tells: who published them, or else the one source that its lead names."""
    every = sorted([*found, *published], key=lambda source: source.chunk)
    leading = [source for source in every if in_lead(document, document.sentence_at(source.chunk))]
    if not leading:
        return published
    notes = [_of_publisher(document, source) if source in leading else source for source in published]
    first = leading[0]
    if _alone(document, first, found, published):
        notes.append(first._replace(first=_since(document, first), end=len(document.chunks)))
    elif first.rule not in NOTE_RULES | OPINIONS and first in found and _tells_all(first, published):
        others = (source for source in every if source.name != first.name)
        rival = next(source.chunk for source in others if first.is_person or not source.is_person)
        notes.append(first._replace(first=_since(document, first), end=document.sentence_at(rival).first))
    asides = [each for each in document.sentences if _is_aside(each)]
    return [part for note in notes for part in _without_asides(document, note, asides)]


def _since(document: Document, source: Source) -> int:
    """Where a note of one source begins: with the text, or with the later paragraph that names it."""
    body = next((each for each in document.sentences if not each.is_heading), document.sentences[0])
    sentence = document.sentence_at(source.chunk)
    return 0 if sentence.paragraph <= body.paragraph or source.first < sentence.first else sentence.first


def _alone(document: Document, first: Source, found: list[Source], published: list[Source]) -> bool:
    """Whether the first source of a lead has no rival: of data none of data, of institutions none, of a person none."""
    if first.rule in NOTE_RULES:
        return {source.name for source in found if source.rule in NOTE_RULES} == {first.name}
    note = sum(not each.is_heading for each in document.sentences) <= NOTE
    if first.rule in OPINIONS or not (note or _tells_all(first, published)):
        return False
    rivals = [source for source in (*found, *published) if first.is_person or not source.is_person]
    return {source.name for source in rivals} == {first.name}


def _tells_all(source: Source, published: list[Source]) -> bool:
    """Whether a source of a lead answers for more than its sentence: a body, or a person who told all that before."""
    return not source.is_person or any(each.chunk == source.chunk for each in published)


def _of_publisher(document: Document, source: Source) -> Source:
    """An institution that published a section's figures in its lead answers for all of the section."""
    first, end = section_of(document, document.sentence_at(source.chunk))
    return source if source.is_person else source._replace(first=first, end=end)


def _is_aside(sentence: Sentence) -> bool:
    return any(match.start <= sentence.first + 1 for match in sentence.cues.get("aside", ()))


def _without_asides(document: Document, note: Source, asides: list[Sentence]) -> list[Source]:
    """A note without what the outlet adds: to the end of the paragraph that opens with it, or for good after a person.

    "Напомним, в прошлом году экспорт составил 5 млрд".
    """
    parts, first = [], note.first
    inside = slice(*(bisect_left(asides, at, key=attrgetter("first")) for at in (note.first + 1, note.end)))
    for sentence in asides[inside]:
        if first < sentence.first:
            parts.append(note._replace(first=first, end=sentence.first))
            first = note.end if note.is_person else max(document.paragraph_of(sentence)[1], first)
    return [*parts, note._replace(first=first)] if first < note.end else parts


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
    """Whether a sentence stands at the head of the text or of its section, what parts of a dateline set aside."""
    near = document.sentences[max(sentence.index - 2 * LEAD, 0) : sentence.index]
    index = sentence.index - sum(each.end - 1 in document.datelines for each in near)
    before = (at for at in range(index, max(index - LEAD, 0), -1) if document.sentences[at].is_heading)
    opening = next(before, 0)
    body = next((each.index for each in document.sentences if not each.is_heading), 0)
    return index - opening <= (SECTION_LEAD if opening > body else LEAD)


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
