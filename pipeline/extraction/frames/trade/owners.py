"""Whose trade it is, and where the parties of a figure are looked for."""

from pipeline.extraction.frames.model import Figure, Span
from pipeline.extraction.frames.roles import Actor
from pipeline.extraction.mentions.model import Party

# how far a genitive or an adjective may stand from the noun of trade that it belongs to
BESIDE = 3
AFTER = 6


def party_scopes(figure: Figure) -> list[Span]:
    """Where parties are looked for: the amount's clause, its trigger's, those between, the sentence before them."""
    document = figure.document
    first, end = figure.segment
    scopes = [scope for scope in figure.scopes[:-1] if scope != (figure.sentence.first, figure.sentence.end)]
    if document.key(first) == "," and document.key(first + 1).startswith("котор"):
        scopes.insert(1, (first - 1, end))
    bracket = figure.bracket(figure.chunk)
    if bracket:
        scopes.insert(0, (bracket[0] - 1, bracket[0]))
    if figure.lead_in != figure.segment:
        scopes.insert(1, figure.lead_in)
    return [*scopes, (figure.sentence.first, end)]


def owner_of(figure: Figure, scope: Span, but: str = "") -> Actor | None:
    """Whose trade it is: the genitive or adjective beside its noun, or the subject of the clause."""
    head = figure.trigger.head
    # "отгружено" is said of goods, so that a country beside it as a subject does something else
    done = any("S" in figure.document.features(head, name) for name in ("EXPORTV", "IMPORTV", "SENTV"))
    found = [actor for actor in figure.roles.within(scope, "in") if _is_placed(figure, actor)] + [
        actor
        for actor in figure.roles.within(scope, "of", "adjective", "subject")
        if actor.country != but
        and (not scope[0] <= head < scope[1] or _can_own(figure, actor))
        and not (done and actor.role == "subject")
    ]

    def rank(actor: Actor) -> tuple[bool, bool, int]:
        beside = -BESIDE <= actor.chunk - head <= BESIDE and not _acts(figure, actor)
        return not beside, not _acts(figure, actor), abs(actor.chunk - head)

    return min(found, key=rank, default=None)


def _is_placed(figure: Figure, actor: Actor) -> bool:
    """Whether a trade changes in a country or an amount is told of it: "вырос в Литве на 5%, в Латвии – на 4%"."""
    changed = figure.document.is_a(actor.chunk - 2, "UP", "DOWN") and figure.document.key(actor.chunk - 1) == "в"
    return changed or (figure.document.key(actor.chunk + 1) == "–" and actor.chunk < figure.chunk)


def _acts(figure: Figure, actor: Actor) -> bool:
    """Whether a clause is said of a country, also by an adjective: "сербская сторона", "турецкие компании"."""
    if actor.role != "adjective":
        return actor.role == "subject"
    mention = figure.document.mention(actor.chunk)
    named = isinstance(mention, Party) and "n" in mention.features
    return named and "n" in figure.document.features(actor.chunk + 1, "SIDEN")


def _can_own(figure: Figure, actor: Actor) -> bool:
    """Whether a country of the trigger's own clause goes with the noun of trade, or is what the verb is said of."""
    head = figure.trigger.head
    if _acts(figure, actor):
        return True
    if figure.trigger.settings.get("verb"):
        mention = figure.document.mention(actor.chunk)
        return actor.role == "adjective" and isinstance(mention, Party) and "n" in mention.features
    return head < actor.chunk <= head + AFTER if actor.role == "of" else head - BESIDE <= actor.chunk < head
