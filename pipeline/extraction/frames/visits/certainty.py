"""How certain a clause is of a visit: held, planned, merely possible, given up, or denied altogether (Reading 12)."""

import re

from pipeline.extraction.forms import among
from pipeline.extraction.frames.visits.scene import Scene
from pipeline.extraction.mentions.model import Person
from schemas.vocabulary import VisitStatus

# words that stand between a rank and its noun: "с официальным двухдневным визитом"
RANKED = 4
# what is given up by being denied
CANCELLING = ("go", "object", "attend", "noun", "again")
ASKING = ("invite", "invitation", "see")
# by what a noun shows whether the visit has been; and what is done on a visit
MADE: tuple[str, ...] = ("MAKE", "GO", "VISITV", "ARRANGE")
DONE: tuple[str, ...] = ("MEET", "ATTEND", "RECEIVE", "STAY", "ACT", "BE")
# the verb behind "будет", whether the lexicon knows it or not
INFINITIVE = re.compile(r"(?:ть|ти|чь)(?:ся|сь)?$")
# so near a verb is said that it was intended, with "должен был" in two words
INTENDED, WERE = 8, {"был", "была", "было", "были"}
SOON = ("в ближайш", "в следующ", "на следующ", "на будущ")
BUT = {"но", "однако", "а"}
BECOMES = ("станет", "станут")
YET = {"еще", "пока", "пор"}


def status_of(scene: Scene) -> VisitStatus | None:
    """How certain the clause is of the visit; None where it denies there was one, only asks, or tells of a habit."""
    refused = _negated(scene)
    if _is_habit(scene) or scene.has("DOUBT") or (refused and _is_never(scene)):
        return None
    if _is_asked(scene) or (scene.how == "noun" and _is_open(scene)):
        return None
    if scene.has("CANCEL") or _is_then_given_up(scene) or (refused and scene.how in CANCELLING):
        return VisitStatus.CANCELLED
    if refused:
        return None
    if scene.how in ASKING:
        accepted = scene.has("ACCEPT") and scene.how == "invitation"
        return VisitStatus.PLANNED if accepted else VisitStatus.INVITED
    return _of_told(scene)


def _is_then_given_up(scene: Scene) -> bool:
    """Whether the next clause says that the visit was given up: "визит был запланирован на май, но был отменён"."""
    document, last = scene.document, scene.clause.chunks[-1] + 1
    if scene.how != "noun" or document.key(last) != "," or document.key(last + 1) not in BUT:
        return False
    off = next(iter(document.those(last + 2, min(last + 2 + INTENDED, scene.sentence.end), "CANCEL")), None)
    return off is not None and "S" in document.features(off, "CANCEL") and not document.of_kind(Person, last, off)


def _of_told(scene: Scene) -> VisitStatus:
    """The status of a visit that the clause affirms."""
    ahead = "F" in _forms(scene)
    if scene.trigger.setting("during") or (is_during(scene) and (ahead or _is_told_after(scene))):
        return VisitStatus.PLANNED if ahead else VisitStatus.HELD
    wished = "I" in scene.form and any(" рад" in scene.document.key(chunk) for chunk in scene.those("WISH"))
    if wished or _is_told_of(scene, "POSSIBLE"):
        return VisitStatus.INVITED
    if scene.how == "noun" and scene.is_recent and not scene.has("MAKE", "BE") and _says_which(scene):
        return scene.memory.status
    if scene.trigger.setting("status"):
        return VisitStatus(scene.trigger.setting("status"))
    if scene.how == "attend" and not set("PRFTSIG") & set(scene.form):
        # "цель визита – участие в саммите", "саммит пройдёт с участием президентов"
        ahead = any("F" in scene.document.features(chunk, "MAKE") for chunk in scene.those("MAKE"))
        if scene.is_recent and not scene.has("MAKE"):
            return scene.memory.status
    confirmed = scene.how == "attend" and "P" not in scene.form and scene.has("ARRANGE")
    if ahead or _is_unmade(scene) or _is_told_of(scene, "INTEND") or _is_coming(scene) or _is_arranged(scene):
        return VisitStatus.PLANNED
    if confirmed or (scene.how == "noun" and scene.has("AGREED")):
        return VisitStatus.PLANNED
    return VisitStatus.HELD


