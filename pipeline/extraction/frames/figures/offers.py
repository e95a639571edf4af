"""Figures: every amount of an article in reading order, and the frame that owns it.

What all figures share is in `common`; who trades with whom or along which corridor is decided by the module of each
table.
"""

from collections.abc import Callable, Iterator
from functools import partial

from pipeline.extraction.discourse.context import Discourse, segment_at
from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.figures.attach import Attachment, triggers_of
from pipeline.extraction.frames.figures.common import governing, of_next_clause
from pipeline.extraction.frames.figures.distribution import shared_out
from pipeline.extraction.frames.figures.talk import Talk
from pipeline.extraction.frames.figures.titles import is_repeated, is_whole, told_of
from pipeline.extraction.frames.figures.units import share_units
from pipeline.extraction.frames.model import Draft, Figure, Meant, Once, Topic, Trigger
from pipeline.extraction.frames.roles import Roles
from pipeline.extraction.matching import Found
from pipeline.extraction.mentions.model import Amount, Measure, Party
from schemas.vocabulary import ClaimTable

# cues that say what an amount is, the strongest first
ROLES = ("price", "unlike", "from_to", "index", "against", "growth", "increment", "level", "share", "growth_again")
NO_CLAIM = {
    "increment": "an increment is no claim",
    "price": "a price is no claim",
    "unlike": "a comparison is no claim",
}
# why money that a word of investments owns makes no claim, so that trade takes none of it
UNTOLD = "source and target are not told"
# why a trade makes no claim whose clause names no partner that has a code
NO_PARTIES = "the two parties are not told"
IGNORED = {Measure.OTHER, Measure.PIECES, Measure.DOCUMENTS}
FRACTION = "ru.amount.fraction"
# what stands before figures that say exactly what a fraction says roundly, how near, and by how much it is rounded
EXPLAINING = ("–", "(", ",")
BESIDE, ROUNDED = 4, 10
FALLING = ("DOWN", "DOWNN", "LESS")
Builder = Callable[[Figure], Draft | str]


