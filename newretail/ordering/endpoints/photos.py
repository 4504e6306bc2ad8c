"""A private picture, for those whom it was made for."""

from uuid import UUID

from django.http import HttpResponse

from newretail.kernel.errors import NotFound
from newretail.kernel.http import Door, Request
from newretail.kernel.who import KNOWN
from newretail.ordering.look_at_photo import look_at_photo

door = Door(tags=["photos"])


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
    answer["Cache-Control"] = "no-store"  # somebody's door, or face
    return answer
