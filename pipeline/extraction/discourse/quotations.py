"""Where an article quotes: stretches in quotation marks, and paragraphs of speech behind a dash."""

from bisect import bisect_left

from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.matching import Found
from pipeline.extraction.mentions.model import Person

# what opens, closes or breaks off a quotation
QUOTING = {"«", "»", '"', "\n"}
MARKS = ("«", "»", '"')
# how many chunks after a quotation its speaker may be named: "», – сказал X"
AFTER_QUOTE = 4
# what stands behind the mark that closes a quotation of several paragraphs, and how many it can have
CLOSED = {",", ".", "–", "\n", ""}
PARAGRAPHS = 6
# so many chunks are a signature
NAME = 4


class Quotations:
    """The quotations of one article, outermost only; marks that never close open nothing."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.spans = _quotations(document)

    def before(self, chunk: int) -> tuple[int, int] | None:
        """The quotation that closes right before a chunk: "«...», – сказал X"."""
        last = bisect_left(self.spans, (chunk,)) - 1
        return self.spans[last] if last >= 0 and chunk - self.spans[last][1] < AFTER_QUOTE else None

    def told_behind(self, sentence: Sentence, chunk: int) -> int:
        """Where that ends which a colon behind a chunk opens, a quotation or paragraphs with a dash; else the sentence.

        "Министр добавил: «Экспорт вырос. Импорт тоже»".
        """
        at = bisect_left(self.spans, (chunk,))
        if at < len(self.spans) and self.spans[at][0] <= sentence.end + 1:
            first, end = self.spans[at]
            opening = first - 1 if self.document.key(first - 1) != "\n" else first - 2
            if self.document.key(opening) == ":":
                return max(end, sentence.end)
        end = sentence.end
        if self.document.key(end - 1) == ":":
            for each in self.document.sentences[sentence.index + 1 :]:
                if each.paragraph == sentence.paragraph or self.document.key(self._opening(each)) != "–":
                    break
                end = each.end
        return end

    def speech_paragraph(self, sentence: Sentence, match: Found) -> bool:
        """A paragraph with a dash before it, or no marks, that names its speaker after another: "..., – сказал X"."""
        document = self.document
        opening, end = document.paragraph_of(sentence)
        if document.key(match.start - 1) != "–" or match.start - 1 <= opening:
            return False
        unmarked = document.key(match.start - 2) == "," and not document.forms.has(opening, end, *MARKS)
        return document.key(opening) == "–" or (unmarked and sentence.end == end)

    def signed(self, sentence: Sentence) -> tuple[int, tuple[int, int]] | None:
        """The person whom a sentence names as the speaker of what stands beside it, with no verb, and what that is.

        "– Иван Марков" under a quotation, "Иван Марков, глава банка:" or "Министр доволен:" before one.
        """
        document, first, end = self.document, sentence.first, sentence.end
        quotation = self.before(first) if document.key(first) == "–" and end - first <= NAME else None
        if quotation and isinstance(document.mention(first + 1), Person):
            return first + 1, quotation
        if document.key(end - 1) != ":" or "say" in sentence.cues:
            return None
        persons = [at for at, each in document.of_kind(Person, first, end) if "n" in each.features]
        told = self.told_behind(sentence, end - 1) if len(persons) == 1 or persons[:1] == [first] else end
        return (persons[0], (first, told)) if told > end else None

    def _opening(self, sentence: Sentence) -> int:
        """The chunk that the paragraph of a sentence begins with."""
        return self.document.paragraph_of(sentence)[0]


class _Reader:
    """Reads the marks of an article in order; a quotation may close some paragraphs behind the one it opens in."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.spans: list[tuple[int, int]] = []
        self.depth, self.opened, self.straight = 0, 0, -1
        self.waiting, self.paragraphs = -1, 0

    def read(self, chunk: int, mark: str) -> None:
        """Take the next mark."""
        match mark:
            case "«":
                self.opened = chunk if self.depth == 0 else self.opened
                self.depth += 1
            case "»":
                self._close(self.opened if self.depth == 1 else -1 if self.depth else self._awaited(), chunk)
                self.depth = max(self.depth - 1, 0)
            case "\n":
                self._break_off()
            case _ if self.straight >= 0:
                self._close(self.straight, chunk)
                self.straight = -1
            case _ if self.waiting >= 0 and self.document.key(chunk + 1) in CLOSED:
                self._close(self._awaited(), chunk)
            case _:
                self.straight = chunk

    def _close(self, first: int, chunk: int) -> None:
        if first < 0:
            return
        while self.spans and self.spans[-1][0] > first:
            self.spans.pop()
        self.spans.append((first, chunk + 1))

    def _awaited(self) -> int:
        """Where the quotation opens that an earlier paragraph did not close."""
        first, self.waiting = self.waiting, -1
        return first

    def _break_off(self) -> None:
        left = self.opened if self.depth else self.straight
        self.paragraphs += 1
        if left >= 0 and self.document.key(left - 1) in ("\n", ":", ""):
            self.waiting, self.paragraphs = left, 0
        elif self.paragraphs >= PARAGRAPHS:
            self.waiting = -1
        self.depth, self.straight = 0, -1


def _quotations(document: Document) -> list[tuple[int, int]]:
    reader = _Reader(document)
    for chunk, mark in sorted((at, each) for each in QUOTING for at in document.forms[each]):
        if document.mention(chunk) is None:
            reader.read(chunk, mark)
    return reader.spans
