"""`bridgepower verify`, `repair`, `rebuild`: whether everything is what was written, and putting right what can be."""

import argparse

from pipeline.commands import say
from pipeline.commands.packages import public_key
from pipeline.ledger.store import Ledger
from pipeline.outlet import rebuilt, verified
from pipeline.project import Project
from pipeline.projections.projection import Projection
from pipeline.release.verification import verify


def configure_verify(parser: argparse.ArgumentParser) -> None:
    """Whether releases are built again, too."""
    parser.add_argument(
        "--rebuild", action="store_true", help="also build every release again from the ledger and compare the bytes"
    )
    parser.add_argument(
        "--public-key", type=public_key, metavar="KEY", help="minisign public key that must have signed every release"
    )
    parser.set_defaults(run=run_verify)


def run_verify(options: argparse.Namespace) -> int:
    """Every problem of ledger and releases, one a line; 1 when there is any."""
    project = Project(options.root.resolve())
    found = verified(project)
    print(f"ledger: {found.entries} entries, {len(found.problems)} problems")
    problems = [str(problem) for problem in found.problems]
    good = []
    for folder, wrong in verify(project.releases, options.public_key):
        print(f"{folder.parent.name} {folder.name}: {f'{len(wrong)} problems' if wrong else 'nothing wrong'}")
        problems += map(str, wrong)
        good += [] if wrong else [folder]
    for folder, differences in rebuilt(project, good if options.rebuild else ()).items():
        print(f"{folder.parent.name} {folder.name}, built again: {len(differences) or 'no'} files differ")
        problems += [f"{folder}: {difference}" for difference in differences]
    for problem in problems:
        print(f"  {problem}")
    return 1 if problems else 0


def configure_repair(parser: argparse.ArgumentParser) -> None:
    """No options."""
    parser.set_defaults(run=run_repair)


def run_repair(options: argparse.Namespace) -> int:
    """Put right in the ledger's folder what follows from its commit files; entries are never touched."""
    repaired = Ledger(Project(options.root.resolve()).ledger).repair()
    print("\n".join(f"put right: {path}" for path in repaired) or "nothing to put right")
    return 0


def configure_rebuild(parser: argparse.ArgumentParser) -> None:
    """No options."""
    parser.set_defaults(run=run_rebuild)


def run_rebuild(options: argparse.Namespace) -> int:
    """Throw the folded state away, fold the whole ledger anew, check the tables and serve them."""
    project = Project(options.root.resolve())
    Ledger(project.ledger).head()  # where there is no ledger, none is made
    with project.writing(say) as ledger:
        projection = Projection(project.state)
        report = projection.rebuild(ledger)
        broken = [table for table in projection.validate() if not table.passed]
        for table in broken:
            print(f"{table.table} breaks its rules: {'; '.join(failure.rule for failure in table.failures)}")
        if broken:
            return 1
        projection.serve(project.warehouse)
    print(f"{project.warehouse}: folded {report.position} entries")
    return 0
