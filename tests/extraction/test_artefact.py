"""The committed artefact is what the sources give, and the compiler refuses what would not work."""

from pathlib import Path

import pytest

from pipeline.extraction.build.artefact import artefact_of, languages, rendered
from pipeline.extraction.build.grammar import read_grammar
from pipeline.extraction.build.inflect import NotInflectedError, forms_of
from pipeline.extraction.build.names import declined
from pipeline.extraction.build.patterns import Compiler, PatternError
from pipeline.extraction.build.sources import SourceError, load_yaml
from pipeline.extraction.lexicon import ARTEFACTS

LETTERS = {
    "MONTH": "ab",
    "MONTH.g": "b",
    "#AMOUNT": "c",
    "=на": "d",
    "WORD": "abdz",
    "STOP": "s",
    "PARA": "p",
    "SEMI": "e",
}
COMPILER = Compiler(LETTERS, frozenset("abcdespz"), "z", {"DATE": "{MONTH} на"})


def test_the_artefacts_are_current() -> None:
    for language in languages():
        committed = (ARTEFACTS / f"{language}.json").read_text(encoding="utf-8")
        assert committed == rendered(artefact_of(language)), "run `python -m pipeline.extraction.build`"


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("{MONHT}", "unknown class {MONHT}"),
        ("{WORD} {MONTH}", "can begin with any word"),
        ("{MONTH}?", "matches nothing at all"),
        ("{MONTH}*", "cannot read the pattern"),
        ("({MONTH} на", "missing ')'"),
        ("{MONTH}) на", "unexpected ')'"),
        ("<YEAR>", "unknown macro <YEAR>"),
        ("({MONTH}{0,5} на){0,9}", "repeats a repetition"),
    ],
)
def test_a_pattern_at_fault_is_refused(pattern: str, message: str) -> None:
    with pytest.raises(PatternError, match=message.replace("(", r"\(").replace(")", r"\)").replace("{", r"\{")):
        COMPILER.compile(pattern)


def test_a_pattern_becomes_a_regular_expression_over_letters() -> None:
    compiled = COMPILER.compile("m:{MONTH.g} ..2 a:{#AMOUNT}")
    assert compiled.regex == "(?P<m>b)[a-dz]{0,2}?(?P<a>c)"


@pytest.mark.parametrize(
    ("pattern", "paths", "token"),
    [
        ("m:{MONTH.g} ..2 a:{#AMOUNT}", ["b c", "b abcdz abcdz"], None),
        ("на? {#AMOUNT} на", ["c d", "d c d"], None),
        ("на ({MONTH.g}|{#AMOUNT} на) {STOP}", ["d bc ds"], None),
        ("({MONTH} ({MONTH} на)?){0,3} {#AMOUNT}", ["c", "ab c", "ab ab abcd"], None),
        ("(?<=на) {#AMOUNT} (?!на)", ["c"], None),
        ("m:{MONTH}|m:на", ["abd"], "m"),
        ("({MONTH}|на)", ["abd"], ""),
        ("m:{MONTH}|на", ["abd"], None),
    ],
)
def test_a_pattern_tells_what_can_stand_at_its_first_tokens(pattern: str, paths: list[str], token: str | None) -> None:
    compiled = COMPILER.compile(pattern)
    allowed = [" ".join("".join(sorted(step)) for step in path) for _, path in sorted(compiled.paths.items())]
    assert (allowed, compiled.token) == (paths, token)


def test_a_lemma_that_no_dictionary_knows_is_refused() -> None:
    with pytest.raises(NotInflectedError, match="is no lemma"):
        forms_of("договорах")


def test_phrases_inflect_to_their_noun() -> None:
    forms = forms_of("министр иностранных дел")
    assert forms["министром иностранных дел"] == "is"
    assert forms_of("Южная Корея")["южную корею"] == "as"


@pytest.mark.parametrize(
    ("name", "feminine", "form"),
    [
        ("Касым-Жомарт Токаев", False, "касым-жомартом токаевым"),
        ("Владимир Зеленский", False, "владимира зеленского"),
        ("Майя Санду", True, "майей санду"),
        ("Урсула фон дер Ляйен", True, "урсулу фон дер ляйен"),
    ],
)
def test_names_decline_by_their_endings(name: str, feminine: bool, form: str) -> None:
    assert form in declined(name, feminine)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("- a list", encoding="utf-8")
    with pytest.raises(SourceError, match=r"broken\.yaml: a mapping is needed"):
        load_yaml(path)


def test_rule_ids_are_unique_and_say_their_language() -> None:
    ids = [rule.id for rule in read_grammar("ru").rules]
    assert len(ids) == len(set(ids))
    assert all(each.startswith("ru.") for each in ids)
