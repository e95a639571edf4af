"""Agreement claims: documents and counted bundles, by whom and how far (codebook, Readings 10, 14 to 18).

Where documents stand is in `instruments`, what is done with them and when in `signing`, who signs in `signatories` and
`counterparts`, what is listed under a bundle in `listing`; here claims are made of these, and a document told twice is
one (`retelling`).
"""

from dataclasses import dataclass

from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.agreements.additions import add, cover, meant, retold, tell_more, value_after
from pipeline.extraction.frames.agreements.counterparts import BOTH, Counterparts, are_sides
from pipeline.extraction.frames.agreements.couples import acting_together, before_dash, buyer, listed_states, pairs
from pipeline.extraction.frames.agreements.document_names import plain_key
from pipeline.extraction.frames.agreements.instruments import Instrument, instruments_of, is_plural, subject_words
from pipeline.extraction.frames.agreements.listing import Listing, cue_of
from pipeline.extraction.frames.agreements.retelling import NEAR, Told, is_same, merge, stems_of
from pipeline.extraction.frames.agreements.signatories import Signatories
from pipeline.extraction.frames.agreements.signers import Signatory, heads_sign, signatories_slot
from pipeline.extraction.frames.agreements.signing import Signing, SigningReader
from pipeline.extraction.frames.agreements.terms import count_slots, kind_of, lent_before, value_slots
from pipeline.extraction.frames.model import Draft, Slot
from pipeline.extraction.frames.sectors import sectors_before, sectors_of_document, sectors_told
from schemas.vocabulary import AgreementKind, AgreementStatus, ClaimTable

