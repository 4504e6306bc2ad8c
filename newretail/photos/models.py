"""Private pictures: whose each is and what it belongs to, and, where no object store is used, what it shows."""

from django.db import models

from newretail.kernel import clock
from newretail.kernel.ids import uuid7


class Photo(models.Model):
    """A private picture as we re-encoded it. `digest` is of the file that was sent; `ref` is empty until a room attaches it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    made_by = models.UUIDField()
    made_at = models.DateTimeField(default=clock.now)
    digest = models.BinaryField(max_length=32)
    ref = models.CharField(max_length=64, blank=True)
    store_id = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["made_by", "digest"], condition=models.Q(ref=""), name="photo_loose_once"
            )
        ]
        indexes = [
            models.Index(fields=["made_by"], name="photo_of_maker"),
            models.Index(fields=["ref"], name="photo_of_ref", condition=~models.Q(ref="")),
            models.Index(fields=["made_at"], name="photo_age"),
        ]

    def __str__(self) -> str:
        return f"photo {self.id}"


class PhotoContent(models.Model):
    """The file of a photo, a WebP, as `store.DatabaseStore` keeps it."""

    photo_id = models.UUIDField(primary_key=True)
    content = models.BinaryField()
