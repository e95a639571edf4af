"""What can go wrong with a projection, as messages that name the place, what is wrong and what to do next."""

from pathlib import Path

REBUILD = "`bridgepower rebuild` makes it anew from the ledger"


class ProjectionError(Exception):
    """A projection could not be made. The three parts of the message are kept apart for whoever shows it."""

    def __init__(self, place: Path | str, what: str, next_step: str) -> None:
        super().__init__(f"{place}: {what}; {next_step}")
        self.place = str(place)
        self.what = what
        self.next_step = next_step


class StateBusyError(ProjectionError):
    """Another process has the state file open."""


class DamagedStateError(ProjectionError):
    """The state file is damaged, or belongs to another ledger or program: it is not used."""
