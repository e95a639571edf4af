"""Who signs a document: firms and ministries by name, governments and heads as their countries (Reading 16).

Read first from the document's own name ("между A и B", "с A", "меморандум A и B"), then from those who act in the
clause. Whom the text leaves out is found by `agreements` from the bundle, the document before, or the focus.
"""

from bisect import bisect_left

from pipeline.extraction.discourse.context import Discourse, segment_at
from pipeline.extraction.discourse.organisations import is_firm_noun
from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.forms import within
from pipeline.extraction.frames.agreements.document_names import plain_key
from pipeline.extraction.frames.agreements.instruments import Instrument, is_plural
from pipeline.extraction.frames.agreements.sides import JOINERS, Sides, joins
from pipeline.extraction.frames.agreements.signers import (
    LISTED,
    Signatory,
    distinct,
    makers,
    may_act,
    settled,
    sources_of,
)
from pipeline.extraction.frames.agreements.signing_parties import WITH, PartyReader
from pipeline.extraction.frames.model import Span
from pipeline.extraction.mentions.model import Amount, Mention, Organisation, Pair, Party, Person, Place
from schemas.vocabulary import AgreementKind

PLACED = {
    "в", "во", "из", "через", "на", "под", "из-за", "для", "к", "ко", "о", "об", "до", "по", "против", "при", "над",
    "внутри", "вокруг", "в присутствии", "при участии", "на полях", "во время", "в ходе", "в рамках",
}  # fmt: skip
# how many chunks what stands in brackets has
BRACKETED = 24
# "при посредничестве США", "под эгидой ООН"
WITNESSED = ("посредничеств", "поддержк", "присутстви", "приглашени", "инициатив", "эгид", "содействи")
# "министерство объявило о подписании"
ANNOUNCED = ("объявил", "анонсировал")
# "заседание коллегии министерства" is signed by nobody
BOARD = "коллеги"
# names in Latin letters, and the endings of what is made under them
LATIN = "ru.org.latin"
MADE = ("ов", "ев", "ей")
# cases in which a firm can act: subject, agent of a passive, or owner of what acts
ACTING = set("nig")
# verbs whose subject stands in the dative
IMPERSONAL = ("предстоит", "предстояло", "удалось", "удастся", "поручено", "надлежит", "необходимо")
Acting = tuple[int, list[Signatory] | None, bool]
"""A chunk, who signs there (None for whom only what follows tells), and whether only as who sells what is ordered."""


