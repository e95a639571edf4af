"""Whether a date that stands near a visit is its own, or that of something else which the sentence tells.

What the dates of a visit are is put together in `when`.
"""

from pipeline.extraction.discourse.context import segment_at
from pipeline.extraction.frames.visits.scene import Scene
from pipeline.extraction.mentions.model import Place
from schemas.vocabulary import DatePrecision, VisitStatus

# beyond the clause only what stands close dates it
CLOSE = 12
# a pronoun so near the beginning of a sentence is its subject
OPENING, HE = 3, ("он", "она")
AHEAD = (VisitStatus.PLANNED, VisitStatus.INVITED)
# with "с" before them these tell since when something is so
SINCE = {"момента", "времен", "времени", "дня", "начала"}
# the rule of "июньский", and with what one goes to an event
MONTHLY, ONTO = "ru.date.month-adjective", ("на", "в")


def is_of_other(scene: Scene, chunk: int, status: VisitStatus) -> bool:
    """Whether a date is that of something else in the clause: of its dateline, of what has lasted since, of talks.

    "визит обсудят на заседании 2 декабря", "первый визит с момента независимости в 1991 году", "с 2017 года".
    """
    opening = scene.sentence.first
    dateline = chunk == opening + 2 and isinstance(scene.document.mention(opening), Place)
    if dateline and status in AHEAD:
        return True
    key = scene.document.key
    since = any(key(at) in SINCE and key(at - 1) in ("с", "со") for at in range(max(chunk - CLOSE, opening), chunk))
    talked = scene.how == "noun" and any(key(at).startswith("обсу") for at in range(scene.head + 1, chunk))
    if _is_of_event(scene, chunk) or _is_sent(scene, chunk):
        return True
    period = scene.sentence.periods[chunk]
    lasting = period.meaning == "s" and period.precision is not DatePrecision.DAY
    return since or talked or (lasting and status is VisitStatus.HELD)


def _is_of_event(scene: Scene, chunk: int) -> bool:
    """Whether a date is that of an event which a visit is not made to: "по итогам июньского саммита 2024 года"."""
    mention = scene.document.mention(chunk)
    adjective = mention is not None and mention.rule == MONTHLY
    if scene.has("ATTEND") or not (adjective or scene.how == "noun"):
        return False
    event = chunk + 1 if adjective else chunk - 1
    return event != scene.head and scene.is_a(event, "OCCASION") and scene.document.key(chunk - 1) not in ONTO


def _is_sent(scene: Scene, chunk: int) -> bool:
    """Whether a date is only that of the dateline, in a sentence that names another day."""
    sent = scene.document.datelines
    return chunk in sent and any(
        at not in sent and scene.sentence.periods[at].precision is DatePrecision.DAY for at in scene.sentence.days
    )


def is_own(scene: Scene, chunk: int) -> bool:
    """Whether a date can be that of a trigger which takes no date of another clause, or none but its own."""
    if scene.how == "gap":
        return scene.trigger.start <= chunk < scene.trigger.end
    if chunk in scene.gapped:
        return False
    if scene.holds(chunk):
        return True
    if _is_of_saying(scene, chunk):
        return False
    between = range(min(chunk, scene.head), max(chunk, scene.head))
    if scene.how == "await" and chunk > scene.head:
        # "ждут Эрдогана: 6 ноября он примет участие"
        beside = range(chunk + 1, min(chunk + OPENING, scene.sentence.end))
        told = scene.document.forms.has(between.start, between.stop, ":")
        return told and any(scene.document.key(at) in HE for at in beside)
    return scene.how != "await" and not scene.document.forms.has(between.start, between.stop, ";")


def _is_of_saying(scene: Scene, chunk: int) -> bool:
    """Whether a date is that of a saying, which the clause tells the words of: "5 мая министр сообщил, что ..."."""
    _, end = segment_at(scene.sentence, scene.sentence.breaks, chunk)
    said = scene.document.those(chunk, end, "SAY")
    that = scene.document.key(end) == "," and scene.document.key(end + 1) == "что"
    return end <= scene.head and that and any("P" in scene.document.features(at, "SAY") for at in said)
