"""Declension of names of persons by their endings, for names that no dictionary knows.

A name declines word by word; particles and, for feminine names, foreign surnames stay as they are.
"""

from pipeline.extraction.build.inflect import Forms, fold

PARTICLES = {"Аль", "бин", "ибн", "бен", "аль", "ан", "ас", "аш", "фон", "дер", "ван", "де", "да", "ди", "рен"}
LETTERS = "ngdaip"
HARD_A = ("", "ы", "е", "у", "ой", "е")
GUTTURAL_A = ("", "и", "е", "у", "ой", "е")
SIBILANT_A = ("", "и", "е", "у", "ей", "е")


def declined(name: str, feminine: bool, surname_first: bool = False) -> Forms:
    """The six cases of a name of any number of words; of one with the surname first only the last word changes."""
    words = name.split()
    columns = [
        (word,) * 6 if surname_first and index < len(words) - 1 else _word(word, feminine, last=index == len(words) - 1)
        for index, word in enumerate(words)
    ]
    forms: Forms = {}
    for case, inflected in zip(LETTERS, zip(*columns, strict=True), strict=True):
        key = fold(" ".join(inflected))
        forms[key] = "".join(sorted(set(forms.get(key, "")) | {case, "s"}))
    return forms


def _word(word: str, feminine: bool, last: bool) -> tuple[str, ...]:
    if word in PARTICLES or word.isupper():
        return (word,) * 6
    return _feminine(word, last) if feminine else _masculine(word, last)


def _masculine(word: str, last: bool) -> tuple[str, ...]:
    stem, end = word[:-1], word[-1]
    if word.endswith(("ский", "цкий", "ный", "ий")) and word.endswith(("ский", "цкий")):
        base = word[:-2]
        return (word, base + "ого", base + "ому", base + "ого", base + "им", base + "ом")
    if last and word.endswith(("ов", "ев", "ёв", "ин", "ын")) and len(word) > 4:
        return (word, word + "а", word + "у", word + "а", word + "ым", word + "е")
    if end == "й":
        about = stem + ("и" if stem.endswith("и") else "е")
        return (word, stem + "я", stem + "ю", stem + "я", stem + "ем", about)
    if end == "ь":
        return (word, stem + "я", stem + "ю", stem + "я", stem + "ем", stem + "е")
    if end in "ая":
        return _first_declension(word)
    if end in "оеиуюыэё":
        return (word,) * 6
    instrumental = "ем" if end in "жшчщц" else "ом"
    return (word, word + "а", word + "у", word + "а", word + instrumental, word + "е")


def _feminine(word: str, last: bool) -> tuple[str, ...]:
    if last and word.endswith(("ова", "ева", "ёва", "ина", "ына")):
        stem = word[:-1]
        return (word, stem + "ой", stem + "ой", stem + "у", stem + "ой", stem + "ой")
    if word.endswith("ая"):
        stem = word[:-2]
        return (word, stem + "ой", stem + "ой", stem + "ую", stem + "ой", stem + "ой")
    return _first_declension(word) if word[-1] in "ая" else (word,) * 6


def _first_declension(word: str) -> tuple[str, ...]:
    stem = word[:-1]
    if word[-1] == "я":
        oblique = "и" if stem.endswith("и") else "е"
        return (word, stem + "и", stem + oblique, stem + "ю", stem + "ей", stem + oblique)
    endings = SIBILANT_A if stem[-1] in "жшчщц" else GUTTURAL_A if stem[-1] in "гкх" else HARD_A
    return (word, *(stem + ending for ending in endings[1:]))
