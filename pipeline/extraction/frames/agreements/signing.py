"""What is done with a document: signed, planned, proposed, ratified; nothing where it is denied.

The day and the city of it are found by `signing_days`.
"""

from bisect import bisect_left
from typing import NamedTuple

from pipeline.extraction.discourse.context import Discourse, segment_at
from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.agreements.instruments import Instrument
from pipeline.extraction.frames.agreements.signing_cues import SETTLING, Cue, cues_of
from pipeline.extraction.frames.agreements.signing_days import Day, SigningDays, Town
from pipeline.extraction.frames.agreements.signing_status import StatusReader
from pipeline.extraction.frames.model import Slot, Span
from pipeline.extraction.matching import Found
from schemas.vocabulary import AgreementStatus, DatePrecision

STRONG = {"ratified", "managed", "to_be_signed", "initialled", "signed", "to_sign", "proposed", "signing"}
STANDING = {AgreementStatus.RATIFIED, AgreementStatus.IN_FORCE}
# what can be said to be done with a document by a pronoun within so many chunks
DONE_TO_IT = ("ratified", "managed", "to_be_signed", "signed", "to_sign")
IT = 3
UNDER_WAY = ("agreed", "prepared", "in_force", "counted", "brought")
NEAR = 30
NEXT = 3


class Signing(NamedTuple):
    """A status with the words that say it, the day and the place."""

    status: AgreementStatus
    span: Span | None
    rule: str
    day: Day | None = None
    town: Town | None = None
    listed: bool = False

    def slots(self) -> dict[str, Slot]:
        """The fields that tell when and where; of several days the month (Reading 10)."""
        slots: dict[str, Slot] = {}
        if self.day and self.day.period.start:
            start, precision = self.day.period.start, self.day.period.precision
            if precision is DatePrecision.DAY and self.day.period.end != start:
                start, precision = start.replace(day=1), DatePrecision.MONTH
            slots["signed_on"] = Slot(start.isoformat(), self.day.span, self.rule)
            slots["date_precision"] = Slot(str(precision), self.day.span, self.rule)
        if self.town:
            slots["place"] = Slot(self.town.city, self.town.span, self.rule)
        return slots