class FigureReader:
    """Reads the figures of one article; `builders` are the frames by table."""

    def __init__(self, discourse: Discourse, builders: dict[str, Builder]) -> None:
        self.discourse = discourse
        self.document: Document = discourse.document
        self.builders = builders
        self.talk = Talk(discourse)

    def read(self) -> list[Draft]:
        """All claims about figures in reading order; why an amount became none is noted in its sentence."""
        drafts: list[Draft] = []
        for sentence in self.document.sentences[: self._end()]:
            found: list[Draft] = []
            if not sentence.is_heading:
                share_units(self.document, sentence)
                amounts = [pair for pair in sentence.amounts if pair[1].measure not in IGNORED]
                found = self._of_sentence(sentence, amounts) if amounts else []
            drafts.extend(found)
            self.talk.hear(sentence, bool(found))
        return self._of_title(drafts) + drafts

    def _of_title(self, told: list[Draft]) -> list[Draft]:
        """What a title tells and the text below it does not, if the title says between whom or by which corridor."""
        title = self.document.sentences[0] if self.document.sentences else None
        if title is None or not title.is_heading or not any(pair[1].measure not in IGNORED for pair in title.amounts):
            return []
        amounts = [pair for pair in title.amounts if pair[1].measure not in IGNORED]
        found = FigureReader(self.discourse, self.builders)._of_sentence(title, amounts)
        known = set().union(*map(told_of, told)) if told else set()
        new = [draft for draft in found if is_whole(draft) and known.isdisjoint(told_of(draft))]
        return [draft for draft in new if not is_repeated(self.document, draft, told)]

    def _end(self) -> int:
        """Behind which sentence no figure follows that could go on with what the text has been talking of."""
        sentences = self.document.sentences
        told = (each.index + 1 for each in reversed(sentences) if each.amounts and not each.is_heading)
        return next(told, 0)

    def _of_sentence(self, sentence: Sentence, amounts: list[tuple[int, Amount]]) -> list[Draft]:
        triggers = triggers_of(sentence)
        roles = Roles(self.document, sentence)
        meant = amount_roles(self.document, sentence)
        spoken = self.talk.spoken(sentence)
        shared = shared_out(self.document, sentence, triggers, roles)
        attachment, once = Attachment(self.document, sentence, triggers), Once()
        drafts: list[Draft] = []
        for chunk, amount in amounts:
            role = meant.get(chunk, Meant())
            reason = "nothing near it says what it measures"
            own, ends = _own_of_list(triggers, roles, shared.get(chunk, []))
            attached = attachment if own is triggers else Attachment(self.document, sentence, own)
            make = partial(Figure, self.discourse, sentence, chunk, amount, role)
            failed: list[tuple[Trigger, str]] = []
            for trigger, topic, inherited in self._candidates(attached, chunk, amount):
                if reason == UNTOLD and trigger.table == ClaimTable.TRADE:
                    continue
                if any(_bars(sentence, each, why, trigger, inherited, chunk) for each, why in failed):
                    continue
                figure = make(trigger, topic, inherited, ends, sentence.breaks, spoken, self.talk.goods, once)
                outcome = self._tried(figure)
                if isinstance(outcome, Draft):
                    self.talk.remember(figure, outcome)
                    drafts.append(outcome)
                    reason = f"{outcome.table}: {outcome.rule}"
                    break
                reason = outcome
                if trigger.table not in self.builders:
                    break
                failed.append((trigger, outcome))
            sentence.decisions[chunk] = reason
        return drafts

    def _tried(self, figure: Figure) -> Draft | str:
        if figure.meant.role in NO_CLAIM:
            return NO_CLAIM[figure.meant.role]
        if _is_potential(figure):
            return "a potential is no claim"
        if _beside_no_claim(figure):
            return "a growth of what makes no claim"
        if _in_other_currency(figure):
            return "the same sum in another currency"
        if _said_exactly(figure):
            return "a share that is told exactly beside it"
        build = self.builders.get(figure.trigger.table)
        return build(figure) if build else f"belongs to {figure.trigger.rule.id}"

    def _candidates(
        self, attachment: Attachment, chunk: int, amount: Amount
    ) -> Iterator[tuple[Trigger, Topic | None, bool]]:
        """The triggers to try in their order: those of the sentence, then what the text talked of before.

        As most amounts belong to the first, the next is looked for when it did not take the amount.
        """
        sentence, pointed = attachment.sentence, self.talk.pointed
        of_them = self.document.has("OFTHEM", *segment_at(sentence, sentence.breaks, chunk))
        for trigger in attachment.owners(chunk, amount):
            settings = trigger.settings
            topic = self.talk.of(trigger.table, chunk)
            if of_them and (told := pointed(sentence)) and told.table == trigger.table:
                topic = told.counted_in(told.unit or (topic.unit if topic else None), self.talk.money)
            if settings.get("weak") and topic is None and not self._names_whole(trigger):
                continue
            if settings.get("listing") and not self._lists(sentence, chunk, attachment.triggers):
                continue
            if not settings.get("anaphoric"):
                yield trigger, topic, False
            elif (told := pointed(sentence)) and told.trigger.takes(amount.measure):
                yield told.trigger, told, True
        carried = self.talk.carried(sentence)
        if carried and carried.trigger.takes(amount.measure):
            yield carried.trigger, carried, True

    def _lists(self, sentence: Sentence, chunk: int, triggers: list[Trigger]) -> bool:
        """Whether an amount can be a part of the trade or the investments told before, in a list of such.

        A list of buyers or suppliers has a word of its own.
        """
        told = self.talk.pointed(sentence)
        if told is None or told.table not in (ClaimTable.TRADE, ClaimTable.INVESTMENTS):
            return False
        return not self._names_flow(sentence, chunk, triggers, told.table)

    def _names_flow(self, sentence: Sentence, chunk: int, triggers: list[Trigger], table: str) -> bool:
        """Whether the clause of an amount names what flows, or its sentence who buys, supplies or invests."""
        first, _ = segment_at(sentence, sentence.breaks, chunk)
        headed = self.document.key(first) == ":" and first > sentence.first
        if headed:
            first, _ = segment_at(sentence, sentence.breaks, first - 1)
        if table == ClaimTable.INVESTMENTS:
            return any(trigger.table in (table, ClaimTable.TRADE) for trigger in triggers)
        return any(
            trigger.settings.get("members")
            or (
                trigger.table == ClaimTable.TRADE
                and first <= trigger.head < chunk
                and (
                    trigger.settings.get("topical") or (trigger.settings.get("weak") and (headed or self._by(trigger)))
                )
            )
            for trigger in triggers
        )

    def _names_whole(self, trigger: Trigger) -> bool:
        """Whether buyers or suppliers are told with whose goods they trade: "покупатель турецкого чая"."""
        return bool(trigger.settings.get("members")) and isinstance(self.document.mention(trigger.head + 1), Party)

    def _by(self, trigger: Trigger) -> bool:
        """Whether a list says by what it ranks: "по обороту лидирует Россия"."""
        return self.document.key(trigger.head - 1) == "по"


