"""Numbers that leave out what the number before them had: their magnitude and unit ("140 млн, Катара – 67").

Which table a number belongs to is decided elsewhere; here is when it may be read as going on from the figure before.
"""

from pipeline.extraction.frames.model import Figure
from pipeline.extraction.mentions.model import Amount, Measure
from pipeline.extraction.mentions.numbers import plain

# a number as large as this has lost no "тысяч" or "млн"
WHOLE = 1000
REACH = 3
# after a number that stands for itself; with a noun behind it, it counts that noun
CLOSING = {
    "",
    ".",
    ",",
    ";",
    ":",
    ")",
    "»",
    "–",
    "(",
    "!",
    "?",
    "и",
    "а",
    "из",
    "против",
    "до",
    "в",
    "с",
    "по",
    "на",
    "\n",
}
OPENING = {"–", "(", "с", "до", "против", "было", "стало", "только", "станет", "бывало", "ждут"}


def goes_on(figure: Figure) -> bool:
    """Whether the sentence has counted something of the same table before this number."""
    topic = figure.topic
    return topic is not None and topic.table == figure.trigger.table and topic.sentence is figure.sentence


def begins_anew(figure: Figure, chunk: int) -> bool:
    """Whether what is named behind the amount and a comma begins the next item: "..., Masdar – ещё один"."""
    return figure.document.forms.has(figure.chunk + 1, chunk, ",", ";")


def is_counted(figure: Figure) -> bool:
    """Whether a number without unit and magnitude goes on counting; any other number is only a number."""
    if figure.amount.measure is not Measure.BARE:
        return True
    cues = figure.sentence.cues
    planned = any(
        figure.segment[0] <= match.start < figure.segment[1]
        for cue in ("target", "forecast")
        for match in cues.get(cue, ())
    )
    document = figure.document
    if document.key(figure.chunk + 1) not in CLOSING:
        return False
    if figure.inherited and (planned or figure.has("OFTHEM")):
        return True
    before = range(figure.chunk - 1, max(figure.chunk - 1 - REACH, figure.sentence.first - 1), -1)
    opened = any(document.key(at) in OPENING for at in before) or bool(figure.meant.role)
    return goes_on(figure) and (opened or figure.has("HE") or figure.has("OFTHEM"))


def share_magnitude(figure: Figure) -> None:
    """Give a bare number the magnitude of the number that its sentence counted before."""
    amount, topic = figure.amount, figure.topic
    before = figure.document.mention(topic.chunk) if topic and goes_on(figure) else None
    bare = amount.unit is None and amount.scale == 1 and amount.value < WHOLE
    if bare and isinstance(before, Amount) and before.scale != 1:
        amount.scale = before.scale
        amount.value = plain(amount.value * before.scale)
        amount.high = None if amount.high is None else plain(amount.high * before.scale)
