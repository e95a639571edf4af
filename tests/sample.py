"""The sample article, and the command line as a user has it."""

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLE = "kazinform-bridge-power"
BRIDGEPOWER = Path(sys.executable).with_name("bridgepower")


def bridgepower(root: Path, *words: str, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command; `limit` is the largest file in bytes that it may write."""

    def restrict() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        [BRIDGEPOWER, "--root", root, *words],
        capture_output=True,
        text=True,
        cwd=root,
        env=os.environ | {"PYTHONUTF8": "1"},
        preexec_fn=restrict,
        check=False,
    )


def put_sample(root: Path) -> None:
    """Lay the sample article and its sidecar into the raw/ of a project."""
    (root / "raw").mkdir(parents=True)
    for ending in (".txt", ".meta.json"):
        shutil.copy(ROOT / "raw" / f"{SAMPLE}{ending}", root / "raw")
