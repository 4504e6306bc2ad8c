"""Private pictures: a shopper's for a refund, a courier's for a delivery."""

from typing import Annotated
from uuid import UUID

from ninja import File
from ninja.files import UploadedFile

from newretail.kernel.errors import BodyTooLarge
from newretail.kernel.http import Door, Out, Request
from newretail.kernel.who import KNOWN
from newretail.photos.errors import NotAPicture, TooManyPhotos, TooManyPictures, TooManyTries
from newretail.photos.keep_photo import MOST_BYTES, keep_photo
from newretail.photos.queries import address_of

door = Door(tags=["photos"])


class PhotoOut(Out):
    """Loose for a day: name its `id` where it belongs, in a refund request or a delivery. `url` is for those who may look."""

    id: UUID
    url: str


@door.post(
    "/photos",
    who=KNOWN,
    response={201: PhotoOut},
    errors=[NotAPicture, TooManyPhotos, TooManyPictures, TooManyTries, BodyTooLarge],
    draws=True,
    body_limit=MOST_BYTES + 100_000,
    summary="Keep a photo, re-encoded without place and time",
    description="The same file sent again is the same photo, so it needs no Idempotency-Key.",
)
def add_photo(
    request: Request, photo: Annotated[UploadedFile, File(description="JPEG, PNG or WebP, at most 6 MB")]
) -> tuple[int, PhotoOut]:
    if (photo.size or 0) > MOST_BYTES:
        raise BodyTooLarge(limit=MOST_BYTES)
    photo_id = keep_photo(made_by=request.caller.known_id, content=photo.read())
    return 201, PhotoOut(id=photo_id, url=address_of(photo_id))
