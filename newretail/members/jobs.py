"""What members sweep."""

from datetime import timedelta

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone

from newretail.kernel import clock
from newretail.kernel.jobs import duty
from newretail.members.models import Kind, Member, Tally, Token
from newretail.members.sessions import SessionStore

_BATCH = 500
_NEVER_CAME_AFTER = timedelta(days=2)


@duty(every_seconds=3600)
def remove_expired_tokens() -> int:
    """A token that is past its day is of no use to anybody."""
    expired = Token.objects.filter(expires_at__lt=clock.now()).values_list("id", flat=True)[:_BATCH]
    return Token.objects.filter(id__in=list(expired)).delete()[0]


@duty(every_seconds=3600)
def remove_expired_sessions() -> int:
    """Sessions end by real time, as the browsers that hold them count it, whatever time it is in the store."""
    SessionStore.clear_expired()
    return 0


@duty(every_seconds=3600)
def forget_tries() -> int:
    """Windows of time that are over, by real time as the tries are counted."""
    over = Tally.objects.filter(ends_at__lt=timezone.now()).values_list("key", flat=True)[:_BATCH]
    return Tally.objects.filter(key__in=list(over)).delete()[0]


@duty(every_seconds=3600)
def remove_strangers() -> int:
    """Accounts that a request for a code opened and that nobody ever entered. Whoever has a name was entered by hand."""
    strangers = Member.objects.filter(
        Q(emailaddress__verified=False) | Q(phone_verified=False, phone__isnull=False),
        kind=Kind.PERSON,
        name="",
        last_login=None,
        is_staff=False,
        tokens=None,
        date_joined__lt=clock.now() - _NEVER_CAME_AFTER,
    )
    return sum(_remove(member) for member in strangers.distinct()[:_BATCH])


def _remove(member: Member) -> int:
    """Somebody whom a room above already knows, a courier who has not come yet, stays."""
    try:
        with transaction.atomic():
            member.delete()
    except ProtectedError:
        return 0
    return 1
