"""All that Dagster sees: assets, checks, the sensor and one job, wired to a project."""

import contextlib
import logging
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg
import yaml

from pipeline import assets, checks, history, sensors
from pipeline.outlet import Wish
from pipeline.resources import ProjectResource
from schemas.packages import PACKAGES

JOB = "everything"
_QUALIFIED = re.compile(r"^[\w.]+: ")


@dg.logger(None, description="Says on standard error what a step tells, and nothing of Dagster's own.")
def progress(_context: dg.InitLoggerContext) -> logging.Logger:
    """The logger of `bridgepower run`."""
    logger = logging.Logger("progress", level=logging.INFO)
    logger.addHandler(_Progress())
    return logger


class _Progress(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        told: dict[str, Any] = getattr(record, "dagster_meta", {})
        # no step tells an error, but Dagster tells of each step that one before it keeps from starting
        if told.get("step_key") and not told.get("dagster_event") and record.levelno < logging.ERROR:
            sys.stderr.write(f"  {told['step_key']}: {told['orig_message']}\n")


def build(root: Path) -> dg.Definitions:
    """The definitions of the project at a root; tests point them at a folder of their own."""
    return dg.Definitions(
        assets=dg.load_assets_from_modules([assets]),
        asset_checks=dg.load_asset_checks_from_modules([checks]),
        sensors=[sensors.new_files],
        jobs=[
            dg.define_asset_job(JOB, assets.WHOLE_WAY, description="Everything, from raw/ to the published packages."),
            dg.define_asset_job("quality", [assets.extraction_quality], description="How well articles are read."),
        ],
        resources={"project": ProjectResource(root=str(root))},
        executor=dg.in_process_executor,
        loggers={"console": dg.colored_console_logger, "progress": progress},
    )


@dataclass(frozen=True)
class Run:
    """What a run did: the metadata of each materialised asset by its name, and why it failed, if it did."""

    metadata: Mapping[str, Mapping[str, Any]]
    failures: tuple[str, ...]


def run_everything(root: Path, wishes: Mapping[str, Wish] | None = None) -> Run:
    """Run the whole pipeline in this process; the run is in the UI afterwards when the project has a dagster.yaml.

    `wishes` are what a person asks of the next release of a package, by its name.
    """
    job = build(root).resolve_job_def(JOB)
    # dagster.yaml keeps its storage in a folder relative to the project
    with contextlib.chdir(root), _instance(root) as instance:
        result = job.execute_in_process(instance=instance, raise_on_error=False, run_config=_run_config(wishes or {}))
    metadata = {
        materialization.asset_key.to_user_string(): {
            name: value.value for name, value in materialization.metadata.items()
        }
        for node in job.nodes
        for materialization in result.asset_materializations_for_node(node.name)
    }
    failures = [
        _QUALIFIED.sub("", (error.cause or error).message.strip())
        for event in result.all_events
        if event.is_step_failure and (error := event.step_failure_data.error)
    ]
    broken = [
        f"{check.asset_key.to_user_string()} {check.check_name}: {check.description}"
        for check in result.get_asset_check_evaluations()
        if not check.passed and check.description
    ]
    return Run(metadata, (*broken, *failures))


def _run_config(wishes: Mapping[str, Wish]) -> dict[str, Any]:
    asked = {
        assets.asset_name(package): {"config": {"notes": wish.notes, "bump": str(wish.bump)}}
        for package in PACKAGES
        if (wish := wishes.get(package.name))
    }
    return {"loggers": {"progress": {}}, "ops": asked}


def _instance(root: Path) -> dg.DagsterInstance:
    settings = root / "dagster.yaml"
    if not settings.exists():
        return dg.DagsterInstance.ephemeral()
    storage = (yaml.safe_load(settings.read_bytes()) or {}).get("storage", {})
    held_open = {"module": history.__name__, "class": history.RunHistory.__name__, "config": storage.get("sqlite")}
    overrides = {"storage": {"custom": held_open}} if "sqlite" in storage else {}
    # despite its name it makes a lasting instance in the folder that it is given
    return dg.DagsterInstance.local_temp(str(root), overrides=overrides)


defs = build(Path.cwd())
