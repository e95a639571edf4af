"""The report: figures by part of the corpus, language, table and field, and errors that lead to the article as read."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from pipeline.annotated.page import as_page
from pipeline.annotated.rows import rows_of
from pipeline.extraction import extractor_version, supported_languages
from pipeline.quality.measuring import LAID_BY, Error, Measured, Tally, fields_of, grouped, tally_of
from schemas.vocabulary import ClaimTable

INDEX = "index.html"
WORST = ("wrong", "other values", "missed")
"""A wrong row costs a user more than a missing one."""
SHOWN = 250


@dataclass(frozen=True)
class Listed:
    """An error with the article that it is in, and where that is shown."""

    error: Error
    article: Measured
    link: str


def write_report(articles: Sequence[Measured], folder: Path) -> Path:
    """Write `index.html` and a page for each article with errors that may be seen; the folder is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "articles").mkdir(parents=True)
    for article in articles:
        if article.errors:
            rows = rows_of(article.article.text, article.reading)
            page = folder / "articles" / _page(article)
            page.write_text(as_page(article.article, article.reading, rows), encoding="utf-8")
    errors = sorted(_listed(articles), key=lambda each: WORST.index(each.error.what))
    index = folder / INDEX
    index.write_text(_rendered(articles, errors), encoding="utf-8")
    return index


def _page(article: Measured) -> str:
    return f"{article.part}-{article.name}.html"


def _listed(articles: Sequence[Measured]) -> Iterator[Listed]:
    """Errors in the order of their articles, those with the most errors first."""
    for article in sorted(articles, key=lambda each: -len(each.errors)):
        for error in article.errors:
            anchor = "" if error.number is None else f"#claim-{error.number}"
            yield Listed(error, article, f"articles/{_page(article)}{anchor}")


def _rendered(articles: Sequence[Measured], errors: list[Listed]) -> str:
    here = files("pipeline.quality")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(here.joinpath("report.html").read_text(encoding="utf-8"))
    return template.render(
        style=here.joinpath("report.css").read_text(encoding="utf-8"),
        version=extractor_version(),
        articles=len(articles),
        laid_by=LAID_BY,
        parts=[(*names, len(group), figures_of(group)) for names, group in grouped(articles).items()],
        readable=supported_languages(),
        fields={language: _fields(articles, language) for language in sorted({each.language for each in articles})},
        errors=errors[:SHOWN],
        more=max(0, len(errors) - SHOWN),
    )


def figures_of(articles: Sequence[Measured]) -> dict[str, Tally]:
    """The tally of each table, and of all."""
    return {str(table): tally_of(articles, table) for table in ClaimTable} | {"all": tally_of(articles)}


def _fields(articles: Sequence[Measured], language: str) -> dict[str, dict[str, Tally]]:
    spoken = [article for article in articles if article.language == language]
    return {str(table): fields_of(spoken, table) for table in ClaimTable}


def as_lines(articles: Sequence[Measured]) -> Iterator[str]:
    """The figures of all tables together for a terminal: a line for each part and language."""
    yield f"{'part':<16}{'language':<10}{'articles':>9}{'P':>8}{'R':>8}{'core F1':>9}{'strict F1':>11}"
    for (part, language), group in grouped(articles).items():
        tally = tally_of(group)
        yield (
            f"{part:<16}{language:<10}{len(group):>9}{tally.precision:>8.3f}{tally.recall:>8.3f}"
            f"{tally.f1:>9.3f}{tally.strict_f1:>11.3f}"
        )
