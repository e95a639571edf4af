"""The other side of a document, where the sentence names one party or none.

It comes from the bundle that the document is listed under, from the document told of before, or from the countries that
the text is about. Whom the sentence itself names is read in `signatories`.
"""

from functools import cached_property

from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.discourse.organisations import NAMES
from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.agreements.couples import states_in_row
from pipeline.extraction.frames.agreements.instruments import Instrument, is_plural, subject_words
from pipeline.extraction.frames.agreements.listing import Listing
from pipeline.extraction.frames.agreements.retelling import GUESSED, Told, stems_of
from pipeline.extraction.frames.agreements.signers import RULE, Signatory, heads_sign, is_country, signatories_slot
from pipeline.extraction.frames.agreements.summits import Summits
from pipeline.extraction.frames.agreements.terms import buys
from pipeline.extraction.frames.investments.payers import LENDERS
from pipeline.extraction.frames.model import Draft, Slot, Span
from pipeline.extraction.mentions.model import Organisation, Pair, Party, Person
from pipeline.extraction.tokens import fold_key
from schemas.vocabulary import AgreementKind

ALIKE = 0.5
# how many documents back a document can be like another, or be told of with it
LOOK_BACK = 40
# how many chunks back "стороны" and "сам договор" can point
REACH = 120
# how near a document without parties stands to the one that has them
NEAR = 60
# the rule of a party that only the sentences around a document name
CONTEXT = "context.firm"
# words, within so many chunks before a document, for a government without its country's name
IN_SIGHT = 30
CABINET = ("кабмин", "правительств", "кабинет", "парламент")
DELEGATION = ("делегаци", "мисси", "руководств")
# a delegation is told of in the title or this many sentences after it
LEAD = 2
# how many chunks behind a document's name "в рамках СНГ" can stand
IN_GROUP = 3
# words for those told of before who sign
BOTH = ("SIDES", "THESESTATES")


