"""`bridgepower extract`: the claims of articles as JSON, without the ledger, Dagster or any table."""

import argparse
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.archive.articles import Article, Refused, read_article
from pipeline.archive.sidecar import sidecar_path
from pipeline.commands import say
from pipeline.extraction import Claim, detect_language, extract_article, supported_languages
from schemas.vocabulary import ClaimTable


def configure_extract(parser: argparse.ArgumentParser) -> None:
    """Which files."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="articles; NAME.meta.json lies beside them")
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--explain", action="store_true", help="print how each article was read, sentence by sentence")
    shown.add_argument("--html", type=Path, metavar="PAGE", help="write how one article was read as a page of its own")
    parser.set_defaults(run=run, error=parser.error)


def run(options: argparse.Namespace) -> int:
    """One JSON object a file and line, or with --explain and --html how it was read.

    What is refused says why and has no claims; then the status is 1. An article in a language without grammar, or on
    which the grammar fails, is told and has no claims either, so that the others still get their line.
    """
    if options.html and len(options.files) > 1:
        options.error("a page shows one article: name one FILE with --html")
    if options.html and not _is_free(options.html):
        say(
            f"{options.html}: is there already and is no page of this command, so it is not replaced; name another file"
        )
        return 1
    status = 0
    for file in options.files:
        path = file.resolve()
        found = read_article(path.parent, path.name)
        if isinstance(found, Refused):
            say(f"{file}: {found.detail}")
            status = 1
        else:
            _tell_language(file, found)
            if options.explain or options.html:
                _explain(found, options.html)
        if not options.explain and not options.html:
            print(json.dumps(_output(file, found), ensure_ascii=False, default=_plain))
    return status


def _tell_language(file: Path, article: Article) -> None:
    language = article.language or detect_language(article.text)
    if language not in supported_languages():
        known = ", ".join(supported_languages())
        say(
            f"{file}: its language is {language or 'not recognised'}, and there is a grammar for {known} only, so it "
            f"has no claims; if it is in one of these, say so in {sidecar_path(file).name}"
        )


def _is_free(page: Path) -> bool:
    from pipeline.annotated.page import is_page

    return not page.exists() or is_page(page)


def _explain(article: Article, page: Path | None) -> None:
    # the page's template engine is nothing that the other outputs should wait for
    from pipeline.annotated.rows import rows_of

    reading = extract_article(article)
    rows = rows_of(article.text, reading)
    if page is None:
        from pipeline.annotated.terminal import as_text

        print("\n".join(as_text(article, reading, rows)))
        return
    from pipeline.annotated.page import as_page

    page.write_text(as_page(article, reading, rows), encoding="utf-8")
    print(page)


def _output(file: Path, found: Article | Refused) -> dict[str, Any]:
    claims: dict[str, list[dict[str, Any]]] = {str(table): [] for table in ClaimTable}
    if isinstance(found, Refused):
        return {
            "file": str(file),
            "article": None,
            "rejected": {"reason": found.reason, "detail": found.detail},
        } | claims
    language = found.language or detect_language(found.text)
    if language in supported_languages():
        try:
            reading = extract_article(found)
        except Exception as defect:
            say(f"{file}: the grammar fails ({defect!r}); this is a defect, please report it")
            return {"file": str(file), "article": None, "failed": repr(defect)} | claims
        for claim in reading.claims:
            claims[claim.table].append(_claim(claim))
    article = {
        "title": found.title,
        "language": language,
        "published_on": found.published_on,
        "publisher": found.publisher,
        "url": found.url,
        "sha256": found.sha256,
        "characters": len(found.text),
    }
    return {"file": str(file), "article": article} | claims


def _claim(claim: Claim) -> dict[str, Any]:
    place = {"quote": claim.quote, "start_char": claim.start_char, "end_char": claim.end_char, "rule": claim.rule}
    evidence = [
        {
            "field": item.field,
            "start_char": item.start_char,
            "end_char": item.end_char,
            "rule": item.rule,
            "how": item.how,
        }
        for item in claim.evidence
    ]
    return {**claim.values, **place, "evidence": evidence}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
