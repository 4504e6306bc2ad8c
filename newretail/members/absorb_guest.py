from uuid import UUID

from django.db import transaction

from newretail.kernel import clock
from newretail.members import rules
from newretail.members.erase_member import erase_member
from newretail.members.errors import GuestUnknown
from newretail.members.lock_member import lock_member
from newretail.members.models import Kind, Member, Token
from newretail.members.save_address import MOST_ADDRESSES


@transaction.atomic
def absorb_guest(*, member_id: UUID, guest_token: str) -> UUID:
    """The guest who carried this token turns out to be this member: the guest's addresses and agreements become the
    member's, and the guest is nobody from then on. Returns the guest's id, so that other rooms move what they keep.

    Done once: the token ends with it. Purposes on which the member has ever decided, and addresses beyond the most that
    one may keep, are not taken over. Raises GuestUnknown for a token that is no good or not a guest's.
    """
    member = lock_member(member_id)
    token = Token.objects.filter(hash=rules.digest(guest_token), member__kind=Kind.GUEST).first()
    if token is None or not rules.is_good(token.expires_at, at=clock.now()):
        raise GuestUnknown()
    guest = Member.objects.select_for_update().filter(id=token.member_id, kind=Kind.GUEST).first()
    if guest is None:  # somebody else was faster
        raise GuestUnknown()
    room = max(0, MOST_ADDRESSES - member.addresses.count())
    newest = list(guest.addresses.order_by("-created_at").values_list("id", flat=True)[:room])
    guest.addresses.filter(id__in=newest).update(member=member)
    decided = list(member.consents.values_list("purpose", flat=True))
    guest.consents.filter(withdrawn_at=None).exclude(purpose__in=decided).update(member=member)
    erase_member(member_id=guest.id)
    return guest.id
