from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.db.models import Q

from newretail.kernel import clock
from newretail.kernel.access import access_changed
from newretail.kernel.events import publish
from newretail.kernel.http.once import forget_answers
from newretail.kernel.security_log import note
from newretail.members.events import MemberErased
from newretail.members.models import Kind, Member


@transaction.atomic
def erase_member(*, member_id: UUID) -> None:
    """Turn a person into a pseudonym: the id stays in the books, nothing leads from it to anybody any more.

    Other rooms remove what they keep when they hear MemberErased. Erasing twice changes nothing.
    The rooms above decide who may not be erased yet; this one only erases.
    """
    member = Member.objects.select_for_update().get(id=member_id)
    if member.kind == Kind.ERASED:
        return
    _remove_proofs(member)
    _remove_words(member)
    forget_answers(member_id=member.id)
    note("member_erased", member_id=member.id)
    publish(MemberErased(ref=f"member:{member.id}", member_id=str(member.id)))


def _remove_proofs(member: Member) -> None:
    member.tokens.all().delete()
    access_changed(member.id)
    EmailAddress.objects.filter(user=member).delete()
    Authenticator.objects.filter(user=member).delete()


def _remove_words(member: Member) -> None:
    member.addresses.all().delete()
    member.consents.all().delete()
    member.groups.clear()
    member.user_permissions.clear()
    told = Q(object_id=str(member.id))
    for words in filter(None, (member.email, member.phone)):
        told |= Q(object_repr__contains=words) | Q(change_message__contains=words)
    LogEntry.objects.filter(told).update(object_repr="erased", change_message="")
    member.kind = Kind.ERASED
    member.email = member.phone = None
    member.name = ""
    member.phone_verified = False
    member.is_active = member.is_staff = member.is_superuser = False
    member.last_login = None
    member.erased_at = clock.now()
    member.set_unusable_password()
    member.save()
