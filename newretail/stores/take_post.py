from django.db import transaction

from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.kernel.who import Caller
from newretail.stores.errors import PostNotYours, ZoneUnknown
from newretail.stores.events import PostTaken
from newretail.stores.models import Post, PostKind, Zone
from newretail.stores.queries import store
from newretail.stores.roles import Role

WHO_STANDS_AT = {
    PostKind.PICK: (Role.PICKER,),
    PostKind.PACK: (Role.PACKER,),
    PostKind.COUNTER: (Role.CASHIER, Role.PACKER),
    PostKind.STOCK: (Role.PICKER, Role.PACKER),
    PostKind.MANAGE: (),
    PostKind.RIDE: (Role.COURIER,),
}
"""Which roles a post needs one of; a manager may stand anywhere."""


@transaction.atomic
def take_post(*, caller: Caller, store_id: str, post: PostKind, zone: str = "") -> Post:
    """Stand at a post of a store and leave the one before; saying it again tells only that somebody is still there.

    Raises StoreUnknown, PostNotYours, ZoneUnknown.
    """
    store(store_id)
    if not caller.manages(store_id) and not any(caller.has(role, store_id) for role in WHO_STANDS_AT[post]):
        raise PostNotYours()
    if zone and not Zone.objects.filter(store_id=store_id, code=zone).exists():
        raise ZoneUnknown(zone=zone)
    now = clock.now()
    taken, is_new = Post.objects.select_for_update().get_or_create(
        store_id=store_id,
        member_id=caller.known_id,
        defaults={"post": post, "zone": zone, "since": now, "seen_at": now},
    )
    if is_new or (taken.post, taken.zone) != (post, zone):
        if not is_new:
            taken.post, taken.zone, taken.since = post, zone, now
        publish(PostTaken(store_id=store_id, member_id=str(caller.known_id), post=post.value, zone=zone))
    taken.seen_at = now
    taken.save(update_fields=["post", "zone", "since", "seen_at"])
    return taken
