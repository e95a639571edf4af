"""The head file: where the ledger stands, written after each commit has become durable.

An append is acknowledged once the head file names it. What lies beyond it after a crash was never acknowledged: the
next append takes it over or sweeps it away. The file seals the newest commit file, which no later commit vouches for
yet, and carries a hash of itself, so damage to it is told from damage to what it seals.
"""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from pipeline.ledger.errors import DamagedLedgerError, LedgerError
from pipeline.ledger.files import write_durably

FILE = "_head.json"


@dataclass(frozen=True, kw_only=True)
class Point:
    """How far the entries go: the last one's `position`, its hash (`tip`, hexadecimal) and time (UTC).

    In an empty ledger the position is 0 and `recorded_at` null.
    """

    position: int
    tip: str
    recorded_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Head(Point):
    """The last entry, the Delta version that a reader opens, and the sha256 of that version's commit file."""

    version: int
    commit: str


def read_head(root: Path) -> Head:
    """The head of the ledger in a folder; LedgerError where there is none, DamagedLedgerError for a damaged file."""
    path = root / FILE
    try:
        text = path.read_bytes()
    except FileNotFoundError as error:
        raise _no_ledger(root) from error
    except OSError as error:
        raise LedgerError(path, f"cannot be read ({error.strerror})", "Make it readable and try again.") from error
    try:
        return _parsed(text)
    except (ValueError, TypeError, KeyError) as error:
        raise DamagedLedgerError(
            path, "is not what was written", "`bridgepower repair` writes it anew from the commit files."
        ) from error


def write_head(root: Path, head: Head) -> None:
    """Replace the head file at once and durably."""
    write_durably(root / FILE, _text(head))


def _text(head: Head) -> bytes:
    values = asdict(head) | {"recorded_at": head.recorded_at and head.recorded_at.isoformat()}
    values["check"] = sha256(json.dumps(values).encode()).hexdigest()
    return json.dumps(values).encode()


def _parsed(text: bytes) -> Head:
    values = json.loads(text)
    del values["check"]
    if values["recorded_at"] is not None:
        values["recorded_at"] = datetime.fromisoformat(values["recorded_at"]).astimezone(UTC)
    head = Head(**values)
    if _text(head) != text:
        raise ValueError(text)
    return head


def _no_ledger(root: Path) -> LedgerError:
    if not root.exists():
        return LedgerError(root, "there is no ledger", "`bridgepower run` creates one.")
    if (root / "_delta_log" / f"{1:020d}.json").exists():
        return LedgerError(
            root / FILE,
            "is missing: either this Delta table is no ledger, or the file was lost",
            "Point to another folder, or let `bridgepower repair` write the file anew.",
        )
    return LedgerError(root, "there is no ledger in this folder", "`bridgepower run` creates one.")
