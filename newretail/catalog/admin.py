"""Admin pages of the catalogue."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.forms import BaseModelFormSet, Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from unfold.admin import TabularInline

from newretail.backoffice.bases import EditableAdmin
from newretail.backoffice.columns import name_rows
from newretail.catalog import fields, queries
from newretail.catalog.export import export_file
from newretail.catalog.kinds import Group
from newretail.catalog.models import Category, Gtin, Product, Sku, WeighedPattern
from newretail.catalog.search import renew_search_text


def _called(sku: Sku) -> str:
    """A SKU by its code and its product's name, in the reader's language where it has one."""
    product = sku.product
    return f"{sku.pk} {product.names.say(translation.get_language())}".strip()


name_rows(Sku, _called)

IMPORT_SCREEN = "/hq/catalogue/import"


class OneFile(EditableAdmin):
    """What comes and goes by the product file alone: import is head office's screen, export is that file."""

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect(IMPORT_SCREEN)

    def export_action(self, request: HttpRequest) -> HttpResponseBase:
        if not self.has_export_permission(request):
            raise PermissionDenied
        return export_file()


def _columns(*groups: Group) -> tuple[str, ...]:
    """The columns of a product in these parts of its sheet."""
    listed = (field for field in fields.PRODUCT + fields.DETAILS if field.kind.group in groups)
    return tuple(field.name for field in listed)


@admin.register(Category)
class CategoryAdmin(EditableAdmin):
    list_display = ("slug", "names", "parent", "sort")
    search_fields = ("slug", "names")
    autocomplete_fields = ("parent",)
    fixed = ("slug",)

    def save_model(self, request: HttpRequest, obj: Any, form: Form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        transaction.on_commit(queries.forget_everything)


class SkusOfProduct(TabularInline):
    model = Sku
    fields = ("code", "unit", "weighed", "content", "content_unit", "temperature", "active")
    readonly_fields = ("code", "unit", "weighed")
    extra = 0
    tab = True
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Product)
class ProductAdmin(OneFile):
    """What is edited here is from then on maintained by the chain: Open Food Facts does not overwrite it any more."""

    list_display = ("code", "names", "brand", "category", "held_back", "source")
    list_filter = ("held_back", "source", "allergens_stated", "age_limit", "category")
    search_fields = ("code", "names", "brand")
    autocomplete_fields = ("category",)
    readonly_fields = ("source", "changed_at", "held_back")
    fieldsets = (
        (None, {"fields": ("code", *_columns(Group.WHAT, Group.SOLD))}),
        ("What is in it", {"fields": (*_columns(Group.INSIDE), "allergens_stated")}),
        ("Description", {"fields": _columns(Group.WORDS)}),
        ("Where it came from", {"fields": (("source", "changed_at", "held_back"),)}),
    )
    inlines = (SkusOfProduct,)
    fixed = ("code",)

    def save_model(self, request: HttpRequest, obj: Any, form: Form, change: bool) -> None:
        obj.edited()
        super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Iterable[BaseModelFormSet], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        _renew(form.instance.skus.values_list("code", flat=True))


class GtinsOfSku(TabularInline):
    model = Gtin
    extra = 0
    tab = True


@admin.register(Sku)
class SkuAdmin(OneFile):
    """A SKU is switched off, not deleted, once anything has happened to it; its unit is fixed for life."""

    list_display = ("code", "product", "unit", "weighed", "plu", "temperature", "shelf_life_days", "active")
    list_filter = ("active", "weighed", "temperature", "unit")
    list_select_related = ("product",)
    search_fields = ("code", "plu", "gtins__gtin", "product__names")
    autocomplete_fields = ("product",)
    fields = ("code", "product", *(field.name for field in fields.SKU))
    inlines = (GtinsOfSku,)
    fixed = ("code", "product", "unit", "weighed")

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Iterable[BaseModelFormSet], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        _renew([form.instance.code])


@admin.register(Gtin)
class GtinAdmin(OneFile):
    list_display = ("gtin", "sku", "quantity")
    search_fields = ("gtin", "sku__code", "sku__product__names")
    autocomplete_fields = ("sku",)
    fixed = ("gtin",)

    def save_model(self, request: HttpRequest, obj: Any, form: Form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        _renew([obj.sku_id])

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        _renew([obj.sku_id])


@admin.register(WeighedPattern)
class WeighedPatternAdmin(EditableAdmin):
    list_display = ("pattern", "multiplier", "note")
    search_fields = ("pattern", "note")
    fixed = ("pattern",)

    def save_model(self, request: HttpRequest, obj: Any, form: Form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        transaction.on_commit(queries.forget_everything)


def _renew(codes: Iterable[str]) -> None:
    codes = list(codes)
    renew_search_text(codes)
    transaction.on_commit(lambda: queries.forget(codes))
