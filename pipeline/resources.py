"""The project as a Dagster resource: where things lie, and who may write now."""

from contextlib import AbstractContextManager
from pathlib import Path

import dagster as dg

from pipeline.ledger.store import Ledger
from pipeline.project import Project


class ProjectResource(dg.ConfigurableResource["ProjectResource"]):
    """The folders of a project and its ledger. A step that writes holds `writing()`."""

    root: str

    @property
    def project(self) -> Project:
        """Where things lie."""
        return Project(Path(self.root))

    def writing(self) -> AbstractContextManager[Ledger]:
        """The ledger, while no other process writes anything of this project; the run's log says whom it waits for."""
        return self.project.writing(dg.get_dagster_logger().info)
