"""The HTTP door of ordering: carts and promises, a shopper's orders, the counter, money asked back, private photos, a
guest who signs in."""

from newretail.kernel.http import Door
from newretail.ordering.endpoints import carts, counter, guests, orders, photos, refund_requests, terms

door = Door()
for part in (carts, orders, counter, refund_requests, photos, guests, terms):
    door.add_router("", part.door)
