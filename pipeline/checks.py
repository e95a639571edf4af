"""Checks on what is stored. The UI can execute them by hand, and in a run they hold up what comes after."""

import dagster as dg

from pipeline.assets import ledger
from pipeline.outlet import verified
from pipeline.resources import ProjectResource


@dg.asset_check(asset=ledger, blocking=True)
def is_what_was_written(project: ProjectResource) -> dg.AssetCheckResult:
    """Every file and entry, the hash chain over them, and the checkpoints kept in releases agree."""
    found = verified(project.project)
    return dg.AssetCheckResult(
        passed=not found.problems,
        description="; ".join(map(str, found.problems)) or None,
        metadata={"entries": found.entries, "problems": len(found.problems)},
    )
