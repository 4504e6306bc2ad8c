"""Sessions and tokens that end before their time."""

import json
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from newretail.kernel.access import access_changed
from newretail.kernel.security_log import note
from newretail.members.errors import SessionUnknown
from newretail.members.models import Session, Token
from newretail.members.sessions import public_id


@transaction.atomic
def end_session(*, member_id: UUID, session_id: str) -> None:
    """End one of the member's sessions, in every process at once. Raises SessionUnknown."""
    theirs = Session.objects.select_for_update().filter(member_id=member_id)
    found = next((each for each in theirs if public_id(each.session_key) == session_id), None)
    if found is None:
        raise SessionUnknown()
    found.delete()
    access_changed(member_id)
    note("session_ended", member_id=member_id)


@transaction.atomic
def sign_out_everywhere(*, member_id: UUID) -> None:
    """End every session and every token of this member, those of their badges included. A badge itself stays good."""
    Session.objects.filter(member_id=member_id).delete()
    Token.objects.filter(member_id=member_id).delete()
    access_changed(member_id)
    note("signed_out_everywhere", member_id=member_id)


def end_every_session(*, member_id: str) -> int:
    """Remove every session that knows this member, one that only waits for a code included; returns how many.

    Those that wait are filed under nobody yet, so they are looked through; an erasure is rare.
    """
    own = Session.objects.filter(member_id=member_id).delete()[0]
    waiting = Session.objects.filter(member__isnull=True, expire_date__gt=timezone.now()).iterator(
        chunk_size=2000
    )
    theirs = [session.pk for session in waiting if member_id in json.dumps(session.get_decoded())]
    return own + Session.objects.filter(pk__in=theirs).delete()[0]
