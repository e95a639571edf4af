"""What the UI shows of a step: counts, previews, reasons, as Dagster metadata.

Everything that comes from articles is made harmless here, since the UI renders Markdown. Nothing is computed here that
a table does not hold already.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb

from pipeline.catalogue.site import Built
from pipeline.intake import File, Outcome
from pipeline.ledger.entries import ArticleRejected
from pipeline.outlet import Made
from pipeline.projections.intake import TakenIn
from pipeline.projections.validation import TableReport
from pipeline.quality.measuring import Measured, Tally, grouped, tally_of
from pipeline.reading import ReadNow
from schemas.vocabulary import ClaimTable

Metadata = dict[str, Any]
PREVIEW_ROWS = 8
CELL_CHARACTERS = 120


def markdown(rows: Iterable[Mapping[str, object]], empty: str) -> dg.MarkdownMetadataValue:
    """Rows as a Markdown table that the UI shows inline; no text can break out of its cell."""
    rows = list(rows)
    if not rows:
        return dg.MetadataValue.md(empty)
    lines = [list(rows[0]), ["---"] * len(rows[0]), *([_cell(value) for value in row.values()] for row in rows)]
    return dg.MetadataValue.md("\n".join(f"| {' | '.join(line)} |" for line in lines))


def _cell(value: object) -> str:
    words = " ".join(("" if value is None else str(value)).split())[:CELL_CHARACTERS]
    return "".join(f"&#{ord(char)};" if char in "\\|<>&`[]*_~!" else char for char in words)


def of_files(files: list[File]) -> Metadata:
    """How many files of which outcome, and the rejected ones with their reasons."""
    counts = {outcome.value: sum(file.outcome is outcome for file in files) for outcome in Outcome}
    rejected = [
        {"file": file.entry.file, "reason": file.entry.reason, "what to do": file.entry.detail}
        for file in files
        if isinstance(file.entry, ArticleRejected)
    ]
    return counts | {"files": len(files), "rejected_files": markdown(rejected, "No file was rejected.")}


def of_reading(done: ReadNow) -> Metadata:
    """How many articles were read now, and the claims found in them by table."""
    return {
        "read_now": done.articles,
        "claims_found_now": done.claims.total(),
        "by_table": markdown(
            [{"table": table, "claims": count} for table, count in sorted(done.claims.items())], "None."
        ),
        "failed": len(done.failed),
        "what_failed": markdown([{"article and defect": failure} for failure in done.failed], "None."),
        "files_gone": markdown([{"file": file} for file in done.gone], "None."),
    }


def of_corrections(taken: TakenIn) -> Metadata:
    """How many corrections the file has, how many are new, and those that could not be taken."""
    problems = markdown([{"problem": problem} for problem in taken.problems], "None.")
    return {
        "corrections": taken.corrections,
        "new_or_changed": len(taken.news),
        "problems": len(taken.problems),
        "what_could_not_be_taken": problems,
    }


def of_table(connection: duckdb.DuckDBPyConnection, report: TableReport) -> Metadata:
    """Row count, claims set aside, and the first rows in the warehouse that the connection has open."""
    return {
        "dagster/row_count": report.rows,
        "set_aside": sum(report.set_aside.values()),
        "preview": markdown(_rows(connection, f'FROM "{report.table}" LIMIT {PREVIEW_ROWS}'), "The table is empty."),
    }


def of_warehouse(connection: duckdb.DuckDBPyConnection, path: Path) -> Metadata:
    """Where the file lies, and what it says of itself."""
    (about,) = _rows(connection, "FROM _about")
    counts = {name: about[name] for name in ("ledger_position", "articles", "claims", "rejected_claims", "records")}
    releases = _rows(
        connection, "SELECT package, release, published_at FROM releases ORDER BY published_at DESC LIMIT 8"
    )
    useless = _rows(
        connection,
        "SELECT correction_id, target, outcome_detail FROM corrections"
        " WHERE outcome = 'not_applicable' AND status <> 'withdrawn' ORDER BY correction_id",
    )
    return {
        "file": dg.MetadataValue.path(path),
        **counts,
        "corrections_not_applied": len(useless),
        "why_not_applied": markdown(useless, "All corrections are applied."),
        "known_until": str(about["known_until"]),
        "releases": markdown(releases, "None was published before this warehouse was made."),
    }


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, object]]:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def of_check(reports: Iterable[TableReport]) -> Metadata:
    """How many rows were checked, what was set aside before them, and which rules are broken."""
    reports = list(reports)
    set_aside = [{"rule": rule, "claims": count} for report in reports for rule, count in report.set_aside.items()]
    failures = [asdict(failure) for report in reports for failure in report.failures]
    return {
        "rows": sum(report.rows for report in reports),
        "set_aside": markdown(set_aside, "Nothing was set aside."),
        "failures": markdown(failures, "Every rule is kept."),
    }


def of_release(made: Made | None) -> Metadata:
    """Version, folder, and rows of each table."""
    if made is None:
        return {"is_new": False, "records": 0, "version": "none yet"}
    return {
        "version": made.version,
        "is_new": made.is_new,
        "records": made.records,
        "folder": dg.MetadataValue.path(made.folder),
        "rows": markdown([{"table": table, "rows": rows} for table, rows in made.rows.items()], "None."),
    }


def of_catalogue(built: Built, folder: Path) -> Metadata:
    """Whether the site was built, its files, and where to open it."""
    return {
        "is_new": built.is_new,
        "files": built.files,
        "records": built.records,
        "open": dg.MetadataValue.path(folder / "index.html"),
    }


def of_quality(articles: Sequence[Measured], report: Path) -> Metadata:
    """F1 by language of each table, and of each part of the corpus; the UI plots numbers over time."""
    figures: dict[str, float] = {}
    rows = []
    for (part, language), group in grouped(articles).items():
        tally = tally_of(group)
        where = f"{language}_{part.replace(', ', '_').replace(' ', '_')}"
        figures |= {f"{where}_core_f1": round(tally.f1, 4), f"{where}_strict_f1": round(tally.strict_f1, 4)}
        rows.append({"articles": f"{len(group)} {language}, {part}", **_shares(tally)})
    for language in sorted({article.language for article in articles}):
        spoken = [article for article in articles if article.language == language]
        figures |= {f"{language}_{table}_core_f1": round(tally_of(spoken, table).f1, 4) for table in ClaimTable}
    return {"report": dg.MetadataValue.path(report), "by_part": markdown(rows, "Nothing was measured."), **figures}


def _shares(tally: Tally) -> dict[str, str]:
    shares = {"core F1": tally.f1, "strict F1": tally.strict_f1, "P": tally.precision, "R": tally.recall}
    return {name: f"{share:.3f}" for name, share in shares.items()}
