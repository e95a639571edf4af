"""An annotated article as plain text for a terminal; nothing in the article can drive the terminal."""

from collections.abc import Iterator
from textwrap import wrap

from pipeline.annotated.rows import Row, Shown
from pipeline.archive.articles import Article
from pipeline.extraction import Noted, Reading

WIDTH = 110
SHORT = 60


def as_text(article: Article, reading: Reading, rows: list[Row]) -> Iterator[str]:
    """The lines of the whole article: each sentence with its mentions, context and claims, and its idle numbers."""
    facts = (article.publisher, str(article.published_on or "without a date"), reading.language or "language unknown")
    yield f"{_safe(article.file)}: {_safe(article.title)}"
    yield f"{', '.join(_safe(fact) for fact in facts if fact)}; {len(reading.claims)} claims"
    number = 0
    for row in rows:
        number += row.trace is not None
        yield ""
        yield from _sentence(row, number)


def _sentence(row: Row, number: int) -> Iterator[str]:
    words = _safe("".join(piece.words for piece in row.pieces))
    mark = f"[{number}] " if row.trace else "[not read] "
    yield from wrap(words, WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark)) or [mark]
    if row.trace is None:
        return
    if row.trace.mentions or row.claims:
        yield f"    about     {row.trace.home} and {row.trace.partner or 'no other country'}"
        yield from _listed("heard", row.trace.speakers, None)
    source = {
        item: "".join(piece.words for piece in row.pieces if piece.mention is item) for item in row.trace.mentions
    }
    yield from _listed("mentions", row.trace.mentions, source)
    for shown in row.claims:
        yield from _claim(shown)
    for decision in row.unclaimed:
        yield f"    no claim  {_safe(decision.words)}: {_safe(decision.verdict)}"


def _listed(label: str, items: tuple[Noted, ...], source: dict[Noted, str] | None) -> Iterator[str]:
    for item in items:
        words = f"{_safe(source[item])} = " if source else ""
        yield f"    {label:9} {words}{_safe(item.meaning)}  ({item.rule})"
        label = ""


def _claim(shown: Shown) -> Iterator[str]:
    yield f"    claim {shown.number:<3} {shown.claim.table}, {shown.claim.rule}: «{_safe(shown.claim.quote)}»"
    width = max((len(slot.field) for slot in shown.slots), default=0)
    for slot in shown.slots:
        words = f"  «{_short(slot.words)}»" if slot.words else ""
        if slot.words == shown.claim.quote:
            words = "  the whole quote"
        reason = f"  {slot.how} by {slot.rule}" if slot.rule else ""
        yield f"      {slot.field:{width}}  {_safe(slot.value)}{reason}{words}"
    if shown.empty:
        yield f"      not told: {', '.join(shown.empty)}"


def _short(words: str) -> str:
    shown = _safe(words)
    return shown if len(shown) <= SHORT else f"{shown[: SHORT - 1]}…"


def _safe(words: str) -> str:
    """Words on one line without anything that a terminal would obey."""
    return " ".join("".join(character if character.isprintable() else " " for character in words).split())
