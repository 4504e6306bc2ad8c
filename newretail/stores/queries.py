"""What other rooms and the doors may read about stores. What every request needs is remembered for two seconds."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count

from newretail.kernel import clock, sql
from newretail.kernel.recent import Recent
from newretail.kernel.text import ByLanguage
from newretail.kernel.who import Caller
from newretail.stores import rules
from newretail.stores.errors import StoreUnknown
from newretail.stores.may_staff import StaffDeed, deeds_about
from newretail.stores.models import (
    Badge,
    ConveyorEntry,
    Facing,
    PackingStation,
    Post,
    Snooze,
    StaffRole,
    Store,
    Zone,
)
from newretail.stores.roles import Role
from newretail.stores.rules import Point, Reach, Week
from newretail.stores.ways import Way, ways_opened

_PLACES = sql.load(__file__, "places.sql")
_SNOOZED = sql.load(__file__, "snoozed.sql")
_ROLES = sql.load(__file__, "roles_of.sql")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreCard:
    """A store as everybody needs it."""

    code: str
    names: ByLanguage
    format: str
    capabilities: frozenset[str]
    gln: str
    address: str
    latitude: float
    longitude: float
    time_zone: str
    week: Week
    currency: str
    delivery_radius_metres: int
    delivery_polygon: tuple[Point, ...] | None
    state: str
    busy_minutes: int
    state_reason: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def ways(self) -> tuple[Way, ...]:
        """The ways out that the store offers, in the order in which they are shown."""
        return ways_opened(self.capabilities)

    def can(self, capability: str) -> bool:
        return capability in self.capabilities


@dataclass(frozen=True, slots=True)
class Place:
    """Where a SKU stands: zone and shelf by their codes, ordered along the picker's walk."""

    zone: str
    shelf: str
    walk_order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneCard:
    code: str
    names: ByLanguage
    temperature: str
    walk_order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffLine:
    """A role that somebody holds here. `can`: what the reader may do about it."""

    member_id: UUID
    name: str
    role: str
    granted_at: datetime
    can: list[StaffDeed]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadOfficeLine:
    """kind: person, or device where it is a token. `badges`: how many of theirs are good at head office."""

    member_id: UUID
    name: str
    kind: str
    granted_at: datetime
    badges: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeLine:
    """A badge in use; its code is not told again."""

    badge_id: UUID
    member_id: UUID
    name: str
    issued_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostLine:
    """Where somebody works. `away`: nothing was heard of the post for a quarter of an hour."""

    member_id: UUID
    name: str
    post: str
    zone: str | None
    zone_name: str | None
    since: datetime
    seen_at: datetime
    away: bool


_cards: Recent[str, StoreCard] = Recent(seconds=2, most=5_000)
_zones: Recent[str, ZoneInfo | None] = Recent(seconds=10, most=1)


def store(code: str) -> StoreCard:
    """One store, at most two seconds old. Raises StoreUnknown."""
    known = _cards.get(code)
    if known is not None:
        return known
    row = Store.objects.select_related("format").filter(code=code).first()
    if row is None:
        raise StoreUnknown()
    return remember(row)


def remember(row: Store) -> StoreCard:
    """The card of a row that was read with its format, kept for whoever asks for this store next."""
    return _cards.keep(row.code, _card(row))


def is_known(code: str) -> bool:
    """Is there such a store?"""
    return _cards.get(code) is not None or Store.objects.filter(code=code).exists()


def forget_store(code: str) -> None:
    """Read this store anew next time."""
    _cards.forget(code)


def usual_zone() -> ZoneInfo | None:
    """The time zone of most stores, at most ten seconds old; None before there is a store."""
    known = _zones.get("")
    if known is not None:
        return known
    zones = Store.objects.order_by().values("time_zone").annotate(stores=Count("code"))
    most = zones.order_by("-stores", "time_zone").values_list("time_zone", flat=True).first()
    return _zones.keep("", ZoneInfo(most) if most else None)


