"""What lies between the sentences: whose voice, which countries, which days, who says so.

Everything here is computed once for an article and only read by the frames.
"""

from bisect import bisect_right

from pipeline.extraction.discourse.calendar import Calendar
from pipeline.extraction.discourse.datelines import datelines_of
from pipeline.extraction.discourse.focus import Focus
from pipeline.extraction.discourse.organisations import settle
from pipeline.extraction.discourse.outlets import outlets_of
from pipeline.extraction.discourse.people import People
from pipeline.extraction.discourse.sources import Sources
from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.mentions.model import DateMention, Organisation

BASIS_CUES = ("target", "forecast", "future")
"""What is only planned or expected; where two are as near, the first one counts."""


class Discourse:
    """The stages of discourse over one document, in their order."""

    def __init__(self, document: Document) -> None:
        self.document = document
        document.datelines = datelines_of(document)
        document.forget([at for at in document.datelines if isinstance(document.mention(at), Organisation)])
        settle(document)
        self.outlets = outlets_of(document)
        self.people = People(document)
        self.focus = Focus(document)
        self.focus.point()
        self.people.settle(self.focus.home)
        self.focus.settle(self.people.bare)
        self.sources = Sources(document, self.people)
        self.calendar = Calendar(document.published_on)
        self.calendar.last_year = None if document.published_on else _compared_year(document)
        for sentence in document.sentences:
            sentence.breaks = breaks_of(sentence)
            against = {match.groups["d"][0] for match in sentence.cues.get("reference", ())}
            for chunk, mention in sentence.dates:
                wanted = mention.meaning == "u" or _is_wanted(sentence, chunk)
                year = self.calendar.last_year
                sentence.periods[chunk] = self.calendar.resolve(mention, wanted)
                if chunk in against:
                    self.calendar.last_year = year
        self.dated = [sentence.index for sentence in document.sentences if sentence.periods]
        """The sentences that name a day or a period."""


def _compared_year(document: Document) -> int | None:
    """The present year of a text by the one that it first compares with: "с января на 5% больше, чем в 2023 году".

    "В прошлом году" beside it is the year after that one.
    """
    for sentence in document.sentences:
        for match in sentence.cues.get("reference", ()):
            mention = document.mention(match.groups["d"][0])
            if isinstance(mention, DateMention) and "y" in mention.parts:
                past = any(each.form == "relyear" and each.parts.get("q") == -1 for _, each in sentence.dates)
                return mention.parts["y"] + (2 if past else 1)
    return None


def _is_wanted(sentence: Sentence, chunk: int) -> bool:
    """Whether the clause of a chunk tells what is only planned or expected."""
    first, end = segment_at(sentence, sentence.breaks, chunk)
    return any(first <= match.start < end for cue in BASIS_CUES for match in sentence.cues.get(cue, ()))


def breaks_of(sentence: Sentence) -> list[int]:
    """The chunks at which clauses of a sentence end, in order."""
    return sorted({match.start for match in sentence.cues.get("break", ())})


def segment_at(sentence: Sentence, breaks: list[int], chunk: int) -> tuple[int, int]:
    """The clause of a chunk, as a span of chunks."""
    at = bisect_right(breaks, chunk)
    first = breaks[at - 1] if at else sentence.first
    return first, breaks[at] if at < len(breaks) else sentence.end
