"""What an article has been talking of, so that a figure may leave it out.

Only the memory is here; which figure may use it is decided in `figures`, and what it takes from it by its frame.
"""

from dataclasses import replace

from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.discourse.spans import NONE, Period
from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.actors import slot_of
from pipeline.extraction.frames.figures.attach import triggers_of
from pipeline.extraction.frames.figures.goods import AT_LARGE
from pipeline.extraction.frames.figures.periods import past_named
from pipeline.extraction.frames.figures.wholes import listed_with, of_world, parties_in, tells_of_another, whole_of
from pipeline.extraction.frames.model import Draft, Figure, Meant, Slot, Topic, Trigger
from pipeline.extraction.frames.roles import Roles
from pipeline.extraction.mentions.model import Measure, Party
from schemas.vocabulary import Basis, ClaimTable, Flow, Unit

# how many paragraphs later a word that points back can still mean the figure before, or a period still hold
RECENT = 2
LIST_MARKS = {"–", "•", "■", "*"}
PERIOD_HOLDS = 4
# a period named in the title or the first sentence holds for the whole text, where no other does
OPENING = 2
# a sentence of no more chunks than this has room for a country's name only
ALONE = 3
# how many countries share a trade
PAIR = 2
CHANGES = (Unit.PERCENT, Unit.TIMES)


