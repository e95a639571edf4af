"""Which paragraphs are headings: they repeat what the text tells, as a rule more roughly."""

from bisect import bisect_right
from itertools import groupby

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


def headings(sentences: list[tuple[int, int, int]], tokens: Tokens, chunks: Chunks) -> set[int]:
    """The paragraphs that are headings; of each sentence its paragraph and its span of chunks are told.

    A heading is a short paragraph without a final mark; the first one of an article with a body is its title. A text
    may have no title: then it begins with a line that ends as a sentence does, or that is too long.
    """
    paragraphs = {number: list(group) for number, group in groupby(sentences, key=lambda sentence: sentence[0])}
    values = _row_values(tokens, chunks)
    opening = next(iter(paragraphs), 0)
    found: set[int] = set()
    for number, told in paragraphs.items():
        opens = number == opening
        first, last = chunks.firsts[told[0][1]], chunks.firsts[told[-1][2]]
        short = last - first <= HEADING_WORDS and tokens.keys[last - 1] not in FINAL
        title = opens and len(told) <= TITLE_SENTENCES and not _tells(tokens, first, last)
        row = not opens and bool(values) and any(_is_row(values, sentence[1:]) for sentence in told)
        if len(paragraphs) > 1 and (short or title) and not row:
            found.add(number)
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
