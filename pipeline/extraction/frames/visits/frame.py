"""Visit claims: every clause that tells of a stay abroad, gathered into visits (codebook, Readings 9, 11, 12, 13).

`stays` reads the clauses; here what they say of the same journey is put together.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.discourse.spans import Period
from pipeline.extraction.document import Sentence
from pipeline.extraction.frames.model import Draft, Slot, Span, Trigger
from pipeline.extraction.frames.visits.cities import Cities
from pipeline.extraction.frames.visits.stays import KINDS, Stay, StayReader
from schemas.vocabulary import ClaimTable, DatePrecision, VisitKind, VisitStatus

APART = timedelta(days=10)
# what has been and what is ahead are of one journey if they follow upon each other
NEXT_DAY = timedelta(days=1)
# what is still ahead of a stay that has begun lies no further
STAYING = timedelta(days=4)
LOOK_BACK = 8
# a dozen clauses say all that there is of a visit; keeps reading linear in the length of the text
MOST_STAYS = 12
RECENT = timedelta(days=30)
# "Шольц, которого пригласил Токаев, прибыл"
GUEST = {VisitStatus.INVITED, VisitStatus.HELD}
AHEAD = {VisitStatus.PLANNED, VisitStatus.INVITED}


@dataclass(slots=True)
class Journey:
    """The clauses that tell of one visit."""

    stays: list[Stay] = field(default_factory=list)
    tour: "Journey | None" = None
    """The journey to the group of countries of which this is a part."""

    @property
    def first(self) -> Stay:
        """The clause that carries the quote: the first that has a date, or else the first."""
        return next((stay for stay in self.stays if stay.period), self.stays[0])

    @property
    def name(self) -> str:
        """Who makes it, empty if no clause says."""
        return next((stay.visitor_name for stay in self.stays if stay.visitor_name), "")

    def dated(self) -> Period | None:
        """The widest dates of its clauses, as precise as the most precise of them."""
        periods = self._periods()
        if periods and any(stay.status in AHEAD for stay in self.stays):
            # what is still ahead of a stay under way does not tell when it began
            periods += [stay.news for stay in self.stays if stay.news and not stay.period]
        if not periods:
            return self.tour.dated() if self.tour and self._is_part else None
        days = [period for period in periods if period.precision is DatePrecision.DAY]
        if not days:
            return min(periods, key=lambda period: (period.end or date.max) - (period.start or date.min))
        start = min(period.start for period in days if period.start)
        end = max([*(period.end or start for period in days), *(stay.until for stay in self.stays if stay.until)])
        length = next((stay.days for stay in self.stays if stay.days), None)
        if length and start == end:
            last = start + timedelta(days=length - 1)
            return Period(start, last, DatePrecision.DAY)
        return Period(start, end, DatePrecision.DAY)

    def _periods(self) -> list[Period]:
        """The dates of its clauses; that of the dateline only if no clause tells of an earlier one."""
        dated = [(stay, stay.period) for stay in self.stays if stay.period and stay.period.start]
        firm = [each for stay, each in dated if not stay.sent]
        first = min(
            (each.start for each in firm if each.start and each.precision is DatePrecision.DAY), default=date.max
        )
        rough = any(each.precision is DatePrecision.MONTH for each in firm)
        sent = [each for stay, each in dated if stay.sent and not rough and each.start and each.start <= first]
        return firm + sent

    def takes(self, stay: Stay) -> bool:
        """Whether a clause tells of the same journey."""
        if stay.moved:
            return any(each.moved and each.period == stay.period for each in self.stays)
        if stay.status is VisitStatus.CANCELLED and self.first.moved:
            return stay.period == self.first.period
        mine, other = self.dated(), stay.period
        if mine and mine.start and other and other.start:
            if self._agrees(stay):
                return _near(mine, other, APART)
            days = other.precision is DatePrecision.DAY and (mine.precision is DatePrecision.DAY or stay.once_planned)
            return days and _near(mine, other, NEXT_DAY)
        return self._agrees(stay)

    def _agrees(self, stay: Stay) -> bool:
        """Whether both are ahead or both are not; what is ahead can be cancelled."""
        if stay.status is VisitStatus.CANCELLED:
            return self.status is not VisitStatus.HELD
        if self.status is VisitStatus.CANCELLED and stay.once_planned:
            return True
        if stay.sentence is self.stays[-1].sentence and {self.status, stay.status} == GUEST:
            return True
        if self.status is stay.status or (self.status in AHEAD) == (stay.status in AHEAD):
            return True
        if all(each.going for each in ([stay] if self.status in AHEAD else self.stays)):
            return True
        return self._is_under_way(stay)

    def _is_under_way(self, stay: Stay) -> bool:
        """Whether a stay has begun and its rest is ahead: "прибыл в Москву. Переговоры пройдут 13 марта"."""
        both = [*self.stays, stay]
        held = [each for each in both if each.status is VisitStatus.HELD]
        ahead = [each for each in both if each.status is VisitStatus.PLANNED]
        if len(held) + len(ahead) < len(both):
            return False
        begun = min((each.period.start for each in held if each.period and each.period.start), default=None)
        goes_on = min((each.period.start for each in ahead if each.period and each.period.start), default=None)
        within = begun is not None and stay.within and stay.status is VisitStatus.PLANNED
        if not within and not any(each.arrives for each in held):
            return False
        return begun is None or goes_on is None or abs(goes_on - begun) <= STAYING

    @property
    def _is_part(self) -> bool:
        """Whether it is as far ahead as the tour of which it is a part, or was to be."""
        tour = self.tour.status if self.tour else None
        statuses = {stay.status for stay in self.stays}
        return statuses == {tour} or (tour is VisitStatus.CANCELLED and all(stay.once_planned for stay in self.stays))

    @property
    def status(self) -> VisitStatus:
        """The furthest that any clause knows of it: cancelled, held, planned, invited."""
        if self.tour and self._is_part:
            return self.tour.status
        order = (VisitStatus.CANCELLED, VisitStatus.HELD, VisitStatus.PLANNED, VisitStatus.INVITED)
        # "едет в Рим. Поездка намечена на май": who goes may not have set out
        ahead = any(stay.ahead for stay in self.stays)
        return min((stay.status for stay in self.stays if not (ahead and stay.going)), key=order.index)

    @property
    def kind(self) -> VisitKind:
        """The highest rank that any clause names."""
        return min((stay.kind for stay in self.stays), key=KINDS.index)


def _near(first: Period, second: Period, apart: timedelta) -> bool:
    """Whether two dates can be of one journey: they overlap or lie within some days."""
    if first.start is None or second.start is None:
        return True
    first_end, second_end = first.end or first.start, second.end or second.start
    return first.start <= second_end + apart and second.start <= first_end + apart


def visit_drafts(discourse: Discourse) -> list[Draft]:
    """The visits of an article in the order in which it first tells of them; what only its headings tell of at last."""
    reader = StayReader(discourse)
    groups: dict[str, list[str]] = discourse.document.lexicon.facts["groups"]
    stays: list[Stay] = []
    for sentence in discourse.document.sentences:
        if sentence.is_heading:
            reader.heading(sentence)
        else:
            stays += reader.sentence(sentence, _triggers(sentence))
    if not stays:
        headings = [sentence for sentence in discourse.document.sentences if sentence.is_heading]
        stays = [stay for heading in headings for stay in reader.sentence(heading, _triggers(heading))]
    journeys = _with_tours(_gathered(stays), groups)
    cities = Cities(reader.travellers.places)
    return [_draft(journey, _city(journey, cities, discourse)) for journey in journeys]


def _triggers(sentence: Sentence) -> list[Trigger]:
    return [Trigger.of(found) for found in sentence.triggers if found.rule.table == "visits"]


def _gathered(stays: list[Stay]) -> list[Journey]:
    """The journeys of which clauses tell: each joins the last by the same person or office that fits."""
    journeys: list[Journey] = []
    by_route: dict[tuple[str, str], list[Journey]] = {}
    by_office: dict[tuple[str, str, str], list[Journey]] = {}
    for stay in stays:
        known = by_route.setdefault((stay.visitor, stay.destination), [])
        route = by_office.setdefault((stay.visitor_country, stay.office, stay.destination), [])
        told = known if known or (stay.visitor_name and all(each.name for each in route)) else route
        journey = next((each for each in told[: -LOOK_BACK - 1 : -1] if each.takes(stay)), None)
        if journey is None:
            journey = Journey()
            journeys.append(journey)
            known.append(journey)
            route.append(journey)
        if len(journey.stays) < MOST_STAYS:
            journey.stays.append(stay)
    return journeys


def _with_tours(journeys: list[Journey], groups: dict[str, list[str]]) -> list[Journey]:
    """The journeys without the tours whose countries are told one by one; these take from it what they leave out."""
    tours = {each.first.visitor: each for each in journeys if each.first.destination in groups}
    states = [each for each in journeys if each.first.destination not in groups]
    for journey in states:
        tour = tours.get(journey.first.visitor)
        if tour and journey.first.destination in groups[tour.first.destination]:
            journey.tour = tour
    to_states = {stay.visitor for journey in states for stay in journey.stays}
    return [each for each in journeys if each.first.destination not in groups or each.first.visitor not in to_states]


def _city(journey: Journey, cities: Cities, discourse: Discourse) -> str | None:
    """The city named with the visit, or near it; of the visit that an article is about, the title's or only one."""
    named = next((stay.city for stay in journey.stays if stay.city), None)
    today, dated, destination = discourse.document.published_on, journey.dated(), journey.first.destination
    old = bool(today and dated and dated.start and dated.start < today - RECENT)
    is_news = not old and journey.status is VisitStatus.HELD
    named = named or (cities.titled(destination) if is_news else None)
    near = (cities.near(stay.sentence, destination) for stay in journey.stays)
    city = named or next((each for each in near if each), None)
    return city or (cities.only(destination) if is_news else None)


