"""What an event of a partner says, read word by word: a receipt of goods, or why it is none."""

import hashlib
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from newretail.catalog import api as catalog
from newretail.inventory.api import ReceiptLine
from newretail.kernel import clock
from newretail.kernel.errors import Refusal
from newretail.kernel.quantities import Unit
from newretail.stores.errors import StoreUnknown
from newretail.traceability import errors, names
from newretail.traceability.errors import Unfit

MOST_LINES = 200
MOST_OF_ONE = 1_000_000
RECEIVING = {
    "receiving",
    "https://ref.gs1.org/cbv/BizStep-receiving",
    "urn:epcglobal:cbv:bizstep:receiving",
}
DATES = ("itemExpirationDate", "sellByDate", "bestBeforeDate")
"""The words for a lot's last day in its master data, the first that is there counts."""
BASE_UNITS = {
    (Unit.GRAM, "KGM"): 1000,
    (Unit.GRAM, "GRM"): 1,
    (Unit.MILLILITRE, "LTR"): 1000,
    (Unit.MILLILITRE, "MLT"): 1,
}
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+")
_OFFSET = re.compile(r"[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A receipt. `fingerprint`: SHA-256 of all that the event says."""

    event_id: str
    event_time: datetime
    offset: str
    store_id: str
    lines: list[ReceiptLine]
    fingerprint: str


def hear_event(said: Mapping[str, Any]) -> Heard:
    """Raises Unfit."""
    event_id = _event_id(said)
    _refuse_other_kinds(said)
    event_time, offset = _time(said)
    return Heard(
        event_id=event_id,
        event_time=event_time,
        offset=offset,
        store_id=_store(said.get("bizLocation")),
        lines=_lines(said),
        fingerprint=hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest(),
    )


def _event_id(said: Mapping[str, Any]) -> str:
    event_id = said.get("eventID")
    if not isinstance(event_id, str) or len(event_id) > 300 or not _URI.fullmatch(event_id):
        raise Unfit(errors.NO_ID)
    return event_id


def _refuse_other_kinds(said: Mapping[str, Any]) -> None:
    if "errorDeclaration" in said:
        raise Unfit(errors.A_CORRECTION)
    step, action = said.get("bizStep"), said.get("action")
    is_receipt = isinstance(step, str) and step in RECEIVING and action in ("OBSERVE", "ADD")
    if said.get("type") != "ObjectEvent" or not is_receipt:
        raise Unfit(errors.NOT_A_RECEIPT)
    if said.get("epcList"):
        raise Unfit(errors.SINGLE_THINGS)


def _time(said: Mapping[str, Any]) -> tuple[datetime, str]:
    moment, offset = said.get("eventTime"), said.get("eventTimeZoneOffset")
    if not isinstance(moment, str) or not isinstance(offset, str) or not _OFFSET.fullmatch(offset):
        raise Unfit(errors.NO_TIME)
    try:
        at = datetime.fromisoformat(moment)
        future = at > clock.now()
    except (ValueError, TypeError):  # no time; a time without its zone
        raise Unfit(errors.NO_TIME) from None
    if future or at.year < 2000:
        raise Unfit(errors.NO_TIME)
    return at, offset


def _store(place: object) -> str:
    name = place.get("id") if isinstance(place, Mapping) else None
    if not isinstance(name, str):
        raise Unfit(errors.NO_PLACE)
    try:
        return names.store_named(name)
    except StoreUnknown:
        raise Unfit(errors.NO_PLACE) from None


def _lines(said: Mapping[str, Any]) -> list[ReceiptLine]:
    told = said.get("quantityList")
    if not isinstance(told, list) or not 1 <= len(told) <= MOST_LINES:
        raise Unfit(errors.NO_GOODS, most=MOST_LINES)
    expires_on = _last_day(said.get("ilmd"))
    return [_line(each, expires_on=expires_on) for each in told]


def _line(told: object, *, expires_on: date | None) -> ReceiptLine:
    name = told.get("epcClass") if isinstance(told, Mapping) else None
    if not isinstance(told, Mapping) or not isinstance(name, str):
        raise Unfit(errors.NO_GOODS, most=MOST_LINES)
    shown = errors.shown(name)
    if len(name) > 300 or not re.fullmatch(r"https?://[!-~]+", name):
        raise Unfit(errors.NO_CLASS, name=shown)
    try:
        code = catalog.read_code(name)
    except Refusal as refusal:
        raise Unfit(refusal.text, **refusal.details) from None
    if code.sku_id is None or code.gtin is None:
        raise Unfit(errors.NO_CLASS, name=shown)
    card = catalog.sku_card(code.sku_id)
    each = code.quantity if Unit(card.unit) is Unit.EACH else None
    quantity = _base_units(told, unit=Unit(card.unit), each=each or 1)
    if quantity is None:
        raise Unfit(errors.NO_QUANTITY, name=shown)
    return ReceiptLine(code.sku_id, quantity, code.lot or "", expires_on or code.expires_on)


def _base_units(told: Mapping[str, Any], *, unit: Unit, each: int) -> int | None:
    """`each`: base units in one thing with this number. None for what is no quantity of such goods."""
    said, uom = told.get("quantity"), told.get("uom")
    if isinstance(said, bool) or not isinstance(said, int | float) or not math.isfinite(said):
        return None
    if unit is Unit.EACH and uom is None:
        factor = each
    elif isinstance(uom, str) and (unit, uom) in BASE_UNITS:
        factor = BASE_UNITS[unit, uom]
    else:
        return None
    quantity = Decimal(str(said)) * factor if 0 < said <= MOST_OF_ONE else Decimal(0)
    whole = quantity == quantity.to_integral_value() and 1 <= quantity <= MOST_OF_ONE
    return int(quantity) if whole else None


def _last_day(ilmd: object) -> date | None:
    if not isinstance(ilmd, Mapping):
        return None
    for word in DATES:
        value = ilmd.get(f"cbvmda:{word}")
        if value is None:
            continue
        try:
            return date.fromisoformat(value[:10] if _DAY.match(value) else value)
        except (TypeError, ValueError):
            raise Unfit(errors.NO_DATE, value=errors.shown(value)) from None
    return None
