"""How a value is written as text in CSV and SQLite, and how text becomes the value again; all as SQL expressions.

Text that a spreadsheet would take for a formula gets an apostrophe in front, and so does text that begins with one:
taking one apostrophe away from text that begins with one restores every value. The list of beginnings follows
https://owasp.org/www-community/attacks/CSV_Injection, with full-width signs and leading blanks added.
"""

from pipeline.release.database import literal
from schemas.render import DUCKDB_TYPES
from schemas.table import Kind

FORMULA = r"^[\p{Z}\p{C}]*[=+\-@＝＋－＠']|^[\t\r\n]"


def needs_escape(text: str) -> str:
    """Whether a text would be taken for a formula, or would lose its own apostrophe."""
    return f"regexp_matches({text}, {literal(FORMULA)})"


def as_text(value: str, kind: Kind) -> str:
    """A value as text; numbers keep no zeros behind the point."""
    match kind:
        case "text":
            return value
        case "decimal":
            return f"rtrim(rtrim(({value})::VARCHAR, '0'), '.')"
        case "timestamp":
            return f"strftime({value}, '%Y-%m-%dT%H:%M:%S.%fZ')"
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


def from_text(text: str, kind: Kind) -> str:
    """The value that a text stands for; null where it stands for none."""
    match kind:
        case "text":
            return text
        case "list":
            return f"TRY_CAST(TRY_CAST({text} AS JSON) AS VARCHAR[])"
        case _:
            return f"TRY_CAST({text} AS {DUCKDB_TYPES[kind]})"


def from_csv(cell: str, kind: Kind) -> str:
    """The value that the text of a CSV cell stands for; null where it stands for none."""
    if kind != "text":
        return from_text(cell, kind)
    return f"CASE WHEN {cell}[1] = '''' THEN {cell}[2:] ELSE {cell} END"
