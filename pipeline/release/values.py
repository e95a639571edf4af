"""How a value is written as text in CSV and SQLite, and how text becomes the value again; as SQL expressions.

Text that a spreadsheet would take for a formula gets an apostrophe in front, and so does text that begins with one:
taking one apostrophe away from text that begins with one restores every value. The list of beginnings follows
https://owasp.org/www-community/attacks/CSV_Injection, with full-width signs and leading blanks added.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

import duckdb

from pipeline.release.database import count, literal, name, run
from schemas.render import DUCKDB_TYPES
from schemas.table import DECIMAL_SCALE, Kind

FORMULA = r"^[\p{Z}\p{C}]*[=+\-@＝＋－＠']|^[\t\r\n]"


_HARMLESS = re.compile(r"(?:[A-Za-z0-9]|\[(?:[A-Za-z0-9](?:-[A-Za-z0-9])?)+\])(?![?*])(?!\{0)[^|]*")
"""A pattern whose texts all begin with a letter or a digit."""


class Typed(Protocol):
    """A column, as its schema declares it or as a descriptor tells of it."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def kind(self) -> Kind:
        """What its values are."""

    @property
    def pattern(self) -> str | None:
        """What its texts have to match."""

    @property
    def categories(self) -> Sequence[str]:
        """The words that its texts have to be one of."""


def free_texts(columns: Iterable[Typed]) -> list[str]:
    """The columns of texts that may be anything, which CSV has in quotes throughout."""
    return [item.name for item in columns if item.kind == "text" and item.pattern is None and not item.categories]


def risky_texts(columns: Iterable[Typed]) -> list[str]:
    """The columns of texts that may need an escape: neither identifiers nor codes nor fixed words."""
    return [item.name for item in columns if item.kind == "text" and not _is_harmless(item.pattern, item.categories)]


def _is_harmless(pattern: str | None, categories: Sequence[str]) -> bool:
    words = bool(categories) and not any(re.match(r"\W", word) for word in categories)
    return words or (pattern is not None and _HARMLESS.fullmatch(pattern) is not None)


def needs_escape(text: str) -> str:
    """Whether a text would be taken for a formula, or would lose its own apostrophe; null for null."""
    # what begins with a digit or a letter, as nearly all texts do, is told far faster by its order
    plain = " OR ".join(f"({text} >= '{first}' AND {text} < '{end}')" for first, end in ("0:", "A[", "a{", "Аѐ"))
    return f"CASE WHEN {plain} THEN FALSE ELSE regexp_matches({text}, {literal(FORMULA)}) END"


def as_text(value: str, kind: Kind) -> str:
    """A value as text; numbers keep no zeros behind the point."""
    match kind:
        case "text":
            return value
        case "decimal":
            # in 64 bits, as nearly all amounts fit, it takes a third of the time
            short = f"TRY_CAST({value} AS DECIMAL(18, {DECIMAL_SCALE}))::VARCHAR"
            return f"regexp_replace(coalesce({short}, ({value})::VARCHAR), '\\.?0+$', '')"
        case "timestamp":
            # the same moment without a time zone, which is twice as fast to write
            return f"strftime(make_timestamp(epoch_us({value})), '%Y-%m-%dT%H:%M:%S.%fZ')"
        case "boolean":
            # capitals, because base R reads nothing else as a logical
            return f"upper(({value})::VARCHAR)"
        case "list":
            return f"to_json({value})::VARCHAR"
        case "integer" | "date":
            return f"({value})::VARCHAR"


def as_csv(value: str, kind: Kind) -> str:
    """A value as the text of a CSV cell."""
    if kind != "text":
        return as_text(value, kind)
    return f"CASE WHEN {needs_escape(value)} THEN '''' || {value} ELSE {value} END"


def csv_cell(column: str, kind: Kind, *, harmless: bool) -> str:
    """A column of a query: the text of each of its CSV cells."""
    return name(column) if harmless and kind == "text" else f"{as_csv(name(column), kind)} AS {name(column)}"


def escapes(connection: duckdb.DuckDBPyConnection, texts: Sequence[str], rows: str) -> dict[str, int]:
    """How many texts need an escape, for each of some columns that has such texts."""
    marked = " OR ".join(needs_escape(name(column)) for column in texts)
    if not texts or not count(connection, f"SELECT count(*) FROM {rows} WHERE {marked}"):
        # one question whether there is any is far cheaper than to count them
        return {}
    counts = ", ".join(f"count(*) FILTER (WHERE {needs_escape(name(column))})" for column in texts)
    found = zip(texts, run(connection, f"SELECT {counts} FROM {rows}")[0], strict=True)
    return {column: number for column, number in found if number}


def sqlite_cell(column: str, kind: Kind) -> str:
    """A column of a query: what SQLite is given for each value. It turns the text of a decimal into its own number."""
    quoted = name(column)
    match kind:
        case "integer":
            return quoted
        case "decimal":
            return f"{quoted}::DOUBLE AS {quoted}"
        case "boolean":
            return f"{quoted}::BIGINT AS {quoted}"
        case _:
            return f"{as_text(quoted, kind)} AS {quoted}"


def from_csv(cell: str, kind: Kind) -> str:
    """The value that the text of a CSV cell stands for; null where it stands for none."""
    match kind:
        case "text":
            return f"CASE WHEN {cell}[1] = '''' THEN {cell}[2:] ELSE {cell} END"
        case "list":
            return f"TRY_CAST(TRY_CAST({cell} AS JSON) AS VARCHAR[])"
        case _:
            return f"TRY_CAST({cell} AS {DUCKDB_TYPES[kind]})"
