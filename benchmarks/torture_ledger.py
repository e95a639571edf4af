"""Hundreds of faults instead of the tests' few: `python -m benchmarks.torture_ledger [ROUNDS] [SEED]`.

Each round kills processes that append, at a random moment, over a ledger that makes snapshots and merges files all
the time; fills the disk at a random byte; and flips random bits in every file. After each, everything acknowledged
must be there, once and in order; every flip must be found, and never be served. Ends with an AssertionError otherwise.
"""

import random
import resource
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.ledger import compacting, snapshots
from pipeline.ledger.errors import DamagedLedgerError
from pipeline.ledger.history import read_history
from pipeline.ledger.store import Ledger
from tests.ledger.appender import SIZE, acknowledged, append_all, check_appends
from tests.ledger.samples import rejections
from tests.ledger.test_damage import flipped

WRITERS = 3
LARGEST = 20_000
"""Bytes: above the size of any file of these ledgers."""


def start(root: Path, name: str, appends: int, limit: Callable[[], object] | None = None) -> subprocess.Popen[str]:
    """A process that appends and prints what is acknowledged."""
    command = [sys.executable, "-m", "benchmarks.torture_ledger", str(root), name, str(appends)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=subprocess.DEVNULL, text=True, preexec_fn=limit)


def kill(root: Path, generator: random.Random) -> set[str]:
    """Kill each of several appending processes after a random number of appends; what was acknowledged."""
    processes = [start(root, f"{generator.random()}", 10_000) for _ in range(WRITERS)]
    keys = set[str]()
    for process in processes:
        keys |= acknowledged(process, until=generator.randrange(1, 12))
        check_appends(Ledger(root), keys)  # while the others append
    for process in processes:
        process.kill()
        keys |= acknowledged(process)
        process.wait()
    return keys


def fill(root: Path, generator: random.Random) -> set[str]:
    """Append while no file can grow beyond a random size; what was acknowledged."""
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (generator.randrange(LARGEST),) * 2)
    process = start(root, f"{generator.random()}", 20, limit)
    keys = acknowledged(process)
    process.wait()
    return keys


def flip(ledger: Ledger, generator: random.Random) -> int:
    """Flip a random bit in each of a dozen files, one after the other; how many."""
    entries = list(ledger.read())
    files = files_of(ledger)
    for path in generator.sample(files, min(len(files), 12)):
        content = path.read_bytes()
        bit = generator.randrange(len(content) * 8)
        path.write_bytes(flipped(content, bit))
        if str(path) not in [str(problem.place) for problem in ledger.verify().problems]:
            raise AssertionError(f"bit {bit} of {path} was not noticed")
        with suppress(DamagedLedgerError):
            if list(ledger.read()) != entries:
                raise AssertionError(f"bit {bit} of {path} was served")
        path.write_bytes(content)
    return min(len(files), 12)


def files_of(ledger: Ledger) -> list[Path]:
    """Every file that belongs to the ledger: not the lock, nor what a killed process left for the next to sweep."""
    segments = {segment.file(ledger.root) for segment in read_history(ledger.root, ledger.head()).segments}
    return sorted(segments | {ledger.root / "_head.json", *(ledger.root / "_delta_log").iterdir()})


def main(rounds: int, seed: int) -> None:
    """Torture one ledger for so many rounds, with a fresh one every tenth round to keep it small."""
    generator = random.Random(seed)  # noqa: S311  # faults must be repeatable
    done: Counter[str] = Counter()
    with TemporaryDirectory() as name:
        for number in range(rounds):
            root = Path(name) / f"{number // 10}"
            if number % 10 == 0:
                shutil.rmtree(Path(name) / f"{number // 10 - 1}", ignore_errors=True)
                ledger, keys = Ledger.create(root), set[str]()
            for fault in (kill, fill):
                keys |= fault(root, generator)
                check_appends(ledger, keys)
                ledger.append(rejections(SIZE, f"after {fault.__name__} {number}"), f"after {fault.__name__} {number}")
                done[fault.__name__] += 1
            done["flip"] += flip(ledger, generator)
            print(f"round {number + 1}: {len(keys)} appends acknowledged, all there", flush=True)
    print(f"{rounds} rounds with seed {seed}: {done['kill'] * WRITERS} processes killed, {done['fill']} full disks,")
    print(f"{done['flip']} bits flipped: nothing lost, doubled, half-written or served damaged")


if __name__ == "__main__":
    # of every process here: what one began, any other must go on with
    snapshots.INTERVAL, compacting.LIVE_FILES, compacting.MERGED = 5, 12, 200
    match sys.argv[1:]:
        case [root, name, appends]:
            append_all(Path(root), name, int(appends))
        case [rounds, seed]:
            main(int(rounds), int(seed))
        case [rounds]:
            main(int(rounds), 0)
        case _:
            main(100, 0)
