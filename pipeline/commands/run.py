"""`bridgepower run`: the whole pipeline in this process, with progress, ending in a summary."""

import argparse
import gc
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.project import Project

Metadata = Mapping[str, Mapping[str, Any]]


def configure_run(parser: argparse.ArgumentParser) -> None:
    """No options: everything that is due is done."""
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run and summarise; 1 when a step stopped, with its message."""
    project = Project(options.root.resolve())
    print(f"Bridge Power: reading {project.raw}", file=sys.stderr)
    # what is imported now lives until the end, and looking through it for garbage again and again finds none
    gc.set_threshold(100_000, 50, 100)
    # Dagster and the schemas take seconds to import, so the user is told first what is happening
    from pipeline.definitions import run_everything

    done = run_everything(project.root)
    if done.failures:
        print("\nThe run stopped; what was served and published before stands.", file=sys.stderr)
        for failure in done.failures:
            print(f"  {failure}", file=sys.stderr)
        return 1
    print("\n" + "\n".join(_summary(project, done.metadata)))
    return 0


def _summary(project: Project, metadata: Metadata) -> Iterator[str]:
    from schemas.packages import CLAIMED

    files, reading = metadata["raw_articles"], metadata["claims"]
    yield (
        f"articles   {files['new']} new, {files['changed']} changed, {files['unchanged']} unchanged, "
        f"{files['rejected']} rejected; {reading['read_now']} read"
        + (f", {reading['failed']} on which the grammar fails" if reading["failed"] else "")
    )
    tables = [(item, metadata[item.claims.name], metadata[item.records.name]) for item in CLAIMED]
    claims = ", ".join(f"{item.kind} {table['dagster/row_count']}" for item, table, _ in tables)
    yield f"claims     {claims}; {metadata['rejected_claims']['dagster/row_count']} rejected"
    records = ", ".join(f"{item.records.title.lower()} {table['dagster/row_count']}" for item, _, table in tables)
    yield f"records    {records}"
    by_people = metadata["corrections_by_people"]
    if by_people["corrections"] or by_people["problems"]:
        yield (
            f"corrected  {by_people['corrections']} corrections by people, {by_people['new_or_changed']} new, "
            f"{by_people['problems']} with problems"
        )
    yield from _releases(project, metadata)
    yield f"warehouse  {_shown(project.warehouse)}"
    site = metadata["catalogue"]
    news = "new" if site["is_new"] else "unchanged"
    yield f"catalogue  {_shown(project.catalogue)}/index.html ({news}, {site['files']} files)"
    command = ".venv/bin/bridgepower"
    yield f"next       make ui; make catalogue; {command} sql 'FROM visits'; {command} explain RECORD_ID"


def _releases(project: Project, metadata: Metadata) -> Iterator[str]:
    from schemas.packages import PACKAGES

    label = "releases "
    for package in PACKAGES:
        published = metadata[f"{package.name.replace('-', '_')}_package"]
        news = "new" if published["is_new"] else "unchanged"
        folder = _shown(project.releases / package.name / published["version"])
        yield f"{label}  {package.name} {published['version']} ({news}, {published['records']} records) {folder}"
        label = " " * len(label)


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
