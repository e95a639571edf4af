"""The sides that a document's own name tells: "между A и B", "с A".

Who else of a sentence signs is read in `signatories`.
"""

from pipeline.extraction.document import Document
from pipeline.extraction.frames.agreements.document_names import plain_key
from pipeline.extraction.frames.agreements.instruments import Instrument
from pipeline.extraction.frames.agreements.signers import Signatory
from pipeline.extraction.frames.agreements.signing_parties import WITH, PartyReader
from pipeline.extraction.mentions.model import Amount, Organisation, Party, Place

JOINERS = {"и", ",", ".", "с", "со", "а", "также", "–", "или", "«", "»", '"'}
# what stands between two sides and is neither: "ЕАЭС (Союз) и его членами, с одной стороны, и ..."
FILLERS = {"(", ")", "его", "ее", "их", "государствами-членами", "членами", "одной", "другой", "стороны"}
# words with which a subject begins
OPENING = {"о", "об", "обо", "по"}
# what there is between two towns that sign, not only lies between them
RELATIONS = ("сотруднич", "отношен", "связ", "дружб", "побратим", "партн", "взаимодейств", "взаимопоним", "обмен")
# "между странами ЕАЭС и Ираном"
STATES = "между странами"
REACH = 20
PARTNERS = 6


def joins(document: Document, chunk: int) -> bool:
    """Whether a chunk only joins those who sign, or says what kind of firm follows."""
    named = document.value(chunk, "BUSINESS") is not None or document.is_a(chunk, "TOWNN", "DISTRICTN")
    return named or document.key(chunk) in JOINERS


class Sides:
    """Reads the sides that the names of documents tell."""

    def __init__(self, parties: PartyReader) -> None:
        self.parties = parties
        self.document: Document = parties.document

    def between(self, instrument: Instrument) -> list[Signatory]:
        """Everything joined after "между"."""
        limit = max(instrument.end, min(instrument.until, instrument.end + REACH))
        forms = self.document.forms
        for start in (*forms.those(instrument.head, limit, "между"), *forms.those(instrument.head, limit, STATES)):
            if self.document.mention(start) is None:
                found = self._joined(start + 1, min(start + REACH, instrument.until), FILLERS)
                return self._with_towns(start, found, start - 1 == instrument.head)
        return []

    def partners(self, instrument: Instrument) -> list[Signatory]:
        """Who stands after "с" in the document's name: "соглашение с Ираном"."""
        found: list[Signatory] = []
        for chunk in range(instrument.head + 1, self._partner_end(instrument)):
            if plain_key(self.document, chunk) in WITH:
                owner = self.document.mention(chunk - 1)
                end = self._partner_end(instrument)
                joined = self._joined(chunk + 1, min(chunk + 5, end))
                if joined and isinstance(owner, Organisation) and (each := self.parties.at(chunk - 1, end)):
                    found.append(each)
                found.extend(each._replace(kind="partner") if each.kind == "country" else each for each in joined)
        return found

    def _joined(self, first: int, end: int, fillers: set[str] | None = None) -> list[Signatory]:
        found: list[Signatory] = []
        for chunk in range(first, end):
            if self.document.key(chunk - 1) == "(" or (found and self._only_places(chunk)):
                continue  # a short name, or where a firm is from
            signatory = self._from_firm(chunk, end) or self.parties.at(chunk, end)
            if signatory:
                found.append(signatory)
            elif self.document.mention(chunk) is None and not joins(self.document, chunk):
                key = self.document.key(chunk)
                if key in OPENING or (found and key not in (fillers or ())):
                    break
        return found

    def _only_places(self, chunk: int) -> bool:
        """Whether a country only tells where a district before it lies: "районом Минской области Беларуси"."""
        land, before = self.document.mention(chunk), self.document.mention(chunk - 1)
        placed = isinstance(before, Place) or self.document.is_a(chunk - 1, "DISTRICTN")
        return placed and isinstance(land, Party) and land.role == "noun" and "g" in land.features

    def _from_firm(self, chunk: int, end: int) -> Signatory | None:
        """The firm that people of a country come from: "с китайскими партнерами из CNPC"."""
        land = self.document.mention(chunk)
        people = isinstance(land, Party) and self.document.value(chunk + 1, "BUSINESS") is not None
        firm = people and plain_key(self.document, chunk + 2) == "из" and chunk + 3 < end
        return self.parties.at(chunk + 3, end) if firm else None

    def _with_towns(self, between: int, found: list[Signatory], own: bool) -> list[Signatory]:
        """Those between whom a document is; towns only where it is of their own relations, no road between them."""
        towns = [each for each in found if self.parties.locals.is_local(each.chunk) and each.kind == "firm"]
        if not towns:
            return found
        if not own and not plain_key(self.document, between - 1).startswith(RELATIONS):
            return [each for each in found if each not in towns]
        return found

    def _partner_end(self, instrument: Instrument) -> int:
        """Where the partners of a document end: with its name, or behind its value: "контракт на 5 млн с Boeing"."""
        at = instrument.end
        while isinstance(self.document.mention(at), Amount) or self.document.key(at) in ("(", ")"):
            at += 1
        priced = isinstance(self.document.mention(instrument.end - 1), Amount) or at > instrument.end
        return (
            min(at + PARTNERS, instrument.until) if priced and plain_key(self.document, at) in WITH else instrument.end
        )
