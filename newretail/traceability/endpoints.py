"""HTTP: the capture and query interfaces of GS1 EPCIS 2.0, as far as they are told in docs/epcis.md, for those with a token for them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from ninja import Query, Schema
from pydantic import ConfigDict, Field, JsonValue, StringConstraints

from newretail.kernel import clock
from newretail.kernel.errors import NotFound
from newretail.kernel.http import Body, Cursor, Door, Moment, Out, Request
from newretail.kernel.paging import read_cursor, write_cursor
from newretail.kernel.who import integration
from newretail.traceability import queries
from newretail.traceability.capture_document import capture_document
from newretail.traceability.errors import DocumentRefused
from newretail.traceability.events_told import Event, context

door = Door(tags=["traceability"])
TRACEABILITY = integration("traceability")
EVENTS = "/api/v1/epcis/events"
EventId = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[!-~]+$")]
OneOf = Annotated[
    str | None,
    StringConstraints(min_length=1, max_length=1000, pattern=r"^[!-~]+$"),
    Field(description="any of these, with `|` between them"),
]


@dataclass(frozen=True, slots=True)
class ResultsBody:
    events: Annotated[list[Event], Field(serialization_alias="eventList")]


@dataclass(frozen=True, slots=True)
class QueryResults:
    body: Annotated[ResultsBody, Field(serialization_alias="resultsBody")]
    query: Annotated[str, Field(serialization_alias="queryName")] = "SimpleEventQuery"


@dataclass(frozen=True, slots=True)
class QueryBody:
    results: Annotated[QueryResults, Field(serialization_alias="queryResults")]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryDocument:
    context: Annotated[list[str | dict[str, str]], Field(serialization_alias="@context")]
    type: Literal["EPCISQueryDocument"] = "EPCISQueryDocument"
    version: Annotated[str, Field(serialization_alias="schemaVersion")] = "2.0"
    made_at: Annotated[datetime, Field(serialization_alias="creationDate")]
    body: Annotated[QueryBody, Field(serialization_alias="epcisBody")]


class CaptureBody(Body):
    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    events: list[dict[str, JsonValue]] = Field(alias="eventList")


class CaptureIn(Body):
    """An EPCISDocument. Its events are read one by one, so that each has its own reason where it cannot be taken."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)
    example = {
        "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-06-15T02:05:00Z",
        "epcisBody": {
            "eventList": [
                {
                    "type": "ObjectEvent",
                    "eventID": "urn:uuid:0193a1b2-7c00-7000-8000-00000000c0de",
                    "eventTime": "2026-06-15T02:00:00Z",
                    "eventTimeZoneOffset": "+08:00",
                    "action": "OBSERVE",
                    "bizStep": "receiving",
                    "bizLocation": {"id": "https://id.gs1.org/414/9521321000018"},
                    "quantityList": [
                        {"epcClass": "https://id.gs1.org/01/09521321000025/10/L2306", "quantity": 24}
                    ],
                }
            ]
        },
    }

    type: Literal["EPCISDocument"]
    version: Literal["2.0", "2.0.0"] = Field(alias="schemaVersion")
    body: CaptureBody = Field(alias="epcisBody")


class CaptureOut(Out):
    """A capture job, which is over when it is answered. All of a document is taken or nothing (`rollback`)."""

    capture_id: UUID = Field(serialization_alias="captureID")
    created_at: datetime = Field(serialization_alias="createdAt")
    finished_at: datetime = Field(serialization_alias="finishedAt")
    running: bool = False
    success: bool = True
    behaviour: Annotated[Literal["rollback"], Field(serialization_alias="captureErrorBehaviour")] = "rollback"
    errors: list[str] = []


