"""Head office at its desks: who may sit there, and how they come in."""

from typing import Any

from allauth.core import ratelimit
from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from unfold.forms import AuthenticationForm

from newretail.kernel.who import Role
from newretail.members.models import Member
from newretail.stores.models import StaffRole


class HeadOfficeBackend(BaseBackend):
    """The role of head office opens every desk; there is no second list of permissions to keep in step."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return bool(user_obj.is_active and user_obj.is_staff and self._is_head_office(user_obj))

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return self.has_perm(user_obj, app_label)

    def _is_head_office(self, member: Member) -> bool:
        known: bool | None = getattr(member, "_is_head_office", None)
        if known is None:
            known = StaffRole.objects.filter(
                member_id=member.pk, role=Role.HEAD_OFFICE.value, revoked_at=None
            ).exists()
            member._is_head_office = known  # type: ignore[attr-defined]
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