def _says_which(scene: Scene) -> bool:
    """Whether a sentence only says what kind of visit the one told of is: "Это его первый визит в Манилу"."""
    return scene.document.key(scene.sentence.first) == "это" and scene.head - scene.sentence.first <= RANKED


def was_made(scene: Scene) -> bool:
    """Whether a verb of going itself is past: "прибыл", "прибывший"."""
    return scene.is_past and scene.how != "noun"


def was_intended(scene: Scene) -> bool:
    """Whether a plan is told as one of the past: "должен был посетить", "ранее планировалось, что он посетит"."""
    document, first = scene.document, scene.sentence.first
    before = document.those(max(first, scene.head - INTENDED), scene.head + INTENDED, "INTEND")
    return any("P" in document.features(at, "INTEND") or document.key(at + 1) in WERE for at in before)


def was_due(scene: Scene) -> bool:
    """Whether something was to be done, and has not been: "должна была прилететь"."""
    document = scene.document
    due = document.those(max(scene.sentence.first, scene.head - INTENDED), scene.head, "INTEND")
    return any(document.key(at + 1) in WERE for at in due)


def begins(scene: Scene) -> bool:
    """Whether the clause tells of a stay as it begins or goes on: "прибыл", "находится", "принял в Акорде"."""
    arrives = scene.is_a(scene.head, "ARRIVAL", "DEPARTURE") or (scene.how == "noun" and scene.has("ARRIVAL"))
    return arrives or scene.how in ("receive", "meet") or (scene.how == "stay" and "R" in scene.form)


def is_going(scene: Scene) -> bool:
    """Whether the going is told in the present, begun or not: "едет", "отправляется с визитом"."""
    verbs = [scene.head] if scene.how == "go" else scene.those("GO") if scene.how == "noun" else []
    forms = "".join(scene.document.features(chunk, "GO") for chunk in verbs)
    return "R" in forms and "P" not in forms


def _forms(scene: Scene) -> str:
    """The forms of the verb that says whether the visit has been: its own, or "состоится" beside a noun."""
    if scene.how != "noun":
        return scene.form
    names = MADE + DONE * is_during(scene)
    if _is_to_be_done(scene):
        return "F"
    return "".join(scene.document.features(chunk, name) for chunk in scene.those(*names) for name in names)


def _is_to_be_done(scene: Scene) -> bool:
    """Whether the clause puts the visit ahead by "станет" or an infinitive: "поездку будет освещать"."""
    document, made = scene.document, scene.those("MAKE")
    if any("F" in document.features(chunk, "BE") and 0 < scene.head - chunk <= RANKED for chunk in scene.those("BE")):
        return True  # "это будет первый визит"
    if any(scene.holds(chunk) for form in BECOMES for chunk in document.forms.those(scene.head, scene.near.stop, form)):
        return True
    if any("P" in document.features(chunk, "MAKE") for chunk in made):
        return False
    return any(
        "F" in document.features(chunk, "BE")
        and INFINITIVE.search(document.key(chunk + 1))
        and not document.forms.has(scene.head, chunk, "и")
        for chunk in scene.those("BE")
    )


def _is_unmade(scene: Scene) -> bool:
    """Whether the verb is an infinitive that nothing says to have come true: "подтвердил планы посетить Рим"."""
    if scene.how == "noun" or "I" not in scene.form or set("PRF") & set(scene.form):
        return False
    went = any("P" in scene.document.features(chunk, "GO") for chunk in scene.those("GO"))
    return not went and not scene.has("MANAGED")


