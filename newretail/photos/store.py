"""Where the files of photos lie: in the database, or in whatever keeps the same three promises, such as an object store.

`settings.PHOTO_STORE` names the class. `put` and `drop` are called in the transaction that writes or deletes the photo's row. A
store outside the database puts at once and drops on commit (`transaction.on_commit`): then a crash in between leaves a file that
no row names, never a row without its file.
"""

from collections.abc import Collection
from functools import cache
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from newretail.photos.models import PhotoContent


class PhotoStore(Protocol):
    def put(self, photo_id: UUID, content: bytes) -> None:
        """Keep a file under a new id; the same id is never put twice."""

    def get(self, photo_id: UUID) -> bytes | None:
        """The file, or None when there is none."""

    def drop(self, photo_ids: Collection[UUID]) -> None:
        """Keep these no longer. One that has gone is fine."""


class DatabaseStore:
    """Files as rows: few, small and private, they commit, roll back, are copied and erased with what they belong to."""

    def put(self, photo_id: UUID, content: bytes) -> None:
        PhotoContent.objects.create(photo_id=photo_id, content=content)

    def get(self, photo_id: UUID) -> bytes | None:
        content = PhotoContent.objects.filter(photo_id=photo_id).values_list("content", flat=True).first()
        return None if content is None else bytes(content)

    def drop(self, photo_ids: Collection[UUID]) -> None:
        PhotoContent.objects.filter(photo_id__in=photo_ids).delete()


@cache
def store() -> PhotoStore:
    chosen: type[PhotoStore] = import_string(settings.PHOTO_STORE)
    return chosen()
