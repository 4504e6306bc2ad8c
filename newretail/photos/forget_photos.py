"""Photos go: with what they showed, with who made them, and in time."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from newretail.kernel import clock
from newretail.photos import tries
from newretail.photos.models import Photo
from newretail.photos.store import store

LOOSE_FOR = timedelta(days=1)
KEPT_FOR = timedelta(days=180)
"""Longer than anybody asks about a purchase."""
_BATCH = 500


def drop_photos_of(ref: str) -> None:
    """Nobody needs what was shown of this any more."""
    assert ref
    _drop(Photo.objects.filter(ref=ref))


def drop_photo(photo_id: UUID) -> None:
    """Nobody needs this one any more. One that has gone is fine."""
    _drop(Photo.objects.filter(id=photo_id))


def drop_photos_by(made_by: UUID) -> None:
    """Forget every picture that this person made, attached or not."""
    tries.forget(made_by)
    _drop(Photo.objects.filter(made_by=made_by))


def forget_photos() -> int:
    """Loose pictures go after a day, attached ones after half a year; returns how many went."""
    now = clock.now()
    old = Photo.objects.filter(ref="", made_at__lt=now - LOOSE_FOR) | Photo.objects.filter(
        made_at__lt=now - KEPT_FOR
    )
    return _drop(Photo.objects.filter(id__in=list(old.values_list("id", flat=True)[:_BATCH])))


def _drop(photos: "QuerySet[Photo]") -> int:
    """Drop rows with their files."""
    with transaction.atomic():
        ids = list(photos.select_for_update().values_list("id", flat=True))
        Photo.objects.filter(id__in=ids).delete()
        store().drop(ids)
    return len(ids)
