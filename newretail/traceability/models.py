"""What partners have told us, once each."""

from django.db import models
from django.db.models import CheckConstraint, Q

from newretail.kernel import clock
from newretail.kernel.ids import uuid7


class Capture(models.Model):
    """A document that was taken, with all of its events."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    by = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.id)


class CapturedEvent(models.Model):
    """An event of a partner, under the partner's id, that became a receipt: `ref` stands in our ledger. `fingerprint`: SHA-256 of what
    it said, so that another event under its id is seen."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    capture = models.ForeignKey(Capture, models.CASCADE, related_name="events")
    event_id = models.CharField(max_length=300, unique=True)
    event_time = models.DateTimeField()
    offset = models.CharField(max_length=6)
    fingerprint = models.CharField(max_length=64)

    class Meta:
        constraints = [CheckConstraint(condition=~Q(event_id=""), name="captured_event_has_an_id")]

    def __str__(self) -> str:
        return self.event_id

    @property
    def ref(self) -> str:
        return f"epcis:{self.id}"
