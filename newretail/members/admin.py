"""Admin pages for people. Names and numbers are seen here by head office only; every look and change leaves its trace."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from unfold.admin import TabularInline

from newretail.backoffice.bases import EditableAdmin, ReadOnlyAdmin
from newretail.kernel.access import access_changed
from newretail.members.end_sessions import sign_out_everywhere
from newretail.members.erase_member import erase_member
from newretail.members.models import Address, Consent, ConsentText, Member, Token


class _Seen(TabularInline):
    """Shown beside a member, changed only by the member."""

    extra = 0
    can_delete = False
    show_change_link = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class AddressesSeen(_Seen):
    model = Address
    fields = ("label", "text", "latitude", "longitude", "note")
    tab = True


class ConsentsSeen(_Seen):
    model = Consent
    fields = ("purpose", "version", "granted_at", "withdrawn_at")
    tab = True


@admin.register(Member)
class MemberAdmin(EditableAdmin):
    list_display = ("__str__", "kind", "email", "phone", "language", "is_active", "date_joined")
    list_filter = ("kind", "language", "is_active", "is_staff")
    search_fields = ("name", "email", "phone", "id")
    ordering = ("-date_joined",)
    readonly_fields = ("id", "kind", "date_joined", "last_login", "erased_at", "phone_verified")
    fields = ("id", "kind", "name", "email", "phone", "phone_verified", "language", "is_active", "is_staff",
              "date_joined", "last_login", "erased_at")  # fmt: skip
    inlines = (AddressesSeen, ConsentsSeen)
    actions = ("sign_out", "erase")
    fixed = ("email", "phone")  # they are the keys to the account: only a code sent there changes them
    deletable = False
    importable = ("id", "kind", "name", "language", "is_active", "date_joined")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        readonly = super().get_readonly_fields(request, obj)
        return readonly if request.user.is_superuser else [*readonly, "is_staff"]

    def has_import_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        above = isinstance(obj, Member) and (obj.is_superuser or obj.kind == "erased")
        return bool(super().has_change_permission(request, obj)) and (request.user.is_superuser or not above)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        access_changed(obj.id)

    @admin.action(description="Sign out everywhere: sessions and tokens end", permissions=["change"])
    def sign_out(self, request: HttpRequest, queryset: QuerySet[Member]) -> None:
        for member in queryset[:100]:
            sign_out_everywhere(member_id=member.id)
        self.message_user(request, "Signed out.")

    @admin.action(description="Erase: remove everything personal, for ever", permissions=["change"])
    def erase(self, request: HttpRequest, queryset: QuerySet[Member]) -> None:
        if queryset.filter(is_staff=True).exists() or queryset.filter(is_superuser=True).exists():
            self.message_user(request, "People of the back office are not erased here.", messages.ERROR)
            return
        for member in queryset[:100]:
            erase_member(member_id=member.id)
        self.message_user(request, "Erased.")


@admin.register(Token)
class TokenAdmin(ReadOnlyAdmin):
    """Tokens are seen and withdrawn. `newretail token` and the people themselves make them."""

    list_display = ("label", "member", "scopes", "created_at", "expires_at", "last_used_at")
    search_fields = ("label",)
    list_filter = ("expires_at", "last_used_at")
    fields = ("label", "member", "scopes", "created_at", "expires_at", "last_used_at")
    list_select_related = ("member",)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.has_perm("members.delete_token"))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        obj.delete()
        access_changed(obj.member_id)


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    list_display = ("member_id", "purpose", "version", "granted_at", "withdrawn_at")
    list_filter = ("purpose", "version")
    search_fields = ("=member__id",)


@admin.register(ConsentText)
class ConsentTextAdmin(EditableAdmin):
    """A new wording is a new version; what people agreed to stays as it was."""

    list_display = ("purpose", "version", "published_at")
    list_filter = ("purpose",)
    search_fields = ("texts",)
    deletable = False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return obj is None and bool(super().has_change_permission(request, obj))

    def has_import_permission(self, request: HttpRequest) -> bool:
        return False
