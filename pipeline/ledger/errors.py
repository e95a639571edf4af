"""What can go wrong with a ledger, as messages that name the place, what is wrong and what to do next."""

from pathlib import Path


class LedgerError(Exception):
    """The ledger refused. The three parts of the message are kept apart for whoever shows it."""

    def __init__(self, place: Path | str, what: str, next_step: str) -> None:
        super().__init__(f"{place}: {what}. {next_step}")
        self.place = str(place)
        self.what = what
        self.next_step = next_step


class LedgerBusyError(LedgerError):
    """Somebody else holds the lock for longer than the caller wants to wait."""


class DamagedLedgerError(LedgerError):
    """A file is missing or is not what was written; `verify` names all such files and the entries they hold."""


class StaleHeadError(LedgerError):
    """The ledger has moved past the expected position: read what is new, decide again, append again."""
