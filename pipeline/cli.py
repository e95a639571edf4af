"""The `bridgepower` command. Only the module of the chosen command is imported, so that each starts fast."""

import argparse
import errno
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

COMMANDS = {
    "run": ("run", "read raw/, fill the ledger, fold, publish; ends with a summary"),
    "status": ("inspect", "what is there: articles, claims, records, releases"),
    "explain": ("inspect", "lead from a published row to its claims, quotes, articles and ledger entries"),
    "sql": ("inspect", "run SQL on the warehouse"),
    "correct": ("correct", "write a correction by a person into raw/corrections.yaml"),
    "extract": ("extract", "print the claims of articles as JSON, one line each"),
    "quality": ("quality", "measure extraction on the annotated corpus and write a report"),
    "verify": ("verify", "check the ledger and the releases"),
    "repair": ("verify", "put right in the ledger's folder what follows from its commits"),
    "rebuild": ("verify", "fold the whole ledger anew into the warehouse"),
    "as-of": ("inspect", "build the warehouse as it was known at an earlier time"),
    "check": ("packages", "check a published package with nothing but its files"),
    "diff": ("packages", "what differs between two releases of a package"),
    "get": ("packages", "download a release from where it was published, and check it"),
    "publish": ("publishing", "copy the releases that are new to a folder or an object store"),
    "withdraw": ("publishing", "say that a release should no longer be used, and why"),
}


DESCRIPTION = (
    "Turns news articles in raw/ into tables, packages and a catalogue in which every value leads back to the sentence "
    "that carries it. First `bridgepower run`, then `bridgepower status` and `bridgepower sql 'FROM visits'`; "
    "`bridgepower COMMAND --help` tells more."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status is 0 when it did its work, 1 when it could not, 2 for wrong usage."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="bridgepower", description=DESCRIPTION)
    root = "the project's folder (default: this one); other paths start from the folder you are in"
    parser.add_argument("--root", type=Path, default=Path(), help=root)
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (module, help_text) in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=help_text, description=help_text)
        if name in words:
            getattr(importlib.import_module(f"pipeline.commands.{module}"), f"configure_{name.replace('-', '_')}")(
                subparser
            )
    options = parser.parse_args(words)
    return _guarded(options.run, options)


def _guarded(run: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    """Expected failures become a message and status 1; anything else is a defect and keeps its traceback."""
    try:
        status = run(options)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # nobody reads on, and what is still buffered must not fail once more when the process ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        step = "free some space, then repeat" if error.errno == errno.ENOSPC else "check the path and its permissions"
        print(f"bridgepower: {error.filename or options.root}: {error.strerror or error}; {step}", file=sys.stderr)
        return 1
    except Exception as error:
        if not getattr(error, "next_step", None):
            raise
        print(f"bridgepower: {error}", file=sys.stderr)
        return 1