def today_at(store_or_code: StoreCard | str) -> date:
    """The calendar day in the store's own time zone."""
    return day_at(store_or_code, clock.now())


def day_at(store_or_code: StoreCard | str, at: datetime) -> date:
    """The calendar day of an instant in the store's own time zone."""
    return at.astimezone(_of(store_or_code).zone).date()


def is_open(store_or_code: StoreCard | str, at: datetime) -> bool:
    """Is the store open for people at this instant: by its hours, and not closed by hand?

    A paused store is open for people and takes no orders from outside: see `StoreCard.state`.
    """
    card = _of(store_or_code)
    return card.state != "closed" and rules.is_open(card.week, at=at, zone=card.zone)


def opens_at(store_or_code: StoreCard | str, at: datetime) -> datetime | None:
    """The first instant from `at` on when the hours say open; None if they never do."""
    card = _of(store_or_code)
    return rules.opens_at(card.week, at=at, zone=card.zone)


def closes_at(store_or_code: StoreCard | str, at: datetime) -> datetime | None:
    """When the present opening ends by the hours; None when closed, or open around the clock."""
    card = _of(store_or_code)
    return rules.closes_at(card.week, at=at, zone=card.zone)


def reach(store_or_code: StoreCard | str, latitude: float, longitude: float) -> Reach:
    """How far a place is from the store, and whether the store delivers there."""
    card = _of(store_or_code)
    return rules.reach(
        store=(card.latitude, card.longitude),
        place=(latitude, longitude),
        radius_metres=card.delivery_radius_metres,
        polygon=card.delivery_polygon,
    )


def places(store_id: str, sku_ids: Iterable[str]) -> dict[str, Place]:
    """Where these SKUs stand at this store; one that stands on several shelves is named at the first along the walk.

    A SKU without a shelf is not listed at the store and is missing from the answer.
    """
    rows = sql.fetch(_PLACES, {"store_id": store_id, "sku_ids": list(sku_ids)})
    return {row.sku_id: Place(row.zone, row.shelf, row.walk_order) for row in rows}


def listed(store_id: str, sku_ids: Iterable[str]) -> set[str]:
    """Which of these SKUs the store carries."""
    return set(places(store_id, sku_ids))


def assortment(store_id: str) -> list[str]:
    """The codes of all SKUs that the store carries, in order."""
    return list(
        Facing.objects.filter(store_id=store_id)
        .order_by("sku_id")
        .values_list("sku_id", flat=True)
        .distinct()
    )


def snoozed(store_id: str, sku_ids: Iterable[str], at: datetime | None = None) -> set[str]:
    """Which of these SKUs the store does not sell at this instant (default: now)."""
    values = {"store_id": store_id, "sku_ids": list(sku_ids), "at": at or clock.now()}
    return {row.sku_id for row in sql.fetch(_SNOOZED, values)}


def snoozes(store_id: str, at: datetime) -> Sequence[Snooze]:
    return list(Snooze.objects.filter(store_id=store_id, until__gt=at).order_by("until", "sku_id")[:500])


def zones(store_id: str) -> list[ZoneCard]:
    """The zones of a store in walking order."""
    return [
        ZoneCard(
            code=zone.code,
            names=zone.names,
            temperature=zone.temperature,
            walk_order=zone.walk_order,
        )
        for zone in Zone.objects.filter(store_id=store_id).order_by("walk_order", "code")
    ]


def conveyor_entries(store_id: str) -> dict[str, str | None]:
    """Code of each conveyor entry and the zone it serves (None: any)."""
    entries = ConveyorEntry.objects.filter(store_id=store_id).order_by("code")
    return dict(entries.values_list("code", "zone__code"))


def packing_stations(store_id: str) -> list[str]:
    return list(
        PackingStation.objects.filter(store_id=store_id).order_by("code").values_list("code", flat=True)
    )


def roles_of(member_id: UUID) -> frozenset[tuple[str, str]]:
    """(role, store code) of everything this member may do now; the store is "" for the whole chain."""
    return frozenset((row.role, row.store_id) for row in sql.fetch(_ROLES, {"member_id": member_id}))


