"""Private pictures that people show a store. A picture belongs to whoever made it until a room attaches it to something of its
own, known here only by its `ref`; the room says who else may look."""

from newretail.photos.attach_photos import attach_photos
from newretail.photos.forget_photos import drop_photo, drop_photos_by, drop_photos_of
from newretail.photos.keep_photo import keep_photo
from newretail.photos.queries import PhotoCard, address_of, content_of, photo_card, still_there

__all__ = [
    "PhotoCard",
    "address_of",
    "attach_photos",
    "content_of",
    "drop_photo",
    "drop_photos_by",
    "drop_photos_of",
    "keep_photo",
    "photo_card",
    "still_there",
]
