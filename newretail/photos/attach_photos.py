"""Photos come to belong to something."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from newretail.kernel.errors import NotFound
from newretail.photos.models import Photo


@transaction.atomic
def attach_photos(*, photo_ids: Collection[UUID], made_by: UUID, ref: str, store_id: str) -> None:
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
