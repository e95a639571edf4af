"""Whether what is measured of a route is there, planned or only expected, and a bound after verbs of moving.

Cost and length of a route that is not built are a target (codebook, Reading 21); so is a capacity that it is to have,
unless somebody only expects it.
"""

from pipeline.extraction.frames.corridors.routes import BUILDING
from pipeline.extraction.frames.model import Figure, Slot
from schemas.vocabulary import Basis, CorridorMetric, Qualifier

ESTIMATED = (CorridorMetric.CAPACITY, CorridorMetric.LENGTH)
SPENDING = ("INVESTV", "SPENDV", "COSTV")
CHANGING = ("UP", "UPN", "DOWN", "DOWNN", "UPTOVERB", "FOLDVERB", "FOLD", "PLANN")
# words of a sentence about what is to be built
AHEAD = ("target", "future", "will_build", "will_link")
ABLE = ("может", "могут")
FUTURE = "ru.basis.future-level"


def settled(figure: Figure, metric: CorridorMetric, slots: dict[str, Slot]) -> dict[str, Slot]:
    """The slots of a claim with the bound and the basis that its metric asks for (Readings 1 and 21)."""
    slots = dict(slots)
    bound = figure.document.key(figure.chunk - 1) == "до" and figure.amount.high is None
    if bound and not any(figure.has(name) for name in CHANGING):
        slots["qualifier"] = Slot(str(Qualifier.UP_TO), slots["qualifier"].span, slots["qualifier"].rule)
    if metric in ESTIMATED and slots["basis"].span is None and _estimated(figure):
        slots["basis"] = Slot(str(Basis.FORECAST), (figure.trigger.head, figure.trigger.head + 1), "ru.basis.estimated")
    basis = _basis(figure, metric, slots)
    if basis:
        slots["basis"] = Slot(str(basis), slots["basis"].span, slots["basis"].rule)
    return slots


def _basis(figure: Figure, metric: CorridorMetric, slots: dict[str, Slot]) -> Basis | None:
    """The basis that takes the place of the one told, None where that stands."""
    told = slots["basis"]
    if metric is CorridorMetric.INVESTMENT and not _spent(figure):
        return Basis.TARGET
    if metric in BUILDING and told.value == Basis.FORECAST:
        return Basis.TARGET
    if metric is CorridorMetric.LENGTH and told.value == Basis.ACTUAL and _is_to_come(figure):
        return Basis.TARGET
    if metric is CorridorMetric.CAPACITY and told.span is not None:
        if figure.document.key(told.span[0]) in ABLE and not _is_to_come(figure):
            return Basis.ACTUAL
        if told.rule == FUTURE and "claimant" not in slots:
            return Basis.TARGET
        if _stands(figure, told.span[0]):
            return Basis.ACTUAL
    return None


def _is_to_come(figure: Figure) -> bool:
    """Whether the sentence tells of what is to be built: "дорога длиной 600 км свяжет"."""
    return any(figure.sentence.cues.get(cue) for cue in AHEAD)


def _stands(figure: Figure, cue: int) -> bool:
    """Whether a verb says that a level is there, though a noun tells of plans: "после программы составляет 83 млн"."""
    document, (first, _) = figure.document, figure.segment
    verbs = document.those(max(first, cue), figure.chunk, "REACH")
    reached = any("R" in document.features(at, "REACH") for at in verbs)
    return reached and document.of_class(cue, "PLANN") and not document.of_class(cue, "PLAN")


def _estimated(figure: Figure) -> bool:
    """Whether a capacity is only thought of: "пропускную способность оценивают в 15 млн тонн"."""
    document, (first, end) = figure.document, figure.segment
    return any("R" in document.features(at, "ESTIMATEV") for at, _ in document.values("ESTIMATEV", first, end))


def _spent(figure: Figure) -> bool:
    """Whether a past verb says that the money is gone; a cost that only stands in the text is one to come."""
    document = figure.document
    reached = document.those(*figure.segment, "REACH") if figure.has("INVEST") else []
    if any("P" in document.features(at, "REACH") for at in reached):
        return True  # "инвестиции в проект составили"
    return any(
        set("PS") & set(document.features(chunk, name))
        for scope in figure.scopes[:2]
        for chunk in document.those(*scope, *SPENDING)
        for name in SPENDING
        if document.mention(chunk) is None
    )
