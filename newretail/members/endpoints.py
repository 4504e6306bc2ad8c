"""HTTP: one's own account."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.contrib.auth import logout
from django.db import transaction
from pydantic import Field, StringConstraints

from newretail.chain.api import PhoneNumber
from newretail.chain.errors import NoPhoneNumber
from newretail.kernel import clock
from newretail.kernel.http import Body, Door, Key, LanguageCode, Latitude, Longitude, Out, Request, Words
from newretail.kernel.http.address import address_of, network_of
from newretail.kernel.who import ANYONE, KNOWN, MEMBER, SIGNED_IN
from newretail.members import queries, rules
from newretail.members.change_profile import change_profile
from newretail.members.erase_member import erase_member
from newretail.members.errors import (
    AddressUnknown,
    ConsentTextOutdated,
    ConsentUnknown,
    ProofNeeded,
    StaffCannotBeErased,
    TokenUnknown,
    TooManyAddresses,
    TooManyGuests,
    TooManyTokens,
)
from newretail.members.grant_consent import grant_consent
from newretail.members.guest_gate import let_in
from newretail.members.integration_endpoints import door as integration_tokens
from newretail.members.issue_token import issue_token
from newretail.members.lock_member import lock_member
from newretail.members.models import Purpose
from newretail.members.open_guest import open_guest
from newretail.members.prove_again import require_proof
from newretail.members.remove_address import remove_address
from newretail.members.revoke_token import revoke_token
from newretail.members.save_address import save_address
from newretail.members.session_endpoints import door as own_sessions
from newretail.members.withdraw_consent import withdraw_consent

door = Door(tags=["members"])
door.add_router("", integration_tokens)
door.add_router("", own_sessions)

Name = Annotated[Words, StringConstraints(max_length=80)]


class GuestIn(Body):
    example = {"name": "Mina", "language": "ko"}

    name: Name = ""
    language: LanguageCode | None = None


class TokenMadeOut(Out):
    token: str = Field(description="shown once; send it as `Authorization: Bearer …`", examples=["nr_…"])
    member_id: UUID


class ProfileIn(Body):
    example = {"name": "Mina Kim", "language": "ko"}

    name: Name | None = None
    language: LanguageCode | None = None


class KeptAddressIn(Body):
    example = {
        "label": "home",
        "text": "8 Century Avenue, room 1201",
        "latitude": 31.236,
        "longitude": 121.502,
        "note": "the lift is on the left",
        "phone": "+8613800000000",
    }

    label: Annotated[Words, StringConstraints(max_length=40)] = ""
    text: Annotated[Words, StringConstraints(min_length=1, max_length=300)]
    latitude: Latitude
    longitude: Longitude
    note: Annotated[Words, StringConstraints(max_length=200)] = ""
    phone: PhoneNumber = ""


class ConsentTextOut(Out):
    purpose: str
    version: int
    text: str


class ConsentOut(Out):
    purpose: str
    current_version: int
    text: str
    granted_version: int | None
    granted_at: datetime | None


class ConsentIn(Body):
    example = {"version": 1}

    version: Annotated[int, Field(strict=True, ge=1, le=100_000)]


class TokenIn(Body):
    example = {"label": "tablet in the kitchen"}

    label: Annotated[Words, StringConstraints(min_length=1, max_length=80)]


@door.post(
    "/guests", who=ANYONE, response={201: TokenMadeOut}, summary="Begin as a guest", errors=[TooManyGuests]
)
def begin_as_guest(request: Request, body: GuestIn) -> tuple[int, TokenMadeOut]:
    """Not kept by an idempotency key: an answer that holds a secret is stored nowhere, and a second guest harms nobody."""
    let_in(network_of(address_of(request)))
    member, secret = open_guest(language=body.language, name=body.name)
    return 201, TokenMadeOut(token=secret, member_id=member.id)


@door.get("/me", who=KNOWN, response=queries.Profile, summary="Who am I")
def show_me(request: Request) -> queries.Profile:
    """Whoever came by a badge reads no e-mail address and no phone number: a printed badge may be lost."""
    mine = queries.profile(request.caller.known_id)
    return replace(mine, email=None, phone=None) if request.caller.kind == "badge" else mine


@door.patch("/me", who=SIGNED_IN, response=queries.Profile, summary="Change my name or language")
def change_me(request: Request, body: ProfileIn) -> queries.Profile:
    change_profile(member_id=request.caller.known_id, name=body.name, language=body.language)
    return queries.profile(request.caller.known_id)


@door.post("/me/erase", who=SIGNED_IN, response={204: None}, summary="Erase me", errors=[StaffCannotBeErased])
def erase_me(request: Request) -> tuple[int, None]:
    """Everything personal is removed, all tokens and sessions end. Orders and books keep a pseudonym. Final."""
    if request.caller.roles:
        raise StaffCannotBeErased()
    erase_member(member_id=request.caller.known_id)
    if not request.headers.get("Authorization"):
        logout(request)
    return 204, None


@door.get("/me/addresses", who=SIGNED_IN, response=list[queries.AddressCard], summary="My addresses")
def list_addresses(request: Request) -> list[queries.AddressCard]:
    return queries.addresses(request.caller.known_id)


@door.post(
    "/me/addresses",
    who=SIGNED_IN,
    once=True,
    response={201: queries.AddressCard},
    summary="Keep an address",
    errors=[TooManyAddresses, NoPhoneNumber],
)
def add_address(request: Request, body: KeptAddressIn) -> tuple[int, queries.AddressCard]:
    return 201, queries.card_of(
        save_address(member_id=request.caller.known_id, address_id=None, **body.dict())
    )


@door.get(
    "/me/addresses/{address_id}",
    who=SIGNED_IN,
    response=queries.AddressCard,
    summary="One address",
    errors=[AddressUnknown],
)
def show_address(request: Request, address_id: UUID) -> queries.AddressCard:
    return queries.address(request.caller.known_id, address_id)


@door.put(
    "/me/addresses/{address_id}",
    who=SIGNED_IN,
    response=queries.AddressCard,
    summary="Keep an address under an id of mine, or change it",
    errors=[AddressUnknown, TooManyAddresses, NoPhoneNumber],
)
def put_address(request: Request, address_id: Key, body: KeptAddressIn) -> queries.AddressCard:
    return queries.card_of(
        save_address(member_id=request.caller.known_id, address_id=address_id, **body.dict())
    )


@door.delete(
    "/me/addresses/{address_id}",
    who=SIGNED_IN,
    response={204: None},
    summary="Forget an address",
    errors=[AddressUnknown],
)
def forget_address(request: Request, address_id: UUID) -> tuple[int, None]:
    remove_address(member_id=request.caller.known_id, address_id=address_id)
    return 204, None


@door.get("/consents", who=ANYONE, response=list[ConsentTextOut], summary="The texts one may agree to")
def list_consent_texts(request: Request) -> list[ConsentTextOut]:
    return [
        ConsentTextOut(purpose=purpose, version=text.version, text=text.texts.say())
        for purpose, text in queries.consent_texts().items()
    ]


@door.get("/me/consents", who=SIGNED_IN, response=list[ConsentOut], summary="What I have agreed to")
def list_consents(request: Request) -> list[ConsentOut]:
    return [
        ConsentOut(
            purpose=line.purpose,
            current_version=line.current_version,
            text=line.text.say(),
            granted_version=line.granted_version,
            granted_at=line.granted_at,
        )
        for line in queries.consents(request.caller.known_id)
    ]


@door.put(
    "/me/consents/{purpose}",
    who=SIGNED_IN,
    response={204: None},
    summary="Agree to the current text",
    errors=[ConsentTextOutdated],
)
def give_consent(request: Request, purpose: Purpose, body: ConsentIn) -> tuple[int, None]:
    grant_consent(member_id=request.caller.known_id, purpose=purpose, version=body.version)
    return 204, None


@door.delete(
    "/me/consents/{purpose}",
    who=SIGNED_IN,
    response={204: None},
    summary="Withdraw an agreement",
    errors=[ConsentUnknown],
)
def withdraw_my_consent(request: Request, purpose: Purpose) -> tuple[int, None]:
    withdraw_consent(member_id=request.caller.known_id, purpose=purpose)
    return 204, None


@door.get("/me/tokens", who=MEMBER, response=list[queries.TokenLine], summary="My tokens")
def list_tokens(request: Request) -> list[queries.TokenLine]:
    return queries.tokens(request.caller.known_id)


@door.post("/me/tokens", who=MEMBER, response={201: TokenMadeOut}, summary="A token for another device of mine",
           errors=[ProofNeeded, TooManyTokens])  # fmt: skip
def add_token(request: Request, body: TokenIn) -> tuple[int, TokenMadeOut]:
    """Not kept by an idempotency key: an answer that holds a secret is stored nowhere. A token too many can be removed."""
    require_proof(request)
    expires_at = clock.now() + rules.PERSON_TOKEN_LIFE
    with transaction.atomic():
        secret = issue_token(lock_member(request.caller.known_id), label=body.label, expires_at=expires_at)
    return 201, TokenMadeOut(token=secret, member_id=request.caller.known_id)


@door.delete(
    "/me/tokens/{token_id}",
    who=MEMBER,
    response={204: None},
    summary="Withdraw a token",
    errors=[TokenUnknown],
)
def remove_token(request: Request, token_id: Annotated[int, Field(ge=1, le=2**63 - 1)]) -> tuple[int, None]:
    revoke_token(member_id=request.caller.known_id, token_id=token_id)
    return 204, None
