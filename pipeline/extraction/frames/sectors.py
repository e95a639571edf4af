"""Fields of cooperation, by the words of a title or beside an amount."""

from pipeline.extraction.document import Document
from pipeline.extraction.frames.model import Figure, Slot


def sectors_within(document: Document, first: int, end: int) -> list[str]:
    """The sectors that words of a span of chunks speak for, in their order."""
    found: list[str] = []
    for _, value in document.values("SECTOR", first, end):
        for sector in value.split(","):
            if sector and sector not in found:
                found.append(sector)
    return found


def sector_slot(figure: Figure) -> dict[str, Slot]:
    """The slot `sector` of an investment: the field named in the clause of the amount, if it is one."""
    first, end = figure.segment
    found = [
        sector
        for sector in sectors_within(figure.document, first, end)
        if sector not in ("investment", "trade", "finance")
    ]
    return {"sector": Slot(found[0], (first, end), "ru.sector")} if found else {}
