"""`bridgepower run`: the whole pipeline in this process, with progress, ending in a summary."""

import argparse
import gc
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.commands import say
from pipeline.project import Project

if TYPE_CHECKING:
    from pipeline.outlet import Wish
    from pipeline.release.version import Bump

Metadata = Mapping[str, Mapping[str, Any]]


def configure_run(parser: argparse.ArgumentParser) -> None:
    """What is asked of the next releases; everything that is due is done."""
    parser.add_argument(
        "--notes",
        action="append",
        default=[],
        type=_notes,
        metavar="PACKAGE=TEXT",
        help="Markdown for the changelog of its next release; @FILE for a text in a file",
    )
    parser.add_argument(
        "--bump",
        action="append",
        default=[],
        type=_bump,
        metavar="PACKAGE=SIZE",
        help="patch, minor or major: how far its next version moves at least; a release that needs more is refused",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run and summarise; 1 when a step stopped, with its message."""
    project = Project(options.root.resolve())
    try:
        os.scandir(project.raw).close()  # where there is no project, nothing is made
    except OSError as error:
        step = "name the project's folder with --root, or create raw/ and put articles there"
        say(f"{project.raw}: cannot be listed ({error.strerror}): {step}")
        return 1
    print(f"Bridge Power: reading {project.raw}", file=sys.stderr)
    # Dagster and the schemas take seconds to import, so the user is told first what is happening; what is imported
    # lives until the end, and looking through it for garbage again and again finds none
    gc.disable()
    from pipeline.definitions import run_everything

    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    gc.enable()
    done = run_everything(project.root, _wishes(dict(options.notes), dict(options.bump)))
    if done.failures:
        print("\nThe run stopped; what was served and published before stands.", file=sys.stderr)
        for failure in done.failures:
            print(f"  {failure}", file=sys.stderr)
        return 1
    print("\n" + "\n".join(_summary(project, done.metadata)))
    return 0


def _of_package(words: str) -> tuple[str, str]:
    from schemas.packages import PACKAGES

    package, equals, value = words.partition("=")
    if not equals or package not in [item.name for item in PACKAGES]:
        names = ", ".join(item.name for item in PACKAGES)
        raise argparse.ArgumentTypeError(f"{words!r} names no package in front of =; there are {names}")
    return package, value


def _notes(words: str) -> tuple[str, str]:
    package, text = _of_package(words)
    if not text.startswith("@"):
        return package, text
    try:
        return package, Path(text[1:]).read_text(encoding="utf-8")
    except OSError as error:
        what = f"cannot be read ({error.strerror}): check its name and its permissions"
    except UnicodeDecodeError as error:
        what = f"byte {error.start} is not UTF-8: convert it"
    raise argparse.ArgumentTypeError(f"{text[1:]}: {what}")


def _bump(words: str) -> "tuple[str, Bump]":
    from pipeline.release.version import Bump

    package, size = _of_package(words)
    if size not in map(str, (Bump.PATCH, Bump.MINOR, Bump.MAJOR)):
        raise argparse.ArgumentTypeError(f"{size!r} is none of patch, minor, major")
    return package, Bump[size.upper()]


def _wishes(notes: "Mapping[str, str]", bumps: "Mapping[str, Bump]") -> "dict[str, Wish]":
    from pipeline.outlet import Wish
    from pipeline.release.version import Bump

    return {name: Wish(notes.get(name, ""), bumps.get(name, Bump.NONE)) for name in sorted({*notes, *bumps})}


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
    by_people, lost = metadata["corrections_by_people"], metadata["warehouse"]["corrections_not_applied"]
    if by_people["corrections"] or by_people["problems"]:
        yield (
            f"corrected  {by_people['corrections']} corrections by people, {by_people['new_or_changed']} new, "
            f"{by_people['problems']} unreadable, {lost} not applied"
            + (": bridgepower sql \"FROM corrections WHERE outcome = 'not_applicable'\"" if lost else "")
        )
    yield from _releases(project, metadata)
    yield f"warehouse  {_shown(project.warehouse)}"
    site = metadata["catalogue"]
    news = "new" if site["is_new"] else "unchanged"
    yield f"catalogue  {_shown(project.catalogue)}/index.html ({news}, {site['files']} files)"
    command = ".venv/bin/bridgepower"
    yield f"next       make ui; make catalogue; {command} sql 'FROM visits'; {command} explain RECORD_ID"


def _releases(project: Project, metadata: Metadata) -> Iterator[str]:
    from pipeline.assets import asset_name
    from schemas.packages import PACKAGES

    label = "releases "
    for package in PACKAGES:
        published = metadata[asset_name(package)]
        news = "new" if published["is_new"] else "unchanged"
        folder = _shown(project.releases / package.name / published["version"])
        yield f"{label}  {package.name} {published['version']} ({news}, {published['records']} records) {folder}"
        label = " " * len(label)


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
