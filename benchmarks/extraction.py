"""How fast extraction is: CPU time as a ratio to finding the words of the same text, and its growth with length.

`python -m benchmarks.extraction`. Ratios within one run can be compared between machines, times cannot.
"""

import re
import resource
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pipeline.extraction import extract

SEED = Path(__file__).parent.parent / "tests/corpus/seed"
LENGTHS = (1_200, 2_200, 15_000)
ROUNDS = 15
PATHOLOGICAL: dict[str, Callable[[str], str]] = {
    "no full stop": lambda text: re.sub(r"[.\n]", " ", text),
    "only numbers": lambda text: ("5 млрд долларов " * len(text))[: len(text)],
    "nested quotes": lambda text: ("«" * 10 + "сказал Токаев" + "»" * 10) * (len(text) // 33),
    "one word": lambda text: ("Казахстан " * len(text))[: len(text)],
}


def cpu_time(work: Callable[[], object]) -> float:
    """The median CPU seconds of one call."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def main() -> None:
    """Print the ratios."""
    sample = next(SEED.glob("*.txt")).read_text(encoding="utf-8")
    extract(sample, language="ru")
    for length in LENGTHS:
        text = sample[:length]
        words, whole = cpu_time(partial(re.findall, r"\w+", text)), cpu_time(partial(extract, text, language="ru"))
        print(f"{length:>6} characters: {1 / whole:7.0f} articles/s, {whole / words:5.1f} x re.findall")
    plain = cpu_time(partial(extract, sample, language="ru"))
    longer = cpu_time(partial(extract, "\n".join([sample] * 8), language="ru"))
    print(f"8 times the length: {longer / plain:.1f} x the time")
    for name, make in PATHOLOGICAL.items():
        taken = cpu_time(partial(extract, make(sample), language="ru"))
        print(f"{name}: {taken / plain:.1f} x plain text of the same length")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
