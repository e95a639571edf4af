"""The goods of a figure: the word for goods nearest to its amount, none for goods at large."""

from pipeline.extraction.frames.model import Figure, Slot

AT_LARGE = {"товар", "продукция", "сырье", "готовая продукция", "продукт"}
REACH = 7


def of_goods(figure: Figure, chunk: int) -> bool:
    """Whether an adjective stands with goods or freight: "казахстанской пшеницы"."""
    document = figure.document
    return any(
        document.value(chunk + step, name) is not None for step in (1, 2) for name in ("GOODS", "FREIGHT", "TRANSITN")
    )


def commodity_slot(figure: Figure) -> dict[str, Slot]:
    """The slot `commodity`, empty when the text speaks of all goods; the figure before lends its own."""
    document = figure.document
    first, end = figure.segment
    found = [
        (abs(chunk - figure.chunk), chunk, value)
        for chunk, value in document.values("GOODS", max(first, figure.chunk - REACH), min(end, figure.chunk + REACH))
        if value not in AT_LARGE
    ]
    if found:
        _, chunk, value = min(found)
        return {"commodity": Slot(value, (chunk, chunk + 1), "ru.goods")}
    if figure.inherited and figure.topic and "commodity" in figure.topic.slots:
        return {"commodity": figure.topic.slots["commodity"]}
    return {}
