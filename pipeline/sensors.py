"""What starts a run by itself: a file that appears or changes in raw/."""

import dagster as dg

from pipeline.archive.articles import stamp_of
from pipeline.assets import WHOLE_WAY
from pipeline.resources import ProjectResource

SECONDS = 15


@dg.sensor(
    target=WHOLE_WAY,
    minimum_interval_seconds=SECONDS,
    description="Starts a run when a file in raw/ is new, changed or removed. Switch it on in the UI.",
)
def new_files(context: dg.SensorEvaluationContext, project: ProjectResource) -> dg.RunRequest | dg.SkipReason:
    """Compares names, sizes and times of the files in raw/ with what the last tick saw."""
    stamp = stamp_of(project.project.raw)
    if stamp == context.cursor:
        return dg.SkipReason("nothing has changed in raw/")
    context.update_cursor(stamp)
    return dg.RunRequest(run_key=stamp)
