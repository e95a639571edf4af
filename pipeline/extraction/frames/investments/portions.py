"""Where a sentence about an investment comes to tell of parts of it, and what is such a part.

Who pays for the whole is read in `payers` and `investors`.
"""

from pipeline.extraction.forms import within
from pipeline.extraction.frames.model import Figure, Span
from pipeline.extraction.mentions.model import Measure

# before a clause that tells of a part
PARTING = (",", "–", ";")
# how near behind the colon of a list its first part stands
PART = 6
# words of foreign money that tell its kind, not who gives it
DIRECT = ("прям", "пии")


def before_parts(figure: Figure, span: Span) -> Span:
    """A span without the clauses behind the amount that tell who gives a part of it: "..., из них 70% даст банк"."""
    if figure.once.parts is None:
        figure.once.parts = _parts_of(figure)
    first, end = span
    return first, next(iter(within(figure.once.parts, figure.chunk + 1, end)), end)


def _parts_of(figure: Figure) -> list[int]:
    """The marks of a sentence behind which a part is told: a share that opens no list, "из них", a list of lands."""
    document, (first, end) = figure.document, (figure.sentence.first, figure.sentence.end)
    lists = [at for at in document.forms.those(first, end, ":") if _is_list(figure, at)]
    shares = [at for at, amount in figure.sentence.amounts if amount.measure is Measure.PERCENT]
    parts = [at - 1 for at in shares if document.key(at + 1) != "–"]
    parts += [mark for at, _ in document.values("OFTHEM", first, end + 2) for mark in (at - 2, at - 1)]
    return sorted([at for at in parts if first <= at < end and document.key(at) in PARTING] + lists)


def _is_list(figure: Figure, colon: int) -> bool:
    """Whether a colon opens a list of countries with their parts: "достигли 50 млрд: в Казахстане – 36 млрд"."""
    first = next(iter(within(figure.sentence.numbers, colon, colon + PART)), colon)
    return figure.roles.actors_in((colon, first))


def is_part(figure: Figure) -> bool:
    """Whether an amount is a part of the one that its sentence told: "из КНР – 217 млн, в том числе 160 млн прямых"."""
    if figure.topic is None or figure.topic.sentence is not figure.sentence or not figure.has("OFTHEM"):
        return False
    kinds = figure.document.values("FOREIGNERS", *figure.segment)
    return all(figure.document.key(chunk).startswith(DIRECT) for chunk, _ in kinds)
