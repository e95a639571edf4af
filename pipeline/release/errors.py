"""What can go wrong with releases, as messages that name the place, what is wrong and what to do next."""

from pathlib import Path


class ReleaseError(Exception):
    """A release was refused. The three parts of the message are kept apart for whoever shows it."""

    def __init__(self, place: Path | str, what: str, next_step: str) -> None:
        super().__init__(f"{place}: {what}. {next_step}")
        self.place = str(place)
        self.what = what
        self.next_step = next_step
