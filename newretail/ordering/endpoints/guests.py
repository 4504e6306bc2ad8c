"""A guest becomes a member."""

from typing import Annotated

from pydantic import Field

from newretail.kernel.http import Body, Door, Request
from newretail.kernel.who import MEMBER
from newretail.members.errors import GuestUnknown
from newretail.ordering import merge_guest

door = Door(tags=["members"])


class MergeIn(Body):
    example = {"guest_token": "nr_the-token-that-the-guest-was-given"}

    guest_token: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[!-~]+$")]


@door.post(
    "/me/merge",
    who=MEMBER,
    once=True,
    response=merge_guest.Merged,
    errors=[GuestUnknown],
    summary="I was this guest: take over the carts, orders and addresses",
)
def merge_guest_into_me(request: Request, body: MergeIn) -> merge_guest.Merged:
    return merge_guest.merge_guest(member_id=request.caller.known_id, guest_token=body.guest_token)
