"""How lines of a back-office file become rows of the catalogue: the model's own checks, and found by their new names."""

from typing import Any

from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import Widget

from newretail.catalog import queries
from newretail.catalog.models import Category, Gtin, Product, Sku, WeighedPattern
from newretail.catalog.search import renew_search_text


class Words(Widget):
    """A list of words in one cell, separated by spaces."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        return sorted(set(str(value or "").replace(",", " ").split()))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return " ".join(value or ())


class _Checked(ModelResource):
    class Meta:
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = False
        use_transactions = True

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        if codes := self.codes_of(instance):
            renew_search_text(codes)
        queries.forget_everything()

    def codes_of(self, instance: Any) -> list[str]:
        """The SKUs that are found differently once this row is saved."""
        return []


class CategoryLines(_Checked):
    class Meta(_Checked.Meta):
        model = Category
        import_id_fields = ("slug",)
        fields = ("slug", "parent", "name_en", "name_ko", "name_zh", "sort")


class ProductLines(_Checked):
    allergens = Field("allergens", "allergens", Words())

    class Meta(_Checked.Meta):
        model = Product
        import_id_fields = ("code",)
        fields = (
            "code", "name_en", "name_ko", "name_zh", "description_en", "description_ko", "description_zh", "brand", "category",
            "origin", "ingredients", "allergens", "allergens_stated", "age_limit", "picture",
        )  # fmt: skip

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        instance.edited()

    def codes_of(self, instance: Any) -> list[str]:
        return list(instance.skus.values_list("code", flat=True))


class SkuLines(_Checked):
    class Meta(_Checked.Meta):
        model = Sku
        import_id_fields = ("code",)
        fields = (
            "code", "product", "unit", "content", "content_unit", "weighed", "plu", "typical_grams", "temperature",
            "shelf_life_days", "active",
        )  # fmt: skip

    def codes_of(self, instance: Any) -> list[str]:
        return [instance.code]


class GtinLines(_Checked):
    class Meta(_Checked.Meta):
        model = Gtin
        import_id_fields = ("gtin",)
        fields = ("gtin", "sku", "quantity")

    def codes_of(self, instance: Any) -> list[str]:
        return [instance.sku_id]


class PatternLines(_Checked):
    class Meta(_Checked.Meta):
        model = WeighedPattern
        import_id_fields = ("pattern",)
        fields = ("pattern", "multiplier", "note")
