"""`bridgepower sql`, `status` and `explain`: looking into the warehouse, read-only, also while the pipeline runs."""

import argparse
import sys

import duckdb

from pipeline.project import Project


class NoWarehouseError(Exception):
    """There is nothing to look into yet."""

    next_step = "run `make run` first"


def configure_sql(parser: argparse.ArgumentParser) -> None:
    """Which statement, and how its result is printed."""
    parser.add_argument("statement", help="for example: SELECT * FROM visits")
    parser.add_argument("--csv", action="store_true", help="print the result as CSV instead of a table")
    parser.set_defaults(run=run_sql)


def run_sql(options: argparse.Namespace) -> int:
    """The result of one statement; 1 with DuckDB's own message when it fails."""
    with open_warehouse(Project(options.root)) as connection:
        try:
            result = connection.sql(options.statement)
            if result is not None and options.csv:
                result.write_csv("/dev/stdout", header=True)
            elif result is not None:
                result.show(max_rows=1000, max_width=200)
        except duckdb.Error as error:
            print(f"bridgepower: {error}", file=sys.stderr)
            return 1
    return 0


def open_warehouse(project: Project) -> duckdb.DuckDBPyConnection:
    """The warehouse, read-only and closed to the network; NoWarehouseError when it was not built yet."""
    if not project.warehouse.exists():
        raise NoWarehouseError(f"{project.warehouse}: there is no warehouse yet; {NoWarehouseError.next_step}")
    settings = {"autoinstall_known_extensions": False}
    connection = duckdb.connect(project.warehouse, read_only=True, config=settings)
    connection.execute("SET TimeZone = 'UTC'")
    return connection
