"""Numbers of a port, a crossing, or of several ways at once, which are no corridor's (codebook, Reading 18)."""

from pipeline.extraction.forms import within
from pipeline.extraction.frames.model import Figure
from pipeline.extraction.mentions.model import CorridorMention, Party, Place
from pipeline.extraction.tokens import ADJECTIVE
from schemas.vocabulary import CorridorMetric

# how far a verb stands from the crossing that lets trains pass, and a preposition from its noun
BESIDE, PASSING = 3, 8
# between a preposition and its noun these begin another phrase
PARTED = (",", "на", "в", "до", "из", "от", "по", "к", "и")
# how far back stands what a relative clause is about
ANTECEDENT = 10
# all branches of a corridor, and those just spoken of
EVERY, THESE = {"все", "всех", "всем", "всеми"}, {"этим", "данным", "обоим"}
HANDLED = ("пропус", "приня", "прини", "обработ", "перевал")


def at_crossing(figure: Figure, metric: CorridorMetric) -> bool:
    """Whether an amount is of a port or a crossing: "через порт прошло 300 поездов", "порт принял 5 поездов"."""
    document = figure.document
    first, end = figure.segment if figure.inherited else figure.whole
    if metric is CorridorMetric.CAPACITY and _is_of_place(figure):
        return True
    towns = [at for at, town in document.of_kind(Place, first, end) if town.city and not town.is_capital]
    if any(document.key(at - 1) == "через" or _lets_pass(figure, at) for at in towns):
        return True
    pieces = [at for at, _ in document.values("PIECE", first, end)]
    pieces = [at for at in pieces if not isinstance(document.mention(at + 1), CorridorMention)]
    return any(_is_crossed(figure, at) or _handles(figure, at) for at in pieces)


def _is_crossed(figure: Figure, piece: int) -> bool:
    """Whether a place is what goods go through: "через порт", "через три пограничных перехода"."""
    document, first = figure.document, max(piece - PASSING, figure.sentence.first)
    opened = within(document.forms["через"], first, piece)
    if not opened or document.forms.has(opened[-1], piece, *PARTED):
        return False
    crossed = document.mention(opened[-1] + 1)
    return not isinstance(crossed, Party) or crossed.role != "noun"


def _handles(figure: Figure, piece: int) -> bool:
    """Whether a place is what lets trains pass or takes them in: "пункты пропуска приняли 300 поездов"."""
    document = figure.document
    if "n" not in document.features(piece, "PIECE"):
        return False
    verb = next(iter(document.those(piece + 1, min(piece + 1 + PASSING, figure.sentence.end), "MOVEV")), None)
    return verb is not None and document.key(verb).startswith(HANDLED)


def _lets_pass(figure: Figure, town: int) -> bool:
    """Whether a border town is what lets trains pass: "Хоргос пропустил 2031 поезд"."""
    document, mention = figure.document, figure.document.mention(town)
    passes = document.those(town + 1, town + 1 + BESIDE, "MOVEV")
    nominative = isinstance(mention, Place) and "n" in mention.features
    return nominative and any(document.key(at).startswith("пропус") for at in passes)


def _is_of_place(figure: Figure) -> bool:
    """Whether a relative clause tells the capacity of a place: "терминал в Сангачале, мощность которого 20 млн"."""
    document = figure.document
    related = within(document.forms.holding("котор"), figure.sentence.first, figure.chunk)
    if not related:
        return False
    first = max(figure.sentence.first, related[-1] - ANTECEDENT)
    named = document.those(first, related[-1], "PIECE", "ROUTEWORD", "CORRIDOR")
    return bool(named) and document.value(named[-1], "PIECE") is not None


def by_several(figure: Figure) -> bool:
    """Whether goods go by several ways, none of which is meant: "по магистральным нефтепроводам страны"."""
    document = figure.document
    for at in document.those(*figure.whole, "ROUTEWORD"):
        features, before = document.features(at, "ROUTEWORD"), at - 1
        while (
            at - before < BESIDE
            and ADJECTIVE.search(document.key(before))
            and document.key(before) not in EVERY | THESE
        ):
            before -= 1
        if "m" in features and "s" not in features and document.key(before) == "по":
            return not document.of_class(at + 1, "ROUTEWORD")
    return False
