"""The HTTP door of ordering: carts and promises, a shopper's orders, the counter, private photos, a guest who signs in."""

from newretail.kernel.http import Door
from newretail.ordering.endpoints import carts, counter, guests, orders, photos

door = Door()
for part in (carts, orders, counter, guests, photos):
    door.add_router("", part.door)
