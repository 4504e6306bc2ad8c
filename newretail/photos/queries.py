"""Photos, read. Who else than its maker may look at one is said by the room that attached it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from newretail.kernel.errors import NotFound
from newretail.photos.models import Photo
from newretail.photos.store import store


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoCard:
    """Whose picture it is and what it is attached to; `ref` and `store_id` are empty for a loose one."""

    id: UUID
    made_by: UUID
    ref: str
    store_id: str


def photo_card(photo_id: UUID) -> PhotoCard | None:
    row = Photo.objects.filter(id=photo_id).values("id", "made_by", "ref", "store_id").first()
    return PhotoCard(**row) if row else None


def content_of(photo_id: UUID) -> bytes:
    """A WebP file. Raises NotFound."""
    content = store().get(photo_id)
    if content is None:
        raise NotFound()
    return content


def still_there(photo_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these have not been forgotten yet."""
    return set(Photo.objects.filter(id__in=list(photo_ids)).values_list("id", flat=True))


def address_of(photo_id: UUID | str) -> str:
    return f"/api/v1/photos/{photo_id}"
