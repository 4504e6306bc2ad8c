"""Private pictures: a shopper's for a refund, a courier's for a delivery."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import File
from ninja.files import UploadedFile

from newretail.kernel import photos
from newretail.kernel.errors import BodyTooLarge, NotAPicture, NotFound, TooManyPhotos
from newretail.kernel.http import Door, Out, Request
from newretail.kernel.who import KNOWN
from newretail.ordering.look_at_photo import look_at_photo

door = Door(tags=["photos"])


class PhotoOut(Out):
    """Loose for a day: name its `id` where it belongs, in a refund request or a delivery. `url` is for those who may look."""

    id: UUID
    url: str


@door.post(
    "/photos",
    who=KNOWN,
    response={201: PhotoOut},
    errors=[NotAPicture, TooManyPhotos, BodyTooLarge],
    summary="Keep a photo, drawn anew without place and time",
    description="The same file sent again is the same photo, so it needs no Idempotency-Key.",
)
def add_photo(
    request: Request, photo: Annotated[UploadedFile, File(description="JPEG, PNG or WebP, at most 6 MB")]
) -> tuple[int, PhotoOut]:
    if (photo.size or 0) > photos.MOST_BYTES:
        raise BodyTooLarge(limit=photos.MOST_BYTES)
    photo_id = photos.keep_photo(made_by=request.caller.known_id, content=photo.read())
    return 201, PhotoOut(id=photo_id, url=photos.address_of(photo_id))


@door.get(
    "/photos/{photo_id}",
    who=KNOWN,
    response=None,
    errors=[NotFound],
    summary="A photo, for whoever made it and those whom it was made for",
    openapi_extra={
        "responses": {
            200: {
                "description": "WebP",
                "content": {"image/webp": {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
)
def show_photo(request: Request, photo_id: UUID) -> HttpResponse:
    content = look_at_photo(caller=request.caller, photo_id=photo_id)
    answer = HttpResponse(content, content_type="image/webp")
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
