"""Head office at its desks: who may sit there, and how they come in."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from newretail.chain.api import chain
from newretail.members import api as members
from newretail.stores.models import StaffRole
from newretail.stores.roles import Role

DESKS = "/admin/"


class HeadOfficeBackend(BaseBackend):
    """The role of head office opens every desk of the house; there is no second list of permissions to keep in step.

    Proofs of who somebody is (proved addresses, passkeys) are not the house's: they stay with the superuser.
    """

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return self.has_module_perms(user_obj, perm.partition(".")[0])

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        allowed = app_label in settings.ROOMS and user_obj.is_active and user_obj.is_staff
        return bool(allowed and self._is_head_office(user_obj))

    def _is_head_office(self, member: Any) -> bool:
        known: bool | None = getattr(member, "_is_head_office", None)
        if known is None:
            known = StaffRole.objects.filter(
                member_id=member.pk, role=Role.HEAD_OFFICE.value, revoked_at=None
            ).exists()
            member._is_head_office = known
        return known


class SecondFactorAtTheDesks:
    """Where the chain demands a passkey of head office, the desks open to whoever has proved one in this session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(DESKS) and chain().demands_passkey and _is_half_proved(request):
            return redirect("mfa_index")  # where a passkey is added, or proved again
        return self.get_response(request)


def _is_half_proved(request: HttpRequest) -> bool:
    return bool(request.user.is_authenticated and request.user.is_staff) and not members.has_second_factor(
        request
    )


def ask_to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """The back office has no way in of its own: whoever comes signs in as everywhere, with their passkey where they have one.

    Raises PermissionDenied for somebody who is signed in and has no desk.
    """
    wanted = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        wanted = "/admin/"
    if not request.user.is_authenticated:
        return redirect_to_login(wanted, login_url="account_login_password")
    if not (request.user.is_staff and request.user.is_active):
        raise PermissionDenied()
    return redirect(wanted)
