"""`bridgepower sql`, `status`, `explain` and `as-of`: looking at the tables, also while the pipeline runs."""

import argparse
import csv
import json
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path

import duckdb

from pipeline.commands import say
from pipeline.project import Project

_WITH_PARTS = frozenset({"list", "array", "struct", "map", "union"})
"""Types of DuckDB whose values have values in them."""


class NoWarehouseError(Exception):
    """There is nothing to look into yet."""

    next_step = "run `make run` first"


def configure_sql(parser: argparse.ArgumentParser) -> None:
    """Which statement, and how its result is printed."""
    parser.add_argument("statement", help="for example: FROM visits")
    parser.add_argument("--csv", action="store_true", help="print the result as CSV instead of a table")
    parser.set_defaults(run=run_sql)


def run_sql(options: argparse.Namespace) -> int:
    """The result of one statement; 1 with DuckDB's own message when it fails."""
    with _warehouse(Project(options.root)) as connection:
        try:
            result = connection.sql(options.statement)
            if result is not None and options.csv:
                _write_csv(connection, result)
            elif result is not None:
                result.show(max_rows=1000, max_width=200)
        except duckdb.Error as error:
            print(f"bridgepower: {error}", file=sys.stderr)
            return 1
    return 0


def _write_csv(connection: duckdb.DuckDBPyConnection, result: duckdb.DuckDBPyRelation) -> None:
    """Row after row through standard output, whose redirection is the user's; what has parts is written as JSON."""
    names = [f'"{number}"' for number in range(len(result.columns))]  # the result's own may be there twice
    cells = [
        f"to_json({name})::VARCHAR" if kind.id in _WITH_PARTS else f"{name}::VARCHAR"
        for name, kind in zip(names, result.types, strict=True)
    ]
    rows = connection.execute(f"SELECT {', '.join(cells)} FROM result AS told({', '.join(names)})")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(result.columns)
    while batch := rows.fetchmany(10_000):
        writer.writerows(batch)


def configure_status(parser: argparse.ArgumentParser) -> None:
    """No options."""
    parser.set_defaults(run=run_status)


def run_status(options: argparse.Namespace) -> int:
    """What the warehouse holds, and the newest release of each package."""
    with _warehouse(Project(options.root)) as connection:
        about = connection.execute("FROM _about")
        names = [column[0] for column in about.description or ()]
        for name, value in zip(names, about.fetchall()[0], strict=True):
            print(f"{name:<18}{value}")
    # the warehouse tells of a release with the next run, the index at once; the index as a user reads it, because what
    # writes it takes seconds to load
    index = Project(options.root).releases / "index.json"
    packages = json.loads(index.read_bytes())["packages"] if index.exists() else {}
    for package, known in packages.items():
        last = known["versions"][-1]
        why = f", because: {last['reason']}" if "reason" in last else ""
        print(f"{package:<18}{last['version']}, {last['status']}, made of ledger entry {last['position']}{why}")
    return 0


def configure_explain(parser: argparse.ArgumentParser) -> None:
    """Which row."""
    parser.add_argument("identifier", metavar="ID", help="a record_id or claim_id, as in any table")
    parser.set_defaults(run=run_explain)


def run_explain(options: argparse.Namespace) -> int:
    """The record, why it shows what it shows, and every claim with quote, article, rule and ledger entry."""
    from pipeline.projections.explaining import explain  # the schemas take a second to load, and SQL needs none

    print(explain(Project(options.root).warehouse, options.identifier))
    return 0


def configure_as_of(parser: argparse.ArgumentParser) -> None:
    """When, and where to."""
    when = parser.add_mutually_exclusive_group(required=True)
    when.add_argument(
        "day", nargs="?", type=_moment, metavar="TIME", help="a day (its end) or an ISO 8601 time, in UTC"
    )
    when.add_argument("--entry", type=_position, metavar="N", help="the position of the last ledger entry that counts")
    parser.add_argument("--into", type=Path, default=Path("as-of.duckdb"), help="file to build (default: as-of.duckdb)")
    parser.set_defaults(run=run_as_of)


def run_as_of(options: argparse.Namespace) -> int:
    """Build the warehouse as it was known then, but never in place of what is known now."""
    from pipeline.ledger.store import Ledger
    from pipeline.projections.errors import ProjectionError
    from pipeline.projections.projection import build_as_of

    project = Project(options.root)
    if options.into.resolve() == project.warehouse.resolve():
        raise ProjectionError(
            options.into, "shows what is known now and is not replaced", "name another file to --into"
        )
    ledger = Ledger(project.ledger)
    report = build_as_of(ledger, options.day if options.entry is None else options.entry, options.into)
    print(f"{options.into}: as it was known at ledger entry {report.position}")
    if not report.position:
        since = next((f", the first entry is of {item.recorded_at.isoformat()}" for item in ledger.read(0, 1)), "")
        say(f"nothing was known then{since}: every table in {options.into} is empty")
    return 0


def _moment(words: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(words), time.max, UTC)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{words!r} is no day such as 2026-01-31 and no time such as 2026-01-31T12:00"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _position(words: str) -> int:
    if not words.isdecimal() or not int(words):
        raise argparse.ArgumentTypeError(f"{words!r} is no position; the first entry has 1")
    return int(words)


def _warehouse(project: Project) -> duckdb.DuckDBPyConnection:
    """The warehouse, read-only; NoWarehouseError when it was not built yet."""
    if not project.warehouse.exists():
        raise NoWarehouseError(f"{project.warehouse}: there is no warehouse yet; {NoWarehouseError.next_step}")
    connection = duckdb.connect(project.warehouse, read_only=True, config={"autoinstall_known_extensions": False})
    connection.execute("SET TimeZone = 'UTC'")
    return connection
