"""An event as EPCIS has it, and how a fact of ours becomes one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from pydantic import Field

from newretail.catalog import api as catalog
from newretail.fulfilment.events import LegPacked, LegUnpacked
from newretail.inventory.events import GoodsMoved
from newretail.kernel.quantities import Unit
from newretail.kernel.queries import PlacedFact
from newretail.stores import api as stores
from newretail.traceability import names
from newretail.traceability.models import CapturedEvent
from newretail.traceability.rules import PACKED, UNPACKED, Meaning, meaning, offset_of

TOLD = (GoodsMoved.name, LegPacked.name, LegUnpacked.name)
STANDARD = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
TERMS = "/terms/epcis/"
"""Where the words are explained that the standard does not have; each of them has an address of its own below."""
UNITS = {Unit.GRAM: "KGM", Unit.MILLILITRE: "LTR"}
"""Thousands of a base unit, by their codes in UN/CEFACT recommendation 20; pieces have none."""


@dataclass(frozen=True, slots=True)
class Place:
    id: str


@dataclass(frozen=True, slots=True)
class Errand:
    business: Annotated[str, Field(serialization_alias="bizTransaction")]


@dataclass(frozen=True, slots=True)
class Amount:
    """So much of a class of goods: pieces, or kilograms or litres where `uom` says so."""

    epc_class: Annotated[str, Field(serialization_alias="epcClass")]
    quantity: float
    uom: Literal["KGM", "LTR"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What every event says. `way`: the way out of goods that leave the store, or are packed to leave it."""

    context: Annotated[
        list[str | dict[str, str]] | None,
        Field(serialization_alias="@context", description="of an event that stands alone"),
    ] = None
    type: str
    event_id: Annotated[str, Field(serialization_alias="eventID")]
    event_time: Annotated[datetime, Field(serialization_alias="eventTime")]
    record_time: Annotated[datetime, Field(serialization_alias="recordTime")]
    offset: Annotated[str, Field(serialization_alias="eventTimeZoneOffset", examples=["+09:00"])]
    action: str
    step: Annotated[str, Field(serialization_alias="bizStep", examples=["retail_selling"])]
    disposition: str
    read_point: Annotated[Place, Field(serialization_alias="readPoint")]
    location: Annotated[Place | None, Field(serialization_alias="bizLocation")] = None
    errands: Annotated[list[Errand] | None, Field(serialization_alias="bizTransactionList")] = None
    way: Annotated[str | None, Field(serialization_alias="newretail:way")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectEvent(Told):
    """Goods, one movement of the stock ledger. source, target, cause: from which of its places to which, and why."""

    type: Literal["ObjectEvent"] = "ObjectEvent"
    quantities: Annotated[list[Amount], Field(serialization_alias="quantityList")]
    source: Annotated[str, Field(serialization_alias="newretail:from")]
    target: Annotated[str, Field(serialization_alias="newretail:to")]
    cause: Annotated[str, Field(serialization_alias="newretail:cause")]


@dataclass(frozen=True, slots=True, kw_only=True)
class AggregationEvent(Told):
    """Goods and the parcel they are in: put together (ADD), or all of it taken apart (DELETE, without a list)."""

    type: Literal["AggregationEvent"] = "AggregationEvent"
    parent: Annotated[str, Field(serialization_alias="parentID")]
    children: Annotated[list[Amount] | None, Field(serialization_alias="childQuantityList")] = None


Event = ObjectEvent | AggregationEvent


def context() -> list[str | dict[str, str]]:
    """What the words of a document mean: the standard's, and our own."""
    return [STANDARD, {"newretail": f"{settings.PUBLIC_URL}{TERMS}"}]


def tell(facts: Sequence[PlacedFact]) -> list[Event | None]:
    """Each fact as an event; None for a parcel in which there was nothing."""
    wanted = {line["sku_id"] for fact in facts for line in _lines(fact)}
    cards = catalog.sku_cards(sorted(wanted))
    refs = {fact.ref.removeprefix("epcis:") for fact in facts if fact.ref.startswith("epcis:")}
    heard = {each.ref: each for each in CapturedEvent.objects.filter(id__in=refs)} if refs else {}
    return [_tell(fact, cards=cards, heard=heard.get(fact.ref)) for fact in facts]


def _tell(
    fact: PlacedFact, *, cards: Mapping[str, catalog.SkuCard], heard: CapturedEvent | None
) -> Event | None:
    amounts = [_amount(line, card=cards.get(line["sku_id"])) for line in _lines(fact)]
    if fact.name == GoodsMoved.name:
        return _moved(fact, amounts, heard=heard if fact.data["source"] == "supplier" else None)
    if fact.name == LegPacked.name:
        return _in_parcel(fact, PACKED, amounts) if amounts else None
    return _in_parcel(fact, UNPACKED, None)


def _moved(fact: PlacedFact, amounts: list[Amount], *, heard: CapturedEvent | None) -> ObjectEvent:
    """A movement of the ledger; of a receipt that a partner told, under the partner's id and at the partner's time."""
    data = fact.data
    source, target, cause, way = data["source"], data["target"], data["cause"], data.get("way", "")
    meant = meaning(source=source, target=target, cause=cause, way=way)
    if meant.step != "receiving":
        heard = None
    said = _what_every_event_says(fact, meant)
    if heard:
        said |= {
            "event_id": heard.event_id,
            "event_time": heard.event_time,
            "offset": heard.offset,
            "errands": None,
        }
    return ObjectEvent(**said, quantities=amounts, source=source, target=target, cause=cause, way=way or None)


def _in_parcel(fact: PlacedFact, meant: Meaning, amounts: list[Amount] | None) -> AggregationEvent:
    way = fact.data["way"]
    parcel = names.parcel_name(fact.ref, way=way, part=fact.data.get("part", ""))
    return AggregationEvent(**_what_every_event_says(fact, meant), parent=parcel, children=amounts, way=way)


def _what_every_event_says(fact: PlacedFact, meant: Meaning) -> dict[str, Any]:
    store = stores.store(fact.store_id)
    place = Place(names.place_name(store))
    return {
        "event_id": f"urn:uuid:{fact.id}",
        "event_time": fact.at,
        "record_time": fact.at,
        "offset": offset_of(fact.at.astimezone(store.zone)),
        "action": meant.action,
        "step": meant.step,
        "disposition": meant.disposition,
        "read_point": place,
        "location": None if meant.leaves else place,
        "errands": [Errand(names.errand_name(fact.ref))] if fact.ref else None,
    }


def _lines(fact: PlacedFact) -> list[dict[str, Any]]:
    key = {GoodsMoved.name: "goods", LegPacked.name: "lines"}.get(fact.name, "")
    lines: list[dict[str, Any]] = fact.data.get(key, [])
    return lines


def _amount(line: Mapping[str, Any], *, card: catalog.SkuCard | None) -> Amount:
    name = names.class_name(card, sku_id=line["sku_id"], lot=line["lot"])
    quantity = int(line["quantity"])
    uom = UNITS.get(Unit(card.unit)) if card else None
    if uom is None:
        return Amount(name, quantity)
    return Amount(name, quantity / 1000, uom)  # type: ignore[arg-type]
