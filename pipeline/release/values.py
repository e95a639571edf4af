"""How a value is written as text in CSV and SQLite, and how text becomes the value again; as SQL expressions.

Text that a spreadsheet would take for a formula gets an apostrophe in front, and so does text that begins with one:
taking one apostrophe away from text that begins with one restores every value. The list of beginnings follows
https://owasp.org/www-community/attacks/CSV_Injection, with full-width signs and leading blanks added.
"""

import re
from collections.abc import Sequence
from typing import Protocol

from pipeline.release.database import literal, name
from schemas.render import DUCKDB_TYPES
from schemas.table import DECIMAL_SCALE, Kind

FORMULA = r"^[\p{Z}\p{C}]*[=+\-@＝＋－＠']|^[\t\r\n]"


_HARMLESS = re.compile(r"(?:[A-Za-z0-9]|\[(?:[A-Za-z0-9](?:-[A-Za-z0-9])?)+\])(?![?*])(?!\{0)[^|]*")
"""A pattern whose texts all begin with a letter or a digit."""


_QUOTE, _QUOTES, _QUOTE_ESCAPE = "'\"'", "'\"\"'", "'\"'''"
"""What CSV has round a text and for a quote in it, and what begins a text with an escape; as SQL."""


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


def is_risky(item: Typed) -> bool:
    """Whether a column has texts that may need an escape: neither identifiers nor codes nor fixed words."""
    words = bool(item.categories) and not any(re.match(r"\W", word) for word in item.categories)
    fixed = words or (item.pattern is not None and _HARMLESS.fullmatch(item.pattern) is not None)
    return item.kind == "text" and not fixed


def needs_escape(text: str) -> str:
    """Whether a text would be taken for a formula, or would lose its own apostrophe; null for null."""
    # what begins with a letter or a digit, as nearly all texts do, is told far faster by its order
    plain = " OR ".join(f"({text} >= '{first}' AND {text} < '{end}')" for first, end in ("Аѐ", "A{", "0="))
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


def csv_cell(item: Typed) -> str:
    """A column of a query: the text of each of its CSV cells."""
    column = name(item.name)
    return f"{as_csv(column, item.kind)} AS {column}" if is_risky(item) or item.kind != "text" else column


def csv_line(columns: Sequence[Typed]) -> str:
    """Two columns of a query: each row as a line of a CSV file, and how many of its texts got an escape.

    Texts and lists are in quotes throughout, so that no reader takes one for a number; null is the empty cell, which
    no text is.
    """
    # what is null adds nothing to the line
    cells = ", ',', ".join(map(_line_cell, columns))
    escaped = [f"coalesce({needs_escape(name(item.name))}, FALSE)::INTEGER" for item in columns if is_risky(item)]
    return f"concat({cells}, chr(10)) AS line, {' + '.join(escaped) or 0} AS escaped"


def _line_cell(item: Typed) -> str:
    column = name(item.name)
    text = as_text(column, item.kind)
    if item.kind not in ("text", "list"):
        return text
    begin = f"CASE WHEN {needs_escape(column)} THEN {_QUOTE_ESCAPE} ELSE {_QUOTE} END" if is_risky(item) else _QUOTE
    # to look for a quote is far cheaper than to replace none
    doubled = f"CASE WHEN contains({text}, {_QUOTE}) THEN replace({text}, {_QUOTE}, {_QUOTES}) ELSE {text} END"
    return f"{begin} || {doubled} || {_QUOTE}"


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
