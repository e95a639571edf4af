"""What a figure is a part of, and whose trade with all the world a sentence tells."""

from pipeline.extraction.frames.model import Draft, Figure, Slot, Topic

PARTIES = ("reporter", "partner", "source", "target", "corridor")


def tells_of_another(last: Topic | None, figure: Figure, draft: Draft) -> bool:
    """Whether a sentence tells the whole trade of one country after that of another, so that it counts for none."""
    if last is None or last.sentence is not figure.sentence or "partner" not in last.slots:
        return False
    both = draft.value("partner") == last.slots["partner"].value == "WORLD"
    return both and (last.world is None or draft.value("reporter") != last.slots["reporter"].value)


def listed_with(last: Topic | None, figure: Figure, draft: Draft) -> dict[str, Slot]:
    """Where a sentence tells a country's trade with several others one after another, the text goes back to all."""
    if last is None or last.sentence is not figure.sentence or "partner" not in last.slots:
        return {}
    whose = last.world or last.slots["reporter"]
    partners = {str(draft.value("partner")), str(last.slots["partner"].value)}
    counted = draft.value("reporter") == whose.value and len(partners - {"WORLD", ""}) > 1
    return {"reporter": whose, "partner": Slot("WORLD", None, "codebook.world")} if counted else {}


def of_world(draft: Draft) -> Slot | None:
    """Whose trade with all the world a claim tells, or that all the world invests; None for one with a partner."""
    if draft.value("source") == "WORLD":
        return draft.slots["source"]
    return draft.slots["reporter"] if draft.value("partner") == "WORLD" else None


def whole_of(figure: Figure) -> dict[str, Slot]:
    """The parties that a list goes on to take its parts from."""
    whole = figure.notes.get("whole")
    return whole if isinstance(whole, dict) else {}


def parties_in(slots: dict[str, Slot]) -> dict[str, Slot]:
    """The slots that tell between whom something is, or along which corridor."""
    return {name: slots[name] for name in PARTIES if name in slots}
