"""How far a document is by the word that says what is done with it: signed, planned, ratified, in force."""

from pipeline.extraction.discourse.context import segment_at
from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.agreements.signing_cues import Cue
from pipeline.extraction.mentions.model import Organisation
from schemas.vocabulary import AgreementStatus

STAGES = ("ratified", "in_force")
# "правительство одобрило подписание"
ALLOWING = ("одобр", "утверд", "разреш", "поруч", "предлож")
# "о возможном подписании", "предстоящее заключение"
COMING = ("возможн", "предстоящ", "скор", "планируем", "намеченн", "ожидаем", "будущ", "готовящ")
# "одобрил проект закона о ратификации" ratifies nothing yet
BILL = ("законопроект", "проект")
# "ожидает ратификации"
WAITING = ("ожида", "ждет", "ждут", "требу", "подлеж", "проект", "процедур", "вопрос", "процесс")
TOWARDS = ("к", "до", "для", "от", "перед", "стадии", "этапе", "накануне")
# "должно быть ратифицировано"
OBLIGED = 3
# bodies whose approval ratifies, and what they do to a law by the way
HOUSES = ("парламент", "сенат", "мажилис", "меджлис", "милли", "рада", "дума", "госдум", "скупщин", "сейм", "кнессет",
    "законодательн", "жогорку", "олий", "депутат", "сенатор", "совет федерации", "бундестаг", "хурал")  # fmt: skip
# within so many chunks before the verb such a body is the subject, behind it a reading is told
SUBJECT, READS = 6, 4
READING = ("чтени", "рассмотрени")


class StatusReader:
    """Reads the statuses that the cues of one sentence stand for."""

    def __init__(self, document: Document, sentence: Sentence, breaks: list[int], cues: list[Cue]) -> None:
        self.document = document
        self.sentence = sentence
        self.breaks = breaks
        self.cues = cues
        self.stages = [cue for cue in cues if cue.name in STAGES]

    def of(self, cue: Cue) -> AgreementStatus:
        """The status that a cue stands for."""
        match cue.name:
            case "ratified":
                bill = any(self.document.key(cue.at - at).startswith(BILL) for at in (2, 3))
                if bill and self.document.key(cue.at - 1) in ("о", "об"):
                    return AgreementStatus.SIGNED
                return AgreementStatus.SIGNED if self.is_to_come(cue.at) else AgreementStatus.RATIFIED
            case "in_force":
                return AgreementStatus.SIGNED if self._is_awaited(cue.at) else AgreementStatus.IN_FORCE
            case "proposed":
                return AgreementStatus.PROPOSED
            case "initialled" if "I" in self.document.features(cue.at, "INITIALLED"):
                return AgreementStatus.PLANNED
            case "agreed" | "initialled":
                return AgreementStatus.AGREED
            case "to_sign" | "to_be_signed" | "prepared":
                awaited = self.document.is_a(cue.at, "EXPECTED") and self._is_stage(cue.at)
                return AgreementStatus.SIGNED if awaited else AgreementStatus.PLANNED
            case "signing":
                before = self.document.key(cue.at - 1)
                meant = before in ("о", "об") and self.document.is_a(cue.at - 2, "TOWARDSN", "AGREE")
                allowed = before.startswith(ALLOWING)
                opens = cue.at - self.sentence.first <= 1 and bool(self.sentence.cues.get("intended"))
                towards = before in TOWARDS or meant or allowed or opens or before.startswith(COMING)
                return AgreementStatus.PLANNED if towards or self._is_intended(cue.at) else AgreementStatus.SIGNED
            case _:
                return self._done(cue)

    def _done(self, cue: Cue) -> AgreementStatus:
        """What a word of signing or approving stands for."""
        if cue.name == "signed" and self._goes_on_planned(cue.at):
            return AgreementStatus.PLANNED
        approved = cue.name == "signed" and self.document.is_a(cue.at, "ADOPT")
        return AgreementStatus.RATIFIED if approved and self._by_house(cue.at) else AgreementStatus.SIGNED

    def _goes_on_planned(self, chunk: int) -> bool:
        """Whether a participle shares its "будет" with the one before: "будет подписан A и принята B"."""
        short = any("S" in self.document.features(chunk, name) for name in ("SIGN", "ADOPT"))
        joined = short and self.document.key(chunk - 1) in ("и", "а также")
        return joined and any(cue.name == "to_be_signed" and cue.at < chunk for cue in self.cues)

    def _by_house(self, chunk: int) -> bool:
        """Whether it is a parliament that approves: "сенат одобрил соглашение", "договор принят депутатами"."""
        first, end = segment_at(self.sentence, self.breaks, chunk)
        read = any(self.document.key(at).startswith(READING) for at in range(chunk, min(chunk + READS, end)))
        bodies = (firm for _, firm in self.document.of_kind(Organisation, first, end) if "n" in firm.features)
        named = [word for firm in bodies for word in firm.name.lower().split(" ")]
        near = [self.document.key(at) for at in range(max(first, chunk - SUBJECT), chunk)]
        return not read and any(word.startswith(HOUSES) for word in (*named, *near))

    def _is_awaited(self, chunk: int) -> bool:
        """Whether a document is only to come into force: "вступит в силу", "ожидается вступление в силу"."""
        key = self.document.key(chunk)
        still = self.document.key(chunk - 1) in TOWARDS or self._is_intended(chunk)
        return key.startswith(("вступит ", "вступят ")) or (key.startswith("вступлени") and still)

    def _is_stage(self, chunk: int) -> bool:
        """Whether what is expected is what follows a signing: "вступление соглашения в силу ожидается в мае"."""
        first, _ = segment_at(self.sentence, self.breaks, chunk)
        return any(first <= cue.at < chunk for cue in self.stages)

    def is_to_come(self, chunk: int) -> bool:
        """Whether a stage is only waited for: "вступит в силу после ратификации"."""
        features = self.document.features(chunk, "RATIFY")
        obliged = "S" in features and self.document.has("TOSIGN", max(chunk - OBLIGED, self.sentence.first), chunk)
        if obliged or set(features) & set("IF"):
            return True
        ahead = (each.at for each in self.cues if each.name == "in_force")
        waited = any(self.document.key(at).startswith(("вступит ", "вступят ")) for at in ahead)
        before = self.document.key(chunk - 1)
        return (waited and before == "после") or before in ("на", "для") or before.startswith(WAITING)

    def _is_intended(self, chunk: int) -> bool:
        first, end = segment_at(self.sentence, self.breaks, chunk)
        cues = [match for name in ("intended", "later") for match in self.sentence.cues.get(name, ())]
        # "церемония подписания договора, которая намечена на май"
        related = (at.start for at in cues if self.document.key(at.start - 1).startswith("котор"))
        return any(first <= match.start < end for match in cues) or any(at > chunk for at in related)
