"""Lists told side by side: "экспорт и импорт составили 25,1 и 24,3 млрд", "с Китаем и Россией – на 1,9 и 1,4 млрд".

The first amount belongs to the first flow or country, the second to the second, and so on.
"""

from collections.abc import Callable

from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.model import Trigger
from pipeline.extraction.frames.roles import Roles
from pipeline.extraction.mentions.model import Amount, Measure, Party, Place

# the unit may stand with the last amount of a list only
UNTOLD = (Measure.ELIDED, Measure.BARE)
Run = list[int]
Likeness = Callable[[Document, int, int], bool]
JOINERS = {",", "и", "а", "также", "в", "с", "со", "на", "до", "из", "около", "почти", "более", "свыше"}
# how far one item of a list may stand from the next
STEP = 4
# what joins amounts to the countries right before them, and how near these then stand
DIRECTLY, JOINED = ("с", "со", "–", "(", ":"), 2
# this word says so itself; without it only flows, and countries right before their amounts
RESPECTIVELY = "соответственно"


def shared_out(document: Document, sentence: Sentence, triggers: list[Trigger], roles: Roles) -> dict[int, Run]:
    """By amount the list it belongs to, its own item first; empty for a sentence that tells none side by side."""
    listed = _runs(document, [chunk for chunk, _ in sentence.amounts], _alike)
    if not listed:
        return {}
    told = RESPECTIVELY in document.keys[sentence.first : sentence.end]
    heads = {each.head for each in triggers if each.setting("flow") and not each.settings.get("verb")}
    flows = _runs(document, sorted(heads))
    countries = _runs(document, _countries(document, sentence, roles))
    shared: dict[int, Run] = {}
    for amounts in listed:
        own = [run for run in countries if told or _is_right_before(document, run, amounts)]
        lists = [run for run in (*flows, *own) if len(run) == len(amounts) and run[-1] < amounts[0]]
        if lists:
            items = max(lists, key=lambda run: run[-1])
            for item, amount in zip(items, amounts, strict=True):
                shared[amount] = [item, *(other for other in items if other != item)]
    return shared


def _is_right_before(document: Document, run: Run, amounts: Run) -> bool:
    """Whether amounts stand right behind a list of countries: "следуют Италия и Польша с 59,8 и 36 млн"."""
    return amounts[0] - run[-1] == JOINED and document.key(run[-1] + 1) in DIRECTLY


def _countries(document: Document, sentence: Sentence, roles: Roles) -> list[int]:
    named = {actor.chunk for actor in roles.actors}
    return [
        chunk for chunk, each in document.mentions(sentence.first, sentence.end) if _is_name(each) and chunk in named
    ]


def _is_name(mention: object) -> bool:
    return isinstance(mention, Place) or (isinstance(mention, Party) and mention.role == "noun")


def _alike(document: Document, first: int, second: int) -> bool:
    """Whether two amounts measure the same, so that they can be of one list."""
    one, other = document.mention(first), document.mention(second)
    if not isinstance(one, Amount) or not isinstance(other, Amount):
        return False
    return one.unit == other.unit or (one.measure in UNTOLD and other.measure is not Measure.PERCENT)


def _runs(document: Document, chunks: list[int], alike: Likeness | None = None) -> list[Run]:
    """The lists of two or more chunks that only commas, "и" and prepositions stand between."""
    runs: list[Run] = []
    for chunk in chunks:
        last = runs[-1][-1] if runs else None
        if last is not None and _joined(document, last, chunk) and (alike is None or alike(document, last, chunk)):
            runs[-1].append(chunk)
        else:
            runs.append([chunk])
    return [run for run in runs if len(run) > 1]


def _joined(document: Document, first: int, second: int) -> bool:
    between = set(document.keys[first + 1 : second])
    return 0 < second - first - 1 <= STEP and between <= JOINERS and not between.isdisjoint((",", "и"))
