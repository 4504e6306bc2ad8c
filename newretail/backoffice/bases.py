"""Django admin base classes: import and export, read-only logs, readable columns."""

import zipfile
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.http import HttpRequest
from import_export.admin import ExportMixin, ImportExportModelAdmin
from import_export.resources import ModelResource, modelresource_factory
from unfold.admin import ModelAdmin, TabularInline
from unfold.contrib.import_export.forms import ExportForm, ImportForm

from newretail.backoffice.columns import Readable
from newretail.backoffice.formats import SafeCsv, SafeXlsx
from newretail.backoffice.names import NAMES_AS_INPUTS, columns
from newretail.backoffice.tables import ReadTable
from newretail.kernel import actor
from newretail.kernel.text import Text

LARGEST_FILE_BYTES = 20_000_000
LARGEST_UNPACKED_BYTES = 200_000_000
MOST_PROTECTED_SHOWN = 20
HISTORY_STAYS = Text(
    en="It has a history and stays. Switch it off or close it instead.",
    ko="이력이 있어 지울 수 없습니다. 대신 비활성화하거나 닫아 주세요.",
    zh="已有历史记录，无法删除。请改为停用或关闭。",
)

NEVER_CHANGES = Text(
    en="This never changes once it is there.",
    ko="한 번 정하면 바꿀 수 없습니다.",
    zh="一经设定不可更改。",
)


def actor_of(request: HttpRequest) -> str:
    """The `by` of what somebody does at the back office."""
    assert request.user.pk is not None
    return actor.of_member(request.user.pk)


class BoundedImportForm(ImportForm):
    """Refuses a file that is too large, or that would be once unpacked (an Excel file is a zip file)."""

    def clean_import_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["import_file"]
        if (file.size or 0) > LARGEST_FILE_BYTES or _unpacked_bytes(file) > LARGEST_UNPACKED_BYTES:
            raise ValidationError("This file is too large. Please split it.")
        return file


def _unpacked_bytes(file: UploadedFile) -> int:
    try:
        with zipfile.ZipFile(file) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        return 0
    finally:
        file.seek(0)


class EditableAdmin(Readable, ModelAdmin, ImportExportModelAdmin):
    """A table that people edit: search, filters, history, import and export as CSV and Excel.

    fixed: fields that nobody changes once the row exists.
    deletable: may a row be removed by hand at all? (PROTECT keeps what has a history.)
    import_keys: the fields that say which row a line of an import means.
    importable: the fields of an import or export; all when empty.
    """

    import_form_class = BoundedImportForm
    export_form_class = ExportForm
    formats = (SafeCsv, SafeXlsx)
    list_per_page = 50
    show_full_result_count = False
    list_filter_submit = True
    warn_unsaved_form = True
    formfield_overrides = NAMES_AS_INPUTS

    fixed: ClassVar[tuple[str, ...]] = ()
    deletable: ClassVar[bool] = True
    import_keys: ClassVar[tuple[str, ...]] = ()
    importable: ClassVar[tuple[str, ...]] = ()

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        readonly = list(super().get_readonly_fields(request, obj))
        return readonly + [name for name in self.fixed if obj is not None and name not in readonly]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.deletable and bool(super().has_delete_permission(request, obj))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, list[Any]]:
        """What has a history is not a matter of permissions: say so, with some of what stands in the way."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if not protected:
            return deleted, counts, lacking, protected
        return deleted, counts, set(), [HISTORY_STAYS, *protected[:MOST_PROTECTED_SHOWN]]

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_view_permission(request))

    def get_resource_classes(self, request: HttpRequest) -> list[type[ModelResource]]:
        if self.resource_classes:
            return list(self.resource_classes)
        return [checked_resource(self.model, keys=self.import_keys, fields=self.importable, fixed=self.fixed)]


class ReadOnlyAdmin(Readable, ExportMixin, ModelAdmin):
    """A log: people read, search and export it. No hand adds, changes or removes a line.

    exportable: the fields of an export; those that the page shows when empty, all of the table when it names none.
    """

    export_form_class = ExportForm
    formats = (SafeCsv, SafeXlsx)
    list_per_page = 50
    show_full_result_count = False
    list_filter_submit = True
    actions = None
    people = ("by",)
    exportable: ClassVar[tuple[str, ...]] = ()

    def get_resource_classes(self, request: HttpRequest) -> list[type[ModelResource]]:
        return [checked_resource(self.model, fields=self.exportable or tuple(self.fields or ()))]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_view_permission(request))


class ReadOnlyInline(Readable, TabularInline):
    """The lines of something, shown on its page and changed by nobody."""

    extra = 0
    can_delete = False
    show_change_link = False
    hide_title = True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class _Checked(ReadTable):
    """Lines of a file whose rows pass the model's own checks and leave alone what is `fixed`."""

    fixed: ClassVar[tuple[str, ...]] = ()

    def validate_instance(
        self,
        instance: Model,
        import_validation_errors: dict[str, Any] | None = None,
        validate_unique: bool = True,
    ) -> None:
        errors = dict(import_validation_errors or {})
        errors |= {name: ValidationError(NEVER_CHANGES.say()) for name in self._changed(instance)}
        super().validate_instance(instance, errors, validate_unique)

    def _changed(self, instance: Model) -> list[str]:
        """Which fixed fields of a row that is there already the line would change."""
        known = type(instance)._base_manager.filter(pk=instance.pk).first()
        if known is None:
            return []
        return [
            name for name in self.fixed if known.serializable_value(name) != instance.serializable_value(name)
        ]


def checked_resource(
    model: type[Model],
    *,
    keys: tuple[str, ...] = (),
    fields: tuple[str, ...] = (),
    fixed: tuple[str, ...] = (),
) -> type[ModelResource]:
    """How lines of a file become rows of `model`: every row passes the model's own checks, unchanged rows are skipped.

    fixed: what a line may say of a new row only.
    """
    listed = columns(model, fields)
    options: dict[str, Any] = {
        "fields": tuple(listed),
        "clean_model_instances": True,
        "skip_unchanged": True,
        "report_skipped": False,
        "use_transactions": True,
        "import_id_fields": keys or (model._meta.pk.attname,),
    }
    own = {name: column for name, column in listed.items() if column}
    resource = modelresource_factory(model, resource_class=_Checked, custom_fields=own, meta_options=options)
    resource.fixed = fixed
    return resource
