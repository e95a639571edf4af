"""The goods of a figure: the word for goods nearest to its amount, none for goods at large."""

from pipeline.extraction.frames.model import Figure, Slot, Span

AT_LARGE = {"товар", "продукция", "сырье", "готовая продукция", "продукт", "груз"}
REACH = 9
NAMING = ("GOODS", "FREIGHT", "TRANSITN")
FLOWS = ("EXPORT", "IMPORT", "SUPPLY", "TURNOVER")


def of_goods(figure: Figure, chunk: int) -> bool:
    """Whether an adjective stands with goods or freight ("казахстанской пшеницы"), not with a flow of them."""
    document = figure.document
    for step in (1, 2, 3):
        at = chunk + step
        if any(document.value(at, name) is not None for name in NAMING):
            return True
        if document.mention(at) is not None or any(document.value(at, name) is not None for name in FLOWS):
            return False
    return False


def goods_in(figure: Figure, span: Span) -> Slot | None:
    """The goods named in a span, the nearest to the amount."""
    first, end = max(span[0], figure.chunk - REACH), min(span[1], figure.chunk + REACH)
    found = [
        (abs(chunk - figure.chunk), chunk, value)
        for chunk, value in figure.document.values("GOODS", first, end)
        if value not in AT_LARGE
    ]
    if not found:
        return None
    _, chunk, value = min(found)
    return Slot(value, (chunk, chunk + 1), "ru.goods")


def commodity_slot(figure: Figure) -> dict[str, Slot]:
    """The slot `commodity`, empty when the text speaks of all goods; the figure before lends its own."""
    found = goods_in(figure, figure.segment)
    if found is None and not figure.inherited:
        found = goods_in(figure, figure.scopes[1])
    if found:
        return {"commodity": found}
    if carries_goods(figure) and figure.topic and "commodity" in figure.topic.slots:
        return {"commodity": figure.topic.slots["commodity"]}
    return {}


def carries_goods(figure: Figure) -> bool:
    """Whether a figure goes on with the goods of the one before."""
    topic = figure.topic
    if topic is None or topic.table != figure.trigger.table:
        return False
    same = topic.sentence is figure.sentence and topic.trigger.head == figure.trigger.head
    return figure.inherited or same or bool(figure.notes.get("listed"))
