"""Duties of webhooks."""

from newretail.kernel.jobs import duty
from newretail.webhooks.forget_deliveries import forget_deliveries
from newretail.webhooks.send_deliveries import send_deliveries

duty(every_seconds=5)(send_deliveries)
duty(every_seconds=3600)(forget_deliveries)
