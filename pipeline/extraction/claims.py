"""From drafts to claims: the quote cut out of the text, its context, and the evidence of each field."""

from pipeline.extraction.document import Document
from pipeline.extraction.frames.model import Draft, Slot, Span
from pipeline.extraction.frames.repeated import without_repeated
from pipeline.extraction.frames.trade.retold import without_retold
from pipeline.extraction.reading import Claim, Evidence, Value
from schemas.vocabulary import ClaimTable, How

CONTEXT = 600
TABLES = list(ClaimTable)
COLUMNS: dict[ClaimTable, tuple[str, ...]] = {
    ClaimTable.VISITS: (
        "visitor", "visitor_country", "destination", "city", "kind", "occasion", "hosts", "start_date", "end_date",
        "date_precision", "status",
    ),
    ClaimTable.AGREEMENTS: (
        "kind", "title", "parties", "documents", "documents_qualifier", "amount", "amount_to", "unit", "qualifier",
        "quantity", "quantity_unit", "sectors", "signed_on", "date_precision", "place", "status", "part_of_bundle",
    ),
    ClaimTable.TRADE: (
        "reporter", "partner", "flow", "measure", "amount", "amount_to", "unit", "qualifier", "commodity",
        "period_start", "period_end", "basis", "claimant",
    ),
    ClaimTable.CORRIDORS: (
        "corridor", "metric", "amount", "amount_to", "unit", "qualifier", "origin", "destination", "commodity",
        "period_start", "period_end", "basis", "claimant",
    ),
    ClaimTable.INVESTMENTS: (
        "source", "target", "measure", "amount", "amount_to", "unit", "qualifier", "sector", "period_start",
        "period_end", "basis", "claimant",
    ),
}  # fmt: skip
LISTS = {"hosts", "parties", "sectors"}
# what makes two figures of an article the same statement
IDENTITY: dict[ClaimTable, tuple[str, ...]] = {
    ClaimTable.TRADE: (
        "reporter",
        "partner",
        "flow",
        "measure",
        "amount",
        "unit",
        "commodity",
        "period_start",
        "period_end",
        "claimant",
    ),
    ClaimTable.CORRIDORS: (
        "corridor",
        "metric",
        "amount",
        "unit",
        "origin",
        "destination",
        "period_start",
        "period_end",
        "claimant",
    ),
    ClaimTable.INVESTMENTS: ("source", "target", "measure", "amount", "unit", "period_start", "period_end", "claimant"),
}


def claims_of(document: Document, drafts: list[Draft]) -> list[Claim]:
    """The claims of an article in the order of their quotes; a figure told twice in the same terms is one."""
    claims: list[Claim] = []
    seen: set[tuple[object, ...]] = set()
    for draft in without_repeated(without_retold(drafts), document.lexicon.facts["parties"]):
        identity = IDENTITY.get(draft.table)
        key = (draft.table, *map(str, map(draft.value, identity))) if identity else ()
        if key and key in seen:
            continue
        seen.add(key)
        claims.append(_claim(document, draft))
    return sorted(claims, key=lambda claim: (claim.start_char, claim.end_char, TABLES.index(claim.table), claim.rule))


def _claim(document: Document, draft: Draft) -> Claim:
    sentence = document.sentence_at(draft.shown[0][0])
    shown = [span for span in draft.shown if sentence.first <= span[0] and span[1] <= sentence.end]
    first, end = min(shown)[0], max([end for _, end in shown])
    start_char, end_char = document.span(first, end)
    values: dict[str, Value] = {}
    evidence: list[Evidence] = []
    spans: dict[Span, Span] = {}
    for name in COLUMNS[draft.table]:
        slot = draft.slots.get(name)
        if slot is not None and slot.value is not None:
            values[name] = slot.value
            evidence.append(_evidence(document, name, slot, (first, end), spans))
        else:
            values[name] = [] if name in LISTS else None
    return Claim(
        draft.table,
        values,
        document.text.raw[start_char:end_char],
        start_char,
        end_char,
        _context(document, first, end),
        draft.rule,
        tuple(evidence),
    )


def _evidence(document: Document, name: str, slot: Slot, quote: Span, spans: dict[Span, Span]) -> Evidence:
    """Where a field's value comes from; `spans` has the offsets of chunks that other fields of the claim come from."""
    _, span, rule, how = slot
    if span is None:
        return Evidence(name, None, None, rule, how or How.DEFAULT)
    if span not in spans:
        spans[span] = document.span(*span)
    stated = quote[0] <= span[0] and span[1] <= quote[1]
    return Evidence(name, *spans[span], rule, How.STATED if stated else How.CONTEXT)


def _context(document: Document, first: int, end: int) -> str:
    """The sentences around the quote; of longer ones the part that has the quote in its middle."""
    start, stop = document.span(document.sentence_at(first).first, document.sentence_at(end - 1).end)
    quote_start, quote_end = document.span(first, end)
    if stop - start > CONTEXT:
        room = max(CONTEXT - (quote_end - quote_start), 0) // 2
        start = max(start, quote_start - room)
        stop = min(stop, start + CONTEXT)
    return document.text.raw[start:stop]
