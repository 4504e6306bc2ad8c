"""Has whoever is at this session proved twice who they are: by a code or a password, and by a passkey?"""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_used
from django.dispatch import receiver
from django.http import HttpRequest

from newretail.kernel.access import access_changed

_ADDED = "passkey_added"


def has_second_factor(request: HttpRequest) -> bool:
    """By a passkey or a recovery code when they signed in or proved themselves anew, or by adding a passkey in this session.

    A passkey alone counts: it proves what somebody has and, by its own lock, what they know or are.
    """
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return False
    records = get_authentication_records(request, user)
    return bool(request.session.get(_ADDED)) or any(each.get("method") == "mfa" for each in records)


@receiver(authenticator_added)
def note_added(request: HttpRequest, user: Any, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.WEBAUTHN:
        request.session[_ADDED] = True
    access_changed(user.pk)


@receiver(authenticator_removed)
def note_removed(request: HttpRequest, user: Any, **_: Any) -> None:
    request.session.pop(_ADDED, None)
    access_changed(user.pk)


@receiver(authenticator_used)
def note_used(user: Any, **_: Any) -> None:
    """What this session may do is looked up anew."""
    access_changed(user.pk)