class Signatories:
    """Reads the parties of the documents of one article."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self.document: Document = discourse.document
        self.parties = PartyReader(discourse)
        self.at = self.parties.at
        self.sides = Sides(self.parties)
        self.sentence = -1
        self.free: list[Acting] = []

    def of(
        self, sentence: Sentence, breaks: list[int], instrument: Instrument, instruments: list[Instrument], cue: int
    ) -> list[Signatory]:
        """The parties that the sentence names for a document; empty where it leaves them to the context.

        `cue` is the chunk of the word that says what is done with it, `LISTED` where only the bundle's does.
        """
        between = self.sides.between(instrument)
        if len(between) >= 2:
            return between
        partners = self.sides.partners(instrument)
        own = distinct([*self._adjectival(instrument), *self._owners(instrument), *partners])
        sold = makers(self.document, instrument)
        # "X подписала соглашение с Y и Z" is signed by three
        with_two = plain_key(self.document, instrument.head + 1) in WITH and own == distinct(partners)
        if len(own) >= 2 and (not with_two or is_plural(self.document, instrument)):
            return own
        acting = [] if cue == LISTED else self._acting(sentence, breaks, instrument, instruments, cue)
        if len(own) >= 2:
            acting = [each for each in acting if each.chunk < instrument.first]
        if self.document.has("LOANN", sentence.first, instrument.first):
            acting = settled(acting)
        if len(own) + len(acting) < 2 and (cue != LISTED or instrument.points_back):
            acting.extend(each for each in self._before(sentence, instrument, instruments) if each not in acting)
        groups = self.discourse.focus.groups
        own = [each for each in own if sum(other.name in groups.get(each.name, ()) for other in acting) < 2]
        acting = [self._beside_firm(each) for each in acting]
        states = {each.name for each in acting if each.kind in ("country", "person", "government")}
        if len(states) > 1:  # "Россия и Индия подписали контракт на поставку ВМС Индии ..."
            own = [each for each in own if each.kind != "firm" or self._country_of(each) not in states]
            acting = [each for each in acting if not isinstance(self.document.mention(each.chunk - 1), Amount)]
        if len(acting) == 1 and own and own == [each for each in partners if each.kind == "firm"]:
            acting = [self._as_buyer(acting[0], instrument)]
        names = {each.name for each in own}
        return settled(distinct([*own, *(each for each in acting if each.name not in names), *sold]))

    def _beside_firm(self, state: Signatory) -> Signatory:
        """A state joined to a firm signs beside it: "Узбекистан и Boeing подписали"."""
        land = self.document.mention(state.chunk)
        if not isinstance(land, Party) or "n" not in land.features or land.role not in ("noun", "seat"):
            return state
        joined = any(
            plain_key(self.document, state.chunk + step) == "и"
            and isinstance(self.document.mention(state.chunk + 2 * step), Organisation | Place)
            for step in (1, -1)
        )
        return state._replace(kind="partner") if joined else state

    def _as_buyer(self, state: Signatory, instrument: Instrument) -> Signatory:
        """A state or its officer, as a subject, signs beside the firm named with "с": "Индия подписала с Boeing"."""
        land = self.document.mention(state.chunk)
        noun = isinstance(land, Party) and land.role == "noun"
        subject = (noun or isinstance(land, Person)) and "n" in getattr(land, "features", "")
        told = self.document.of_class(state.chunk - 1, "SAY")
        return state._replace(kind="partner") if subject and not told and state.chunk < instrument.first else state

    def _country_of(self, signatory: Signatory) -> str | None:
        mention = self.document.mention(signatory.chunk)
        return mention.country if isinstance(mention, Organisation) else None

    def joins(self, chunk: int) -> bool:
        """Whether a chunk only joins those who sign, or says what kind of firm follows."""
        return joins(self.document, chunk)

    def _adjectival(self, instrument: Instrument) -> list[Signatory]:
        """The countries of "казахстанско-китайское соглашение"."""
        return [
            Signatory(code, chunk, "country")
            for chunk, mention in self.document.of_kind(Pair, instrument.first - 1, instrument.topic)
            if self.document.value(chunk + 1, "BUSINESS") is None and not self.document.is_a(chunk + 1, "ORGNOUN")
            for code in mention.parties
        ]

    def _owners(self, instrument: Instrument) -> list[Signatory]:
        """Whose document it is: "меморандум университета и корпорации", "контракт Air Astana на ..."."""
        if " на " in self.document.key(instrument.head):
            return []  # "контракт на поставку ЗРК" tells what is sold
        start = instrument.head + 1
        partner = next((at for at in range(start, instrument.topic) if plain_key(self.document, at) in WITH), None)
        end = instrument.topic if partner is None else partner
        owning = (chunk for chunk in range(start, end) if not isinstance(self.document.mention(chunk - 1), Amount))
        return [each for chunk in owning if (each := self.at(chunk, instrument.end))]

    def _acting(
        self, sentence: Sentence, breaks: list[int], instrument: Instrument, instruments: list[Instrument], cue: int
    ) -> list[Signatory]:
        """Those who act in the clause of the document or of the word that says it is signed, outside all names."""
        own = segment_at(sentence, breaks, instrument.head)
        told = segment_at(sentence, breaks, cue) if sentence.first <= cue < sentence.end else own
        free = self._free(sentence, instruments)
        for span in dict.fromkeys((told, own)):
            end = self._list_end(max(instrument.end, cue + 1), span[1])
            named = self._named(instrument, (span[0], end), free)
            found = [each for each in named if may_act(self.document, each, instrument, cue)]
            if found:
                return found
        return []

    def _list_end(self, first: int, end: int) -> int:
        """Where those who act end after a verb: at a comma that no further name follows."""
        signing = self.document.values("SIGN", first, end)
        for chunk in self.document.forms.those(signing[-1][0] + 1 if signing else first, end, ","):
            if not self._names_on(chunk + 1, end) and self.document.mention(chunk) is None:
                return chunk
        return end

    def _names_on(self, chunk: int, end: int) -> bool:
        after = plain_key(self.document, chunk + 1)
        return chunk < end and self.at(chunk, end) is not None and (chunk + 1 >= end or after in JOINERS | {".", ";"})

    def _before(self, sentence: Sentence, instrument: Instrument, instruments: list[Instrument]) -> list[Signatory]:
        """The firms of the clauses before, where a document names no party: "A и B договорились; контракт подписан"."""
        if instrument.is_bundle:
            return []
        span = (sentence.first, instrument.first)
        named = self._named(instrument, span, self._free(sentence, instruments))
        firms = [each for each in named if each.kind == "firm"]
        if self.document.has("LOANN", *span):
            return distinct([*firms[:1], *self._receivers(span), *firms[1:]])
        return firms if len(firms) > 1 or instrument.points_back else []

    def _receivers(self, span: Span) -> list[Signatory]:
        """The countries that a loan is given to: "предоставит Узбекистану кредит", "одобрил для республики заем"."""
        return [
            Signatory(mention.party, chunk, "partner")
            for chunk, mention in self.document.of_kind(Party, *span)
            if mention.role == "noun" and ("d" in mention.features or self.document.key(chunk - 1) == "для")
        ]

    def _named(self, instrument: Instrument, span: Span, free: list[Acting]) -> list[Signatory]:
        """Those of a span who sign; one who only sells what is ordered ("разместили на верфи X заказ"), a contract."""
        found: list[Signatory] = []
        for chunk, named, sells in free[bisect_left(free, (span[0],)) : bisect_left(free, (span[1],))]:
            if sells and instrument.kind is not AgreementKind.CONTRACT:
                continue
            if named is None:
                named = [each] if (each := self.at(chunk, span[1])) else []
            found.extend(self._listed_with(each, found) for each in named)
        return distinct(found)

    def _listed_with(self, each: Signatory, before: list[Signatory]) -> Signatory:
        """A country signs as the one does that it is listed with: "с правительствами Чили, Перу и Омана"."""
        last = before[-1] if before else None
        if last is None or each.kind != "country" or last.kind not in ("government", "partner"):
            return each
        joined = each.chunk - last.chunk == 2 and plain_key(self.document, each.chunk - 1) in (",", "и")
        return each._replace(kind=last.kind) if joined else each

    def _free(self, sentence: Sentence, instruments: list[Instrument]) -> list[Acting]:
        """Who can act in a sentence: those outside the names of documents who do not only tell of it."""
        if self.sentence != sentence.index:
            passing = {chunk for each in instruments for chunk in range(*each.span)}
            passing |= {each.end + 1 for each in instruments if self.document.key(each.end) == "("}
            passing |= sources_of(sentence, self.document)
            chunks = within(self.parties.chunks, sentence.first, sentence.end)
            self.free = [each for chunk in chunks if chunk not in passing and (each := self._acts(chunk, sentence.end))]
            self.sentence = sentence.index
        return self.free

    def _acts(self, chunk: int, end: int) -> Acting | None:
        mention = self.document.mention(chunk)
        if isinstance(mention, Pair):
            return chunk, [Signatory(code, chunk, "country") for code in mention.parties], False
        announces = self.document.key(chunk + 1).startswith(ANNOUNCED) and self.document.key(chunk + 2) in ("о", "об")
        told = self.document.of_class(chunk - 1, "SAY") or announces
        if plain_key(self.document, chunk - 1).startswith(WITNESSED):
            return None
        if isinstance(mention, Organisation) and (told or not self._has_acting_case(chunk, mention)):
            return None
        before = plain_key(self.document, chunk - 1)
        if isinstance(mention, Organisation | Person) and self._only_describes(chunk, mention):
            return None
        if isinstance(mention, Party) and isinstance(self._bracketed(chunk), Party | Person):
            return None  # "страны БРИКС (Бразилия, Индия, ...)"
        out_of = before == "из" and self.document.value(chunk - 2, "BUSINESS") is not None
        if (before in PLACED and before != "на" and not out_of) or self.document.key(chunk - 1) == "имени":
            return None
        border = self.document.key(chunk - 2).startswith("границ")
        if before in WITH and (border or self.document.value(chunk - 2, "DOC") is not None):
            return None  # "после исполненного контракта с Индией", "на границе с Индией"
        if self.parties.is_adjective(chunk):
            return chunk, None, before == "на"
        capital = isinstance(mention, Place) and mention.is_capital
        if self.parties.locals.is_local(chunk) and not capital and not self.parties.locals.acts(chunk):
            return None
        each = self.at(chunk, end)
        return (chunk, [each], before == "на") if each else None

    def _has_acting_case(self, chunk: int, firm: Organisation) -> bool:
        """Whether a firm can act by its case, which beside "предстоит" is the dative."""
        if set(firm.features) & ACTING:
            return True
        sentence = self.document.sentence_at(chunk)
        impersonal = (self.document.forms.has(sentence.first, sentence.end, word) for word in IMPERSONAL)
        return "d" in firm.features and any(impersonal)

    def _only_describes(self, chunk: int, mention: Organisation | Person) -> bool:
        """Whether a name only tells whose meeting or model it is, or stands in brackets behind another one."""
        before = plain_key(self.document, chunk - 1)
        acts = "n" in mention.features and ("g" not in mention.features or self.document.is_a(chunk + 1, "SIGN"))
        if not acts and (self.document.is_a(chunk - 1, "EVENTN") or before.startswith(BOARD)):
            return True  # "на полях конференции ООН"
        if isinstance(mention, Person):
            return False
        if isinstance(self.document.mention(chunk + 1), Organisation) and is_firm_noun(
            mention.name.split(" ")[0].lower()
        ):
            return True  # "государственная нефтяная компания Чили ENAP"
        made = mention.rule == LATIN and not self.document.chunks.heads[chunk - 1]
        if made and before.endswith(MADE):
            return True  # "36 истребителей Dassault Rafale"
        return isinstance(self._bracketed(chunk), Organisation)

    def _bracketed(self, chunk: int) -> Mention | None:
        """What stands before the bracket that a chunk is in."""
        forms = self.document.forms
        at = bisect_left(forms["("], chunk)
        opening = forms["("][at - 1] if at else -BRACKETED
        closed = forms.has(opening, chunk, ")")
        return self.document.mention(opening - 1) if chunk - opening < BRACKETED and not closed else None
