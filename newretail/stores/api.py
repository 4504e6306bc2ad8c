"""The front door of stores."""

from newretail.stores.add_format import add_format
from newretail.stores.authenticate import authenticate
from newretail.stores.begun import has_facings, has_head_office
from newretail.stores.find_stores import (
    StorePage,
    currencies,
    every_store,
    find_stores,
    how_many_listed,
    how_many_stores,
    store_of_gln,
    store_pages,
)
from newretail.stores.floor.kinds import FixtureKind
from newretail.stores.floor.plan_csv import read_plan_csv
from newretail.stores.floor.read_plan import (
    Plan,
    Walk,
    WalkLeg,
    plan,
    plan_version,
    walk,
    walking_distances,
    walking_metres,
)
from newretail.stores.floor.rules import FixturePlaced, Layout, ShelfPlaced
from newretail.stores.floor.save_plan import save_plan
from newretail.stores.grant_role import grant_role
from newretail.stores.issue_badge import badge_link, is_good_badge, issue_badge
from newretail.stores.may_seat import SeatDeed, deeds_of_seat
from newretail.stores.planogram import FacedShelf, capacities, planogram
from newretail.stores.queries import (
    Place,
    PostLine,
    StaffLine,
    StoreCard,
    ZoneCard,
    assortment,
    closes_at,
    conveyor_entries,
    day_at,
    forget_store,
    is_known,
    is_open,
    listed,
    opens_at,
    packing_stations,
    places,
    posts,
    reach,
    roles_at,
    roles_of,
    snoozed,
    staff,
    store,
    today_at,
    usual_zone,
    zones,
)
from newretail.stores.revoke_role import revoke_role
from newretail.stores.roles import Role
from newretail.stores.rules import AWAY_AFTER, Reach, Span, Week
from newretail.stores.session_life import session_life
from newretail.stores.set_state import set_state
from newretail.stores.snooze import snooze
from newretail.stores.terms import Terms, TermsRow, TermsView
from newretail.stores.wake import wake
from newretail.stores.wall_clock import on_the_wall
from newretail.stores.ways import CAPABILITIES, FROM_OUTSIDE, STAFF_PICKED, Capability, Way
from newretail.stores.who_carries import who_carries

__all__ = [
    "AWAY_AFTER",
    "CAPABILITIES",
    "FROM_OUTSIDE",
    "STAFF_PICKED",
    "Capability",
    "FacedShelf",
    "FixtureKind",
    "FixturePlaced",
    "Layout",
    "Place",
    "Plan",
    "PostLine",
    "Reach",
    "Role",
    "SeatDeed",
    "ShelfPlaced",
    "Span",
    "StaffLine",
    "StoreCard",
    "StorePage",
    "Terms",
    "TermsRow",
    "TermsView",
    "Walk",
    "WalkLeg",
    "Way",
    "Week",
    "ZoneCard",
    "add_format",
    "assortment",
    "authenticate",
    "badge_link",
    "capacities",
    "closes_at",
    "conveyor_entries",
    "currencies",
    "day_at",
    "deeds_of_seat",
    "every_store",
    "find_stores",
    "forget_store",
    "grant_role",
    "has_facings",
    "has_head_office",
    "how_many_listed",
    "how_many_stores",
    "is_good_badge",
    "is_known",
    "is_open",
    "issue_badge",
    "listed",
    "on_the_wall",
    "opens_at",
    "packing_stations",
    "places",
    "plan",
    "plan_version",
    "planogram",
    "posts",
    "reach",
    "read_plan_csv",
    "revoke_role",
    "roles_at",
    "roles_of",
    "save_plan",
    "session_life",
    "set_state",
    "snooze",
    "snoozed",
    "staff",
    "store",
    "store_of_gln",
    "store_pages",
    "today_at",
    "usual_zone",
    "wake",
    "walk",
    "walking_distances",
    "walking_metres",
    "who_carries",
    "zones",
]
