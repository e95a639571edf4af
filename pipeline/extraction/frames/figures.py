"""Figures: every amount of an article in reading order, and the frame that owns it.

What all figures share is in `common`; who trades with whom or along which corridor is decided by the module of each
table.
"""

from collections.abc import Callable

from pipeline.extraction.discourse.calendar import NONE, Period
from pipeline.extraction.discourse.context import Discourse, breaks_of
from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.attach import owners, triggers_of
from pipeline.extraction.frames.model import Draft, Figure, Meant, Slot, Topic, Trigger
from pipeline.extraction.frames.roles import Roles
from pipeline.extraction.matching import Found
from pipeline.extraction.mentions.model import Amount, Measure
from pipeline.extraction.mentions.numbers import plain
from schemas.vocabulary import Basis, DatePrecision, Unit

# cues that say what an amount is, the strongest first
ROLES = ("from_to", "index", "against", "growth", "increment", "level", "share", "growth_again")
IGNORED = {Measure.OTHER, Measure.PIECES, Measure.DOCUMENTS}
CHANGES = (Unit.PERCENT, Unit.TIMES)
FALLING = ("DOWN", "DOWNN", "LESS")
Builder = Callable[[Figure], Draft | str]


class FigureReader:
    """Reads the figures of one article; `builders` are the frames by table."""

    def __init__(self, discourse: Discourse, builders: dict[str, Builder]) -> None:
        self.discourse = discourse
        self.document: Document = discourse.document
        self.builders = builders
        self.topics: dict[str, Topic] = {}
        self.last: Topic | None = None
        self.money: str | None = None

    def read(self) -> list[Draft]:
        """All claims about figures in reading order; why an amount became none is noted in its sentence."""
        drafts: list[Draft] = []
        for sentence in self.document.sentences:
            self._share_units(sentence)
            amounts = [] if sentence.is_heading else list(self.document.amounts(sentence))
            wanted = [(chunk, amount) for chunk, amount in amounts if amount.measure not in IGNORED]
            found = self._of_sentence(sentence, wanted) if wanted else []
            drafts.extend(found)
            if not found:
                self._talk_of(sentence)
        return drafts

    def _talk_of(self, sentence: Sentence) -> None:
        """A sentence that names trade, a route or investments without a figure is what the next figure is about."""
        topical = [trigger for trigger in triggers_of(sentence) if trigger.settings.get("topical")]
        if topical:
            trigger = topical[0]
            known = self.topics.get(trigger.table)
            unit = known.unit if known else None
            period = known.period if known and known.sentence.paragraph == sentence.paragraph else _named(sentence)
            slots = self._parties_talked_of(sentence, known)
            self.last = Topic(
                trigger.table, sentence, trigger, slots, unit, self.money, period, Basis.ACTUAL, Meant(), trigger.head
            )
            if slots:
                self.topics[trigger.table] = self.last

    def _parties_talked_of(self, sentence: Sentence, known: Topic | None) -> dict[str, Slot]:
        """Foreign trade at large is trade with the world; otherwise the parties of the figures before go on."""
        if self.document.has("FOREIGNTRADE", sentence.first, sentence.end):
            home = self.discourse.focus.home(sentence.first)
            return {
                "reporter": Slot(home, None, "codebook.voice"),
                "partner": Slot("WORLD", None, "codebook.world"),
            }
        if known is None or sentence.paragraph - known.sentence.paragraph > 1:
            return {}
        return {
            name: known.slots[name]
            for name in ("reporter", "partner", "source", "target", "corridor")
            if name in known.slots
        }

    def _share_units(self, sentence: Sentence) -> None:
        """In "с 0,8 до 4,5 млн тонн" both have the unit and magnitude of the second."""
        for match in sentence.cues.get("from_to", ()):
            first = self.document.mention(match.groups["a"][0])
            second = self.document.mention(match.groups["b"][0])
            if (
                isinstance(first, Amount)
                and isinstance(second, Amount)
                and first.measure in (Measure.BARE, Measure.ELIDED)
            ):
                if first.scale == 1:
                    first.value = plain(first.value * second.scale)
                first.unit, first.measure = second.unit, second.measure

    def _of_sentence(self, sentence: Sentence, amounts: list[tuple[int, Amount]]) -> list[Draft]:
        triggers = triggers_of(sentence)
        roles = Roles(self.document, sentence)
        breaks = breaks_of(sentence)
        meant = amount_roles(self.document, sentence)
        drafts: list[Draft] = []
        for chunk, amount in amounts:
            role = meant.get(chunk, Meant())
            reason = "nothing near it says what it measures"
            for trigger, topic, inherited in self._candidates(sentence, chunk, amount, triggers):
                figure = Figure(self.discourse, sentence, chunk, amount, role, trigger, topic, inherited, roles, breaks)
                outcome = self._tried(figure)
                if isinstance(outcome, Draft):
                    self._remember(figure, outcome)
                    drafts.append(outcome)
                    reason = f"{outcome.table}: {outcome.rule}"
                    break
                reason = outcome
                if trigger.table not in self.builders:
                    break
            sentence.decisions[chunk] = reason
        return drafts

    def _tried(self, figure: Figure) -> Draft | str:
        if figure.meant.role == "increment":
            return "an increment is no claim"
        first, end = figure.segment
        if any(first <= match.start < end for match in figure.sentence.cues.get("potential", ())):
            return "a potential is no claim"
        build = self.builders.get(figure.trigger.table)
        return build(figure) if build else f"belongs to {figure.trigger.rule.id}"

    def _candidates(
        self, sentence: Sentence, chunk: int, amount: Amount, triggers: list[Trigger]
    ) -> list[tuple[Trigger, Topic | None, bool]]:
        """The triggers to try in their order: those of the sentence, then what the text talked of before."""
        found: list[tuple[Trigger, Topic | None, bool]] = []
        for trigger in owners(self.document, sentence, triggers, chunk, amount):
            topic = self.topics.get(trigger.table)
            if trigger.settings.get("weak") and topic is None:
                continue
            if not trigger.settings.get("anaphoric"):
                found.append((trigger, topic, False))
            elif self.last is not None and self.last.trigger.takes(amount.measure):
                found.append((self.last.trigger, self.last, True))
        last = self.last
        if last and sentence.index - last.sentence.index <= 1:
            same = last.sentence.paragraph == sentence.paragraph
            if (same or last.sentence.is_heading) and last.trigger.takes(amount.measure):
                found.append((last.trigger, last, True))
        return found

    def _remember(self, figure: Figure, draft: Draft) -> None:
        period = figure.notes.get("period", NONE)
        if figure.notes.get("derived") and figure.topic:
            period = figure.topic.period
        known = self.topics.get(figure.trigger.table)
        unit = known.unit if known else None
        if figure.amount.measure is Measure.MONEY:
            self.money = figure.amount.unit
        self.last = self.topics[figure.trigger.table] = Topic(
            figure.trigger.table,
            figure.sentence,
            figure.trigger,
            draft.slots,
            unit if draft.value("unit") in CHANGES else str(draft.value("unit")),
            self.money,
            period if isinstance(period, Period) else NONE,
            Basis(str(draft.value("basis"))),
            figure.meant,
            figure.chunk,
        )


def _named(sentence: Sentence) -> Period:
    """The period that a sentence without figures names, for the figures after it."""
    periods = [each for each in sentence.periods.values() if each.start and each.precision is not DatePrecision.DAY]
    return periods[-1] if periods else NONE


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
                _gap(meant, match)
            else:
                meant.setdefault(match.groups["a"][0], Meant(cue, _sign(document, match), rule))
    return meant


def _sign(document: Document, match: Found) -> int:
    at = match.groups.get("s")
    return -1 if at and any(document.value(at[0], name) is not None for name in FALLING) else 1


def _gap(meant: dict[int, Meant], match: Found) -> None:
    """Where the verb is left out, an amount is what the one before it in the sentence was."""
    at = match.groups["a"][0]
    before = [chunk for chunk in meant if chunk < at and meant[chunk].role in ("growth", "share")]
    if before and at not in meant:
        last = meant[max(before)]
        meant[at] = Meant(last.role, last.sign, match.rule.id)
