"""`bridgepower quality`: measure extraction on the annotated corpus of the project, and write a report."""

import argparse

from pipeline.project import Project
from pipeline.quality.measuring import measure
from pipeline.quality.report import as_lines, write_report


def configure_quality(parser: argparse.ArgumentParser) -> None:
    """No options: the whole corpus is measured."""
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the figures and the place of the report; CorpusError where there is nothing to measure with."""
    project = Project(options.root.resolve())
    articles = measure(project.corpus)
    print("\n".join(as_lines(articles)))
    print(f"errors and fields: {write_report(articles, project.quality)}")
    return 0