class Counterparts:
    """Completes the parties of the documents of one article; `told` are those claimed so far."""

    def __init__(self, discourse: Discourse, told: list[Told]) -> None:
        self.discourse = discourse
        self.document: Document = discourse.document
        self.told = told
        self.named: tuple[Instrument, Slot] | None = None
        self.met: tuple[Sentence, Slot] | None = None
        self.summits = Summits(discourse)

    def note(self, instrument: Instrument, named: list[Signatory]) -> None:
        """Remember who is named with a document, be it claimed or not."""
        if len(named) > 1 and all(each.kind != "firm" for each in named):
            self.named = instrument, signatories_slot(named)

    def meet(self, sentence: Sentence, named: list[Signatory]) -> None:
        """Remember the firms and governments that a sentence has act together, whom "стороны" can mean."""
        if len(named) > 2 or (any(each.kind == "firm" for each in named[:2]) and len(named) > 1):
            self.met = sentence, signatories_slot(named)

    def of(self, instrument: Instrument, named: list[Signatory], listing: Listing | None) -> list[Slot]:
        """The parties of a document; a slot for each of the documents in "соглашения с A и B"; none if unknown."""
        if instrument.how == "recount" and listing is not None and listing.parties is not None:
            return [listing.parties]
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
        home = self.discourse.focus.own_side(only.chunk)
        before = self._pointed(instrument)
        if before is not None and (only.kind != "firm" or only.name in _names(before)):
            return before
        if only.kind == "firm":
            lone = self._firm(only, span, listing, home)
            return self._with_cabinet(instrument, only, home) or lone
        members = self.discourse.focus.groups.get(only.name, ())
        alone = home in members or only.kind == "person" or self.summits.at(instrument)
        if only.kind != "partner" and members and alone:
            return Slot([only.name], span, RULE)
        alike = self.alike(instrument)
        if alike is not None:
            shared = self._shared(alike, only.name)
            if shared:
                return Slot([only.name, shared], span, RULE)
        if listing and listing.parties and only.name in _names(listing.parties):
            return listing.parties
        group = self._group_named(instrument, only.name)
        if group is not None:
            return Slot([only.name, group], span, RULE)
        other = self._continuing_group(instrument, only.name) or self._other(instrument, only, home)
        return Slot([only.name, other], span, GUESSED) if other else None

    def _other(self, instrument: Instrument, only: Signatory, home: str | None) -> str | None:
        """The country beside one: another of the sentence, the home country first; else the home or its partner."""
        first = self.document.sentence_at(instrument.head).first
        named = self.discourse.focus.between(first, instrument.first)
        others = [code for code in named if code != only.name and code not in self.discourse.focus.groups]
        if only.name != home:
            return home if home in others or not others else others[0]
        return others[0] if len(set(others)) == 1 else self.discourse.focus.partner(only.chunk)

    def _group_named(self, instrument: Instrument, other: str) -> str | None:
        """The group that a document's name puts it in: "договор о свободной торговле в СНГ"."""
        groups = self.discourse.focus.groups
        told = self.document.of_kind(Party, instrument.topic, instrument.end + IN_GROUP)
        inside = (land for chunk, land in told if self.document.key(chunk - 1) in ("в", "в рамках", "рамках"))
        return next((land.party for land in inside if other in groups.get(land.party, ())), None)

    def _continuing_group(self, instrument: Instrument, other: str) -> str | None:
        """The group whose documents this paragraph and the one before tell of."""
        paragraph = self.document.sentence_at(instrument.head).paragraph
        for known in reversed(self.told[-LOOK_BACK:]):
            if paragraph - known.sentence.paragraph > 1:
                return None
            groups = [name for name in _names(known.draft.slots["parties"]) if name in self.discourse.focus.groups]
            if groups and other not in self.discourse.focus.groups[groups[0]]:
                return groups[0]
        return None

    def _firm(self, only: Signatory, span: Span, listing: Listing | None, home: str | None) -> Slot:
        """A firm that the text names alone signs with nobody told; one "с" which a country's bundle holds, with it."""
        listed = _names(listing.parties) if listing is not None and listing.parties is not None else []
        partner = self.document.key(only.chunk - 1) in ("с", "со")
        if listing is not None and listing.parties is not None and listing.draft is None and only.name in listed:
            return listing.parties
        if partner and len(listed) == 1:
            return Slot([*listed, only.name], span, RULE)
        bundled = home in listed
        return Slot([only.name, home] if home and bundled and partner else [only.name], span, RULE)

    def _with_cabinet(self, instrument: Instrument, only: Signatory, home: str | None) -> Slot | None:
        """A bank named with "с" beside the cabinet at home: "кабмин одобрил подписание договора с Банком развития"."""
        firsts, first = self.document.chunks.firsts, self.document.sentence_at(instrument.head).first
        words = self.document.tokens.keys[firsts[max(first, instrument.first - IN_SIGHT)] : firsts[instrument.first]]
        partner = self.document.key(only.chunk - 1) in ("с", "со")
        if home is None or not partner or not any(word.startswith(CABINET) for word in words):
            return None
        return Slot([home, only.name], (only.chunk, only.chunk + 1), RULE)

    def alike(self, instrument: Instrument) -> Told | None:
        """The document told of before that this one is like, points back at, or shares its subject with."""
        if instrument.is_similar or instrument.points_back:
            return self.told[-1] if self.told else None
        stems = stems_of(subject_words(self.document, instrument))
        for known in reversed(self.told[-LOOK_BACK:]) if stems else ():
            if known.stems and len(stems & known.stems) / len(stems | known.stems) > ALIKE:
                return known
        return None

    def _shared(self, alike: Told, other: str) -> str | None:
        """The side that signs again: the group, the home country, or whoever is not the other."""
        names = [name for name in _names(alike.draft.slots["parties"]) if name != other]
        groups = [name for name in names if name in self.discourse.focus.groups]
        home = self.discourse.focus.home(alike.instrument.head)
        return next(iter(groups), home if home in names else next(iter(names), None))

    def _left_out(self, instrument: Instrument, listing: Listing | None) -> Slot | None:
        """The parties where the text names none: the bundle's, those of the document before, the focus."""
        if listing is not None and listing.parties is not None:
            return listing.parties
        summit = self.summits.of(instrument)
        if summit is not None:
            return summit
        before = self._pointed(instrument)
        if before is not None:
            return before
        sides = self._met(instrument)
        if sides is not None:
            return sides
        reach = REACH if instrument.points_back or self._of_both_sides(instrument) else NEAR
        if self.named is not None and instrument.head - self.named[0].head < reach:
            return self.named[1]
        if buys(self.document.words(*instrument.span)) and (firm := self._firm_before(instrument)) is not None:
            return firm
        return self._of_paragraph(instrument) or self._in_focus(instrument)

    def _met(self, instrument: Instrument) -> Slot | None:
        """Those who acted together in one of the two sentences before, in the same paragraph."""
        sentence = self.document.sentence_at(instrument.head)
        if self.met is None or not self._of_both_sides(instrument):
            return None
        told, parties = self.met
        return parties if are_sides(self.document, told, sentence) else None

    def _pointed(self, instrument: Instrument) -> Slot | None:
        """The parties of the document that "сам договор", "дополнительное соглашение" points back at."""
        if not instrument.points_back or not self.told:
            return None
        last = self.told[-1]
        near = instrument.head - last.instrument.head < REACH and not last.instrument.is_bundle
        return last.draft.slots["parties"] if near else None

    def _of_paragraph(self, instrument: Instrument) -> Slot | None:
        """The countries of the document that the same paragraph told of before."""
        paragraph = self.document.sentence_at(instrument.head).paragraph
        for known in reversed(self.told[-LOOK_BACK:]):
            if known.sentence.paragraph != paragraph:
                return None
            parties = known.draft.slots["parties"]
            near = instrument.head - known.instrument.head < NEAR and len(_names(parties)) > 1
            another = instrument.kind is AgreementKind.CONTRACT and instrument.topic < instrument.end
            if near and not another:
                return parties
            if all(is_country(self.document, name) for name in _names(parties)):
                return parties
        return None

    def _in_focus(self, instrument: Instrument) -> Slot | None:
        """The two countries that a text is about, which sign what no firm is named for; contracts are between firms."""
        if instrument.kind is AgreementKind.CONTRACT or buys(self.document.words(*instrument.span)):
            return self._firm_before(instrument)
        received = self._received
        if received is not None:
            chunk, guest = received
            host = self.discourse.focus.own_side(instrument.head)
            return Slot([host, guest.name], (chunk, chunk + 1), "context.delegation") if host else None
        if self._among_firms(instrument):
            return None
        pair = self.discourse.focus.sides(instrument.head)
        if pair is None:
            return None
        for group, other in (pair, pair[::-1]):
            if other in self.discourse.focus.groups.get(group, ()):
                return Slot([group], None, "context.focus")
        row = states_in_row(self.document, self.document.sentence_at(instrument.head), pair)
        return Slot(row or list(pair), None, "context.focus")

    def _among_firms(self, instrument: Instrument) -> bool:
        """Whether the paragraph so far tells of firms and of no country, so that no states sign what it names."""
        sentence = self.document.sentence_at(instrument.head)
        first, _ = self.document.paragraph_of(sentence)
        if any(self.document.names(kind, first, sentence.end) for kind in (Party, Pair, Person)):
            return False
        firms = self.document.of_kind(Organisation, first, sentence.end)
        return len({firm.name for _, firm in firms if firm.rule in NAMES}) > 1

    @cached_property
    def _received(self) -> tuple[int, Organisation] | None:
        """The bank or fund whose delegation title or lead tell of: "принял делегацию Исламского банка развития"."""
        lead = self.document.sentences[min(LEAD, len(self.document.sentences) - 1)].end
        for chunk, mention in self.document.of_kind(Organisation, 0, lead):
            lender = any(part in mention.name.lower() for part in LENDERS)
            if lender and self.document.key(chunk - 1).startswith(DELEGATION):
                return chunk, mention
        return None

    def _firm_before(self, instrument: Instrument) -> Slot | None:
        """The firm that the sentence before tells of, where it is the only one."""
        sentence = self.document.sentence_at(instrument.head)
        before = self.document.sentences[max(sentence.index - 1, 0)]
        firms = {
            mention.name: chunk
            for chunk, mention in self.document.of_kind(Organisation, before.first, before.end)
            if mention.rule in NAMES
        }
        if len(firms) != 1 or before.paragraph != sentence.paragraph or before is sentence:
            return None
        (name, chunk), *_ = firms.items()
        return Slot([name], (chunk, chunk + 1), CONTEXT)

    def lands(self, draft: Draft) -> frozenset[str]:
        """The countries that the parties of a claim are, or that end their names; none where one tells of none."""
        found = []
        for name in _names(draft.slots["parties"]):
            record = self.document.lexicon.form(fold_key(name.split(" ")[-1]))
            found.append(name if is_country(self.document, name) else record and record.capital.get("GEO", ("",))[0])
        return frozenset(str(land) for land in found) if all(found) else frozenset()

    def _of_both_sides(self, instrument: Instrument) -> bool:
        """Whether "стороны", "две страны" sign: those of the document named shortly before."""
        sentence = self.document.sentence_at(instrument.head)
        return bool(self.document.those(sentence.first, sentence.end, *BOTH)) or heads_sign(self.document, sentence)


def are_sides(document: Document, told: Sentence, sentence: Sentence) -> bool:
    """Whether "стороны" can be those of a sentence before: of its paragraph, or, if they are no states, of the last."""
    if told.paragraph == sentence.paragraph:
        return True
    spoken = document.those(sentence.first, sentence.end, "SIDES")
    return sentence.index - told.index == 1 and any("сторон" in document.key(chunk) for chunk in spoken)


def _names(parties: Slot) -> list[str]:
    return parties.value if isinstance(parties.value, list) else []