def _is_coming(scene: Scene) -> bool:
    """Whether a word before the noun sets the visit ahead: "предстоящий визит", "визит в ближайшие дни"."""
    before = range(max(scene.sentence.first, scene.head - RANKED), scene.head)
    coming = scene.how == "noun" and any(scene.is_a(chunk, "NEXT", "AHEADOF") for chunk in before)
    verbless = scene.how == "noun" and not scene.has("MAKE", "GO", "VISITV", "STAY")
    soon = (scene.document.words(at, at + 1).lower() for at in among(scene.sentence.days, scene.chunks))
    return coming or (verbless and any(words.startswith(SOON) for words in soon))


def _is_arranged(scene: Scene) -> bool:
    """Whether the noun is what somebody confirms, announces or prepares: "Кремль подтвердил визит"."""
    if scene.how != "noun" or any(scene.is_a(at, "DURING", "OUTCOME") for at in range(scene.head - 3, scene.head)):
        return False
    return any(chunk < scene.head for chunk in scene.those("ARRANGE"))


def is_during(scene: Scene) -> bool:
    """Whether the noun sets the time of something else: "во время визита", "по итогам рабочей поездки"."""
    return scene.how == "noun" and any(scene.is_a(scene.head - step, "DURING", "OUTCOME") for step in (1, 2))


def _is_told_after(scene: Scene) -> bool:
    """Whether somebody has said something on or after the visit: "сообщил министр по итогам визита в Рим"."""
    said = (chunk for chunk in scene.those("SAY") if "P" in scene.document.features(chunk, "SAY"))
    return any(chunk < scene.head for chunk in said)


def _is_told_of(scene: Scene, name: str) -> bool:
    """Whether a word of a class is said of the visit; what follows a past verb is said of something else."""
    verbs = [scene.head] if was_made(scene) else []
    if scene.how == "noun":
        going = ((chunk, at) for chunk in scene.those("GO", "VISITV") for at in ("GO", "VISITV"))
        verbs = [chunk for chunk, at in going if "P" in scene.document.features(chunk, at)]
    behind = not is_during(scene)  # "во время визита ему могут предоставить заём"
    found = [at for at in scene.those(name) if at < scene.head or (behind and not _is_of_another(scene, at))]
    return any(not verbs or chunk <= verbs[0] for chunk in found)


def _is_of_another(scene: Scene, chunk: int) -> bool:
    """Whether a word behind the visit is said of something else: "возможность углубить", "приедет, а Мерц может"."""
    document = scene.document
    others = document.of_kind(Person, scene.head + 1, chunk) if scene.after_subject and scene.how != "noun" else []
    other = any("n" in person.features and document.has("COMMA", scene.head, at) for at, person in others)
    return other or document.key(chunk).startswith("возможност")


def _is_habit(scene: Scene) -> bool:
    """Whether the clause tells of what somebody does time and again: "регулярно посещает Минск"."""
    return scene.has("HABIT") and not scene.is_past


def _is_open(scene: Scene) -> bool:
    """Whether the clause only asks: "неизвестно, планирует ли министр визит в Рим"."""
    return any(scene.holds(chunk) for chunk in scene.document.forms.those(scene.chunks[0], scene.head, "ли"))


def _is_asked(scene: Scene) -> bool:
    """Whether an open question stands behind the verb: "приедет ли"."""
    return scene.document.mention(scene.head + 1) is None and scene.document.key(scene.head + 1) == "ли"


def _negated(scene: Scene) -> bool:
    """Whether the verb of the visit is denied: "не приедет", "визит так и не состоялся", "не стал посещать"."""
    verbs = [scene.head] if scene.how != "noun" else scene.those("MAKE")
    reach = 2 if "I" in scene.form else 1
    return any(
        scene.is_a(chunk, "NOTWORD", "FAILED")
        for verb in verbs
        for chunk in range(max(verb - reach, scene.sentence.first), verb)
    )


def _is_never(scene: Scene) -> bool:
    """Whether a denial tells of no plan given up: "ни разу не приезжал", "еще не был"."""
    not_yet = any(scene.document.key(chunk - 1) in YET for chunk in scene.those("NOTWORD"))
    return scene.has("NEVER") or not_yet
