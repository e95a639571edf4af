"""Parts of a whole: one partner of a list ("Узбекистан – 3,2 млн тонн"), or one country's share in a flow."""

from pipeline.extraction.frames.actors import slot_of
from pipeline.extraction.frames.model import Figure, Slot, Span
from pipeline.extraction.frames.roles import Actor
from pipeline.extraction.mentions.model import Amount, CorridorMention, Organisation
from schemas.vocabulary import Flow, Unit

LISTED = ("member", "at", "subject", "with", "dative", "for")
# what a share may be of, besides a country: goods, or what follows when nothing is named
SHARERS = ("GOODS", "FUNC", "SHAREV", "REACH", "UP", "DOWN", "HE", "EXPORTADJ", "OVERVERB", "NEARVERB", "THISLAND")
TAKING = ("TAKENV", "SPENDV", "SHAREV", "IMPORTV")
FLOWS = ("TURNOVER", "TURNOVERWEAK", "EXPORT", "IMPORT", "SUPPLY")


def share_by_context(figure: Figure) -> bool:
    """A percentage in brackets behind a sum, after a share of the same sentence, or beside a word of sharing."""
    document, chunk = figure.document, figure.chunk
    if document.key(chunk - 1) == "(" and document.key(chunk + 1) == ")":
        return True
    if figure.has("SHAREN") or figure.has("OFTHEM") or figure.has("SHAREV"):
        return True
    measure = figure.topic.slots.get("measure") if figure.topic else None
    return bool(measure and measure.value == "share" and figure.topic and topic_near(figure))


def share_of_other(figure: Figure) -> bool:
    """Whether a word of sharing goes with what is no trade: "доля расчетов в нацвалютах", "доля КТК в экспорте"."""
    document = figure.document
    first, _ = figure.segment
    at = next(
        (chunk for chunk in range(figure.chunk, first - 1, -1) if document.value(chunk, "SHAREN") is not None), -1
    )
    if at < 0 or figure.amount.unit != Unit.PERCENT:
        return False
    at += 1
    while document.mention(at) is None and document.is_adjective(at):
        at += 1
    mention = document.mention(at)
    if mention is not None:
        return isinstance(mention, Organisation | CorridorMention)
    plain = document.key(at)
    named = any(document.value(at, name) is not None for name in (*FLOWS, *SHARERS))
    return plain.isalpha() and not named


def topic_near(figure: Figure) -> bool:
    """Whether the figure before stands in this sentence or the one before."""
    return figure.topic is not None and figure.topic.sentence.index >= figure.sentence.index - 1


def part_of_whole(figure: Figure) -> tuple[Slot, Slot] | None:
    """The parties of a figure that tells a part; None for one that stands by itself."""
    unsaid = figure.amount.unit == Unit.PERCENT and figure.meant.role in ("", "former", "level")
    sharing = figure.meant.role == "share" or (unsaid and share_by_context(figure))
    members = bool(figure.trigger.settings.get("members"))
    if not (sharing or members or figure.inherited):
        listed = figure.roles.within(figure.segment, "member") if figure.has("SHAREV") else []
        if not listed:
            return None
    roles = LISTED + (("of", "adjective", "") if sharing else ()) + (("of", "adjective") if members else ())
    found = figure.roles.within(figure.lead_in, *roles)
    reporter, partner = _whole(figure, sharing)
    if sharing and _owner_of_flow(figure):
        found = [actor for actor in found if actor.country != reporter.value]
    actor = _beside(figure, found) if found else None
    if actor is None and sharing and figure.has("HE") and figure.topic and "partner" in figure.topic.slots:
        return figure.topic.slots["reporter"], figure.topic.slots["partner"]
    if actor is None or actor.country in (reporter.value, partner.value):
        return None
    figure.notes["whole"] = {"reporter": reporter, "partner": partner}
    if _in_place_of(figure, actor, reporter):
        return slot_of(actor), partner
    groups = figure.discourse.focus.groups
    if reporter.value in groups and actor.country in groups[str(reporter.value)]:
        told = figure.topic.slots.get("partner", partner) if figure.topic and sharing else partner
        return slot_of(actor), told
    return reporter, slot_of(actor)


def _in_place_of(figure: Figure, actor: Actor, reporter: Slot) -> bool:
    """Whether a country stands in its clause as the reporter does in the one before: "Китай закупил, Узбекистан –"."""
    topic = figure.topic
    if topic is None or topic.sentence is not figure.sentence or reporter.span is None or actor.role != "subject":
        return False
    between = (figure.chunk + 1, actor.chunk)
    if topic.slots["flow"].value == Flow.EXPORT and any(figure.has(name, between) for name in TAKING):
        return False  # "из них 1,5 млрд заплатил Китай": who takes is no exporter
    return any(other.role == "subject" for other in figure.roles.within(reporter.span, "subject"))


def _whole(figure: Figure, sharing: bool) -> tuple[Slot, Slot]:
    """The parties of what the part belongs to: the owner of the flow it names, or the whole told before."""
    home = Slot(figure.home, None, "codebook.voice")
    world = Slot("WORLD", None, "codebook.world")
    owner = _owner_of_flow(figure) if sharing else None
    if owner:
        return slot_of(owner), world
    topic = figure.topic
    if figure.trigger.settings.get("members"):
        after = (figure.trigger.head + 1, figure.trigger.head + 3)
        owned = figure.roles.within(after, "of")
        if owned:
            return slot_of(owned[0]), world
    if topic is None or "reporter" not in topic.whole:
        return home, world
    return topic.whole["reporter"], topic.whole["partner"]


def _owner_of_flow(figure: Figure) -> Actor | None:
    """Whose trade a share is taken of: "в экспорте Казахстана", "всего казахстанского импорта"."""
    first, end = figure.segment
    for chunk in range(first, end):
        if any(figure.document.value(chunk, name) is not None for name in FLOWS):
            span: Span = (max(first, chunk - 1), min(end, chunk + 3))
            owners = [
                actor
                for actor in figure.roles.within(span, "of", "adjective")
                if (actor.chunk > chunk) == (actor.role == "of")
            ]
            if owners:
                return owners[0]
    return None


def _beside(figure: Figure, found: list[Actor]) -> Actor:
    """The country that an amount of a list belongs to: the one before it, or behind a dash the one after."""
    document, at = figure.document, figure.chunk + 1
    while (
        document.value(at, "EQUALS") is not None or document.key(at) == "," or isinstance(document.mention(at), Amount)
    ):
        at += 1
    behind = document.key(at) == "–" or document.value(at, "SHAREV") is not None
    side = [actor for actor in found if (actor.chunk > figure.chunk) == behind]
    return min(side or found, key=lambda each: abs(each.chunk - figure.chunk))
