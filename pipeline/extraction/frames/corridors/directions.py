"""Where the goods of a corridor figure come from and go to."""

from itertools import pairwise

from pipeline.extraction.frames.actors import actors, slot_of
from pipeline.extraction.frames.figures.elision import goes_on
from pipeline.extraction.frames.figures.goods import of_goods
from pipeline.extraction.frames.model import Figure, Slot
from pipeline.extraction.frames.roles import Actor
from schemas.vocabulary import ClaimTable

BESIDE = 3


def direction_slots(figure: Figure, corridor: str) -> dict[str, Slot]:
    """Where the goods come from and go to; what goes on keeps its direction or, "обратно", turns it round."""
    topic = figure.topic
    known = topic.slots if topic and topic.table == ClaimTable.CORRIDORS else {}
    slots = _told_direction(figure, corridor.removeprefix("transit-"))
    if known and _turned(figure):
        turned = (("origin", "destination"), ("destination", "origin"))
        anew = {name: slot for name, slot in slots.items() if slot != known.get(name)}
        return {name: known[other] for name, other in turned if other in known} | anew
    same = "corridor" in known and (known["corridor"].value == corridor or figure.has("OFTHEM"))
    if not slots and same and topic and (figure.inherited or topic.sentence is figure.sentence):
        slots = {name: known[name] for name in ("origin", "destination") if name in known}
    directions: dict[str, list[str]] = figure.document.lexicon.facts["directions"]
    if corridor in directions:
        first, last = directions[corridor]
        named = {"origin": Slot(first, None, "registry.name"), "destination": Slot(last, None, "registry.name")}
        slots = named | slots
    return slots


def _turned(figure: Figure) -> bool:
    """Whether a word of return stands nearer to the amount than any other amount of the clause."""
    document, (first, end) = figure.document, figure.segment
    words = [at for at, _ in document.values("COUNTERFLOW", first, end)]
    words = [at for at in words if at < figure.chunk or "," not in map(document.key, range(figure.chunk, at))]
    amounts = [at for at, _ in figure.sentence.amounts if first <= at < end]
    return any(min(amounts, key=lambda at: abs(at - word)) == figure.chunk for word in words)


def _told_direction(figure: Figure, country: str) -> dict[str, Slot]:
    """Origin and destination that the sentence tells, other than the country that is crossed."""
    ends = line_of(figure) or sorted(actors(figure, "between"), key=lambda actor: actor.chunk)
    if len(ends) >= 2:
        return {"origin": slot_of(ends[0]), "destination": slot_of(ends[1])}
    origin = next((actor for actor in actors(figure, "from") if actor.country != country), None)
    origin = origin or _owner_of_goods(figure, country) or _sender(figure, country)
    meant = [*actors(figure, "to"), *(actor for actor in actors(figure, "for") if _is_meant_for(figure, actor.chunk))]
    target = next((actor for actor in meant if actor.country != country), None)
    slots: dict[str, Slot] = {}
    if origin:
        slots["origin"] = slot_of(origin)
    if target and (origin is None or target.country != origin.country):
        slots["destination"] = slot_of(target)
    return slots


def _is_meant_for(figure: Figure, country: int) -> bool:
    """Whether the goods are for a country: "китайских грузов для Европы"."""
    return figure.document.key(country - 1) == "для" and figure.document.is_a(country - 2, "GOODS", "FREIGHT")


def line_of(figure: Figure) -> list[Actor]:
    """The ends of a line of a list: "Россия – страны Центральной Азии: 5,1 млн тонн"."""
    found = figure.roles.actors
    for first, last in pairwise(found):
        if last.chunk == first.chunk + 2 < figure.chunk and figure.document.key(first.chunk + 1) == "–":
            return [first, last]
    return []


def _owner_of_goods(figure: Figure, country: str) -> Actor | None:
    """Whose goods they are: "казахстанской нефти", and without the noun "из них 46 млн тонн – казахстанской"."""
    for actor in sorted(actors(figure, "adjective"), key=lambda actor: actor.chunk < figure.chunk):
        elliptic = 0 < actor.chunk - figure.chunk <= (BESIDE if goes_on(figure) else 1)
        elliptic = elliptic or (goes_on(figure) and _alone(figure, actor.chunk))
        if actor.country != country and (elliptic or of_goods(figure, actor.chunk)):
            return actor
    return None


def _alone(figure: Figure, adjective: int) -> bool:
    """Whether an adjective stands for the goods told of before: "из них на казахстанскую пришлось 46 млн"."""
    behind = adjective + 1
    return behind < figure.chunk and (figure.document.key(behind) == "–" or figure.document.is_a(behind, "SHAREV"))


def _sender(figure: Figure, country: str) -> Actor | None:
    """The country that sends: "Россия отправила в Иран"."""
    scope = figure.whole
    if not any(figure.has(name, scope) for name in ("SENDV", "SUPPLY", "EXPORT")):
        return None
    return next((actor for actor in actors(figure, "subject") if actor.country != country), None)
