"""What the ledger costs, as ratios within one run, with peak memory: `python -m benchmarks.ledger [ENTRIES]`.

Builds a ledger of ENTRIES claims (a million by default) and one of a tenth of that, then measures, each in a process
of its own: appending 1,000 entries to both; reading all entries for a fold, and the last 1,000, against DuckDB's plain
group-by over the same files; verifying, per entry.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

import duckdb

from pipeline.ledger.entries import ArticleRead, Entry
from pipeline.ledger.store import Ledger
from tests.ledger.samples import claim

CLAIMS = 19
"""Claims per article, so that each takes 20 entries."""
BATCH = 50_000
WORDS = [f"{number:x}слово" for number in range(5_000)]
REPEATS = 5


def readings(first: int, entries: int) -> list[Entry]:
    """So many entries: readings of distinct articles, numbered from `first`, that compress about as news does."""
    found: list[Entry] = []
    for article in range(first, first + entries // (CLAIMS + 1)):
        words = Random(article)  # noqa: S311  # filler, no secret
        sample = claim(0, f"art_{article:012x}")
        found.append(
            ArticleRead(
                article_id=sample.article_id,
                text_sha256=sample.text_sha256,
                extractor=sample.extractor,
                claims={sample.table: CLAIMS},
            )
        )
        for number in range(CLAIMS):
            quote = " ".join(words.choices(WORDS, k=20))
            claim_id = f"clm_{article:012x}{number:04x}"
            found.append(replace(sample, claim_id=claim_id, quote=quote, context=f"{quote}. {quote[::-1]}"))
    return found


def build(root: Path, entries: int) -> None:
    """Make a ledger of that size."""
    ledger = Ledger.create(root)
    for first in range(0, entries, BATCH):
        ledger.append(readings(first, min(BATCH, entries - first)), f"build/{first}")


def append(root: Path) -> None:
    """Append 1,000 entries that are new."""
    ledger = Ledger(root)
    position = ledger.head().position
    ledger.append(readings(10**9 + position, 1000), f"more/{position}")


def fold(root: Path, after: int = 0) -> None:
    """Open the ledger, check what is read, and group it by article, its payload included."""
    with duckdb.connect() as connection:
        Ledger(root).read(after).register(connection, "entries")
        connection.execute("SELECT article_id, count(*), max(payload) FROM entries GROUP BY 1").fetchall()


def tail(root: Path) -> None:
    """The same for the last 1,000 entries."""
    fold(root, Ledger(root).head().position - 1000)


def plain(root: Path) -> None:
    """The same for all entries by DuckDB alone, over every file in the folder."""
    query = f"SELECT article_id, count(*), max(payload) FROM read_parquet('{root}/segments/*.parquet') GROUP BY 1"
    with duckdb.connect() as connection:
        connection.execute(query).fetchall()


def verify(root: Path) -> None:
    """Check everything."""
    assert not Ledger(root).verify().problems  # noqa: S101  # a figure for a broken ledger would mean nothing


def check(root: Path) -> None:
    """Check every file."""
    Ledger(root).check()


MEASURES: dict[str, Callable[[Path], None]] = {
    item.__name__: item for item in (append, fold, tail, plain, check, verify)
}


def own_process(*arguments: object) -> list[str]:
    """What this module prints with these arguments in a process of its own, so that peaks of memory are its own too."""
    command = [sys.executable, "-m", "benchmarks.ledger", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


def measured(name: str, root: Path) -> tuple[float, int]:
    """Median seconds, and peak memory in MiB."""
    seconds, peak = own_process(name, root)
    return float(seconds), int(peak)


def measure(name: str, root: Path) -> None:
    """Run a measure once to import and warm up, then several times, and print median seconds and peak memory."""
    MEASURES[name](root)
    seconds = []
    for _ in range(1 if name == "verify" else REPEATS):
        start = time.perf_counter()
        MEASURES[name](root)
        seconds.append(time.perf_counter() - start)
    print(median(seconds), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def main(entries: int) -> None:
    """Build both ledgers, measure and print."""
    with TemporaryDirectory() as name:
        small, large = Path(name) / "small", Path(name) / "large"
        own_process("build", small, entries // 10)
        own_process("build", large, entries)
        size = sum(file.stat().st_size for file in large.rglob("*") if file.is_file())
        little, _ = measured("append", small)
        seconds, peaks = zip(*(measured(item, large) for item in MEASURES), strict=True)
    much, folded, last, plainly, checked, verified = seconds
    figures = [
        ("append 1,000", much, f"{much / little:.2f} x the small ledger's; limit 1.5 x"),
        ("read all", folded, f"{folded / plainly:.2f} x DuckDB alone"),
        ("read 1,000", last, f"{last / plainly:.2f} x DuckDB alone on all"),
        ("DuckDB alone", plainly, "group-by over all files, payload included"),
        ("check files", checked, f"{checked / plainly:.2f} x DuckDB alone"),
        ("verify", verified, f"{verified / entries * 1e6:.1f} us per entry"),
    ]
    print(f"{entries:,} entries, {size / entries:.0f} bytes each; the small ledger has a tenth of them")
    for (label, taken, meaning), peak in zip(figures, peaks, strict=True):
        print(f"{label:14}{taken * 1000:8.0f} ms{peak:6} MiB  {meaning}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["build", root, entries]:
            build(Path(root), int(entries))
        case [name, root]:
            measure(name, Path(root))
        case [entries]:
            main(int(entries))
        case _:
            main(1_000_000)
