"""`bridgepower check`, `diff` and `get`: packages, with nothing but their files."""

import argparse
from pathlib import Path

from pipeline.commands import say
from pipeline.project import Project
from pipeline.release.diff import diff, rendered
from pipeline.release.errors import ReleaseError
from pipeline.release.gate.check import check
from pipeline.release.remote import get
from pipeline.release.version import Version

PUBLIC_KEY = "minisign public key that must have signed it, or its file"

FROM = (
    "what was given to publish, or the releases/ of a project; "
    "http and https addresses need `pip install aiohttp requests`"
)


def configure_check(parser: argparse.ArgumentParser) -> None:
    """Which package, and whose signature."""
    parser.add_argument("package", help="folder of a release, or its ZIP file")
    parser.add_argument("--public-key", type=public_key, metavar="KEY", help=PUBLIC_KEY)
    parser.set_defaults(run=run_check)


def run_check(options: argparse.Namespace) -> int:
    """Everything that is wrong with a package; 1 when anything is."""
    report = check(options.package, options.public_key)
    print(report.text())
    return 0 if report.ok else 1


def public_key(words: str) -> str:
    """The text of a public key, given as such or as the name of its file."""
    return Path(words).read_text(encoding="utf-8") if Path(words).is_file() else words


def configure_diff(parser: argparse.ArgumentParser) -> None:
    """Which two releases."""
    parser.add_argument("older", metavar="A", help="folder of a release, or PACKAGE@VERSION of the project")
    parser.add_argument("newer", metavar="B", help="a later release of the same package, named likewise")
    parser.set_defaults(run=run_diff)


def run_diff(options: argparse.Namespace) -> int:
    """What is new, changed and gone between two releases."""
    print(rendered(diff(*(_folder(options.root, words) for words in (options.older, options.newer)))))
    return 0


def _folder(root: Path, words: str) -> Path:
    """The folder that is named, or the project's release that `visits@v1.2.0` names."""
    if Path(words).exists() or "@" not in words or "/" in words:
        folder = Path(words)
    else:
        package, _, number = words.partition("@")
        folder = Project(root).releases / package / f"v{number.removeprefix('v')}"
    if not folder.is_dir():
        raise ReleaseError(folder, "there is no such release", f"`ls {Project(root).releases}/*` shows which there are")
    return folder


def configure_get(parser: argparse.ArgumentParser) -> None:
    """Which release, from where, and where to."""
    parser.add_argument("release", type=release, metavar="PACKAGE[@VERSION]", help="the current version without one")
    parser.add_argument("--from", dest="url", required=True, metavar="URL", help=FROM)
    parser.add_argument("--into", type=Path, default=Path("packages"), help="folder for it (default: packages)")
    parser.add_argument("--public-key", type=public_key, metavar="KEY", help=PUBLIC_KEY)
    parser.set_defaults(run=run_get)


def run_get(options: argparse.Namespace) -> int:
    """Download and check; nothing of it is kept when it is not what was published."""
    package, version = options.release
    fetched = get(package, version, options.url, options.into, options.public_key)
    print(f"{fetched.folder}: {fetched.package} {fetched.version}, nothing wrong")
    if fetched.reason:
        say(f"{fetched.package} {fetched.version} was withdrawn: {fetched.reason}")
    return 0


def release(words: str) -> tuple[str, Version | None]:
    """A package with or without a version, such as `visits` or `visits@v1.2.0`."""
    package, at, number = words.partition("@")
    try:
        return package, Version.parse(f"v{number.removeprefix('v')}") if at else None
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
