"""Which tenders a store takes, and what is missing before it can take another."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from newretail.kernel import clock
from newretail.kernel.errors import Invalid
from newretail.payments.errors import CurrencyNotTaken, TenderNotOffered, WayNotOffered
from newretail.payments.models import StoreTender
from newretail.payments.tenders import registry
from newretail.payments.tenders.declaration import Field, Setting, Tender


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """What staff type in. kind: money (minor units) or text, in the form of `pattern`."""

    code: str
    label: str
    kind: str
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WayView:
    """place: app or counter."""

    way: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderView:
    """A tender that a store takes, its name in the reader's language.

    into_drawer: the money lies in a cashier's drawer. refunds_by_hand: a person hands a refund out. typed, typed_at_refund: what
    staff type in when they take it, and when they give it back.
    """

    code: str
    name: str
    ways: list[WayView]
    into_drawer: bool
    refunds_by_hand: bool
    typed: list[FieldView]
    typed_at_refund: list[FieldView]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingView:
    """value: None for what the environment keeps to itself."""

    code: str
    label: str
    where: str
    value: str | None
    is_missing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderSettings:
    """A tender as head office sees it at one store. is_offered: it is on, nothing is missing, and it takes the store's currency."""

    code: str
    name: str
    is_on: bool
    is_offered: bool
    takes_currency: bool
    currencies: list[str] | None
    settings: list[SettingView]


def tenders_of(*, store_id: str, currency: str) -> list[TenderView]:
    """What a customer of the store can pay with now, in the order in which it is offered."""
    return [_view(each) for each in _offered(store_id=store_id, currency=currency)]


def offered_tender(code: str, *, store_id: str, currency: str, way: str) -> Tender:
    """The tender, if the store takes it. Raises TenderNotOffered, CurrencyNotTaken or WayNotOffered."""
    wanted = registry.tender(code)
    if not _is_ready(wanted, _row(store_id=store_id, tender=code)):
        offered = _offered(store_id=store_id, currency=currency)
        raise TenderNotOffered(tender=code, name=str(wanted.name), offered=[each.code for each in offered])
    if not wanted.takes(currency):
        raise CurrencyNotTaken(
            tender=code, name=str(wanted.name), currency=currency, currencies=sorted(wanted.currencies or ())
        )
    if way not in wanted.ways:
        raise WayNotOffered(tender=code, name=str(wanted.name), way=way, ways=sorted(wanted.ways))
    return wanted


def tender_settings(*, store_id: str, currency: str) -> list[TenderSettings]:
    """Every tender as it stands at the store, with what is missing for it."""
    rows = _rows(store_id)
    return [_settings_view(each, rows.get(each.code), currency=currency) for each in registry.TENDERS]


def set_tender(
    code: str, *, store_id: str, currency: str, is_on: bool, settings: Mapping[str, str], by: str
) -> TenderSettings:
    """Switch a tender on or off at a store; `settings` replace those the store had.

    One that is on while something is missing waits for it. Raises TenderNotOffered, CurrencyNotTaken (nothing is switched on that
    could never be paid with), or Invalid for a setting that is not the store's or of another form.
    """
    wanted = registry.tender(code)
    own = {each.code: each for each in wanted.settings if each.where == "store"}
    for name, value in settings.items():
        if name not in own or (value and re.fullmatch(own[name].pattern, value) is None):
            raise Invalid(first=name)
    if is_on and not wanted.takes(currency):
        raise CurrencyNotTaken(
            tender=code, name=str(wanted.name), currency=currency, currencies=sorted(wanted.currencies or ())
        )
    kept = {name: value for name, value in settings.items() if value}
    row, _ = StoreTender.objects.update_or_create(
        store_id=store_id,
        tender=code,
        defaults={"is_on": is_on, "settings": kept, "changed_at": clock.now(), "changed_by": by},
    )
    return _settings_view(wanted, row, currency=currency)


def _offered(*, store_id: str, currency: str) -> list[Tender]:
    rows = _rows(store_id)
    return [
        each for each in registry.TENDERS if each.takes(currency) and _is_ready(each, rows.get(each.code))
    ]


def _is_ready(tender: Tender, row: StoreTender | None) -> bool:
    return _is_on(tender, row) and not any(_value(each, row) == "" for each in tender.settings)


def _is_on(tender: Tender, row: StoreTender | None) -> bool:
    return tender.on_at_first if row is None else row.is_on


def _value(setting: Setting, row: StoreTender | None) -> str:
    """What is set, or nothing."""
    if setting.where == "environment":
        return os.environ.get(setting.code, "")
    return str(row.settings.get(setting.code, "")) if row else ""


def _rows(store_id: str) -> dict[str, StoreTender]:
    return {each.tender: each for each in StoreTender.objects.filter(store_id=store_id)}


def _row(*, store_id: str, tender: str) -> StoreTender | None:
    return StoreTender.objects.filter(store_id=store_id, tender=tender).first()


def _view(tender: Tender) -> TenderView:
    return TenderView(
        code=tender.code,
        name=str(tender.name),
        ways=[WayView(way=way, place=place) for way, place in tender.ways.items()],
        into_drawer=tender.into_drawer,
        refunds_by_hand=tender.refunds_by_hand,
        typed=[field_view(each) for each in tender.typed],
        typed_at_refund=[field_view(each) for each in tender.typed_at_refund],
    )


def field_view(field: Field) -> FieldView:
    """A field with its label in the reader's language."""
    return FieldView(code=field.code, label=str(field.label), kind=field.kind, pattern=field.pattern)


def _settings_view(tender: Tender, row: StoreTender | None, *, currency: str) -> TenderSettings:
    return TenderSettings(
        code=tender.code,
        name=str(tender.name),
        is_on=_is_on(tender, row),
        is_offered=tender.takes(currency) and _is_ready(tender, row),
        takes_currency=tender.takes(currency),
        currencies=None if tender.currencies is None else sorted(tender.currencies),
        settings=[
            SettingView(
                code=each.code,
                label=str(each.label),
                where=each.where,
                value=_value(each, row) if each.where == "store" else None,
                is_missing=_value(each, row) == "",
            )
            for each in tender.settings
        ],
    )
