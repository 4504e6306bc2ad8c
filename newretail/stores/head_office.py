"""Head office at its desks: who may sit there, and how they come in."""

from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from unfold.forms import AuthenticationForm

from newretail.stores.models import StaffRole
from newretail.stores.roles import Role


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


class SignInForm(AuthenticationForm):
    """The back office's own way in, by password, for whoever has one; guesses are counted as allauth counts them."""

    def clean(self) -> dict[str, Any]:
        key = str(self.cleaned_data.get("username", "")).lower()
        if not ratelimit.consume(self.request, action="back_office", key=key):
            raise ValidationError(_("Too many failed login attempts. Try again later."))
        cleaned: dict[str, Any] = super().clean()
        ratelimit.clear(self.request, action="back_office", key=key)
        return cleaned
