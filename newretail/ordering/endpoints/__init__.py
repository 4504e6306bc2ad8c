"""The HTTP door of ordering: carts and promises, a shopper's orders, the counter, a guest who signs in."""

from newretail.kernel.http import Door
from newretail.ordering.endpoints import carts, counter, guests, orders

door = Door()
for part in (carts, orders, counter, guests):
    door.add_router("", part.door)
