"""Who signs what a summit adopts: the group that met, and its partner (Reading 16)."""

import re

from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.document import Document
from pipeline.extraction.forms import within
from pipeline.extraction.frames.agreements.instruments import Instrument
from pipeline.extraction.frames.agreements.signers import RULE
from pipeline.extraction.frames.model import Slot
from pipeline.extraction.tokens import fold_key
from schemas.vocabulary import AgreementKind

SUMMIT = "саммит"
SUMMIT_BACK = 4
SUMMIT_NAME = 5


class Summits:
    """The summits that one article tells of."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self.document: Document = discourse.document
        self.parties: dict[str, str] = self.document.lexicon.facts["parties"]

    def of(self, instrument: Instrument) -> Slot | None:
        """The group that met, and its partner, where a summit's document has no other signatories (Reading 16)."""
        document = self.document
        sentence = document.sentence_at(instrument.head)
        here = self.at(instrument)
        if instrument.kind not in (AgreementKind.DECLARATION, AgreementKind.TREATY) and not here:
            return None
        back = sentence.index if here else SUMMIT_BACK
        first, _ = document.paragraph_of(document.sentences[max(sentence.index - back, 0)])
        for chunk in reversed(within(document.forms.holding(SUMMIT), first, instrument.head)):
            if document.key(chunk).startswith(SUMMIT):
                parties = self._met_at(chunk)
                if parties:
                    return Slot(parties, (chunk, chunk + 1), RULE)
        return None

    def at(self, instrument: Instrument) -> bool:
        """Whether the sentence of a document tells of a summit."""
        sentence = self.document.sentence_at(instrument.head)
        named = within(self.document.forms.holding(SUMMIT), sentence.first, sentence.end)
        return any(self.document.key(chunk).startswith(SUMMIT) for chunk in named)

    def _met_at(self, chunk: int) -> list[str]:
        """The group named right after "саммит" with its partner; nothing where none is."""
        tokens, firsts = self.document.tokens, self.document.chunks.firsts
        end = firsts[min(chunk + 1 + SUMMIT_NAME, len(firsts) - 1)]
        named: list[str] = []
        for at in range(firsts[chunk + 1], end):
            code = tokens.value(at, "GEO")
            parts = re.split(" [–+] ", tokens.keys[at])
            codes = self._codes_of(parts) if len(parts) > 1 else []
            named.extend(codes or ([code] if code is not None else []))
        found = list(dict.fromkeys(named))
        return found[:2] if any(name in self.discourse.focus.groups for name in found[:2]) else []

    def _codes_of(self, names: list[str]) -> list[str]:
        """The codes of parties by their names, as forms of the lexicon; what is no party is left out."""
        codes = {fold_key(name): code for code, name in self.parties.items()}
        return [codes[name] for name in names if name in codes]
