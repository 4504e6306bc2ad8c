"""Private pictures that people show a store: a bruised peach, a parcel at a door.

They lie in the database, so that they come, go and are copied together with what they belong to. A picture belongs to whoever made it
until a room attaches it to something of its own, known here only by its `ref`; the room says who else may look.
"""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from newretail.kernel import clock, sql
from newretail.kernel.errors import NotFound, TooManyPhotos
from newretail.kernel.jobs import duty
from newretail.kernel.models import Photo
from newretail.kernel.redraw import redraw

MOST_BYTES = 6_000_000
MOST_LOOSE = 20
"""Pictures that one person may have made and attached to nothing yet."""
LOOSE_FOR = timedelta(days=1)
KEPT_FOR = timedelta(days=180)
"""Longer than anybody asks about a purchase."""
_BATCH = 500
_TURN = "SELECT pg_advisory_xact_lock(hashtextextended(%(made_by)s, hashtext('newretail.kernel.photos')))"
"""One person's pictures are counted and kept one after another; there is no row of theirs that could be locked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoCard:
    """Whose picture it is and what it is attached to; `ref` and `store_id` are empty for a loose one."""

    id: UUID
    made_by: UUID
    ref: str
    store_id: str


def keep_photo(*, made_by: UUID, content: bytes) -> UUID:
    """Draw a picture anew and keep it, loose for a day. The same file sent again is the same picture.

    Raises NotAPicture or TooManyPhotos.
    """
    digest = hashlib.sha256(content).digest()
    if known := _known(made_by, digest):
        return known
    drawn = redraw(content)
    with transaction.atomic():
        sql.fetch(_TURN, {"made_by": str(made_by)})
        if known := _known(made_by, digest):
            return known
        kept = Photo.objects.create(made_by=made_by, digest=digest, content=drawn, made_at=clock.now())
    return kept.id


def _known(made_by: UUID, digest: bytes) -> UUID | None:
    """The same file, if it lies there loose. Raises TooManyPhotos when there is no room for another one."""
    loose = Photo.objects.filter(made_by=made_by, ref="")
    known = loose.filter(digest=digest).values_list("id", flat=True).first()
    if known is None and loose.count() >= MOST_LOOSE:
        raise TooManyPhotos(most=MOST_LOOSE)
    return known


@transaction.atomic
def attach(*, photo_ids: Collection[UUID], made_by: UUID, ref: str, store_id: str) -> None:
    """Attach somebody's loose pictures to `ref`, a thing of this store. Attaching them there again changes nothing.

    Raises NotFound when one of them is not theirs, has gone, or belongs to something else by now.
    """
    assert ref, "a picture is attached to something"
    theirs = Photo.objects.select_for_update().filter(
        id__in=set(photo_ids), made_by=made_by, ref__in=["", ref]
    )
    if len(theirs.values_list("id")) != len(set(photo_ids)):
        raise NotFound()
    theirs.filter(ref="").update(ref=ref, store_id=store_id)


def photo_card(photo_id: UUID) -> PhotoCard | None:
    row = Photo.objects.filter(id=photo_id).values("id", "made_by", "ref", "store_id").first()
    return PhotoCard(**row) if row else None


def content_of(photo_id: UUID) -> bytes:
    """A WebP file. Raises NotFound."""
    content = Photo.objects.filter(id=photo_id).values_list("content", flat=True).first()
    if content is None:
        raise NotFound()
    return bytes(content)


def still_there(photo_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these have not been forgotten yet."""
    return set(Photo.objects.filter(id__in=list(photo_ids)).values_list("id", flat=True))


def address_of(photo_id: UUID | str) -> str:
    return f"/api/v1/photos/{photo_id}"


def drop_photos_of(ref: str) -> None:
    """Nobody needs what was shown of this any more."""
    assert ref
    Photo.objects.filter(ref=ref).delete()


def drop_photo(photo_id: UUID) -> None:
    """Nobody needs this one any more. One that has gone is fine."""
    Photo.objects.filter(id=photo_id).delete()


def drop_photos_by(made_by: UUID) -> None:
    """Forget every picture that this person made, attached or not."""
    Photo.objects.filter(made_by=made_by).delete()


@duty(every_seconds=3600)
def forget_photos() -> int:
    """Loose pictures go after a day, attached ones after half a year."""
    now = clock.now()
    old = Photo.objects.filter(ref="", made_at__lt=now - LOOSE_FOR) | Photo.objects.filter(
        made_at__lt=now - KEPT_FOR
    )
    return Photo.objects.filter(id__in=list(old.values_list("id", flat=True)[:_BATCH])).delete()[0]
