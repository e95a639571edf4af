"""Several processes, killed processes, and disks that refuse."""

import ctypes
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.ledger.errors import LedgerBusyError
from pipeline.ledger.lock import locked
from pipeline.ledger.store import Ledger
from tests.ledger.appender import SIZE, acknowledged, check_appends
from tests.ledger.samples import ledger_at, rejections

PROJECT = Path(__file__).parent.parent.parent
FULL_AFTER = 100_000
"""Bytes: a segment of some thousand entries does not fit, the log's files do."""


def start_appender(root: Path, name: str, appends: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.ledger.appender", str(root), name, str(appends)]
    return subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True)


def test_processes_append_side_by_side(tmp_path: Path) -> None:
    ledger = ledger_at(tmp_path)
    processes = [start_appender(tmp_path, name, 8) for name in ("a", "b")]
    while any(process.poll() is None for process in processes):
        check_appends(ledger, set())  # readers see whole appends, and verifying raises no false alarm
    keys = {key for process in processes for key in acknowledged(process)}
    assert [process.wait() for process in processes] == [0, 0]
    assert len(keys) == 16
    assert ledger.head().position == 16 * SIZE
    check_appends(ledger, keys)


def test_killed_processes_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    ledger = ledger_at(tmp_path)
    keys: set[str] = set()
    for appends in (1, 4):
        processes = [start_appender(tmp_path, name, 100) for name in ("a", "b")]
        for process in processes:
            keys |= acknowledged(process, until=appends)
        for process in processes:
            process.kill()
            keys |= acknowledged(process)
            process.wait()
    check_appends(ledger, keys)
    ledger.append(rejections(SIZE, "after"), "after")
    check_appends(ledger, keys | {"after"})


def test_a_busy_ledger_names_who_writes(tmp_path: Path) -> None:
    ledger_at(tmp_path)
    impatient = Ledger(tmp_path, wait=0.05)
    with locked(tmp_path, wait=0), pytest.raises(LedgerBusyError, match=rf"process {os.getpid()} .* has been writing"):
        impatient.append(rejections(1), "a")
    assert impatient.append(rejections(1), "a").appended == 1


def refusal(root: Path, limit: Callable[[], object]) -> str:
    """What a process says that appends 20,000 entries after it has set itself a limit."""
    script = (
        "import sys; from pathlib import Path; from pipeline.ledger.store import Ledger\n"
        "from pipeline.ledger.errors import LedgerError; from tests.ledger.samples import rejections\n"
        "try: Ledger(Path(sys.argv[1])).append(rejections(20_000), 'large')\n"
        "except LedgerError as error: print(error)"
    )
    command = [sys.executable, "-c", script, str(root)]
    return subprocess.run(command, cwd=PROJECT, preexec_fn=limit, capture_output=True, text=True, check=True).stdout


def limit_file_size() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (FULL_AFTER, FULL_AFTER))


def obey_permissions() -> None:
    """Give up what lets the superuser write everywhere; others cannot do this, nor do they need to."""
    drop_from_bounding_set, override = 24, 1
    ctypes.CDLL(None).prctl(drop_from_bounding_set, override, 0, 0, 0)


def test_a_full_disk_leaves_the_ledger_as_it_was(tmp_path: Path) -> None:
    ledger = ledger_at(tmp_path)
    ledger.append(rejections(2), "small")
    head = ledger.head()
    files = sorted(tmp_path.rglob("*"))
    message = refusal(tmp_path, limit_file_size)
    assert f"{tmp_path}: cannot be written" in message
    assert "What was acknowledged is safe; make room" in message
    assert ledger.head() == head
    assert not ledger.verify().problems
    assert sorted(tmp_path.rglob("*")) == files
    assert ledger.append(rejections(20_000), "large").appended == 20_000


def test_a_read_only_ledger_can_be_read_and_verified_but_not_written(tmp_path: Path) -> None:
    ledger = ledger_at(tmp_path / "ledger")
    ledger.append(rejections(2), "small")
    for path in [ledger.root, *ledger.root.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    message = refusal(ledger.root, obey_permissions)
    assert message.startswith(f"{ledger.root / '_lock'}: cannot be opened for writing (Permission denied)")
    assert "make the folder writable" in message
    assert len(list(ledger.read())) == 2
    assert not ledger.verify().problems
