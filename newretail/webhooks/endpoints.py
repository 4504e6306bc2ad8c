"""HTTP: webhooks for head office and for integrations, each of which sees its own."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.db import transaction
from pydantic import Field, StringConstraints

from newretail.kernel.errors import NotFound
from newretail.kernel.http import Body, Door, Limit, Out, Request
from newretail.kernel.who import integration
from newretail.webhooks import kinds, queries
from newretail.webhooks.change_endpoint import change_endpoint
from newretail.webhooks.errors import AddressRefused, EndpointOff, KindUnknown, TooManyEndpoints
from newretail.webhooks.models import Attempt, Delivery, Endpoint
from newretail.webhooks.open_endpoint import open_endpoint
from newretail.webhooks.redeliver import redeliver
from newretail.webhooks.try_endpoint import try_endpoint
from newretail.webhooks.turn_secret import turn_secret

door = Door(tags=["webhooks"])
WEBHOOKS = integration("webhooks")

_Line = r"^[^\x00-\x1f\x7f]*$"
Label = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=_Line)]
Address = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=_Line)]
Kinds = Annotated[
    list[Annotated[str, StringConstraints(max_length=80, pattern=_Line)]], Field(max_length=100)
]
StoreCode = Annotated[str, StringConstraints(min_length=1, max_length=32, pattern=_Line)]
DeliveryId = Annotated[int, Field(ge=1, le=2**63 - 1)]


class EndpointIn(Body):
    example = {
        "label": "warehouse sync",
        "url": "https://erp.example.com/newretail",
        "names": ["order.paid"],
        "store_id": "riverside",
    }

    label: Label = Field(examples=["warehouse sync"])
    url: Address = Field(examples=["https://erp.example.com/newretail"])
    names: Kinds = Field(default=[], description="every kind when empty", examples=[["order.paid"]])
    store_id: StoreCode | None = Field(None, description="facts of this store only")


class EndpointChange(Body):
    example = {"names": ["order.paid", "order.done"], "active": True}

    label: Label | None = None
    url: Address | None = None
    names: Kinds | None = None
    active: bool | None = None


class EndpointOut(Out):
    id: UUID
    label: str
    url: str
    names: list[str]
    store_id: str | None
    active: bool
    off_reason: str
    failing_since: datetime | None
    created_at: datetime


class SecretOut(Out):
    secret: str = Field(examples=["whsec_…"])
    turn: int


class AttemptOut(Out):
    number: int
    at: datetime
    status: int | None
    milliseconds: int
    answer: str
    cause: str = Field(
        description="why there was no answer; blank where there was one", examples=["name_unknown"]
    )
    error: str = Field(description="the cause in the caller's language")
    detail: str = Field(description="how the network put it, for a technician")


class DeliveryOut(Out):
    id: int
    event_id: UUID = Field(alias="event.event_id")
    name: str = Field(alias="event.name")
    state: str
    attempts: int
    next_at: datetime
    delivered_at: datetime | None
    created_at: datetime
    log: list[AttemptOut]

    @staticmethod
    def resolve_log(delivery: Delivery) -> list[Attempt]:
        return list(delivery.log.all())[-20:]


@door.get("/webhooks/kinds", who=WEBHOOKS, response=list[str], summary="The kinds of events there are")
def list_webhook_kinds(request: Request) -> list[str]:
    return kinds.all_kinds()


@door.get("/webhooks", who=WEBHOOKS, response=list[EndpointOut], summary="Webhooks")
def list_webhooks(request: Request, limit: Limit = 50) -> list[Endpoint]:
    return queries.endpoints_of(request.caller, limit=limit)


@door.post(
    "/webhooks",
    who=WEBHOOKS,
    once=True,
    response={201: EndpointOut},
    errors=[AddressRefused, KindUnknown, TooManyEndpoints, NotFound],
    summary="Open a webhook",
    description="Its secret is at `GET /api/v1/webhooks/{endpoint_id}/secret`; how to check signatures is in docs/webhooks.md.",
)
def add_webhook(request: Request, body: EndpointIn) -> tuple[int, Endpoint]:
    owner_id = request.caller.member_id
    assert owner_id is not None  # WEBHOOKS lets nobody else in
    return 201, open_endpoint(owner_id=owner_id, **body.dict())


@door.get(
    "/webhooks/{endpoint_id}", who=WEBHOOKS, response=EndpointOut, errors=[NotFound], summary="A webhook"
)
def show_webhook(request: Request, endpoint_id: UUID) -> Endpoint:
    return queries.endpoint_of(request.caller, endpoint_id=endpoint_id)


@door.patch(
    "/webhooks/{endpoint_id}",
    who=WEBHOOKS,
    response=EndpointOut,
    errors=[NotFound, AddressRefused, KindUnknown],
    summary="Change a webhook",
)
def change_webhook(request: Request, endpoint_id: UUID, body: EndpointChange) -> Endpoint:
    with transaction.atomic():
        found = queries.endpoint_of(request.caller, endpoint_id=endpoint_id, locked=True)
        return change_endpoint(found, **body.dict())


@door.delete(
    "/webhooks/{endpoint_id}",
    who=WEBHOOKS,
    response={204: None},
    errors=[NotFound],
    summary="Remove a webhook and its log",
)
def remove_webhook(request: Request, endpoint_id: UUID) -> tuple[int, None]:
    queries.endpoint_of(request.caller, endpoint_id=endpoint_id).delete()
    return 204, None


@door.get(
    "/webhooks/{endpoint_id}/secret",
    who=WEBHOOKS,
    response=SecretOut,
    errors=[NotFound],
    summary="A webhook's secret",
)
def show_webhook_secret(request: Request, endpoint_id: UUID) -> SecretOut:
    found = queries.endpoint_of(request.caller, endpoint_id=endpoint_id)
    return SecretOut(secret=queries.secret_of(found), turn=found.turn)


@door.post(
    "/webhooks/{endpoint_id}/secret",
    who=WEBHOOKS,
    once=True,
    response=EndpointOut,
    errors=[NotFound],
    summary="Make a new secret",
    description="For a day messages are signed with the new secret and with the old one.",
)
def turn_webhook_secret(request: Request, endpoint_id: UUID) -> Endpoint:
    return turn_secret(queries.endpoint_of(request.caller, endpoint_id=endpoint_id, locked=True))


@door.post(
    "/webhooks/{endpoint_id}/test",
    waits=True,
    who=WEBHOOKS,
    once=True,
    response={202: EndpointOut},
    errors=[NotFound, EndpointOff],
    summary="Send a test message",
)
def send_webhook_test(request: Request, endpoint_id: UUID) -> tuple[int, Endpoint]:
    found = queries.endpoint_of(request.caller, endpoint_id=endpoint_id)
    try_endpoint(found)
    return 202, found


@door.get(
    "/webhooks/{endpoint_id}/deliveries",
    who=WEBHOOKS,
    response=list[DeliveryOut],
    errors=[NotFound],
    summary="What was sent, newest first, with every attempt",
)
def list_webhook_deliveries(
    request: Request,
    endpoint_id: UUID,
    state: Literal["waiting", "delivered", "failed"] | None = None,
    before: DeliveryId | None = None,
    limit: Limit = 50,
) -> list[Delivery]:
    found = queries.endpoint_of(request.caller, endpoint_id=endpoint_id)
    return queries.deliveries_of(found, state=state, before=before, limit=limit)


@door.post(
    "/webhooks/{endpoint_id}/deliveries/{delivery_id}/redeliver",
    who=WEBHOOKS,
    once=True,
    response={202: DeliveryOut},
    errors=[NotFound, EndpointOff],
    summary="Send it again",
)
def redeliver_webhook(request: Request, endpoint_id: UUID, delivery_id: DeliveryId) -> tuple[int, Delivery]:
    found = queries.endpoint_of(request.caller, endpoint_id=endpoint_id)
    return 202, redeliver(queries.delivery_of(found, delivery_id=delivery_id))
