"""`bridgepower check` and `diff`: packages, with nothing but their files."""

import argparse
from pathlib import Path

from pipeline.release.diff import diff, rendered
from pipeline.release.gate.check import check


def configure_check(parser: argparse.ArgumentParser) -> None:
    """Which package, and whose signature."""
    parser.add_argument("package", type=Path, help="folder of a release, or its ZIP file")
    parser.add_argument("--public-key", metavar="TEXT", help="minisign public key that must have signed it")
    parser.set_defaults(run=run_check)


def run_check(options: argparse.Namespace) -> int:
    """Everything that is wrong with a package; 1 when anything is."""
    report = check(options.package, options.public_key)
    print(report.text())
    return 0 if report.ok else 1


def configure_diff(parser: argparse.ArgumentParser) -> None:
    """Which two releases."""
    parser.add_argument("older", type=Path, help="folder of a release")
    parser.add_argument("newer", type=Path, help="folder of a later release of the same package")
    parser.set_defaults(run=run_diff)


def run_diff(options: argparse.Namespace) -> int:
    """What is new, changed and gone between two releases."""
    print(rendered(diff(options.older, options.newer)))
    return 0
