"""The HTTP door of stores: the stores themselves, their floor, staff, badges and posts."""

from newretail.kernel.http import Door
from newretail.stores.endpoints import badges, laying_out, opening, plan, posts, staff, stores

__all__ = ["door", "opening"]

door = Door()
# Badges before staff: a role in the same place of a path would take their word for its name. What opens a store stands at the door of `stores`.
for part in (stores, laying_out, badges, staff, posts, plan):
    door.add_router("", part.door)
