"""Small valid tables for every package, made from the schemas alone: linked, varied, and the same on every call."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl
import pyarrow as pa

from pipeline.release.context import Checkpoint, ReleaseContext
from schemas.packages import CLAIMED, PACKAGES, Claimed, Package
from schemas.render import arrow_schema
from schemas.table import Column, TableSpec

QUOTE = "Казахстан и Китай подписали соглашение."
TEXTS = (
    "Астана",
    '=HYPERLINK("http://x")',
    "'цитата",
    "a,b\nc\r\nd",
    'он "сам"',
    "  +7 700",
    "NA",
    "null",
    "-",
    "＝1",
    "ok",
)
PARTIES = ("KAZ", "CHN", "@фонд", "Air Astana")
START = datetime(2025, 11, 1, 8, 30, 0, 123456, tzinfo=UTC)

PREFIXES = {"visits": "vis", "agreements": "agr", "trade": "trd", "corridors": "cor", "investments": "inv"}


def package(name: str) -> Package:
    return next(item for item in PACKAGES if item.name == name)


def hashed(prefix: str, *words: object, digits: int = 12) -> str:
    return f"{prefix}_{hashlib.sha256(repr(words).encode()).hexdigest()[:digits]}"


def context(position: int = 10, **changes: Any) -> ReleaseContext:
    facts: dict[str, Any] = {
        "checkpoint": Checkpoint(position, position, f"{position:064x}", f"{position + 1:064x}"),
        "created": START + timedelta(days=position),
        "code": "0.1.0",
        "extractor": "ru-1",
    }
    return ReleaseContext(**facts | changes)


def tables(package: Package, records: int = 4) -> dict[str, pa.Table]:
    """Every table of a package with so many records of each kind, two claims each, two articles in all."""
    return dict(made_once(package, records))


@cache
def made_once(package: Package, records: int) -> dict[str, pa.Table]:
    """The tables, validated, which takes longer than making them."""
    articles = [hashed("art", number) for number in range(2)]
    rows: dict[str, list[dict[str, Any]]] = {spec.name: [] for spec in package.tables}
    rows["parties"] = [fill("parties", number, party=party) for number, party in enumerate(PARTIES)]
    rows["articles"] = [fill("articles", number, article_id=article) for number, article in enumerate(articles)]
    if "corridors" in rows:
        rows["corridors"] = [
            fill("corridors", number, corridor=name) for number, name in enumerate(("cpc", "transit-KAZ"))
        ]
    for item in CLAIMED:
        if item.kind in package.kinds:
            add_claimed(rows, item, articles, records)
    specs = {spec.name: spec for spec in package.tables}
    made = {name: pa.Table.from_pylist(found, arrow_schema(specs[name])) for name, found in rows.items()}
    for name, table in made.items():
        specs[name].model.validate(pl.DataFrame(pl.from_arrow(table)), lazy=True)
    return made


def add_claimed(rows: dict[str, list[dict[str, Any]]], item: Claimed, articles: list[str], records: int) -> None:
    kind = str(item.kind)
    rows["coverage"] += [
        fill("coverage", number, article_id=article, claim_table=kind) for number, article in enumerate(articles)
    ]
    key = item.records.key[0]
    for number in range(records):
        record = hashed(PREFIXES[kind], number)
        claims = [hashed("clm", kind, number, article, digits=16) for article in articles]
        shared = CONSISTENT[kind](number) | {key: record}
        rows[item.records.name].append(fill(item.records.name, number, **shared, chosen_claim=claims[0]))
        for position, (claim, article) in enumerate(zip(claims, articles, strict=True)):
            start = 3 * number + position
            quoted = {"quote": QUOTE, "start_char": start, "end_char": start + len(QUOTE)}
            values = shared | quoted | {"claim_id": claim, "article_id": article}
            rows[item.claims.name].append(fill(item.claims.name, number + position, **values))
            evidence = {"claim_id": claim, "words": QUOTE[:9], "start_char": start, "end_char": start + 9}
            rows["evidence"].append(fill("evidence", number, **evidence, field="status"))


def _figure(number: int) -> dict[str, Any]:
    amount = Decimal("33.3") + number * Decimal("1000000000.0001")
    ranged = number % 3 == 2
    return {
        "amount": amount,
        "amount_to": amount + 1 if ranged else None,
        "qualifier": "range" if ranged else "about",
        "period_start": date(2024, 1, 1),
        "period_end": None if number % 2 else date(2024, 12, 31),
    }


CONSISTENT: Mapping[str, Callable[[int], dict[str, Any]]] = {
    "visits": lambda n: {
        "visitor_country": PARTIES[n % 4],
        "destination": PARTIES[(n + 1) % 4],
        "end_date": None,
        "start_date": date(2025, 1, 1 + n % 28) if n % 2 else None,
        "date_precision": "day" if n % 2 else None,
    },
    "agreements": lambda n: {
        "parties": [PARTIES[n % 4], PARTIES[(n + 1) % 4]],
        "sectors": ["trade", "oil_gas"][: n % 3],
        "amount": Decimal(15_000_000_000) if n % 2 else None,
        "amount_to": None,
        "unit": "USD" if n % 2 else None,
        "qualifier": "about" if n % 2 else None,
        "documents": 1,
        "documents_qualifier": "exact",
        "quantity": None,
        "quantity_unit": None,
        "signed_on": None,
        "date_precision": None,
        "bundle_id": None,
    },
    "trade": lambda n: (
        _figure(n) | {"reporter": PARTIES[n % 4], "partner": PARTIES[(n + 1) % 4], "measure": "value", "unit": "USD"}
    ),
    "corridors": lambda n: (
        _figure(n)
        | {
            "corridor": ["cpc", "transit-KAZ"][n % 2],
            "metric": "volume",
            "unit": "t",
            "origin": None,
            "destination": "CHN",
        }
    ),
    "investments": lambda n: (
        _figure(n) | {"source": PARTIES[n % 4], "target": PARTIES[(n + 1) % 4], "measure": "stock", "unit": "USD"}
    ),
}

SPECS: dict[str, TableSpec] = {spec.name: spec for item in PACKAGES for spec in item.published}


def fill(table: str, number: int, **given: Any) -> dict[str, Any]:
    """One row of a table: what is given, and some valid value for every other column."""
    return {
        column.name: given[column.name] if column.name in given else some(column, number)
        for column in SPECS[table].columns
    }


def some(column: Column, number: int) -> Any:
    """A valid value of a column, another one for each of the first numbers."""
    if column.name == "language":
        return "ru"
    if column.name == "sha256":
        return hashlib.sha256(str(number).encode()).hexdigest()
    if column.name == "url":
        return f"https://www.inform.kz/ru/{number}"
    if column.name == "characters":
        return 5000
    if column.categories:
        return column.categories[number % len(column.categories)]
    if column.nullable and number % 4 == 3:
        return None
    values: dict[str, Any] = {
        "text": TEXTS[(number + len(column.name)) % len(TEXTS)],
        "integer": (column.minimum or 0) + number,
        "decimal": Decimal("0.5") + number,
        "date": date(2025, 2, 1) + timedelta(days=number),
        "timestamp": START + timedelta(microseconds=number),
        "boolean": number % 2 == 0,
        "list": [TEXTS[number % len(TEXTS)], "второй"][: number % 3],
    }
    return values[column.kind]