def _draft(journey: Journey, city: str | None) -> Draft:
    stay = journey.first
    slots = {
        "visitor": Slot(journey.name or None, stay.visitor_span, stay.rule),
        "visitor_country": Slot(stay.visitor_country, stay.visitor_span, stay.rule),
        "destination": Slot(stay.destination, stay.destination_span, stay.rule),
        "kind": Slot(str(journey.kind), stay.span, stay.rule),
        "status": Slot(str(journey.status), stay.span, stay.rule),
        "hosts": Slot(_all(journey, "hosts"), stay.span, stay.rule),
    }
    if city:
        slots["city"] = Slot(city, stay.span, stay.rule)
    found = next((each for each in journey.stays if each.occasion), None)
    if found:
        slots["occasion"] = Slot(found.occasion, found.span, found.rule)
    slots |= _dates(journey)
    shown: list[Span] = [stay.span]
    return Draft(ClaimTable.VISITS, stay.rule, slots, shown)


def _all(journey: Journey, name: str) -> list[str]:
    return list(dict.fromkeys(value for stay in journey.stays for value in getattr(stay, name)))


def _dates(journey: Journey) -> dict[str, Slot]:
    period = journey.dated() or next((stay.news for stay in journey.stays if stay.news), None)
    if period is None or period.start is None:
        return {}
    stay = next((each for each in journey.stays if each.period), journey.stays[0])
    slots = {
        "start_date": Slot(period.start.isoformat(), stay.date_span, stay.rule),
        "date_precision": Slot(str(period.precision), stay.date_span, stay.rule),
    }
    if period.precision is DatePrecision.DAY and period.end and period.end != period.start:
        slots["end_date"] = Slot(period.end.isoformat(), stay.date_span, stay.rule)
    return slots
