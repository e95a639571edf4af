"""Whether money of an investment has been paid, or is only pledged or expected (codebook, Readings 20 and 21)."""

from pipeline.extraction.document import Sentence
from pipeline.extraction.frames.actors import WORLD
from pipeline.extraction.frames.investments.measures import is_package
from pipeline.extraction.frames.model import Figure, Slot
from schemas.vocabulary import Basis, How, InvestmentMeasure

# how many chunks before its noun an adjective can say that a sum is only planned
ROUGH = 3
FUTURE_FORM = "ru.basis.future-level"
# cues by which the sentence that tells of a project only plans it
PLANNING = ("will_build", "target", "future", "to_sign")
# how near before a noun of investments a word tells that money is meant for them: "для новых инвестиций"
PURPOSE = 3


def pledged(figure: Figure, basis: Slot) -> Slot:
    """Who will invest has pledged to: the future of such a verb is a target, not an expectation."""
    if basis.rule == FUTURE_FORM and basis.span and figure.document.is_a(basis.span[0], "NOWLATER"):
        return Slot(str(Basis.ACTUAL), None, "codebook.basis")
    if basis.rule == FUTURE_FORM:
        return basis._replace(value=str(Basis.TARGET))
    tokens, mention = figure.document.tokens, figure.document.mention(figure.trigger.head)
    if mention and any(tokens.value(at, "FUTUREADJ") is not None for at in range(mention.start, mention.end)):
        return Slot(str(Basis.TARGET), (figure.trigger.head, figure.trigger.head + 1), "ru.basis.future-projects")
    if basis.span is None and is_package(figure):
        return Slot(str(Basis.TARGET), (figure.trigger.head, figure.trigger.head + 1), "ru.basis.package")
    rough = figure.document.values("ROUGHADJ", figure.trigger.head - ROUGH, figure.trigger.head)
    if rough and basis.span is None:
        return Slot(str(Basis.TARGET), (rough[0][0], rough[0][0] + 1), "ru.basis.rough")
    if basis.span is None and (at := _intended(figure)) is not None:
        return Slot(str(Basis.TARGET), (at, at + 1), "ru.basis.intended")
    building = figure.sentence.cues.get("will_build", ())
    first, end = figure.scopes[min(2, len(figure.scopes) - 1)]
    at = next((match.start for match in building if first <= match.start < end), None)
    if at is not None and basis.span is None:
        return Slot(str(Basis.TARGET), (at, at + 1), "ru.basis.will-build")
    return basis


def _intended(figure: Figure) -> int | None:
    """The chunk that tells that money is only meant to be paid: an infinitive, "для инвестиций", "готовит проекты".

    What somebody managed to pay is paid: "успел вложить".
    """
    document, head, (first, _) = figure.document, figure.trigger.head, figure.segment
    if "I" in document.features(head, "INVESTV"):
        return None if document.has("SUCCEEDV", first, head) else head
    if document.is_a(head, "INVEST"):
        about = next((at for at in range(head - 1, max(head - 1 - PURPOSE, first), -1) if document.is_a(at, "PREP")), 0)
        if document.key(about) in ("об", "о") and document.key(about - 1).startswith("объяв"):
            return about
        raising = [
            at
            for name in ("UP", "INVESTV")
            for at, _ in document.values(name, first, figure.chunk)
            if "I" in document.features(at, name)
        ]
        if raising and not document.has("SUCCEEDV", first, raising[0]):
            return raising[0]
        before = range(head - 1, max(head - 1 - PURPOSE, first - 1), -1)
        purpose = next((at for at in before if document.is_a(at, "PREP")), None)
        return purpose if purpose is not None and document.key(purpose) == "для" else None
    prepared = document.those(first, head, "PREPAREV") if figure.trigger.setting("measure") else []
    return prepared[-1] if prepared else None


def expected(figure: Figure, source: Slot, basis: Slot) -> Slot:
    """What all the world's money will come to nobody has pledged: it is expected ("инвестиции достигнут 700 млн")."""
    pledged = basis.rule != FUTURE_FORM or basis.value != Basis.TARGET or source.value != WORLD.value
    if pledged or not figure.trigger.settings.get("topical"):
        return basis
    return basis._replace(value=str(Basis.FORECAST))


def _told_in(figure: Figure, source: Slot) -> Sentence | None:
    """The sentence before that tells what is built: the one that names its builder, or the last in the paragraph."""
    document = figure.document
    if source.how is How.CONTEXT and source.span:
        return document.sentence_at(source.span[0])
    before = document.sentences[max(figure.sentence.index - 1, 0)]
    near = before is not figure.sentence and before.paragraph == figure.sentence.paragraph
    named = near and document.has("PROJECTN", before.first, before.end)
    return before if named and figure.trigger.settings.get("cost") else None


def planned_before(figure: Figure, source: Slot, measure: InvestmentMeasure, basis: Slot) -> Slot:
    """The basis of what a project told of before costs: a target where its builder is only to build it."""
    settled = measure is not InvestmentMeasure.PROJECT_VALUE or basis.value != Basis.ACTUAL
    told = None if settled else _told_in(figure, source)
    if told is None:
        return basis
    planned = [match for cue in PLANNING for match in told.cues.get(cue, ())]
    return Slot(str(Basis.TARGET), None, "context.basis") if planned else basis
