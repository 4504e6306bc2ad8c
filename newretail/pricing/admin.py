"""The desk of prices: a log to read, and a form that writes a new line through `set_price`."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminDecimalFieldWidget

from newretail.backoffice.bases import ReadOnlyAdmin, actor_of
from newretail.kernel.errors import Refusal
from newretail.kernel.money import minor_digits
from newretail.pricing.mark_down_lot import OneLot, check_markdown, mark_down_lot
from newretail.pricing.models import PriceLog
from newretail.pricing.set_price import check_price, set_price


class NewPrice(forms.ModelForm):
    """The price as it stands on the label; the log keeps minor units."""

    amount = forms.DecimalField(
        min_value=0,
        max_digits=12,
        decimal_places=2,
        widget=UnfoldAdminDecimalFieldWidget,
        help_text="As on the label, tax included: 12.80",
    )

    class Meta:
        model = PriceLog
        fields = (
            "sku",
            "store",
            "tier",
            "lot_code",
            "amount",
            "per",
            "currency",
            "tax_rate_permille",
            "starts_at",
            "ends_at",
            "reason",
        )

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        if "lot_code" in self.fields:
            self.fields["lot_code"].help_text = "Empty, or the one lot that is marked down"
        if "starts_at" in self.fields:
            self.fields["starts_at"].required = False
            self.fields["starts_at"].help_text = "Empty: at once"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors:
            said["amount"] = self._minor_units(said["amount"], said["currency"])
            try:
                self._check(said)
            except Refusal as refused:
                raise ValidationError(refused.say()) from None
        return said

    def _check(self, said: dict[str, Any]) -> None:
        """A markdown of a lot is for everybody, begins now and has no end; what else it must be is pricing's to say."""
        store_id = said["store"].code if said["store"] else None
        if not said["lot_code"]:
            check_price(
                sku_id=said["sku"].code,
                store_id=store_id,
                per=said["per"],
                currency=said["currency"],
                starts_at=said["starts_at"],
                ends_at=said["ends_at"],
            )
            return
        if store_id is None or said["tier"] or said["starts_at"] or said["ends_at"]:
            raise ValidationError("A lot is marked down in one store, for everybody, from now on.")
        lot = OneLot(store_id=store_id, sku_id=said["sku"].code, lot_code=said["lot_code"])
        with transaction.atomic():
            check_markdown(lot=lot, amount=said["amount"])

    def _minor_units(self, amount: Decimal, currency: str) -> int:
        minor = amount * 10 ** minor_digits(currency)
        if minor != int(minor):
            raise ValidationError({"amount": f"{currency} has no such small amounts."})
        return int(minor)


@admin.register(PriceLog)
class PriceAdmin(ReadOnlyAdmin):
    """Nobody changes a price that was: a new line is written instead."""

    named = ("sku",)
    form = NewPrice
    list_display = (
        "sku",
        "store",
        "tier",
        "lot_code",
        "amount",
        "per",
        "tax_rate_permille",
        "starts_at",
        "ends_at",
        "reason",
    )
    list_filter = ("store", "tier", ("starts_at", admin.DateFieldListFilter))
    search_fields = ("=sku__code", "sku__product__names")
    list_select_related = ("sku__product", "store")
    money = ("amount",)
    autocomplete_fields = ("sku", "store")
    ordering = ("-id",)
    date_hierarchy = "starts_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(super(ReadOnlyAdmin, self).has_add_permission(request))

    def save_model(self, request: HttpRequest, obj: Any, form: forms.Form, change: bool) -> None:
        by = actor_of(request)
        if obj.lot_code:
            lot = OneLot(store_id=obj.store_id, sku_id=obj.sku_id, lot_code=obj.lot_code)
            written = mark_down_lot(lot=lot, amount=obj.amount, reason=obj.reason, by=by)
        else:
            written = set_price(
                sku_id=obj.sku_id,
                store_id=obj.store_id,
                tier=obj.tier,
                amount=obj.amount,
                per=obj.per,
                currency=obj.currency,
                tax_rate_permille=obj.tax_rate_permille,
                starts_at=obj.starts_at,
                ends_at=obj.ends_at,
                reason=obj.reason,
                by=by,
            )
        obj.pk, obj.starts_at = written.id, written.starts_at

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.shown((*NewPrice.Meta.fields, "by", "created_at")) if obj else NewPrice.Meta.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj) if obj else ()
