"""Checks of a store's fields where people type them in: the same rules that read them, with words for a form."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError

from newretail.kernel.currencies import is_currency
from newretail.stores import rules
from newretail.stores.errors import CapabilityUnknown
from newretail.stores.ways import unknown_capabilities


def hours(value: Any) -> None:
    _read(rules.week, value)


def delivery_area(value: Any) -> None:
    _read(rules.area, value)


def time_zone(value: str) -> None:
    _read(ZoneInfo, value)


def currency(code: str) -> None:
    if not is_currency(code):
        raise ValidationError(f"{code} is no currency of ISO 4217.")


def gln(value: str) -> None:
    if not rules.is_good_gln(value):
        raise ValidationError("A GLN has thirteen digits, the last one is their check digit.")


def capabilities(value: Any) -> None:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValidationError('Capabilities are a list of words, for example ["delivery", "pick_up"].')
    unknown = unknown_capabilities(value)
    if unknown:
        raise ValidationError(CapabilityUnknown(capability=", ".join(unknown)).say())


def _read(read: Callable[[Any], Any], value: Any) -> None:
    try:
        read(value)
    except (ValueError, KeyError, OSError) as error:
        raise ValidationError(str(error)) from error