def _is_potential(figure: Figure) -> bool:
    """Whether an amount is only possible: what could be, told in its clause or the one that governs it."""
    potential = figure.sentence.cues.get("potential", ())
    clauses = (figure.segment, *governing(figure)) if potential else ()
    return any(
        first <= match.start < end and not of_next_clause(figure, match.start)
        for match in potential
        for first, end in clauses
    )


def _bars(sentence: Sentence, failed: Trigger, why: str, trigger: Trigger, inherited: bool, chunk: int) -> bool:
    """Whether a trigger that did not take an amount lets another not take it either.

    That is a word of the same rule in its clause, and what was told before if its own clause names a flow and that is
    another one, or that of partners who have no name.
    """
    if not inherited:
        clause = segment_at(sentence, sentence.breaks, trigger.head)
        return trigger.rule is failed.rule and clause[0] <= failed.head < clause[1]
    clause = segment_at(sentence, sentence.breaks, chunk)
    named = failed.table == ClaimTable.TRADE and failed.settings.get("topical") and clause[0] <= failed.head < clause[1]
    return bool(named) and (why == NO_PARTIES or failed.setting("flow") != trigger.setting("flow"))


def _own_of_list(triggers: list[Trigger], roles: Roles, items: list[int]) -> tuple[list[Trigger], Roles]:
    """The triggers and countries of an amount, of a list told side by side only its own flow or country."""
    if not items:
        return triggers, roles
    own = [trigger for trigger in triggers if trigger.head == items[0]]
    return (own, roles) if own else (triggers, roles.sharing(items))


def _beside_no_claim(figure: Figure) -> bool:
    """Whether a growth stands in brackets behind an amount that made no claim: "выпустили 5 тыс. тонн (+3%)"."""
    bracket = figure.bracket(figure.chunk) if figure.meant.role == "growth" else None
    verdict = figure.sentence.decisions.get(bracket[0] - 1) if bracket else None
    return verdict is not None and verdict.split(":")[0] not in list(ClaimTable)


def _in_other_currency(figure: Figure) -> bool:
    """Whether an amount only converts the one before it: "3 трлн иен (около 19 млрд долларов)"."""
    document, at = figure.document, figure.chunk
    before = document.mention(at - (3 if document.key(at - 2) == "," else 2))
    joined = document.key(at - 1) == "(" or document.value(at - 1, "EQUALS") is not None
    if not joined or not isinstance(before, Amount) or before.measure is not Measure.MONEY:
        return False
    return figure.amount.measure is Measure.MONEY and figure.amount.unit != before.unit


def _said_exactly(figure: Figure) -> bool:
    """Whether a fraction in words is followed by the same share in figures: "больше половины ввоза – 55,4%"."""
    document, amount = figure.document, figure.amount
    if amount.rule != FRACTION:
        return False
    after = next((chunk for chunk, _ in figure.sentence.amounts if chunk > figure.chunk), figure.sentence.end)
    exact = document.mention(after)
    told = document.key(after - 2 if document.key(after - 1) == "на" else after - 1)
    if after - figure.chunk > BESIDE or not isinstance(exact, Amount) or told not in EXPLAINING:
        return False
    return exact.rule != FRACTION and exact.unit == amount.unit and abs(exact.value - amount.value) <= ROUNDED


def amount_roles(document: Document, sentence: Sentence) -> dict[int, Meant]:
    """What each amount of a sentence is, by the strongest cue that reaches it."""
    meant: dict[int, Meant] = {}
    for cue in ROLES:
        for match in sentence.cues.get(cue, ()):
            rule = match.rule.id
            if cue == "from_to":
                meant.setdefault(match.groups["a"][0], Meant("former", 1, rule))
                meant.setdefault(match.groups["b"][0], Meant("level", 1, rule))
            elif cue == "growth_again":
                _gap(document, meant, match)
            else:
                meant.setdefault(match.groups["a"][0], Meant(cue, _sign(document, match), rule))
    return meant


def _sign(document: Document, match: Found) -> int:
    at = match.groups.get("s")
    return -1 if at and (document.of_class(at[0], *FALLING) or document.key(at[0]) == "–") else 1


def _gap(document: Document, meant: dict[int, Meant], match: Found) -> None:
    """Where the verb is left out, an amount is what the one before it in the sentence was."""
    at = match.groups["a"][0]
    amount = document.mention(at)
    if not isinstance(amount, Amount) or amount.measure not in (Measure.PERCENT, Measure.TIMES):
        return
    before = [chunk for chunk in meant if chunk < at and meant[chunk].role in ("growth", "share")]
    if before and at not in meant:
        last = meant[max(before)]
        meant[at] = Meant(last.role, last.sign, match.rule.id)
