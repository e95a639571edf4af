"""`bridgepower correct`: write a correction into raw/corrections.yaml; the next run applies it."""

import argparse
from collections.abc import Callable
from datetime import UTC, date, datetime

from pipeline.archive.corrections import FILE, Correction
from pipeline.project import Project
from pipeline.projections.correcting import Corrector, Signature
from schemas.vocabulary import ClaimTable

Act = Callable[[Corrector, argparse.Namespace, Signature], Correction]

_EMPTY = "an empty value is null, or a list without items; a semicolon stands between items"


def configure_correct(parser: argparse.ArgumentParser) -> None:
    """What is corrected, by whom, and why."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    correct = _action(actions, "set", "give columns of a claim other values", _set)
    correct.add_argument("claim", metavar="CLAIM_ID")
    correct.add_argument(
        "values",
        nargs="+",
        type=_assignment,
        metavar="COLUMN=VALUE",
        help=_EMPTY,
    )
    retract = _action(actions, "retract", "set a claim aside that its article does not make", _retract)
    retract.add_argument("claim", metavar="CLAIM_ID")
    add = _action(actions, "add", "add a claim that the grammar missed", _add)
    add.add_argument("table", type=ClaimTable, choices=list(ClaimTable), metavar="TABLE", help=", ".join(ClaimTable))
    add.add_argument("article", help="path below raw/")
    add.add_argument("quote", help="words that stand once in the article")
    add.add_argument("values", nargs="+", type=_assignment, metavar="COLUMN=VALUE")
    merge = _action(actions, "merge", "make several records one", _merge)
    merge.add_argument("records", nargs="+", metavar="RECORD_ID", help="the first keeps its identifier")
    split = _action(actions, "split", "let claims leave a record together", _split)
    split.add_argument("record", metavar="RECORD_ID")
    split.add_argument("claims", nargs="+", metavar="CLAIM_ID")


def run(options: argparse.Namespace) -> int:
    """Write the correction, guarded by what the warehouse shows now."""
    project = Project(options.root)
    act: Act = options.act
    signature = Signature(author=options.author, reason=options.reason, made_on=options.date)
    written = act(Corrector(project.raw, project.warehouse), options, signature)
    print(f"{project.raw / FILE}: correction {written.correction_id}; the next run applies it")
    return 0


def _action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, help_text: str, act: Act
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=help_text, description=help_text)
    parser.add_argument("--reason", required=True, help="why, in a sentence")
    parser.add_argument("--author", required=True, help="who decides this")
    parser.add_argument("--date", type=date.fromisoformat, default=datetime.now(UTC).date(), help="default: today")
    parser.set_defaults(run=run, act=act)
    return parser


def _assignment(words: str) -> tuple[str, str]:
    column, equals, value = words.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{words!r} is not COLUMN=VALUE")
    return column, value


def _set(corrector: Corrector, options: argparse.Namespace, signature: Signature) -> Correction:
    return corrector.correct(options.claim, dict(options.values), signature)


def _retract(corrector: Corrector, options: argparse.Namespace, signature: Signature) -> Correction:
    return corrector.retract(options.claim, signature)


def _add(corrector: Corrector, options: argparse.Namespace, signature: Signature) -> Correction:
    return corrector.add(options.table, options.article, options.quote, dict(options.values), signature)


def _merge(corrector: Corrector, options: argparse.Namespace, signature: Signature) -> Correction:
    return corrector.merge(options.records, signature)


def _split(corrector: Corrector, options: argparse.Namespace, signature: Signature) -> Correction:
    return corrector.split(options.record, [options.claims], signature)
