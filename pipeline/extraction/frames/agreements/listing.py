"""Which documents the text puts under a bundle: "в их числе", a list after a colon, bullets (Reading 17)."""

from dataclasses import dataclass

from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.agreements.instruments import Instrument
from pipeline.extraction.frames.agreements.signers import LISTED
from pipeline.extraction.frames.agreements.signing import Signing
from pipeline.extraction.frames.model import Draft, Slot
from schemas.vocabulary import AgreementKind

SENTENCES = 5
OPENERS = (":", "–")
# an item of a list begins at most this many chunks into its line, after a bullet or a number
BULLET = 4


@dataclass(slots=True)
class Listing:
    """Documents signed together: what is done with them, by whom, and the claim where they are counted."""

    sentence: Sentence
    instrument: Instrument
    signing: Signing
    parties: Slot | None
    draft: Draft | None
    last: Sentence
    open: bool
    bulleted: bool | None = None

    def holds(self, document: Document, sentence: Sentence, instrument: Instrument) -> bool:
        """Whether the text puts a document into this list; the list then goes on from there."""
        if sentence is self.sentence and instrument.head <= self.instrument.head:
            return False
        if not self._holds(document, sentence, instrument):
            return False
        self.open = self.open or sentence.paragraph != self.sentence.paragraph
        self.last = sentence
        return True

    def kind(self, document: Document) -> AgreementKind:
        """The kind of one of the bundle's documents, by the noun that counts them."""
        tokens = document.tokens
        first, end = document.chunks.firsts[self.instrument.head], document.chunks.firsts[self.instrument.end]
        found = (tokens.value(at, "DOC") for at in range(first, max(end, first + 1)))
        return AgreementKind(next((kind for kind in found if kind), AgreementKind.AGREEMENT))

    def announce(self, document: Document, sentence: Sentence, instruments: list[Instrument]) -> None:
        """A sentence after the bundle that ends in a colon has the list below it: "Самые заметные из них:"."""
        if not instruments and sentence.index - self.last.index == 1 and document.key(sentence.end - 1) == ":":
            self.open, self.last = True, sentence

    def _holds(self, document: Document, sentence: Sentence, instrument: Instrument) -> bool:
        cued = any(match.start < instrument.head for match in sentence.cues.get("listed", ()))
        if sentence is self.sentence:
            marks = range(self.instrument.head + 1, instrument.head)
            return cued or any(document.key(at) in OPENERS for at in marks) or instrument.how in ("member", "recount")
        if instrument.how in ("member", "recount"):
            return sentence.index - self.last.index <= 1
        if self.draft is None and instrument.is_bundle:
            return sentence.index - self.last.index <= 2
        near = sentence.index - self.last.index <= SENTENCES and sentence.paragraph - self.last.paragraph <= 1
        if near and (cued or sentence is self.last):
            return True
        return self.open and self._is_item(document, sentence, instrument)

    def _is_item(self, document: Document, sentence: Sentence, instrument: Instrument) -> bool:
        """Whether a line that begins with a document goes on a list of lines."""
        if self.bulleted is None and sentence.paragraph != self.sentence.paragraph:
            self.bulleted = not document.key(sentence.first)[0].isalpha()
        if self.bulleted and document.key(sentence.first)[0].isalpha():
            return False
        follows = 0 <= sentence.paragraph - self.last.paragraph <= 1
        return follows and instrument.first - sentence.first < BULLET


def cue_of(instrument: Instrument, signing: Signing | None, listing: Listing | None) -> int:
    """The chunk of the word that says what is done with a document, `LISTED` where the bundle's word says it."""
    if signing is None or signing.span is None:
        return instrument.head
    return LISTED if listing is not None and signing.span == listing.signing.span else signing.span[0]
