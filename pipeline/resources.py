"""The project as a Dagster resource: where things lie, and who may write now."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from pipeline.ledger.lock import locked
from pipeline.ledger.store import Ledger
from pipeline.project import Project

WAIT_SECONDS = 600.0
"""A step waits this long for another run's step; longer than any step of a large refresh takes."""


class ProjectResource(dg.ConfigurableResource["ProjectResource"]):
    """The folders of a project and its ledger.

    A step that writes holds `writing()`: runs of the UI, the sensor and the command line queue up behind each other,
    and a killed run leaves no lock behind.
    """

    root: str

    @property
    def project(self) -> Project:
        """Where things lie."""
        return Project(Path(self.root))

    @contextmanager
    def writing(self) -> Iterator[Ledger]:
        """The ledger, while no other process writes anything of this project; LedgerBusyError names the holder."""
        self.project.state.mkdir(parents=True, exist_ok=True)
        with locked(self.project.state, WAIT_SECONDS):
            yield Ledger.create(self.project.ledger)
