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
# every so manieth article is read as one sentence
SAMPLED = 10
PATHOLOGICAL: dict[str, Callable[[str], str]] = {
    "no full stop": lambda text: re.sub(r"[.\n]", " ", text),
    "nested quotes": lambda text: ("«" * 10 + "сказал Токаев" + "»" * 10) * (len(text) // 33),
    "one word": lambda text: over_and_over("Казахстан ", text),
    "no space": lambda text: text.replace(" ", ""),
    "thousands of numbers": lambda text: over_and_over("".join(f"{number} " for number in range(3_000)), text),
    "thousands of amounts": lambda text: over_and_over(
        "Экспорт в Китай " + "".join(f"{number},5 млрд долларов " for number in range(3_000)), text
    ),
    "every word new": lambda text: " ".join(f"{word}{at}" for at, word in enumerate(text.split())),
}
# told over and over, in one sentence and in sentences of their own: the one must not cost more than the others, which
# take their time for being full of what claims are made of
PIECES = {
    "numbers": "Экспорт 5 млрд долларов",
    "transit": "Транзит через Казахстан 5 млн тонн",
    "visits": "Токаев посетил Китай 5 мая",
    "documents": "Подписали меморандум с Китаем",
    "investments": "Инвестиции в проект 5 млрд долларов Китая",
    "units": "Всего 5 млн тонн 6 млрд долларов 7% 8 поездов 9 TEU 10 км 11 дней 12 проектов 13 компаний",
    "flows": "Экспорт 5 млн тонн, импорт 6 млрд долларов, транзит 7%, перевезено 8 поездов, инвестиции 12 проектов",
    "money": "Из Китая поступило инвестиций на 5 млрд, из них 3 млрд в энергетику",
    "goods": "Поставки в Казахстан из Китая 5 млн тонн зерна",
    "days": "Экспорт в 2024 году, с 5 по 7 мая и в июне 5 млрд долларов",
    "countries": "Китай, Россия, Иран, Турция и Узбекистан",
    "persons": "Министр иностранных дел Китая Ван И и президент России Владимир Путин",
    "meetings": "Президент Токаев встретился в Пекине с Си Цзиньпином",
    "speech": "«Товарооборот с Китаем вырос на 5%», – сказал министр Иванов",
    "signing": "Стороны подписали соглашение с Ираном",
    "firms": "Компания «Самрук» и КазМунайГаз подписали контракт с China National Petroleum",
    "couples": "КазМунайГаз и CNPC – соглашение, Самрук-Энерго и Masdar – меморандум",
    "all at once": "В мае Токаев прибыл в Пекин с визитом, провёл переговоры с Си Цзиньпином и подписал соглашение",
    "mere words": "Визит меморандум инвестиции экспорт транзит Китай Токаев 5 млрд долларов мая подписали посетил",
}


def over_and_over(piece: str, text: str) -> str:
    """A piece repeated to the length of a text."""
    return (piece * (len(text) // len(piece) + 1))[: len(text)]


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


def one_sentence(text: str) -> tuple[float, float]:
    """How much longer articles without any full stop take than a text of the same length: the mean and the most."""
    paths = sorted(path for folder in ("dev", "more") for path in (CORPUS / folder).glob("*.txt"))[::SAMPLED]
    articles = [re.sub(r"[.!?…\n]", " ", path.read_text(encoding="utf-8")) for path in paths]
    plain, *taken = best_times(
        *(partial(read, each) for each in (text, *(over_and_over(article, text) for article in articles))), rounds=3
    )
    return sum(taken) / len(taken) / plain, max(taken) / plain


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
    for name, piece in PIECES.items():
        run_on, stopped = over_and_over(f"{piece} ", text), over_and_over(f"{piece}. ", text)
        plain, one, many = best_times(partial(read, text), partial(read, run_on), partial(read, stopped), rounds=5)
        print(f"only {name}: {one / plain:.1f} x plain text, {one / many:.1f} x the same with full stops")
    mean, most = one_sentence(text)
    print(f"articles as one sentence each: {mean:.1f} x plain text, at most {most:.1f}")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
