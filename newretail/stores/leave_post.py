from uuid import UUID

from django.db import transaction

from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.stores import rules
from newretail.stores.errors import PostNotTaken
from newretail.stores.events import PostLeft
from newretail.stores.models import Post

_BATCH = 500


@transaction.atomic
def leave_post(*, member_id: UUID, store_id: str) -> None:
    """Raises PostNotTaken."""
    post = Post.objects.select_for_update().filter(store_id=store_id, member_id=member_id).first()
    if post is None:
        raise PostNotTaken()
    _leave(post)


@transaction.atomic
def leave_for_good(*, member_id: UUID, store_id: str) -> None:
    """For somebody who no longer works at this store."""
    for post in Post.objects.select_for_update().filter(store_id=store_id, member_id=member_id):
        _leave(post)


@transaction.atomic
def leave_forgotten_posts() -> int:
    """Whoever was not heard of for a whole shift has gone home; returns how many."""
    unheard_since = clock.now() - rules.POST_ENDS_AFTER
    forgotten = Post.objects.select_for_update(skip_locked=True).filter(seen_at__lt=unheard_since)
    posts = list(forgotten.order_by("id")[:_BATCH])
    for post in posts:
        _leave(post)
    return len(posts)


def _leave(post: Post) -> None:
    post.delete()
    publish(PostLeft(store_id=post.store_id, member_id=str(post.member_id), post=post.post))
