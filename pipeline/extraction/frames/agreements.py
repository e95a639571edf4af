"""Agreement claims: documents and counted bundles, by whom and how far (codebook, Readings 10, 14 to 18).

What is done with a document and when is in `signing`; who signs in `signatories`; here claims are made of both, and
documents told twice are one.
"""

from decimal import Decimal

from pipeline.extraction.discourse.context import Discourse, breaks_of, segment_at
from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.model import Draft, Slot, Span, Trigger
from pipeline.extraction.frames.sectors import sectors_within
from pipeline.extraction.frames.signatories import Signatories
from pipeline.extraction.frames.signing import Signing, signing_of
from pipeline.extraction.mentions.model import Amount, Measure, Party, Person, Place
from schemas.vocabulary import AgreementKind, AgreementStatus, ClaimTable, Qualifier, Sector

TITLE_WORDS = 24
LOOK_BACK = 40
PURCHASE = ("покупк", "закупк", "поставк", "приобретен", "продаж")
STOPS = {".", ";", ":", "(", "–", "!", "?"}


class AgreementReader:
    """Reads the documents of one article in reading order."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self.document: Document = discourse.document
        self.drafts: list[Draft] = []
        self.bundle: tuple[Sentence, Draft, Signing] | None = None
        self.parties: Slot | None = None
        self.signatories = Signatories(discourse)
        self.titles: list[tuple[str, str, Draft]] = []

    def read(self) -> list[Draft]:
        """All claims about documents."""
        for sentence in self.document.sentences:
            triggers = [Trigger.of(found) for found in sentence.triggers if found.rule.means["table"] == "agreements"]
            if sentence.is_heading or not triggers:
                continue
            breaks = breaks_of(sentence)
            heads = [trigger.head for trigger in triggers]
            for trigger in triggers:
                before = [head for head in heads if head < trigger.head]
                after = [head for head in heads if head > trigger.head]
                since = max(before, default=sentence.first - 1) + 1
                self._one(sentence, trigger, breaks, since, min(after, default=sentence.end))
        return self.drafts

    def _one(self, sentence: Sentence, trigger: Trigger, breaks: list[int], since: int, until: int) -> None:
        segment = segment_at(sentence, breaks, trigger.head)
        is_bundle = trigger.setting("how") == "bundle"
        kind = AgreementKind.BUNDLE if is_bundle else AgreementKind(str(self.document.value(trigger.head, "DOC")))
        span = self._phrase(sentence, trigger, segment, until)
        own = self.signatories.of(sentence, span, since, until)
        signing = signing_of(
            self.discourse, sentence, segment, trigger.head, self._listed_in(sentence, trigger), is_bundle
        )
        listed = self.bundle[1].slots["parties"] if signing and signing.listed and self.bundle else None
        parties = own or listed or self._anaphoric(trigger.head)
        if own:
            self.parties = own
        if signing is None:
            return
        if parties is None:
            parties = self._focus(trigger.head)
        if parties is None:
            return
        draft = self._draft(sentence, trigger, kind, span, parties, signing, until)
        self._keep(sentence, draft, signing, is_bundle, span)

    def _phrase(self, sentence: Sentence, trigger: Trigger, segment: Span, until: int) -> Span:
        """The document's name: adjectives before its noun, and what follows up to the end of the clause."""
        first = trigger.head
        while first > segment[0] and self._adjective(first - 1):
            first -= 1
        end = trigger.head + 1
        limit = min(until, sentence.end, trigger.head + TITLE_WORDS)
        while end < limit and self.document.key(end) not in STOPS and not self._verb(end) and not self._subject(end):
            end += 1
        while end > trigger.head + 1 and self.document.key(end - 1) in (",", "и", "а", "также"):
            end -= 1
        return first, end

    def _adjective(self, chunk: int) -> bool:
        if self.document.mention(chunk) is not None:
            return False
        analyses = self.document.tokens.analyses[self.document.chunks.firsts[chunk]]
        known = any("A" in features and not set(features) & set("QT") for _, features in analyses.values())
        return known or self.document.key(chunk).endswith(("ое", "ая", "ый", "ий", "ую", "ого", "ые", "ые"))

    def _subject(self, chunk: int) -> bool:
        """A country or person in the nominative, who signs rather than belongs to the name."""
        mention = self.document.mention(chunk)
        if not isinstance(mention, Party | Place | Person) or self.document.key(chunk - 1) in ("и", "–", "«"):
            return False
        return "n" in mention.features and "g" not in mention.features and "A" not in mention.features

    def _verb(self, chunk: int) -> bool:
        if self.document.mention(chunk) is not None:
            return False
        if self.document.key(chunk) == "," and self.document.value(chunk + 1, "CLAUSECONJ") is not None:
            return True
        analyses = self.document.tokens.analyses[self.document.chunks.firsts[chunk]]
        return any(
            set(features) & set("PFRS") and not set(features) & set("AT") and "n" not in features
            for _, features in analyses.values()
        )

    def _listed_in(self, sentence: Sentence, trigger: Trigger) -> Signing | None:
        """The signing of the bundle that this sentence, or the one before, lists documents of."""
        if self.bundle is None:
            return None
        bundled, _, signing = self.bundle
        same = bundled is sentence and trigger.setting("how") == "document"
        listed = [match.start for match in sentence.cues.get("listed", ()) if match.start < trigger.head]
        near = 0 <= sentence.index - bundled.index <= 4
        return signing if near and (listed or (same and self._after_colon(sentence, trigger.head))) else None

    def _after_colon(self, sentence: Sentence, chunk: int) -> bool:
        return any(self.document.key(at) in (":", "–") for at in range(sentence.first, chunk))

    def _anaphoric(self, chunk: int) -> Slot | None:
        """The parties of the document before, where this one points back at it: "сам договор", "это соглашение"."""
        pointing = any(
            self.document.key(at) in ("сам", "сама", "само", "этот", "это", "такой", "такое")
            for at in (chunk - 1, chunk - 2)
        )
        return self.parties if pointing else None

    def _focus(self, chunk: int) -> Slot | None:
        pair = self.discourse.focus.pair(chunk)
        return Slot(list(pair), None, "context.focus") if pair else None

    def _draft(
        self,
        sentence: Sentence,
        trigger: Trigger,
        kind: AgreementKind,
        span: Span,
        parties: Slot,
        signing: Signing,
        until: int,
    ) -> Draft:
        rule, at = trigger.rule.id, (trigger.head, trigger.head + 1)
        title = self.document.words(*span)
        sectors = sectors_within(self.document, *span) or (
            [str(Sector.POLITICS)] if kind is AgreementKind.DECLARATION else []
        )
        if kind is AgreementKind.AGREEMENT and any(word in title.lower() for word in PURCHASE):
            kind = AgreementKind.CONTRACT
        slots = {
            "kind": Slot(str(kind), at, rule),
            "parties": parties,
            "sectors": Slot(sectors, span, "ru.sector"),
            "status": Slot(str(signing.status), signing.span, signing.rule),
            "part_of_bundle": Slot(signing.listed, signing.span, signing.rule),
            **self._count(trigger, kind),
            **self._value(trigger, until),
            **signing.slots(),
        }
        if kind is not AgreementKind.BUNDLE:
            slots["title"] = Slot(title, span, rule)
        shown = [span]
        if signing.span and sentence.first <= signing.span[0] < sentence.end:
            shown.append(signing.span)
        return Draft(ClaimTable.AGREEMENTS, rule, slots, shown)

    def _count(self, trigger: Trigger, kind: AgreementKind) -> dict[str, Slot]:
        at = (trigger.head, trigger.head + 1)
        amount = self.document.mention(trigger.head)
        if kind is AgreementKind.BUNDLE and isinstance(amount, Amount):
            return {
                "documents": Slot(int(amount.value), at, amount.rule),
                "documents_qualifier": Slot(str(amount.qualifier), at, amount.rule),
            }
        exact = Slot(str(Qualifier.EXACT), None, "codebook.single")
        return {"documents": Slot(1, None, "codebook.single"), "documents_qualifier": exact}

    def _value(self, trigger: Trigger, until: int) -> dict[str, Slot]:
        """The money and the things counted that follow a document before the next one."""
        slots: dict[str, Slot] = {}
        for chunk in range(trigger.head + 1, until):
            amount = self.document.mention(chunk)
            at = (chunk, chunk + 1)
            if not isinstance(amount, Amount):
                continue
            if amount.measure is Measure.MONEY and "amount" not in slots:
                slots["amount"] = Slot(amount.value, at, amount.rule)
                slots["amount_to"] = Slot(amount.high, at, amount.rule)
                slots["unit"] = Slot(amount.unit, at, amount.rule)
                slots["qualifier"] = Slot(str(amount.qualifier), at, amount.rule)
            elif amount.measure is Measure.PIECES and "quantity" not in slots:
                slots["quantity"] = Slot(Decimal(amount.value), at, amount.rule)
                slots["quantity_unit"] = Slot(amount.unit, at, amount.rule)
        return slots

    def _keep(self, sentence: Sentence, draft: Draft, signing: Signing, is_bundle: bool, span: Span) -> None:
        """Add a claim unless the document was told before; the fuller status then wins."""
        name = "" if is_bundle else self.document.words(*span).lower()[:40]
        count = str(draft.value("documents")) if is_bundle else ""
        for known_name, known_count, known in self.titles[-LOOK_BACK:]:
            same = (is_bundle and known_count == count) if is_bundle else bool(name) and known_name == name
            if same and _worth(draft) <= _worth(known):
                return
        self.titles.append((name, count, draft))
        self.drafts.append(draft)
        if is_bundle and signing.status is AgreementStatus.SIGNED:
            self.bundle = (sentence, draft, signing)


def _worth(draft: Draft) -> int:
    order = ["proposed", "planned", "agreed", "signed", "ratified", "in_force"]
    return order.index(str(draft.value("status")))
