"""The other side of a document, where the sentence names one party or none.

It comes from the bundle that the document is listed under, from the document told of before, or from the countries that
the text is about. Whom the sentence itself names is read in `signatories`.
"""

from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.document import Document
from pipeline.extraction.frames.instruments import Instrument, is_plural
from pipeline.extraction.frames.listing import Listing
from pipeline.extraction.frames.model import Slot, Span
from pipeline.extraction.frames.retelling import Told, stems_of
from pipeline.extraction.frames.signatories import RULE, Signatory, signatories_slot

ALIKE = 0.5
# how many chunks back "стороны" and "сам договор" can point
REACH = 120
# how near a document without parties stands to the one that has them
NEAR = 60


class Counterparts:
    """Completes the parties of the documents of one article; `told` are those claimed so far."""

    def __init__(self, discourse: Discourse, told: list[Told]) -> None:
        self.discourse = discourse
        self.document: Document = discourse.document
        self.told = told
        self.named: tuple[Instrument, Slot] | None = None

    def note(self, instrument: Instrument, named: list[Signatory]) -> None:
        """Remember who is named with a document, be it claimed or not."""
        if len(named) > 1 and all(each.kind != "firm" for each in named):
            self.named = instrument, signatories_slot(named)

    def of(self, instrument: Instrument, named: list[Signatory], listing: Listing | None) -> list[Slot]:
        """The parties of a document; a slot for each of the documents in "соглашения с A и B"; none if unknown."""
        partners = [each for each in named if each.kind == "partner"]
        if len(partners) > 1 and len(partners) == len(named) and is_plural(self.document, instrument):
            slots = [self._beside(instrument, each, listing) for each in partners]
        elif len(named) > 1:
            slots = [signatories_slot(named)]
        elif named:
            slots = [self._beside(instrument, named[0], listing)]
        else:
            slots = [self._left_out(instrument, listing)]
        return [slot for slot in slots if slot is not None]

    def _beside(self, instrument: Instrument, only: Signatory, listing: Listing | None) -> Slot | None:
        """The parties where the text names one of them."""
        span = (only.chunk, only.chunk + 1)
        home = self.discourse.focus.home(only.chunk)
        if only.kind == "firm":
            return self._firm(only, span, listing, home)
        alike = self._alike(instrument)
        if alike is not None:
            shared = self._shared(alike, only.name)
            if shared:
                return Slot([only.name, shared], span, RULE)
        if listing and listing.parties and only.name in _names(listing.parties):
            return listing.parties
        other = home if only.name != home else self.discourse.focus.partner(only.chunk)
        return Slot([only.name, other], span, RULE) if other else None

    def _firm(self, only: Signatory, span: Span, listing: Listing | None, home: str) -> Slot:
        """A firm that the text names alone signs with nobody told; one "с" which a country's bundle holds, with it."""
        bundled = listing is not None and listing.parties is not None and home in _names(listing.parties)
        partner = self.document.key(only.chunk - 1) in ("с", "со")
        return Slot([only.name, home] if bundled and partner else [only.name], span, RULE)

    def _alike(self, instrument: Instrument) -> Told | None:
        """The document told of before that this one is like, or shares its subject with."""
        if instrument.is_similar:
            return self.told[-1] if self.told else None
        topic = instrument.topic < instrument.end
        stems = stems_of(self.document.words(instrument.topic, instrument.end)) if topic else None
        for known in reversed(self.told):
            if stems and known.stems and len(stems & known.stems) / len(stems | known.stems) > ALIKE:
                return known
        return None

    def _shared(self, alike: Told, other: str) -> str | None:
        """The side that signs again: the group, the home country, or whoever is not the other."""
        names = [name for name in _names(alike.draft.slots["parties"]) if name != other]
        groups = [name for name in names if name in self.discourse.focus.groups]
        home = self.discourse.focus.home(alike.instrument.head)
        return next(iter(groups), home if home in names else next(iter(names), None))

    def _left_out(self, instrument: Instrument, listing: Listing | None) -> Slot | None:
        if listing is not None and listing.parties is not None:
            return listing.parties
        sides = instrument.points_back or self._of_both_sides(instrument)
        if self.named is not None and instrument.head - self.named[0].head < (REACH if sides else NEAR):
            return self.named[1]
        pair = self.discourse.focus.pair(instrument.head)
        return Slot(list(pair), None, "context.focus") if pair else None

    def _of_both_sides(self, instrument: Instrument) -> bool:
        """Whether "стороны", "две страны" sign: those of the document named shortly before."""
        sentence = self.document.sentence_at(instrument.head)
        return self.document.has("SIDES", sentence.first, sentence.end)


def _names(parties: Slot) -> list[str]:
    return parties.value if isinstance(parties.value, list) else []
