"""How fast extraction is: CPU time as a ratio to finding the words of the same text, and its growth with length.

`python -m benchmarks.extraction`. Both sides of a ratio are measured in turns, and the best of each counts, so that
what else the machine does weighs little: ratios can be compared between machines, times cannot.
"""

import re
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from pipeline.extraction import extract
from pipeline.extraction.document import Grammar, open_document
from pipeline.extraction.lexicon import load
from pipeline.extraction.publishers import Voice
from pipeline.extraction.text import fold

CORPUS = Path(__file__).parent.parent / "tests/corpus"
LENGTHS = (1_200, 2_200, 15_000)
ROUNDS = 15
PATHOLOGICAL: dict[str, Callable[[str], str]] = {
    "no full stop": lambda text: re.sub(r"[.\n]", " ", text),
    "only numbers": lambda text: ("Экспорт 5 млрд долларов " * len(text))[: len(text)],
    "only transit": lambda text: ("транзит через Казахстан 5 млн тонн " * len(text))[: len(text)],
    "only visits": lambda text: ("Токаев посетил Китай 5 мая " * len(text))[: len(text)],
    "only documents": lambda text: ("подписали меморандум с Китаем " * len(text))[: len(text)],
    "only investments": lambda text: ("инвестиции в проект 5 млрд долларов Китая " * len(text))[: len(text)],
    "nested quotes": lambda text: ("«" * 10 + "сказал Токаев" + "»" * 10) * (len(text) // 33),
    "one word": lambda text: ("Казахстан " * len(text))[: len(text)],
    "no space": lambda text: text.replace(" ", ""),
    "every word new": lambda text: " ".join(f"{word}{at}" for at, word in enumerate(text.split())),
}


def sample() -> str:
    """The longest article of the corpus."""
    return next((CORPUS / "seed").glob("*.txt")).read_text(encoding="utf-8")


def best_times(*works: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """The least CPU seconds of one call of each, measured in turns."""
    best = [float("inf")] * len(works)
    for _ in range(rounds):
        for index, work in enumerate(works):
            start = time.process_time()
            work()
            best[index] = min(best[index], time.process_time() - start)
    return best


def read(text: str) -> object:
    """What is measured."""
    return extract(text, language="ru")


def readings() -> tuple[int, float, float]:
    """Articles of the corpus, full of claims: how many, and the CPU time of their first and of a later reading.

    Both as ratios to finding their words; what precedes are as many others, after which a worker is warm.
    """
    held_out = set((CORPUS / "held_out.txt").read_text(encoding="utf-8").split())
    paths = [path for folder in ("dev", "more") for path in sorted((CORPUS / folder).glob("*.txt"))]
    texts = [path.read_text(encoding="utf-8") for path in paths if path.stem not in held_out]
    for text in texts[::2]:
        read(text)
    first = sum(best_times(partial(read, text), rounds=1)[0] for text in texts[1::2])
    pairs = [best_times(partial(re.findall, r"\w+", text), partial(read, text), rounds=5) for text in texts[1::2]]
    words = sum(pair[0] for pair in pairs)
    return len(pairs), first / words, sum(pair[1] for pair in pairs) / words


def twice_the_rules(text: str) -> float:
    """How much longer the rules take over a text when there are twice as many."""
    lexicon = load("ru")
    once = Grammar.of(lexicon)
    doubled = {stage: groups * 2 for stage, groups in lexicon.grammar.items()}
    twice = Grammar.of(replace(lexicon, grammar=doubled))
    works = (partial(open_document, fold(text), grammar, None, Voice()) for grammar in (once, twice))
    before, after = best_times(*works)
    return after / before


def main() -> None:
    """Print the ratios."""
    articles, first, again = readings()
    text = sample()
    for length in LENGTHS:
        part = text[:length]
        words, whole = best_times(partial(re.findall, r"\w+", part), partial(read, part))
        print(f"{length:>6} characters: {1 / whole:7.0f} articles/s, {whole / words:5.1f} x re.findall")
    print(f"{articles} articles full of claims: {first:.0f} x re.findall the first time, {again:.0f} x again")
    print(f"every rule twice: {twice_the_rules(text):.2f} x the time up to discourse")
    long = "\n".join([text] * 8)
    plain, longer = best_times(partial(read, text), partial(read, long), rounds=5)
    print(f"8 times the length: {longer / plain:.1f} x the time")
    for name, make in PATHOLOGICAL.items():
        plain, taken = best_times(partial(read, text), partial(read, make(text)), rounds=5)
        print(f"{name}: {taken / plain:.1f} x plain text of the same length")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
