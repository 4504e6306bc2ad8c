"""The front door of stores."""

from newretail.stores.authenticate import authenticate, forget_roles
from newretail.stores.grant_role import grant_role
from newretail.stores.planogram import FacedShelf, planogram
from newretail.stores.queries import (
    Place,
    StaffLine,
    StoreCard,
    ZoneCard,
    assortment,
    closes_at,
    conveyor_entries,
    forget_store,
    is_open,
    listed,
    opens_at,
    packing_stations,
    places,
    reach,
    roles_of,
    snoozed,
    staff,
    store,
    stores,
    zones,
)
from newretail.stores.revoke_role import revoke_role
from newretail.stores.rules import Point, Reach, Span, Week, distance_metres
from newretail.stores.set_state import set_state
from newretail.stores.snooze import snooze
from newretail.stores.wake import wake

__all__ = [
    "FacedShelf",
    "Place",
    "Point",
    "Reach",
    "Span",
    "StaffLine",
    "StoreCard",
    "Week",
    "ZoneCard",
    "assortment",
    "authenticate",
    "closes_at",
    "conveyor_entries",
    "distance_metres",
    "forget_roles",
    "forget_store",
    "grant_role",
    "is_open",
    "listed",
    "opens_at",
    "packing_stations",
    "places",
    "planogram",
    "reach",
    "revoke_role",
    "roles_of",
    "set_state",
    "snooze",
    "snoozed",
    "staff",
    "store",
    "stores",
    "wake",
    "zones",
]
