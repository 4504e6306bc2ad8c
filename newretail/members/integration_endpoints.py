"""HTTP: tokens of devices and integrations, which head office issues and withdraws."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from django.db import transaction
from pydantic import Field, StringConstraints

from newretail.kernel import clock
from newretail.kernel.http import Body, Door, Out, Request, Words
from newretail.kernel.who import HEAD_OFFICE
from newretail.members import queries, rules
from newretail.members.errors import TokenUnknown, TooManyTokens
from newretail.members.open_device import open_device
from newretail.members.revoke_token import revoke_integration_token

door = Door(tags=["members"])

Scope = Literal["accounting", "catalog", "traceability", "webhooks"]


class IntegrationTokenIn(Body):
    example = {"label": "warehouse sync", "scopes": ["webhooks"], "days": 365}

    label: Annotated[Words, StringConstraints(min_length=1, max_length=80)] = Field(
        description="what it is for; the same label is the same integration and gets a further token"
    )
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=4)]
    days: Annotated[int, Field(strict=True, ge=1, le=rules.LONGEST_INTEGRATION_DAYS)] = Field(
        rules.INTEGRATION_DAYS, description="good for so many days; issue a further one before"
    )


class IntegrationTokenMadeOut(Out):
    token: str = Field(description="shown once; send it as `Authorization: Bearer …`", examples=["nr_…"])
    label: str
    scopes: list[str]
    expires_at: datetime


@door.get(
    "/integration-tokens",
    who=HEAD_OFFICE,
    response=list[queries.TokenLine],
    summary="Tokens of devices and integrations",
)
def list_integration_tokens(request: Request) -> list[queries.TokenLine]:
    return queries.integration_tokens()


@door.post(
    "/integration-tokens",
    who=HEAD_OFFICE,
    response={201: IntegrationTokenMadeOut},
    summary="A token for an integration",
    errors=[TooManyTokens],
)
def issue_integration_token(
    request: Request, body: IntegrationTokenIn
) -> tuple[int, IntegrationTokenMadeOut]:
    """Not kept by an idempotency key: its answer holds a secret. A token too many can be withdrawn."""
    expires_at = clock.now() + timedelta(days=body.days)
    scopes: list[str] = sorted(set(body.scopes))
    with transaction.atomic():
        _, secret = open_device(label=body.label, scopes=scopes, expires_at=expires_at)
    return 201, IntegrationTokenMadeOut(token=secret, label=body.label, scopes=scopes, expires_at=expires_at)


@door.delete(
    "/integration-tokens/{integration_token_id}",
    who=HEAD_OFFICE,
    response={204: None},
    summary="Withdraw a token of an integration",
    errors=[TokenUnknown],
)
def withdraw_integration_token(
    request: Request, integration_token_id: Annotated[int, Field(ge=1, le=2**63 - 1)]
) -> tuple[int, None]:
    revoke_integration_token(token_id=integration_token_id)
    return 204, None
