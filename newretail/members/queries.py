"""What other rooms and the doors may read about members."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.utils import timezone
from pydantic import Field

from newretail.kernel import actor, clock
from newretail.kernel.text import ByLanguage
from newretail.members import rules
from newretail.members.errors import AddressUnknown, MemberUnknown
from newretail.members.models import Address, Consent, ConsentText, Kind, Member, Session, Token
from newretail.members.sessions import public_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    id: UUID
    kind: str
    name: str
    email: str | None
    phone: str | None
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressCard:
    id: UUID
    label: str
    text: str
    latitude: float
    longitude: float
    note: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentLine:
    """A purpose, its current text, and whether this member's agreement to it is in force."""

    purpose: str
    current_version: int
    text: ByLanguage
    granted_version: int | None
    granted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenLine:
    id: int
    label: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None
    last_used_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLine:
    """A browser in which somebody is signed in; is_this: the one that asks. `browser` is blank where it does not say."""

    id: Annotated[str, Field(examples=["0f343b0931126a20f133d67c2b018a3b"])]
    browser: Annotated[str, Field(examples=["Firefox, Windows"])]
    began_at: datetime
    last_seen_at: datetime
    ends_at: datetime
    is_this: bool


def profile(member_id: UUID) -> Profile:
    return profile_of(Member.objects.get(id=member_id))


def find_profile(member_id: UUID) -> Profile | None:
    """The profile of whoever this is, also of somebody erased; None where there never was such a member."""
    member = Member.objects.filter(id=member_id).first()
    return profile_of(member) if member else None


def profile_of(member: Member) -> Profile:
    return Profile(
        id=member.id,
        kind=member.kind,
        name=member.name,
        email=member.email,
        phone=member.phone,
        language=member.language,
    )


def member_of(*, email: str) -> UUID:
    """Who has this e-mail address. Raises MemberUnknown."""
    found = Member.objects.filter(email=email.strip().lower(), is_active=True).values_list("id", flat=True)
    member_id = found.first()
    if member_id is None:
        raise MemberUnknown()
    return member_id


def may_hold_roles(member_id: UUID) -> bool:
    """Is this somebody who can work for the chain: a person or a device whose account is open?"""
    return Member.objects.filter(id=member_id, is_active=True, kind__in=(Kind.PERSON, Kind.DEVICE)).exists()


def may_buy(member_id: UUID) -> bool:
    """Is this somebody to whom a sale can belong: a guest, or a person whose account is open?"""
    return Member.objects.filter(id=member_id, is_active=True, kind__in=(Kind.PERSON, Kind.GUEST)).exists()


def is_guest(member_id: UUID) -> bool:
    """Does this member buy without an account?"""
    return Member.objects.filter(id=member_id, kind=Kind.GUEST).exists()


def is_erased(member_id: UUID) -> bool:
    """Has this member been turned into a pseudonym?"""
    return Member.objects.filter(id=member_id, kind=Kind.ERASED).exists()


def names(member_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What to call these members on a screen; an erased or unnamed one gets the end of their id."""
    members = Member.objects.filter(id__in=list(member_ids)).only("id", "name")
    return {member.id: member.name or str(member.id)[-6:] for member in members}


def called(by: str) -> str:
    """What to call whoever did something, by the `by` of its row; the house itself, programs and the gone stay as they are written."""
    member_id = actor.member_of(by)
    return names([member_id]).get(member_id, by) if member_id else by


def called_each(bys: Iterable[str]) -> dict[str, str]:
    """The same for many at once, by what stands in their rows; nobody is nobody."""
    who = {by: actor.member_of(by) for by in set(bys) if by}
    named = names(member_id for member_id in who.values() if member_id)
    return {by: named.get(member_id, by) if member_id else by for by, member_id in who.items()}


def addresses(member_id: UUID) -> list[AddressCard]:
    kept = Address.objects.filter(member_id=member_id).order_by("created_at", "text")[:200]
    return [card_of(address) for address in kept]


def address(member_id: UUID, address_id: UUID) -> AddressCard:
    """One address of this member. Raises AddressUnknown, also for an address of somebody else."""
    found = Address.objects.filter(id=address_id, member_id=member_id).first()
    if found is None:
        raise AddressUnknown()
    return card_of(found)


def consent_texts() -> dict[str, ConsentText]:
    """The current text of every purpose."""
    published = ConsentText.objects.filter(published_at__lte=clock.now()).order_by("purpose", "-version")
    return {text.purpose: text for text in published.distinct("purpose")}


def consents(member_id: UUID) -> list[ConsentLine]:
    given = {each.purpose: each for each in Consent.objects.filter(member_id=member_id, withdrawn_at=None)}
    return [
        ConsentLine(
            purpose=purpose,
            current_version=text.version,
            text=text.texts,
            granted_version=given[purpose].version if purpose in given else None,
            granted_at=given[purpose].granted_at if purpose in given else None,
        )
        for purpose, text in consent_texts().items()
    ]


def has_consented(member_id: UUID, *, purpose: str) -> bool:
    """Is an agreement of this member to this purpose in force, whatever its version?"""
    return Consent.objects.filter(member_id=member_id, purpose=purpose, withdrawn_at=None).exists()


def tokens(member_id: UUID) -> list[TokenLine]:
    kept = Token.objects.filter(member_id=member_id).order_by("-id")[:200]
    return [token_line(token) for token in kept]


def sessions(member_id: UUID, *, current: str) -> list[SessionLine]:
    """Where this member is signed in, the session used last first. current: the key of the one that asks, "" for none."""
    now = timezone.now()
    living = Session.objects.filter(member_id=member_id, expire_date__gt=now).order_by("-last_seen_at")[:200]
    return [
        SessionLine(
            id=public_id(session.session_key),
            browser=rules.browser_name(session.agent),
            began_at=session.began_at,
            last_seen_at=session.last_seen_at,
            ends_at=session.expire_date,
            is_this=session.session_key == current,
        )
        for session in living
        if now < session.ends_at
    ]


def integration_tokens() -> list[TokenLine]:
    """The tokens of devices and integrations, the newest first. Secrets are kept nowhere."""
    kept = Token.objects.filter(member__kind=Kind.DEVICE, member__is_active=True).order_by("-id")[:200]
    return [token_line(token) for token in kept]


def token_line(token: Token) -> TokenLine:
    return TokenLine(
        id=token.id,
        label=token.label,
        scopes=token.scopes,
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_on=token.last_used_at.date() if token.last_used_at else None,
    )


def card_of(address: Address) -> AddressCard:
    return AddressCard(
        id=address.id,
        label=address.label,
        text=address.text,
        latitude=address.latitude,
        longitude=address.longitude,
        note=address.note,
        phone=address.phone,
    )
