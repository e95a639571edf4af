"""Where an article quotes: stretches in quotation marks, and paragraphs of speech behind a dash."""

from bisect import bisect_left

from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.matching import Found

# what opens, closes or breaks off a quotation
QUOTING = {"«", "»", '"', "\n"}
# how many chunks after a quotation its speaker may be named: "», – сказал X"
AFTER_QUOTE = 4


class Quotations:
    """The quotations of one article, outermost only; marks that never close open nothing."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.spans = _quotations(document)

    def before(self, chunk: int) -> tuple[int, int] | None:
        """The quotation that closes right before a chunk: "«...», – сказал X"."""
        last = bisect_left(self.spans, (chunk,)) - 1
        return self.spans[last] if last >= 0 and chunk - self.spans[last][1] < AFTER_QUOTE else None

    def speech_paragraph(self, sentence: Sentence, match: Found) -> bool:
        """A paragraph that begins with a dash and names its speaker after another: "– ..., – сказал X. ..."."""
        document = self.document
        opening, _ = document.paragraph_of(sentence)
        return document.key(opening) == "–" and document.key(match.start - 1) == "–" and match.start - 1 > opening


def _quotations(document: Document) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    depth, opened, straight = 0, 0, -1
    for chunk, key in sorted((chunk, mark) for mark in QUOTING for chunk in document.forms[mark]):
        if document.mention(chunk) is not None:
            continue
        if key == "«":
            opened = chunk if depth == 0 else opened
            depth += 1
        elif key == "»" and depth:
            depth -= 1
            if depth == 0:
                spans.append((opened, chunk + 1))
        elif key == '"':
            if straight < 0:
                straight = chunk
            else:
                spans.append((straight, chunk + 1))
                straight = -1
        elif key == "\n":
            depth, straight = 0, -1
    return spans
