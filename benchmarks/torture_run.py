"""Whole runs that die, by the hundred: `python -m benchmarks.torture_run [ROUNDS] [SEED]`.

Each round kills three runs at random moments, one after the other, over a project with the sample and a few articles of
the corpus; then one is left alone. It must make of it what an undisturbed run makes: the same entries, tables and
versions of releases, which follow from the ledger.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.sample import ROOT, put_sample

ARTICLES = ("a07", "a16", "a19")


def main(arguments: list[str]) -> int:
    """Print what was found; the status is 0 when nothing was."""
    rounds, seed = (int(word) for word in [*arguments, *("100", "1")[len(arguments) :]])
    with TemporaryDirectory() as folder:
        source = Path(folder) / "source"
        put_sample(source)
        for name in ARTICLES:
            for path in (ROOT / "tests" / "corpus" / "dev").glob(f"{name}.[tm]*"):
                (source / "raw" / path.name).write_bytes(path.read_bytes())
        command = [sys.executable, "-m", "tests.dying", str(source), str(rounds), str(seed)]
        found = []
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as rounds_told:
            for line in rounds_told.stdout or ():
                found.append(line.strip())
                print(f"round {len(found)}: {found[-1]}", flush=True)
    wrong = [line for line in found if line != "same"]
    print(f"{len(found)} rounds of three kills each (seed {seed}); {len(wrong)} left something wrong")
    return int(bool(wrong) or len(found) != rounds)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
