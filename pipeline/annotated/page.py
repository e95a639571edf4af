"""An annotated article as one page that needs no network and runs no script; text of the article stays text."""

from collections import Counter
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from pipeline.annotated.rows import Row
from pipeline.archive.articles import Article
from pipeline.extraction import Reading

KINDS = {
    "amount": "amount",
    "date": "date",
    "party": "country or group",
    "place": "place",
    "person": "person",
    "organisation": "organisation",
    "corridor": "corridor",
}
"""Kinds of mentions in the order of the legend, as a person calls them."""

GENERATOR = "bridgepower extract --html"
"""What each page says it was made by."""


def is_page(file: Path) -> bool:
    """Whether a file is such a page, so that nothing of anybody's is lost when another one replaces it."""
    return f'<meta name="generator" content="{GENERATOR}">'.encode() in file.read_bytes()


def as_page(article: Article, reading: Reading, rows: list[Row]) -> str:
    """The page as HTML."""
    here = files("pipeline.annotated")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(here.joinpath("page.html").read_text(encoding="utf-8"))
    return template.render(
        generator=GENERATOR,
        article=article,
        reading=reading,
        rows=rows,
        kinds=KINDS,
        tables=Counter(str(claim.table) for claim in reading.claims),
        idle=sum(len(row.unclaimed) for row in rows),
        style=here.joinpath("page.css").read_text(encoding="utf-8"),
    )
