"""The read side: events by what is asked of them, page by page, each by its id."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from newretail.inventory.events import GoodsMoved
from newretail.kernel import queries as kernel
from newretail.kernel.errors import NotFound
from newretail.stores.errors import StoreUnknown
from newretail.traceability import names
from newretail.traceability.events_told import TOLD, AggregationEvent, Event, context, tell
from newretail.traceability.models import Capture, CapturedEvent

LOOKED_AT = 1000
"""Facts that one page looks through at most. A page may hold fewer events than were asked for and still not be the last."""

Wanted = frozenset[str] | None
"""Any of these; None asks for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A simple event query. `classes`: of these goods, or of any lot of them. `parents`: of these parcels."""

    types: Wanted = None
    since: datetime | None = None
    until: datetime | None = None
    recorded_since: datetime | None = None
    recorded_until: datetime | None = None
    steps: Wanted = None
    dispositions: Wanted = None
    actions: Wanted = None
    locations: Wanted = None
    read_points: Wanted = None
    epcs: Wanted = None
    classes: Wanted = None
    parents: Wanted = None

    def is_answered_by(self, event: Event) -> bool:
        place = event.location.id if event.location else ""
        parent = event.parent if isinstance(event, AggregationEvent) else ""
        one_of = (
            (self.types, event.type),
            (self.steps, event.step),
            (self.dispositions, event.disposition),
            (self.actions, event.action),
            (self.locations, place),
            (self.read_points, event.read_point.id),
            (self.parents, parent),
        )
        return (
            self.epcs is None  # no event of ours names single things
            and all(wanted is None or value in wanted for wanted, value in one_of)
            and _within(event.event_time, self.since, self.until)
            and _within(event.record_time, self.recorded_since, self.recorded_until)
            and (self.classes is None or any(_is_of(name, self.classes) for name in _classes_of(event)))
        )


@dataclass(frozen=True, slots=True)
class EventPage:
    """`reached`: the position to go on from; None where nothing more is there now."""

    events: list[Event]
    reached: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureView:
    id: UUID
    at: datetime


def find_events(question: Question, *, after: int, limit: int) -> EventPage:
    """Events in the order in which they became visible to readers, which is the order of positions."""
    facts = kernel.facts_after(
        after,
        names=TOLD,
        store_id=_store_of(question),
        since=max(filter(None, (question.since, question.recorded_since)), default=None),
        most=LOOKED_AT,
    )
    found: list[Event] = []
    for fact, event in zip(facts, tell(facts), strict=True):
        if event is not None and question.is_answered_by(event):
            if len(found) == limit:
                return EventPage(found, after)
            found.append(event)
        after = fact.position
    return EventPage(found, after if len(facts) == LOOKED_AT else None)


def event_of(event_id: str) -> Event:
    """Raises NotFound."""
    heard = CapturedEvent.objects.filter(event_id=event_id).first()
    if heard is not None:
        fact = kernel.fact_of_ref(heard.ref, name=GoodsMoved.name)
    else:
        own = own_id(event_id)
        fact = kernel.fact_of_id(own, names=TOLD) if own else None
    [event] = tell([fact]) if fact else [None]
    if event is None or event.event_id != event_id:
        raise NotFound()
    return replace(event, context=context())


def own_id(event_id: str) -> UUID | None:
    """The id of the fact that an id of our own form means."""
    try:
        found = UUID(event_id.removeprefix("urn:uuid:"))
    except ValueError:
        return None
    return found if event_id == f"urn:uuid:{found}" else None


def is_ours(event_id: str) -> bool:
    own = own_id(event_id)
    return own is not None and kernel.fact_of_id(own, names=TOLD) is not None


def capture_of(capture_id: UUID) -> CaptureView:
    """Raises NotFound."""
    found = Capture.objects.filter(id=capture_id).first()
    if found is None:
        raise NotFound()
    return CaptureView(id=found.id, at=found.at)


def _store_of(question: Question) -> str:
    """The one store that is asked about, if it is one of ours; "" leaves the comparing to the events themselves."""
    for places in (question.locations, question.read_points):
        if places is not None and len(places) == 1:
            try:
                return names.store_named(min(places))
            except StoreUnknown:
                return ""
    return ""


def _within(moment: datetime, since: datetime | None, until: datetime | None) -> bool:
    return (since is None or moment >= since) and (until is None or moment < until)


def _classes_of(event: Event) -> list[str]:
    amounts = event.children or [] if isinstance(event, AggregationEvent) else event.quantities
    return [each.epc_class for each in amounts]


def _is_of(name: str, wanted: frozenset[str]) -> bool:
    return any(name == each or name.startswith(f"{each.rstrip('/')}/") for each in wanted)
