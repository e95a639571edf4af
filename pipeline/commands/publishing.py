"""`bridgepower publish` and `withdraw`: what becomes of releases after they were made."""

import argparse

from pipeline.commands import say
from pipeline.commands.packages import release
from pipeline.outlet import withdraw_release
from pipeline.project import Project
from pipeline.release.remote import publish_to
from pipeline.release.shelf import INDEX, tidy


def configure_publish(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("--to", dest="url", required=True, metavar="URL", help="a folder, or s3://bucket/prefix")
    parser.set_defaults(run=run_publish)


def run_publish(options: argparse.Namespace) -> int:
    """Copy what is not there yet, the index last; can be repeated."""
    project = Project(options.root.resolve())
    tidy(project.releases)
    copied = publish_to(options.url, project.releases)
    print("\n".join(f"copied {name}" for name in copied) or "every release was there already")
    print(f"{options.url.rstrip('/')}/{INDEX} is up to date")
    return 0


def configure_withdraw(parser: argparse.ArgumentParser) -> None:
    """Which release, and why."""
    parser.add_argument("release", type=release, metavar="PACKAGE@VERSION")
    parser.add_argument("--reason", required=True, help="why it should no longer be used, in a sentence")
    parser.set_defaults(run=run_withdraw)


def run_withdraw(options: argparse.Namespace) -> int:
    """Write it into the ledger and the index; the release stays where it is."""
    project = Project(options.root.resolve())
    package, version = options.release
    if version is None:
        say(f"{package}: which version? For example {package}@v1.0.0")
        return 2
    withdraw_release(project, package, version, options.reason, say)
    print(f"{project.releases / INDEX}: {package} {version} is withdrawn; `bridgepower publish` tells the copies")
    return 0