def roles_at(store_id: str, member_id: UUID) -> frozenset[str]:
    """What this member may do at a store now, or at head office ("")."""
    return frozenset(role for role, store in roles_of(member_id) if store == store_id)


def badges(store_id: str) -> list[BadgeLine]:
    """The badges that are good at a store, by name."""
    good = Badge.objects.filter(store_id=store_id, withdrawn_at=None).select_related("member")
    return [
        BadgeLine(
            badge_id=each.id,
            member_id=each.member_id,
            name=str(each.member),
            issued_at=each.issued_at,
            last_used_at=each.last_used_at,
        )
        for each in good.order_by("member__name", "issued_at")[:1000]
    ]


def posts(store_id: str, *, member_id: UUID | None = None) -> list[PostLine]:
    """Who is where in a store, by post and zone; with `member_id`, only this one."""
    taken = Post.objects.filter(store_id=store_id).select_related("member")
    if member_id is not None:
        taken = taken.filter(member_id=member_id)
    called = {zone.code: zone.names.say() for zone in zones(store_id)}
    unheard_since = clock.now() - rules.AWAY_AFTER
    return [
        PostLine(
            member_id=each.member_id,
            name=str(each.member),
            post=each.post,
            zone=each.zone or None,
            zone_name=called.get(each.zone),
            since=each.since,
            seen_at=each.seen_at,
            away=each.seen_at < unheard_since,
        )
        for each in taken.order_by("post", "zone", "since", "id")[:500]
    ]


def staff(store_id: str, caller: Caller, *, member_id: UUID | None = None) -> list[StaffLine]:
    """Who works at a store, by role and name, as this caller sees them; all, or one member."""
    held = StaffRole.objects.filter(store_id=store_id, revoked_at=None).select_related("member")
    if member_id is not None:
        held = held.filter(member_id=member_id)
    rows = list(held.order_by("role", "member__name", "id")[:1000])
    roles: dict[UUID, list[str]] = defaultdict(list)
    for each in rows:
        roles[each.member_id].append(each.role)
    good = Badge.objects.filter(store_id=store_id, member_id__in=roles, withdrawn_at=None)
    badges = dict(good.order_by().values_list("member_id").annotate(Count("id")))
    return [
        StaffLine(
            member_id=each.member_id,
            name=str(each.member),
            role=each.role,
            granted_at=each.granted_at,
            can=deeds_about(
                caller,
                member_id=each.member_id,
                role=each.role,
                roles=roles[each.member_id],
                badges=badges.get(each.member_id, 0),
            ),
        )
        for each in rows
    ]


def head_office() -> list[HeadOfficeLine]:
    """Who may do everything everywhere, by name."""
    held = StaffRole.objects.filter(role=Role.HEAD_OFFICE.value, revoked_at=None).select_related("member")
    good = Badge.objects.filter(store=None, withdrawn_at=None).values_list("member_id")
    badges = dict(good.annotate(Count("id")))
    return [
        HeadOfficeLine(
            member_id=each.member_id,
            name=str(each.member),
            kind=each.member.kind,
            granted_at=each.granted_at,
            badges=badges.get(each.member_id, 0),
        )
        for each in held.order_by("member__name", "id")[:1000]
    ]


def _of(store_or_code: StoreCard | str) -> StoreCard:
    return store(store_or_code) if isinstance(store_or_code, str) else store_or_code


def _card(row: Store) -> StoreCard:
    return StoreCard(
        code=row.code,
        names=row.names,
        format=row.format_id,
        capabilities=frozenset(row.format.capabilities),
        gln=row.gln,
        address=row.address,
        latitude=row.latitude,
        longitude=row.longitude,
        time_zone=row.time_zone,
        week=rules.week(row.hours),
        currency=row.currency,
        delivery_radius_metres=row.delivery_radius_metres,
        delivery_polygon=rules.area(row.delivery_polygon),
        state=row.state,
        busy_minutes=row.busy_minutes,
        state_reason=row.state_reason,
    )
