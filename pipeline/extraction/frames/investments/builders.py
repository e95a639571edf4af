"""Who builds what a figure measures, told in the sentences before it: "X построит завод. Стоимость проекта – ...".

Who pays by the clause of the figure itself is read in `payers`.
"""

from functools import lru_cache

from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.discourse.organisations import GENERIC
from pipeline.extraction.document import Sentence
from pipeline.extraction.frames.investments.payers import FIRM_RULES, QUOTED, is_parent, lends
from pipeline.extraction.frames.model import Figure, Slot
from pipeline.extraction.frames.roles import Roles
from pipeline.extraction.mentions.model import Organisation
from schemas.vocabulary import How

# how many sentences back a firm can be the one that pays
TOLD_BACK = 3
# rules of names that a title in capital letters does not feign
NAMED = {"ru.org.latin", QUOTED}


def told_before(figure: Figure) -> Slot | None:
    """The firm that the sentences before in the paragraph tell of: "X построит завод. Стоимость проекта – ..."."""
    document, sentence = figure.document, figure.sentence
    if figure.trigger.settings.get("named") and not _is_its_cost(figure):
        return None
    for index in range(sentence.index - 1, max(sentence.index - 1 - TOLD_BACK, -1), -1):
        before = document.sentences[index]
        if (before.is_heading or before.paragraph != sentence.paragraph) and not _is_only_firm(figure.discourse):
            return None
        found = [
            (chunk, mention)
            for chunk, mention in document.of_kind(Organisation, before.first, before.end)
            if not is_parent(figure, mention)
            and mention.rule in (NAMED if before.is_heading else FIRM_RULES)
            and not lends(mention)
            and mention.name not in figure.discourse.outlets
            and document.tokens.value(mention.start, "NOPAYER") is None
        ]
        foreign = [each for each in found if each[1].country not in (None, figure.home)]
        firm = _one_of(found) or _one_of(foreign)
        if firm:
            chunk, mention = firm
            return Slot(mention.name, (chunk, chunk + 1), mention.rule, How.CONTEXT)
        if found:
            return None
        if land := _builder(figure, before):
            return land
    return None


def _is_its_cost(figure: Figure) -> bool:
    """Whether a clause tells what a project told of before costs: "Стоимость проекта – ...", not "завод стоимостью"."""
    before = range(figure.segment[0], figure.trigger.head)
    return bool(figure.trigger.settings.get("cost")) or any(
        "n" in figure.document.features(at, "VALUEN") for at in before
    )


def _builder(figure: Figure, sentence: Sentence) -> Slot | None:
    """The one country that a sentence has pay or build: "Япония вложится в станцию. Стоимость проекта – ..."."""
    if not any(figure.document.has(name, sentence.first, sentence.end) for name in ("INVESTV", "BUILDV")):
        return None
    span = (sentence.first, sentence.end)
    lands = [(each.chunk, each.country, each.rule) for each in Roles(figure.document, sentence).within(span, "subject")]
    firms = figure.document.of_kind(Organisation, *span)
    lands += [(at, str(each.country), each.rule) for at, each in firms if each.rule == GENERIC and "n" in each.features]
    if len({country for _, country, _ in lands}) != 1 or lands[0][1] == figure.home:
        return None
    chunk, country, rule = lands[0]
    return Slot(country, (chunk, chunk + 1), rule, How.CONTEXT)


def _one_of(firms: list[tuple[int, Organisation]]) -> tuple[int, Organisation] | None:
    """The firm that all of some names are of, by its longest one: "Hyundai", "Hyundai Motor"."""
    if not firms:
        return None
    shortest = min((mention.name for _, mention in firms), key=len)
    same = all(f"{mention.name} ".startswith(f"{shortest} ") for _, mention in firms)
    return max(firms, key=lambda each: len(each[1].name)) if same else None


@lru_cache(maxsize=1)
def _is_only_firm(discourse: Discourse) -> bool:
    """Whether a text speaks of one firm alone, so that each of its short paragraphs does; asked for each figure."""
    pairs = discourse.document.pairs
    firms = [(at, each) for at, each in pairs if isinstance(each, Organisation) and each.rule in FIRM_RULES]
    return _one_of([(at, each) for at, each in firms if each.name not in discourse.outlets]) is not None
