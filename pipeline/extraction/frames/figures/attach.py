"""Which trigger owns which amount: the nearest, counted in chunks, with clause ends in between as distance.

A frame without claims (`none`) competes like any other: it keeps prices, people and distances from becoming trade.
"""

from bisect import bisect_left
from typing import NamedTuple

from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.model import Trigger
from pipeline.extraction.mentions.model import Amount, Measure, Party

BREAK = 7
AFTER = 5
OBLIQUE = 3
FAR = 60
# how many triggers are looked at on each side of an amount, how many can own it, and how many chunks back a trigger can
# complete another amount: without a limit a sentence of hundreds of amounts would cost their cube
SIDE, MOST, PHRASE = 12, 5, 12
# a noun that completes another amount ("21,7% всего экспорта") is not what this one is about
COMPLEMENT = 10
# a whole gives way to the part that has a share in it
SHARED = 25
# a word that only points back gives way to one that names trade or a route itself
ANAPHOR = 15
# how far behind a colon an amount tells of what stands before it
COLON = 2
# a participle behind what has been done with an amount, and how far: "5 млн тонн угля было вывезено"
BEEN, DONE = ("было", "были", "был", "была"), 3
# with which a clause begins that tells of the noun right before its comma
RELATIVE = "котор"
# what may stand between an amount and the noun it belongs to
PASSED = ("SHAREV", "OFTHEM")
PASSED_FORMS = ("–", "это", "на")


def triggers_of(sentence: Sentence) -> list[Trigger]:
    """The triggers of a sentence by head; of one table only the first rule's at one head."""
    seen: set[tuple[int, str]] = set()
    triggers = []
    # "показателя 2022 года" is what another amount is compared with, not what it is of
    compared = [(match.start, match.end) for match in sentence.cues.get("reference", ())]
    for trigger in map(Trigger.of, sentence.triggers):
        if trigger.settings.get("anaphoric") and any(first <= trigger.head < end for first, end in compared):
            continue
        if (trigger.head, trigger.table) not in seen and trigger.table not in ("visits",):
            seen.add((trigger.head, trigger.table))
            triggers.append(trigger)
    return sorted(triggers, key=lambda trigger: trigger.head)


class Candidate(NamedTuple):
    """A trigger with what its distance to an amount depends on.

    It follows chunk `first` directly; `near` and those after it up to its head are the `amounts` that it completes.
    """

    trigger: Trigger
    head: int
    takes: str
    first: int
    near: int
    amounts: int
    handicap: int


class Attachment:
    """Which triggers of a sentence can own which of its amounts; they stand in the order of their heads."""

    def __init__(self, document: Document, sentence: Sentence, triggers: list[Trigger]) -> None:
        self.document = document
        self.sentence = sentence
        self.triggers = triggers
        self.heads = [trigger.head for trigger in triggers]
        amounts = [chunk for chunk, _ in sentence.amounts]
        self.candidates = [self._candidate(trigger, amounts) for trigger in triggers]

    def owners(self, chunk: int, amount: Amount) -> list[Trigger]:
        """The triggers that can own an amount, the nearest first."""
        costs = []
        at = bisect_left(self.heads, chunk)
        nearest = slice(max(at - SIDE, 0), at + SIDE)
        for order, (trigger, head, takes, first, near, amounts, handicap) in enumerate(self.candidates[nearest]):
            listing = trigger.settings.get("listing")
            if amount.measure not in takes or (listing and not trigger.start <= chunk < trigger.end):
                continue
            if head >= chunk >= first:
                cost = int(head > chunk)
                if _is_whole(self.document, self.triggers[nearest], trigger):
                    cost += SHARED
            else:
                cost = self._after(chunk, head) if head > chunk else self._before(head, chunk) + handicap
            if amounts > (near <= chunk < head):
                cost += COMPLEMENT  # it completes another amount
            named = trigger.settings.get("topical") and head < chunk and self.document.is_a(head - 1, "SHAREN")
            if amount.measure is Measure.PERCENT and named:
                cost -= COMPLEMENT  # "долю импорта нефти до 11% от объема поставок" is a share of the import
            if cost < FAR:
                costs.append((cost, order, trigger))
        return [trigger for _, _, trigger in sorted(costs)[:MOST]]

    def _candidate(self, trigger: Trigger, amounts: list[int]) -> Candidate:
        document, (_, start, _, head, table, settings) = self.document, trigger
        first = start
        while first > self.sentence.first and _passes(document, first - 1):
            first -= 1
        near = max(first - 1, start - PHRASE)
        completed = bisect_left(amounts, head) - bisect_left(amounts, near)
        handicap = ANAPHOR if settings.get("anaphoric") and not settings.get("listing") else 0
        if table == "none" and document.mention(head) is None and not _subject(document, head):
            handicap += OBLIQUE
        return Candidate(trigger, head, str(settings["takes"]), first - 1, near, completed, handicap)

    def _before(self, head: int, chunk: int) -> int:
        """How far a trigger is from an amount behind it."""
        breaks = self.sentence.breaks
        crossed = bisect_left(breaks, chunk) - bisect_left(breaks, head + 1) if breaks else 0
        related = self.document.key(head + 1) == "," and self.document.key(head + 2).startswith(RELATIVE)
        if crossed and (related or _behind_colon(self.document, breaks, chunk)):
            crossed -= 1
        return chunk - head + BREAK * crossed

    def _after(self, chunk: int, head: int) -> int:
        """How far a trigger is from an amount before it; what another clause goes on to speak of hardly measures it."""
        breaks = self.sentence.breaks
        crossed = bisect_left(breaks, head) - bisect_left(breaks, chunk + 1) if breaks else 0
        if self._is_done(chunk, head):
            return head - chunk
        apart = "," in self.document.keys[chunk + 1 : head]
        return head - chunk + AFTER + BREAK * (apart + 2 * crossed)

    def _is_done(self, chunk: int, head: int) -> bool:
        """Whether an amount is the subject of a participle behind it: "5 млн тонн были вывезены"."""
        words = self.document.words_as[head].values()
        short = any("S" in features for _, features in words)
        return short and chunk + 1 < head <= chunk + DONE and self.document.key(head - 1) in BEEN


def _is_whole(document: Document, triggers: list[Trigger], trigger: Trigger) -> bool:
    """Whether the noun beside a share is what it is taken of, and another the part: "60% оборота составляет ввоз"."""
    return document.has("SHAREV", trigger.head, triggers[-1].head) and any(
        other.table == trigger.table
        and other.head > trigger.head
        and document.has("SHAREV", trigger.head, other.head)
        and not any(isinstance(each, Amount) for _, each in document.mentions(trigger.head, other.head))
        for other in triggers
    )


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