class Talk:
    """The topics of one article in reading order."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self.document: Document = discourse.document
        self.topics: dict[str, Topic] = {}
        self.last: Topic | None = None
        self.lead: Topic | None = None
        self.money: str | None = None
        self.period = NONE
        self.opening = NONE
        self.dated = 0
        self.goods: Slot | None = None
        self.mutual: Topic | None = None

    def of(self, table: str, chunk: int) -> Topic | None:
        """The topic of a table, forgotten where another country's section begins."""
        topic = self.topics.get(table)
        home = self.discourse.focus.home
        return topic if topic and home(topic.chunk) == home(chunk) else None

    def carried(self, sentence: Sentence) -> Topic | None:
        """What a figure without any word of its own goes on with: the sentence before, or a heading."""
        topic = self._before(sentence)
        if topic is None or sentence.index - topic.sentence.index > (2 if self._is_source(sentence.index - 1) else 1):
            return None
        if topic.table == ClaimTable.TRADE and self.document.has("COSTV", sentence.first, sentence.end):
            return None
        same = topic.sentence.paragraph == sentence.paragraph or topic.sentence.is_heading
        return topic if same or self._is_listed(sentence) else None

    def _is_source(self, index: int) -> bool:
        """Whether a sentence only says who tells: "Об этом сообщает таможня."."""
        between = self.document.sentences[index] if index >= 0 else None
        return between is not None and not between.amounts and not between.cues.keys().isdisjoint(("publish", "refer"))

    def _is_listed(self, sentence: Sentence) -> bool:
        """Whether a sentence is a line of a list, which goes on with what introduced the list."""
        before = self.document.sentences[sentence.index - 1]
        introduced = self.document.key(before.end - 1) == ":" or self._is_row(before)
        return introduced and self._is_row(sentence)

    def _is_row(self, sentence: Sentence) -> bool:
        """Whether a sentence begins with the mark of a list, or with a country and a dash: "Китай – 5 млрд"."""
        key, first = self.document.key, sentence.first
        if key(first) in LIST_MARKS:
            return True
        return isinstance(self.document.mention(first), Party) and key(first + 1) in ("–", ":")

    def pointed(self, sentence: Sentence) -> Topic | None:
        """What a word that points back ("этот показатель") means: the figure before, some paragraphs away at most.

        What is aimed at is the trade of which the figure before was a part.
        """
        topic = self._before(sentence)
        aimed = sentence.cues.get("target") or sentence.cues.get("forecast")
        if aimed and topic and self.mutual and topic.sentence is not sentence and self._is_part(topic, self.mutual):
            topic = self.mutual
        return topic if topic and sentence.paragraph - topic.sentence.paragraph <= RECENT else None

    def _is_part(self, topic: Topic, mutual: Topic) -> bool:
        """Whether a topic is one of the two flows of a mutual trade told shortly before."""
        pair = {topic.slots[name].value for name in ("reporter", "partner") if name in topic.slots}
        flow = topic.slots.get("flow")
        directed = flow is not None and flow.value in (Flow.EXPORT, Flow.IMPORT)
        known = {mutual.slots["reporter"].value, mutual.slots["partner"].value}
        return directed and pair == known and topic.sentence.paragraph - mutual.sentence.paragraph <= RECENT

    def spoken(self, sentence: Sentence) -> Period:
        """The period last named in what has happened, while it still holds."""
        far = sentence.paragraph - self.dated > PERIOD_HOLDS and self.discourse.sources.note(sentence.first) is None
        return self.opening if far else self.period

    def _before(self, sentence: Sentence) -> Topic | None:
        """Within a sentence the last figure, in a later one what the sentence before began with.

        The unit of a sentence that begins with a growth is that of the level with which it ends.
        """
        lead, last = self.lead, self.last
        if last and last.sentence is sentence:
            return last
        if lead and last and lead.unit is None and last.sentence is lead.sentence:
            return lead.counted_in(last.unit, lead.money or last.money)
        return lead

    def hear(self, sentence: Sentence, told: bool) -> None:
        """Take in a sentence once it is read; `told` if it gave claims. Amounts of other things end the topic."""
        if not told:
            if any(reason.startswith("belongs to") for reason in sentence.decisions.values()):
                self.last = self.lead = None
            self._talk_of(sentence)
            self._turn_to(sentence)
            self.goods = self._goods(sentence) or self.goods
        named = past_named(self.document, sentence)
        signed = not told and any(found.rule.table == ClaimTable.AGREEMENTS for found in sentence.triggers)
        compared = all(reason.endswith("no claim") for reason in sentence.decisions.values())
        if named and (told or compared) and not signed:
            self.period = named
            if sentence.index < OPENING:
                self.opening = named
            self.dated = sentence.paragraph

    def remember(self, figure: Figure, draft: Draft) -> None:
        """Keep what a claim was about; what a sentence adds in brackets is not what it goes on with."""
        if self.last and self.last.sentence is figure.sentence and figure.bracket(figure.chunk):
            return
        known = self.of(figure.trigger.table, figure.chunk)
        listed = listed_with(self.last, figure, draft)
        if listed and self.lead and self.lead.sentence is figure.sentence:
            self.lead.whole = listed
        unit = draft.value("unit")
        if figure.amount.measure is Measure.MONEY:
            self.money = figure.amount.unit
        period = figure.notes.get("period", NONE)
        topic = Topic(
            figure.trigger.table,
            figure.sentence,
            figure.trigger,
            draft.slots,
            (known.unit if known else None) if unit in CHANGES else str(unit),
            self.money,
            period if isinstance(period, Period) and not figure.notes.get("derived") else figure.spoken,
            Basis(str(draft.value("basis"))),
            figure.meant,
            figure.chunk,
            whole_of(figure) or listed or parties_in(draft.slots),
            None if tells_of_another(self.last, figure, draft) else of_world(draft) or (known.world if known else None),
        )
        goods = draft.slots.get("commodity", self.goods)
        if goods and goods.span != (figure.chunk, figure.chunk + 1):
            self.goods = goods
        self.topics[topic.table] = topic
        if draft.value("flow") == Flow.TURNOVER:
            self.mutual = topic
        if self.last is None or self.last.sentence is not figure.sentence:
            self.lead = topic
        self.last = topic
        if draft.value("basis") == Basis.ACTUAL and not figure.notes.get("inherited period"):
            self.dated = figure.sentence.paragraph

    def _talk_of(self, sentence: Sentence) -> None:
        """A sentence that names trade, a route or investments without a figure is what the next figure is about."""
        introduces = self.document.key(sentence.end - 1) == ":"
        if not introduces and not any("topical" in found.rule.settings for found in sentence.triggers):
            return
        listing = [each for each in triggers_of(sentence) if introduces and each.settings.get("members")]
        topical = (each for each in triggers_of(sentence) if each.settings.get("topical"))
        trigger = listing[-1] if listing else next(topical, None)
        if trigger is None:
            return
        known = self.of(trigger.table, trigger.head)
        slots = self._listed_for(sentence, trigger) if listing else self._parties_talked_of(sentence, known)
        if trigger.settings.get("transit"):
            slots.pop("corridor", None)
        flow = trigger.setting("flow")
        if flow:
            slots["flow"] = Slot(flow, (trigger.head, trigger.head + 1), trigger.rule.id)
        self.last = self.lead = Topic(
            trigger.table,
            sentence,
            trigger,
            slots,
            known.unit if known else None,
            self.money,
            self.spoken(sentence),
            Basis.ACTUAL,
            Meant(),
            trigger.head,
            parties_in(slots),
            slots["reporter"] if "partner" in slots and slots["partner"].value == "WORLD" else None,
        )
        if slots:
            self.topics[trigger.table] = self.last

    def _listed_for(self, sentence: Sentence, trigger: Trigger) -> dict[str, Slot]:
        """Whose buyers or suppliers a sentence goes on to list: "Поставщиками нефти в Индию были:"."""
        roles = ("to", "of") if trigger.setting("flow") == Flow.IMPORT else ("from", "of", "adjective")
        owners = Roles(self.document, sentence).within((sentence.first, sentence.end), *roles)
        home = Slot(self.discourse.focus.home(sentence.first), None, "codebook.voice")
        return {
            "reporter": slot_of(owners[0]) if owners else home,
            "partner": Slot("WORLD", None, "codebook.world"),
        }

    def _turn_to(self, sentence: Sentence) -> None:
        """A heading or sentence that is only a country's name: the trade told before is now told of that country."""
        topic = self.mutual
        if topic is None or sentence.end - sentence.first > ALONE:
            return
        named = [each for each in self.document.mentions(sentence.first, sentence.end) if isinstance(each[1], Party)]
        if len(named) != 1:
            return
        chunk, mention = named[0]
        reporter = topic.world or Slot(self.discourse.focus.home(chunk), None, "codebook.voice")
        if not isinstance(mention, Party) or mention.party == reporter.value:
            return
        parties = {"reporter": reporter, "partner": Slot(mention.party, (chunk, chunk + 1), mention.rule)}
        turned = replace(topic, sentence=sentence, slots={**topic.slots, **parties}, whole=parties, chunk=chunk)
        turned.slots.pop("commodity", None)
        self.topics["trade"] = self.last = self.lead = turned

    def _goods(self, sentence: Sentence) -> Slot | None:
        """The goods that a sentence without figures speaks of, if they are the only ones."""
        named = self.document.values("GOODS", sentence.first, sentence.end)
        found = [each for each in named if each[1] not in AT_LARGE]
        if not found or len({value for _, value in found}) != 1:
            return None
        chunk, value = found[0]
        return Slot(value, (chunk, chunk + 1), "context.goods")

    def _parties_talked_of(self, sentence: Sentence, known: Topic | None) -> dict[str, Slot]:
        """Foreign trade at large is its owner's trade with the world; else the parties of the figures before go on."""
        document = self.document
        if document.has("FOREIGNTRADE", sentence.first, sentence.end):
            return {
                "reporter": self._owner(sentence, known),
                "partner": Slot("WORLD", None, "codebook.world"),
            }
        roles = Roles(document, sentence)
        named = roles.within((sentence.first, sentence.end), "between") or roles.within(
            (sentence.first, sentence.end), "pair"
        )
        if len({actor.country for actor in named}) == PAIR:
            return {"reporter": slot_of(named[0]), "partner": slot_of(named[1])}
        owners = roles.within((sentence.first, sentence.end), "of", "subject")
        others = roles.within((sentence.first, sentence.end), "with")
        if len({*owners}) == 1 and len({*others}) == 1:
            return {"reporter": slot_of(owners[0]), "partner": slot_of(others[0])}
        if known is None or sentence.paragraph - known.sentence.paragraph > 1:
            return {}
        return parties_in(known.slots)

    def _owner(self, sentence: Sentence, known: Topic | None) -> Slot:
        """Whose foreign trade a sentence without figures speaks of: the country it names, or the voice's."""
        roles = Roles(self.document, sentence)
        owners = roles.within((sentence.first, sentence.end), "of", "subject", "adjective")
        if len({actor.country for actor in owners}) == 1:
            return slot_of(owners[0])
        if known and known.world:
            return known.world
        return Slot(self.discourse.focus.home(sentence.first), None, "codebook.voice")
