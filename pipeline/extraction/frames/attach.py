"""Which trigger owns which amount: the nearest, counted in chunks, with clause ends in between as distance.

A frame without claims (`none`) competes like any other: it keeps prices, people and distances from becoming trade.
"""

from bisect import bisect_left

from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.model import Trigger
from pipeline.extraction.mentions.model import Amount, Party

BREAK = 7
AFTER = 5
OBLIQUE = 3
FAR = 60
# how many triggers are looked at on each side of an amount, how many can own it, and how many chunks back a trigger can
# complete another amount: without a limit a sentence of hundreds of amounts would cost their cube
SIDE, MOST, PHRASE = 12, 6, 12
# a noun that completes another amount ("21,7% всего экспорта") is not what this one is about
COMPLEMENT = 10
# a whole gives way to the part that has a share in it
SHARED = 25
# a word that only points back gives way to one that names trade or a route itself
ANAPHOR = 15
# how far behind a colon an amount tells of what stands before it
COLON = 2
# what may stand between an amount and the noun it belongs to
PASSED = ("SHAREV", "OFTHEM")
PASSED_FORMS = ("–", "это", "на")


def triggers_of(sentence: Sentence) -> list[Trigger]:
    """The triggers of a sentence by head; of one table only the first rule's at one head."""
    seen: set[tuple[int, str]] = set()
    triggers = []
    for trigger in map(Trigger.of, sentence.triggers):
        if (trigger.head, trigger.table) not in seen and trigger.table not in ("visits",):
            seen.add((trigger.head, trigger.table))
            triggers.append(trigger)
    return sorted(triggers, key=lambda trigger: trigger.head)


Reach = tuple[int, int]
"""The first chunk that a trigger follows directly, and how many amounts it completes ("21,7% всего экспорта")."""


class Attachment:
    """Which triggers of a sentence can own which of its amounts."""

    def __init__(self, document: Document, sentence: Sentence) -> None:
        self.document = document
        self.sentence = sentence
        self.amounts = [chunk for chunk, _ in sentence.amounts]
        self.reaches: dict[tuple[int, int], Reach] = {}

    def owners(self, triggers: list[Trigger], chunk: int, amount: Amount) -> list[Trigger]:
        """Those of the triggers, which stand in the order of their heads, that can own an amount, the nearest first."""
        costs = []
        at = bisect_left(triggers, chunk, key=_head)
        nearest = triggers[max(at - SIDE, 0) : at + SIDE]
        for order, trigger in enumerate(nearest):
            listing = trigger.settings.get("listing")
            if trigger.takes(amount.measure) and not (listing and not trigger.start <= chunk < trigger.end):
                first, amounts = self._reach(trigger)
                beside = trigger.head >= chunk >= first
                cost = _cost(self.document, self.sentence.breaks, trigger, chunk, beside=beside)
                if cost < FAR and beside and _is_whole(self.document, nearest, trigger):
                    cost += SHARED
                if amounts > (max(first, trigger.start - PHRASE) <= chunk < trigger.head):
                    cost += COMPLEMENT  # it completes another amount
                if cost < FAR:
                    costs.append((cost, order, trigger))
        return [trigger for _, _, trigger in sorted(costs)[:MOST]]

    def _reach(self, trigger: Trigger) -> Reach:
        start, head = trigger.start, trigger.head
        found = self.reaches.get((start, head))
        if found is None:
            first = start
            while first > self.sentence.first and _passes(self.document, first - 1):
                first -= 1
            near = bisect_left(self.amounts, max(first - 1, start - PHRASE))
            found = self.reaches[start, head] = first - 1, bisect_left(self.amounts, head) - near
        return found


def _head(trigger: Trigger) -> int:
    return trigger.head


def _is_whole(document: Document, triggers: list[Trigger], trigger: Trigger) -> bool:
    """Whether the noun beside a share is what it is taken of, and another the part: "60% оборота составляет ввоз"."""
    return document.has("SHAREV", trigger.head, triggers[-1].head) and any(
        other.table == trigger.table
        and other.head > trigger.head
        and document.has("SHAREV", trigger.head, other.head)
        and not any(isinstance(each, Amount) for _, each in document.mentions(trigger.head, other.head))
        for other in triggers
    )


def _cost(document: Document, breaks: list[int], trigger: Trigger, chunk: int, *, beside: bool) -> int:
    if trigger.head == chunk:
        return 0
    if beside:
        return 1
    low, high = (trigger.head, chunk) if trigger.head < chunk else (chunk, trigger.head)
    crossed = bisect_left(breaks, high) - bisect_left(breaks, low + 1) if breaks else 0
    if crossed and trigger.head < chunk and _behind_colon(document, breaks, chunk):
        crossed -= 1
    distance = high - low + BREAK * crossed
    if trigger.head > chunk:
        apart = "," in map(document.key, range(chunk + 1, trigger.head))
        # what another clause goes on to speak of is hardly what this amount measures
        return distance + AFTER + BREAK * (apart + crossed)
    if trigger.settings.get("anaphoric") and not trigger.settings.get("listing"):
        distance += ANAPHOR
    if trigger.table == "none" and document.mention(trigger.head) is None and not _subject(document, trigger.head):
        distance += OBLIQUE
    return distance


def _behind_colon(document: Document, breaks: list[int], chunk: int) -> bool:
    """Whether an amount stands right behind a colon, which tells what is said before it: "торговали: 15 млрд"."""
    last = breaks[bisect_left(breaks, chunk) - 1]
    return document.key(last) == ":" and chunk - last <= COLON


def _passes(document: Document, chunk: int) -> bool:
    """Whether a word is an adjective, a dash or "из них", as in "5 млрд долларов товарооборота"."""
    if document.key(chunk) in PASSED_FORMS:
        return True
    if not document.chunks.heads[chunk]:
        return False
    mention = document.mention(chunk)
    adjective = isinstance(mention, Party) and mention.role == "adjective"
    return adjective or document.of_class(chunk, *PASSED) or document.is_adjective(chunk)


def _subject(document: Document, chunk: int) -> bool:
    """Whether a noun can be the subject of its clause."""
    features = [features for _, features in document.tokens.analyses[document.chunks.firsts[chunk]].values()]
    return not any(features) or any("n" in each for each in features)
