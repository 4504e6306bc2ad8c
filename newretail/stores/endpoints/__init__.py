"""The HTTP door of stores: the stores themselves, their staff, badges and posts."""

from newretail.kernel.http import Door
from newretail.stores.endpoints import badges, plan, posts, staff, stores

door = Door()
# Badges before staff: a role in the same place of a path would take their word for its name.
for part in (stores, badges, staff, posts, plan):
    door.add_router("", part.door)
