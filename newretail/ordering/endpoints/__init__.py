"""The HTTP door of ordering: carts and promises, a shopper's orders, the counter."""

from newretail.kernel.http import Door
from newretail.ordering.endpoints import carts, counter, orders

door = Door()
for part in (carts, orders, counter):
    door.add_router("", part.door)
