import json
from functools import partial
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.kernel.http.once import forget_answers
from newretail.members.events import MemberErased
from newretail.members.identify import forget
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
    publish(MemberErased(ref=f"member:{member.id}", member_id=str(member.id)))


def _remove_proofs(member: Member) -> None:
    hashes = list(member.tokens.values_list("hash", flat=True))
    for each in hashes:
        transaction.on_commit(partial(forget, each))
    member.tokens.all().delete()
    EmailAddress.objects.filter(user=member).delete()
    Authenticator.objects.filter(user=member).delete()


def end_sessions(*, member_id: str) -> int:
    """Remove every session that knows this member, one that only waits for a code included; returns how many.

    Sessions are not filed by their owner, so all living ones are looked through; an erasure is rare.
    """
    living = Session.objects.filter(expire_date__gt=timezone.now()).iterator(chunk_size=2000)
    theirs = [session.pk for session in living if member_id in json.dumps(session.get_decoded())]
    return Session.objects.filter(pk__in=theirs).delete()[0]


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
