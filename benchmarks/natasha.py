"""How much faster extraction is than natasha with segmenting, morphology, syntax and names.

`python -m benchmarks.natasha`. Natasha runs in an environment of its own, made once in the folder for temporary files,
so that nothing of it enters the project's. Extraction needs the standard library only and is measured in the same
process, in turns.
"""

import importlib
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.extraction import LENGTHS, best_times, read, sample

ROOT = Path(__file__).parent.parent
ENVIRONMENT = Path(tempfile.gettempdir()) / "bridgepower-natasha"
PINNED = (
    "natasha==1.6.0",
    "slovnet==0.6.0",
    "navec==0.10.0",
    "razdel==0.5.0",
    "yargy==0.16.0",
    "ipymarkup==0.9.0",
    "intervaltree==3.2.1",
    "sortedcontainers==2.4.0",
    "pymorphy3==2.0.6",
    "pymorphy3-dicts-ru==2.4.417150.4580142",
    "dawg2-python==0.9.0",
    "numpy==2.4.0",
)
ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def python() -> Path:
    """The interpreter of natasha's environment, which is made if it is not there."""
    interpreter = ENVIRONMENT / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    made = ENVIRONMENT / "made"
    if not made.exists():
        print(f"installing natasha into {ENVIRONMENT} (once, some 80 MB)")
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
        subprocess.run([str(interpreter), "-m", "pip", "install", "-q", "--no-deps", *PINNED], check=True)
        made.touch()
    return interpreter


def natasha() -> Callable[[str], object]:
    """The four steps of natasha over a text."""
    # its yargy asks for pymorphy2, which no longer runs
    for name in ("", ".analyzer", ".shapes", ".units"):
        sys.modules[f"pymorphy2{name}"] = importlib.import_module(f"pymorphy3{name}")
    from natasha import Doc, NewsEmbedding, NewsMorphTagger, NewsNERTagger, NewsSyntaxParser, Segmenter

    embedding = NewsEmbedding()
    segmenter, morphology = Segmenter(), NewsMorphTagger(embedding)
    syntax, names = NewsSyntaxParser(embedding), NewsNERTagger(embedding)

    def steps(text: str) -> object:
        document = Doc(text)
        document.segment(segmenter)
        document.tag_morph(morphology)
        document.parse_syntax(syntax)
        document.tag_ner(names)
        return document

    return steps


def compare() -> None:
    """Print the ratios; runs in natasha's environment."""
    steps, text = natasha(), sample()
    for length in LENGTHS:
        part = text[:length]
        theirs, ours = best_times(partial(steps, part), partial(read, part), rounds=7)
        print(f"{length:>6} characters: natasha {theirs * 1000:4.0f} ms, {theirs / ours:3.0f} x extraction")


if __name__ == "__main__":
    if sys.argv[1:] == ["compare"]:
        compare()
    else:
        command = [str(python()), "-m", "benchmarks.natasha", "compare"]
        subprocess.run(command, cwd=ROOT, env=os.environ | ONE_CORE | {"PYTHONPATH": str(ROOT)}, check=True)
