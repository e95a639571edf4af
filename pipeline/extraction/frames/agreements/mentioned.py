"""Documents that a sentence only mentions: where something is written, what is carried out or only worked at."""

from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.agreements.document_names import name_start, plain_key

# after these a document is where something is written or a reason, not what is signed
BACKGROUND = {
    "в", "во", "как", "к", "ко", "по", "согласно", "о", "об", "из", "для", "от", "без", "при", "против", "вместо",
    "над", "благодаря", "в рамках", "на основе", "на основании", "в ходе", "в случае", "касательно", "относительно",
}  # fmt: skip
# "к 25-летию договора"
ANNIVERSARY = ("летие", "летия", "летию", "летием", "летии")
# "завершили подготовку соглашения, подписать его планируют в мае"
IN_WORK = ("подготовк", "обсужден")
# endings of nouns for what is done to a document that another one is about: "соглашение о финансировании сделки"
DONE = ("нии", "ции", "тии")
# endings of nouns for what is done to a document, and the classes of those that make it one
WORKED = (
    "ание", "ания", "анию", "анием", "ении", "ение", "ения", "ению", "ением", "ка", "ки", "ке", "кой", "ция", "ции",
)  # fmt: skip
DOING = ("SIGN", "ADOPT", "RATIFY", "PROPOSE", "INITIALLED")
LOOK_AHEAD = 6
PACKAGES = ("пакет", "набор", "комплект", "портфел")


def is_aside(document: Document, head: int) -> bool:
    """Whether a loose noun is no more than listed in another one's subject, or the object of what is only being done.

    "Соглашения по дороге, программе ...", "формирование стратегии".
    """
    cases = document.features(head, "LOOSEDOC")
    if not cases:
        return False
    first = name_start(document, document.sentence_at(head), head)
    worked = plain_key(document, first - 1).endswith(WORKED) and not document.is_a(first - 1, *DOING)
    return not set(cases) & set("naig") or ("g" in cases and worked)


def is_background(document: Document, sentence: Sentence, first: int) -> bool:
    """Whether a document is only where something is written, or what is carried out: "план по реализации соглашения".

    "Пакет из 19 документов" is what it holds.
    """
    if first <= sentence.first:
        return False
    before, governs = plain_key(document, first - 1), plain_key(document, first - 2)
    if before in BACKGROUND:
        return not governs.startswith(PACKAGES)
    if document.is_a(first - 1, "GROUNDN"):
        return not (before.startswith(IN_WORK) and sentence.cues.get("later"))
    carried_out = document.is_a(first - 1, "ENDV") or document.is_a(first, "OVERADJ") or before.endswith(ANNIVERSARY)
    inside = before.endswith(DONE) and governs in ("о", "об") and document.is_a(first - 3, "DOC", "LOOSEDOC")
    return carried_out or inside or (before in ("с", "со") and governs == "соответствии")


def told_of(document: Document, start: int, end: int) -> bool:
    """Whether what follows says that it was signed: "в соглашении, подписанном в мае", ", который подписан"."""
    related = any(document.key(at).startswith("котор") for at in range(start, min(start + 3, end)))
    if related and any("S" in document.features(at, "SIGN") for at in range(start, min(start + LOOK_AHEAD, end))):
        return True
    return any(
        "Q" in document.features(at, "SIGN") + document.features(at, "ADOPT") or document.of_class(at, "INFORCE")
        for at in range(start, min(start + LOOK_AHEAD, end))
    )
