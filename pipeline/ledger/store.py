"""The `Ledger`: append entries, read them, ask where it stands.

Opening is free and importing is cheap: Arrow and Delta are imported by the calls that need them. Nothing here changes
or deletes an entry, and there is no call that could.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.ledger.entries import Checkpoint, Entry
from pipeline.ledger.errors import DamagedLedgerError
from pipeline.ledger.head import FILE, Head, read_head
from pipeline.ledger.lock import locked
from pipeline.ledger.readings import check_readings

if TYPE_CHECKING:
    from pipeline.ledger.appending import Receipt
    from pipeline.ledger.slices import Slice
    from pipeline.ledger.verification import Verification

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


class Ledger:
    """The ledger in a folder.

    `clock` gives the time of new entries; `wait` is how many seconds an append waits for another one to end.
    """

    def __init__(self, root: Path, *, clock: Clock = system_clock, wait: float = 60) -> None:
        self.root = root
        self._clock = clock
        self._wait = wait

    @classmethod
    def create(cls, root: Path, *, clock: Clock = system_clock, wait: float = 60) -> "Ledger":
        """The ledger in a folder, made empty where there is none. LedgerError when the folder holds something else."""
        from pipeline.ledger.delta import create, refusing

        if not (root / FILE).exists():
            with refusing(root):
                root.mkdir(parents=True, exist_ok=True)
                with locked(root, wait):
                    create(root)
        return cls(root, clock=clock, wait=wait)

    def head(self) -> Head:
        """Where the ledger stands; reads one small file."""
        return read_head(self.root)

    def checkpoint(self, position: int | None = None) -> Checkpoint:
        """The ledger up to the end of an append, the last one by default, to keep elsewhere and hold against it later.

        The same position always gives the same checkpoint. LedgerError for a position inside an append.
        """
        from pipeline.ledger.commits import commit_at

        head = self.head()
        commit = commit_at(self.root, head, head.position if position is None else position)
        return Checkpoint(position=commit.position, version=commit.version, tip=commit.tip, commit=commit.sha256)

    def tip(self, position: int) -> str:
        """The hash of the entry at a position (hexadecimal), which stands for all entries up to it."""
        ((tip,),) = self.read(position - 1, position).reader().read_all().select(["hash"]).to_pydict().values()
        return str(tip.hex())

    def position_at(self, moment: datetime) -> int:
        """The position of the last entry recorded at or before a time; 0 when there is none."""
        from pipeline.ledger.commits import last_before

        return last_before(self.root, self.head(), moment)

    def append(self, entries: Iterable[Entry], key: str, expect: int | None = None) -> "Receipt":
        """Append entries, all or none, and return once they would survive a power cut.

        `key` names what the entries follow from (step, input hash, code version; never a run): an append with a known
        key and the same entries adds nothing, with other entries it is refused. With `expect`, StaleHeadError unless
        the ledger stands at that position. LedgerBusyError when another writer holds the lock for too long.
        """
        from pipeline.ledger.appending import append
        from pipeline.ledger.columns import content_of
        from pipeline.ledger.delta import refusing

        entries = list(entries)
        check_readings(entries)
        content = content_of(entries, key)
        self.head()  # no lock file where there is no ledger
        with refusing(self.root), locked(self.root, self._wait):
            return append(self.root, self.head(), content, key, expect, self._clock())

    def read(self, after: int = 0, until: int | None = None, as_of: datetime | None = None) -> "Slice":
        """The entries with `after < position <= until`, up to the head without `until`.

        `as_of` leaves out what was recorded later than that time. DamagedLedgerError when a file that holds the
        entries, or says so, is not what was written.
        """
        from pipeline.ledger.delta import live_segments, open_table
        from pipeline.ledger.segments import check_segment
        from pipeline.ledger.slices import Slice

        head = self.head()
        bounds = [head.position, until, None if as_of is None else self.position_at(as_of)]
        last = min(bound for bound in bounds if bound is not None)
        segments = [
            segment
            for segment in live_segments(open_table(self.root, head))
            if segment.first <= last and segment.last > after
        ]
        for segment in segments:
            check_segment(self.root, segment)
        return Slice(self.root, after, last, tuple(segments))

    def verify(self, checkpoints: Iterable[Checkpoint] = ()) -> "Verification":
        """Check every file and entry, the chain over them, and checkpoints kept elsewhere; reads everything."""
        from pipeline.ledger.verification import verify

        return verify(self.root, checkpoints)

    def check(self) -> None:
        """DamagedLedgerError unless every file is what was written: for before work that builds on the ledger.

        Much faster than `verify`, which hashes every entry too and so finds what somebody forged with care.
        """
        from pipeline.ledger.verification import verify

        for problem in verify(self.root, chain=False).problems:
            raise DamagedLedgerError(problem.place, problem.what, problem.next_step)

    def repair(self) -> list[Path]:
        """Put right what follows from the commit files (the head file, Delta's snapshots); the files concerned.

        DamagedLedgerError where a commit file itself is damaged: that takes a backup.
        """
        from pipeline.ledger.delta import refusing
        from pipeline.ledger.repairing import known_head, repair

        known_head(self.root)  # no lock file where there is no ledger
        with refusing(self.root), locked(self.root, self._wait):
            return repair(self.root)