class SigningReader:
    """Reads what one sentence does with its documents."""

    def __init__(
        self, discourse: Discourse, sentence: Sentence, breaks: list[int], instruments: list[Instrument]
    ) -> None:
        self.discourse = discourse
        self.document: Document = discourse.document
        self.sentence = sentence
        self.breaks = breaks
        # a verb can stand between a noun and its number: "соглашений подпишут двадцать"
        self.names = [(each.first, each.head + 1) if each.how == "counted" else each.span for each in instruments]
        self.days = SigningDays(discourse, sentence, self.names)
        self.bundle: Signing | None = None
        self.cues = cues_of(self.document, sentence, self.days)
        self.statuses = StatusReader(self.document, sentence, breaks, self.cues)
        self.in_order = sorted(self.cues, key=lambda cue: cue.at)
        self.negated: list[Found] = sentence.cues.get("negated", [])

    def of(
        self, instrument: Instrument, listed: Signing | None, bundle: Signing | None, told: Sentence | None
    ) -> Signing | None:
        """What happens to a document; None when nothing does, or when it is denied.

        `listed` is the signing of the bundle that the text puts the document in, `bundle` that of the last bundle, told
        of in the sentence `told`: the documents named after it were as a rule signed with it.
        """
        # of documents to come only those counted afterwards share the day
        apart = bundle is not None and bundle.status is AgreementStatus.PLANNED and not instrument.is_bundle
        self.bundle, self.days.bundle = None if apart else bundle, told
        cue = self._settling(instrument)
        if self._is_denied(instrument, cue):
            return self._after_denial(cue)
        if (
            cue is not None
            and cue.name == "brought"
            and not (instrument.is_bundle or self.sentence.cues.get("outcome"))
        ):
            cue = None
        if cue is not None and cue.name == "counted" and not (instrument.is_bundle and self._signing_told()):
            cue = None
        if listed is not None and (cue is None or cue.name in ("agreed", "prepared", "signing", "brought")):
            span = (cue.at, cue.at + 1) if cue is not None and cue.name == "signing" else listed.span
            return listed._replace(listed=True, span=span)
        if cue is None or (cue.name in UNDER_WAY and instrument.is_draft(self.document)):
            return None
        if cue.name == "signing" and self.document.is_a(cue.at - 1, "OPENN"):
            return None  # "обсудили возможность подписания"
        if instrument.trigger.settings.get("loose") and cue.name not in STRONG:
            return None
        status = self.statuses.of(cue)
        if instrument.is_draft(self.document) and self.document.is_a(cue.at, "ADOPT"):
            status = AgreementStatus.PLANNED  # "одобрили проект соглашения"
        signing = Signing(status, (cue.at, cue.at + 1), cue.rule, listed=listed is not None)
        return self._dated(signing, cue, listed)

    def _signing_told(self) -> bool:
        """Whether this sentence or the two before speak of signing, so that counting documents counts signed ones."""
        first = self.document.sentences[max(self.sentence.index - 2, 0)].first
        return self.document.has("SIGN", first, self.sentence.end)

    def of_it(self) -> Signing | None:
        """What the sentence does with the document told of before, by a pronoun: "Его подписали 27 июня в Минске"."""
        for cue in self.cues:
            near = range(max(cue.at - IT, self.sentence.first), min(cue.at + IT + 1, self.sentence.end))
            meant = any(self.document.is_a(at, "IT", "PAPER") for at in near) or self._opens(cue)
            denied = self._in_negated(cue.at) or self.document.has("NOTWORD", near.start, near.stop + 1)
            if cue.name in DONE_TO_IT and meant and not denied:
                return self._dated(Signing(self.statuses.of(cue), (cue.at, cue.at + 1), cue.rule), cue, None)
        return None

    def _opens(self, cue: Cue) -> bool:
        """Whether a sentence begins with the signing itself: "Подписание ожидается в апреле"."""
        return cue.name == "to_be_signed" and cue.at - self.sentence.first <= 1 and self.document.is_a(cue.at, "SIGN")

    def day_of(self, status: AgreementStatus) -> dict[str, Slot] | None:
        """The day that the sentence gives to a signing, whatever document it is; None where it tells of none."""
        name = "to_sign" if status is AgreementStatus.PLANNED else "signed"
        cue = next((cue for cue in self.cues if cue.name == name and not self._in_negated(cue.at)), None)
        day = self.days.own_day(cue.at, status) if cue is not None else None
        return Signing(status, None, cue.rule, day).slots() if cue is not None and day is not None else None

    def _settling(self, instrument: Instrument) -> Cue | None:
        """The cue that settles the status: of the clause first, then the nearest of the sentence."""
        segment = segment_at(self.sentence, self.breaks, instrument.head)
        later = next((cue for cue in self.statuses.stages if instrument.end <= cue.at), None)
        if later is not None and not self.statuses.is_to_come(later.at) and self._goes_on(instrument, later):
            return later
        loose = instrument.trigger.settings.get("loose")
        alone = len(self.names) == 1  # "Ещё одна сделка касается закупки: она была оформлена в октябре"
        whole = (self.sentence.first, self.sentence.end)
        # "это уже третье подобное соглашение: ..." only counts it among others
        own = (loose and not alone) or (instrument.is_similar and self.document.key(self.sentence.first) == "это")
        for first, end in (segment,) if own else (segment, whole):
            near = self._between(max(first, instrument.head - NEAR + 1), min(end, instrument.head + NEAR))
            if not instrument.is_bundle:
                near = [cue for cue in near if cue.name != "counted"]
            if loose:
                near = [cue for cue in near if cue.name in STRONG]
            if near:
                return self._strongest(near, instrument)
        return None

    def _between(self, first: int, end: int) -> list[Cue]:
        at = bisect_left(self.in_order, first, key=lambda cue: cue.at)
        return self.in_order[at : bisect_left(self.in_order, end, at, key=lambda cue: cue.at)]

    def _goes_on(self, instrument: Instrument, later: Cue) -> bool:
        """Whether a later stage is that of the same document: "подписали в мае, сенаторы ратифицировали его"."""
        own = instrument.until == self.sentence.end or later.at + NEXT < instrument.until
        return later.at < instrument.until and own and not self._in_negated(later.at)

    def _strongest(self, near: list[Cue], instrument: Instrument) -> Cue:
        """The nearest cue, unless one rules it: a proposal the signing proposed, a ratification the signing before."""

        def rank(cue: Cue) -> tuple[int, int]:
            return abs(cue.at - instrument.head), SETTLING.index(cue.name)

        done = [cue for cue in near if cue.name != "ratified" or not self.statuses.is_to_come(cue.at)]
        near = done or near
        nearest = min(near, key=rank)
        if nearest.name in ("to_sign", "signing", "agreed", "prepared"):
            names = ("proposed", "managed") if nearest.name != "prepared" else ("to_sign",)
            ruling = [cue for cue in near if cue.name in names]
            return min(ruling, key=rank) if ruling else nearest
        if nearest.name in ("brought", "counted"):
            return min((cue for cue in near if cue.name in STRONG), key=rank, default=nearest)
        return nearest

    def _is_denied(self, instrument: Instrument, cue: Cue | None) -> bool:
        """Whether a denial covers the document, the word that settles its status, or the nearest such word after it."""
        first, end = segment_at(self.sentence, self.breaks, instrument.head)
        for match in self.negated:
            if match.start <= instrument.head < match.end or (cue is not None and match.start <= cue.at < match.end):
                return True
            near = first <= match.start < end if cue is not None else abs(match.start - instrument.head) < NEAR
            if near and (cue is None or self._undoes(match, instrument, cue)):
                return True
        return False

    def _undoes(self, match: Found, instrument: Instrument, cue: Cue) -> bool:
        """Whether a denial in the clause undoes a cue that it does not hold: "заключать соглашение не планирует"."""
        if cue.name in ("to_sign", "signing"):
            return True
        after = instrument.end <= match.start < instrument.until
        return after and not self._between(instrument.end, match.start)

    def _after_denial(self, cue: Cue | None) -> Signing | None:
        """What is left of a denial: an intention to sign it yet, or a signing that only waits to be ratified."""
        if cue is not None and cue.name == "ratified":
            return Signing(AgreementStatus.SIGNED, (cue.at, cue.at + 1), cue.rule)
        intended = [match for match in self.sentence.cues.get("later", ()) if not self._in_negated(match.start)]
        if not intended:
            return None
        anchor = intended[0].start
        day = self.days.own_day(anchor, AgreementStatus.PLANNED)
        return Signing(AgreementStatus.PLANNED, (anchor, anchor + 1), intended[0].rule.id, day)

    def _in_negated(self, chunk: int) -> bool:
        return any(match.start <= chunk < match.end for match in self.negated)

    def _dated(self, signing: Signing, cue: Cue, listed: Signing | None) -> Signing:
        """The day and place of a signing; of what stands already, only where the text tells of its signing too."""
        anchor = cue.at
        if signing.status in STANDING:
            signed = [each.at for each in self.cues if each.name == "signed"]
            if not signed:
                return signing
            anchor = signed[0]
        if cue.name in ("proposed", "agreed"):
            return signing
        day = self.days.own_day(anchor, signing.status) or (listed.day if listed else None)
        town = self.days.own_town or (listed.town if listed else None)
        if day is None and signing.status is not AgreementStatus.RATIFIED:
            day = self.days.day_before(signing.status)
        if day is None and self.bundle and signing.status is self.bundle.status and self.days.near_bundle():
            day = self.bundle.day
        if day is None and signing.status is AgreementStatus.SIGNED:
            day = self.days.day_of_lead
        if town is None and signing.status is AgreementStatus.SIGNED:
            town = self.days.town_before
        return signing._replace(day=day, town=town)
