"""How files of the floor and its people become rows: by the codes that people use, never by internal numbers."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from import_export.fields import Field
from import_export.widgets import ForeignKeyWidget

from newretail.backoffice.tables import ReadTable
from newretail.kernel import actor
from newretail.members import api as members
from newretail.stores.grant_role import grant_role
from newretail.stores.models import ConveyorEntry, Facing, Shelf, StaffRole, Zone
from newretail.stores.roles import Role


class OfTheStore(ForeignKeyWidget):
    """A code that is unique within the store of the same line."""

    def get_queryset(self, value: Any, row: dict[str, Any], *args: Any, **kwargs: Any) -> QuerySet[Any]:
        return self.model.objects.filter(store_id=row.get("store"))


class _Checked(ReadTable):
    class Meta:
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = False
        use_transactions = True


class ShelfLines(_Checked):
    zone = Field("zone", "zone", OfTheStore(Zone, field="code"))

    class Meta(_Checked.Meta):
        model = Shelf
        import_id_fields = ("store", "code")
        fields = ("store", "zone", "code", "walk_order")


class PlanogramLines(_Checked):
    shelf = Field("shelf", "shelf", OfTheStore(Shelf, field="code"))

    class Meta(_Checked.Meta):
        model = Facing
        import_id_fields = ("store", "shelf", "sku")
        fields = ("store", "shelf", "sku", "facings", "capacity")


class ConveyorEntryLines(_Checked):
    zone = Field("zone", "zone", OfTheStore(Zone, field="code"))

    class Meta(_Checked.Meta):
        model = ConveyorEntry
        import_id_fields = ("store", "code")
        fields = ("store", "zone", "code", "name")


class StaffLines(_Checked):
    """Store, role, e-mail address and name of each person; somebody new becomes a member."""

    member = Field("member", "member", ForeignKeyWidget(get_user_model()))
    email = Field("member__email", "email", readonly=True)
    name = Field("member__name", "name", readonly=True)

    class Meta(_Checked.Meta):
        model = StaffRole
        import_id_fields = ("member", "store", "role")
        fields = ("store", "role", "email", "name", "member", "granted_at")

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        if "member" not in dataset.headers:
            dataset.append_col([""] * len(dataset), header="member")

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        email = str(row.get("email") or "").strip().lower()
        if row.get("member") or not email:
            return
        row["member"] = str(members.open_person(email=email, name=str(row.get("name") or "")))

    def do_instance_save(self, instance: StaffRole, is_create: bool) -> None:
        if not is_create:
            raise ValidationError("A role that was given is not changed: revoke it and give another.")
        grant_role(
            member_id=instance.member_id,
            role=Role(instance.role),
            store_id=instance.store_id or "",
            by=actor.of_program("import"),
        )
