"""HTTP: who is where in a store."""

from django.db import transaction

from newretail.kernel.http import Body, Code, Door, Request
from newretail.kernel.who import MANAGER, staff
from newretail.stores import queries
from newretail.stores.errors import PostNotTaken, PostNotYours, StoreUnknown, ZoneUnknown
from newretail.stores.leave_post import leave_post as leave
from newretail.stores.models import PostKind
from newretail.stores.queries import PostLine
from newretail.stores.roles import Role
from newretail.stores.take_post import take_post as take

door = Door(tags=["stores"])

PEOPLE = staff(Role.PICKER, Role.PACKER, Role.CASHIER, Role.COURIER)


class PostIn(Body):
    example = {"post": "pick", "zone": "seafood"}

    post: PostKind
    zone: Code | None = None


@door.put(
    "/stores/{store_id}/posts/mine",
    who=PEOPLE,
    response=PostLine,
    summary="I work here now, and am still there",
    description="Say it again every few minutes; after fifteen without a word the post is shown as away.",
    errors=[StoreUnknown, ZoneUnknown, PostNotYours],
)
def take_post(request: Request, store_id: str, body: PostIn) -> PostLine:
    member_id = request.caller.known_id
    with transaction.atomic():  # else the post could be left before it is read
        take(caller=request.caller, store_id=store_id, post=body.post, zone=body.zone or "")
        return queries.posts(store_id, member_id=member_id)[0]


@door.delete(
    "/stores/{store_id}/posts/mine",
    who=PEOPLE,
    response={204: None},
    summary="I leave my post",
    errors=[PostNotTaken],
)
def leave_post(request: Request, store_id: str) -> tuple[int, None]:
    leave(member_id=request.caller.known_id, store_id=store_id)
    return 204, None


@door.get("/stores/{store_id}/posts", who=MANAGER, response=list[PostLine], summary="Who is where")
def list_posts(request: Request, store_id: str) -> list[PostLine]:
    return queries.posts(store_id)
