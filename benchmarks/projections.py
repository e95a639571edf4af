"""What folding costs, as ratios within one run, with peak memory: `python -m benchmarks.projections [ENTRIES]`.

Builds a ledger of ENTRIES entries (a million by default) and one of a tenth of that, in which each thing is told by
four articles. Measures, each in a process of its own: folding all of both, against DuckDB's plain group-by over the
same Parquet files (the last payload of each claim, which every fold has to find at least); folding 1,000 more entries
into each, half of them about things known before; validating and serving.
"""

import hashlib
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from pipeline.ledger.entries import Entry
from pipeline.ledger.store import Ledger
from pipeline.projections.projection import Projection
from tests.projections.telling import Article, Told, agreement, corridor, investment, trade, visit

CLAIMS = 18
"""Claims per article, so that each takes 20 entries."""
TOLD_BY = 4
BATCH = 50_000
REPEATS = 3


def code_of(number: int) -> str:
    """A country code for a number; there are 17,576 of them."""
    return "".join(chr(65 + number // 26**place % 26) for place in range(3))


def article(number: int, thing: int) -> Article:
    """An article about some things; articles of one `thing` number tell the same, with amounts that differ a little."""
    there, year = code_of(thing), 2000 + thing // 17_576 % 25
    months = [date(year, month, 10) for month in range(1, 13)]
    period: dict[str, Any] = {"period_start": date(year, 1, 1), "period_end": date(year, 12, 31)}
    amount = 10**9 * (20 + thing % 50) + 10**7 * (number % 5)
    claims: list[Told] = [
        *(visit(destination=there, start_date=month) for month in months[:4]),
        *(
            agreement(parties=["KAZ", there], signed_on=month, amount=amount, unit="USD", qualifier="exact")
            for month in months[:3]
        ),
        *(
            trade(partner=there, flow=flow, measure="value", amount=amount, commodity=goods, **period)
            for flow in ("turnover", "export", "import")
            for goods in (None, "нефть")
        ),
        *(corridor(corridor=f"transit-{there}", commodity=goods, amount=amount, **period) for goods in (None, "зерно")),
        *(
            investment(source=there, measure="flow", sector=sector, amount=amount, **period)
            for sector in (None, "energy", "mining")
        ),
    ]
    published = date(year, 12, 1 + number % 28)
    return Article(f"article {number}", claims, published, f"Publisher {number % 40}", words=f"words {number}")


def entries(first: int, count: int, things: int) -> list[Entry]:
    """So many entries: whole articles, numbered from `first`."""
    numbers = range(first, first + count // (CLAIMS + 2))
    return [entry for number in numbers for entry in article(number, number // TOLD_BY % things).entries()]


def build(root: Path, count: int) -> None:
    """Make a ledger of that size."""
    ledger = Ledger.create(root)
    for first in range(0, count, BATCH):
        per_batch = min(BATCH, count - first)
        ledger.append(entries(first // (CLAIMS + 2), per_batch, 10**9), f"build/{first}")


def append(root: Path) -> None:
    """Append 1,000 entries; every second article tells about things that the ledger knows."""
    ledger = Ledger(root)
    position = ledger.head().position
    known = position // (CLAIMS + 2) // TOLD_BY
    seed = int(hashlib.sha256(str(position).encode()).hexdigest(), 16)
    more = [article(10**8 + position + number, (seed + number * 7919) % (known * 2)) for number in range(50)]
    ledger.append([entry for item in more for entry in item.entries()], f"more/{position}")


def group(root: Path) -> None:
    """The last payload of each claim, by DuckDB alone."""
    with duckdb.connect(config={"temp_directory": str(root.parent / "spill")}) as connection:
        Ledger(root).read().register(connection, "entries")
        query = "SELECT claim_id, arg_max(payload, position) FROM entries GROUP BY claim_id"
        connection.execute(f"CREATE TEMP TABLE last AS {query}")


def projection(root: Path) -> Projection:
    """The projection of a ledger, beside it."""
    return Projection(root.with_name(f"{root.name} state"))


STEPS: dict[str, Callable[[Path], object]] = {
    "group": group,
    "fold": lambda root: projection(root).fold(Ledger(root)),
    "append": append,
    "validate": lambda root: [report for report in projection(root).validate() if not report.passed],
    "serve": lambda root: projection(root).serve(root.with_name(f"{root.name}.duckdb")),
}


def measured(step: str, root: Path) -> tuple[float, int]:
    """Seconds that a step takes, and the peak memory of its process in MB."""
    command = [sys.executable, "-m", "benchmarks.projections", step, str(root)]
    seconds, memory = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-2:]
    return float(seconds), int(memory)


def compare(folder: Path, count: int) -> None:
    """Build both ledgers, measure, and print the ratios."""
    roots = {size: folder / f"ledger {size}" for size in (count // 10, count)}
    more = {}
    for size, root in roots.items():
        build(root, size)
        plain, _ = measured("group", root)
        whole, memory = measured("fold", root)
        print(f"{size} entries: folding all takes {whole / plain:.1f}x the plain group-by; peak {memory} MB")
        steps = []
        for _ in range(REPEATS):
            measured("append", root)
            steps.append(measured("fold", root))
        more[size] = median(seconds for seconds, _ in steps)
        print(f"  1,000 more entries take {more[size] / whole:.3f}x of that; peak {max(peak for _, peak in steps)} MB")
        for step in ("validate", "serve"):
            seconds, memory = measured(step, root)
            print(f"  to {step} takes {seconds / whole:.3f}x of folding all; peak {memory} MB", flush=True)
    print(f"1,000 more entries: {more[count] / more[count // 10]:.2f}x as long at {count} as at {count // 10}")


def main(arguments: list[str]) -> None:
    """Measure one step when its name is given, else everything."""
    if arguments and arguments[0] in STEPS:
        start = time.perf_counter()
        STEPS[arguments[0]](Path(arguments[1]))
        print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        return
    with TemporaryDirectory() as folder:
        compare(Path(folder), int(arguments[0]) if arguments else 1_000_000)


if __name__ == "__main__":
    main(sys.argv[1:])
