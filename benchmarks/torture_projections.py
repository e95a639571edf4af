"""Hundreds of faults and histories: `python -m benchmarks.torture_projections [ROUNDS] [SEED]`.

Kills a fold and its serving at ROUNDS random moments (200 by default), each of which the next run must make good; then
runs the property tests with as many random histories.
"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.projections.projection import Projection
from tests.projections.telling import Article, agreement, ledger_of, trade, visit


def killed(rounds: int, seed: int) -> list[str]:
    """What the rounds found; `same` where a run after a kill gave what an undisturbed one gives."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        told = [Article(f"article {number}", [visit(), trade(amount=number + 1), agreement()]) for number in range(40)]
        Projection(root / "half" / "state").fold(ledger_of(root / "ledger", *told), until=100)
        command = [sys.executable, "-m", "tests.projections.killing", folder, str(rounds), str(seed)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


def main(arguments: list[str]) -> int:
    """Print what was found; the status is 0 when nothing was."""
    rounds = int(arguments[0]) if arguments else 200
    seed = int(arguments[1]) if arguments[1:] else 1
    found = killed(rounds, seed)
    print(f"{len(found)} runs killed (seed {seed}); {sum(line != 'same' for line in found)} left something wrong")
    properties = [sys.executable, "-m", "pytest", "tests/projections/test_properties.py", f"--hypothesis-seed={seed}"]
    status = subprocess.run(properties, check=False, env=os.environ | {"BRIDGEPOWER_EXAMPLES": str(rounds)}).returncode
    return status or any(line != "same" for line in found) or len(found) != rounds


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
