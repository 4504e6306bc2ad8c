"""Keep a picture that somebody shows a store: a bruised peach, a parcel at a door."""

import hashlib
from uuid import UUID

from django.db import transaction

from newretail.kernel import clock, sql
from newretail.kernel.ids import uuid7
from newretail.photos import tries
from newretail.photos.errors import NotAPicture, TooManyPhotos
from newretail.photos.models import Photo
from newretail.photos.reencode import reencode
from newretail.photos.store import store

MOST_BYTES = 6_000_000
MOST_LOOSE = 20
"""Pictures that one person may have made and attached to nothing yet."""
_TURN = "SELECT pg_advisory_xact_lock(hashtextextended(%(made_by)s, hashtext('newretail.photos')))"
"""One person's pictures are counted and kept one after another; there is no row of theirs that could be locked."""


def keep_photo(*, made_by: UUID, content: bytes) -> UUID:
    """Re-encode a picture and keep it, loose for a day. The same file sent again is the same picture.

    Raises NotAPicture, TooManyPhotos, TooManyTries or TooManyPictures.
    """
    digest = hashlib.sha256(content).digest()
    if known := _known(made_by, digest):
        return known
    tries.refuse_after_many(made_by)
    try:
        encoded = reencode(content)
    except NotAPicture:
        tries.count(made_by)
        raise
    with transaction.atomic():
        sql.fetch(_TURN, {"made_by": str(made_by)})
        if known := _known(made_by, digest):
            return known
        photo_id = uuid7()
        store().put(photo_id, encoded)
        Photo.objects.create(id=photo_id, made_by=made_by, digest=digest, made_at=clock.now())
    return photo_id


def _known(made_by: UUID, digest: bytes) -> UUID | None:
    """The same file, if it lies there loose. Raises TooManyPhotos when there is no room for another one."""
    loose = Photo.objects.filter(made_by=made_by, ref="")
    known = loose.filter(digest=digest).values_list("id", flat=True).first()
    if known is None and loose.count() >= MOST_LOOSE:
        raise TooManyPhotos(most=MOST_LOOSE)
    return known
