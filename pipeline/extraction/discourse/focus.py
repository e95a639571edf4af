"""Which two countries a stretch of text is about, for what names only one of them or none ("две страны", "экспорт").

One is the country whose voice the text speaks in; the other is the last foreign country of the paragraph, or else the
one that the section or the article names most.
"""

from bisect import bisect_left
from collections import Counter

from pipeline.extraction.document import Document
from pipeline.extraction.mentions.model import Pair, Party, Person, Place

DATELINE = 6


class Focus:
    """The countries of one article in reading order."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.groups: dict[str, list[str]] = document.lexicon.facts["groups"]
        self.named: list[tuple[int, str]] = []
        for chunk, mention in enumerate(document.chunks.mentions):
            self.named.extend((chunk, code) for code in _countries(mention))
        self.chunks = [chunk for chunk, _ in self.named]
        self.voice = self._voice()
        self.sections = self._sections()
        self.dominant = self._dominant(0, len(document.chunks.mentions))

    def partner(self, chunk: int) -> str | None:
        """The foreign country that a text is about at a chunk."""
        sentence = self.document.sentence_at(chunk)
        first = self._first_of_paragraph(sentence.index)
        for at in range(bisect_left(self.chunks, chunk) - 1, -1, -1):
            where, code = self.named[at]
            if where < first:
                break
            if self._is_partner(code):
                return code
        section = next((span for span in reversed(self.sections) if span[0] <= chunk), None)
        if section:
            return self._dominant(*section) or self.dominant
        return self.dominant

    def point(self) -> None:
        """Give words that point at a country ("наша страна", "сосед", "регион") the one they mean."""
        for chunk, mention in enumerate(self.document.chunks.mentions):
            if isinstance(mention, Party) and mention.party.startswith("@"):
                mention.party = self._pointed(mention.party, chunk) or self.voice

    def _pointed(self, pointer: str, chunk: int) -> str | None:
        if pointer == "@partner":
            return self.partner(chunk)
        if pointer == "@voice":
            return self.voice
        groups = [code for where, code in self.named if where < chunk and code in self.groups]
        if pointer == "@region":
            return "C5" if not groups or "C5" in groups else groups[-1]
        return next((code for code in reversed(groups) if code in ("EAEU", "EU", "OTS", "CIS", "SCO")), None)

    def pair(self, chunk: int) -> tuple[str, str] | None:
        """Voice and partner at a chunk; None where the text names no foreign country."""
        partner = self.partner(chunk)
        return (self.voice, partner) if partner else None

    def _is_partner(self, code: str) -> bool:
        return code not in (self.voice, "EUROPE", "ASIA", "WORLD", "UN")

    def _first_of_paragraph(self, index: int) -> int:
        sentences = self.document.sentences
        while index > 0 and sentences[index - 1].paragraph == sentences[index].paragraph:
            index -= 1
        return sentences[index].first

    def _dominant(self, first: int, end: int) -> str | None:
        counts = Counter(
            code
            for chunk, code in self.named
            if first <= chunk < end and self._is_partner(code) and code not in self.groups
        )
        if not counts:
            counts = Counter(code for chunk, code in self.named if first <= chunk < end and self._is_partner(code))
        if not counts:
            return None
        most = max(counts.values())
        return next(code for _, code in self.named if counts.get(code) == most)

    def _sections(self) -> list[tuple[int, int]]:
        """Chunk spans from one heading to the next, the title's aside."""
        starts = [sentence.first for sentence in self.document.sentences[1:] if sentence.is_heading]
        ends = [*starts[1:], len(self.document.chunks.mentions)]
        return list(zip(starts, ends, strict=True)) if starts else []

    def _voice(self) -> str:
        """The article's voice, unless its dateline and title show that it speaks from elsewhere about that country."""
        document = self.document
        body = next((sentence for sentence in document.sentences if not sentence.is_heading), None)
        if body is None or not document.sentences[0].is_heading:
            return document.voice
        place = document.mention(body.first)
        title_end = document.sentences[0].end
        in_title = {code for chunk, code in self.named if chunk < title_end}
        dateline = isinstance(place, Place) and document.key(body.first + 1) in (".", ",", "–", "(", "/")
        if dateline and isinstance(place, Place) and document.voice in in_title and place.country not in in_title:
            return place.country
        return document.voice


def _countries(mention: object) -> list[str]:
    match mention:
        case Party():
            return [] if mention.party.startswith("@") else [mention.party]
        case Pair():
            return mention.parties
        case Place():
            return [mention.country]
        case Person():
            return [mention.country] if mention.country and not mention.is_low else []
        case _:
            return []
