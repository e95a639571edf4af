"""`python -m pipeline.extraction.build`: write the artefact of every language, and report what the compiler noticed.

With `--check` nothing is written; status 1 when an artefact is not what the sources give.
"""

import argparse
import sys
from pathlib import Path

from pipeline.extraction.build.artefact import artefact_of, languages, rendered
from pipeline.extraction.build.sources import SourceError
from pipeline.extraction.lexicon import ARTEFACTS


def main() -> int:
    """Build or check all artefacts; 1 when a source is at fault or an artefact is out of date."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.extraction.build", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only")
    options = parser.parse_args()
    status = 0
    for language in languages():
        try:
            built = artefact_of(language)
        except SourceError as error:
            sys.stderr.write(f"{error}\n")
            return 1
        path = ARTEFACTS / f"{language}.json"
        sys.stdout.write(f"{language}: {built.summary}\n" + "".join(f"  {note}\n" for note in built.notes))
        status |= _written(path, rendered(built), options.check)
    return status


def _written(path: Path, text: str, check: bool) -> int:
    if check:
        if path.exists() and path.read_text(encoding="utf-8") == text:
            return 0
        sys.stderr.write(f"{path} is out of date: run `make lexicon`\n")
        return 1
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
