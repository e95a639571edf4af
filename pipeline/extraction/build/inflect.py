"""All forms of a Russian lemma, with what its ending tells: case, number, or kind of verb form.

Dictionary words and phrases belong here; names of persons, which no dictionary knows, are in `names`.
"""

from functools import cache
from typing import Any

import pymorphy3
from pymorphy3.analyzer import Parse

CASES = {"nomn": "n", "gent": "g", "gen2": "g", "datv": "d", "accs": "a", "ablt": "i", "loct": "p", "loc2": "p"}
VERBAL = {"INFN": "I", "GRND": "G", "PRTS": "S", "ADJS": "S"}
TENSES = {"past": "P", "futr": "F", "pres": "R"}
CASE_TAGS = ("nomn", "gent", "datv", "accs", "ablt", "loct")

Forms = dict[str, str]
"""A form (lower case, ё as е) and its features, one letter each, sorted."""


class NotInflectedError(ValueError):
    """A lemma that the dictionary cannot inflect; write it with `=` if it has one form only."""


@cache
def analyzer() -> pymorphy3.MorphAnalyzer:
    """The dictionary, loaded once."""
    return pymorphy3.MorphAnalyzer()


def fold(word: str) -> str:
    """Lower case, and ё as е: the key under which forms are looked up."""
    return word.lower().replace("ё", "е")


def known(lemma: str) -> bool:
    """Whether the dictionary itself has every word as it stands, so that its inflection is no guess."""
    words = lemma.split(" ")
    if lemma.isupper() or not all(analyzer().word_is_known(word) for word in words):
        return False
    return any(_is_lemma_of(words[0], parse) for parse in analyzer().parse(words[0]))


def forms_of(lemma: str) -> Forms:
    """All forms of a word or a phrase. A phrase inflects up to its first noun; what follows stays."""
    words = lemma.split(" ")
    forms: Forms = {}
    if len(words) == 1:
        _add_word_forms(forms, lemma)
    else:
        _add_phrase_forms(forms, words)
    return forms


def _add_word_forms(forms: Forms, word: str) -> None:
    for parse in _parses(word)[:1]:
        # there is but one Latvia, whose plural would look like its other cases
        alone = parse.tag.POS == "NOUN" and "Geox" in parse.tag and "sing" in parse.tag
        for form in parse.lexeme:
            if not (alone and "plur" in form.tag):
                _add(forms, form.word, _features(form.tag))
        _add(forms, word, _features(parse.tag))


def _add_phrase_forms(forms: Forms, words: list[str]) -> None:
    if _parses(words[0])[0].tag.POS == "INFN":
        verb: Forms = {}
        _add_word_forms(verb, words[0])
        for form, features in verb.items():
            _add(forms, " ".join([form, *words[1:]]), features)
        return
    head = _head(words)
    plural_only = "plur" in _parses(words[head])[0].tag
    for number in ("plur",) if plural_only else ("sing", "plur"):
        for case in CASE_TAGS:
            inflected = [_inflected(_reading(words, at), case, number, words[head]) for at in range(head + 1)]
            features = CASES[case] + ("m" if number == "plur" else "s")
            _add(forms, " ".join([*inflected, *words[head + 1 :]]), features)


def _head(words: list[str]) -> int:
    """The first noun in the nominative, or the first word of a phrase without one."""
    for index in range(len(words)):
        tag = _reading(words, index).tag
        if tag.POS == "NOUN":
            return index
        if tag.POS not in ("ADJF", "PRTF", "NUMR"):
            return max(0, index - 1)
    return 0


def _reading(words: list[str], index: int) -> Parse:
    """How a word of a phrase is read: before a noun or an adjective that agrees, "Каспийский" is no place name."""
    readings = _parses(words[index])
    adjective = next((parse for parse in readings if parse.tag.POS == "ADJF"), None)
    if adjective and readings[0].tag.POS == "NOUN" and index + 1 < len(words):
        following = {str(parse.tag.gender) for parse in analyzer().parse(words[index + 1]) if "nomn" in parse.tag}
        if str(adjective.tag.gender) in following:
            return adjective
    return readings[0]


def _inflected(parse: Parse, case: str, number: str, head: str) -> str:
    """The form of a word of the phrase: an adjective agrees with the head in gender, number, case and animacy."""
    if "Fixd" in parse.tag:
        return str(parse.word)
    wanted = {case, number}
    if parse.tag.POS in ("ADJF", "PRTF"):
        noun = _parses(head)[0].tag
        if number == "sing":
            wanted.add(noun.gender or "masc")
        if case == "accs" and (number == "plur" or noun.gender == "masc"):
            wanted.add(noun.animacy or "inan")
    form = parse.inflect(wanted)
    return str(form.word if form else parse.word)


@cache
def _parses(word: str) -> list[Parse]:
    """The readings of a word as a lemma, the likeliest first; nouns before other readings of a capitalised word."""
    readings = [parse for parse in analyzer().parse(word) if _is_lemma_of(word, parse)]
    if not readings:
        raise NotInflectedError(f"{word!r} is no lemma: give its first form, or write ={word} for a fixed form")
    if word[0].isupper():
        readings.sort(key=lambda parse: "Geox" not in parse.tag)
    return readings


def _is_lemma_of(word: str, parse: Parse) -> bool:
    """Whether this reading is a first form, the plural of a plural name and agreeing adjectives included."""
    if fold(parse.normal_form) == fold(word):
        return True
    tag = parse.tag
    if tag.POS == "NOUN":
        return "nomn" in tag and "plur" in tag
    return tag.POS in ("ADJF", "PRTF", "NUMR") and "nomn" in tag


@cache
def _features(tag: Any) -> str:
    letters = set()
    if tag.case in CASES:
        letters.add(CASES[tag.case])
    if tag.number and (tag.case or tag.POS in ("PRTS", "VERB")):
        letters.add("m" if tag.number == "plur" else "s")
    if tag.POS in VERBAL:
        letters.add(VERBAL[tag.POS])
    elif tag.POS == "VERB":
        letters.add(TENSES.get(tag.tense or "", "M"))
    elif tag.POS == "PRTF":
        letters.add("Q" if tag.voice == "pssv" else "T")
    if tag.POS in ("ADJF", "PRTF"):
        letters.add("A")
    return "".join(sorted(letters))


def _add(forms: Forms, form: str, features: str) -> None:
    key = fold(form)
    forms[key] = "".join(sorted(set(forms.get(key, "")) | set(features)))
