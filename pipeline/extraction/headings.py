"""Which paragraphs are headings: titles repeat what the body tells, so that no claim is read from them."""

from bisect import bisect_right

from pipeline.extraction.mentions import Chunks
from pipeline.extraction.mentions.model import Amount, Measure
from pipeline.extraction.tokens import Tokens

Span = tuple[int, int]
HEADING_WORDS = 14
# a first line that is longer than this is no title
TITLE_WORDS = 30
TITLE_SENTENCES = 2
# before the value of a row
ROW_MARKS = {":", "–"}
FINAL = {".", "!", "?", "…", ":", ";", "»", '"'}


def headings(paragraphs: list[list[Span]], tokens: Tokens, chunks: Chunks) -> list[bool]:
    """Whether each paragraph, told as chunk spans of its sentences, is a heading.

    A heading is a short paragraph without a final mark; the first one of an article with a body is its title. A text
    may have no title: then it begins with a line that ends as a sentence does, or that is too long.
    """
    values = _row_values(tokens, chunks)
    found = []
    for number, sentences in enumerate(paragraphs):
        first, last = chunks.firsts[sentences[0][0]], chunks.firsts[sentences[-1][1]]
        short = last - first <= HEADING_WORDS and tokens.keys[last - 1] not in FINAL
        title = number == 0 and len(sentences) <= TITLE_SENTENCES and not _tells(tokens, first, last)
        row = number > 0 and bool(values) and any(_is_row(values, sentence) for sentence in sentences)
        found.append(len(paragraphs) > 1 and (short or title) and not row)
    return found


def _tells(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a line tells, as a body does: it ends with a full stop that is not an abbreviation's, or is long."""
    end = last - 1
    if last - first > TITLE_WORDS or tokens.keys[end] == ":":
        return True
    return tokens.keys[end] == "." and end > first and "ABBR" not in tokens.analyses[end - 1]


def _row_values(tokens: Tokens, chunks: Chunks) -> list[int]:
    """The chunks of amounts behind a colon or dash."""
    return [
        chunk
        for chunk, mention in chunks.marks.items()
        if chunk
        and isinstance(mention, Amount)
        and mention.measure is not Measure.BARE
        and tokens.keys[chunks.firsts[chunk - 1]] in ROW_MARKS
    ]


def _is_row(values: list[int], sentence: Span) -> bool:
    """Whether a line gives a value behind a colon or dash, as a table does: "Экспорт: 28,7 млрд долларов"."""
    at = bisect_right(values, sentence[0])
    return at < len(values) and values[at] < sentence[1]
