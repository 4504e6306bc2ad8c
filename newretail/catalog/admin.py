"""Admin pages of the catalogue."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Model
from django.forms import BaseModelFormSet, Form
from django.http import HttpRequest
from django.utils import translation
from unfold.admin import TabularInline

from newretail.backoffice.bases import EditableAdmin
from newretail.backoffice.columns import name_rows
from newretail.catalog import queries
from newretail.catalog.lines import CategoryLines, GtinLines, PatternLines, ProductLines, SkuLines
from newretail.catalog.models import Category, Gtin, Product, Sku, WeighedPattern
from newretail.catalog.search import renew_search_text
from newretail.kernel.text import spoken


def _called(sku: Sku) -> str:
    """A SKU by its code and its product's name, in the reader's language where it has one."""
    product = sku.product
    name = getattr(product, f"name_{spoken(translation.get_language())}", "")
    return f"{sku.pk} {name or product.name_en or product.name_zh}".strip()


name_rows(Sku, _called)


@admin.register(Category)
class CategoryAdmin(EditableAdmin):
    list_display = ("slug", "name_en", "name_ko", "name_zh", "parent", "sort")
    search_fields = ("slug", "name_en", "name_ko", "name_zh")
    autocomplete_fields = ("parent",)
    fixed = ("slug",)
    resource_classes = (CategoryLines,)

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
class ProductAdmin(EditableAdmin):
    """What is edited here is from then on maintained by the chain: Open Food Facts does not overwrite it any more."""

    list_display = ("code", "name_en", "name_ko", "name_zh", "brand", "category", "source")
    list_filter = ("source", "allergens_stated", "age_limit", "category")
    search_fields = ("code", "name_en", "name_ko", "name_zh", "brand")
    autocomplete_fields = ("category",)
    readonly_fields = ("source", "changed_at")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "code",
                    "name_en",
                    "name_ko",
                    "name_zh",
                    "category",
                    ("brand", "origin"),
                    "picture",
                )
            },
        ),
        (
            "What is in it",
            {"fields": ("ingredients", ("allergens", "allergens_stated"), "nutrition", "age_limit")},
        ),
        ("Description", {"fields": ("description_en", "description_ko", "description_zh")}),
        ("Where it came from", {"fields": (("source", "changed_at"),)}),
    )
    inlines = (SkusOfProduct,)
    fixed = ("code",)
    resource_classes = (ProductLines,)

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
class SkuAdmin(EditableAdmin):
    """A SKU is switched off, not deleted, once anything has happened to it; its unit is fixed for life."""

    list_display = ("code", "product", "unit", "weighed", "plu", "temperature", "shelf_life_days", "active")
    list_filter = ("active", "weighed", "temperature", "unit")
    list_select_related = ("product",)
    search_fields = ("code", "plu", "gtins__gtin", "product__name_en", "product__name_ko", "product__name_zh")
    autocomplete_fields = ("product",)
    fields = (
        "code", "product", ("unit", "weighed"), ("content", "content_unit"), "typical_grams", "plu", "temperature",
        "shelf_life_days", "active",
    )  # fmt: skip
    inlines = (GtinsOfSku,)
    fixed = ("code", "product", "unit", "weighed")
    resource_classes = (SkuLines,)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Iterable[BaseModelFormSet], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        _renew([form.instance.code])


@admin.register(Gtin)
class GtinAdmin(EditableAdmin):
    list_display = ("gtin", "sku", "quantity")
    search_fields = ("gtin", "sku__code", "sku__product__name_en")
    autocomplete_fields = ("sku",)
    fixed = ("gtin",)
    resource_classes = (GtinLines,)

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
    resource_classes = (PatternLines,)

    def save_model(self, request: HttpRequest, obj: Any, form: Form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        transaction.on_commit(queries.forget_everything)


def _renew(codes: Iterable[str]) -> None:
    codes = list(codes)
    renew_search_text(codes)
    transaction.on_commit(lambda: queries.forget(codes))
