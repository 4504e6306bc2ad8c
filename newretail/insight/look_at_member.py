"""Head office looks at somebody. What needs a consent is shown only with it, and each look is written to the audit log."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from newretail.catalog import api as catalog
from newretail.insight.events import MemberLookedAt, MembersSearched
from newretail.kernel import clock
from newretail.kernel.errors import NotFound
from newretail.kernel.events import publish
from newretail.members import api as members
from newretail.ordering import api as ordering
from newretail.stores import api as stores

HABITS_OF = timedelta(days=90)
MOST_ORDERS = 20
PEOPLE = ("person", "guest", "erased")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentHeld:
    """granted_version null: not agreed to, or withdrawn."""

    purpose: str
    current_version: int
    granted_version: int | None
    granted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleHeld:
    role: str
    store_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FavouriteProduct:
    sku_id: str
    name: str
    picture: str
    orders: int
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HabitsShown:
    """Of the last ninety days; `spent` in minor units over all stores."""

    since: datetime
    orders: int
    spent: int
    currency: str
    first_at: datetime | None
    last_at: datetime | None
    favourites: list[FavouriteProduct]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberShown:
    """can: what head office may do about the member's seat in it. habits: null unless the member agreed to suggestions from past purchases. may_be_written_to: to offers, likewise.

    Orders are shown without a consent: they are what the member asks about.
    """

    member: members.Profile
    roles: list[RoleHeld]
    can: list[stores.SeatDeed]
    consents: list[ConsentHeld]
    may_be_written_to: bool
    habits: HabitsShown | None
    orders: list[ordering.FoundOrder]


@transaction.atomic
def search_members(text: str, *, limit: int, by: str) -> list[members.Profile]:
    """People by id, e-mail address, phone number or a part of their name; nobody for less than two letters."""
    found = members.find_people(text, limit=limit)
    if text.strip():
        publish(MembersSearched(found=len(found), by=by))
    return found


@transaction.atomic
def search_orders(
    text: str, *, by: str, store_id: str | None, state: str | None, before: UUID | None, limit: int
) -> list[ordering.FoundOrder]:
    """Orders of any store, see `ordering.find_orders`. Words find somebody by name here too, so they are written to the audit log as well."""
    found = ordering.find_orders(text=text, store_id=store_id, state=state, before=before, limit=limit)
    if text.strip():
        publish(MembersSearched(found=len({order.member_id for order in found}), by=by))
    return found


@transaction.atomic
def look_at_member(member_id: UUID, *, by: str) -> MemberShown:
    """Raises NotFound, also for a device."""
    person = members.find_profile(member_id)
    if person is None or person.kind not in PEOPLE:
        raise NotFound()
    publish(MemberLookedAt(member_id=str(member_id), by=by))
    consents = members.consents(member_id)
    agreed = {each.purpose for each in consents if each.granted_version is not None}
    return MemberShown(
        member=person,
        roles=[RoleHeld(role=role, store_id=store) for role, store in sorted(stores.roles_of(member_id))],
        can=stores.deeds_of_seat(member_id),
        consents=[
            ConsentHeld(
                purpose=each.purpose,
                current_version=each.current_version,
                granted_version=each.granted_version,
                granted_at=each.granted_at,
            )
            for each in consents
        ],
        may_be_written_to="marketing" in agreed,
        habits=_habits(member_id) if "personalisation" in agreed else None,
        orders=ordering.find_orders(member_id=member_id, limit=MOST_ORDERS),
    )


def _habits(member_id: UUID) -> HabitsShown:
    habits = ordering.habits(member_id=member_id, since=clock.now() - HABITS_OF)
    faces = catalog.faces(each.sku_id for each in habits.favourites)
    return HabitsShown(
        since=habits.since,
        orders=habits.orders,
        spent=habits.spent,
        currency=habits.currency,
        first_at=habits.first_at,
        last_at=habits.last_at,
        favourites=[
            FavouriteProduct(
                sku_id=each.sku_id,
                name=face.name,
                picture=face.picture,
                orders=each.orders,
                last_at=each.last_at,
            )
            for each in habits.favourites
            if (face := faces.get(each.sku_id))
        ],
    )