class Asked(Schema):
    """A simple event query, in the parameters of the standard."""

    types: OneOf = Field(None, alias="eventType")
    since: Moment | None = Field(None, alias="GE_eventTime")
    until: Moment | None = Field(None, alias="LT_eventTime")
    recorded_since: Moment | None = Field(None, alias="GE_recordTime")
    recorded_until: Moment | None = Field(None, alias="LT_recordTime")
    steps: OneOf = Field(None, alias="EQ_bizStep")
    dispositions: OneOf = Field(None, alias="EQ_disposition")
    actions: OneOf = Field(None, alias="EQ_action")
    locations: OneOf = Field(None, alias="EQ_bizLocation")
    read_points: OneOf = Field(None, alias="EQ_readPoint")
    epcs: OneOf = Field(None, alias="MATCH_epc")
    classes: OneOf = Field(None, alias="MATCH_epcClass")
    parents: OneOf = Field(None, alias="MATCH_parentID")
    per_page: Annotated[int, Field(ge=1, le=200)] = Field(30, alias="perPage")
    token: Cursor = Field("", alias="nextPageToken")

    def question(self) -> queries.Question:
        return queries.Question(
            types=_values(self.types),
            since=self.since,
            until=self.until,
            recorded_since=self.recorded_since,
            recorded_until=self.recorded_until,
            steps=_values(self.steps),
            dispositions=_values(self.dispositions),
            actions=_values(self.actions),
            locations=_values(self.locations),
            read_points=_values(self.read_points),
            epcs=_values(self.epcs),
            classes=_values(self.classes),
            parents=_values(self.parents),
        )


@door.get(
    "/epcis/events",
    who=TRACEABILITY,
    response=QueryDocument,
    by_alias=True,
    exclude_none=True,
    summary="What happened to goods, as EPCIS events",
    description='Oldest first. Where there is more, the header `Link` leads to the next page (`rel="next"`); a page may hold fewer events than '
    "were asked for and still not be the last. Values of one parameter are divided by `|`.",
)
def find_epcis_events(request: Request, response: HttpResponse, asked: Query[Asked]) -> QueryDocument:
    key = read_cursor(asked.token, int)
    page = queries.find_events(asked.question(), after=key[0] if key else 0, limit=asked.per_page)
    _say_version(response)
    if page.reached is not None:
        response["Link"] = _next(request, page.reached)
    body = QueryBody(QueryResults(ResultsBody(page.events)))
    return QueryDocument(context=context(), made_at=clock.now(), body=body)


@door.get(
    "/epcis/events/{path:event_id}",
    who=TRACEABILITY,
    response=Event,
    by_alias=True,
    exclude_none=True,
    errors=[NotFound],
    summary="An EPCIS event",
)
def show_epcis_event(request: Request, response: HttpResponse, event_id: EventId) -> Event:
    _say_version(response)
    return queries.event_of(event_id)


@door.post(
    "/epcis/capture",
    who=TRACEABILITY,
    response={202: CaptureOut},
    by_alias=True,
    errors=[DocumentRefused],
    summary="Tell of goods received at a store, as an EPCIS document",
    description="Needs no Idempotency-Key: each event is taken once, by its `eventID`. All of a document is taken or nothing; a refusal names "
    "each event with its reason. The answer's `Location` is the capture, which is over by then.",
)
def capture_epcis_document(
    request: Request, response: HttpResponse, body: CaptureIn
) -> tuple[int, CaptureOut]:
    capture_id = capture_document(body.body.events, by=request.caller.actor)
    _say_version(response)
    response["Location"] = f"{settings.PUBLIC_URL}/api/v1/epcis/capture/{capture_id}"
    return 202, _as_job(queries.capture_of(capture_id))


@door.get(
    "/epcis/capture/{capture_id}",
    who=TRACEABILITY,
    response=CaptureOut,
    by_alias=True,
    errors=[NotFound],
    summary="A capture",
)
def show_epcis_capture(request: Request, response: HttpResponse, capture_id: UUID) -> CaptureOut:
    _say_version(response)
    return _as_job(queries.capture_of(capture_id))


def _values(said: str | None) -> queries.Wanted:
    return None if said is None else frozenset(said.split("|"))


def _as_job(capture: queries.CaptureView) -> CaptureOut:
    return CaptureOut(capture_id=capture.id, created_at=capture.at, finished_at=capture.at)


def _say_version(response: HttpResponse) -> None:
    response["GS1-EPCIS-Version"] = response["GS1-CBV-Version"] = "2.0.0"


def _next(request: Request, reached: int) -> str:
    asked = request.GET.copy()
    asked["nextPageToken"] = write_cursor(reached)
    return f'<{settings.PUBLIC_URL}{EVENTS}?{asked.urlencode()}>; rel="next"'
