"""The HTTP door of payments: what was paid and goes back, the counter, and what tenders report."""

from newretail.kernel.http import Door
from newretail.payments.endpoints import counter, reports, sales

door = Door()
for part in (sales, counter, reports):
    door.add_router("", part.door)
