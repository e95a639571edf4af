"""What is done with a document and when: signed, planned, proposed, ratified; nothing where it is denied."""

from dataclasses import dataclass, replace

from pipeline.extraction.discourse.calendar import Period
from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.document import Sentence
from pipeline.extraction.frames.model import Slot, Span
from pipeline.extraction.mentions.model import Place
from schemas.vocabulary import AgreementStatus, DatePrecision

# cues in the order in which they settle the status when they stand together
SETTLING = ("ratified", "in_force", "signed", "to_sign", "proposed", "agreed", "prepared", "signing", "brought")
INTENTIONS = ("PLAN", "PLANN", "FORECAST", "AGREE", "PREPARE")
NEAR = 30


@dataclass(frozen=True, slots=True)
class Signing:
    """A status with the words that say it, the day and the place."""

    status: AgreementStatus
    span: Span | None
    rule: str
    period: Period | None = None
    date_span: Span | None = None
    place: str | None = None
    place_span: Span | None = None
    listed: bool = False

    def slots(self) -> dict[str, Slot]:
        """The fields that tell when and where."""
        slots: dict[str, Slot] = {}
        if self.period and self.period.start:
            slots["signed_on"] = Slot(self.period.start.isoformat(), self.date_span, self.rule)
            slots["date_precision"] = Slot(str(self.period.precision), self.date_span, self.rule)
        if self.place:
            slots["place"] = Slot(self.place, self.place_span, self.rule)
        return slots


def signing_of(
    discourse: Discourse, sentence: Sentence, segment: Span, head: int, listed: Signing | None, bundle: bool
) -> Signing | None:
    """What happens to the document at `head`; None when nothing does, or when it is denied."""
    document = discourse.document

    def has(name: str, span: Span) -> bool:
        return document.has(name, *span)

    cue, at, rule = _settling(sentence, segment, head)
    intended = any(has(name, (sentence.first, sentence.end)) for name in INTENTIONS)
    denial = _denial(sentence, head)
    if denial is not None:
        later = any(has(name, (denial, sentence.end)) for name in INTENTIONS) and len(sentence.cues["negated"]) == 1
        return _planned(discourse, sentence, segment, at, rule) if later else None
    if cue == "brought" and not bundle:
        return replace(listed, listed=True) if listed else None
    status = _status(cue, intended)
    if listed is not None and (status is None or cue == "listed"):
        return replace(listed, listed=True)
    if status is None or at is None:
        return None
    if status is AgreementStatus.PLANNED:
        return _planned(discourse, sentence, segment, at, rule)
    return _dated(discourse, sentence, segment, Signing(status, (at, at + 1), rule, listed=listed is not None))


def _settling(sentence: Sentence, segment: Span, head: int) -> tuple[str, int | None, str]:
    """The cue that settles the status: of the clause first, then the nearest of the sentence."""
    for span in (segment, (sentence.first, sentence.end)):
        found = [
            (abs(match.groups["x"][0] - head), SETTLING.index(cue), match.groups["x"][0], cue, match.rule.id)
            for cue in SETTLING
            for match in sentence.cues.get(cue, ())
            if span[0] <= match.groups["x"][0] < span[1] and abs(match.groups["x"][0] - head) < NEAR
        ]
        if found:
            _, _, at, cue, rule = min(found)
            proposing = [each for each in found if each[3] in ("proposed", "agreed")]
            if cue in ("to_sign", "signing") and proposing:
                _, _, at, cue, rule = min(proposing)
            return cue, at, rule
    return "", None, ""


def _status(cue: str, intended: bool) -> AgreementStatus | None:
    match cue:
        case "signed" | "brought":
            return AgreementStatus.SIGNED
        case "ratified":
            return AgreementStatus.RATIFIED
        case "in_force":
            return AgreementStatus.IN_FORCE
        case "proposed":
            return AgreementStatus.PROPOSED
        case "agreed":
            return AgreementStatus.AGREED
        case "to_sign" | "prepared":
            return AgreementStatus.PLANNED
        case "signing":
            return AgreementStatus.PLANNED if intended else AgreementStatus.SIGNED
        case _:
            return None


def _denial(sentence: Sentence, head: int) -> int | None:
    """Where the signing is denied, as the chunk after the denial."""
    return next((match.end for match in sentence.cues.get("negated", ()) if abs(match.start - head) < NEAR), None)


def _planned(discourse: Discourse, sentence: Sentence, segment: Span, at: int | None, rule: str) -> Signing:
    span = (at, at + 1) if at is not None else None
    period, date_span = _own_date(sentence, segment, at or segment[0])
    return Signing(AgreementStatus.PLANNED, span, rule or "ru.signing.negated", period, date_span)


def _dated(discourse: Discourse, sentence: Sentence, segment: Span, signing: Signing) -> Signing:
    """The day and place of a signing: of its clause, its sentence, or the talks that the text tells of."""
    anchor = signing.span[0] if signing.span else segment[0]
    period, date_span = _own_date(sentence, segment, anchor)
    place, place_span = _place(discourse, sentence)
    if period is None and signing.status is AgreementStatus.SIGNED:
        period, date_span = _before(discourse, sentence)
    return replace(signing, period=period, date_span=date_span, place=place, place_span=place_span)


def _own_date(sentence: Sentence, segment: Span, anchor: int) -> tuple[Period | None, Span | None]:
    for first, end in (segment, (sentence.first, sentence.end)):
        found = sorted(
            (abs(chunk - anchor), chunk)
            for chunk, period in sentence.periods.items()
            if first <= chunk < end and period.start and period.meaning in "pu"
        )
        if found:
            chunk = found[0][1]
            return sentence.periods[chunk], (chunk, chunk + 1)
    return None, None


def _before(discourse: Discourse, sentence: Sentence) -> tuple[Period | None, Span | None]:
    """The last day named before in this paragraph or the one before it."""
    for index in range(sentence.index - 1, -1, -1):
        earlier = discourse.document.sentences[index]
        if earlier.paragraph < sentence.paragraph - 1:
            break
        days = [
            chunk for chunk, period in earlier.periods.items() if period.start and period.precision is DatePrecision.DAY
        ]
        if days:
            chunk = max(days)
            return earlier.periods[chunk], (chunk, chunk + 1)
    return None, None


def _place(discourse: Discourse, sentence: Sentence) -> tuple[str | None, Span | None]:
    """The city that the sentence, or one shortly before, puts the signing in."""
    document = discourse.document
    for index in range(sentence.index, max(-1, sentence.index - 4), -1):
        earlier = document.sentences[index]
        for chunk, mention in document.mentions(earlier.first, earlier.end):
            if isinstance(mention, Place) and document.key(chunk - 1) in ("в", "во"):
                return mention.city, (chunk, chunk + 1)
    return None, None