LOOK_BACK = 40
# how many sentences back those who met can be "стороны"
SIDES_BACK = 2
# how many sentences on a pronoun can say what is done with a document
OPEN_FOR = 2
# words by which a document named beside another is not signed
UNDECIDED = ("обсужд", "прораб", "согласов", "подготов", "готов", "доработ", "стади", "рассм")
# a paper about something is a document of its own: "документ об открытии авиарейсов"
ABOUT = ("о", "об", "обо")


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A document of which its own sentence says nothing that makes a claim, with those it names."""

    sentence: Sentence
    instrument: Instrument
    named: list[Signatory]


class AgreementReader:
    """Reads the documents of one article in reading order."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self.document: Document = discourse.document
        self.signatories = Signatories(discourse)
        self.listing: Listing | None = None
        self.told: list[Told] = []
        self.counterparts = Counterparts(discourse, self.told)
        self.open: Unsigned | None = None
        self.done: tuple[Sentence, Signing] | None = None

    def read(self) -> list[Draft]:
        """All claims about documents; those of the title only where the body tells of none."""
        for sentence in self.document.sentences:
            if not sentence.is_heading:
                self._sentence(sentence)
        title = [each for each in self.document.sentences if each.is_heading and each.paragraph == 0]
        if self.told or not any(instruments_of(self.document, each, each.breaks) for each in title):
            return [told.draft for told in self.told]
        self.listing, self.open, self.done = None, None, None
        for sentence in self.document.sentences:
            if not sentence.is_heading or sentence.paragraph == 0:
                self._sentence(sentence)
        return [told.draft for told in self.told]

    def _sentence(self, sentence: Sentence) -> None:
        instruments = instruments_of(self.document, sentence, sentence.breaks)
        if instruments or self._can_go_on(sentence):
            self._read(sentence, instruments)
        cover(self.document, sentence, self.listing)
        if self.listing is not None:
            self.listing.announce(self.document, sentence, instruments)

    def _can_go_on(self, sentence: Sentence) -> bool:
        """Whether a sentence that names no document can tell more of the one before."""
        return self.open is not None or (bool(self.told) and sentence.index - self.told[-1].sentence.index == 1)

    def _read(self, sentence: Sentence, instruments: list[Instrument]) -> None:
        breaks = sentence.breaks
        self._hear_of_sides(sentence)
        signings = SigningReader(self.discourse, sentence, breaks, instruments)
        for instrument in instruments:
            listing = self.listing
            held = listing if listing and listing.holds(self.document, sentence, instrument) else None
            signing = signings.of(
                instrument,
                held.signing if held else None,
                listing.signing if listing else None,
                listing.sentence if listing else None,
            )
            signing = signing or self._carried(sentence, instrument)
            cue = cue_of(instrument, signing, held)
            named = self.signatories.of(sentence, breaks, instrument, instruments, cue)
            named = before_dash(self.signatories, sentence, instrument, named) or named
            named = [*named, *buyer(self.signatories, instrument)]
            self.counterparts.note(instrument, named)
            couples = pairs(self.signatories, instrument)
            if signing is None or (self._only_points(instrument) and not couples):
                self._refer(sentence, instrument, named, signing)
                self._leave_open(sentence, instrument, named, signing)
            elif (known := retold(self.document, self.told, sentence, instrument, named, signing)) is not None:
                add(self.document, known, sentence, instrument, named, signing)
            elif self._can_claim(instrument, named, signing, held):
                slots = [signatories_slot(pair) for pair in couples]
                self._claim(sentence, instrument, slots or self.counterparts.of(instrument, named, held), signing)
                self.done = sentence, signing
                if instrument.heads_list and held is None and self.told:
                    self._open_list(sentence, instrument, signing, self.told[-1].draft.slots["parties"], None)
        value_after(self.document, sentence, self.listing)
        if self.told and (not instruments or sentence.cues.get("worth_of_it")):
            tell_more(self.document, sentence, signings, self.told[-1])
        if all(each.how == "paper" for each in instruments):
            self._settle_open(sentence, signings)

    def _can_claim(
        self, instrument: Instrument, named: list[Signatory], signing: Signing, held: Listing | None
    ) -> bool:
        """Whether a document without a noun of its own, or with a loose one, is one all the same."""
        if instrument.how in ("member", "recount"):
            return held is not None
        if instrument.how == "order":
            return len(named) > 1 and any(each.kind == "firm" for each in named)
        bare = instrument.end == instrument.head + 1 and self.document.key(instrument.head).startswith("договоренност")
        if bare and not instrument.is_similar:  # "договоренность достигнута" tells of no document
            return instrument.is_bundle or held is not None
        if instrument.trigger.settings.get("loose") and signing.status is AgreementStatus.PROPOSED:
            return [each.kind for each in named] != ["firm"]  # a name is all that what is proposed has of one
        if instrument.trigger.settings.get("loose") and signing.span and held is None:
            adopted = not self.document.is_a(signing.span[0], "SIGN") and self.document.is_a(signing.span[0], "ADOPT")
            return not adopted or len(named) > 1
        return True

    def _only_points(self, instrument: Instrument) -> bool:
        """Whether it is no document of its own: a word for one told before, or several that nothing counts."""
        if instrument.how == "paper":
            named = instrument.topic == instrument.head + 1 and plain_key(self.document, instrument.topic) in ABOUT
            return not instrument.is_similar and not (named and not is_plural(self.document, instrument))
        several = is_plural(self.document, instrument) and not instrument.heads_list
        return instrument.how == "document" and several and not instrument.is_similar

    def _carried(self, sentence: Sentence, instrument: Instrument) -> Signing | None:
        """The signing of the sentence before, for more documents without a verb: "Ещё 14 соглашений – отраслевые"."""
        if self.done is None or instrument.first - sentence.first > 3:
            return None
        told, signing = self.done
        if not instrument.is_bundle:
            more = self._is_another(sentence, instrument)
            return signing if more and sentence.index - told.index == 1 else None
        if instrument.first - sentence.first > 1:
            return None
        more = self.document.tokens.keys[self.document.chunks.firsts[sentence.first]] == "еще"
        named = self.document.key(instrument.end) == "–"
        return signing if more and named and sentence.index - told.index == 1 else None

    def _is_another(self, sentence: Sentence, instrument: Instrument) -> bool:
        """Whether a document stands beside the one before: "Второй документ, соглашение о ..."."""
        first, document = sentence.first, self.document
        another = document.is_a(first, "ONEOF", "ANOTHER") and document.is_a(first + 1, "PAPER")
        open_still = any(document.key(chunk).startswith(UNDECIDED) for chunk in range(first, sentence.end))
        beside = document.key(first + 2) in (",", "–") and instrument.first == first + 3
        return another and beside and not open_still

    def _leave_open(
        self, sentence: Sentence, instrument: Instrument, named: list[Signatory], signing: Signing | None
    ) -> None:
        """Remember a document of which nothing is done yet: "Соглашение не готово. Подписать его надеются в мае"."""
        if instrument.how != "document" or is_plural(self.document, instrument) or signing is not None:
            return
        self.open = None
        if instrument.topic < instrument.end and not instrument.trigger.settings.get("loose"):
            self.open = Unsigned(sentence, instrument, named)

    def _settle_open(self, sentence: Sentence, signings: SigningReader) -> None:
        """Claim the document left open, where one of the next sentences says by a pronoun what is done with it."""
        if self.open is None or sentence.index - self.open.sentence.index > OPEN_FOR or sentence is self.open.sentence:
            return
        signing = signings.of_it()
        if signing is not None:
            sentence, instrument, named = self.open.sentence, self.open.instrument, self.open.named
            self.open = None
            self._claim(sentence, instrument, self.counterparts.of(instrument, named, None), signing)

    def _claim(self, sentence: Sentence, instrument: Instrument, found: list[Slot], signing: Signing) -> None:
        for parties in found:
            draft = self._draft(sentence, instrument, parties, signing)
            self._keep(sentence, instrument, draft)
            if instrument.is_bundle and signing.status in (AgreementStatus.SIGNED, AgreementStatus.PLANNED):
                self._open_list(sentence, instrument, signing, parties, draft)

    def _open_list(
        self, sentence: Sentence, instrument: Instrument, signing: Signing, parties: Slot | None, draft: Draft | None
    ) -> None:
        opens = self.document.key(sentence.end - 1) == ":"
        self.listing = Listing(sentence, instrument, signing, parties, draft, sentence, opens)

    def _draft(self, sentence: Sentence, instrument: Instrument, parties: Slot, signing: Signing) -> Draft:
        rule, at = instrument.trigger.rule.id, (instrument.head, instrument.head + 1)
        title = self.document.words(*instrument.span)
        alike = self.counterparts.alike(instrument)
        kind = kind_of(self.document, title, parties, self._kind_meant(instrument))
        sectors = sectors_of_document(self.document, sentence, instrument, kind)
        if not sectors:
            same = (told for told in reversed(self.told[-LOOK_BACK:]) if told.draft.slots["parties"] is parties)
            told = alike or next(same, None)
            sectors = sectors_told(told.draft) if told else []
        if not sectors and not instrument.is_bundle:
            sectors = sectors_before(self.document, sentence, instrument)
        slots = {
            "kind": Slot(str(kind), at, rule),
            "parties": parties,
            "sectors": Slot(sectors, instrument.span, "ru.sector"),
            "status": Slot(str(signing.status), signing.span, signing.rule),
            "part_of_bundle": Slot(self._is_listed(instrument, signing), signing.span, signing.rule),
            **count_slots(self.document, instrument),
            **(value_slots(self.document, sentence, instrument) or lent_before(self.document, sentence, instrument)),
            **signing.slots(),
        }
        if not instrument.is_bundle:
            slots["title"] = Slot(title, instrument.span, rule)
        shown = [instrument.span]
        if signing.span and sentence.first <= signing.span[0] < sentence.end:
            shown.append(signing.span)
        return Draft(ClaimTable.AGREEMENTS, rule, slots, shown)

    def _is_listed(self, instrument: Instrument, signing: Signing) -> bool:
        """Whether a document is one of a bundle; what counts documents spoken of before is the bundle itself."""
        counts = instrument.is_bundle and self.listing is not None and self.listing.draft is None
        return signing.listed and instrument.how != "recount" and not counts

    def _kind_meant(self, instrument: Instrument) -> AgreementKind:
        """The kind of what a word without one of its own stands for: "аналогичный документ", "крупнейший из них"."""
        if instrument.how == "member" and self.listing is not None:
            return self.listing.kind(self.document)
        alike = self.counterparts.alike(instrument)
        if alike is None or instrument.how != "paper" or alike.instrument.is_bundle:
            return instrument.kind
        return AgreementKind(str(alike.draft.value("kind")))

    def _keep(self, sentence: Sentence, instrument: Instrument, draft: Draft) -> None:
        """Add a claim, or add to the claim of the same document."""
        lands = self.counterparts.lands(draft)
        new = Told(sentence, instrument, stems_of(subject_words(self.document, instrument)), draft, lands)
        for known in reversed(self.told[-LOOK_BACK:]):
            near = sentence.index - known.sentence.index <= NEAR and sentence is not known.sentence
            if is_same(new, known, near):
                merge(known.draft, draft)
                return
        self.told.append(new)

    def _refer(
        self, sentence: Sentence, instrument: Instrument, named: list[Signatory], signing: Signing | None
    ) -> None:
        """What a sentence adds to documents told before: a list of them, or who signed one, when, for how much."""
        told = signing is not None and signing.status in (AgreementStatus.SIGNED, AgreementStatus.PLANNED)
        if signing is not None and told and is_plural(self.document, instrument):
            self._open_list(sentence, instrument, signing, signatories_slot(named) if len(named) > 1 else None, None)
            return
        known = meant(self.document, self.told, sentence, instrument, named)
        if known is not None:
            add(self.document, known, sentence, instrument, named, signing)

    def _hear_of_sides(self, sentence: Sentence) -> None:
        """Whom "стороны" can mean: those who acted together in one of the sentences before."""
        spoken = bool(self.document.those(sentence.first, sentence.end, *BOTH)) or heads_sign(self.document, sentence)
        for before in self.document.sentences[max(sentence.index - SIDES_BACK, 0) : sentence.index] if spoken else []:
            if are_sides(self.document, before, sentence) and not before.is_heading:
                together = acting_together(self.signatories, before) or listed_states(self.document, before)
                self.counterparts.meet(before, together)
