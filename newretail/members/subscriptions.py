"""What members do when something has happened."""

from typing import Any

from allauth.account.signals import authentication_step_completed, login_code_rejected
from django.dispatch import receiver

from newretail.kernel.events import subscribe
from newretail.kernel.security_log import note
from newretail.members.end_sessions import end_every_session
from newretail.members.events import MemberErased


@receiver(authentication_step_completed)
def note_step(user: Any, method: str, **facts: Any) -> None:
    """allauth tells of each proof that somebody brought, by a signal of its own."""
    event = "proved_again" if facts.get("reauthenticated") else "sign_in_step"
    note(event, member_id=user.pk, by=facts.get("type") or method)


@receiver(login_code_rejected)
def note_wrong_code(user: Any, **_: Any) -> None:
    note("sign_in_failed", member_id=user.pk, means="code")


@subscribe(MemberErased, name="members.end_sessions")
def end_sessions(event: MemberErased) -> None:
    end_every_session(member_id=event.member_id)
