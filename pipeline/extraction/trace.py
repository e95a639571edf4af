"""The trace of a reading: what each sentence holds, and what became of its amounts."""

from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.reading import Decision, SentenceTrace


def traces_of(document: Document) -> tuple[SentenceTrace, ...]:
    """One trace a sentence, in the order of the text."""
    return tuple(_trace(document, sentence) for sentence in document.sentences)


def _trace(document: Document, sentence: Sentence) -> SentenceTrace:
    mentions = tuple(
        (*document.span(chunk, chunk + 1), mention.rule)
        for chunk, mention in document.mentions(sentence.first, sentence.end)
    )
    decisions = []
    for chunk, verdict in sorted(sentence.decisions.items()):
        start, end = document.span(chunk, chunk + 1)
        decisions.append(Decision(start, end, document.text.raw[start:end], verdict))
    return SentenceTrace(*document.span(sentence.first, sentence.end), mentions, tuple(decisions))
